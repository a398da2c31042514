"""Which claim of a statement makes its headline, and what that says where outlets differ."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from pipeline.compare.clause import BEING, RELATIVE, STEM, holds, needs_subject, whole, wording
from pipeline.compare.likeness import Likeness
from pipeline.compare.speaker import FULL_NAME, PERSONAL
from pipeline.compare.votes import NONE, Votes
from pipeline.data import SORTS, Claim, Difference, DifferenceKind, Side
from pipeline.language.claims import PRONOUNS, SAYING
from pipeline.language.en import ENGLISH
from pipeline.language.measures import measures

LONG = 28  # words of a headline that nobody reads at a glance
MOST = 3  # alternatives that a headline names
ENOUGH = 5  # words that say something, and one, in a headline that says enough
TRANSLATED = 0.85  # what a translation is worth as a headline next to an outlet's own English
BOLD = 0.5  # what a claim told as a fact is worth as a headline where most tell it with reserve
ALONE = 0.3  # what a claim counts for itself, so that it has a place where it is like no other
MEASURED = ("number", "date", "place", "name")  # differences whose sides can stand for one another in a sentence
_UNFINISHED = re.compile(r"^(?:to\s|\w+ing\b)")
_PARTICIPLE = re.compile(r"^\w+e[dn]\b")
_VERBAL = re.compile(r"(?<=\w)\s(?:is|are|was|were|will|would|can|could|may|might|has|have|had)\b")
_NOON = re.compile(r"\b[ap]\.m(?![.\w])")
_WEAK_START = re.compile(
    r"^(?:this|that|these|those|it(?! (?:took|takes|will take|would take)\b)"
    r"|they|he|she|his|her|its|their|both|there|others|which|whom|whose|what|who|if"
    r"|how|why|either(?!.* or )"
    r"|is|whether|are|was|were|has|have|had|to|and|as|than|you|we|i|especially|also|then"
    rf"|so {BEING}|for the \w+ time"
    r"|one(?! of (?!(?:his|her|its|their|our|my)\b))|[\w-]+ of (?:them|these|those|which|whom|this|it))\b",
    re.I,
)
_WEAK_END = re.compile(
    r"\b(?:this|that|it|so|had|has|have|was|were|is|are|be|been|will|would|did|does|do|can|could|may|might|of|in|on|to|by"
    r"|with|for|from|at)$",
    re.I,
)


def headline(
    group: Sequence[int],
    likeness: Likeness,
    foreign: Mapping[str, float] = MappingProxyType({}),
    counted: Votes = NONE,
    given: Collection[str] = (),
) -> tuple[Claim, str]:
    """The claim that says best what the claims of a group (numbers in the likeness) have in common, and its wording.

    Central is what is like the others; of equally central claims the one that stands best by itself, and rather one in
    an outlet's own English, or in a translation that is not in doubt.

    Args:
        foreign: the translated sentences (ids), and how likely each translation misleads.
        counted: how many take which side, where the group is contested.
        given: the headlines of other statements, not to be given again.
    """
    members = [likeness.claims[number] for number in group]
    wordings = {number: wording(number, likeness, members) for number in group}
    backed = [number for number in group if likeness.claims[number].id in counted.most]
    eligible = [number for number in backed or group if likeness.claims[number].sentence not in counted.fewer] or group
    eligible = [number for number in eligible if wordings[number] not in given] or eligible
    reserved = _has_reserve(group, likeness)

    def fitness(number: int) -> float:
        central = ALONE + float(likeness.chance[number, list(group)].sum())
        claim = likeness.claims[number]
        central *= BOLD if reserved and claim.certainty != "hedged" else 1.0
        worth = TRANSLATED * (1 - foreign[claim.sentence]) if claim.sentence in foreign else 1.0
        return central * standing(likeness.claims[whole(number, likeness)], wordings[number]) * worth

    best = max(eligible, key=lambda number: (round(fitness(number), 4), -number))
    return likeness.claims[best], wordings[best]


def _has_reserve(group: Sequence[int], likeness: Likeness) -> bool:
    """Whether at least half of the articles say all of it with reserve: an accusation makes no fact of a headline."""
    reserves: dict[str, bool] = {}
    for number in group:
        article = likeness.articles[number]
        reserves[article] = reserves.get(article, True) and likeness.claims[number].certainty == "hedged"
    return 2 * sum(reserves.values()) >= len(reserves)


def standing(claim: Claim, text: str) -> float:
    """How well a headline stands by itself, 0 to 1: few words of its own, a pronoun, a missing verb, a torn bracket,
    great length count against it."""
    worth = min(1.0, (1 + len(claim.lemmas)) / ENOUGH) * (0.85 if claim.parent else 1.0)
    body = text.rpartition(": ")[2].strip("“”")
    if claim.source.manner in ("quoted", "unclear"):
        worth *= 0.75 if ": “" in text else 0.4
    elif claim.subject.lower() in PERSONAL and FULL_NAME.fullmatch(text.partition(": ")[0]):
        pass  # Ann Hill: She will resign
    elif _WEAK_START.match(body) or (
        claim.subject.lower() in PRONOUNS and holds(body[len(claim.subject) :], claim.subject)
    ):
        worth *= 0.5
    elif not claim.subject:
        worth *= 0.7
    stem = claim.predicate[: STEM - 1]
    if claim.predicate in SAYING and re.search(
        rf"^{stem}|, .*\b(?:said|told|{stem}\w*)$", body.lower()
    ):  # stammered the mayor
        worth *= 0.4
    if claim.kind == "said" and claim.text.lower() == f"{claim.subject} {claim.predicate}".lower():  # a link possible
        worth *= 0.4
    if _WEAK_END.search(body):
        worth *= 0.5
    if not claim.predicate or len(body.split()) < 3:
        worth *= 0.4
    if claim.parent and not claim.subject:
        worth *= 0.6
    unfinished = _UNFINISHED.match(RELATIVE.sub("", claim.text))
    if needs_subject(claim) and (unfinished or (claim.kind != "coordinate" and _PARTICIPLE.match(claim.text))):
        worth *= 0.6
    if text.count("(") != text.count(")"):
        worth *= 0.6
    return worth * (0.7 if len(text.split()) > LONG else 1.0)


def contested(text: str, sentence: str, differences: Iterable[Difference], *, sided: bool = False) -> str:
    """A headline that takes no side where outlets differ: with what each of them says, or marked as disputed.

    Args:
        sentence: the id of the sentence that the headline was made from.
        differences: those of its statement.
        sided: whether it says what a side says, though no side names its sentence.
    """
    marked, text = False, _with_stops(text)
    for difference in differences:
        if difference.trust == "do not cite" or SORTS[difference.kind] in ("spelling", "silence"):
            continue
        own = [side for side in difference.sides if _has(side, sentence)]
        parts = [span.text for side in own for span in side.spans if span.sentence == sentence]
        part = next((part for part in (*parts, *(part.strip(" .,;") for part in parts)) if part and part in text), "")
        values = [_value(side, difference.kind) for side in difference.sides if part and side not in own]
        if difference.kind == "name" and any(value and value in text for value in values):
            marked = True  # who did it to whom, exchanged
        elif difference.kind in MEASURED and any(values):
            rest = text.partition(part)[2].split()
            sides = [part, *filter(None, (_without_rest(value, rest) for value in values))]
            numerals = _numerals(sides) if difference.kind == "number" else []
            part = numerals[0] if numerals else part
            text = text.replace(part, alternatives(numerals or sides), 1)
        elif difference.kind in ("negation", "fate", "place", "number", "date"):
            marked = marked or any(_tells_of(part, text) for part in parts)
            marked = marked or (sided and difference.kind == "negation" and not own)
        elif difference.kind == "certainty" and difference.trust == "solid":
            # that one side may only sound surer disputes nothing
            marked = marked or any(
                side.value == "outright" for side in own if any(_tells_of(part, text) for part in parts)
            )
    return f"{text} (disputed)" if marked else text


def _tells_of(part: str, text: str) -> bool:
    """Whether a headline has at least half the words of a stretch of its sentence."""
    told, words = set(re.findall(r"\w+", text.lower())), re.findall(r"\w+", part.lower())
    return bool(words) and 2 * sum(word in told for word in words) >= len(words)


def _has(side: Side, sentence: str) -> bool:
    return any(span.sentence == sentence for span in side.spans)


def _value(side: Side, kind: DifferenceKind) -> str:
    """How a side puts it: in the words of its first article, else as it was read; no capital where a sentence began."""
    span = next((span for span in side.spans if span.text), None)
    text = (span.text if span else side.value.split(", ")[0]).strip(" .,;:")
    text = _VERBAL.split(text)[0] if kind == "number" else text  # 400 will close
    text = _with_stops(text)
    begins = span is not None and not span.start and (kind == "number" or not text.istitle())
    return text[:1].lower() + text[1:] if begins else text


def _with_stops(text: str) -> str:
    """With the stop of an hour, which went with those of sentences: 6 p.m."""
    return _NOON.sub(r"\g<0>.", text)


def _numerals(sides: Sequence[str]) -> list[str]:
    """The sides up to their numerals, where all are counts or all are ordinals; [] where not: a unit belongs to its
    number, what is counted is the same thing in other words."""
    first = [next(iter(measures(side, ENGLISH)), None) for side in sides]
    kinds = {measure.kind if measure else "" for measure in first}
    if len(kinds) > 1 or not kinds <= {"count", "ordinal"}:
        return []
    return [side[: measure.end] for side, measure in zip(sides, first, strict=True) if measure]


def _without_rest(value: str, rest: Sequence[str]) -> str:
    """A value without the words at its end with which the headline goes on: 46 of "46 were arrested"."""
    words = value.split()
    common = (count for count in range(len(words) - 1, 0, -1) if words[-count:] == list(rest[:count]))
    return " ".join(words[: len(words) - next(common, 0)])


def alternatives(values: Sequence[str]) -> str:
    """As in "14 or 17 people" for 14 people and 17 people."""
    parted = [value.split() for value in dict.fromkeys(values)][:MOST]
    common = 0
    while all(len(words) > common + 1 for words in parted) and len({words[-1 - common] for words in parted}) == 1:
        common += 1
    tail = parted[0][len(parted[0]) - common :]
    return " ".join([" or ".join(" ".join(words[: len(words) - common]) for words in parted), *tail])
