"""Amounts that count the same and differ."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import permutations

from pipeline.compare import words
from pipeline.compare.quantities import Amount, amounts
from pipeline.compare.said import Found, Held, Row, Said
from pipeline.compare.sides import Sides, grouped
from pipeline.guards.numbers import numbers_differing, read

_CLEAR = ("number of", "time in", "time age")  # topics that say what is counted; of others, the words beside do


def differing(row: Row) -> Iterator[Found]:
    """The amounts in which sentences that can be compared differ: a topic that each of them counts once."""
    held = [(amount, one) for said in row.every() for amount, one in _held(said)]
    for topic in sorted({amount.topic for amount, _ in held}):
        mine = [(amount, one) for amount, one in held if amount.topic == topic]
        once = [pair for pair in mine if _alone(pair, mine)]
        for sides in grouped(row, once, _agree, _comparable, lambda amount: (amount.low + amount.high) / 2):
            if not _said_elsewhere(sides):
                values = dict.fromkeys(side[0].value for side in sides)
                explained = f"Different amounts of the same: {_listed(values)}.{_in_days(sides, once)}"
                yield Found("number", sides, explained)


def _held(said: Said) -> Iterator[tuple[Amount, Held]]:
    """Each amount of a sentence; of a translated one, what the sentence itself says wherever its unit can be read."""
    english = list(amounts(said.english, "en"))
    if not said.machine:
        yield from ((one, Held(said, one.text, one.start, one.end, True)) for one in english)
        return
    for one in amounts(said.sentence.text, said.sentence.lang):
        there = next((other for other in english if other.topic == one.topic and _agree(one, other)), None)
        if there:
            yield there, Held(said, there.text, there.start, there.end, True)
        else:
            value = f"{one.value:g} {one.unit} (“{one.text}”)"
            yield replace(one, near=words.stems(said.english)), Held(said, value, original=True)
    numbers = {value for one in read(said.sentence.text, said.sentence.lang) for value in one.values}
    for one in english:
        if one.topic.startswith("number"):
            yield one, Held(said, one.text, one.start, one.end, not numbers.isdisjoint(_values([one.text])))


def _alone(pair: tuple[Amount, Held], every: Iterable[tuple[Amount, Held]]) -> bool:
    """Whether its article counts this topic nowhere else in the row, or the same."""
    amount, held = pair
    mine = [other for other, there in every if there.said.article == held.said.article]
    return all((amount.low, amount.high) == (other.low, other.high) for other in mine)


def _agree(one: Amount, other: Amount) -> bool:
    """Whether two amounts can mean the same; 3,000 metres and 10,000 feet can."""
    if one.topic == "number" and not numbers_differing(_written(one), "en", _written(other)):
        return True
    return one.low <= other.high and other.low <= one.high


def _written(amount: Amount) -> str:
    return f"{amount.value:.12g}{amount.unit}"


def _comparable(one: Amount, other: Amount) -> bool:
    """Whether two amounts of one topic are of one thing: what is counted says so, or a word beside both of them."""
    return one.topic.startswith(_CLEAR) or bool(words.shared(one.near, other.near))


def _said_elsewhere(sides: Sides) -> bool:
    """Whether a side's number is in the sentences of another side too, whatever it may count there."""
    ours = [_values(held.value for held in side) for side in sides]
    theirs = [_values(held.said.english for held in side) for side in sides]
    return any(not ours[n].isdisjoint(theirs[m]) for n, m in permutations(range(len(sides)), 2))


def _values(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(value for text in texts for one in read(text, "en") if one.kind != "loose" for value in one.values)


def _in_days(sides: Sides, amounts: Iterable[tuple[Amount, Held]]) -> str:
    """How spans of time in different units compare, as a sentence."""
    by = {id(held): amount for amount, held in amounts}
    found = [by[id(side[0])] for side in sides]
    if not found[0].topic.startswith("time") or len({amount.unit for amount in found}) < 2:
        return ""
    return f" In days about {_listed(f'{(amount.low + amount.high) / 2:.0f}' for amount in found)}."


def _listed(values: Iterable[str]) -> str:
    *first, last = values
    return f"{', '.join(first)} and {last}" if first else last
