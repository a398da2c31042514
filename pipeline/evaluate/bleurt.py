"""Scores a file of segments by BLEURT: `python bleurt.py MT REF OUT MODEL BATCH`, in the environment that has it.

It imports nothing of this project, which is not installed there.
"""

import json
import sys
from pathlib import Path


def main(hypotheses: str, references: str, out: str, model: str, batch: str) -> None:
    """Write a JSON list of scores, one a line of the two files."""
    from bleurt_pytorch import (  # type: ignore[import-not-found]
        BleurtForSequenceClassification,
        BleurtTokenizer,
    )

    network = BleurtForSequenceClassification.from_pretrained(model).eval()
    # the same as torch.no_grad(), which would need torch imported here
    network.requires_grad_(False)
    tokenizer = BleurtTokenizer.from_pretrained(model)
    texts, wanted = (Path(path).read_text("utf-8").split("\n")[:-1] for path in (hypotheses, references))
    scores: list[float] = []
    for start in range(0, len(texts), int(batch)):
        part = slice(start, start + int(batch))
        inputs = tokenizer(
            wanted[part], texts[part], padding="longest", truncation=True, max_length=512, return_tensors="pt"
        )
        scores += network(**inputs).logits.flatten().tolist()
    Path(out).write_text(json.dumps(scores), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
