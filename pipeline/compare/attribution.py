"""Whose words a claim is: the outlet's own or somebody's, quoted or reported, this speaker's or that one's."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.compare import words
from pipeline.compare.answering import Answer, Match
from pipeline.compare.opposed import Labelled, opposed
from pipeline.compare.said import Found
from pipeline.data import Article, Claim
from pipeline.language.claims import PRONOUNS

LEAST, QUOTED = 0.5, 0.4  # the least likeness of two claims, of two quotations


def differing(answers: Sequence[Answer], articles: Mapping[str, Article]) -> Iterator[Found]:
    """Like claims that are not the same one's words, at most one a pair of sentences."""
    return opposed("attribution", answers, _judged, QUOTED, "Not the same one's words: {}.")


def _judged(answer: Answer, match: Match) -> tuple[Labelled, Labelled] | None:
    left, right = match.left.claim, match.right.claim
    if match is not answer.matches[0] or left.polarity != right.polarity:
        return None
    manners = {left.source.manner, right.source.manner}
    if manners == {"quoted"}:
        if _two_speakers(left, right):
            return Labelled(match.left, left.source.speaker), Labelled(match.right, right.source.speaker)
        return None
    if match.likeness < LEAST or len(manners) == 1 or "unclear" in manners:
        return None
    return Labelled(match.left, _label(left)), Labelled(match.right, _label(right))


def _label(claim: Claim) -> str:
    return {"own": "the outlet's own words", "reported": "reported", "quoted": "quoted"}[claim.source.manner]


def _two_speakers(left: Claim, right: Claim) -> bool:
    """Whether two speakers are named that have no word in common."""
    names = [claim.source.speaker for claim in (left, right)]
    if any(not name or name.lower() in PRONOUNS or not any(word[:1].isupper() for word in name.split()) for name in names):
        return False
    return not words.shared(words.stems(names[0]), words.stems(names[1]))
