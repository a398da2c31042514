"""Amounts of the same that differ."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, combinations, permutations, product

from pipeline.compare import words
from pipeline.compare.amounts import OPEN, agree, equal, far, vague
from pipeline.compare.answering import (
    PARTS,
    ComparedPair,
    Part,
    like,
    likeness,
    of_two,
    of_votes,
    parts,
    threatens,
    two_subjects,
)
from pipeline.compare.clause import uncapitalised
from pipeline.compare.measured import FAR, MATTER, Amount, is_divided, is_of_thing, surely_of_two
from pipeline.compare.persons import Mention, names_of
from pipeline.compare.said import Found, Held, Opened, Said
from pipeline.compare.sides import Apart, Key, Sides, grouped, key, settled, unsure
from pipeline.compare.values import ValueKind, Whole, apart
from pipeline.data import Lang, Measure
from pipeline.language import language, lexicon, news
from pipeline.language.claims import ANYBODY, CALLINGS, DOWNWARD, FATES, FATES_APART, LIGHT, PERSONS, UPWARD
from pipeline.language.measures import measures
from pipeline.language.numbers import numbers

LEAST, SURE = 0.7, 1.2  # of the score by which two amounts are of the same: may be, and surely
UNLINKED = 1.15  # of the score where the aligner has not linked the sentences
# how surely two amounts of a kind are of the same: few in a story are a score, many are money
OF_KIND = {"score": 0.8, "degrees": 0.7, "mass": 0.5, "area": 0.5, "volume": 0.5, "speed": 0.5, "age": 0.0}
SAME_NOUN, LIKE_NOUN, BOTH_PERSONS = 0.8, 0.6, 0.3
ALIKE, PREDICATE, ONE_FIGURE, SENTENCES, LINK, APART = 1.2, 0.4, 0.5, 0.6, 0.4, 0.5
ROW = 0.1
ONE = 0.8  # the chance that two claims of one statement say the same, from which no other noun parts their amounts
SOMEWHAT = 0.2  # the least likeness of the words of two claims, for their amounts to be surely of the same
_OF_SPANS = frozenset({"late", "old", "long", "ago", "early", "earlier", "later", "delay", "short"})
_NAMED = r"([A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+)*)"
_NAME_BEFORE = re.compile(
    rf"{_NAMED}(?:, (?:an?|the) [\w’' -]{{3,40}},|,| \(|, aged|, who is| is| is called {_NAMED} and is) ?$"
)
_NAME_AFTER = re.compile(rf"\s(?:[a-z]+ ){{0,2}}{_NAMED}")
_OF_ALL = re.compile(r"\b(?:of|among|from)(?: (?:the|all|its|his|her|their|those|these))* $", re.I)
_AMONG = re.compile(r"(?: [\w-]+){0,3} (?:among|included)\b")
_INCLUDING = re.compile(r"\b(?:including|among (?:them|whom|which)|(?:of|in) (?:whom|which))(?: [a-z]+){0,2} $")
_OF_THEM = frozenset({"of they", "of them"})
_MORE = re.compile(r"\s(?:[a-z]+ )?(?:more|less|fewer|higher|lower|up|down|above|below)\b")
_AND = re.compile(
    r"\b(?:an?|the|his|her|their|\d+-year-old)(?: [\w-]+){1,3}(?:, [^,]{1,30},)? and (?:(?:his|her|their|another) )?$",
    re.I,
)
_TWO = re.compile(r"\b(?:couple|parents|pair|twins)\b")
MOST_TIMES = 15  # as much is no other value of the same
MOST_SIDES = 4  # of more than so many, the least and the greatest are told
NEARLY = 1.25  # times as much, up to which those who voted so may be the votes
THOUSAND = 1e3
FRAME, NOISE = 3, 0.2  # words around two amounts that are the same, and how many for each may not be
_SLIPPING = frozenset({"count", "money"})
MANY_TIMES = 10  # as much is of something else, where no noun tells: 60 rescuers are not from three valleys
FEW = 10  # an amount that many things have
FIGURE = 0.3  # the chance of two claims from which one number of two currencies is of one thing
SUMS = 0.27  # the likeness of two claims, below which two sums, where not the same is done, are of two
_NO = re.compile(r"\b(?:no|not|none|nobody|never|cannot)\b|n['’]t\b", re.I)
_LIVES = re.compile(r"\b(?:lives|deaths)\b")
_OF_TIME = frozenset({"ordinal", "duration", "age"})
_ANY_PERSON = CALLINGS | {"", "body", "other", "one"}
_FATE_WORDS = {
    "injured": ("injured", "wounded", "hurt"), "killed": ("killed", "dead"), "missing": ("missing",),
    "arrested": ("arrested", "detained"),
}  # fmt: skip
_FATED = re.compile(
    rf"\s(?:others?\s|other (?:people|persons)\s|people\s)?(?:(?:was|were|are)\s)?(?:\w+ly\s)?"
    rf"({'|'.join(word for words in _FATE_WORDS.values() for word in words)})\b"
)
TOLLS = frozenset({"killed", "missing", "injured", "arrested"})  # the fates whose number a story has one of
NEAR_IT = 24  # letters before an amount in which it is told which way it goes
_WAYS = {"up": re.compile(UPWARD, re.I), "down": re.compile(DOWNWARD, re.I)}
_GOING = frozenset({"share", "points", "money", "degrees"})
_COUNTED = frozenset({"count", "ordinal"})


def differing(opened: Opened) -> Iterator[Found]:
    """The amounts in which sentences that answer one another differ, by what they are of."""
    contrasts, agreeing, _ = apart(opened, _AMOUNTS)
    told = [amount for line in opened.said.values() for amount in amounts(parts(line))]
    contrasts += _ages_apart(told, opened.meant.told, agreeing)
    contrasts += _tolls_apart(told, agreeing)
    measure_of = {key(held(amount)): amount.measure for amount in told}
    sums = _sums(told)
    contrasts = [a for a in contrasts if (measure_of[key(a.left)].value, measure_of[key(a.right)].value) not in sums]
    for sides in grouped(contrasts, agreeing, lambda left, right: equal(measure_of[key(left)], measure_of[key(right)])):
        sides = settled(sides, lambda left, right: agree(measure_of[key(left)], measure_of[key(right)]))
        if len(sides) > MOST_SIDES:
            ordered = sorted(sides, key=lambda side: measure_of[key(side[0])].value)
            sides = (ordered[0], ordered[-1])
        sides = tuple(_telling_first(side, sides, measure_of) for side in sides)
        reasons = unsure(sides, contrasts, SURE)
        yield Found("number", _with_directions(sides, measure_of), "Different amounts of the same:", reasons)


def _telling_first(side: Sequence[Held], sides: Sides, measure_of: Mapping[Key, Measure]) -> tuple[Held, ...]:
    """A side, first what is of a kind that all sides have: 341 votes to 287 before 341 members, beside 341 to 278."""
    common = frozenset.intersection(*(frozenset(measure_of[key(each)].kind for each in other) for other in sides))
    return tuple(sorted(side, key=lambda holding: measure_of[key(holding)].kind not in common))


def _with_directions(sides: Sides, measure_of: Mapping[Key, Measure]) -> Sides:
    """The sides with which way their amounts go, where they go two ways: up 2.4%, down 1.1 percent."""
    ways = {key(one): _direction(one) for side in sides for one in side if measure_of[key(one)].kind in _GOING}
    if not {"up", "down"} <= set(ways.values()):
        return sides
    return tuple(
        tuple(replace(one, value=f"{ways.get(key(one), '')} {one.value}".strip()) for one in side) for side in sides
    )


def _direction(one: Held) -> str:
    """Which way an amount goes by the last word before it that tells; "" where none does, and of a level: fell to."""
    before = one.said.english[max(0, one.start - NEAR_IT) : one.start]
    if before.endswith((" to ", " at ", " from ")):
        return ""
    told = [(match.end(), way) for way, words_for in _WAYS.items() for match in words_for.finditer(before)]
    return max(told, default=(0, ""))[1]


def _ages_apart(
    told: Iterable[Amount], meant: Mapping[str, Mention], agreeing: list[tuple[Held, Held]]
) -> Iterator[Apart]:
    """Two ages of one who is named, wherever they stand; those that agree go to the agreeing.

    `meant`: claim (id) → whom its subject stands for: the 57-year-old.
    """
    ages_told = [amount for amount in told if amount.measure.kind == "age"]
    named = [(name, amount) for amount in ages_told if (name := _of_whom(amount) or _meant(amount, meant))]
    # Tabloids print Ann H. for Ann Hill.
    whole = {_first_and_initial(name): name for name, _ in named}
    ages: dict[str, list[Amount]] = defaultdict(list)
    for name, amount in named:
        ages[whole.get(name, name).split()[-1]].append(amount)
    for amounts_of in ages.values():
        of_article: dict[str, set[float]] = defaultdict(set)
        for amount in amounts_of:
            of_article[amount.part.said.article].add(amount.measure.value)
        for left, right in combinations(amounts_of, 2):
            articles = left.part.said.article, right.part.said.article
            if articles[0] == articles[1] or _namesakes(left, right):
                continue
            if left.measure.value == right.measure.value:
                agreeing.append((held(left), held(right)))
            elif of_article[articles[0]].isdisjoint(of_article[articles[1]]):
                yield Apart(held(left), held(right), SURE)


def _namesakes(left: Amount, right: Amount) -> bool:
    """Whether two ages are of two who share a name: Ann Hill, 52; her brother Paul Hill (47)."""
    if not {left.measure.kind, right.measure.kind} <= {"age"}:
        return False
    mine, yours = (_of_whom(amount).split() for amount in (left, right))
    return min(len(mine), len(yours)) > 1 and mine[-1] == yours[-1] and mine[-2][0] != yours[-2][0]


def _tolls_apart(told: Sequence[Amount], agreeing: list[tuple[Held, Held]]) -> Iterator[Apart]:
    """How many one fate befell, by two articles, wherever they tell it; those that agree go to the agreeing."""
    tolls: dict[str, dict[str, list[Amount]]] = {fate: defaultdict(list) for fate in TOLLS}
    persons: dict[str, list[Amount]] = defaultdict(list)
    for amount in told:
        if _of_persons(amount):
            persons[amount.part.said.article].append(amount)
        if (fate := _toll(amount)) in tolls:
            tolls[fate][amount.part.said.article].append(amount)
    for of_article in tolls.values():
        # The toll is the most that an article tells: eight dead, three of them children.
        greatest = [max(amounts, key=lambda amount: amount.measure.value) for amounts in of_article.values()]
        for left, right in combinations(greatest, 2):
            if agree(left.measure, right.measure):
                if equal(left.measure, right.measure):  # both nine and eleven agree with "at least nine"
                    agreeing.append((held(left), held(right)))
                continue
            orders = ((left, right), (right, left))
            of_one = any(_is_sum(*order, persons) or _counts(persons, *order) for order in orders)
            # deaths in Austria, in Hungary
            if not of_one and not two_subjects(left.part, right.part, by_owner=False):
                yield Apart(held(left), held(right), LEAST)


def _counts(persons: Mapping[str, Sequence[Amount]], toll: Amount, rival: Amount) -> bool:
    """Whether the article of one toll has the other toll as well, as a number of persons."""
    return any(agree(amount.measure, rival.measure) for amount in persons[toll.part.said.article])


def _toll(amount: Amount) -> str:
    """The one fate of persons in what the story tells that it counts, all of them, not long ago; "" if none."""
    claim, measure = amount.part.claim, amount.measure
    noun, fates = measure.counted, _fates(amount)
    some = noun.startswith("of ") and not _fate_after(amount)  # some of them; but: 31 others were injured
    if measure.kind != "count" or some or claim.certainty in ("conditional", "planned"):
        return ""
    if claim.polarity < 0 or any(when.year for when in claim.times) or len(fates) != 1:
        return ""
    if _OF_ALL.search(amount.part.said.english[: measure.start]):
        return ""  # of the 60 on the bus, eight were hurt
    noun = noun.removeprefix("of ").removeprefix("other")
    suspects = noun in PERSONS and "arrested" in fates
    persons = not noun or noun in ANYBODY or suspects or any(noun in FATES[fate] for fate in TOLLS)
    return next(iter(fates)) if persons else ""


def _first_and_initial(name: str) -> str:
    """A name with its last part shortened: of Ann Hill, Ann H."""
    first, *others = name.split()
    return f"{first} {others[-1][0]}." if others and others[-1][1:] != "." else ""


def _meant(amount: Amount, meant: Mapping[str, Mention]) -> str:
    """The name of whom an age as a subject stands for: the 57-year-old."""
    claim = amount.part.claim
    person = meant.get(claim.id) if claim.subject.lower() == f"the {amount.measure.text}".lower() else None
    return next(iter(names_of(person.part, person.text)), "") if person else ""


def _of_whom(amount: Amount) -> str:
    """The name of whom an age is of, by what stands beside it: Ann Hill, 52; Hill (52); 52-year-old Ann Hill."""
    text, measure = amount.part.said.english, amount.measure
    before = _NAME_BEFORE.search(text[: measure.start])
    after = _NAME_AFTER.match(text[measure.end :])
    match = before or after
    return match[1] if match else ""


def amounts(parts: Sequence[Part]) -> list[Amount]:
    """The amounts of claims, in order."""
    return [
        Amount(part, _as_meant(part, measure))
        for part in parts
        for measure in part.claim.measures
        if not _of_source(part, measure)
    ]


def _as_meant(part: Part, measure: Measure) -> Measure:
    """The amount as its claim means it: nobody may own more than 20 percent; there were 600 of them."""
    if part.claim.polarity < 0 and measure.bound == "more than" and _NO.search(part.claim.text):
        return replace(measure, bound="at most", low=measure.value * 0.75, high=measure.value)
    if measure.counted in _OF_THEM and part.claim.subject.lower() == "there":
        return replace(measure, counted="")
    return measure


def _of_source(part: Part, measure: Measure) -> bool:
    """Whether it counts or dates who says it: according to two people."""
    source = part.claim.source
    return source.start <= measure.start < source.end


def held(amount: Amount) -> Held:
    """The amount where it stands; whether the original has it."""
    measure, line = amount.measure, amount.part.said
    end = measure.end + _noun_after(line.english[measure.end :], measure)
    amount_text = line.english[measure.start : end]
    bound = f"{measure.bound} " if measure.bound else ""
    amount_text = uncapitalised(amount_text) if bound and not measure.start else amount_text
    return Held(line, f"{bound}{amount_text}", measure.start, end, in_original(line, measure))


def _noun_after(text: str, measure: Measure) -> int:
    """How many letters the noun that is counted takes after its number, words before it included; 0 if it is far."""
    noun = re.escape(measure.counted.removeprefix("of ")[:4])
    match = re.match(rf"\s(?:[a-z-]+\s){{0,2}}?{noun}[a-z]*", text) if noun and measure.kind in _COUNTED else None
    return match.end() if match else 0


def in_original(line: Said, measure: Measure) -> bool | None:
    """Whether the sentence itself has an amount that its English has."""
    if not line.machine:
        return True
    printed, values = _source_amounts(line.sentence.text, line.sentence.lang)
    if any(agree(measure, amount) for amount in printed):
        return True
    figures = {
        f"{measure.value:g}",
        *(value for number in numbers(measure.text, language("en")) for value in number.values),
    }
    if measure.kind in _COUNTED:
        return not values.isdisjoint(figures)
    return False if values.isdisjoint(figures) else None


@lru_cache(1 << 14)
def _source_amounts(text: str, lang: Lang) -> tuple[tuple[Measure, ...], frozenset[str]]:
    """The amounts of a sentence, and all that its numbers may mean: every claim of its English asks for them."""
    record = language(lang)
    return measures(text, record), frozenset(value for number in numbers(text, record) for value in number.values)


def _one_print(left: Measure, right: Measure) -> bool:
    """Whether two amounts are one figure, of which one is read without its unit: 5 million barrels, 5 million bpd."""
    for bare, full in ((left, right), (right, left)):
        if bare.kind == "count" and bare.value > FEW and full.kind in MATTER:
            return full.text.startswith(f"{bare.text} ")
    return False


def _as_scores(left: Amount, right: Amount) -> bool:
    """Whether a count may stand for a score: not where its sentence has one of its own, 2-0 thanks to two goals."""
    for score, count in ((left, right), (right, left)):
        if (score.measure.kind, count.measure.kind) == ("score", "count"):
            return all(each.kind != "score" for claim in count.part.said.claims for each in claim.measures)
    return True


def two_amounts(left: Part, right: Part) -> bool:
    """Whether two claims with one predicate have two amounts of the same: 300 were laid off in May, 900 in June."""
    pairs = [(a, b) for a, b in product(amounts((left,)), amounts((right,))) if _comparable(a.measure, b.measure)]
    told = [
        (a, b) for a, b in pairs if not (a.measure.kind in _OF_TIME or is_of_thing(a)) and _noun(a, b) >= LIKE_NOUN / 2
    ]
    one = like(left.claim.predicate, right.claim.predicate) and bool(told)
    return one and not any(agree(a.measure, b.measure) for a, b in told)


def _comparable(left: Measure, right: Measure) -> bool:
    """Whether two amounts are of kinds that can differ."""
    if left.kind == right.kind:
        if left.kind == "money" and left.unit.split("/")[0] != right.unit.split("/")[0]:
            return abs(left.value - right.value) <= 0.01 * left.value  # another amount may be the same, exchanged
        if left.unit.split("/")[0] == right.unit.split("/")[0] and left.value == right.value:
            return True
        times = FAR if left.kind == "money" else MOST_TIMES
        close = left.kind == "ordinal" or max(left.low, right.low) <= times * min(left.high, right.high)
        one_unit = left.unit.split("/")[0] == right.unit.split("/")[0]  # 3 million a year may be told as 3 million
        return one_unit and (close or left.kind == "degrees")
    kinds = {left.kind, right.kind}
    if kinds == {"score", "count"} and (of_votes(left) or of_votes(right)):
        return max(left.value, right.value) <= NEARLY * min(left.value, right.value)
    if kinds == {"share", "points"}:
        return left.value == right.value
    return kinds in ({"share", "factor"},)


def _otherwise_one(left: Amount, right: Amount) -> bool:
    """Whether two amounts are of the same, however many times one is the other: the words around them are the same, or
    they are one figure, of which one is in thousands, millions or billions of the other."""
    one, other = left.measure, right.measure
    if one.kind != other.kind or one.kind not in _SLIPPING or one.unit != other.unit:
        return False
    less, more = sorted((one.value, other.value))
    if less >= THOUSAND and any(math.isclose(more, less * times) for times in (THOUSAND, THOUSAND**2)):
        return True
    mine, yours = left.part.stems, right.part.stems
    return len(mine & yours) >= FRAME and len(mine ^ yours) <= len(mine & yours) * NOISE


def _least(answer: ComparedPair, left: Amount, right: Amount) -> float:
    """How much must speak for two amounts being of the same; more where the sentences are not linked."""
    if "score" in {left.measure.kind, right.measure.kind} and left.measure.kind != right.measure.kind:
        return LEAST if answer.of_one_row(left.part, right.part) else math.inf
    if answer.link or answer.one_row or (of_votes(left.measure) and of_votes(right.measure)):
        return LEAST
    if threatens(left.part.claim) and threatens(right.part.claim):
        return LEAST
    noun = _noun(left, right)
    telling = _of_one_way(left.part, right.part) and left.part.claim.predicate not in LIGHT
    telling = telling or _one_figure(left.measure, right.measure)
    return UNLINKED if noun >= SAME_NOUN or (noun > 0 and telling) else math.inf


def _lone_amounts(amounts: Sequence[Amount]) -> list[Amount]:
    """Those of a sentence that has no other of such a thing: not 43 houses in the town and 12 houses in the valley."""
    counts = Counter(amount.measure.counted for amount in amounts if amount.measure.kind == "count")
    return [a for a in amounts if a.measure.kind != "count" or not a.measure.counted or counts[a.measure.counted] == 1]


def _weight(answer: ComparedPair, left: Amount, right: Amount, score: float) -> float:
    """How sure two amounts are of the same: not by the sentences alone."""
    similar = likeness(left.part.stems, right.part.stems, answer.weights) >= SOMEWHAT
    distances = _is_distance(left) and _is_distance(right)
    if left.measure.kind != right.measure.kind or distances or _noun(left, right) < 0:
        return min(score, LEAST)  # doubled and a fifth; three days after and two: outlets print on several days
    return score if similar or _of_one_way(left.part, right.part) else min(score, LEAST)


def _of_the_same(answer: ComparedPair, left: Amount, right: Amount) -> float:
    """How much speaks for two amounts being of the same."""
    if surely_of_two(left, right) or _two_sums(answer, left, right) or _namesakes(left, right):
        return -math.inf
    noun = _noun(left, right)
    surely_one = answer.of_one_row(left.part, right.part) and answer.chance(left.part, right.part) >= ONE
    if answer.one_row and _which_ones(left, right):
        noun = max(noun, LIKE_NOUN)
    elif (surely_one and not far(left.measure, right.measure, MANY_TIMES)) or (
        answer.joined and left.measure.kind == right.measure.kind == "ordinal"
    ):
        noun = max(noun, 0.0)
    return (
        noun
        + ALIKE * answer.alike(left.part, right.part)
        + PREDICATE * _of_one_way(left.part, right.part)
        + ONE_FIGURE * _one_figure(left.measure, right.measure)
        + SENTENCES * answer.likeness
        + answer.telling(left.part, right.part)
        + LINK * answer.probability
        + ROW * answer.one_row
        - 2 * APART * (_is_distance(left) != _is_distance(right) and not surely_one)
        - APART * (of_two(left.part, right.part) and left.measure.kind != "ordinal")
        - 3 * APART * _fates_differ(left, right)
        - 2 * APART * _in_passing(left, right)
    )


def _in_passing(left: Amount, right: Amount) -> bool:
    """Whether one of two spans of time is told of somebody in passing: he, who sat in parliament for 22 years, said."""
    spans = left.measure.kind == right.measure.kind == "duration" and not _of_one_way(left.part, right.part)
    return spans and any(amount.part.claim.text.startswith("who ") for amount in (left, right))


def _two_sums(answer: ComparedPair, left: Amount, right: Amount) -> bool:
    """Whether two sums are of two things, since their claims neither say one thing nor tell of one done: any two things
    cost money."""
    if not left.measure.kind == right.measure.kind == "money":
        return False  # as most
    if _one_figure(left.measure, right.measure) and answer.chance(left.part, right.part) >= FIGURE:
        return False
    return answer.alike(left.part, right.part) < SUMS and not _of_one_way(left.part, right.part)


def _noun(left: Amount, right: Amount) -> float:
    """How surely two amounts count one thing, by its noun; below 0 where the nouns are of different things."""
    kind = left.measure.kind
    if not {kind, right.measure.kind} <= _COUNTED:
        if kind == "duration" and left.measure.counted in _OF_SPANS and left.measure.counted == right.measure.counted:
            return SAME_NOUN
        return -0.5 if kind == "age" and _of_two_persons(left, right) else OF_KIND.get(kind, 0.35)
    best = _likeness(left.measure.counted, right.measure.counted)
    if best < SAME_NOUN and _of_persons(left) and _of_persons(right) and not _fates(left).isdisjoint(_fates(right)):
        return SAME_NOUN
    if best < LIKE_NOUN and (_is_event_count(left, right) or _is_event_count(right, left) or _times_of_it(left, right)):
        return LIKE_NOUN
    if not left.measure.counted or not right.measure.counted:
        return 0.0
    persons = (left.measure.counted in CALLINGS) + (right.measure.counted in CALLINGS)
    return best or (BOTH_PERSONS if persons == 2 else -0.5)


def _of_two_persons(left: Amount, right: Amount) -> bool:
    """Whether two ages stand before two nouns: the 17-year-old daughter, the 29-year-old miner."""
    nouns = left.measure.counted, right.measure.counted
    return all(nouns) and not _likeness(*nouns)


def _times_of_it(left: Amount, right: Amount) -> bool:
    """Whether both tell which one it is, one of them in "time": it is the third time, it was the second such flood."""
    return _which_ones(left, right) and "time" in (left.measure.counted, right.measure.counted)


def _which_ones(left: Amount, right: Amount) -> bool:
    """Whether both say of something which one it is: it is the third incident, it was the second such event."""
    return all(
        amount.measure.kind == "ordinal" and amount.part.claim.predicate == amount.measure.counted
        for amount in (left, right)
    )


def _of_persons(amount: Amount) -> bool:
    """Whether it counts persons, or nothing that is told: killing nine people, injuring 27."""
    return amount.measure.counted.removeprefix("of ") in PERSONS | {""}


def _likeness(left: str, right: str) -> float:
    """How surely two nouns are of one thing; some of them (two of the injured) are not all of them."""
    if left.startswith("of ") != right.startswith("of "):
        return 0.0
    a, b = lexicon.stem(left, "en"), lexicon.stem(right, "en")
    if not a or not b:
        return 0.0
    if a == b:
        return BOTH_PERSONS if left in ANYBODY else SAME_NOUN
    if left in PERSONS and right in PERSONS:
        return BOTH_PERSONS
    return LIKE_NOUN if words.like(a, b) else 0.0


def _is_event_count(left: Amount, right: Amount) -> bool:
    """Whether one counts the events that befall the persons whom the other counts: 46 arrests, 60 were arrested."""
    return right.measure.counted in PERSONS and bool(_likeness(left.measure.counted, right.part.claim.predicate))


def _one_figure(left: Measure, right: Measure) -> bool:
    """Whether two amounts are one number of two units, as they hardly are by chance: 180 million francs and euros."""
    return left.value == right.value and left.value > FEW and (left.kind, left.unit) != (right.kind, right.unit)


def _is_distance(amount: Amount) -> bool:
    """Whether a span of time only says how long before or after something else."""
    measure = amount.measure
    return measure.kind == "duration" and measure.counted in ("after", "before", "later", "earlier", "ago")


def _fates_differ(left: Amount, right: Amount) -> bool:
    """Whether two amounts count those whom not the same befell: three rescued, one drowned; of things, what cannot
    both be so."""
    a, b = _fates(left), _fates(right)
    if not a or not b or not a.isdisjoint(b):
        return False
    nouns = {amount.measure.counted.removeprefix("of ") for amount in (left, right)}
    return not nouns.isdisjoint(_ANY_PERSON) or any(frozenset(pair) in FATES_APART for pair in product(a, b))


@lru_cache(PARTS)
def _fates(amount: Amount) -> frozenset[str]:
    claim = amount.part.claim
    if after := _fate_after(amount):
        return frozenset({after})
    whose = frozenset(held(amount).value.lower().split()) | {amount.measure.counted.removeprefix("of ")}
    if own := frozenset(fate for fate, lemmas in FATES.items() if not lemmas.isdisjoint(whose)):
        return own  # 23 injured people, 27 injured
    stated = {amount.measure.counted.removeprefix("of "), *claim.predicate.split()[:1]}
    stated |= {role.head for role in claim.roles if role.name in ("object", "complement", "to")}  # met their death
    told = {fate for fate, _ in news.fates(claim.text)}
    told |= {fate for fate, lemmas in FATES.items() if not lemmas.isdisjoint(stated)}
    if "killed" not in told and _LIVES.search(claim.text):  # cost nine people their lives
        told.add("killed")
    return frozenset(told)


def _fate_after(amount: Amount) -> str:
    """What befell those whom an amount counts, by the word after it: 27 injured, 31 others were wounded."""
    told = _FATED.match(amount.part.said.english, amount.measure.end) if amount.measure.kind == "count" else None
    return next((fate for fate, words in _FATE_WORDS.items() if told and told[1] in words), "")


def _of_one_way(left: Part, right: Part) -> bool:
    """Whether two predicates are one, or mean the same, or go one way: fell and lost."""
    predicates = left.claim.predicate, right.claim.predicate
    return like(*predicates) or words.of_one_side(*predicates)


def _beside(left: Amount, right: Amount, whole: Whole[Amount]) -> bool:
    """Whether amounts of such a thing that are equal to two stand in one sentence: 280, 60 of them from France."""
    if any(_is_sum(*order, whole) or _rose_from(*order) for order in ((left, right), (right, left))):
        return True
    mine, yours = _told_again(left, whole), _told_again(right, whole)
    return any(_both(mine[article], yours[article]) for article in mine.keys() & yours.keys())


def _is_sum(left: Amount, right: Amount, whole: Mapping[str, Sequence[Amount]]) -> bool:
    """Whether one is what the counts of the other's claim come to, or told to be less than those of its sentence: two
    women and three men, five people; 300 soldiers, and 80 rangers beside them, more than 350 people."""
    if (one := _AND.search(left.before)) and right.measure.value == left.measure.value + (
        2 if _TWO.search(one[0]) else 1
    ):
        return True  # a woman and her two daughters
    if left.after.startswith(" other") and right.measure.value == left.measure.value + 1:
        return True  # 61 others, and the one who is told of
    told = [amount for amount in whole.get(left.part.said.article, ()) if amount.part.said is left.part.said]
    in_claim, in_sentence = _sum([amount for amount in told if amount.part is left.part]), _sum(told)
    over = right.measure.bound == "more than" and right.measure.value < in_sentence <= NEARLY * right.measure.value
    return right.measure.value == in_claim or over


def _sums(told: Iterable[Amount]) -> frozenset[tuple[float, ...]]:
    """Each number that is told beside others in one claim, and what these come to, either way round: 214 passengers
    and 31 crew, 245 people."""
    claims: dict[str, list[Amount]] = defaultdict(list)
    for amount in told:
        claims[amount.part.claim.id].append(amount)
    sums = {(amount.measure.value, _sum(beside)) for beside in claims.values() for amount in beside}
    return frozenset(chain.from_iterable(map(permutations, sums)))


def _sum(told: Sequence[Amount]) -> float:
    """What several counts come to; 0 where there are no two. Two of them, among whom one is counted, are not three."""
    told = [amount for amount in told if not _AMONG.match(amount.after) and not _INCLUDING.search(amount.before)]
    counts = [amount.measure for amount in told if amount.measure.kind == "count" and not amount.measure.bound]
    values = [each.value for each in counts if each.counted and not each.counted.startswith("of ")]
    return sum(values) if len(values) > 1 else 0.0


def _rose_from(before: Amount, amount: Amount) -> bool:
    """Whether the sentence of an amount has the other one as what it was: 2.6 million, up from 2.5 million."""
    beside = [measure for claim in amount.part.said.claims for measure in claim.measures]
    # without the unit, which is told once
    told = any(before.measure.text.startswith(each.text) for each in beside if each.role == "from")
    return told or any(_is_change(amount, before, each) for each in beside)


def _is_change(amount: Amount, before: Amount, change: Measure) -> bool:
    """Whether a further amount of a sentence is by how much two differ: 24 percent, six points fewer than before."""
    apart = abs(amount.measure.value - before.measure.value)
    other = change.start != amount.measure.start and change.value > 0
    more = _MORE.match(amount.part.said.english, change.end)
    return bool(other and more) and abs(apart - change.value) <= 0.011 * max(change.value, 1)


@lru_cache(PARTS)
def _told_again(mine: Amount, whole: Whole[Amount]) -> Mapping[str, Sequence[tuple[str, Measure]]]:
    """Article → the amounts of such a thing that are equal to one, each with its sentence (id)."""
    told: dict[str, list[tuple[str, Measure]]] = defaultdict(list)
    for article, members in whole.items():
        for member in members:
            if member.measure.kind == mine.measure.kind and _again(member, mine):
                told[article].append((member.part.said.sentence.id, member.measure))
    return told


def _both(mine: Sequence[tuple[str, Measure]], yours: Sequence[tuple[str, Measure]]) -> bool:
    """Whether one sentence has amounts that are these, or one near both; "at least nine" says nothing of eleven."""
    pairs = product(mine, yours)
    return any(a == b and (first != second or first.bound not in OPEN) for (a, first), (b, second) in pairs)


def _again(member: Amount, mine: Amount) -> bool:
    return _same_amount(member, mine) and _one_noun(member, mine)


def _one_noun(left: Amount, right: Amount) -> bool:
    """Whether two amounts count one kind of thing, all of it or some."""
    nouns = (left.measure.counted.removeprefix("of "), right.measure.counted.removeprefix("of "))
    return _noun(left, right) > 0 or _likeness(*nouns) > 0


def _same_amount(left: Amount, right: Amount) -> bool:
    kind = left.measure.kind == right.measure.kind and left.measure.role == right.measure.role
    return kind and not vague(left.measure) and agree(left.measure, right.measure)


_AMOUNTS = ValueKind(
    read=amounts,
    held=held,
    same=lambda left, right: (
        (agree(left.measure, right.measure) or _one_print(left.measure, right.measure))
        and not _fates_differ(left, right)
        and _as_scores(left, right)
    ),
    # 14 and 17 both agree with "more than a dozen"; half of 95 euros is not the full 95
    equal=lambda left, right: equal(left.measure, right.measure) and is_divided(left) == is_divided(right),
    rest=_lone_amounts,
    comparable=lambda left, right: _comparable(left.measure, right.measure) or _otherwise_one(left, right),
    score=_of_the_same,
    least=_least,
    weight=_weight,
    again=_again,
    kindred=lambda left, right: _noun(left, right) >= LIKE_NOUN,
    beside=_beside,
)
