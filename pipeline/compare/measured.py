"""What an amount is of: all or some, each or together, a change or a level; and two that surely are of two things."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.compare.amounts import far
from pipeline.compare.answering import (
    PARTS,
    PUNISHED,
    Part,
    like,
    subject_role,
    two_of_a_row,
    two_periods,
    two_subjects,
)
from pipeline.compare.place import two_towns
from pipeline.data import Claim, Measure
from pipeline.language.claims import ASKING, CHANGING, FATES, HAVING_ALL, LIGHT, MOVING
from pipeline.language.record import SECONDS

_MEANT = re.compile(
    r"\b(?:was|were|had been) (?:\w+ )?(?:meant|supposed|expected|due|planned|intended|projected|budgeted) (?:to|at)\b"
    r"|\b(?:wanted|hoped|planned|intended|aimed) to\b"
)
_GOAL_BEFORE = re.compile(
    r"\b(?:goals? of|(?:aim|target|objective|ambition|hope|dream|bid|attempt)s? (?:of|for|to))\b"  # no 2-1 goal
    r"(?:[^,;:]|, (?:the )?[A-Z]|, (?:an?|the) [^,;:]{3,40},)* $"  # of building it, the longest in Europe, in a year
)
_GOAL_AFTER = re.compile(r" (?:target|goal|objective)\b")
_TO_BE = re.compile(r"\b(?:is|are|was|were) to\b|\b(?:mean|suppos|expect|due|intend|project|budget)\w* (?:to|at)\b")
_FACING = re.compile(r"\b(?:fac|risk|carr|threaten)\w*\b")
_OPEN_END = re.compile(r"\b(?:could|may|might|up to|maximum|fac\w+|risk\w*|threat\w*|carr(?:y|ies))\b")
_SHARE_OF = re.compile(r"\s(?:out )?of(?: [\w’'.-]+){0,3} $")
_SOME_OF = re.compile(r"\b(?:most|many|some|few|each|none|half|part) of(?: [\w’'.-]+){0,3} $", re.I)
_OWNED = re.compile(r"[A-Z][\w-]*(?:['’]s|s['’])(?: [a-z-]+)? $")
_INCLUSIVE = re.compile(r"\b(?:inclu|exclu)(?:ded|ding|sive)\b")
_MORE_OF_THEM = re.compile(r"\b(?:another|an? (?:further|additional))(?: [a-z]+)? $", re.I)
_MORE_AFTER = re.compile(r" more [a-z]+(?! than)")
_PERIODS = "second|minute|hour|day|week|month|year"
_EVERY = {"hourly": "hour", "daily": "day", "nightly": "day", "weekly": "week", "monthly": "month", "annual": "year",
          "annually": "year", "yearly": "year"}  # fmt: skip
_PER = re.compile(
    r"(?: (?!(?:in|for|within|over|after|before|by|at|of)\b)[a-z-]+){0,2}"
    rf"(?: (?:more|less|worse off|better off|on average))? (?:an?|per) ({_PERIODS})\b"
    r"(?! (?:ago|later|earlier|before|after|old|long|or))"
)
_EACH_AFTER = re.compile(
    r"(?: (?!of\b)[a-z-]+){0,2} (?:(?:each|every)(?! other)\b(?: ([a-z]+))?|apiece|per (?:person|head)|a head)"
)
_EVERY_AFTER = re.compile(rf"(?: (?!of\b)[a-z]+){{0,1}} ({'|'.join(_EVERY)})\b")
_EVERY_BEFORE = re.compile(rf"\b({'|'.join(_EVERY)})(?: [a-z]+)?(?: (?:of|by|at|to|around|about|some))? $", re.I)
_EACH_BEFORE = re.compile(
    r"\b(?:each|every) (?!other\b|second\b|third\b|fourth\b|one of\b)([a-z]+)\b((?: [^\s,;:]+)*) $", re.I
)
_MARGIN_BEFORE = re.compile(r"\b(?:margin|majority|lead|gap) of(?: [a-z]+)? $", re.I)
_MARGIN_AFTER = re.compile(r"(?: [a-z]+)? (?:short|ahead|behind|shy|too (?:few|many))\b")
_AHEAD = re.compile(
    r"\b(?:margin|majority|lead|leads|leading|gap|difference|separat\w+|short|ahead|behind|shy|lack\w*|miss\w*|need\w*"
    r"|more|fewer|too few|too many)\b"
)
_IN = re.compile(r"\b(?:within|in)(?: (?:only|just|less than|under|about))? $", re.I)
_COUNTED_OVER = re.compile(r"\bthis (year|month|week|season|decade)\b")
_FOR = re.compile(r"\bfor(?: (?:only|just|more than|over|about|almost|nearly))? $", re.I)
_WENT_BY = re.compile(r" (?:went by|go by|goes by|passed|pass|elapsed)\b")
_OF_IT = re.compile(r" of\b")
_NO_PRESENT = "".join(
    rf"(?<!\b{word} )"
    for word in ("to", "will", "would", "could", "can", "should", "may", "might", "must", "did", "not")
)
_DEAD = FATES["killed"] | {"victim", "casualty"}
# by which way a length goes → what stands before it, what stands after it
_WAYS = {
    "away": ("", r" (?:(?:to the )?(?:north|south|east|west)[a-z-]*|away|from|off|outside|inland)\b"),
    "up": (r"\b(?:altitude|height) of(?: [a-z]+)? $", r"[ -](?:high|tall|above)\b"),
    "down": (r"\b(?:depth of|plunged?|fell|dropped)(?: [a-z]+)? $", r"[ -](?:deep|below|underground)\b(?! into)"),
    "along": (
        r"\blength of(?: [a-z]+)? $",
        r"[ -](?:long|stretch|section|length)\b"
        r"| of (?:[a-z]*way|road|track|cable|pipe|wall|fence|coast|beach|shore)[a-z]*\b",
    ),
    "across": (r"\bwidth of(?: [a-z]+)? $", r"[ -](?:wide|across|gap)\b(?! the)"),
}  # fmt: skip
MATTER = frozenset({"length", "area", "volume", "mass"})
OMITTED = 2  # times as much, up to which what is told without a period may be of the same one
FEW_WORDS = 3  # between "each" of another claim and what it takes
FAR = 6  # times as much is no other sum of the same
OTHERS = 4  # times as many are no other number of the same things, where another thing is done
ALIKE_SHARES = 0.02  # of a share by which a number may be off and still be it
ALIKE_RATES = 0.1  # of the greater by which two amounts per period may be off and still be one


@dataclass(frozen=True, slots=True, eq=False)
class Amount:
    """An amount in the claim that has it; each is equal to itself alone."""

    part: Part
    measure: Measure

    @property
    def before(self) -> str:
        """What stands before it in its sentence."""
        return self.part.said.english[: self.measure.start]

    @property
    def after(self) -> str:
        """What stands after it in its sentence."""
        return self.part.said.english[self.measure.end :]


def surely_of_two(left: Amount, right: Amount) -> bool:
    """Whether two amounts are of two things, two times or two towns, or of a whole and a part, or asked and got …"""
    orders = ((left, right), (right, left))
    if any(unlike(*order) for order in orders for unlike in _UNLIKE) or any(two(left, right) for two in _TWO):
        return True
    both = left.part, right.part
    in_row = left.measure.kind != "ordinal" and two_of_a_row(*both)  # an ordinal is itself which one it is
    if two_subjects(*both) or in_row or (left.measure.kind != "age" and two_towns(*both)):
        return True
    return two_periods(*both) and not (is_of_thing(left) and is_of_thing(right))


def is_of_thing(amount: Amount) -> bool:
    """Whether it says what a claim's subject is like, at any time: the line, 14 kilometres long, opens in May."""
    role, measure = subject_role(amount.part.claim), amount.measure
    return role is not None and measure.kind in MATTER and role.start <= measure.start < role.end


def _all_and_some(all_of_it: Amount, some: Amount) -> bool:
    """Whether one tells how many somebody has, the other of how many something is done: has 60 aircraft, ordered 25."""
    having, doing = (amount.part.claim.predicate.split()[:1] for amount in (all_of_it, some))
    counts = all_of_it.measure.kind == some.measure.kind == "count"
    if not counts or HAVING_ALL.isdisjoint(having) or CHANGING.isdisjoint(doing):
        return False
    # had 150 tourists evacuated
    told = (lemma for claim in all_of_it.part.said.claims for lemma in claim.lemmas)
    return frozenset(doing).isdisjoint(told)


def _asked_and_got(asked: Amount, got: Amount) -> bool:
    """Whether one amount was asked for, expected or a goal, and the other is of a sentence where nobody asks or
    expects: prosecutors sought twelve years, the court gave him eight; the goal of building it in three years."""
    claim = asked.part.claim
    goals = [bool(_GOAL_BEFORE.search(amount.before) or _GOAL_AFTER.match(amount.after)) for amount in (asked, got)]
    if any(goals):
        return goals[0] and not goals[1]
    by_whom = next((role for role in claim.roles if role.name == "subject" and not claim.passive), None)
    if by_whom and by_whom.start <= asked.measure.start < by_whom.end:
        return False  # seventeen players demand his removal
    if asked.measure.bound == "at most" and _FACING.search(claim.text):
        return not _OPEN_END.search(got.part.said.english)
    asks = not ASKING.isdisjoint(claim.predicate.split()[:1]) or bool(_MEANT.search(claim.text))
    others = (lemma for beside in got.part.said.claims for lemma in beside.lemmas)
    return asks and ASKING.isdisjoint(others) and not _TO_BE.search(got.part.said.english)


def _whole_and_part(whole: Amount, some: Amount) -> bool:
    """Whether one is all of what something is told of a share of, the other that of which it is told: a fifth of the
    900 shops closed, 180 shops closed; or all that somebody has: half of the chain's 900 shops."""
    if whole.measure.kind != some.measure.kind or not is_divided(whole) or is_divided(some):
        return False
    having = not HAVING_ALL.isdisjoint(some.part.claim.predicate.split()[:1])
    values = (share.value * whole.measure.value / 100 for share in _divisions(whole) if share.kind == "share")
    is_that = any(abs(value - some.measure.value) <= ALIKE_SHARES * value for value in values)
    return is_that or _one_predicate(whole, some) or bool(_OWNED.search(whole.before) and not having)


@lru_cache(PARTS)
def is_divided(amount: Amount) -> bool:
    """Whether only a share of it, or some of it, is meant: half of the 900 shops, three of the 900."""
    return bool(_divisions(amount) or _SOME_OF.search(amount.before))


@lru_cache(PARTS)
def _divisions(amount: Amount) -> tuple[Measure, ...]:
    """The shares of it, or numbers of some of it, that are told before it."""
    told = (measure for claim in amount.part.said.claims for measure in claim.measures)
    return tuple(
        measure
        for measure in told
        if measure.kind in ("share", "count")
        and measure.end < amount.measure.start
        and _SHARE_OF.fullmatch(amount.before[measure.end :])
    )


def _some_of_the_dead(some: Amount, others: Amount) -> bool:
    """Whether one counts some of the dead, the other is no number of some: six of the dead lay in a hut, eight died."""
    noun = some.measure.counted.removeprefix("of ")
    return noun in _DEAD and noun != some.measure.counted and not others.measure.counted.startswith("of ")


def _two_parts(left: Amount, right: Amount) -> bool:
    """Whether each is some of a group to whom another thing is done: four of the ten were charged, three released."""
    some = left.measure.counted.startswith("of ") and right.measure.counted.startswith("of ")
    light = {left.part.claim.predicate, right.part.claim.predicate} & LIGHT
    return some and not light and not _one_predicate(left, right)


def _two_rates(left: Amount, right: Amount) -> bool:
    """Whether one is what each takes, or comes in so much time, and the other not, or is the same in another time."""
    mine, yours = _per(left), _per(right)
    units = left.measure.unit, right.measure.unit
    if not (mine or yours) or (mine == yours and (units[0] == units[1] or _base(units[0]) != _base(units[1]))):
        return False
    if {mine, yours} <= SECONDS.keys():
        return _one_rate(left, right)
    # One may leave out what it is of: pays 3 million a year, pays 3 million.
    one_deed = _one_predicate(left, right) and left.part.claim.predicate not in LIGHT
    left_out = one_deed or not far(left.measure, right.measure, OMITTED)
    return not left_out and not _tells_period((right if mine else left).part.claim, mine or yours)


def _base(unit: str) -> str:
    """A unit without the time that it is for each of."""
    return unit.partition("/")[0]


def _one_rate(left: Amount, right: Amount) -> bool:
    """Whether two amounts of two periods are one: 50 a month, 600 a year."""
    values = [amount.measure.value / SECONDS[_per(amount)] for amount in (left, right)]
    return max(values) - min(values) <= ALIKE_RATES * max(values)


def _tells_period(claim: Claim, period: str) -> bool:
    """Whether a claim is of a time as long as a period: last year, in 2019, that month."""
    of_a_year = period == "year" and any(when.year for when in claim.times)
    return period in SECONDS and (of_a_year or bool(re.search(rf"\b{period}s?\b", claim.text)))


def _one_predicate(left: Amount, right: Amount) -> bool:
    return like(left.part.claim.predicate, right.part.claim.predicate)


@lru_cache(PARTS)
def _per(amount: Amount) -> str:
    """The time in which an amount comes again and again, or "each" where each takes it; "" for what is told once."""
    if amount.measure.kind in ("ordinal", "share", "age"):
        return ""
    if match := _PER.match(amount.after):
        return match[1]
    if match := _EVERY_AFTER.match(amount.after) or _EVERY_BEFORE.search(amount.before):
        return _EVERY[match[1].lower()]
    if match := _EACH_AFTER.match(amount.after) or _each_before(amount):
        return match[1] if match[1] in SECONDS else "each"
    return ""


def _each_before(amount: Amount) -> re.Match[str] | None:
    """What an amount is of, each, if that stands in its claim or a few words before: each trip lasting an hour."""
    match = _EACH_BEFORE.search(amount.before)
    near = match and (match.start() >= min(amount.part.claim.spans)[0] or len(match[2].split()) <= FEW_WORDS)
    return match if near else None


def _of_another_size(left: Amount, right: Amount) -> bool:
    """Whether two numbers of things are of two sizes, and of two things done: employs 1,400, received nineteen."""
    counts = left.measure.kind == right.measure.kind == "count"
    return counts and far(left.measure, right.measure, OTHERS) and not _one_predicate(left, right)


def _then_and_now(then: Amount, now: Amount) -> bool:
    """Whether one is of a year that is named, the other of now: in 2011 it had lasted seven months, it lasts twelve."""
    years = any(when.year and not when.day and when.bound == "on" for when in then.part.claim.times)
    now_too = any(when.year for when in now.part.claim.times) or _is_present(then.part.claim)
    return years and not now_too and _is_present(now.part.claim)


def _was_and_is(was: Amount, other: Amount) -> bool:
    """Whether one is what something was before it changed, the other no such: from 6 to 9 percent; by three points."""
    return was.measure.role == "from" != other.measure.role


def _all_in(all_in: Amount, bare: Amount) -> bool:
    """Whether of two sums one is told to be with something or without: 210 million, launch included."""
    money = all_in.measure.kind == bare.measure.kind == "money"
    return money and bool(_INCLUSIVE.search(all_in.after)) and not _INCLUSIVE.search(bare.part.said.english)


def _besides(further: Amount, others: Amount) -> bool:
    """Whether one comes on top of what is told elsewhere: another 900 jobs."""
    told = [measure for claim in further.part.said.claims for measure in claim.measures if measure.kind == "count"]
    alone = all(measure.start >= further.measure.start for measure in told)
    told_so = [bool(_MORE_OF_THEM.search(each.before) or _MORE_AFTER.match(each.after)) for each in (further, others)]
    return alone and told_so[0] and not told_so[1]


def _change_and_level(change: Amount, level: Amount) -> bool:
    """Whether one is by how much something changed, the other how much it is: shares fell 7 percent, stand at 25."""
    if change.measure.value == level.measure.value:
        return False  # by or to is then what differs
    return _is_change(change) and _is_level(level)


def _is_change(amount: Amount) -> bool:
    return _moves(amount) and amount.measure.role in ("", "by") and not _OF_IT.match(amount.after)


def _is_level(amount: Amount) -> bool:
    of_it = amount.measure.kind == "share" and bool(_OF_IT.match(amount.after))
    return amount.measure.role == "to" or (of_it and not _moves(amount))


def _moves(amount: Amount) -> bool:
    return not MOVING.isdisjoint(amount.part.claim.predicate.split()[:1])


def _margin_and_sum(margin: Amount, all_of_it: Amount) -> bool:
    """Whether one is by how much somebody is ahead or behind, the other no such: two seats short, won 40 seats."""
    parted = all_of_it.measure.role == "by" or bool(_AHEAD.search(all_of_it.part.claim.text))
    return _is_margin(margin) and not parted and all_of_it.measure.kind == "count"


def _is_margin(amount: Amount) -> bool:
    return bool(_MARGIN_BEFORE.search(amount.before) or _MARGIN_AFTER.match(amount.after))


def _factor_and_share(factor: Amount, share: Amount) -> bool:
    """Whether one is how many times as much it is, the other what share of a whole: doubled, a fifth of them, nine out
    of ten."""
    kinds = factor.measure.kind == "factor" and share.measure.kind == "share"
    of_whole = _OF_IT.search(share.measure.text) or _OF_IT.match(share.after)
    return kinds and bool(of_whole) and not _is_change(share)


def _two_pasts(left: Amount, right: Amount) -> bool:
    """Whether two things done are told to be so long ago: built four years ago, renewed two years ago."""
    ago = left.measure.counted == right.measure.counted == "ago"
    return ago and not _one_predicate(left, right)


def _within_and_for(within: Amount, length: Amount) -> bool:
    """Whether one is the time within which something came, the other how long something went on: in a year, for two."""
    durations = within.measure.kind == length.measure.kind == "duration"
    went_on = _FOR.search(length.before) or _WENT_BY.match(length.after)
    return durations and bool(went_on and _IN.search(within.before))


def _term_and_span(term: Amount, went_on: Amount) -> bool:
    """Whether one is how long a punishment is, the other how long something else went on: nine years in prison, who
    ran the bank for 16 years."""
    durations = term.measure.kind == went_on.measure.kind == "duration"
    if not durations or not PUNISHED.search(term.part.said.english) or not _FOR.search(went_on.before):
        return False
    return not PUNISHED.search(went_on.part.claim.text) and term.part.claim.predicate != went_on.part.claim.predicate


def _two_feats(left: Amount, right: Amount) -> bool:
    """Whether another amount came about in each time: 140,000 signatures in three days, 600,000 euros in two."""
    both = (left, right)
    within = all(amount.measure.kind == "duration" and _IN.search(amount.before) for amount in both)
    came, others = ({each.value for each in amount.part.claim.measures} - {amount.measure.value} for amount in both)
    return within and bool(came and others) and came.isdisjoint(others)


def _two_ways(left: Amount, right: Amount) -> bool:
    """Whether two lengths go two ways: 30 kilometres north of it, at a height of 900 metres."""
    mine, yours = _way(left), _way(right)
    return bool(mine and yours) and mine != yours


def _way(amount: Amount) -> str:
    if amount.measure.kind != "length":
        return ""
    for way, (before, after) in _WAYS.items():
        if (before and re.search(before, amount.before)) or re.match(after, amount.after):
            return way
    return ""


def _two_printings(left: Amount, right: Amount) -> bool:
    """Whether two spans of time are counted to the day of printing: three days after the fire, the town is in shock."""
    return _to_printing(left) and _to_printing(right)


def _to_printing(amount: Amount) -> bool:
    opens = amount.measure.counted in ("after", "later") and not amount.before.strip()
    return opens and _is_present(amount.part.claim)


def _is_present(claim: Claim) -> bool:
    """Whether a claim tells how it is now."""
    verb = re.escape(claim.predicate.partition(" ")[0])
    return bool(verb and re.search(rf"\b(?:is|are|has|have|{_NO_PRESENT}{verb}(?:e?s)?)\b", claim.text))


def _two_counts_of_events(left: Amount, right: Amount) -> bool:
    """Whether two ordinals count over two spans: the fourth attack this year, the first one this month."""
    if left.measure.kind != "ordinal" or right.measure.kind != "ordinal":
        return False
    spans = [set(_COUNTED_OVER.findall(amount.part.claim.text.lower())) for amount in (left, right)]
    return all(spans) and spans[0].isdisjoint(spans[1])


_TWO = (
    _two_rates,
    _two_counts_of_events,
    _two_feats,
    _two_ways,
    _two_printings,
    _two_pasts,
    _two_parts,
    _of_another_size,
)  # each says of two amounts whether they are of two
_UNLIKE = (
    _all_and_some,
    _asked_and_got,
    _whole_and_part,
    _some_of_the_dead,
    _change_and_level,
    _margin_and_sum,
    _factor_and_share,
    _then_and_now,
    _within_and_for,
    _term_and_span,
    _was_and_is,
    _all_in,
    _besides,
)  # the same, where the order of the two tells
