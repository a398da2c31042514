"""What shows that a sentence is somebody's words: quotation marks, verbs of saying, moods, sources; by language."""

import re
from collections.abc import Iterator

from pipeline.data import Lang

LEAST = 4  # words between quotation marks that are a quotation, not a title or a word held at arm's length
_OPEN, _CLOSE = '«„“"‹', '»“”"›'
_QUOTED = re.compile(rf"[{_OPEN}]\s*([^{_OPEN}{_CLOSE}]+?)\s*(?:[{_CLOSE}]|$)|^([^{_OPEN}{_CLOSE}]+?)\s*[»”]")
MARK = re.compile(rf"[{_OPEN}{_CLOSE}]|(?<!\w)['‘]\w")


def _any(words: str) -> str:
    return "|".join(words.split())


_ENGLISH = r"""
say says said saying tell tells told write writes wrote writing written tweets? tweeted stat(?:es|ed|ing) adding
explain(?:s|ed|ing) not(?:es|ed|ing)\ that recall(?:s|ed|ing) describ(?:es|ed|ing) argu\w* claim\w* alleg\w*
warns? warned insist(?:s|ed|ing) reports? reported reportedly quot(?:es|ed|ing) post(?:s|ed) credit(?:s|ed|ing)
call(?:s|ed|ing)\ (?:it|the) announc(?:es|ed|ing) confirm(?:s|ed|ing) reveal(?:s|ed|ing) highlight(?:s|ed|ing)
prais(?:es|ed|ing) compar(?:es|ed|ing) express(?:es|ed|ing) mention(?:s|ed|ing) refer(?:s|red|ring) found\ that
show(?:s|ed|n) known\ as based\ on according\ to thinks? thought believ(?:es?|ed) hope[sd]? consider(?:s|ed)?
feels? felt learn(?:ed|t) suggest(?:s|ed) in\ (?:his|her|their|its)\ (?:words|opinion|view)
"""
_GERMAN = r"""
sag(?:t|te|ten) schr(?:eibt|ieb|ieben) erklär(?:t|te|ten) teil(?:t|te|ten)\b.*\bmit mitgeteilt bericht(?:et|ete|eten)
verkünde(?:t|te|ten) beton(?:t|te|ten) lob(?:t|te|ten) beschr(?:eibt|ieb) nimmt\b.*\bBezug laut zufolge demnach
so(?=\ [A-ZÄÖÜ«„"]) (?:nach|den|eigenen)\ Angaben angekündigt kündig(?:t|te|ten)\b.*\ban bestätig(?:t|te|ten)
mein(?:t|te|ten) warn(?:t|te|ten) heißt\ es hieß\ es behaupte(?:t|te|ten)
"""
_FRENCH_PAST = """
déclaré dit affirmé écrit annoncé expliqué indiqué assuré précisé ajouté révélé confirmé communiqué rappelé observé noté
souligné estimé jugé appris
"""
_FRENCH = rf"""
selon d['’]après(?!-) -t-(?:il|elle|on) (?:a|ont|avait)\ (?:{_any(_FRENCH_PAST)}) dit disent affirment? déclare explique
indique assure note raconte rapporte estime décrit détaille écrit annonce montrent? souligne rappelle précise ajoute
"""


def _alternatives(table: str) -> str:
    """The entries of a table, which blanks part, as one pattern; a blank within an entry has a backslash before it."""
    return "|".join(re.split(r"(?<!\\)\s+", table.strip()))


SAYING: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(rf"\b(?:{_alternatives(_ENGLISH)})\b", re.I),
    "de": re.compile(rf"\b(?:{_alternatives(_GERMAN)})\b"),
    "fr": re.compile(rf"\b(?:{_alternatives(_FRENCH)})\b", re.I),
}
FIRST_PERSON: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|me|us)\b"),
    "de": re.compile(r"\b(?:ich|wir|mein\w*|unser\w*|mich|uns|mir)\b", re.I),
    "fr": re.compile(r"\b(?:je|j['’]|nous|mon|ma|mes|notre|nos|moi)\b", re.I),
}
_SUBJUNCTIVES = """
habe werde könne müsse solle wolle dürfe möge gehe komme gebe wisse lasse bleibe stehe liege sehe nehme halte fühle
gelte führe bringe brauche mache finde spreche handle
"""
SUBJUNCTIVE = re.compile(rf"(?<!\bich )\b(?:sei(?:en)?(?! (?:denn|dank)\b)|{_any(_SUBJUNCTIVES)})\b(?! ich\b)")
OTHER_SUBJUNCTIVE = re.compile(r"\b(?:ich|wir)\b|^(?:Es )?sei\b", re.I)  # the first person, and what is set or wished

_NAMED = "[^,.;]{0,40}"  # the rest of a source's name
_NO_SOURCE = r"moi|nous|vous|toute|la?quel\w*|le?squel\w*"  # selon moi, selon toute vraisemblance, selon laquelle
SOURCE: dict[Lang, re.Pattern[str]] = {
    "en": re.compile(r"(?:^|, )according to [^,.;:()]{2,60}", re.I),
    "de": re.compile(
        rf"\b(?:[Ll]aut|[Nn]ach Angaben)\b{_NAMED}|\bzufolge\b|, (?:so (?=[A-ZÄÖÜ«„\"])|berichtete?t? ){_NAMED}"
    ),
    "fr": re.compile(
        rf"\bselon\b(?! (?:{_NO_SOURCE})\b){_NAMED}|\bd['’]après\b(?!-){_NAMED}"
        r"|(?<!\bqui )(?<!\bon )\b(?:dit|affirme|déclare|explique|indique|assure) qu",
        re.I,
    ),
}
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


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """Where something stands between quotation marks, without these; what begins or ends in another sentence too."""
    for match in _QUOTED.finditer(text):
        yield match.span(1 if match[1] else 2)


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Where quotations of some length stand, without their marks."""
    for start, end in quoted(text):
        if len(re.findall(r"\w+", text[start:end])) >= LEAST:
            yield start, end
