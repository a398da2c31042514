"""Which sentences, and which of their claims, answer one another: what differences and states are computed on."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, combinations, product
from math import fsum, log
from typing import NamedTuple, Protocol, TypeVar

from pipeline.compare import words
from pipeline.compare.likeness import Likeness
from pipeline.compare.said import Said
from pipeline.data import Alignment, Claim, Link, Measure, Role, When
from pipeline.language import lexicon
from pipeline.language.claims import (
    BY_CALLING,
    CALLINGS,
    CONTRASTED,
    HAPPENING,
    LIGHT,
    PERSONS,
    PRONOUNS,
    SERIAL,
    SPEAKING_FOR_ANOTHER,
    is_pronoun,
)

LEAST = 0.2  # the least probability of a link whose sentences are compared
UNLINKED, SHARED = 0.25, 2  # the least likeness of claims of sentences that are not linked, and stems in both
NEAR = 0.5  # that of claims that may be opposed, in sentences that are only alike
SMALL = 12  # claims that a statement may have, for each of its sentences to be compared with every other
MOST = 30  # sentences that a stem may stand in, for it to bring sentences together
PARTS = 1 << 13  # of how many claims at once what is found out is kept: a large story has so many
MOSTLY = 0.6  # of the weight of two claims' words that is in both, for them to be of one without one predicate
CHANCE, SHARE = 0.4, 0.6  # the least probability that two texts say the same; how much of their likeness it makes
UNSURE, WORTH = 0.02, 0.2  # neither that unlikely nor that sure; what the log-odds of two claims are worth to values
_NOT_SERIAL = re.compile(
    r"\b(?:(?:last|first)[- ](?:minute|moment|chance|ditch|resort)|(?:at|an?|one) (?:last|first)|first of all"
    r"|(?:last|next) (?:week|night|month|year|spring|summer|autumn|winter)"
    r"|(?:first|second|third|fourth|fifth|last) (?:mon|tues|wednes|thurs|fri|satur|sun)day|each other|other hand)\b"
)
_PERIOD = re.compile(r"\b(last|this|next|coming) (year|month|week|season|spring|summer|autumn|winter)\b")
_ROW = {word: word for word in ("first", "second", "third", "fourth", "fifth", "last", "other")} | {
    "another": "other", "previous": "before", "former": "before", "earlier": "before", "next": "after", "later": "after"
}  # fmt: skip
_FOR_THEMSELVES = CALLINGS - SPEAKING_FOR_ANOTHER
_UNTOLD = PRONOUNS | PERSONS  # a subject that tells too little
_NAMING = re.compile(r"(?<=[\w,] )[A-Z][\w-]+|[\w-]+(?=['’]s\s|s['’]\s)")  # not the first word; an owner
PUNISHED = re.compile(
    r"\b(?:prison|jail|imprison\w*|behind bars|custody|sentence|penalty|locked up|jailed|fac(?:e|es|ing)|risks?)\b"
)
_WHERE = re.compile(r"\b(?:in|at|near|on|from) (?:the )?([A-Z][\w-]+)")
Chances = Mapping[tuple[str, str], float]  # two claims (ids), either way round → the probability that they say the same
Odds = Callable[[str, str], float]  # of two claims (ids) → the log-odds that they say the same, all considered
Weights = Mapping[str, float]  # stem → how much it tells in this story


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A claim of a sentence, with the stems of its words that say something and are no amount or time.

    Each is equal to itself alone, so that what is found out about it can be kept without a look at all of it.
    """

    said: Said
    claim: Claim
    stems: frozenset[str]


class InClaim(Protocol):
    """What is read in a claim."""

    @property
    def part(self) -> Part:
        """The claim."""
        ...


Item = TypeVar("Item", bound=InClaim)
Member = TypeVar("Member")


class ClaimMatch(NamedTuple):
    """Two claims of two sentences, and how far they say the same, 0 to 1.

    A tuple, since a large story has a million of them, and a frozen dataclass takes three times as long to make.
    `likest`: of all of these sentences; `one_row`: whether they stand in one statement; `chance`: how likely it is by
    their texts that they say the same, 0 where that is not likely.
    """

    left: Part
    right: Part
    likeness: float
    by_words: float
    chance: float
    one_row: bool
    likest: bool

    def likely(self, least: float) -> bool:
        """Whether they stand in one statement and by their texts say the same with at least that chance."""
        return self.one_row and self.chance >= least

    @property
    def of_one(self) -> bool:
        """Whether their predicates are alike, or most of their words."""
        return like(self.left.claim.predicate, self.right.claim.predicate) or self.by_words >= MOSTLY


@dataclass(frozen=True)
class ComparedPair:
    """Two sentences of two articles that are linked or alike, their claims, and how much their words weigh."""

    left: Said
    right: Said
    link: Link | None
    weights: Weights
    chances: Chances
    odds: Odds
    left_parts: tuple[Part, ...]
    right_parts: tuple[Part, ...]
    rows: Mapping[str, str]

    @property
    def probability(self) -> float:
        """That of their link, 0 to 1; 0 without one."""
        return self.link.probability if self.link else 0.0

    @property
    def ids(self) -> tuple[str, str]:
        """The two sentences."""
        return self.left.sentence.id, self.right.sentence.id

    @cached_property
    def one_row(self) -> bool:
        """Whether any two of their claims stand in one statement."""
        mine = {row for part in self.left_parts if (row := self.rows.get(part.claim.id))}
        return any(self.rows.get(part.claim.id) in mine for part in self.right_parts)

    @cached_property
    def likeness(self) -> float:
        """How far the whole sentences say the same, 0 to 1."""
        return likeness(stems_of(self.left), stems_of(self.right), self.weights)

    def of_one_row(self, left: Part, right: Part) -> bool:
        """Whether two claims stand in one statement."""
        row = self.rows.get(left.claim.id)
        return row is not None and row == self.rows.get(right.claim.id)

    def alike(self, left: Part, right: Part) -> float:
        """How far two claims say the same, 0 to 1: by their words, or by how likely it is."""
        by_words, chance = self._likeness(left, right)
        return max(by_words, SHARE * chance)

    def chance(self, left: Part, right: Part) -> float:
        """How likely two claims say the same by their texts; 0 where that is not likely."""
        return self.chances.get((left.claim.id, right.claim.id), 0.0)

    def telling(self, left: Part, right: Part) -> float:
        """How much speaks for values of two claims being of the same, by all that is known of the two; nothing speaks
        against it in claims of one statement."""
        worth = WORTH * self.odds(left.claim.id, right.claim.id)
        return max(0.0, worth) if self.of_one_row(left, right) else worth

    def _likeness(self, left: Part, right: Part) -> tuple[float, float]:
        by_words = likeness(left.stems, right.stems, self.weights)
        return by_words, self.chance(left, right)

    def _match(self, left: Part, right: Part) -> ClaimMatch:
        by_words, chance = self._likeness(left, right)
        row = self.of_one_row(left, right)
        return ClaimMatch(left, right, max(by_words, SHARE * chance), by_words, chance, row, likest=False)

    @cached_property
    def _all_matches(self) -> tuple[ClaimMatch, ...]:
        """Every claim with every other, those of the left sentence first."""
        return tuple(self._match(left, right) for left, right in product(self.left_parts, self.right_parts))

    @cached_property
    def pairs(self) -> tuple[ClaimMatch, ...]:
        """All pairs of claims of which each is the other's likest, the likest first, then all further ones."""
        matched = {(match.left, match.right) for match in self.matches}
        further = (match for match in self._all_matches if (match.left, match.right) not in matched)
        return self.matches + tuple(further)

    @property
    def joined(self) -> bool:
        """Whether a link or a statement joins them; else they are only alike."""
        return self.link is not None or self.one_row

    @property
    def near_pairs(self) -> Iterable[ClaimMatch]:
        """All pairs of claims; of sentences that are only alike, those that are more so."""
        return self.pairs if self.joined else (match for match in self.pairs if match.likeness >= NEAR)

    @cached_property
    def matches(self) -> tuple[ClaimMatch, ...]:
        """Pairs of claims of which each is the other's likest, the likest first."""
        by_ends = {(match.left, match.right): match for match in self._all_matches}
        chosen = each_once((match.left, match.right, match.likeness) for match in self._all_matches if match.likeness)
        ordered = [by_ends[left, right] for left, right, _ in chosen]
        return (ordered[0]._replace(likest=True), *ordered[1:]) if ordered else ()


def answers(
    lines: Mapping[str, Said], alignments: Iterable[Alignment], likeness: Likeness, rows: Mapping[str, str]
) -> list[ComparedPair]:
    """Every pair of linked sentences, once, in the order of the alignments, then the pairs that are only alike.

    Args:
        rows: claim (id) → the statement (id) that it is in.
    """
    pairing = Pairing(lines, likeness, rows)
    best: dict[tuple[str, str], Link] = {}
    for alignment in alignments:
        for link in alignment.links:
            for pair in product(link.left, link.right) if link.kind != "unlinked" else ():
                if pair[0] in lines and pair[1] in lines and link.probability >= LEAST:
                    best[pair] = max(best.get(pair, link), link, key=lambda rival: rival.probability)
    linked = {frozenset(pair) for pair in best}
    return [*(pairing.pair(left, right, link) for (left, right), link in best.items()), *_alike(pairing, linked)]


class Pairing:
    """The sentences of a story, to be compared by twos; the claims of each are made once."""

    def __init__(self, lines: Mapping[str, Said], likeness: Likeness, rows: Mapping[str, str]) -> None:
        self.lines, self.rows, self.weights, self.chances = lines, rows, weighed(lines.values()), _chances(likeness)
        self.parts = {key: parts(line) for key, line in lines.items()}
        self._chance, self._numbers = likeness.chance, likeness.numbers

    def pair(self, left: str, right: str, link: Link | None = None) -> ComparedPair:
        """Two sentences by their ids."""
        lines, claims = (self.lines[left], self.lines[right]), (self.parts[left], self.parts[right])
        return ComparedPair(*lines, link, self.weights, self.chances, self.odds, *claims, self.rows)

    def odds(self, left: str, right: str) -> float:
        """The log-odds that two claims (ids) say the same by all that is known of them, with bounds."""
        rows, columns = self._numbers.get(left), self._numbers.get(right)
        chance = 0.0 if rows is None or columns is None else self._chance.item(rows, columns)
        chance = min(max(chance, UNSURE), 1 - UNSURE)
        return log(chance / (1 - chance))


def _chances(likeness: Likeness) -> Chances:
    chances: dict[tuple[str, str], float] = {}
    for left, right, chance in likeness.pairs(CHANCE):
        chances[left.id, right.id] = chances[right.id, left.id] = chance
    return chances


def _alike(pairing: Pairing, linked: Collection[frozenset[str]]) -> Iterator[ComparedPair]:
    """Sentences of two articles that the aligner has not linked and that have claims much alike.

    Args:
        linked: pairs of sentences (ids).
    """
    lines, holders = pairing.lines, defaultdict(list)
    for sentence in lines.values():
        # Sorted, here and below: a set has another order in each process, and the order decides between equals.
        for stem in sorted(stems_of(sentence)):
            holders[stem].append(sentence)
    common: Counter[tuple[str, str]] = Counter()
    of_row: set[tuple[str, str]] = set()  # with claims in one statement that by their texts may say the same
    for left_claim, right_claim in pairing.chances:
        pair = left_claim.rpartition("#")[0], right_claim.rpartition("#")[0]
        if pair[0] in lines and pair[1] in lines and pair[0] < pair[1]:
            common[pair] += SHARED
            if pairing.rows.get(left_claim, left_claim) == pairing.rows.get(right_claim):
                of_row.add(pair)
    of_row.update(_of_two_articles(_row_sentences(pairing), SMALL))
    for pair in _of_two_articles(holders.values()):
        common[pair] += 1
    for pair in (*_value_pairs(lines.values()), *sorted(of_row)):
        common[pair] += 0
    counted = {key: _number_nouns(line) for key, line in lines.items()}
    valued = {key: _value_kinds(line) for key, line in lines.items()}
    for (left_id, right_id), count in common.items():
        one_noun = not counted[left_id].isdisjoint(counted[right_id])
        one_verb = not valued[left_id].isdisjoint(valued[right_id])
        sure = (left_id, right_id) in of_row or one_noun or one_verb
        if (not sure and count < SHARED) or frozenset((left_id, right_id)) in linked:
            continue
        answer = pairing.pair(left_id, right_id)
        claims = product(answer.left_parts, answer.right_parts)
        if sure or any(answer.alike(left, right) >= UNLINKED for left, right in claims):
            yield answer


def _row_sentences(pairing: Pairing) -> Iterable[Sequence[Said]]:
    """The sentences of each statement, once for each of their claims in it."""
    rows: defaultdict[str, list[Said]] = defaultdict(list)
    for claim, row in pairing.rows.items():
        if line := pairing.lines.get(claim.rpartition("#")[0]):
            rows[row].append(line)
    return rows.values()


def _value_pairs(lines: Iterable[Said]) -> Iterator[tuple[str, str]]:
    """Sentences (ids, the lesser first) of two articles with values of one kind and predicate."""
    holders: dict[tuple[str, str], list[Said]] = {}
    for sentence in lines:
        for valued in sorted(_value_kinds(sentence)):
            holders.setdefault(valued, []).append(sentence)
    yield from _of_two_articles(holders.values())


def _of_two_articles(groups: Iterable[Sequence[Said]], most: int = MOST) -> Iterator[tuple[str, str]]:
    """The pairs of sentences (ids, the lesser first) of two articles in each group of at most so many."""
    for sentences in groups:
        keys = [(line.article, line.sentence.id) for line in sentences] if len(sentences) <= most else []
        for (article, left), (other_article, right) in combinations(keys, 2):
            if article != other_article:
                yield (left, right) if left < right else (right, left)


def _value_kinds(line: Said) -> frozenset[tuple[str, str]]:
    """The kinds of values of a sentence, each with the stem of a predicate that tells something; its sums of money;
    what its subjects have a share or a clock time of, or where something happens to them; a punishment."""
    valued = set()
    for claim in line.claims:
        subject = subject_head(claim)
        if subject and subject not in _UNTOLD:
            kinds = [measure.unit for measure in claim.measures if measure.kind == "share"]
            kinds += ["time"] * any(when.clock for when in claim.times)
            kinds += ["where"] * (claim.predicate.split()[:1] != [] and claim.predicate.split()[0] in HAPPENING)
            valued |= {(kind, words.meaning(subject)) for kind in kinds}
        valued |= {("votes", "score") for measure in claim.measures if of_votes(measure)}
        valued |= {("punishment", "")} if threatens(claim) else set()
        valued |= {("money", f"{measure.value:g}") for measure in claim.measures if measure.kind == "money"}
        if claim.predicate and claim.predicate not in LIGHT:
            kinds = [measure.unit or measure.kind for measure in claim.measures] + ["time"] * bool(claim.times)
            valued |= {(kind, lexicon.stem(claim.predicate, "en")) for kind in kinds}
    return frozenset(valued)


def threatens(claim: Claim) -> bool:
    """Whether a claim tells how long a punishment may be at most: could go to prison for up to ten years."""
    at_most = any(measure.kind == "duration" and measure.bound == "at most" for measure in claim.measures)
    return at_most and bool(PUNISHED.search(claim.text))


def subject_role(claim: Claim) -> Role | None:
    """The first words for a claim's subject."""
    return next((role for role in claim.roles if role.name == "subject"), None)


def subject_head(claim: Claim) -> str:
    """The noun that a claim's subject is; "" without one."""
    role = subject_role(claim)
    return role.head if role else ""


def of_votes(measure: Measure) -> bool:
    """Whether it is the outcome of a vote, of which a story seldom has two."""
    return measure.kind == "score" and bool(re.search("vot|in favou?r", measure.text))


def _number_nouns(line: Said) -> frozenset[str]:
    """The nouns that a sentence has numbers of."""
    measures = (measure for claim in line.claims for measure in claim.measures)
    return frozenset(words.meaning(each.counted) for each in measures if each.kind in ("count", "ordinal"))


class ByArticle(dict[str, list[Item]]):
    """Article → what is read in the claims of its sentences; equal to itself alone, as `Part` is."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__  # type: ignore[assignment]


def by_article(of_sentence: Mapping[str, Iterable[Item]]) -> ByArticle[Item]:
    """Article → what is read in the claims of its sentences."""
    items = ByArticle[Item]()
    for item in chain.from_iterable(of_sentence.values()):
        items.setdefault(item.part.said.article, []).append(item)
    return items


def by_sentence(
    answers: Iterable[ComparedPair], reader: Callable[[Sequence[Part]], Iterable[Item]]
) -> dict[str, list[Item]]:
    """Sentence (id) that is linked → what is read in its claims."""
    claims_of: dict[str, tuple[Part, ...]] = {}
    for answer in answers:
        for line, claims in ((answer.left, answer.left_parts), (answer.right, answer.right_parts)):
            claims_of.setdefault(line.sentence.id, claims)
    return {key: list(reader(claims)) for key, claims in claims_of.items()}


def each_once(scored: Iterable[tuple[Member, Member, float]]) -> list[tuple[Member, Member, float]]:
    """Pairs with their scores by falling score, without those of which an earlier one has a member."""
    chosen: list[tuple[Member, Member, float]] = []
    lefts, rights = set[int](), set[int]()  # the identities of those that are chosen
    for left, right, score in sorted(scored, key=lambda pair: -pair[2]):
        if id(left) not in lefts and id(right) not in rights:
            chosen.append((left, right, score))
            lefts.add(id(left))
            rights.add(id(right))
    return chosen


class _Weights(dict[str, float]):
    """What is in no sentence weighs 1."""

    def __missing__(self, stem: str) -> float:
        return 1.0


def weighed(lines: Iterable[Said]) -> Weights:
    """Stem → log of the share of a story's sentences that have it, so that what few have weighs more."""
    stem_sets = [stems_of(sentence) for sentence in lines]
    counts = Counter(stem for stems in stem_sets for stem in stems)
    return _Weights({stem: log(1 + len(stem_sets) / count) for stem, count in counts.items()})


@lru_cache(PARTS)
def parts(line: Said) -> tuple[Part, ...]:
    """The claims of a sentence, the same whoever asks."""
    return tuple(Part(line, claim, _stems(claim)) for claim in line.claims)


def stems_of(line: Said) -> frozenset[str]:
    """The stems of a sentence, without amounts and times."""
    return frozenset(stem for part in parts(line) for stem in part.stems) or words.stems(line.english)


def _stems(claim: Claim) -> frozenset[str]:
    return words.stems(without_amounts(claim, claim.text))


def without_amounts(claim: Claim, text: str) -> str:
    """A text without the amounts and times of a claim: of two, both may have metres."""
    for amount in (*(measure.text for measure in claim.measures), *(when.text for when in claim.times)):
        text = text.replace(amount, " ")
    return text


@lru_cache(1 << 14)
def like(left: str, right: str) -> bool:
    """Whether two English words are one or mean the same."""
    a, b = lexicon.stem(left, "en"), lexicon.stem(right, "en")
    return bool(a) and bool(b) and (a == b or words.like(a, b))


def of_two(left: Part, right: Part) -> bool:
    """Whether one claim is of the first of its kind, or the next, and the other is not: the next game, the game."""
    return _serial(left) != _serial(right)


@lru_cache(PARTS)
def _serial(part: Part) -> frozenset[str]:
    serial = SERIAL.intersection(part.claim.lemmas)
    return serial and frozenset(_NOT_SERIAL.sub(" ", part.claim.text.lower()).split()) & serial


def two_times(left: Part, right: Part) -> bool:
    """Whether two claims are of two times, by all that each names, or of two of a row."""
    weekdays, dates = (lambda when: when.weekday), (lambda when: when.day and (when.month, when.day))
    two = two_periods(left, right) or _apart_in(left, right, weekdays) or _apart_in(left, right, dates)
    return two or two_of_a_row(left, right)


def two_periods(left: Part, right: Part) -> bool:
    """Whether two claims are of two years or months: 40 patients in March, 75 in April."""
    years, months = (lambda when: when.year), (lambda when: not when.day and when.month)
    return _apart_in(left, right, years) or _apart_in(left, right, months)


def _apart_in(left: Part, right: Part, read: Callable[[When], object]) -> bool:
    if not left.claim.times or not right.claim.times:
        return False  # as most
    mine, yours = ({value for when in part.claim.times if (value := read(when))} for part in (left, right))
    return bool(mine and yours) and mine.isdisjoint(yours)


def two_of_a_row(left: Part, right: Part) -> bool:
    """Whether each says which one of a row it is of, and they are two: the last match and the next."""
    mine, yours = _which(left), _which(right)
    if mine and yours and mine.isdisjoint(yours) and mine | yours != {"last", "before"}:
        return True
    periods, others = _periods(left), _periods(right)
    return any(periods[unit] != others[unit] for unit in periods.keys() & others.keys())


@lru_cache(PARTS)
def _periods(part: Part) -> Mapping[str, str]:
    """The spans of time that a claim names by their place in a row: year → last."""
    return {unit: which for which, unit in _PERIOD.findall(part.claim.text.lower())}


@lru_cache(PARTS)
def _which(part: Part) -> frozenset[str]:
    """Which one of a row a claim is of; a third of them is an amount."""
    text = part.claim.text.lower()
    for measure in part.claim.measures:
        if measure.kind != "ordinal":
            text = text.replace(measure.text.lower(), " ")
    return frozenset(_ROW[word] for word in re.findall(r"[a-z]+", _NOT_SERIAL.sub(" ", text)) if word in _ROW)


def two_subjects(left: Part, right: Part, *, by_owner: bool = True) -> bool:
    """Whether two claims surely are of two: Sweden and Finland, the mayor and the bishop, the northern tower and the
    southern one.

    Args:
        by_owner: whether names beside one noun part it, too: the Greek coastguard and the Italian one.
    """
    mine, yours = _subject(left), _subject(right)
    if mine is None or yours is None:
        return False
    sides = ((mine.contrasted[line], yours.contrasted[line]) for line in mine.contrasted.keys() & yours.contrasted)
    if any(one.isdisjoint(other) for one, other in sides) or _has(mine, yours) or _has(yours, mine):
        return True
    if not mine.begins.isdisjoint(yours.begins):
        return False  # the Greek coastguard, the coastguard of Greece
    if mine.is_name and yours.is_name:
        return not words.shared(mine.stems, yours.stems)
    if like(mine.head, yours.head):
        return by_owner and each_alone(left, mine.names, right, yours.names)
    return {mine.head, yours.head} <= BY_CALLING and not words.shared(mine.stems, yours.stems)


def _has(owner: "Subject", owned: "Subject") -> bool:
    """Whether one is told by whose they are, and that is the other one: the mayor, the mayor's deputy."""
    persons = owner.head in CALLINGS and owned.head in _FOR_THEMSELVES
    return persons and not like(owner.head, owned.head) and lexicon.stem(owner.head, "en") in owned.names


def each_alone(left: Part, mine: frozenset[str], right: Part, yours: frozenset[str]) -> bool:
    """Whether each of two claims has words (stems) for something, and the other's sentence has none of them."""
    in_left, in_right = words.stems(left.said.english), words.stems(right.said.english)
    return bool(mine and yours) and not words.shared(mine, in_right) and not words.shared(yours, in_left)


class Subject(NamedTuple):
    """Whom or what a claim is of: its noun, the stems of its words, of the names and owners in them, and how these
    begin; `contrasted` are those of its words that stand in a line of what is contrasted, by the line's number."""

    head: str
    stems: frozenset[str]
    names: frozenset[str]
    begins: frozenset[str]
    contrasted: Mapping[int, frozenset[str]]
    is_name: bool


@lru_cache(PARTS)
def _subject(part: Part) -> Subject | None:
    """None where a claim has no subject but a pronoun."""
    role = subject_role(part.claim)
    if role is None or is_pronoun(role.head, role.text):
        return None
    names = [name for name in part.claim.names if name in role.text]
    inside = [match[0] for match in _NAMING.finditer(part.said.english, role.start, role.end)]
    where = words.stems(" ".join(_WHERE.findall(role.text)))
    stems = words.stems(" ".join((*names, *inside))) - where
    contrasted = (line.intersection(role.text.lower().split()) for line in CONTRASTED)
    return Subject(
        role.head,
        words.stems(role.text),
        stems,
        frozenset(stem[:4] for stem in stems),
        {number: told for number, told in enumerate(contrasted) if told},
        any(name.split()[-1].lower()[:4] == role.head[:4] for name in names),
    )


def span(part: Part) -> tuple[int, int]:
    """Where the longest stretch of a claim stands."""
    return max(part.claim.spans, key=lambda stretch: stretch[1] - stretch[0])


def likeness(left: frozenset[str], right: frozenset[str], weights: Weights) -> float:
    """How much of the weight of two sets of stems is in words that both have a like of (Dice, 1945), 0 to 1."""
    if not (common := words.shared(left, right)):
        return 0.0  # nor has the right one a like of the left
    # fsum is exact, whatever the order of a set.
    total = fsum(map(weights.__getitem__, (*left, *right)))
    return fsum(map(weights.__getitem__, (*common, *words.shared(right, left)))) / total
