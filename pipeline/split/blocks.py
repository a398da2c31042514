"""Text → blocks: lines, hard-wrapped ones joined, a glued date stamp cut off."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain, pairwise

from pipeline.language import Language, languages
from pipeline.split.words import BULLET, INVISIBLE, clock, stamp

Span = tuple[int, int]

_WRAP_SLACK = 8  # characters short of the width at which people (not programs) wrap as well
_WIDE = 0.7  # share of the width that a line of a wrapped paragraph has
_ENDS = r"\n\r\x0b\x0c\x85\u2028\u2029"
_LINE = re.compile(rf"[^\s](?:[^{_ENDS}]*[^\s])?")  # without the white space at its ends
_SOFT = re.compile(r"[ \t]*[\x0b\u2028][ \t]*")  # a line broken within a paragraph
_HIDDEN = re.compile(f"[{INVISIBLE}]")


def blocks_of(text: str) -> list[Span]:
    """Lines with something in them, hard-wrapped ones joined, a glued date stamp cut off."""
    lines = [match.span() for match in _LINE.finditer(text)]
    blocks: list[Span] = []
    width = _wrap_width(text, lines)
    for i, (start, end) in enumerate(lines):
        above = lines[i - 1][1]
        # what breaks two lines of one sentence is no paragraph's end, and the upper one has no stop
        is_soft = i and _SOFT.fullmatch(text[above:start]) and text[above - 1] not in '.!?…:»”“"'
        # a line that a program wrapped belongs to the block of the one before it
        if is_soft or (i and width and _is_wrap(text, lines[i - 1], (start, end), width)):
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return list(chain.from_iterable(_unglue(text, block) for block in blocks))


def clean(text: str) -> str:
    return " ".join(_HIDDEN.sub("", text).split())


def _wrap_width(text: str, lines: Sequence[Span]) -> int:
    """The width at which a text is hard-wrapped, 0 if its lines are its paragraphs.

    Wrapped means: no line is long; most line breaks inside paragraphs stand where the next word did not fit any more;
    and most of them are in the middle of a sentence. Greetings and addresses, which are narrow, say nothing of it.
    """
    width = max((end - start for start, end in lines), default=0)
    paragraphs: list[list[Span]] = []
    for line in lines:
        if paragraphs and _adjacent(text, paragraphs[-1][-1], line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    wide = [rows for rows in paragraphs if max(end - start for start, end in rows) >= _WIDE * width]
    pairs = [pair for rows in wide for pair in pairwise(rows) if text[pair[1][0]] != "|"]
    full = [left for left, right in pairs if _is_wrap(text, left, right, width)]
    stopped = [left for left in full if text[left[1] - 1] in '.!?…:»”“"']
    # a poem or a list is narrow too, but its lines do not break where the next word did not fit
    is_wrapped = 40 <= width <= 100 and len(pairs) > 1 and len(full) > 0.7 * len(pairs) and len(stopped) < len(full) / 2
    return width if is_wrapped else 0


def _adjacent(text: str, left: Span, right: Span) -> bool:
    return text[left[1] : right[0]].replace("\r\n", "\n").count("\n") < 2


def _is_wrap(text: str, left: Span, right: Span, width: int) -> bool:
    """Whether the break between two lines was put there by a wrapping program."""
    first = text[right[0] : right[1]].split(maxsplit=1)[0]
    # the next word would have fitted, so that an author broke the line
    fits = left[1] - left[0] + 1 + len(first) <= width - _WRAP_SLACK
    return _adjacent(text, left, right) and not fits and not BULLET.match(first) and first[0] != "|"


def _unglue(text: str, block: Span) -> list[Span]:
    """`date 2025-08-20 Igor Babuschkin, …`, `17.42 Uhr: Die Polizei …`: stamp and clock are blocks of their own."""
    glued = _glued_stamp(languages()).match(text, *block)
    return [(block[0], glued.end(1)), (glued.end(), block[1])] if glued else [block]


@cache
def _glued_stamp(records: tuple[Language, ...]) -> re.Pattern[str]:
    timed = rf"(?i:{clock(records)})\s?[:|–—](?!\d)"
    return re.compile(rf"(?P<stamp>(?i:{stamp(records)})|{timed})\s+(?=[^\W\d_a-zß-öø-ÿ]|[„“\"«»])")
