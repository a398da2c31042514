"""Whose words a claim is: the outlet's own or somebody's, quoted or reported, this speaker's or that one's."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, product, starmap

from pipeline.compare import words
from pipeline.compare.agreeing import denies_otherwise
from pipeline.compare.answering import ClaimMatch, Part, like
from pipeline.compare.opposed import Labelled, opposed
from pipeline.compare.original import names_source, reports, shows
from pipeline.compare.persons import Mention, Referents, all_names, beside, names_of, stands_for
from pipeline.compare.said import Found, Held, Opened, Said
from pipeline.data import Claim, Manner
from pipeline.language import lexicon
from pipeline.language.claims import (
    ASKING,
    BODIES,
    DISMISSING,
    OF_MIND,
    OFFICES,
    ONE_BODY,
    REFUTING,
    SAYING,
    SPEAKING_BODIES,
    SPEAKING_FOR_ANOTHER,
    is_pronoun,
)
from pipeline.language.quotations import has_marks

CHANCE, IN_COMMON = 0.55, 0.5  # of saying the same, and of all words, where few of them say something
VERBATIM = 0.6  # words in common, from which one report is surely the other without its source
WORDS = 0.25  # the least of their words in common, for one to be the outlet's and the other somebody's
SAME_WORDS = 0.75  # in common, with which two reports are of one statement, so that two names for its speaker differ
LIKELY = 0.8  # the chance, in one statement, with which nothing is asked of their words
LEAST, QUOTED = 0.5, 0.45  # the least likeness of two claims, of two quotations


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: the stems of their names, and of all words for them."""

    names: frozenset[str]
    words: frozenset[str]

    def may_be(self, rival: "Speaker") -> bool:
        """Whether two can be one: by their names, where both have one; there are many ministers."""
        named = self.names and rival.names
        left, right = (self.names, rival.names) if named else (self.words, rival.words)
        # a name means nothing else: Stone is not Rock
        return bool(left & right if named else words.shared(left, right)) or any(
            starmap(words.spelled_alike, product(left, right))
        )


_BY_AGE = re.compile(r"the [\w-]+[- ]year[- ]old\b", re.I)  # it stands for a name like a pronoun
_BY_NATION = re.compile(  # so does the Dane
    r"[Tt]he (?:[\w-]+ )?(?:[A-Z]\w+(?:an|ian|ard|ese|ish|man|woman|er)|Dane|Swede|Finn|Pole|Turk|Serb|Croat|Scot"
    r"|Briton|Czech|Greek|Swiss|Dutch)"
)
# a head of government has another office's name as well
_STEMS_OF_OFFICES = words.stems(" ".join(OFFICES - {"head", "leader", "chief", "boss"}))
_SPEAKING_FOR_ONE = SPEAKING_BODIES | OFFICES - SPEAKING_FOR_ANOTHER - {"official", "officer"}
_JUDGING = OF_MIND | {"consider", "regard", "think", "find", "deem", "hold"}
_TOLD = (
    r"\b(?:told|tells?|telling|informed|assured|to|with|in|on|at)"
    r"(?: (?:the|news|agency|radio|broadcaster|channel|newspaper|daily|weekly|magazine)){0,3} "
)
_ALLEGED = re.compile(r"\b(?:reported|alleged|supposed|purported|rumou?red)(?:ly)?\b", re.I)
_WOULD_HAVE = re.compile(r"\bwould (?:\w+ )?have\b", re.I)  # signed, as the French say for "is said to have signed"
_SINGLE = re.compile(r"(?<!\w)['‘][^'‘’]+['’]?")  # quotation marks that may be apostrophes
_LABELS: Mapping[Manner, str] = {"own": "the outlet's own words", "reported": "reported", "quoted": "quoted"}


def differing(opened: Opened) -> Iterator[Found]:
    """Like claims that are not the same one's words, at most one a pair of sentences."""
    meant = opened.meant.speaking
    speakers, following, holders = _speakers(opened, meant), _after_speech(opened), _holders(opened)

    heard: dict[tuple[str, str], Speaker] = {}  # who is named as a side: the sentence, the words for them

    def by_speaker(match: ClaimMatch, *, sure: bool = True) -> tuple[Labelled, Labelled] | None:
        sides = _by_speaker(match, speakers, holders, opened.meant, sure=sure)
        heard.update({(side.part.said.sentence.id, side.label): speakers[side.part.claim.id] for side in sides or ()})
        return sides

    def verbatim(match: ClaimMatch) -> bool:
        named = all(speakers[part.claim.id].names for part in (match.left, match.right))
        return named and match.likely(LIKELY) and match.by_words >= SAME_WORDS

    def judged(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
        likely = match.likely(LIKELY)
        if not match.likest and not likely:
            return None
        if match.left.claim.polarity != match.right.claim.polarity and not (likely and denies_otherwise(match)):
            return None
        left, right = (_voice(part, opened) for part in (match.left, match.right))
        if "quoted" in (left, right):
            left, right = (_reported_above(part, voice) for part, voice in ((match.left, left), (match.right, right)))
        if left == right == "quoted":
            return by_speaker(match) if _one_quotation(match) else None
        if left == right == "reported" and match.of_one and (verbatim(match) or _bodies(match)):
            return by_speaker(match, sure=False)  # both may have said it
        if match.likeness < LEAST or left == right or "unclear" in (left, right):
            return None
        if not likely and (not match.of_one or match.by_words < WORDS):
            return None
        outlets, other = (match.left, match.right) if left == "own" else (match.right, match.left)
        told = not like(other.claim.predicate, outlets.claim.predicate) or outlets.claim.predicate in SAYING | OF_MIND
        speaker = _speaker_text(other.said, other.claim)
        saying = words.stems(f"{speaker} {beside(other, speaker)}") | speakers[other.claim.id].words
        if told and words.shared(words.stems(outlets.claim.subject), saying):
            return None  # "No comment", said the bank; the bank declined to comment
        body = not speakers[other.claim.id].names and not BODIES.isdisjoint(speaker.lower().split())
        if body and outlets.claim.predicate in OF_MIND | ASKING:
            return None  # the company insists on it, Noctis wants it
        if outlets.claim.predicate in REFUTING | DISMISSING:
            return None  # what somebody rejects is his denial
        if "own" in (left, right) and (outlets.claim.certainty == "hedged" or _ALLEGED.search(outlets.said.english)):
            return None  # "reportedly" is somebody's word, too
        if _WOULD_HAVE.search(outlets.claim.text) and not _WOULD_HAVE.search(other.claim.text):
            return None
        sides = _label(match.left, left, following), _label(match.right, right, following)
        reported = match.left if left == "reported" else match.right
        if {left, right} == {"quoted", "reported"} and _SINGLE.search(reported.said.english):
            return None
        if {left, right} == {"quoted", "reported"} and not _says_before(reported):
            return replace(sides[0], sure=False), sides[1]  # somebody's words that come first may lack their marks
        if {left, right} == {"own", "reported"} and match.by_words < VERBATIM:
            return replace(sides[0], sure=False), sides[1]  # an outlet may know what another one was told
        return sides

    def of_one(left: Held, right: Held) -> bool:
        speaking = [heard.get((side.said.sentence.id, side.value)) for side in (left, right)]
        return left.value == right.value or bool(speaking[0] and speaking[1] and speaking[0].may_be(speaking[1]))

    # Of sentences that are only alike, what else each article says of it may have the same source.
    answers = [answer for answer in opened.answers if answer.joined]
    return opposed("attribution", answers, judged, QUOTED, "Not the same one's words", agree=of_one)


def _one_quotation(match: ClaimMatch) -> bool:
    """Whether two quotations may be of the same words, the small ones counted: nobody told us where to go."""
    if match.by_words >= QUOTED:
        return True
    left, right = (set(re.findall(r"\w+", part.claim.text.lower())) for part in (match.left, match.right))
    return match.likely(CHANCE) and 2 * len(left & right) >= IN_COMMON * (len(left) + len(right))


def _voice(part: Part, opened: Opened) -> Manner:
    """Whose words a claim is; unclear in a title, in a clause that hangs on another, inside a long quotation."""
    manner, line = part.claim.source.manner, part.said
    if manner == "quoted":
        return manner
    speaker = words.stems(part.claim.source.speaker)
    if speaker and speaker <= words.stems(opened.articles[line.article].outlet):
        return "own"  # the Herald has learned
    if manner == "own" and line.machine and reports(line):
        return "reported" if names_source(line) else "unclear"
    quoting = line.sentence.lang != opened.articles[line.article].lang  # an article quotes by leaving its language
    if quoting or line.inside or line.sentence.kind == "title" or part.claim.kind in ("relative", "adverbial"):
        return "unclear"
    if manner == "own" and (_is_opinion(part) or any(c.source.manner in ("reported", "quoted") for c in line.claims)):
        return "unclear"
    return manner


def _reported_above(part: Part, voice: Manner) -> Manner:
    """Reported where it is unclear whose words a clause is that hangs on reported ones: she had no lessons to take."""
    if voice != "unclear" or part.said.inside or has_marks(part.said.english):
        return voice
    above = (claim.source.manner for claim in part.said.claims if claim.id == part.claim.parent)
    return "reported" if _is_opinion(part) or next(above, "") == "reported" else voice


def _is_opinion(part: Part) -> bool:
    """Whether a claim hangs on what somebody thinks: considers the picture genuine."""
    return any(claim.id == part.claim.parent and claim.predicate in _JUDGING for claim in part.said.claims)


def _label(part: Part, manner: Manner, following: frozenset[str]) -> Labelled:
    """A claim and its manner; it is not sure where it may go on with somebody's words, or quotes a part of them."""
    line = part.said
    marked = has_marks(line.english) or has_marks(line.sentence.text) or _SINGLE.search(line.english)
    whole = manner == "quoted" or not marked
    by_claim = part.claim.source.manner == manner or len(line.claims) == 1
    sure = whole and by_claim and part.claim.kind != "coordinate"
    if manner == "own":
        sure = sure and part.claim.kind == "main" and line.sentence.id not in following
    if manner == "quoted":
        sure = sure and bool(part.claim.source.speaker)
    return Labelled(part, _LABELS[manner], shows(line, manner), sure)


def _says_before(part: Part) -> bool:
    """Whether who says it is told before what is said."""
    return part.claim.source.end <= part.said.english.find(part.claim.text[:20])


def _after_speech(opened: Opened) -> frozenset[str]:
    """The sentences (ids) before which another one of their article has somebody's words and nothing else."""
    following: set[str] = set()
    reporting: dict[str, bool] = {}
    for line in opened.said.values():
        if reporting.get(line.article):
            following.add(line.sentence.id)
        manners = {claim.source.manner for claim in line.claims}
        reporting[line.article] = bool(manners & {"reported", "quoted"}) and "own" not in manners
    return frozenset(following)


def _bodies(match: ClaimMatch) -> bool:
    """Whether both speakers of like words are bodies or offices that do not stand for one another, such as police and
    hospital."""
    return match.by_words >= LEAST and all(
        not _SPEAKING_FOR_ONE.isdisjoint(words_of(part)) for part in (match.left, match.right)
    )


def words_of(part: Part) -> list[str]:
    """The words of a claim's speaker, small."""
    return _speaker_text(part.said, part.claim).lower().split()


def _speaker_text(line: Said, claim: Claim) -> str:
    """The words for who says a claim; of a quotation, for who says another part of it or speaks beside it."""
    if claim.source.speaker or claim.source.manner != "quoted":
        return claim.source.speaker
    beside = (part.source.speaker for part in line.claims if part.source.manner == "quoted" and part.source.speaker)
    saying = (part.subject for part in line.claims if part.source.manner == "unclear" and part.predicate in SAYING)
    return next(chain(beside, saying), "")


def _by_speaker(
    match: ClaimMatch,
    speakers: Mapping[str, Speaker],
    holders: Mapping[str, frozenset[str]],
    meant: Referents,
    *,
    sure: bool = True,
) -> tuple[Labelled, Labelled] | None:
    """Two sides, if it is told of both who speaks, and they can not be one."""
    parts = (match.left, match.right)
    left, right = (speakers[part.claim.id] for part in parts)
    if not left.words or not right.words or left.may_be(right):
        return None
    if not sure and any(all(not body.isdisjoint(words_of(part)) for part in parts) for body in ONE_BODY):
        return None
    spoken = [_speaker_text(part.said, part.claim) for part in parts]
    unnamed = [not text or is_pronoun(text) for text in spoken]
    if any(lost and part.claim.id not in meant.speaking for lost, part in zip(unnamed, parts, strict=True)):
        return None  # she, and somebody: whom they stand for was only guessed
    for part, speaker, rival in ((parts[0], left, right), (parts[1], right, left)):
        if not _has_name(part) and any(
            words.shared(holders.get(word, frozenset()), rival.names) for word in speaker.words
        ):
            return None  # the president and Maurel, who is president elsewhere
    man_and_woman = {meant.gender(text) for text in spoken} == {"he", "she"}
    if bool(left.names) != bool(right.names) and not man_and_woman and not _of_two_offices(left, right, holders):
        return None  # the 23-year-old may be anybody
    if any(
        lost and _names_in(part.said, rival) for lost, part, rival in zip(unnamed, parts, (right, left), strict=True)
    ):
        return None  # the parser has lost who speaks, but it is the other's speaker
    certain = sure and not any(unnamed) and bool(left.names) == bool(right.names)
    first, second = (Labelled(part, text or "somebody", sure=certain) for part, text in zip(parts, spoken, strict=True))
    return first, second


def _of_two_offices(left: Speaker, right: Speaker, holders: Mapping[str, frozenset[str]]) -> bool:
    """Whether both have an office, and that of who has no name here is one whose holder has one elsewhere."""
    unnamed, named = (left, right) if right.names else (right, left)
    return not _STEMS_OF_OFFICES.isdisjoint(named.words) and any(
        word in holders for word in unnamed.words & _STEMS_OF_OFFICES
    )


def _names_in(line: Said, speaker: Speaker) -> bool:
    return bool(words.shared(speaker.names, words.stems(line.english)))


def _has_name(part: Part) -> bool:
    """Whether the words for who speaks have a name, and not only as whose office it is: Lyon's mayor."""
    spoken = _speaker_text(part.said, part.claim).split()[1:]
    return any(word[:1].isupper() and not re.search(r"['’]s?$", word) for word in spoken)


def _holders(opened: Opened) -> dict[str, frozenset[str]]:
    """Office (stem) → the stems of the names that any article gives its holder."""
    holders: dict[str, frozenset[str]] = {}
    for office, name in (pair for line in opened.said.values() for claim in line.claims for pair in claim.offices):
        stem = lexicon.stem(office, "en")
        holders[stem] = holders.get(stem, frozenset()) | words.stems(name)
    return holders


def _speakers(opened: Opened, meant: Mapping[str, Mention]) -> dict[str, Speaker]:
    """Claim (id) → who says it; of a pronoun, whom it stands for.

    Where that is not told, or where nobody is named, all stand whom the sentence before in which anybody is named has.
    """
    speakers: dict[str, Speaker] = {}
    last: dict[str, Speaker] = {}
    for line in opened.said.values():
        for claim in line.claims:
            speaker = _speaker(line, claim)
            if (person := meant.get(claim.id)) and not speaker.words:
                named = words.stems(" ".join(names_of(person.part, person.text)))
                speaker = Speaker(named, named | words.stems(person.text))
            speakers[claim.id] = speaker if speaker.words else last.get(line.article, speaker)
        roles = " ".join(f"{claim.subject} {claim.source.speaker}" for claim in line.claims)
        if names := all_names(line):
            bearers = [name for claim in line.claims for _, name in claim.offices]
            beside = [name for name in names for claim in line.claims if f"{claim.subject}, {name}" in line.english]
            acting = words.stems(" ".join([name for name in names if name in roles] + beside or bearers or names))
            last[line.article] = Speaker(acting, acting | words.stems(roles))
    return speakers


def _is_told_or_owner(name: str, text: str) -> bool:
    """Whether a name is of whom somebody told it, of a place, or of an owner: told the BBC, in Lyon, Lyon's mayor."""
    name = re.escape(name)
    told = re.search(rf"{_TOLD}{name}\b", text) and not re.search(rf"\b[Aa]ccording to \W*{name}", text)
    return bool(told or re.search(rf"{name}['’]s?\b", text))


def _speaker(line: Said, claim: Claim) -> Speaker:
    """By the names outside of what is said, and the words for who says it."""
    speaker = _speaker_text(line, claim)
    whole = " ".join(line.english[start:end] for start, end in claim.spans)
    beside = [name for name in claim.names if name in whole and name not in claim.text]
    # The parser may put who speaks into another clause than what is said.
    beside += [name for part in line.claims for name in part.names if name in speaker]
    named = " ".join(name for name in beside if not _is_told_or_owner(name, whole))
    own = (word for word in named.split() if not word[:1].islower() and word.lower() not in OFFICES)
    names = words.stems(" ".join(own))
    if _BY_NATION.fullmatch(speaker):
        return Speaker(frozenset(), frozenset())
    pronoun = is_pronoun(speaker) or _BY_AGE.match(speaker) or stands_for(speaker)
    return Speaker(names, names if pronoun else names | words.stems(speaker))
