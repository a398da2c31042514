"""Whose words a claim is: the outlet's own or somebody's, quoted or reported, this speaker's or that one's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.compare import words
from pipeline.compare.answering import Answer, Match, Part
from pipeline.compare.opposed import Labelled, opposed
from pipeline.compare.said import Found, Opened
from pipeline.data import Manner, Source
from pipeline.language.claims import PRONOUNS

LEAST, QUOTED = 0.5, 0.4  # the least likeness of two claims, of two quotations
_LABELS: Mapping[Manner, str] = {"own": "the outlet's own words", "reported": "reported", "quoted": "quoted"}


def differing(answers: Sequence[Answer], opened: Opened) -> Iterator[Found]:
    """Like claims that are not the same one's words, at most one a pair of sentences."""
    speakers = _speakers(opened)

    def judged(answer: Answer, match: Match) -> tuple[Labelled, Labelled] | None:
        if match is not answer.matches[0] or match.left.claim.polarity != match.right.claim.polarity:
            return None
        left, right = (_voice(part, speakers) for part in (match.left, match.right))
        if left.manner == right.manner == "quoted":
            return _by_speaker(match, left.speaker, right.speaker)
        if match.likeness < LEAST or left.manner == right.manner or "unclear" in (left.manner, right.manner):
            return None
        return Labelled(match.left, _LABELS[left.manner]), Labelled(match.right, _LABELS[right.manner])

    return opposed("attribution", answers, judged, QUOTED, "Not the same one's words: {}.")


def _voice(part: Part, speakers: Mapping[str, str]) -> Source:
    """Whose words a claim is, where that can be told: not of a title, a clause that hangs on another, a long quotation."""
    source, said = part.claim.source, part.said
    speaker = speakers.get(part.claim.id, "")
    if source.manner == "quoted":
        return replace(source, speaker=speaker)
    if said.inside or said.sentence.kind == "title" or part.claim.kind in ("relative", "adverbial"):
        return Source("unclear")
    if source.manner == "own" and any(claim.source.manner in ("reported", "quoted") for claim in said.claims):
        return Source("unclear")
    return replace(source, speaker=speaker)


def _by_speaker(match: Match, left: str, right: str) -> tuple[Labelled, Labelled] | None:
    """Two sides, if both speakers are named and no word is in both names."""
    if not left or not right or words.shared(words.stems(left), words.stems(right)):
        return None
    return Labelled(match.left, left), Labelled(match.right, right)


def _speakers(opened: Opened) -> dict[str, str]:
    """Claim (id) → the name of who says it; of a pronoun, that of whom the article has named last."""
    found: dict[str, str] = {}
    last: dict[str, str] = {}
    for said in opened.said.values():
        for claim in said.claims:
            speaker = claim.source.speaker
            if speaker.lower() in PRONOUNS or (not speaker and claim.source.manner == "quoted"):
                found[claim.id] = last.get(said.article, "")
            elif _named(speaker):
                found[claim.id] = speaker
        for claim in said.claims:
            named = [name for name in (claim.subject, claim.source.speaker) if _named(name)]
            last[said.article] = named[-1] if named else last.get(said.article, "")
    return found


def _named(name: str) -> bool:
    return any(word[:1].isupper() for word in name.split()) and name.lower() not in PRONOUNS
