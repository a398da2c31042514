"""A claim as words that can be read and compared by themselves."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.data import Claim
from pipeline.language.claims import PRONOUNS

_RELATIVE = re.compile(r"^(?:who|which|that|whom|whose)\b\s*", re.I)


def worded(claim: Claim) -> str:
    """Its text, with its subject before it where it has none of its own."""
    subject = claim.subject
    if not subject or subject.lower() in PRONOUNS or subject.lower() in claim.text.lower():
        return claim.text
    return f"{subject} {_RELATIVE.sub('', claim.text)}"


def to_embed(claims: Sequence[Claim], english: Mapping[str, str]) -> list[str]:
    """What stands for each claim as a vector: the whole sentence, of which one is there already, where it has no other.

    Args:
        english: sentence id → its English.
    """
    counts = Counter(claim.sentence for claim in claims)
    return [english[claim.sentence] if counts[claim.sentence] == 1 else worded(claim) for claim in claims]
