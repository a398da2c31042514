"""What a statement says, in words: its most central claim, made to stand by itself."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from types import MappingProxyType

from pipeline.compare.likeness import Likeness
from pipeline.compare.votes import NONE, Votes
from pipeline.data import SORTS, Claim, Difference, DifferenceKind, Side
from pipeline.language.capitals import calm
from pipeline.language.claims import (
    AWAITING,
    DENYING,
    DOUBTFUL,
    FAILING,
    HEARSAY,
    NOT,
    PRONOUNS,
    SAYING,
    UNABLE,
    UNTRUE,
)
from pipeline.language.en import ENGLISH
from pipeline.language.measures import measures

BACK = 1  # sentences before a pronoun in which its noun is looked for: a wrong name is worse than a pronoun
RUNNING = 4  # sentences before a quotation without a speaker in which one is looked for
LONG = 28  # words of a headline that nobody reads at a glance
THAT = range(5, 7)  # characters of a joining word that was cut off a relative clause, with a mark behind it or not
STEM = 4  # letters by which a verb at the beginning of a claim is known
MARKS = 2  # characters of a stretch that may be only closing marks
FEWEST, WHOLE = 2, 22  # words of what a claim takes along, and up to which it does
MOST = 3  # alternatives that a headline names
ENOUGH = 5  # words that say something, and one, in a headline that says enough
TRANSLATED = 0.85  # what a translation is worth as a headline next to an outlet's own English
BOLD = 0.5  # what a claim told as a fact is worth as a headline where most tell it with reserve
ALONE = 0.3  # what a claim counts for itself, so that it has a place where it is like no other
MEASURED = ("number", "date", "place", "name")  # differences whose sides can stand for one another in a sentence
_RELATIVE = re.compile(r"^(?:who|which|that)\b\s*", re.I)
_BESIDE = re.compile(r"^(?:\w+ )?(?:who|which|whom|whose|where|when|why|how)\b", re.I)  # what may be left out
_JOINT = re.compile(  # what joins a clause that has a subject of its own to another
    r"^(?:(?:in|on|at|during|after|from|by|under|to) which|when|while|where|whereas|whereby|although|though|because"
    r"|even though|since|as|(?:\w+ ){0,3}(?:after|before)|so that|that)\s+(?=\S+ \S+)",
    re.I,
)
_BEING = r"(?:did|do|does|has|have|had|is|are|was|were|will|would|can|could)\b"  # so did the others
_OPENERS = re.compile(
    rf"^(?:(?:so(?! (?:far|long|much|many|few)\b| {_BEING})|but|and|yet|or|nor|thus|hence|then|also|however|meanwhile"
    r"|moreover|furthermore|nevertheless|nonetheless|still|besides|instead|in addition|by contrast|on the other hand"
    r"|for (?:his|her|its|their) part)\b,?\s+)+",
    re.I,
)
_MARKS = '“”„«»"'
_QUOTE_EDGES = f"{_MARKS} ,;:–—-"
_FRAME = re.compile(r'^([^“”„«»"]+?[,.!?…])\s?["”»]\s*,?\s*([^“”„«»"]+)$')  # the opening mark is cut off already
_DANGLING = re.compile(r",\s+(?:in|at|on) an? [\w-]+$")  # a noun whose relative clause was cut off
_APPOSITION = re.compile(r",\s+an?\s(?:[\w’'-]+\s){0,3}[\w’'-]+$")  # the same, beside another noun
_UNFINISHED = re.compile(r"^(?:to\s|\w+ing\b)")
_PARTICIPLE = re.compile(r"^\w+e[dn]\b")
_LISTED = re.compile(r"^(?:#\s?)?\d+[.):]?\s+")
_FULL_NAME = re.compile(r"[A-Z][\w'’.-]+(?: (?:[a-z]{1,3} )?[A-Z][\w'’.-]+)+")
_PERSONAL = frozenset({"he", "she"})
_DENIALS = NOT | FAILING | DENYING | AWAITING | UNABLE | UNTRUE | {"n’t", "n't", "too", "yet", "rule"}
_RESERVED = re.compile(  # what makes a claim unsure by its own words
    r"\b(?:said|understood|reported|rumou?red|supposed|feared) to\b|\b(?:unlikely|signs?|ruled out|open)\b"
    r"|\b(?:consider|weigh|mull|threat|examin)\w*", re.I
)  # fmt: skip
_VERBAL = re.compile(r"(?<=\w)\s(?:is|are|was|were|will|would|can|could|may|might|has|have|had)\b")
_WORDS = re.compile(r"n['’]t\b|[a-z]+?(?=n['’]t\b)|[a-z]+")
_SEVERAL = ("police", "prosecutors", "authorities", "officials", "doctors", "they")  # who deny, and do not denies
_NOON = re.compile(r"\b[ap]\.m(?![.\w])")
_WEAK_START = re.compile(
    r"^(?:this|that|these|those|it(?! (?:took|takes|will take|would take)\b)"
    r"|they|he|she|his|her|its|their|both|there|others|which|whom|whose|what|who|if"
    r"|how|why|either(?!.* or )"
    r"|is|whether|are|was|were|has|have|had|to|and|as|than|you|we|i|especially|also|then"
    rf"|so {_BEING}|for the \w+ time"
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
        return central * standing(likeness.claims[_whole(number, likeness)], wordings[number]) * worth

    best = max(eligible, key=lambda number: (round(fitness(number), 4), -number))
    return likeness.claims[best], wordings[best]


def _has_reserve(group: Sequence[int], likeness: Likeness) -> bool:
    """Whether at least half of the articles say all of it with reserve: an accusation makes no fact of a headline."""
    reserves: dict[str, bool] = {}
    for number in group:
        article = likeness.articles[number]
        reserves[article] = reserves.get(article, True) and likeness.claims[number].certainty == "hedged"
    return 2 * sum(reserves.values()) >= len(reserves)


def wording(number: int, likeness: Likeness, members: Sequence[Claim]) -> str:
    """A claim by itself: its subject filled in, its speaker before it, without what joined it to others.

    Args:
        members: the claims of the same statement: one of them may name a speaker who is a pronoun here.
    """
    names = (name for claim in likeness.claims for name in claim.names)
    return capitalised(calm(_by_itself(number, likeness, members), names))


def _by_itself(number: int, likeness: Likeness, members: Sequence[Claim]) -> str:
    number = _whole(number, likeness)
    claim, following = likeness.claims[number], list(_following(number, likeness))
    hanging = (other for other in following if claim.source.manner != "quoted" and _completes(claim, other))
    claim = _whole_claim(claim, [*members, *hanging])
    text, framed_by = _frameless(_with_both_commas(tidied(_with_subject(claim, number, likeness)), claim))
    shorter = _APPOSITION.sub("", text)
    if (
        claim.subject
        and claim.subject in shorter
        and any(other.kind == "relative" and _goes_on(claim, other) for other in following)
    ):
        text = shorter
    if _LISTED.fullmatch(f"{claim.subject} "):  # a point of a list, not so many of something
        text = _LISTED.sub("", text)
    telling = _tells(claim, text)
    if claim.kind == "said" and _is_denied_outside(claim) and (denier := _speaker(claim, number, likeness, members)):
        name = any(text.startswith(name.split()[0]) for name in claim.names)
        denies = "deny" if denier.lower().endswith(_SEVERAL) else "denies"
        return capitalised(_without_marks(f"{denier} {denies} that {text if name else text[:1].lower() + text[1:]}"))
    if claim.source.manner in ("own", "reported") and _has_lost_reserve(claim, text):
        text = f"{text} (not certain)"
    if claim.source.manner == "own" or telling or (claim.source.speaker and claim.source.speaker in text):
        return capitalised(_without_marks(text))
    speaker = framed_by or _speaker(claim, number, likeness, members)
    body = text.strip(_QUOTE_EDGES)
    if speaker.lower() in NOT:  # has nobody learned?
        speaker = ""
    if speaker and body.startswith(f"{speaker} ") and claim.subject.lower() in _PERSONAL:
        body = f"{claim.subject}{body.removeprefix(speaker)}"
    if claim.source.manner in ("quoted", "unclear"):
        bare = re.sub(f"[{_MARKS}]", "", body)
        return f"{capitalised(speaker)}: “{capitalised(bare)}”" if speaker else f"“{capitalised(bare)}”"
    body = _without_marks(body)
    return f"{capitalised(speaker)}: {capitalised(body)}" if speaker else capitalised(body)


def _whole(number: int, likeness: Likeness) -> int:
    """The claim without which one cannot be read: had nothing | to fear; rejected reports | that it was careless; the
    worst storm | Harlow has seen."""
    claim = likeness.claims[number]
    bare = claim.kind == "relative" and bool(claim.subject) and claim.text.startswith(claim.subject)
    bare = bare and not _BESIDE.match(claim.text) and _end(claim) - claim.spans[0][0] - len(claim.text) <= MARKS
    cut_off = bare or claim.text.startswith("to ") or (claim.kind != "said" and _is_denied_outside(claim))
    if cut_off and claim.parent and claim.kind != "coordinate":
        for place in range(number - 1, -1, -1):
            if likeness.claims[place].id == claim.parent:
                return place if _goes_on(likeness.claims[place], claim) else number
            if likeness.claims[place].sentence != claim.sentence:
                break
    return number


def _is_denied_outside(claim: Claim) -> bool:
    """Whether what denies a claim is not in its words: the ministry denied that | it had been warned."""
    return (
        claim.polarity < 0
        and _DENIALS.isdisjoint(claim.lemmas)
        and _DENIALS.isdisjoint(_WORDS.findall(claim.text.lower()))
    )


def _following(number: int, likeness: Likeness) -> Iterator[Claim]:
    """The claims after one in its sentence."""
    sentence = likeness.claims[number].sentence
    further = map(likeness.claims.__getitem__, range(number + 1, len(likeness.claims)))
    yield from takewhile(lambda claim: claim.sentence == sentence, further)


def _completes(claim: Claim, other: Claim) -> bool:
    """Whether a claim that follows another is a part of it that the words before it call for: among those | still
    missing; rejected calls | to quit; ruled out | leaving."""
    if other.kind == "relative":
        torn = sum(end - start for start, end in claim.spans) - len(claim.text) > MARKS * len(claim.spans) + MARKS
        return not torn and not _BESIDE.match(other.text) and not _APPOSITION.search(claim.text)
    particle = claim.predicate.partition(" ")[2]
    return other.kind == "said" or other.text.startswith("to ") or (bool(particle) and claim.text.endswith(particle))


def _goes_on(claim: Claim, other: Claim) -> bool:
    """Whether a claim begins where another one ends, which its text does not hold yet."""
    return other.spans[0][0] - _end(claim) in (0, 1) and not claim.text.endswith(other.text)


def _end(claim: Claim) -> int:
    """Where a claim ends, but for the closing mark of its sentence."""
    return max((end for start, end in claim.spans if end - start > MARKS), default=claim.spans[-1][1])


def _has_lost_reserve(claim: Claim, text: str) -> bool:
    """Whether what makes a claim unsure is not in its words: investigators suspect that, whether … is unclear."""
    told = frozenset(re.findall(r"[a-z]+", text.lower()))
    open_ = claim.certainty == "hedged" or (claim.certainty == "conditional" and claim.kind == "said")
    return open_ and told.isdisjoint(DOUBTFUL | HEARSAY | {"whether", "if"}) and not _RESERVED.search(text)


def _whole_claim(claim: Claim, members: Iterable[Claim]) -> Claim:
    """A claim with the claims that hang on it and go on where it ends: at a time | when prices rise.

    A claim that is cut there says less than its outlet does, or nothing. Not one whose joining word was cut off (as,
    because), or that would need a comma.
    """
    ends = _end(claim)
    taken, text = {claim.id}, claim.text
    for member in sorted(members, key=lambda member: member.spans[0]):
        start, end = member.spans[0]
        hangs = member.parent in taken and member.kind != "coordinate" and 0 <= start - ends <= 1
        whole = end - start - len(member.text) <= MARKS or member.kind == "said"
        joined = member.text
        if member.kind == "relative" and end - start - len(member.text) in THAT:
            whole, joined = True, f"that {member.text}"
        if member.kind == "said" and member.certainty in ("conditional", "hedged") and _opens(member, "whether"):
            whole, joined = True, f"whether {member.text}"
        if member.id in taken or not hangs or not whole:
            continue
        if FEWEST <= len(member.text.split()) <= WHOLE - len(text.split()):
            ends, text = end, f"{text} {joined}"
            taken.add(member.id)
    return replace(claim, text=text)


def _opens(claim: Claim, word: str) -> bool:
    """Whether as many characters as such a word has were cut off before a claim."""
    start, end = claim.spans[0]
    return 0 < end - start - len(claim.text) - len(word) <= MARKS


def _frameless(text: str) -> tuple[str, str]:
    """What is quoted, without who says so after the closing mark, and the full name there: `No," says Ann Hill`."""
    frame = _FRAME.match(text)
    if not frame:
        return text, ""
    full_name = _FULL_NAME.search(frame[2])
    return frame[1].rstrip(" ,;:"), full_name[0] if full_name else ""


def _tells(claim: Claim, text: str) -> bool:
    """Whether an outlet tells it in its own words, with some between marks: Hill praised the “calm” and “order”."""
    before, *within = re.split(f"[{_MARKS}]", text, maxsplit=1)
    subject = claim.subject
    return bool(within) and bool(subject) and subject.lower() not in PRONOUNS and before.startswith(f"{subject} ")


def standing(claim: Claim, text: str) -> float:
    """How well a headline stands by itself, 0 to 1: few words of its own, a pronoun, a missing verb, a torn bracket,
    great length count against it."""
    worth = min(1.0, (1 + len(claim.lemmas)) / ENOUGH) * (0.85 if claim.parent else 1.0)
    body = text.rpartition(": ")[2].strip("“”")
    if claim.source.manner in ("quoted", "unclear"):
        worth *= 0.75 if ": “" in text else 0.4
    elif claim.subject.lower() in _PERSONAL and _FULL_NAME.fullmatch(text.partition(": ")[0]):
        pass  # Ann Hill: She will resign
    elif _WEAK_START.match(body) or (
        claim.subject.lower() in PRONOUNS and _holds(body[len(claim.subject) :], claim.subject)
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
    unfinished = _UNFINISHED.match(_RELATIVE.sub("", claim.text))
    if _needs_subject(claim) and (unfinished or (claim.kind != "coordinate" and _PARTICIPLE.match(claim.text))):
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


def tidied(text: str) -> str:
    """A clause without the marks and words that were left where others were cut out of it."""
    text = re.sub(r"\s+", " ", text).strip()
    if text.count(")") > text.count("("):  # what it closed was cut out
        text = re.sub(r"(?<![^\s,;])\)", "", text)
    text = re.sub(r"(?:\s*,){2,}", "", text)  # what stood between two commas was cut out
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    text = re.sub(r",(?=[.;:!?])", "", text)
    if text.count("(") > text.count(")"):
        text = text[: text.rindex("(")]
    text = _DANGLING.sub("", _OPENERS.sub("", text).rstrip(" .,;"))
    return text.strip(" ,;:–—").removesuffix(".").strip()


def capitalised(text: str) -> str:
    """With a capital letter first."""
    return text[:1].upper() + text[1:]


def _without_marks(text: str) -> str:
    """Without quotation marks, if one of them has no partner."""
    torn = text.count('"') % 2 or text.count("“") != text.count("”") or text.count("«") != text.count("»")
    return re.sub(f"[{_MARKS}]", "", text) if torn else text


def _holds(text: str, words: str) -> bool:
    """Whether a text has these words, of whatever case."""
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.I))


def _with_both_commas(text: str, claim: Claim) -> str:
    """A clause with both or none of the commas about what stands beside its subject, of which one went with a clause
    that was cut out: The pact, [signed in May,] runs; its head, Ann Hill[, who is ill,] resigned."""
    if not claim.subject or "," in claim.subject:
        return text
    before, subject, rest = text.partition(claim.subject)
    verb = re.search(rf" (?={_BEING}|{re.escape(claim.predicate[:STEM])})", rest)
    if before or not rest.startswith(", ") or rest.count(",") > 1 or len(claim.spans) == 1 or not verb:
        return text
    beside = rest[: verb.start()]
    if _RELATIVE.search(beside.rpartition(" ")[2]):
        return text
    return f"{before}{subject}{beside + ',' if len(beside) > 1 else ''}{rest[verb.start() :]}"


def _needs_subject(claim: Claim) -> bool:
    """Whether its subject has to be put before it."""
    return bool(claim.subject) and not _holds(claim.text, claim.subject)


def _with_subject(claim: Claim, number: int, likeness: Likeness) -> str:
    """Its text with a noun for its subject, where there is one to be had."""
    subject, text = claim.subject, claim.text
    if not re.search(r"[^\W\d_]", subject):  # a number of a list
        return text
    bare = _JOINT.sub("", text)
    # not after "since Monday", nor in: after the flood, the quarrel begins
    if subject and bare.lower().startswith(subject.lower()) and claim.kind != "main":
        text = bare
    speaker = claim.source.speaker
    said = claim.source.manner == "quoted" or (speaker and speaker.lower() not in PRONOUNS)  # her son said he was ill
    if subject.lower() in _PERSONAL and not said:
        subject = antecedent(number, likeness, likeness.persons.subjects) or subject
        if text.lower().startswith(f"{claim.subject.lower()} ") and subject != claim.subject:
            return f"{subject} {text[len(claim.subject) + 1 :]}"
    if not subject or _holds(text, subject) or _holds(text, claim.subject):
        return text
    if subject.lower() in PRONOUNS and (claim.kind != "coordinate" or _RELATIVE.match(f"{subject} ")):
        return text
    bare, subject = _RELATIVE.sub("", text), subject.partition(text)[0].rstrip(" ,") or subject
    is_name = any(bare.startswith(name.split()[0]) for name in claim.names)
    return f"{subject} {bare if is_name else bare[:1].lower() + bare[1:]}"


def antecedent(number: int, likeness: Likeness, persons: Mapping[str, str]) -> str:
    """The person whom a pronoun in a claim stands for: the one name among the subjects and speakers just before.

    "" where there is none, or several, or that is nobody of `persons`, claim (id) → whom its gender allows, too.
    """
    names: dict[str, str] = {}
    rivals: set[str] = set()
    sentences = {likeness.claims[number].sentence}
    for place in range(number - 1, -1, -1):
        claim = likeness.claims[place]
        sentences.add(claim.sentence)
        if likeness.articles[place] != likeness.articles[number] or len(sentences) > BACK + 1:
            break
        for noun in (claim.subject, claim.source.speaker):
            if full_name := _FULL_NAME.search(noun):
                names.setdefault(full_name[0].split()[-1], full_name[0])
        rivals |= {full.split()[-1] for full in _FULL_NAME.findall(claim.text)}
    if rivals - names.keys():  # it may be somebody who is only spoken of
        return ""
    allowed = persons.get(likeness.claims[number].id, "").split()
    return next(iter(names.values())) if len(names) == 1 and not names.keys().isdisjoint(allowed) else ""


def _speaker(claim: Claim, number: int, likeness: Likeness, members: Sequence[Claim]) -> str:
    """Who says a claim: as it has it, else as others that say the same have it, else whom the pronoun stands for."""
    speaker = claim.source.speaker
    if speaker and speaker.lower() not in PRONOUNS:
        return speaker
    elsewhere = Counter(
        member.source.speaker
        for member in members
        if member.source.speaker and member.source.speaker.lower() not in PRONOUNS and member.sentence != claim.sentence
    )
    if elsewhere:
        return max(elsewhere, key=lambda name: (bool(_FULL_NAME.search(name)), elsewhere[name], name))
    if speaker.lower() in _PERSONAL:
        return antecedent(number, likeness, likeness.persons.speakers)
    return "" if speaker or claim.source.manner == "reported" else _going_on(number, likeness)


def _going_on(number: int, likeness: Likeness) -> str:
    """Whose quotation goes on: the speaker of the last one before it in the article, if it is near."""
    sentences: set[str] = set()
    for place in range(number - 1, -1, -1):
        claim = likeness.claims[place]
        sentences.add(claim.sentence)
        if likeness.articles[place] != likeness.articles[number] or len(sentences) > RUNNING:
            break
        if claim.source.manner == "quoted" and claim.source.speaker:
            return "" if claim.source.speaker.lower() in PRONOUNS else claim.source.speaker
    return ""
