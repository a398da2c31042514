"""A claim as words that can be read and compared by themselves."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.data import Claim
from pipeline.language.claims import is_pronoun

_RELATIVE = re.compile(r"^(?:[Ww]ho|[Ww]hich|[Tt]hat|[Ww]hom|[Ww]hose)\b\s*")


class Named(NamedTuple):
    """Claim (id) → the words for whom "he" or "she" stands: where that is its subject, and where that says it."""

    subjects: Mapping[str, str]
    speakers: Mapping[str, str]


NOBODY = Named({}, {})


def worded(claim: Claim, person: str = "") -> str:
    """Its text, with its subject before it where it has none of its own.

    Args:
        person: the words for whom its subject stands, where that is a pronoun.
    """
    subject = person or claim.subject
    if not subject or is_pronoun(subject) or subject.lower() in claim.text.lower():
        return claim.text
    return f"{subject} {_RELATIVE.sub('', claim.text)}"
