"""What sentences need around every model: cut where they are too long for it, batched, and joined again."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from pipeline.data import Output

VERSION = 4  # of the rules below that decide what a model gets to read; part of every signature

_CLOSING = r"[»”\"'’)\]]*"
# From the least harmful place to the worst; a place is where a match ends.
_PLACES = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rf"[;:!?…]{_CLOSING}\s+|\s[—–]\s+",
        rf",{_CLOSING}\s+",
        r"\s+",
        r".(?:\u200d.|[\u0300-\u036f\ufe00-\ufe0f\U0001f3fb-\U0001f3ff])*",  # what a reader takes for one character
        r".",
    )
)
_SIGNS = re.compile(r"((?:(?:[^\w\s]|_)\s?){8,})")  # a row of emoji, dashes, dots: models drop it, or get lost in it


def cut(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Pieces of `text` that fit, as long as they can be; joined they are `text` again, white space included.

    Cuts after clause marks, else after commas, else after white space, else between characters; a single character
    that does not fit is a piece all the same.
    """
    return list(_cut(text, fits, 0))


def _cut(text: str, fits: Callable[[str], bool], level: int) -> Iterator[str]:
    if level == len(_PLACES) or fits(text):
        yield text
        return
    places = [0, *(match.end() for match in _PLACES[level].finditer(text))]
    if places[-1] != len(text):
        places.append(len(text))
    parts = [text[start:end] for start, end in pairwise(places)]
    start = 0
    while start < len(parts):
        count = _longest(parts, start, fits)
        if count:
            yield "".join(parts[start : start + count])
        else:
            yield from _cut(parts[start], fits, level + 1)
        start += max(count, 1)


def _longest(parts: list[str], start: int, fits: Callable[[str], bool]) -> int:
    """How many parts from `start` on fit together, found by doubling and halving: `fits` may be costly."""
    good, step, rising = 0, 1, True
    while step and start + good < len(parts):
        tried = min(good + step, len(parts) - start)
        if fits("".join(parts[start : start + tried])):
            good = tried
        else:
            rising = False
        # Doubling until it is too long, then halving.
        step = step * 2 if rising else step // 2
    return good


@dataclass(frozen=True, slots=True)
class PieceDraft:
    """What a model gave for one piece: the tokens it made, whether it came to an end, mean log-probability a token."""

    text: str
    tokens: int
    finished: bool
    score: float | None = None


def several(
    sentences: Sequence[str], fits: Callable[[str], bool], run: Callable[[list[str]], list[list[PieceDraft]]],
    decoding: str, short: Callable[[str], bool] | None = None,
) -> list[list[Output]]:  # fmt: skip
    """Outputs of each sentence, in order, the likeliest first: white space folded, cut where it does not fit, run,
    joined, the second draft of a piece with the second ones of the others.

    A row of eight or more signs that are neither letter nor digit is no work for a model: cut out, and copied.
    `run`: gives as many drafts for each text; gets every text once, without white space at its ends, never an empty
        one.
    `decoding`: how `run` decodes, as `Output.decoding` names it.
    `short`: what fits as a piece of a sentence that must be cut, for a model that loses less of a short text.
    """
    cuts = [_around_signs(" ".join(sentence.split()), fits, short or fits) for sentence in sentences]
    texts = list(dict.fromkeys(piece.strip() for pieces in cuts for piece in pieces if _says_something(piece)))
    drafts = dict(zip(texts, run(texts), strict=True)) if texts else {}
    return [_outputs(pieces, drafts, decoding) for pieces in cuts]


def _around_signs(text: str, fits: Callable[[str], bool], short: Callable[[str], bool]) -> list[str]:
    parts = filter(None, _SIGNS.split(text))
    pieces = ([part] if fits(part) or not _says_something(part) else cut(part, short) for part in parts)
    return list(chain.from_iterable(pieces))


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _outputs(pieces: list[str], drafts: dict[str, list[PieceDraft]], decoding: str) -> list[Output]:
    translated = [drafts[piece.strip()] for piece in pieces if piece.strip() in drafts]
    if not translated:
        return [Output("".join(pieces), remarks=("copied",))]
    # What no model reads stands as it is in every one of the outputs.
    copies = [PieceDraft("", 0, finished=True)] * len(translated[0])
    by_piece = (drafts.get(text, [replace(copy, text=text) for copy in copies]) for text in map(str.strip, pieces))
    return [_join(pieces, parts, decoding) for parts in zip(*by_piece, strict=True)]


def _join(pieces: list[str], parts: Sequence[PieceDraft], decoding: str) -> Output:
    text = "".join(part.text + " " * piece[-1:].isspace() for piece, part in zip(pieces, parts, strict=True))
    remarks = []
    if len(pieces) > 1:
        remarks.append(f"pieces{len(pieces)}")
    if not all(part.finished for part in parts):
        remarks.append("unfinished")
    score = _mean([part for part in parts if part.tokens])
    return Output(" ".join(text.split()), score, decoding, tuple(remarks))


def begun(draft: PieceDraft, decoding: str) -> Output:
    """The output of a draft whose beginning was forced."""
    return Output(draft.text, draft.score, f"{decoding},begun", () if draft.finished else ("unfinished",))


def _mean(parts: list[PieceDraft]) -> float | None:
    total = sum(part.tokens for part in parts)
    scores = [part.score * part.tokens for part in parts if part.score is not None]
    return sum(scores) / total if total and len(scores) == len(parts) else None


def batches(
    lengths: Sequence[int], budget: int, most: int = sys.maxsize, bucket: Callable[[int], int] = lambda _: 0
) -> list[list[int]]:
    """Indices of `lengths` in batches of similar length, longest first; longest × count stays within `budget`.

    `most`: indices a batch; `bucket`: the lengths of a batch have the same one.
    """
    groups: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda index: (-lengths[index], index)):
        longest, count = (lengths[groups[-1][0]], len(groups[-1])) if groups else (0, most)
        fits = count < most and longest * (count + 1) <= budget
        if fits and bucket(lengths[index]) == bucket(longest):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups
