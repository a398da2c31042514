"""Times of the same that differ: days, months, years, times of day, and the ends of spans."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from pipeline.compare import words
from pipeline.compare.answering import ComparedPair, Part, like, of_two, parts, two_of_a_row, two_subjects
from pipeline.compare.number import two_amounts
from pipeline.compare.said import Found, Held, Opened
from pipeline.compare.sides import Sides, grouped, key, settled, unsure
from pipeline.compare.values import ValueKind, apart
from pipeline.data import Article, When
from pipeline.language import language, news
from pipeline.language.claims import ANNOUNCING, FATES_APART, LIGHT
from pipeline.language.numbers import numbers
from pipeline.language.times import Day, agree, dates, day

LEAST, SURE = 0.9, 1.2  # of the score by which two times are of the same: may be, and surely
SAME_VERB, SAME_SPAN, ALIKE, SENTENCES, LINK, CLOCKS, DAYS = 0.6, 0.6, 1.2, 0.6, 0.4, 0.6, 0.6
BOUNDS, APART, ROW = 0.2, 0.3, 0.15
UNTOLD = 0.45  # less of two times of day where no verb tells what was then: much of an event has one
ONE = 0.8  # the chance that two claims say the same, from which other words for what happens do not part their times
STRONG = 0.9  # the probability of a link from which other words for what happens do not part times, either
FRIDAY, MONDAY = 5, 1  # what is closed until Friday may open on Monday
MINUTES, QUARTER = 5, 15  # that two times of day may be apart; an hour's quarter
# what stands before a time of day that is only about so → how many minutes it may be off
_ROUGH = {
    re.compile(r"\b(?:about|around|approximately|roughly|towards?)\s+$", re.I): 10,
    re.compile(r"\b(?:(?:shortly|just|soon) (?:before|after)|nearly|almost|not (?:quite|yet))\s+$", re.I): 15,
}
# what stands before a month or a year that is but a part of it → the days of a month, the months of a year
_PART_OF = re.compile(
    r"\b(early|beginning|start|mid|middle|late|end|spring|summer|autumn|fall|winter)(?: of)?(?: the)?[ -]$", re.I
)
_DAYS_OF = {name: range(first, last) for names, first, last in (
    ("early beginning start", 1, 13), ("mid middle", 8, 24), ("late end", 18, 32)
) for name in names.split()}  # fmt: skip
_MONTHS_OF = {name: frozenset(map(int, months.split())) for names, months in (
    ("early beginning start", "1 2 3 4"), ("mid middle", "5 6 7 8"), ("late end", "9 10 11 12"), ("spring", "3 4 5 6"),
    ("summer", "6 7 8 9"), ("autumn fall", "9 10 11 12"), ("winter", "12 1 2 3"),
) for name in names.split()}  # fmt: skip
# the part of a day that is told with it → its hours; a night is of two days
_HOURS_OF = {"morning": range(4, 13), "afternoon": range(12, 19), "evening": range(17, 25), "early": range(11),
             "late": range(18, 25)}  # fmt: skip
_PART_BEHIND = re.compile(r"\s+(?:early\s|late\s|(?:at|in|during)\s(?:the\s)?)?(morning|afternoon|evening)\b", re.I)
_PART_AHEAD = re.compile(r"\b(?:(early|late)(?: on)?|(morning|afternoon|evening) of)(?: the)? $", re.I)
_BOUND = re.compile(r"\b(from|since|after|effective|as of|starting|until|till|by|before)\s+$", re.I)
# what is set beside the news: the lowest level since 2022; down from 1.9 percent in March
_COMPARED = re.compile(
    r"\b(?:(?:[a-z]{2,}est|most|least|worst)\b[^,;:]*|(?:first|last|only) [^,;:]*\w) since(?: (?:the|at least))? $"
    r"|\bfrom (?:an?\b|[^\w\s]?\d)[^,;:]*\b(?:in|on)(?: [a-z]+)? $",
    re.I,
)
_ZONE = re.compile(r"\s*\(?(GMT|UTC|BST|(?:CE|E|C|P|M)[SD]?T)\b")
_NIGHT_AFTER = re.compile(r"\s+(?:to \w+ )?(?:night|overnight)\b", re.I)
_NIGHT_BEFORE = re.compile(r"\b(?:night|overnight)(?:\s+(?:from|of|on|to|before|into|between|\w+day))*\s+$", re.I)
# on Sunday: until then; what reopens was closed until then
_ENDING = frozenset({"lift", "end", "expire", "finish", "lapse", "cease", "conclude", "reopen"})
_REPUTED = re.compile(r"\b(?:is|are|was|were) (?:said|reported) to\b")
_FOLLOWING = FATES_APART | {frozenset({"brought in", "home"})}
_BEGINNING = frozenset({"begin", "start", "commence", "open", "kick"})
_STARTS, _ENDS = frozenset({"since", "after"}), frozenset({"until", "before", "by"})


@dataclass(frozen=True, slots=True)
class Timed:
    """A time in the claim that has it; `date` is its day, where it names one."""

    part: Part
    when: When
    date: date | None


def differing(opened: Opened) -> Iterator[Found]:
    """The times in which sentences that answer one another differ, by what they are of."""
    contrasts, agreeing, _ = apart(opened, _times(opened.articles))
    for sides in grouped(contrasts, agreeing):
        fewer = _sides_left(sides, opened.articles)
        about = unsure(fewer, contrasts, SURE)
        if len({held.value for side in fewer for held in side}) == 1:  # Monday, in the morning or the evening
            fewer = tuple(tuple(map(_with_part_of_day, side)) for side in fewer)
        yield Found("date", fewer, "Different times of the same:", about)


def _with_part_of_day(held: Held) -> Held:
    """With the words for a part of the day that stand beside it."""
    part = _part_of_day(held.said.english, held.start, held.end)
    return replace(held, value=f"{part} {held.value}" if part in ("early", "late") else f"{held.value} {part}".strip())


def _part_of_day(text: str, start: int, end: int) -> str:
    """The part of a day that is told with it: Monday morning, late on Monday; "" where none is."""
    behind, ahead = _PART_BEHIND.match(text, end), _PART_AHEAD.search(text[:start])
    return behind[1].lower() if behind else (ahead[1] or ahead[2]).lower() if ahead else ""


def _sides_left(sides: Sides, articles: Mapping[str, Article]) -> Sides:
    """The sides, of three or more none that agrees with another."""
    if len(sides) < 3:
        return sides  # as most
    lines = {held.said.sentence.id: held.said for side in sides for held in side}.values()
    times = timed([part for line in lines for part in parts(line)], articles)
    time_of = {key(_holding(time, articles)): time for time in times}
    return settled(sides, lambda left, right: same(time_of[key(left)], time_of[key(right)]))


def _times(articles: Mapping[str, Article]) -> ValueKind[Timed]:
    return ValueKind(
        read=lambda parts: timed(parts, articles),
        held=lambda time: _holding(time, articles),
        same=same,
        equal=_equal,
        rest=lambda times: times,
        comparable=_comparable,
        score=_of_the_same,
        least=lambda *_: LEAST,
        weight=_weight,
        again=lambda left, right: (
            _side(left.when) == _side(right.when) and _comparable(left, right) and same(left, right)
        ),
        kindred=lambda left, right: _one_verb(left.when, right.when),
        beside=lambda *_: False,
    )


def timed(parts: Sequence[Part], articles: Mapping[str, Article]) -> list[Timed]:
    """The times of claims, in order."""
    return [
        Timed(part, when, day(when, articles[part.said.article].published))
        for part in parts
        for when in part.claim.times
    ]


def _holding(time: Timed, articles: Mapping[str, Article]) -> Held:
    when, line = time.when, time.part.said
    printed = _BOUND.search(line.english[: when.start])  # from 12 March has yet to come, since would be past
    bound = f"{printed[1].lower() if printed else when.bound} " if when.bound != "on" else ""
    original = _in_original(time, articles[line.article].published)
    text = when.text if when.text.endswith(".m.") else when.text.rstrip(".")  # the sentence's own
    return Held(line, f"{bound}{text}", when.start, when.end, original)


def _in_original(time: Timed, published: str) -> bool | None:
    """Whether the sentence itself has a time that its English has."""
    line, when = time.part.said, time.when
    if not line.machine:
        return True
    record = language(line.sentence.lang)
    if when.clock is not None:
        values = {value for number in numbers(line.sentence.text, record) for value in number.values}
        hour, minute = divmod(when.clock, 60)
        hours = {f"{hour}", f"{hour % 12}", f"{hour % 12 + 12}", f"{hour + 1}", f"{hour % 12 + 1}"}
        return True if not values.isdisjoint(hours) and (not minute or str(minute) in values) else None
    days = [printed for printed, _, _ in dates(line.sentence.text, record, published)]
    expected = Day(when.year, when.month, when.day, when.weekday)
    if time.date:
        expected = Day(time.date.year if when.year else 0, time.date.month, time.date.day, time.date.isoweekday())
    if any(agree(expected, printed) for printed in days):
        return True
    return False if days else None


def _equal(left: Timed, right: Timed) -> bool:
    """Whether two times are one, told as exactly: December may be the 1st and the 3rd, which are two."""
    return bool(left.date) == bool(right.date) and same(left, right)


def same(left: Timed, right: Timed) -> bool:
    """Whether two times can be one."""
    a, b = left.when, right.when
    if (a.clock is None) != (b.clock is None):
        return False
    if a.clock is not None and b.clock is not None:
        minutes = abs(a.clock - b.clock) % 720
        return min(minutes, 720 - minutes) <= max(_off(left), _off(right))
    if {a.bound, b.bound} == {"since", "until"} and _fields_agree(left, right):
        return False
    agreeing = _fields_agree(left, right) and _comparable(left, right)  # in 2019 is not 31 December
    may_be_one = agreeing or _meet(left, right) or _meet(right, left)
    return may_be_one and not _of_two_parts_of_a_day(left, right)


def _of_two_parts_of_a_day(left: Timed, right: Timed) -> bool:
    """Whether two days are told with parts that have no hour in common: on Monday morning, on Monday evening."""
    if not all(time.when.weekday or time.when.day for time in (left, right)):
        return False
    parts_told = (_part_of_day(time.part.said.english, time.when.start, time.when.end) for time in (left, right))
    mine, yours = (set(_HOURS_OF.get(part, ())) for part in parts_told)
    return bool(mine and yours) and mine.isdisjoint(yours)


def _off(time: Timed) -> int:
    """How many minutes a time of day may be off: more shortly after six, but not shortly after 6.40."""
    if (time.when.clock or 0) % QUARTER:
        return MINUTES
    preceding = time.part.said.english[: time.when.start]
    return next((minutes for words_before, minutes in _ROUGH.items() if words_before.search(preceding)), MINUTES)


def _fields_agree(left: Timed, right: Timed) -> bool:
    """Whether neither time says a part of a day otherwise than the other."""
    a, b = left.when, right.when
    if a.weekday and a.weekday == b.weekday and not a.day and not b.day:
        return True  # Thursday and Thursday, whatever day each outlet was printed on
    if left.date and right.date:
        apart = abs((left.date - right.date).days)
        return not apart or (apart == 1 and a.clock is b.clock is None and (_night(left) or _night(right)))
    if a.month and b.month and a.month != b.month:
        return False
    if _since_two_months(left, right) or _of_two_parts(left, right):
        return False
    if a.weekday and b.weekday and (a.weekday - b.weekday) % 7 in (1, 6) and (_night(left) or _night(right)):
        return True
    return all(not x or not y or x == y for x, y in ((a.year, b.year), (a.day, b.day), (a.weekday, b.weekday)))


def _of_two_parts(left: Timed, right: Timed) -> bool:
    """Whether two times are in two parts of a month or year: until 15 March, until the end of March; spring, autumn."""
    a, b = left.when, right.when
    if a.month and a.month == b.month:
        mine, yours = _days(left), _days(right)
    elif a.year == b.year:
        mine, yours = _months(left), _months(right)
    else:
        return False
    return bool(mine and yours) and mine.isdisjoint(yours)


def _days(time: Timed) -> frozenset[int]:
    """The days of its month that a time may be; none where that is not told."""
    when = time.when
    return frozenset({when.day} if when.day else _DAYS_OF.get(_part_of(time), ()))


def _months(time: Timed) -> frozenset[int]:
    """The months of its year that a time may be; none where that is not told."""
    when = time.when
    return frozenset({when.month}) if when.month else _MONTHS_OF.get(_part_of(time), frozenset())


def _part_of(time: Timed) -> str:
    told = _PART_OF.search(time.part.said.english[: time.when.start])
    return told[1].lower() if told and not time.when.day else ""


def _night(time: Timed) -> bool:
    """Whether a day stands for a night, which is of two days: Monday night, the night to Tuesday, overnight."""
    text, when = time.part.said.english, time.when
    return bool(_NIGHT_AFTER.match(text, when.end) or _NIGHT_BEFORE.search(text[: when.start]))


def _meet(left: Timed, right: Timed) -> bool:
    """Whether one span ends where the other begins: until the end of 2027, from 2028, not before 2028; until Thursday,
    on Friday."""
    a, b = left.when, right.when
    if (a.bound, b.bound) == ("until", "before"):
        return bool(a.year and b.year) and b.year - a.year == (_part_of(left) == "end") and not (a.month or b.month)
    if a.bound not in _ENDS or b.bound in _ENDS:
        return False
    if (a.bound, a.weekday, b.weekday) == ("until", FRIDAY, MONDAY):
        return True
    if left.date and right.date:
        return timedelta(0) <= right.date - left.date <= timedelta(1)
    if a.weekday and b.weekday:
        return (b.weekday - a.weekday) % 7 <= 1
    if a.day and b.day and a.month == b.month:
        return b.day - a.day in (0, 1)
    return bool(a.year and b.year) and b.year - a.year in (0, 1) and not (a.month and b.month)


def _comparable(left: Timed, right: Timed) -> bool:
    """Whether two times are of a kind: days with days, hours with hours, years with years."""
    a, b = left.when, right.when
    if a.clock is not None or b.clock is not None:
        return a.clock is not None and b.clock is not None and _zone(left) == _zone(right)
    if left.date and right.date:
        return _side(a) == _side(b) or bool(a.weekday) == bool(b.weekday)
    if _since_two_months(left, right):
        return True
    return any(x and y for x, y in ((a.year, b.year), (a.month, b.month), (a.weekday, b.weekday), (a.day, b.day)))


def _zone(time: Timed) -> str:
    """The zone that a time of day is told in; "" where none is named, and it may be any."""
    told = _ZONE.match(time.part.said.english, time.when.end)
    return told[1] if told else ""


def _ahead(time: Timed) -> bool:
    """Whether what it is of has yet to come."""
    return time.part.claim.certainty == "planned"


def _since_two_months(left: Timed, right: Timed) -> bool:
    """Whether both say since when, in two months: since Friday, since August."""
    months = _month(left), _month(right)
    return left.when.bound == right.when.bound == "since" and all(months) and months[0] != months[1]


def _month(time: Timed) -> int:
    """The month of a time; 0 if it is not known."""
    return time.when.month or (time.date.month if time.date else 0)


def _of_the_same(answer: ComparedPair, left: Timed, right: Timed) -> float:
    """How much speaks for two times being of the same."""
    if two_subjects(left.part, right.part) or two_of_a_row(left.part, right.part) or two_amounts(left.part, right.part):
        return -math.inf
    if _one_after_the_other(left, right) or _said_and_done(left, right) or _is_compared(left) != _is_compared(right):
        return -math.inf
    if not _may_be_one(answer, left, right):
        return -math.inf
    surely_one = _surely_one(answer, left, right)
    one_verb, one_span = _one_verb(left.when, right.when), _one_span(answer, left, right)
    unlike = _two_verbs(left.when, right.when)
    two_verbs = unlike and not surely_one and not one_span
    untold = not one_verb and not one_span and not unlike
    return (
        max(SAME_VERB * one_verb, SAME_SPAN * one_span)
        + ALIKE * answer.alike(left.part, right.part)
        + SENTENCES * answer.likeness
        + answer.telling(left.part, right.part)
        + LINK * answer.probability
        + ROW * (answer.one_row and not two_verbs)
        + CLOCKS * (left.when.clock is not None)
        + DAYS * (bool(left.when.day) and bool(right.when.day))
        - APART * ((of_two(left.part, right.part) and not surely_one) or two_verbs)
        - APART * (two_verbs and (bool(left.when.weekday and right.when.weekday) or _bare_years(left, right)))
        - APART * (_ahead(left) != _ahead(right))
        - UNTOLD * (untold and left.when.clock is not None)
        - BOUNDS * abs(_side(left.when) - _side(right.when))
    )


def _bare_years(left: Timed, right: Timed) -> bool:
    """Whether both are years and no more: was opened in 1931, was renovated in 2003."""
    return all(time.when.year and not time.when.month for time in (left, right))


def _is_compared(time: Timed) -> bool:
    """Whether it is the time of what the news is compared with: the first strike since 2009."""
    return bool(_COMPARED.search(time.part.said.english[: time.when.start]))


def _said_and_done(left: Timed, right: Timed) -> bool:
    """Whether one is the time at which something is said, the other that of what is said: arrested on Tuesday, police
    said on Wednesday."""
    return any(map(_of_saying, (left, right))) and not like(left.when.verb, right.when.verb)


def _of_saying(time: Timed) -> bool:
    claim = time.part.claim
    said = time.when.verb in ANNOUNCING and time.when.verb not in claim.predicate.split()[:1]
    return said and bool(claim.source.speaker) and not _REPUTED.search(time.part.said.english)


def _one_after_the_other(left: Timed, right: Timed) -> bool:
    """Whether each tells the contrary of the other, at its own time: the strike began and ended; taken to hospital on
    Monday, left hospital on Friday."""
    verbs = [frozenset({time.when.verb}) for time in (left, right)]
    ends = any(verbs[i] <= _BEGINNING and verbs[1 - i] <= _ENDING for i in (0, 1))
    until_then = {left.when.bound, right.when.bound} == {"until", "on"}  # what is closed until Monday opens on Monday
    if ends or (_side(left.when) == _side(right.when) and not until_then and words.contrary(*verbs)):
        return True
    mine, yours = ({fate for fate, _ in news.fates(time.part.claim.text)} for time in (left, right))
    return any(frozenset(two) in _FOLLOWING for two in product(mine, yours))


def _weight(answer: ComparedPair, left: Timed, right: Timed, score: float) -> float:
    """How sure it is that two times are of the same: not where only the claims as wholes say so, and not the verbs."""
    if _one_verb(left.when, right.when) or _one_span(answer, left, right):
        return score
    return min(score, SURE - 0.01 if _surely_one(answer, left, right) else LEAST)


def _may_be_one(answer: ComparedPair, left: Timed, right: Timed) -> bool:
    """Whether anything says that two times are of one: a strong link, the texts, the verbs, or a beginning or end."""
    linked = answer.probability >= STRONG or answer.chance(left.part, right.part) > 0
    return linked or _one_verb(left.when, right.when) or _one_span(answer, left, right)


def _surely_one(answer: ComparedPair, left: Timed, right: Timed) -> bool:
    """Whether the claims that have two times surely say one thing."""
    return answer.chance(left.part, right.part) >= ONE


def _one_span(answer: ComparedPair, left: Timed, right: Timed) -> bool:
    """Whether both times are the beginning, or both the end, of what is told of one subject or in one row."""
    side = _side(left.when)
    if not side or side != _side(right.when):
        return False
    about = [words.stems(time.part.claim.subject) for time in (left, right)]
    return bool(words.shared(*about)) or answer.of_one_row(left.part, right.part)


def _side(when: When) -> int:
    """-1 of an end, 1 of a beginning, 0 of neither."""
    if when.bound in _ENDS or (when.bound == "on" and when.verb in _ENDING):
        return -1
    return 1 if when.bound in _STARTS else 0


def _one_verb(left: When, right: When) -> bool:
    return left.verb not in LIGHT and like(left.verb, right.verb)


def _two_verbs(left: When, right: When) -> bool:
    return not _one_verb(left, right) and LIGHT.isdisjoint((left.verb, right.verb))
