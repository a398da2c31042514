"""What a headline says where outlets differ: no side of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from pipeline.compare.clause import capitalised, holds, uncapitalised
from pipeline.compare.headline import WEAK_START
from pipeline.compare.speaker import name_words
from pipeline.data import SORTS, Difference, DifferenceKind, Measure, Side
from pipeline.language.en import ENGLISH
from pipeline.language.measures import measures

DISPUTED = " (disputed)"  # behind a headline that says what one side says
MOST = 3  # alternatives that a headline names
MEASURED = ("number", "date", "place", "name")  # differences whose sides can stand for one another in a sentence
_MANNERS = frozenset({"the outlet's own words", "reported", "quoted", "unclear"})
_ACCORDING = re.compile(r",? according to ([^,]+)$")
_COUNTING = re.compile(r"[^,]+\b(?:puts?|estimate[sd]?|reckon\w*) (?=(?:the|its|their|his|her)\b.*? at )")
_FIXED = re.compile(r"“|\bnot \w+ than\b")  # a quotation is not altered
_RANGE = re.compile(r"\b([\w.,]+) to $")  # before the end of one: three to eight days
_EVERY = re.compile(r"(?:every|one (?:\w+ )?in)\b", re.I)
_PART_OF_DAY = re.compile(r"\s(?:morning|noon|afternoon|evening|night)\b")
_BOUND = re.compile(r"(?:more|less|fewer) than |at (?:least|most) |(?:up|down) (?=\S*\d)")
_COMPOUND = re.compile(r"(?<=\w)-[a-z][a-z-]*$")  # 34-year-old, five-day
_VERBAL = re.compile(r"(?<=\w)\s(?:is|are|was|were|will|would|can|could|may|might|has|have|had)\b")
_NOON = re.compile(r"\b[ap]\.m(?![.\w])")


def contested(
    text: str,
    sentence: str,
    differences: Iterable[Difference],
    voices: Mapping[str, str] = MappingProxyType({}),
    *,
    sided: bool = False,
) -> str:
    """A headline that takes no side where outlets differ: with what each of them says, or marked as disputed.

    Args:
        sentence: the id of the sentence that the headline was made from.
        differences: those of its statement.
        voices: sentence (id) → who says what it says.
        sided: whether it says what a side says, though no side names its sentence.
    """
    differences = list(differences)
    marked, text = False, _with_stops(text)
    reserved = any(difference.kind == "certainty" for difference in differences)
    for difference in differences:
        if difference.trust == "do not cite" or SORTS[difference.kind] in ("spelling", "silence"):
            continue
        own = own_sides(difference, sentence, text)
        spans = [span for side in own for span in side.spans]
        parts = [span.text for span in spans if span.sentence == sentence] or [span.text for span in spans]
        part = next(filter(None, (_wording_of(part, text, difference.kind) for part in parts)), "")
        others = [side for side in difference.sides if part and side not in own]
        values = [_value(side, difference.kind) for side in others]
        if difference.kind == "attribution":
            text = _with_speakers(text, difference) if own else text
        elif difference.kind == "name" and any(value and value in text for value in values):
            marked = True  # who did it to whom, exchanged
        elif difference.kind in MEASURED and any(values):
            ascribed = _who_tells(text, part, sentence, others, voices)
            before = text.partition(part)[0]
            fixed = _FIXED.search(before) or _is_range(before) or _is_share(part, values)
            if fixed or ascribed == text or (ascribed and reserved):
                marked = True
            else:
                text = _with_values(text.replace(ascribed, "", 1), part, values, difference.kind)
        elif difference.kind in ("negation", "fate", "place", "number", "date"):
            marked = marked or any(_tells_of(part, text) for part in parts)
            marked = marked or (sided and difference.kind == "negation" and not own)
        elif difference.kind == "certainty" and difference.trust == "solid":
            # that one side may only sound surer disputes nothing
            marked = marked or any(
                side.value == "outright" for side in own if any(_tells_of(part, text) for part in parts)
            )
    return f"{capitalised(text)}{DISPUTED if marked else ''}"


def own_sides(difference: Difference, sentence: str, text: str) -> list[Side]:
    """The sides on which a headline is by the sentence that it was made from, else the one whose words it has."""
    own = [side for side in difference.sides if any(span.sentence == sentence for span in side.spans)]
    if own or difference.kind not in ("number", "date", "name"):
        return own
    return [
        side for side in difference.sides if any(_wording_of(span.text, text, difference.kind) for span in side.spans)
    ][:1]


def told_in(side: Side, text: str) -> bool:
    """Whether a headline names the value of a side: it has the figure of its words, or else the longest of them."""
    words = [re.findall(r"[\w.,-]*\w", span.text) for span in side.spans]
    chief = (max(found, key=lambda word: (word[0].isdigit(), len(word))) for found in words if found)
    return any(holds(text, word) for word in chief)


def _wording_of(part: str, text: str, kind: DifferenceKind) -> str:
    """A stretch of a sentence as a headline has it: with or without its marks, and a capital letter."""
    bare = part.strip(" .,;")
    forms = (part, bare, capitalised(bare), uncapitalised(bare))
    found = next((form for form in forms if form and holds(text, form) and form in text), "")
    return found or (_numeral_of(bare, text) if kind == "number" else "")


def _numeral_of(part: str, text: str) -> str:
    """The numeral of a headline that counts as many as a stretch, if one alone does: four people, 4 injured."""
    first = next(iter(measures(part, ENGLISH)), None)
    found = [measure for measure in measures(text, ENGLISH) if first and measure.value == first.value]
    alike = len(found) == 1 and first and first.kind == found[0].kind == "count" and first.value > 1
    return text[found[0].start : found[0].end] if alike else ""


def _with_values(text: str, part: str, values: Iterable[str], kind: DifferenceKind) -> str:
    """A headline with what each side says in place of what one of them says."""
    before, _, rest = text.partition(part)
    if kind == "date" and (left := _PART_OF_DAY.match(rest)):  # on Friday morning, where another says at noon
        text, rest = before + part + rest[left.end() :], rest[left.end() :]
    values = [_compound_of(value, part) for value in values]
    sides = [part, *filter(None, (_without_rest(value, rest.split()) for value in values))]
    if owned := re.match(r"['’]s?(?!\w)", rest):  # 30 months' pay
        part, sides = part + owned[0], [f"{side}{owned[0][0]}{'' if side.endswith('s') else 's'}" for side in sides]
    numerals = _numerals(sides) if kind == "number" else []
    return text.replace(numerals[0] if numerals else part, alternatives(numerals or sides), 1)


def _who_tells(text: str, part: str, sentence: str, others: Iterable[Side], voices: Mapping[str, str]) -> str:
    """What in a headline says who tells it, where that is not who tells what other sides say: all of it, where it does
    not stand apart."""
    speaker, colon, _ = text.rpartition(": ")
    ending, counting = _ACCORDING.search(text), _COUNTING.match(text)
    if ending:
        named = ending[0]
    elif counting:
        named = counting[0]
    else:
        named = speaker if colon and voices.get(sentence) else ""
    told = [" ".join(voices.get(span.sentence, "") for span in side.spans) for side in others]
    if not named or part in named or all(_names_one(named, voice) for voice in told):
        return ""
    return ending[0] if ending else text if counting else f"{speaker}: "


def _compound_of(value: str, part: str) -> str:
    """A number as a compound, where another one is: eight-year-old beside "six-year-old", for "eight years old"."""
    compound = _COMPOUND.search(part)
    first = next(iter(measures(value, ENGLISH)), None)
    if not compound or not first or compound[0] in value or measures(compound[0].strip("-"), ENGLISH):
        return value
    return f"{value[first.start : first.end].split()[0]}{compound[0]}"


def _is_range(before: str) -> bool:
    """Whether words end with the beginning of a range: three to."""
    first = _RANGE.search(before)
    return first is not None and bool(measures(first[1], ENGLISH))


def _is_share(part: str, values: Iterable[str]) -> bool:
    """Whether one side says "every fifth" and another one that share in words that do not fit in its place."""
    shares = (_EVERY.match(value) for value in (part, *values))
    return len({share[0].split()[0].lower() if share else "" for share in shares}) > 1


def _with_speakers(text: str, difference: Difference) -> str:
    """A headline with all to whom outlets ascribe it in place of one of them; with none where one has no name."""
    speaker, _, body = text.partition(": ")
    sides = [side.value.split(", ")[0] for side in difference.sides]
    sides = [value for value in sides if value != "somebody"]
    if not body or any(value in _MANNERS for value in sides) or not any(_names_one(speaker, side) for side in sides):
        return text
    others = [value for value in sides if not _names_one(speaker, value)][: MOST - 1]
    if not others or any(WEAK_START.match(name) for name in others):
        return text if not others else body
    joint = ", or " if "," in speaker else " or "  # the mayor, Ann Hill, or Al Perry
    return f"{capitalised(joint.join([speaker, *others]))}: {body}"


def _names_one(speaker: str, voice: str) -> bool:
    """Whether words for who speaks name somebody whom other words name, or for whom a pronoun may stand."""
    return not name_words(voice).isdisjoint(name_words(speaker))


def _tells_of(part: str, text: str) -> bool:
    """Whether a headline has at least half the words of a stretch of its sentence."""
    told, words = set(re.findall(r"\w+", text.lower())), re.findall(r"\w+", part.lower())
    return bool(words) and 2 * sum(word in told for word in words) >= len(words)


def _value(side: Side, kind: DifferenceKind) -> str:
    """How a side puts it: in the words of its first article, else as it was read; no capital where a sentence began."""
    span = next((span for span in side.spans if span.text), None)
    text = (span.text if span else side.value.split(", ")[0]).strip(" .,;:")
    text = _VERBAL.split(text)[0] if kind == "number" else text  # 400 will close
    text = _with_stops(text)
    begins = span is not None and not span.start and (kind == "number" or not text.istitle())
    text = uncapitalised(text) if begins else text
    return f"{_bound(side)}{text}" if kind == "number" else text


def _bound(side: Side) -> str:
    """What bounds the amount of a side wherever it is told: more than."""
    bounds = {found[0] if (found := _BOUND.match(value)) else "" for value in side.value.split(", ")}
    return bounds.pop() if len(bounds) == 1 else ""


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
    figures = any(map(str.isdigit, sides[0]))
    return [_numeral(side, measure, figures=figures) for side, measure in zip(sides, first, strict=True) if measure]


def _numeral(side: str, measure: Measure, *, figures: bool) -> str:
    """A side up to its numeral, which is put in figures if the headline's is: 14 or 17, where one says seventeen."""
    words = side[measure.start : measure.end]
    exact = measure.low == measure.high == int(measure.value)
    if not figures or not exact or measure.kind != "count" or any(map(str.isdigit, words)):
        return side[: measure.end]
    return f"{side[: measure.start]}{int(measure.value):,}"


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
