"""What multilingual E5's vectors have in common, for `pipeline/embed/e5_middle.json`: python tests/tools/e5_middle.py.

The mean over the sentences of the short articles of cases/group.jsonl as written, each language counting the same.
"""

import json
from pathlib import Path

import numpy as np

from pipeline import embed
from pipeline.embed.e5 import E5
from pipeline.language import codes

ARTICLES = Path(__file__).parents[1] / "cases" / "group.jsonl"


def main() -> None:
    articles = [json.loads(line) for line in ARTICLES.read_text(encoding="utf-8").splitlines()]
    by_lang = [[text for row in articles if row["lang"] == lang for text in row["sentences"]] for lang in codes()]
    encoder = E5()
    middle = np.mean([encoder.raw(texts).mean(axis=0) for texts in by_lang], axis=0)
    made = {"command": "python tests/tools/e5_middle.py", "middle": middle.astype(float).round(embed.DECIMALS).tolist()}
    Path(embed.__file__).with_name(embed.MIDDLE).write_text(json.dumps(made) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
