"""A claim as words that can be read and compared by themselves."""

import re
from collections.abc import Sequence

from pipeline.data import Claim
from pipeline.language.claims import PRONOUNS

_RELATIVE = re.compile(r"^(?:who|which|that|whom|whose)\b\s*", re.I)


def worded(claim: Claim) -> str:
    """Its text, with its subject before it where it has none of its own."""
    subject = claim.subject
    if not subject or subject.lower() in PRONOUNS or subject.lower() in claim.text.lower():
        return claim.text
    return f"{subject} {_RELATIVE.sub('', claim.text)}"


def wordings(text: str, claims: Sequence[Claim]) -> list[str]:
    """What stands for each claim of a text as a vector: the text itself, of which one is there already, where it has
    no other."""
    return [text] if len(claims) == 1 else [worded(claim) for claim in claims]
