"""Amounts that count the same and differ."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations

from pipeline.compare import words
from pipeline.compare.said import Found, Held, Row, Said
from pipeline.compare.sides import Sides, beside, grouped
from pipeline.guards.numbers import numbers_differing
from pipeline.language import language
from pipeline.language.en import ENGLISH
from pipeline.language.numbers import numbers
from pipeline.language.quantities import Amount, amounts

_CLEAR = ("number of", "time in", "time age")  # topics that say what is counted; of others, the words beside do


@dataclass(frozen=True, slots=True)
class Counted:
    """An amount, and the stems of the words beside it."""

    amount: Amount
    near: frozenset[str]

    @property
    def topic(self) -> str:
        return self.amount.topic

    @property
    def middle(self) -> float:
        return (self.amount.low + self.amount.high) / 2


def differing(row: Row) -> Iterator[Found]:
    """The amounts in which sentences that can be compared differ: a topic that each of them counts once."""
    held = [pair for said in row.every() for pair in _held(said)]
    for topic in sorted({counted.topic for counted, _ in held}):
        of_topic = [pair for pair in held if pair[0].topic == topic]
        once = [pair for pair in of_topic if _alone(pair, of_topic)]
        for sides in grouped(row, once, _agree, _comparable, lambda counted: counted.middle):
            if not _said_elsewhere(sides):
                values = dict.fromkeys(side[0].value for side in sides)
                explained = f"Different amounts of the same: {_listed(values)}.{_in_days(sides, once)}"
                yield Found("number", sides, explained)


def _held(said: Said) -> Iterator[tuple[Counted, Held]]:
    """Each amount of a sentence; of a translated one, what the sentence itself says wherever its unit can be read."""
    english = [_counted(amount, said.english) for amount in amounts(said.english, ENGLISH, _stem)]
    if not said.machine:
        yield from ((counted, _shown(said, counted.amount, True)) for counted in english)
        return
    record = language(said.sentence.lang)
    for amount in amounts(said.sentence.text, record):
        original = Counted(amount, words.stems(said.english))
        translated = next((c for c in english if c.topic == amount.topic and _agree(original, c)), None)
        if translated:
            yield translated, _shown(said, translated.amount, True)
        else:
            value = f"{amount.value:g} {amount.unit} (“{amount.text}”)"
            yield original, Held(said, value, original=True)
    values = {value for number in numbers(said.sentence.text, record) for value in number.values}
    for counted in english:
        if counted.topic.startswith("number"):
            yield counted, _shown(said, counted.amount, not values.isdisjoint(_values([counted.amount.text])))


def _counted(amount: Amount, english: str) -> Counted:
    return Counted(amount, beside(english, amount.number.start, amount.number.end))


def _shown(said: Said, amount: Amount, original: bool) -> Held:
    return Held(said, amount.text, amount.start, amount.end, original)


def _stem(noun: str) -> str:
    return next(iter(words.stems(noun)), "")


def _alone(pair: tuple[Counted, Held], pairs: Iterable[tuple[Counted, Held]]) -> bool:
    """Whether its article counts this topic nowhere else in the row, or the same."""
    amount, article = pair[0].amount, pair[1].said.article
    others = [counted.amount for counted, held in pairs if held.said.article == article]
    return all((amount.low, amount.high) == (other.low, other.high) for other in others)


def _agree(left: Counted, right: Counted) -> bool:
    """Whether two amounts can mean the same; 3,000 metres and 10,000 feet can."""
    if left.topic == "number" and not numbers_differing(_written(left.amount), "en", _written(right.amount)):
        return True
    return left.amount.low <= right.amount.high and right.amount.low <= left.amount.high


def _written(amount: Amount) -> str:
    return f"{amount.value:.12g}{amount.unit}"


def _comparable(left: Counted, right: Counted) -> bool:
    """Whether two amounts of one topic are of one thing: what is counted says so, or a word beside both of them."""
    return left.topic.startswith(_CLEAR) or bool(words.shared(left.near, right.near))


def _said_elsewhere(sides: Sides) -> bool:
    """Whether a side's number is in the sentences of another side too, whatever it may count there."""
    ours = [_values(held.value for held in side) for side in sides]
    theirs = [_values(held.said.english for held in side) for side in sides]
    return any(not ours[n].isdisjoint(theirs[m]) for n, m in permutations(range(len(sides)), 2))


def _values(texts: Iterable[str]) -> frozenset[str]:
    solid = (number for text in texts for number in numbers(text, ENGLISH) if number.kind != "loose")
    return frozenset(value for number in solid for value in number.values)


def _in_days(sides: Sides, pairs: Iterable[tuple[Counted, Held]]) -> str:
    """How spans of time in different units compare, as a sentence."""
    by = {id(held): counted for counted, held in pairs}
    found = [by[id(side[0])] for side in sides]
    if not found[0].topic.startswith("time") or len({counted.amount.unit for counted in found}) < 2:
        return ""
    return f" In days about {_listed(f'{counted.middle:.0f}' for counted in found)}."


def _listed(values: Iterable[str]) -> str:
    *first, last = values
    return f"{', '.join(first)} and {last}" if first else last
