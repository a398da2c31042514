"""Small tables of words that several guards need."""

import re
from functools import lru_cache

_MARKS = re.compile(r"[\W_]+")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

# Short words that tell a language, few of them English words too.
_GERMAN = """
aber als am auch auf aus bei beim bis dabei damit dann das dass daß dem den der des die diese dieser dieses dort durch
ein eine einem einen einer eines er es falls für gegen gegenüber haben hatte hatten heute hier ich ihr ihre ihren
ihrer im ist jetzt kann kein keine können mehr mit muss müssen nach nicht noch nur oder ohne sagt sagte schon sehr
seien sein seine seinen seiner sich sie sind soll sollen um und unter viele vielen vom von vor waren weil wenn werden
wie wieder wir wird wo worden wurde wurden zu zum zur zwischen über
"""
_FRENCH = """
ainsi alors après au aujourd'hui aussi aux avait avant avec avoir c'est car ce cela celle celui ces cet cette ceux
comme d'un d'une dans de depuis des devait doit donc dont du elle elles encore entre est et fait heure il ils je l'on
la le les leur leurs lors ma mais mes mon n'a n'est n'ont ne nous ont ou où par pas plus pour qu'elle qu'il que qui
quoi sa sans se selon ses si son sont sous sur tous tout toute toutes très tu un une vers vous étaient était été être
"""
_ENGLISH = """
about after all an and are as at be because been but by can could for from had has have he her him his how i if into
is it its more my new not of on or our out over said she so than that the their them there these they this those to up
was we were what when which who will with would you your
"""
_LOANS = """
attaché brûlée cafés cliché clichés communiqué crème doppelgänger décor déjà entrée exposé façade façades façon fiancé
fiancée führer jalapeño matinée naïve piñata protégé protégés pâté résumé soirée touché élite émigré émigrés über
"""
FUNCTION: dict[str, frozenset[str]] = {"de": frozenset(_GERMAN.split()), "fr": frozenset(_FRENCH.split())}
ENGLISH = frozenset(_ENGLISH.split())
LOANS = frozenset(_LOANS.split())  # words with foreign marks that English has


@lru_cache(64)
def words(text: str) -> tuple[str, ...]:
    """Words without figures and marks, in order, as they are written."""
    return tuple(WORD.findall(text.replace("’", "'")))


@lru_cache(64)
def bare(text: str) -> str:
    """Letters and figures alone, small."""
    return _MARKS.sub("", text.casefold())
