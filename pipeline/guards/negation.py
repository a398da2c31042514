"""Negations of the source that its translation does not have."""

import re
from collections.abc import Sequence

from pipeline.data import Lang
from pipeline.guards.pair import pair

# Words that deny outright. Where they do not deny (nicht nur, pas seulement, sans doute, ne … plus que) they are left.
DENIAL: dict[Lang, re.Pattern[str]] = {
    "de": re.compile(
        r"\b(?:(?<!ob )(?<!warum )nicht(?! (?:nur|zuletzt|bloß|allein|wahr|weniger als|mehr als|umsonst)\b)"
        r"|nichts|nie|niemals|niemand\w*|kein(?:e[mnrs]?)?(?! geringere)|keinerlei|keineswegs|keinesfalls"
        r"|nirgend\w*|weder|ohne)\b",
        re.I,
    ),
    "fr": re.compile(
        r"\b(?:(?:ne |n['’])(?!oubli)(?:[\w'’-]+\s+){0,6}?(?:pas|plus(?! (?:que|de|d'|d’|en plus|tard|qu['’]))"
        r"|jamais|rien|aucune?|personne|point|guère|ni)\b"
        r"(?! (?:seulement|moins|uniquement))|(?<!non )sans(?![ -](?:doute|abri|cesse|conteste|aucun doute"
        r"|compter|plus attendre|fil)\b)"
        r"|aucune?|(?<!un )(?<!les )(?<!des )(?<!premier )(?<!premiers )(?<!de )(?<!à )(?<!grand )(?<!ses )(?<!leurs )"
        r"pas(?! (?:seulement|moins|uniquement|mal|que)))\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(?:not(?! (?:only|just|merely|least)\b)|no|never|none|nobody|nothing|nowhere|neither|nor|without"
        r"|cannot|non)\b"
        r"|n['’]t\b",
        re.I,
    ),
}
# Words that deny in part or by their form.
TINGED: dict[Lang, re.Pattern[str]] = {
    "de": re.compile(
        r"\b(?:un(?!d\b|s\b|ser|ter|gefähr|i|garn|fall|fäll|mittelbar|längst|geheu|bedingt)\w{3,}"
        r"|\w{3,}los(?:e[mnrs]?|igkeit\w*)?|kaum|illegal\w*|irregulär\w*|inkorrekt\w*|selten|nein"
        r"|wenige?[rn]?|fehl\w+|mangel\w*|verweiger\w*|verhinder\w*|vermeid\w*|verbiet\w*|verbot\w*|ablehn\w*"
        r"|abgelehnt\w*|lehn\w+ ab"
        r"|scheiter\w*|gescheitert|statt|außer|miss\w+|leugn\w*|bestreit\w*)\b",
        re.I,
    ),
    "fr": re.compile(
        r"\b(?:in(?:capable|connu|juste|suffisant|utile|certain|visible|habituel|dépendan|existant|efficace"
        r"|interdi)\w*|im(?:possible|puissan|prévu|prévisible)\w*"
        r"|ir(?:réel|respons)\w*|il(?:légal|légitime)\w*|peu|manqu\w+|refus\w+|empêch\w+|évit\w+|interdi\w+"
        r"|échou\w+|échec|nie(?:nt|r)?|non|rarement"
        r"|rares?|sauf|rejet\w+|absen\w+|faute de|dé(?:mentir|ment)\w*)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(?:un(?!fortunate|like|der|til|it|ion|ivers|ique|iform|cle|less\b|to\b|iq)\w{3,}|in(?:expens|capable"
        r"|justice|sufficien|visib|effective|ability|dependen|accura|adequa|complete|consisten|correct"
        r"|appropriate|experienced|signific|differen)\w*"
        r"|im(?:possib|mature|mobile|perfect|practical)\w*|il(?:legal|legitim|logical)\w*|ir(?:relevan|respons"
        r"|regular)\w*|dis(?:agree|approv|like|continu|regard)\w*"
        r"|(?!count|nonethe|neverthe|regard)\w{3,}less(?:ly|ness)?|hardly|barely|scarcely|rarely|seldom|fail(?!ure)\w*|refus\w+|lack\w*|den(?:y|ie[sd]"
        r"|ying|ial)"
        r"|absen\w+|avoid\w*|prevent\w*|reject\w*|exclu\w+|unless|far from|zero|ban(?:s|ned)?|barred|forbid\w*"
        r"|prohibit\w*|neglect\w*|in vain|devoid|(?<=-)free|free of)\b",
        re.I,
    ),
}


_DO_NOT_FORGET = re.compile(r"\b[nN]\W?oubli\w+ (?:donc )?pas\b|\b[Vv]ergessen Sie nicht\b|\b[Vv]ergiss nicht\b")
_FORGET = re.compile(r"\bforget\b", re.I)
_NOT_FORGET = re.compile(r"\b(?:not|n['’]t|never) forget\b", re.I)
_CONCORD = re.compile(
    r"\b((?:aucune?|personne|rien|jamais|ni)\b(?: [\w'’-]+){0,5}?) (?:ne |n['’])(?:[\w'’-]+ jamais\b)?", re.I
)
_CLAUSES = re.compile(r"[,;:.!?](?=\s)|\s[-–]\s|[()—]")
ENOUGH, ALONE = 4.0, 0.65
_SENTENCES = re.compile(r"(?<=[^\W\d_]{2}[.!?])[\"”»“]?\s+(?=[\"“„«]?\s?[A-ZÄÖÜÉÀ])")


def negations_lost(source: str, lang: Lang, translation: str) -> tuple[str, ...]:
    """The source's negations, where the translation has fewer: denials, or words such as un-, -less, fail, hardly."""
    if not DENIAL[lang].search(source) and not _CONCORD.search(source):
        return ()
    ours, theirs = _SENTENCES.split(source), _SENTENCES.split(translation)
    same = len(ours) == len(theirs)
    groups = zip(ours, theirs, strict=True) if same else _together(ours, lang, theirs)
    return tuple(word for one, other in groups for word in _lost(one, lang, other))


def _together(ours: list[str], lang: Lang, theirs: list[str]) -> list[tuple[str, str]]:
    """Sentences of both sides that answer to one another by their words, in groups, where one side has more."""
    shared = [[_shared(one, lang, other) for other in theirs] for one in ours]
    home = [_greatest([row[at] for row in shared]) for at in range(len(theirs))]
    lead = [place if place in home else home[_greatest(shared[place])] for place in range(len(ours))]
    return [
        (
            " ".join(one for place, one in enumerate(ours) if lead[place] == group),
            " ".join(other for at, other in enumerate(theirs) if home[at] == group),
        )
        for group in sorted(set(home))
    ]


def _greatest(values: Sequence[float]) -> int:
    return max(range(len(values)), key=values.__getitem__)


def _shared(one: str, lang: Lang, other: str) -> float:
    return sum(word.found * -word.known.kept for word in pair(one, lang, other).words if word.known)


def _lost(source: str, lang: Lang, translation: str) -> tuple[str, ...]:
    reminder = _DO_NOT_FORGET.search(source)
    plain = len(DENIAL["en"].findall(translation))
    if reminder and (not _FORGET.search(translation) or _NOT_FORGET.search(translation)):
        source = _DO_NOT_FORGET.sub("", source)
        plain -= bool(_NOT_FORGET.search(translation))
    denied = [match[0] for match in DENIAL[lang].finditer(_CONCORD.sub("aucun ", source))]
    if not denied:
        return ()
    tinged = max(0, len(TINGED["en"].findall(translation)) - len(TINGED[lang].findall(source)))
    return tuple(denied) if plain + tinged < len(denied) else _gone(source, lang, translation)


def _gone(source: str, lang: Lang, translation: str) -> tuple[str, ...]:
    """Negations of clauses whose words are together in one clause of the translation, which denies nothing."""
    theirs = [clause for clause in _CLAUSES.split(translation) if clause]
    if len(theirs) < 2:
        return ()
    found: list[str] = []
    for clause in _CLAUSES.split(source):
        if not (denied := [match[0] for match in DENIAL[lang].finditer(clause)]):
            continue
        shared = [_shared(clause, lang, other) for other in theirs]
        most = max(shared)
        answer = theirs[shared.index(most)]
        alone = most >= ENOUGH and most >= ALONE * sum(shared)
        if alone and not DENIAL["en"].search(answer) and not TINGED["en"].search(answer):
            found += denied
    return tuple(found)
