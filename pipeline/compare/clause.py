"""A claim as words that stand by themselves: its subject filled in, its speaker before it, no joining word left."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from pipeline.compare.likeness import Likeness
from pipeline.compare.speaker import FULL_NAME, PERSONAL, antecedent, speaker_of
from pipeline.data import Claim
from pipeline.language.capitals import calm
from pipeline.language.claims import AWAITING, DENYING, DOUBTFUL, FAILING, HEARSAY, NOT, UNABLE, UNTRUE, is_pronoun

STEM = 4  # letters by which a verb at the beginning of a claim is known
STEM_OF_VERB = 3  # the same, in the middle of one
LONG = 28  # words of a headline that nobody reads at a glance
FEWEST, WHOLE = 2, 22  # words of what a claim takes along, and up to which it does
RELATIVE = re.compile(r"^(?:[Ww]ho|[Ww]hich|[Tt]hat)\b\s*")  # not the WHO
_BESIDE = re.compile(r"^(?:\w+ )?(?:who|which|whom|whose|where|when|why|how)\b", re.I)  # what may be left out
_JOINT = re.compile(  # what joins a clause that has a subject of its own to another
    r"^(?:(?:especially|particularly|not least) )?(?:(?:in|on|at|during|after|from|by|under|to) which|when|while|where"
    r"|whereas|whereby|although|though|because|even though|since|as|(?:\w+ ){0,3}(?:after|before)|so that|that)"
    r"\s+(?=\S+ \S+)",
    re.I,
)
BEING = r"(?:did|do|does|has|have|had|is|are|was|were|will|would|can|could)\b"  # so did the others
_OPENERS = re.compile(
    rf"^(?:(?:so(?! (?:far|long|much|many|few)\b| {BEING})|but|and|yet|or|nor|thus|hence|then|also|however|meanwhile"
    r"|moreover|furthermore|nevertheless|nonetheless|still|besides|instead|in addition|by contrast|on the other hand"
    r"|for (?:his|her|its|their) part|according to (?:him|her|it|them))\b,?\s+)+",
    re.I,
)
_MARKS = '“”„«»"'
_QUOTE_EDGES = f"{_MARKS} ,;:–—-"
_OPENED = re.compile(r'^([^“”„«»"]+\s[^“”„«»"]+\s)[“„«"]([^“”„«»"]+)$')  # she was "determined to complete my mission
_FRAME = re.compile(r'^([^“”„«»"]+?[,.!?…])\s?["”»]\s*,?\s*([^“”„«»"]+)$')  # the opening mark is cut off already
_DANGLING = re.compile(r",\s+(?:in|at|on) an? [\w-]+$")  # a noun whose relative clause was cut off
_APPOSITION = re.compile(r",\s+an?\s(?:[\w’'-]+\s){0,3}[\w’'-]+$")  # the same, beside another noun
_OF_WHICH = re.compile(r"^(?:[\w-]+ ){1,3}of (?:which|whom)\b", re.I)
_NOT_SO = re.compile(  # what follows is not told as so
    r"\b(?:until|till|if|unless|before|once|provided|lest|so that|in order that)$", re.I
)
_ABLE = re.compile(r"\b(?:can|could|may|might|will|would)\b")
_AMID = re.compile(r"with|after|before|despite|since|during|following|amid", re.I)  # before what a clause begins with
_AS_LONG = re.compile(r"(?:as|so) long as\b|(?:even|only) if\b", re.I)
_ELIDED = re.compile(r"(?:\bnot|n['’]t)$")  # Mexico is exempt, but Canada is not
_GLUE = re.compile(r"\s*(?:that |whether )?")  # between a claim and one that completes it
_LEAD = re.compile(r"[\s,]*(?:\w+ ){0,3}")  # the same, where that one cannot be read by itself
_LISTED = re.compile(r"^(?:#\s?)?\d+[.):]?\s+")
_DENIALS = NOT | FAILING | DENYING | AWAITING | UNABLE | UNTRUE | {"n’t", "n't", "too", "yet", "rule"}
_RESERVED = re.compile(  # what makes a claim unsure by its own words
    r"\b(?:said|understood|reported|rumou?red|supposed|feared) to\b|\b(?:unlikely|signs?|ruled out|open)\b"
    r"|\b(?:consider|weigh|mull|threat|examin)\w*", re.I
)  # fmt: skip
_AUXILIARY = re.compile(
    r"\b(?:(?:(?:wo|ca|could|would|should|must|do|does|did)n['’]t|(?:do|does|did) not|to"
    r"|will|would|can|could|may|might|must|should|shall)(?: (?:not|never|also|now|soon|then|again))*"
    r"(?P<helping> (?:be|have(?: been)?))?|(?P<denied>(?:(?:has|have|had|is|are|was|were)(?: not|n['’]t) )?never"
    r"|(?:has|have|had|is|are|was|were)(?: not|n['’]t))(?: been)?) (?=(?P<verb>\w+))"
)
_WORDS = re.compile(r"n['’]t\b|[a-z]+?(?=n['’]t\b)|[a-z]+")
_SEVERAL = ("police", "prosecutors", "authorities", "officials", "doctors", "they")  # who deny, and do not denies


def wording(number: int, likeness: Likeness, members: Sequence[Claim], english: Mapping[str, str]) -> str:
    """A claim by itself: its subject filled in, its speaker before it, without what joined it to others.

    Args:
        members: the claims of the same statement: one of them may name a speaker who is a pronoun here.
        english: sentence (id) → its English.
    """
    names = (name for claim in likeness.claims for name in claim.names)
    return capitalised(calm(_by_itself(number, likeness, members, english), names))


def _by_itself(number: int, likeness: Likeness, members: Sequence[Claim], english: Mapping[str, str]) -> str:
    own, number = likeness.claims[number], whole(number, likeness, english)
    claim, following = likeness.claims[number], list(_following(number, likeness))
    said = english.get(claim.sentence, "")
    hanging = (other for other in following if claim.source.manner != "quoted" and _completes(claim, other))
    opening = _opening(number, likeness)
    claim = _whole_claim(claim, own, [*members, *hanging], said)
    claim = replace(claim, text=f"{opening}{claim.text.removeprefix('to ')}") if opening else claim
    text, framed_by = _frameless(_with_both_commas(tidied(_with_subject(claim, number, likeness)), claim))
    shorter = _APPOSITION.sub("", text)
    if (
        claim.subject
        and claim.subject in shorter
        and any(other.kind == "relative" and _goes_on(claim, other, said, _GLUE) for other in following)
    ):
        text = shorter
    if _LISTED.fullmatch(f"{claim.subject} "):  # a point of a list, not so many of something
        text = _LISTED.sub("", text)
    telling = _tells(claim, text)
    outside = claim.kind in ("said", "coordinate") and not opening and _is_denied_outside(claim)
    denier = speaker_of(claim, number, likeness, members) if outside else ""
    if denier:
        name = any(text.startswith(name.split()[0]) for name in claim.names)
        denies = "deny" if denier.lower().endswith(_SEVERAL) else "denies"
        return capitalised(_without_marks(f"{denier} {denies} that {text if name else uncapitalised(text)}"))
    if outside and claim.source.manner == "reported":  # by somebody whose name is not known
        text = f"{text} (denied)"
    elif claim.source.manner in ("own", "reported") and _has_lost_reserve(claim, text):
        text = f"{text} (not certain)"
    if (
        claim.source.manner == "own"
        or telling
        or (not framed_by and claim.source.speaker and claim.source.speaker in text)
    ):
        return capitalised(_without_marks(text))
    speaker = framed_by or speaker_of(claim, number, likeness, members)
    body = text.strip(_QUOTE_EDGES)
    if speaker.lower() in NOT:  # has nobody learned?
        speaker = ""
    if speaker and body.startswith(f"{speaker} ") and claim.subject.lower() in PERSONAL:
        body = f"{claim.subject}{body.removeprefix(speaker)}"
    if claim.source.manner in ("quoted", "unclear"):
        bare, opened = re.sub(f"[{_MARKS}]", "", body), _OPENED.match(body)
        quotation = f"{capitalised(opened[1])}“{opened[2]}" if opened else f"“{capitalised(bare)}"
        return f"{capitalised(speaker)}: {quotation}”" if speaker else f"{quotation}”"
    body = _without_marks(body)
    return f"{capitalised(speaker)}: {capitalised(body)}" if speaker else capitalised(body)


def whole(number: int, likeness: Likeness, english: Mapping[str, str]) -> int:
    """The claim without which one cannot be read: had nothing | to fear; rejected reports | that it was careless; the
    worst storm | Harlow has seen; he stays | until the judgment is final."""
    claim = likeness.claims[number]
    said = english.get(claim.sentence, "")
    lead = _lead(claim, said)
    bare = claim.kind == "relative" and bool(claim.subject) and claim.text.startswith(claim.subject)
    bare = bare and not _BESIDE.match(claim.text) and not lead
    judged = claim.kind == "said" and claim.source.manner == "own" and not _BESIDE.match(claim.text)
    judged = judged and claim.certainty not in ("hedged", "conditional")
    torn = _is_verbless(claim) and not lead
    cut_off = bare or judged or claim.text.startswith("to ") or (claim.kind != "said" and _is_denied_outside(claim))
    cut_off = (cut_off or torn or is_open(claim, said)) and claim.kind != "coordinate"
    cut_off = cut_off or bool(_ELIDED.search(claim.text))
    if not cut_off and not _OF_WHICH.match(claim.text):
        return number
    for place in _of_sentence(number, likeness):
        other = likeness.claims[place]
        related = other.id == claim.parent or other.parent == claim.id
        own = judged or torn
        near = _goes_on(other, claim, said, _GLUE if own else _LEAD) or (torn and _is_amid(claim, other, said))
        if related and (near or (not own and _goes_on(claim, other, said, _LEAD))):
            return place if len(_stretch(claim, other, said).split()) <= LONG else number
    return number


def _of_sentence(number: int, likeness: Likeness) -> Iterator[int]:
    """The claims of the sentence of a claim, by their numbers."""
    sentence = likeness.claims[number].sentence
    yield from reversed(list(takewhile(lambda n: likeness.claims[n].sentence == sentence, range(number - 1, -1, -1))))
    yield from takewhile(lambda n: likeness.claims[n].sentence == sentence, range(number + 1, len(likeness.claims)))


def is_open(claim: Claim, said: str) -> bool:
    """Whether a claim does not tell that it is so: until the judgment is final; so the town can sleep."""
    lead = _lead(claim, said)
    purpose = claim.kind == "adverbial" and lead.lower() == "so" and bool(_ABLE.search(claim.text))
    return purpose or bool(_NOT_SO.search(lead) or _AS_LONG.match(claim.text))


def _is_verbless(claim: Claim) -> bool:
    """Whether a clause is but what a verb makes of its object: held seven people | hostage for two days."""
    words = claim.text.lower()
    of_object = words == f"{claim.subject} {claim.predicate}".lower()
    return of_object or (claim.kind == "adverbial" and words.split()[:1] == [claim.predicate])


def _is_amid(claim: Claim, other: Claim, said: str) -> bool:
    """Whether a claim stands in the one gap of another one: set | the driver free | on Friday."""
    (begin, end), (start, close) = _reach(claim, said), _reach(other, said)
    return start < begin and end < close and close - start - len(f"{claim.text} {other.text}") <= len(", ,")


def _lead(claim: Claim, said: str) -> str:
    """What was cut off before a claim: that, until."""
    return said[claim.spans[0][0] : _reach(claim, said)[0]].strip(_QUOTE_EDGES)


def _reach(claim: Claim, said: str) -> tuple[int, int]:
    """Where the text of a claim begins and ends in the English of its sentence."""
    first, last, words = claim.spans[0][0], claim.spans[-1][1], claim.text.split()
    start, close = " ".join(words[:2]), " ".join(words[-2:])
    begin = max(first, said.find(start, first))
    end = said.find(close, max(begin, begin + len(claim.text) - len(close) - len(", ,")), last)
    return begin, end + len(close) if end >= 0 else last


def _stretch(claim: Claim, other: Claim, said: str) -> str:
    """What stands from the first of two claims to the last, with what joins the second to the first."""
    (begin, end), (start, close) = _reach(claim, said), _reach(other, said)
    begin = min(begin, claim.spans[0][0] if is_open(claim, said) else begin)
    return said[min(begin, start) : max(end, close)]


def _is_denied_outside(claim: Claim) -> bool:
    """Whether what denies a claim is not in its words: the ministry denied that | it had been warned."""
    return (
        claim.polarity < 0
        and _DENIALS.isdisjoint(claim.lemmas)
        and _DENIALS.isdisjoint(_WORDS.findall(claim.text.lower()))
    )


def _following(number: int, likeness: Likeness) -> Iterator[Claim]:
    """The claims after one in its sentence."""
    yield from (likeness.claims[place] for place in _of_sentence(number, likeness) if place > number)


def _completes(claim: Claim, other: Claim) -> bool:
    """Whether a claim that follows another is a part of it that the words before it call for: among those | still
    missing; rejected calls | to quit; ruled out | leaving."""
    if other.kind == "relative":
        return not _BESIDE.match(other.text) and not _APPOSITION.search(claim.text)
    particle = claim.predicate.partition(" ")[2]
    particle_first = bool(particle) and claim.text.endswith(particle)
    return other.kind == "said" or _is_verbless(other) or other.text.startswith("to ") or particle_first


def _goes_on(claim: Claim, other: Claim, said: str, glue: re.Pattern[str]) -> bool:
    """Whether a claim begins where another one ends, but for what may join them."""
    end, start = _reach(claim, said)[1], _reach(other, said)[0]
    return bool(said) and end <= start and bool(glue.fullmatch(said[end:start]))


def _opening(number: int, likeness: Likeness) -> str:
    """The words that a verb shares with the one before it, or with one before that: the plant could close | and reopen;
    used a crane to lift the beam | and free the boy. "" where it shares none."""
    claim = likeness.claims[number]
    if claim.kind != "coordinate":
        return ""  # as most
    others = {likeness.claims[place].id: likeness.claims[place] for place in _of_sentence(number, likeness)}
    above = others.get(claim.parent)
    while above is not None and _is_told_alike(claim, above):
        if opening := _opening_of(above, claim):
            return opening
        above = others.get(above.parent) if above.kind == "coordinate" else None
    return ""


def _is_told_alike(claim: Claim, above: Claim) -> bool:
    """Whether two claims are of one subject, and as sure, and both affirmed or denied."""
    return (claim.subject, claim.certainty, claim.polarity) == (above.subject, above.certainty, above.polarity)


def _opening_of(above: Claim, claim: Claim) -> str:
    """The words of one claim between its subject and its verb, if the verb of another one can follow them."""
    predicate, verb = claim.predicate.split()[:1], claim.text.removeprefix("to ").split()[:1]
    if not predicate:
        return ""
    told = above.text.partition(above.subject)[2] if above.subject and above.subject in above.text else above.text
    stem = above.predicate[:STEM_OF_VERB]
    for match in _AUXILIARY.finditer(told):
        before = told[: match.start()].split()[-1:]
        near = any(word.startswith(stem) for word in (match["verb"], *before))
        inflected = match["helping"] or match["denied"]
        if (inflected and verb != predicate) or (not inflected and near and verb == predicate):
            return told[: match.end()].lstrip(_QUOTE_EDGES)
    return ""


def _has_lost_reserve(claim: Claim, text: str) -> bool:
    """Whether what makes a claim unsure is not in its words: investigators suspect that, whether … is unclear."""
    told = frozenset(re.findall(r"[a-z]+", text.lower()))
    open_ = claim.certainty == "hedged" or (claim.certainty == "conditional" and claim.kind == "said")
    return open_ and told.isdisjoint(DOUBTFUL | HEARSAY | {"whether", "if"}) and not _RESERVED.search(text)


def _whole_claim(claim: Claim, own: Claim, members: Iterable[Claim], said: str) -> Claim:
    """A claim with the claims that hang on it and go on where it ends: at a time | when prices rise.

    A claim that is cut there says less than its outlet does, or nothing. Not one whose joining word was cut off (as,
    because), or that would need a comma.

    Args:
        own: the one that it is told for, which cannot be read without it.
    """
    begin, ends = _reach(claim, said)
    text, lead, members = claim.text, _lead(claim, said), [m for m in members if m.sentence == claim.sentence]
    framed = claim.source.speaker.lower() in NOT or (claim.kind == "said" and lead and _is_verbless(claim))
    quoted = claim.source.manner == "quoted" and said and not re.search(f"[{_MARKS}]", said[begin:ends])
    if framed or (claim.kind == "main" and _AMID.fullmatch(lead)):  # nobody told us that; with the tunnel shut, …
        text = said[claim.spans[0][0] : begin].lstrip(_QUOTE_EDGES) + text
    elif quoted or any(_is_verbless(member) and _is_amid(member, claim, said) for member in members):
        text = said[begin:ends]  # neither a quotation nor a verb is cut from what belongs to it
    if own is not claim:
        text, ends = _stretch(own, claim, said), max(ends, _reach(own, said)[1])
    taken = {claim.id, own.id}
    for member in sorted(members, key=lambda member: member.spans[0]):
        start, end = _reach(member, said)
        hangs = member.parent in taken and member.kind != "coordinate"
        glue = said[ends:start]
        glue = glue.replace(",", "") if not member.subject or _BESIDE.match(member.text) else glue
        if member.id in taken or not hangs or ends > start or not _GLUE.fullmatch(glue):
            continue
        if FEWEST <= len(member.text.split()) <= WHOLE - len(text.split()):
            text, ends = f"{text}{said[ends:start]}{member.text}", end
            taken.add(member.id)
    return replace(claim, text=text)


def _frameless(text: str) -> tuple[str, str]:
    """What is quoted, without who says so after the closing mark, and the full name there: `No," says Ann Hill`."""
    frame = _FRAME.match(text)
    if not frame:
        return text, ""
    full_name = FULL_NAME.search(frame[2])
    return frame[1].rstrip(" ,;:"), full_name[0] if full_name else ""


def _tells(claim: Claim, text: str) -> bool:
    """Whether an outlet tells it in its own words, with some between marks: Hill praised the “calm” and “order”."""
    before, *within = re.split(f"[{_MARKS}]", text, maxsplit=1)
    subject = claim.subject
    return bool(within) and bool(subject) and not is_pronoun(subject) and before.startswith(f"{subject} ")


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


def uncapitalised(text: str) -> str:
    """With a small letter first."""
    return text[:1].lower() + text[1:]


def _without_marks(text: str) -> str:
    """Without quotation marks, if one of them has no partner."""
    torn = text.count('"') % 2 or text.count("“") != text.count("”") or text.count("«") != text.count("»")
    return re.sub(f"[{_MARKS}]", "", text) if torn else text


def holds(text: str, words: str) -> bool:
    """Whether a text has these words, of whatever case."""
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.I))


def _with_both_commas(text: str, claim: Claim) -> str:
    """A clause with both or none of the commas about what stands beside its subject, of which one went with a clause
    that was cut out: The pact, [signed in May,] runs; its head, Ann Hill[, who is ill,] resigned."""
    if not claim.subject or "," in claim.subject:
        return text
    before, subject, rest = text.partition(claim.subject)
    verb = re.search(rf" (?={BEING}|{re.escape(claim.predicate[:STEM])})", rest)
    if before or not rest.startswith(", ") or rest.count(",") > 1 or len(claim.spans) == 1 or not verb:
        return text
    beside = rest[: verb.start()]
    if RELATIVE.search(beside.rpartition(" ")[2]):
        return text
    return f"{before}{subject}{beside + ',' if len(beside) > 1 else ''}{rest[verb.start() :]}"


def needs_subject(claim: Claim) -> bool:
    """Whether its subject has to be put before it."""
    return bool(claim.subject) and not holds(claim.text, claim.subject)


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
    said = claim.source.manner == "quoted" or (speaker and not is_pronoun(speaker))  # her son said he was ill
    if subject.lower() in PERSONAL and not said:
        subject = antecedent(number, likeness, likeness.persons.subjects) or subject
        if text.lower().startswith(f"{claim.subject.lower()} ") and subject != claim.subject:
            return f"{subject} {text[len(claim.subject) + 1 :]}"
    if not text or not subject or holds(text, subject) or holds(text, claim.subject):
        return text
    if is_pronoun(subject) and (claim.kind != "coordinate" or RELATIVE.match(f"{subject} ")):
        return text
    bare, subject = RELATIVE.sub("", text), subject.partition(text)[0].rstrip(" ,") or subject
    is_name = any(bare.startswith(name.split()[0]) for name in claim.names)
    return f"{subject} {bare if is_name else uncapitalised(bare)}"
