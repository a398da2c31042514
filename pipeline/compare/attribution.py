"""Whose words a claim is: the outlet's own or somebody's, quoted or reported, this speaker's or that one's."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.compare import words
from pipeline.compare.answering import Match, Part
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
    speakers, after = _speakers(opened), _after_speech(opened)

    def judged(match: Match) -> tuple[Labelled, Labelled] | None:
        if not match.likest or match.left.claim.polarity != match.right.claim.polarity:
            return None
        left, right = (_voice(part, opened) for part in (match.left, match.right))
        if left == right == "quoted":
            return _by_speaker(match, speakers) if match.by_words >= QUOTED else None
        if left == right == "reported" and match.of_one and match.by_words >= LEAST and _bodies(match):
            return _by_speaker(match, speakers, sure=False)  # both may have said it
        if match.likeness < LEAST or not match.of_one or left == right or "unclear" in (left, right):
            return None
        own = match.left if left == "own" else match.right
        if "own" in (left, right) and own.claim.certainty == "hedged":
            return None  # "reportedly" is somebody's word, too
        sides = _labelled(match.left, left, after), _labelled(match.right, right, after)
        if {left, right} == {"quoted", "reported"} and not _says_before(
            match.left if left == "reported" else match.right
        ):
            return replace(sides[0], sure=False), sides[1]  # somebody's words that come first may lack their marks
        return sides

    return opposed("attribution", opened.answers, judged, QUOTED, "Not the same one's words: {}.")


def _voice(part: Part, opened: Opened) -> Manner:
    """Whose words a claim is; unclear in a title, in a clause that hangs on another, inside a long quotation."""
    manner, said = part.claim.source.manner, part.said
    if manner == "quoted":
        return manner
    if manner == "own" and said.machine and reports(said):
        return "reported" if names_source(said) else "unclear"
    quoting = said.sentence.lang != opened.articles[said.article].lang  # an article quotes by leaving its language
    if quoting or said.inside or said.sentence.kind == "title" or part.claim.kind in ("relative", "adverbial"):
        return "unclear"
    if manner == "own" and any(claim.source.manner in ("reported", "quoted") for claim in said.claims):
        return "unclear"
    return manner


def _labelled(part: Part, manner: Manner, after: frozenset[str]) -> Labelled:
    """A claim and its manner; it is not sure where it may go on with somebody's words, or quotes a part of them."""
    said = part.said
    whole = manner == "quoted" or not (has_marks(said.english) or has_marks(said.sentence.text))
    by_claim = part.claim.source.manner == manner or len(said.claims) == 1
    sure = whole and by_claim and part.claim.kind != "coordinate"
    if manner == "own":
        sure = sure and part.claim.kind == "main" and said.sentence.id not in after
    if manner == "quoted":
        sure = sure and bool(part.claim.source.speaker)
    return Labelled(part, _LABELS[manner], shows(said, manner), sure)


def _says_before(part: Part) -> bool:
    """Whether who says it is told before what is said."""
    return part.claim.source.end <= part.said.english.find(part.claim.text[:20])


def _after_speech(opened: Opened) -> frozenset[str]:
    """The sentences (ids) before which another one of their article has somebody's words and nothing else."""
    found: set[str] = set()
    reporting: dict[str, bool] = {}
    for said in opened.said.values():
        if reporting.get(said.article):
            found.add(said.sentence.id)
        manners = {claim.source.manner for claim in said.claims}
        reporting[said.article] = bool(manners & {"reported", "quoted"}) and "own" not in manners
    return frozenset(found)


def _bodies(match: Match) -> bool:
    """Whether both speakers are bodies that do not stand for one another, such as police and hospital."""
    return all(not SPEAKING_BODIES.isdisjoint(words_of(part)) for part in (match.left, match.right))


def words_of(part: Part) -> list[str]:
    """The words of a claim's speaker, small."""
    return part.claim.source.speaker.lower().split()


def _by_speaker(
    match: Match, speakers: Mapping[str, frozenset[str]], *, sure: bool = True
) -> tuple[Labelled, Labelled] | None:
    """Two sides, if both speakers are named and no word is in both names."""
    left, right = (speakers.get(part.claim.id, frozenset()) for part in (match.left, match.right))
    if not left or not right or words.shared(left, right):
        return None
    named = all(part.claim.source.speaker.lower() not in ("", *PRONOUNS) for part in (match.left, match.right))
    return tuple(
        Labelled(part, part.claim.source.speaker or "somebody", sure=sure and named)
        for part in (match.left, match.right)
    )  # type: ignore[return-value]


def _speakers(opened: Opened) -> dict[str, frozenset[str]]:
    """Claim (id) → the stems of the names and offices of who says it.

    Of a pronoun, or where nobody is named, those of all whom the sentence before in which anybody is named has.
    """
    found: dict[str, frozenset[str]] = {}
    last: dict[str, frozenset[str]] = {}
    for said in opened.said.values():
        before = last.get(said.article, frozenset())
        for claim in said.claims:
            named = _speaker(said, claim)
            pronoun = claim.source.speaker.lower() in PRONOUNS or not claim.source.speaker
            found[claim.id] = (named | before if before else frozenset()) if pronoun else named
        roles = " ".join(f"{claim.subject} {claim.source.speaker}" for claim in said.claims)
        names = [name for claim in said.claims for name in claim.names]
        if names:
            bearers = [name for claim in said.claims for _, name in claim.offices]
            acting = [name for name in names if name in roles] + bearers
            last[said.article] = words.stems(" ".join((*(acting or names), roles)))
    return found


def _speaker(said: Said, claim: Claim) -> frozenset[str]:
    """The stems of the words of a claim that are not what it says: who says it, and how."""
    whole = " ".join(said.english[start:end] for start, end in claim.spans)
    return (words.stems(whole) - words.stems(claim.text)) | words.stems(claim.source.speaker)
