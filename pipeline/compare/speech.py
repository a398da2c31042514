"""What shows in English that a clause is somebody's words, and which offices are named as sources."""

import re

_TOLD = "said|says|stated|explained|claimed|argued|insisted|warned|wrote|noted|added|adding|recalled"
_HEARD = r"(?<!\bis )(?<!was )(?<!\bare )(?<!were )(?<!been )(?<!being )"  # who was told it does not say it
_NO_CLAUSE = r"(?!little|nothing|much|so\b|to\b)"  # to: what somebody is to do
CLAUSES = (  # what is put into somebody's mouth, after the verb, or before it
    re.compile(rf"(?<!be )\b(?:{_TOLD}|{_HEARD}told (?!to\b)\w+) {_NO_CLAUSE}(?:that )?(?P<what>[^\"“”«»]{{12,}})$"),
    re.compile(rf"^(?P<what>.{{12,}}?),[\"”»]? (?:said|says|[\w' -]{{2,40}} (?:{_TOLD}|reported))\b"),
)
_OFFICES = "police|prosecutors?|fire(?:fighters| service| department| brigade)|army|hospital|court|coast ?guard|union"
OFFICES = (
    re.compile(rf"\baccording to (?:the |local )?(?P<who>{_OFFICES}|witnesses)\b", re.I),
    re.compile(rf",[\"”»]? (?:the )?(?P<who>{_OFFICES}|witnesses) (?:said|says?)\b", re.I),
    re.compile(rf"^(?:the )?(?P<who>{_OFFICES}|witnesses) (?:said|says?|reported)\b", re.I),
)
