"""Scores segments by MetricX-24: `python metricx.py SRC MT REF OUT MODEL TOKENIZER BATCH`, in its environment.

It imports nothing of this project, which is not installed there.
"""

import json
import sys
from pathlib import Path


def main(sources: str, hypotheses: str, references: str, out: str, model: str, tokenizer: str, batch: str) -> None:
    """Write a JSON list of errors, 0 to 25, one a line of the three files."""
    from lightyear.metrics.metricx import MetricXScore  # type: ignore[import-not-found]

    metric = MetricXScore(model_name=model, tokenizer_name=tokenizer)
    # the package's decoder would keep its own keys and the source's in one cache, and look for a word too many
    metric.model.config.use_cache = False
    files = (Path(path).read_text("utf-8").split("\n")[:-1] for path in (hypotheses, references, sources))
    # not normalized: the field reports errors, the lower the better
    scored = metric.score_batch(*files, batch_size=int(batch), normalize=False)
    Path(out).write_text(json.dumps(scored["metricx_score"]["raw_error"]), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
