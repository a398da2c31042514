"""Good translations spoiled in known ways: what the guards must catch. Written before any guard was.

Each corruption takes a source sentence, its good English translation and a random generator, and gives the spoiled
translation, or None where there is nothing to spoil in that way. The same seed gives the same fault.
"""

import re
from collections.abc import Callable
from itertools import combinations
from random import Random

Corruption = Callable[[str, str, Random], str | None]

SMALL = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
LARGE = "hundred thousand million billion"
DIGITS = re.compile(r"(?<![\w.,])\d[\d.,]*(?<=\d)(?!\w)")
QUOTES = re.compile(r"[\"“”„«»]")
OTHER_NAMES = "Abernathy Castellano Dunmore Eriksen Fitzwilliam Hargrove Kowalczyk Lindqvist Okonkwo Pemberton"
NATIONS = (
    "American British Chinese Danish Dutch French German Indian Italian Iranian Iraqi Polish Russian Swedish Swiss",
    "America Britain China Denmark France Germany India Italy Iran Iraq Poland Russia Sweden Switzerland",
)
MONTHS = "January February March April May June July August September October November December"
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
NOT_NAMES = f"{MONTHS} I {DAYS}"
SOURCE_NEGATION = re.compile(
    r"\b(?:nicht|nichts|nie|niemals|niemand\w*|kein\w*|ohne|weder|pas|plus|jamais|rien|aucune?|personne|sans|ni)\b",
    re.I,
)
NEGATIONS: tuple[tuple[str, str], ...] = (
    (r"\bcan(?:not|'t|’t)\b", "can"),
    (r"\bwon['’]t\b", "will"),
    (r"(?<=\w)n['’]t\b", ""),
    (r"\bnot (?!only\b|just\b)", ""),
    (r"\bno (?=[a-z])(?!longer\b)", "a "),
    (r"\bno longer ", "still "),
    (r"\bnever\b", "always"),
    (r"\bnothing\b", "something"),
    (r"\bnobody\b", "somebody"),
    (r"\bno one\b", "someone"),
    (r"\bnone\b", "all"),
    (r"\bwithout\b", "with"),
)
OTHER_LANGUAGES = (
    "El consejo municipal aprobó ayer por la tarde un plan para reparar los puentes del río, que llevan años "
    "cerrados al tráfico pesado. Los vecinos esperan que las obras empiecen antes del invierno, aunque todavía "
    "falta dinero para pagar a las empresas. La alcaldesa prometió informar cada mes sobre los avances y pidió "
    "paciencia a los comerciantes del barrio, cuyos ingresos han caído desde la primavera pasada por culpa de los "
    "desvíos.",
    "De regering wil dat kleine dorpen weer een eigen huisarts krijgen, maar volgens de artsen is er te weinig "
    "personeel om dat plan uit te voeren. In het noorden van het land wachten patiënten soms drie weken op een "
    "afspraak. De minister zei dat er geld komt voor jonge dokters die buiten de stad willen werken, en dat de "
    "eerste praktijken binnen een jaar open moeten gaan als het parlement daarmee instemt.",
    "Il teatro della piccola città riapre dopo un restauro durato quasi cinque anni, con uno spettacolo scritto "
    "dagli studenti delle scuole. I biglietti erano finiti già la mattina presto, e molte persone sono rimaste "
    "fuori ad ascoltare la musica dalle finestre aperte. Il direttore ha raccontato che durante i lavori gli "
    "operai avevano trovato sotto il palco alcune lettere di un attore dimenticato, che ora si possono leggere "
    "nell'ingresso.",
    "Seit dem frühen Morgen suchen Taucher im See nach einem versunkenen Boot, das wohl schon vor Jahrzehnten "
    "untergegangen ist. Ein Angler hatte es auf dem Bildschirm seines neuen Geräts entdeckt und sofort die "
    "Gemeinde angerufen. Ob jemand an Bord war, weiß bisher keiner, doch in den alten Zeitungen wird von einem "
    "Sturm berichtet, nach dem mehrere Fischer vermisst wurden und nur ein leeres Fass ans Ufer trieb.",
    "Depuis la fermeture de la gare, les habitants de la vallée doivent prendre la voiture pour aller travailler, "
    "et les routes étroites sont bouchées tous les matins. Une association demande maintenant que des autobus "
    "roulent plus souvent, surtout pour les élèves et les personnes âgées. Le maire répond que la région avait "
    "promis de payer, mais que la réponse se fait attendre depuis le début de l'année et que sa patience a des "
    "limites.",
)
RAMBLING = (
    "and this was also said by many other people who had come to the place in order to see what could be done "
    "about the situation, which is why the question remains open and will have to be discussed again when the "
    "committee meets, as far as anyone can tell at the present time, since the matter is of great importance to "
    "all who live in the area and to those who want to visit it in the coming season, when the weather is "
    "expected to be better than it used to be"
)


def copy(source: str, _translation: str, _random: Random) -> str | None:
    """The source itself."""
    return source


def nothing(_source: str, _translation: str, random: Random) -> str | None:
    """No words at all."""
    return random.choice(["", " ", ".", "...", "-"])


def loop(_source: str, translation: str, random: Random) -> str | None:
    """The beginning, then a phrase of 2 to 4 words again and again."""
    words = translation.split()
    if len(words) < 4:
        return None
    size = random.randint(2, 4)
    end = random.randint(size, len(words))
    return " ".join(words[:end] + words[end - size : end] * random.randint(4, 10))


def stutter(_source: str, translation: str, random: Random) -> str | None:
    """One word 4 to 8 times."""
    words = translation.split()
    place = random.randrange(len(words))
    return " ".join(words[:place] + [words[place]] * random.randint(4, 8) + words[place + 1 :])


def twice(_source: str, translation: str, _random: Random) -> str | None:
    """All of it said twice."""
    return f"{translation} {translation}"


def digit(_source: str, translation: str, random: Random) -> str | None:
    """One digit of one number is another."""
    found = list(DIGITS.finditer(translation))
    if not found:
        return None
    match = random.choice(found)
    place = random.choice([match.start() + i for i, character in enumerate(match[0]) if character.isdigit()])
    other = random.choice([figure for figure in "123456789" if figure != translation[place]])
    return translation[:place] + other + translation[place + 1 :]


def number_word(_source: str, translation: str, random: Random) -> str | None:
    """One number word is another."""
    found = list(re.finditer(rf"\b(?:{f'{SMALL} {LARGE}'.replace(' ', '|')})\b", translation, re.I))
    if not found:
        return None
    match = random.choice(found)
    alike = SMALL.split() if match[0].lower() in SMALL.split() else LARGE.split()
    other = random.choice([word for word in alike if word != match[0].lower()])
    return translation[: match.start()] + other + translation[match.end() :]


def numbers_swapped(_source: str, translation: str, random: Random) -> str | None:
    """Two numbers, in figures or in words, change places."""
    words = rf"\b(?:{SMALL.replace(' ', '|')})\b"
    found = sorted([*DIGITS.finditer(translation), *re.finditer(words, translation)], key=lambda match: match.start())
    pairs = [(a, b) for a, b in combinations(found, 2) if a[0] != b[0] and a.end() <= b.start()]
    if not pairs:
        return None
    first, second = random.choice(pairs)
    between = translation[first.end() : second.start()]
    return translation[: first.start()] + second[0] + between + first[0] + translation[second.end() :]


def nation(_source: str, translation: str, random: Random) -> str | None:
    """One country, or its adjective, is another, everywhere."""
    named = [(word, alike) for alike in NATIONS for word in alike.split() if re.search(rf"\b{word}\b", translation)]
    if not named:
        return None
    gone, alike = random.choice(named)
    return re.sub(rf"\b{gone}\b", random.choice([word for word in alike.split() if word != gone]), translation)


def number_lost(_source: str, translation: str, random: Random) -> str | None:
    """One number in figures is gone."""
    found = list(DIGITS.finditer(translation))
    if not found:
        return None
    match = random.choice(found)
    return " ".join((translation[: match.start()] + translation[match.end() :]).split())


def date(_source: str, translation: str, random: Random) -> str | None:
    """One weekday or month is another."""
    found = list(re.finditer(rf"\b(?:{f'{MONTHS} {DAYS}'.replace(' ', '|')})\b", translation))
    if not found:
        return None
    match = random.choice(found)
    alike = MONTHS.split() if match[0] in MONTHS else DAYS.split()
    other = random.choice([word for word in alike if word != match[0]])
    return translation[: match.start()] + other + translation[match.end() :]


def negation_lost(source: str, translation: str, random: Random) -> str | None:
    """One negation is gone or turned round, where the source has one in so many words."""
    if not SOURCE_NEGATION.search(source):
        return None
    found = [(match, new) for old, new in NEGATIONS for match in re.finditer(old, translation)]
    if not found:
        return None
    match, new = random.choice(found)
    return translation[: match.start()] + new + translation[match.end() :]


def cut(_source: str, translation: str, random: Random) -> str | None:
    """The first 20 to 50 % of its words (of 6 and more)."""
    words = translation.split()
    if len(words) < 6:
        return None
    return " ".join(words[: max(1, int(len(words) * random.uniform(0.2, 0.5)))])


def clause_dropped(_source: str, translation: str, random: Random) -> str | None:
    """A clause or sentence that has a quarter to three quarters of the words is gone."""
    parts = re.split(r"(?<=[,;:.!?]) ", translation)
    total = len(translation.split())
    large = [i for i, part in enumerate(parts) if 0.25 <= len(part.split()) / total <= 0.75]
    if not large:
        return None
    gone = random.choice(large)
    return " ".join(part for i, part in enumerate(parts) if i != gone)


def rambling(_source: str, translation: str, random: Random) -> str | None:
    """It goes on for once to twice its own length (of 6 to 42 words)."""
    words, more = translation.split(), RAMBLING.split()
    if not 6 <= len(words) <= len(more) // 2:
        return None
    return " ".join(words + more[: int(len(words) * random.uniform(1, 2))])


def language(_source: str, translation: str, random: Random) -> str | None:
    """Text in another language, about as long (of 6 words and more)."""
    size = len(translation.split())
    text = random.choice(OTHER_LANGUAGES).split()
    if not 6 <= size <= len(text):
        return None
    start = random.randint(0, len(text) - size)
    return " ".join(text[start : start + size])


def _names(source: str, translation: str) -> list[str]:
    """Words with a capital, not first in a sentence, that the source has too."""
    there = set(re.findall(r"\w+", source))
    within = re.findall(r"(?<=[\w,] )[A-Z][\w]{2,}\b", translation)
    return list(dict.fromkeys(word for word in within if word in there and word not in NOT_NAMES.split()))


def name_lost(source: str, translation: str, random: Random) -> str | None:
    """A name is gone, everywhere."""
    names = _names(source, translation)
    if not names:
        return None
    return " ".join(re.sub(rf"\b{random.choice(names)}\b(?:['’]s)?", "", translation).split())


def name_changed(source: str, translation: str, random: Random) -> str | None:
    """A name is another one, everywhere."""
    names = _names(source, translation)
    if not names:
        return None
    return re.sub(rf"\b{random.choice(names)}\b", random.choice(OTHER_NAMES.split()), translation)


def name_added(source: str, translation: str, random: Random) -> str | None:  # noqa: ARG001
    """It ends at somebody's, of whom the source knows nothing."""
    end = re.search(r"[.!?][\"”]?$", translation)
    return f"{translation[: end.start()]} at {random.choice(OTHER_NAMES.split())}'s{end[0]}" if end else None


def quote_lost(source: str, translation: str, random: Random) -> str | None:
    """One of its paired quote marks is gone."""
    found = list(QUOTES.finditer(translation))
    if not found or len(found) % 2 or not QUOTES.search(source):
        return None
    place = random.choice(found).start()
    return translation[:place] + translation[place + 1 :]


def untranslated(source: str, translation: str, random: Random) -> str | None:
    """4 to 8 words of the source stand where their translation should (of 8 words and more)."""
    there, words = source.split(), translation.split()
    if min(len(there), len(words)) < 8:
        return None
    size = random.randint(4, 8)
    start = random.randint(0, len(there) - size)
    place = min(round(start / len(there) * len(words)), len(words) - size)
    spoiled = " ".join(words[:place] + there[start : start + size] + words[place + size :])
    return None if spoiled == " ".join(words) else spoiled


KINDS: dict[str, Corruption] = {
    "copy": copy,
    "nothing": nothing,
    "loop": loop,
    "stutter": stutter,
    "twice": twice,
    "digit": digit,
    "number word": number_word,
    "number lost": number_lost,
    "numbers swapped": numbers_swapped,
    "nation": nation,
    "date": date,
    "negation lost": negation_lost,
    "cut": cut,
    "clause dropped": clause_dropped,
    "rambling": rambling,
    "language": language,
    "name lost": name_lost,
    "name changed": name_changed,
    "name added": name_added,
    "quote lost": quote_lost,
    "untranslated": untranslated,
}
