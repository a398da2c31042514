"""A claim as words that can be read and compared by themselves."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.data import Claim
from pipeline.language.claims import PRONOUNS

_RELATIVE = re.compile(r"^(?:who|which|that|whom|whose)\b\s*", re.I)


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
    if not subject or subject.lower() in PRONOUNS or subject.lower() in claim.text.lower():
        return claim.text
    return f"{subject} {_RELATIVE.sub('', claim.text)}"
