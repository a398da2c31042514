"""What speaks for or against two claims saying the same, besides their words: amounts, quotation and question marks."""

from collections.abc import Iterator
from itertools import product

from pipeline.compare import words
from pipeline.compare.amounts import agree, far
from pipeline.data import Claim, Measure

# what each adds to the log-odds, by a logistic regression of which claims are of one fact, in events of known truth
ONE_AMOUNT, TWO_AMOUNTS, QUOTED, ASKED = 1.0, -2.5, -1.0, -1.5
TIMES = 2.2  # as much is another amount, of something else
FEW = 10  # that many are found of anything
_COMMON = frozenset({"ordinal", "duration"})  # two things may be the first, or have lasted an hour


def evidence(left: Claim, right: Claim, asking: frozenset[str]) -> float:
    """What is added to the log-odds that two claims say the same.

    Args:
        asking: the sentences (ids) that ask.
    """
    quoted = "quoted" in (left.source.manner, right.source.manner)
    asked = (left.sentence in asking) != (right.sentence in asking)
    return _by_amounts(left, right) + QUOTED * quoted + ASKED * asked


def _by_amounts(left: Claim, right: Claim) -> float:
    """By whether they have an amount in common, or such as are far from one another."""
    if not left.measures or not right.measures:
        return 0.0  # as most
    pairs = list(product(left.measures, right.measures))
    if agreeing := [pair for pair in pairs if agree(*pair)]:
        return ONE_AMOUNT * any(_tells(*pair) for pair in agreeing)
    of_a_kind = list(_of_a_kind(pairs))
    return TWO_AMOUNTS * (bool(of_a_kind) and all(far(*pair, TIMES) for pair in of_a_kind))


def _of_a_kind(pairs: list[tuple[Measure, Measure]]) -> Iterator[tuple[Measure, Measure]]:
    for left, right in pairs:
        if left.kind == right.kind != "ordinal" and (left.kind != "count" or _one_noun(left, right)):
            yield left, right


def _tells(left: Measure, right: Measure) -> bool:
    """Whether two equal amounts are hardly so by chance."""
    counts = left.kind == right.kind == "count"
    return left.kind not in _COMMON and (not counts or left.value > FEW or _one_noun(left, right))


def _one_noun(left: Measure, right: Measure) -> bool:
    """Whether two amounts count one kind of thing, all of it or some."""
    nouns = [words.meaning(each.counted.removeprefix("of ")) for each in (left, right)]
    return nouns[0] == nouns[1] != ""
