"""French."""

from pipeline.language.record import (
    GAP,
    Assertion,
    Calendar,
    Language,
    Numbers,
    Quantities,
    Speech,
    Splitting,
    Translating,
    Vocabulary,
    alternatives,
    counting,
    entries,
    number_words,
)

# --- where a sentence ends ------------------------------------------------------------------------------------------

_SPLITTING = Splitting()

# --- words by what they do ------------------------------------------------------------------------------------------

_VOCABULARY = Vocabulary()

# --- how somebody is quoted, reported, named as a source ------------------------------------------------------------

_SPEECH = Speech()

# --- how something is denied, hedged, made certain ------------------------------------------------------------------

_ASSERTION = Assertion()

# --- numbers --------------------------------------------------------------------------------------------------------

_SMALL = number_words(
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf",
    "vingt trente quarante cinquante soixante septante quatre-vingt nonante",
)
_WORDS = counting(_SMALL | {"quatre-vingts": 80.0})


def _ordinal(word: str) -> str:
    """deuxième, quatrième, cinquième, neuvième."""
    stem = word.rstrip("e").replace("cinq", "cinqu")
    return f"{stem[:-1]}v" * stem.endswith("f") + stem * (not stem.endswith("f")) + "ième"


_NUMBERS = Numbers(
    words=_WORDS,
    ones=("un", "une"),
    joint="et",
    until="à",
    choice="ou",
    # A billion is a million millions.
    scales={"cent": 100, "cents": 100, "mille": 1e3, "milliers": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9,
            "milliards": 1e9, "md": 1e9, "mds": 1e9, "billion": 1e12, "billions": 1e12, "douzaines": 12},
    after_figures=("md", "mds"),
    letters={"k": 1e3, "m": 1e6},
    half=r"(?s:.*) et demi",
    ten_joins=True,
    ordinals={_ordinal(word) + plural: f"{value:g}" for word, value in _WORDS.items() for plural in ("", "s")},
    hints=entries("""
demi = 0.5 30; demie = 0.5 30; moitié = 0.5 50 2; quart = 4 15 0.25; quarts = 4 0.75; tiers = 3; dizaine = 10;
dizaines = 10; quinzaine = 15 14 2; douzaine = 12; vingtaine = 20; trentaine = 30; quarantaine = 40; cinquantaine =
50; soixantaine = 60; centaine = 100; centaines = 100; cent = 100; mille = 1000; millier = 1000; milliers = 1000; deux
= 2; double = 2; doubler = 2; doublé = 2; midi = 12; minuit = 0 12 24; premier = 1; première = 1; second = 2; seconde
= 2; quinquennat = 5; décennie = 10; siècle = 100; couple = 2; paire = 2; million = 1000000; milliard = 1000000000;
centenaire = 100; trimestre = 3; semestre = 6; an = 12; bimensuel = 2; neuvième = 9; cinquième = 5; heure = 60; jour =
24; jours = 24; deuxième = 2; trio = 3; semaine = 7; semaines = 14
"""),
    decades="années|ans|décennie",
    separator=r"\.",
)  # fmt: skip

# --- units and amounts ----------------------------------------------------------------------------------------------

_QUANTITIES = Quantities(
    times={"minute": "minutes?", "hour": "heures?", "day": "jours?", "week": "semaines?", "month": "mois",
           "year": "ans?|années?"},
    money={"$": "dollars?", "€": "euros?", "£": "livres?", "¥": "yen|yuan", "CHF": "francs?"},
    percent="pour ?cent",
    points="points? de pourcentage",
    roles_before=(("in", "en"), ("ago", "il y a")),
    age_before=r"\bâgée?s? de\s+$",
    roles_after=(("later", r"\s+plus tard\b"),),
    prepositions="pour|pendant|durant|depuis|après|tout",
    rough="environ|près de|quelque|presque",
    over="plus de|au moins",
    under="moins de|jusqu['’]à",
    metric=r"(?:kilo|centi|milli)?mètre[ns]*|kilo\w*|litres?|hect\w+|ton\w+|grammes?|degrés?",
    imperial=r"milles|pieds?|livres|pouces?|gallon\w*",
    scale_names={"million": "millions?", "billion": "milliards?", "trillion": "billions?"},
    unit_names={"percent": "%", "percents": "pour cent", "euro": "€", "euros": "euros?", "dollar": r"\$",
                "dollars": "dollars?", "pound": "£"},
    partitive="d['’]|de ",
)  # fmt: skip

# --- months, weekdays, clock times ----------------------------------------------------------------------------------

_CALENDAR = Calendar(  # names: Unicode CLDR
    weekdays=alternatives("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    months=alternatives("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    small_names=True,
    day_endings="s?",
    today=("aujourd['’]hui", "hier"),
    day_marks="er",
    clock=rf"(?i)\b(\d{{1,2}})()(?:{GAP}?(?:h|heures?)\b|{GAP}?h(?=\d))(?:{GAP}?(\d\d)\b)?",
    hours="h|heures?",
)

# --- what a translator needs to know --------------------------------------------------------------------------------

_TRANSLATING = Translating()

FRENCH = Language(
    code="fr",
    name="French",
    code3="fra",
    splitting=_SPLITTING,
    vocabulary=_VOCABULARY,
    speech=_SPEECH,
    assertion=_ASSERTION,
    numbers=_NUMBERS,
    quantities=_QUANTITIES,
    calendar=_CALENDAR,
    translating=_TRANSLATING,
)
