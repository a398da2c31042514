"""Stands in for an outside metric: python tests/stand_in.py SHAPE SRC MT REF OUT; a segment's score is its length."""

import json
import sys
from pathlib import Path

shape, *files, out = sys.argv[1:]
sources, texts, references = (Path(one).read_text(encoding="utf-8").split("\n")[:-1] for one in files)
assert len(sources) == len(texts) == len(references), "the files have different numbers of lines"
rows = [
    {"src": source, "mt": text, "ref": reference, "COMET": len(text) / 10}
    for source, text, reference in zip(sources, texts, references, strict=True)
]
scores = [len(text) / 10 for text in texts]
written = {
    "comet": json.dumps({files[1]: rows}),
    "variance": json.dumps({files[1]: [{**row, "variance": 0.1} for row in rows]}),
    "list": json.dumps([{"score": score, "tokens": 3} for score in scores]),
    "numbers": json.dumps(scores),
    "metricx": "".join(json.dumps({"source": "", "id": 1, "prediction": score}) + "\n" for score in scores),
    "lines": "".join(f"{score}\n" for score in scores),
    "short": json.dumps(scores[1:]),
    "two": json.dumps([{"a": 1, "b": 2}] * len(scores)),
    "nan": "nan\n" * len(scores),
    "words": "0.5\nfine\n" + "0.5\n" * (len(scores) - 2),
}.get(shape)
if shape == "fails":
    sys.exit("no model here: wmt22-comet-da")
if shape != "silent" and written is not None:
    if out == "-":
        print(written)
    else:
        Path(out).write_text(written, encoding="utf-8")
