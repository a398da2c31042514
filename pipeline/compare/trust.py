"""Whether a difference is the outlets' own, or may be the translation's or the alignment's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from pipeline import guards
from pipeline.compare import words
from pipeline.compare.said import Found, Held, Links, tie
from pipeline.compare.sides import Sides
from pipeline.data import DifferenceKind, Link, Trust

CLEAR = 0.2  # the least distance of a likely link to its runner-up at which it is as good as a strong one
# What was made again or forced keeps the doubt of what it replaces: most of it still misleads.
SERIOUS = guards.SERIOUS | {"unfinished", "copied", "retried", "term forced"}
_LEVELS: tuple[Trust, ...] = ("solid", "check", "do not cite")

_UNFIT = _LEVELS.index("do not cite")

Reason = tuple[Trust, str]


class Trusted(NamedTuple):
    """How far a difference can be trusted, why, and the sides that it is of."""

    trust: Trust
    reasons: tuple[str, ...]
    sides: Sides


def verdict(links: Links, difference: Found, seconds: Mapping[str, str]) -> Trusted:
    """The worst that is found, with all reasons for that.

    Two sides make a difference: of three, one that shows less than the others takes nothing from these, and is named.
    What only the translation says is no side beside two that outlets say themselves.

    Args:
        seconds: sentence id → the English of another decoding.
    """
    shown = [(side, list(_ownership(difference.kind, side, seconds))) for side in difference.sides]
    second_best = sorted(_worst(reasons) for _, reasons in shown)[1]
    kept = [(side, reasons) for side, reasons in shown if _worst(reasons) <= second_best]
    doubtful = [(side, reasons) for side, reasons in shown if _worst(reasons) > second_best]
    reasons = [*difference.reasons, *_link_reasons(links, difference.kind, [side for side, _ in kept])]
    reasons += chain.from_iterable(reasons_of_side for _, reasons_of_side in kept)
    worst = _LEVELS[_worst(reasons)]
    told = [text for level, text in reasons if level == worst]
    for side, against in doubtful:
        told += [f"but not “{side[0].value}”: {text}" for level, text in against if level != "solid"]
    sides = [side for side, reasons in shown if _worst(reasons) <= max(second_best, _UNFIT - 1)]
    return Trusted(worst, tuple(dict.fromkeys(told)), tuple(sides))


def _worst(reasons: Iterable[Reason]) -> int:
    """The place among the levels of the worst."""
    return max(_LEVELS.index(level) for level, _ in reasons)


def _ownership(kind: DifferenceKind, side: Sequence[Held], seconds: Mapping[str, str]) -> Iterator[Reason]:
    """Whether what the sentences of a side hold is their own."""
    is_own = any(not holding.said.machine and holding.original for holding in side)
    for holding in side:
        yield from _own(kind, holding, seconds.get(holding.said.sentence.id), is_own)


def _own(kind: DifferenceKind, holding: Held, second: str | None, is_own: bool) -> Iterator[Reason]:
    """Whether what a sentence holds is its own and not its translation's; `is_own`: another's own English has it."""
    line = holding.said
    if not line.machine and holding.original is None:
        yield "check", "it may be said there in other words"
    elif not line.machine:
        yield "solid", "the outlet's own English"
    elif kind == "certainty" and holding.original is None:
        yield "check", "the original has it, but not its English"
    elif holding.original:
        yield "solid", "the original's own words show it"
    elif holding.original is False:
        yield "do not cite", _against(kind, holding)
    elif serious := sorted(SERIOUS.intersection(line.flags)):
        yield "do not cite", f"the translation is flagged: {', '.join(serious)}"
    else:
        yield "check", _again(holding, second, is_own)


def _against(kind: DifferenceKind, holding: Held) -> str:
    if kind == "detail" and holding.start == holding.end:
        return "the original has a word for it: the translation leaves it out"
    return "the original does not have it: it is the translation's"


def _again(holding: Held, second: str | None, is_own: bool) -> str:
    """What another decoding of the sentence says of it, where only the English shows what it holds."""
    stems = words.stems(holding.value if holding.end > holding.start else "")
    beside = "beside an English outlet " * is_own
    if second is None or not stems:
        return f"{beside}only the translation shows it"
    if len(words.shared(stems, words.stems(second))) == len(stems):
        return f"{beside}two decodings of the translation show it, the original is not read for it"
    return f"{beside}another decoding of the translation puts it otherwise"


def _link_reasons(links: Links, kind: DifferenceKind, sides: Sequence[Sequence[Held]]) -> Iterator[Reason]:
    """How sure it is that the sides speak of the same: the best link of each side with another."""
    if kind in ("name", "spelling"):
        return
    for side in sides:
        opposite = [holding for rival in sides if rival is not side for holding in rival]
        candidates = [link for member in side for rival in opposite if (link := tie(links, member.said, rival.said))]
        best = max(candidates, key=lambda link: (_sure(link, kind), link.probability), default=None)
        if best is None:
            yield "check", "the sentences answer one another only by way of others"
        elif _sure(best, kind):
            yield "solid", "the sentences surely answer one another"
        else:
            yield "check", f"the sentences may not answer one another ({best.probability:.2f}, {best.kind})"


def _sure(link: Link, kind: DifferenceKind) -> bool:
    """Whether a link is sure enough for a difference; one in number explains why sentences are only partly the same."""
    if link.person or link.band == "strong":
        return True
    return link.band == "likely" and (link.kind != "partly same" or kind == "number") and link.margin >= CLEAR
