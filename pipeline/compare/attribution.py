"""Whose words a claim is: the outlet's own or somebody's, quoted or reported, this speaker's or that one's."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.compare import words
from pipeline.compare.answering import ClaimMatch, Part
from pipeline.compare.opposed import Labelled, opposed
from pipeline.compare.original import names_source, reports, shows
from pipeline.compare.said import Found, Opened, Said
from pipeline.data import Claim, Manner
from pipeline.language.claims import PRONOUNS, SPEAKING_BODIES
from pipeline.language.quotations import has_marks

LEAST, QUOTED = 0.5, 0.45  # the least likeness of two claims, of two quotations
_LABELS: Mapping[Manner, str] = {"own": "the outlet's own words", "reported": "reported", "quoted": "quoted"}


def differing(opened: Opened) -> Iterator[Found]:
    """Like claims that are not the same one's words, at most one a pair of sentences."""
    speakers, following = _speakers(opened), _after_speech(opened)

    def judged(match: ClaimMatch) -> tuple[Labelled, Labelled] | None:
        if not match.likest or match.left.claim.polarity != match.right.claim.polarity:
            return None
        left, right = (_voice(part, opened) for part in (match.left, match.right))
        if left == right == "quoted":
            return _by_speaker(match, speakers) if match.by_words >= QUOTED else None
        if left == right == "reported" and match.of_one and match.by_words >= LEAST and _bodies(match):
            return _by_speaker(match, speakers, sure=False)  # both may have said it
        if match.likeness < LEAST or not match.of_one or left == right or "unclear" in (left, right):
            return None
        outlets = match.left if left == "own" else match.right
        if "own" in (left, right) and outlets.claim.certainty == "hedged":
            return None  # "reportedly" is somebody's word, too
        sides = _labelled(match.left, left, following), _labelled(match.right, right, following)
        if {left, right} == {"quoted", "reported"} and not _says_before(
            match.left if left == "reported" else match.right
        ):
            return replace(sides[0], sure=False), sides[1]  # somebody's words that come first may lack their marks
        return sides

    return opposed("attribution", opened.answers, judged, QUOTED, "Not the same one's words: {}.")


def _voice(part: Part, opened: Opened) -> Manner:
    """Whose words a claim is; unclear in a title, in a clause that hangs on another, inside a long quotation."""
    manner, line = part.claim.source.manner, part.said
    if manner == "quoted":
        return manner
    if manner == "own" and line.machine and reports(line):
        return "reported" if names_source(line) else "unclear"
    quoting = line.sentence.lang != opened.articles[line.article].lang  # an article quotes by leaving its language
    if quoting or line.inside or line.sentence.kind == "title" or part.claim.kind in ("relative", "adverbial"):
        return "unclear"
    if manner == "own" and any(claim.source.manner in ("reported", "quoted") for claim in line.claims):
        return "unclear"
    return manner


def _labelled(part: Part, manner: Manner, following: frozenset[str]) -> Labelled:
    """A claim and its manner; it is not sure where it may go on with somebody's words, or quotes a part of them."""
    line = part.said
    whole = manner == "quoted" or not (has_marks(line.english) or has_marks(line.sentence.text))
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
    """Whether both speakers are bodies that do not stand for one another, such as police and hospital."""
    return all(not SPEAKING_BODIES.isdisjoint(words_of(part)) for part in (match.left, match.right))


def words_of(part: Part) -> list[str]:
    """The words of a claim's speaker, small."""
    return part.claim.source.speaker.lower().split()


def _by_speaker(
    match: ClaimMatch, speakers: Mapping[str, frozenset[str]], *, sure: bool = True
) -> tuple[Labelled, Labelled] | None:
    """Two sides, if both speakers are named and no word is in both names."""
    left, right = (speakers.get(part.claim.id, frozenset()) for part in (match.left, match.right))
    if not left or not right or words.shared(left, right):
        return None
    names_both = all(part.claim.source.speaker.lower() not in ("", *PRONOUNS) for part in (match.left, match.right))
    return tuple(
        Labelled(part, part.claim.source.speaker or "somebody", sure=sure and names_both)
        for part in (match.left, match.right)
    )  # type: ignore[return-value]


def _speakers(opened: Opened) -> dict[str, frozenset[str]]:
    """Claim (id) → the stems of the names and offices of who says it.

    Of a pronoun, or where nobody is named, those of all whom the sentence before in which anybody is named has.
    """
    speakers: dict[str, frozenset[str]] = {}
    last: dict[str, frozenset[str]] = {}
    for line in opened.said.values():
        previous = last.get(line.article, frozenset())
        for claim in line.claims:
            stems = _speaker(line, claim)
            pronoun = claim.source.speaker.lower() in PRONOUNS or not claim.source.speaker
            speakers[claim.id] = (stems | previous if previous else frozenset()) if pronoun else stems
        roles = " ".join(f"{claim.subject} {claim.source.speaker}" for claim in line.claims)
        names = [name for claim in line.claims for name in claim.names]
        if names:
            bearers = [name for claim in line.claims for _, name in claim.offices]
            acting = [name for name in names if name in roles] + bearers
            last[line.article] = words.stems(" ".join((*(acting or names), roles)))
    return speakers


def _speaker(line: Said, claim: Claim) -> frozenset[str]:
    """The stems of the words of a claim that are not what it says: who says it, and how."""
    whole = " ".join(line.english[start:end] for start, end in claim.spans)
    return (words.stems(whole) - words.stems(claim.text)) | words.stems(claim.source.speaker)
