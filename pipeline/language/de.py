"""German."""

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
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn",
    "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
)


def _compounds() -> dict[str, float]:
    """Numbers that are one word: einundzwanzig, dreihundert, zwölftausend, dreieinhalb."""
    words = _SMALL | {"dreissig": 30.0}
    units = {word: value for word, value in words.items() if 0 < value < 10}
    for ten in [word for word, value in words.items() if value >= 20]:
        words |= {f"{word}und{ten}": value + words[ten] for word, value in units.items()}
    hundreds = {f"{word}hundert": value * 100 for word, value in words.items() if 0 < value < 100}
    words |= hundreds
    words |= {f"{word}tausend": value * 1000 for word, value in words.items() if value}
    return words | {f"{word}einhalb": value + 0.5 for word, value in _SMALL.items() if 1 < value < 13}


_WORDS = counting(_compounds())
_IRREGULAR = {"erste": "1", "dritte": "3", "siebte": "7", "achte": "8"}
_ORDINALS = {f"{word}{ending}": f"{value:g}" for word, value in _WORDS.items() for ending in ("te", "ste")} | _IRREGULAR
_CASES = ("", "n", "r", "s", "m", "ns")

_NUMBERS = Numbers(
    words=_WORDS,
    joint="und",
    until="bis",
    choice="oder",
    # A billion is a million millions.
    scales={"hundert": 100, "tausend": 1e3, "million": 1e6, "millionen": 1e6, "mio": 1e6, "milliarde": 1e9,
            "milliarden": 1e9, "mrd": 1e9, "billion": 1e12, "billionen": 1e12, "bio": 1e12, "billiarde": 1e15,
            "billiarden": 1e15, "dutzend": 12},
    after_figures=("bio",),
    letters={"k": 1e3, "m": 1e6},
    beginnings=("hundert", "tausend"),
    no_beginning=r"\w*tausende",
    ordinals={f"{word}{case}": value for word, value in _ORDINALS.items() for case in _CASES},
    hints=entries("""
beide = 2; beiden = 2; beider = 2; paar = 2; doppelt = 2; doppelte = 2; zweimal = 2; halb = 0.5 30; halbe = 0.5 30;
halben = 0.5 30; halbes = 0.5 30 6; hälfte = 0.5 50 2; viertel = 4 15 0.25; drittel = 3; jahrzehnt = 10; jahrhundert =
100; anderthalb = 1.5 18; eineinhalb = 1.5 18; mittag = 12; mitternacht = 0 12 24; erste = 1; dritte = 3; siebte = 7;
dreiviertel = 45 0.75; zweite = 2; einmal = 1; erst = 1; jubiläum = 100; tag = 24; tages = 24; duo = 2; trio = 3;
quartett = 4; hundert = 100; tausend = 1000; million = 1000000; milliarde = 1000000000; jahr = 12 365; stunde = 60;
woche = 7; wochen = 14
"""),
    decade=("er", ""),
    separator=r"\.",
)  # fmt: skip

# --- units and amounts ----------------------------------------------------------------------------------------------

_QUANTITIES = Quantities(
    times={"minute": "minuten?", "hour": "stunden?", "day": "tage?n?", "week": "wochen?", "month": "monate?n?",
           "year": "jahre?n?"},
    aged=r"[\s-]*jährige[rnms]?\b",
    money={"$": "dollars?|us-dollar", "€": "euros?", "£": "pfund", "¥": "yen|yuan", "CHF": "franken"},
    percent="prozent",
    points="prozentpunkte?n?",
    roles_before=(("in", "in|innerhalb von|binnen"), ("ago", "vor")),
    roles_after=(("age", r"\s+alt\b"), ("later", r"\s+später\b")),
    prepositions="für|nach|seit",
    rough="circa|rund|etwa|ungefähr|fast|knapp|gut",
    over="mehr als|über|mindestens",
    under="weniger als|unter|bis zu",
    metric=(
        r"(?:kilo|quadrat|zenti|milli|kubik)?meter[ns]*|kilo\w*|liter\w*|hekt\w+|ton\w+|gramm\w*|grad"
        r"|stundenkilometer\w*"
    ),
    imperial=r"meilen?|fuß|pfund|zoll|gallon\w*",
    scale_names={"million": r"Mio\b\.?|Million(?:en)?", "billion": r"Mrd\b\.?|Milliarden?",
                 "trillion": "Billion(?:en)?"},
    unit_names={"percent": "%", "percents": "Prozent", "euro": "€", "euros": "Euros?", "dollar": r"(?:US-?)?\$",
                "dollars": "(?:US-)?Dollars?", "pound": "£"},
)  # fmt: skip

# --- months, weekdays, clock times ----------------------------------------------------------------------------------

_CALENDAR = Calendar(  # names: Unicode CLDR
    weekdays=alternatives("montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag"),
    months=alternatives("januar|jänner februar märz april mai juni juli august september oktober november dezember"),
    day_endings=r"(?:s|(?:vor|nach)?mittags?|morgens?|abends?|nachts?)?",
    today=("heute", "gestern"),
    day_marks=r"\.",
    dotted_days=True,
    clock=rf"\b(\d{{1,2}})(?:[.:](\d\d))?{GAP}?Uhr(?:{GAP}?(\d\d)\b)?",
    hours="Uhr",
)

# --- what a translator needs to know --------------------------------------------------------------------------------

_TRANSLATING = Translating()

GERMAN = Language(
    code="de",
    name="German",
    code3="deu",
    splitting=_SPLITTING,
    vocabulary=_VOCABULARY,
    speech=_SPEECH,
    assertion=_ASSERTION,
    numbers=_NUMBERS,
    quantities=_QUANTITIES,
    calendar=_CALENDAR,
    translating=_TRANSLATING,
)
