"""Which tokens of the embedded model's base are kept: those of parallel text, and all that their merges go through.

    python tests/tools/fit_vocabulary.py TOKENIZER.json PAIRS.tsv[.gz]…

Writes pipeline/translate/adapter/vocabulary.bits.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from pipeline.translate.gemma import VOCABULARY

LINES = 5000
ALWAYS = ["<pad>", "<eos>", "<bos>", "<unk>", "\n", "\n\n", "\n\n\n", *(f"<0x{byte:02X}>" for byte in range(256))]


def texts(path: Path) -> Iterator[str]:
    """Source and English of each line, the English as it stands after a prompt."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            _, source, english, *_ = line.rstrip("\n").split("\t")
            yield source
            yield f" {english}"


def used(tokenizer: Tokenizer, paths: list[Path]) -> set[int]:
    found: set[int] = set()
    for path in paths:
        waiting: list[str] = []
        for text in texts(path):
            waiting.append(text)
            if len(waiting) == LINES:
                found.update(number for one in tokenizer.encode_batch(waiting) for number in one.ids)
                waiting = []
        found.update(number for one in tokenizer.encode_batch(waiting) for number in one.ids)
    return found


def steps(word: str, rank: dict[tuple[str, str], int]) -> set[str]:
    """All that byte-pair merging makes on its way from the letters of `word` (Sennrich et al., 2016)."""
    parts = list(word)
    seen = set(parts)
    while len(parts) > 1:
        best, place = min((rank.get(pair, len(rank)), at) for at, pair in enumerate(pairwise(parts)))
        if best == len(rank):
            break
        parts[place : place + 2] = [parts[place] + parts[place + 1]]
        seen.add(parts[place])
    return seen


def main(file: str, *pairs: str) -> None:
    rules = json.loads(Path(file).read_text(encoding="utf-8"))["model"]
    vocabulary: dict[str, int] = rules["vocab"]
    words = {number: word for word, number in vocabulary.items()}
    rank = {(left, right): at for at, (left, right) in enumerate(rules["merges"])}
    kept = used(Tokenizer.from_file(file), [Path(one) for one in pairs]) | {vocabulary[word] for word in ALWAYS}
    closed = kept | {vocabulary[step] for number in kept for step in steps(words[number], rank) if step in vocabulary}
    flags = np.zeros(len(vocabulary), dtype=bool)
    flags[sorted(closed)] = True
    VOCABULARY.write_bytes(np.packbits(flags).tobytes())
    print(f"{len(kept)} tokens used, {len(closed)} kept of {len(vocabulary)} → {VOCABULARY}")


if __name__ == "__main__":
    main(*sys.argv[1:])
