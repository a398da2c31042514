"""English."""

import re

from pipeline.language.record import (
    GAP,
    Assertion,
    Calendar,
    Language,
    Numbers,
    Quantities,
    Speech,
    Splitting,
    Things,
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
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
    "twenty thirty forty fifty sixty seventy eighty ninety",
)
_WORDS = counting(_SMALL)
_IRREGULAR = {"second": "2", "third": "3", "fifth": "5", "eighth": "8", "ninth": "9", "twelfth": "12"}

_NUMBERS = Numbers(
    words=_WORDS,
    ones=("one",),
    joint="and",
    until="to",
    choice="or",
    scales={"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15,
            "bn": 1e9, "mln": 1e6, "tn": 1e12, "dozen": 12},
    after_figures=("bn", "tn"),
    letters={"k": 1e3, "m": 1e6, "b": 1e9},
    scale_article=r"\b(?:a|one)[\s-]$",
    half=r"[\s-]+and[\s-]a[\s-]half\b",
    ordinals=_IRREGULAR | {re.sub("y$", "ie", word) + "th": f"{value:g}" for word, value in _WORDS.items()},
    hints=entries("""
both = 2; pair = 2; couple = 2; twice = 2; double = 2; doubled = 2; doubling = 2; twins = 2; twin = 2; duo = 2;
two-thirds = 2 3; second = 2; seconds = 60; once = 1; single = 1; first = 1; one = 1; half = 0.5 30 50 2 6; halves =
2; halved = 0.5; third = 3; thirds = 3; triple = 3; tripled = 3; thrice = 3; trio = 3; quarter = 4 15 0.25 3; quarters
= 4 0.75 3; fifth = 5; ninth = 9; twelfth = 12; twentieth = 20; noon = 12; midday = 12; midnight = 0 12 24; decade =
10; decades = 10 20; century = 100; fortnight = 14 15 2; week = 7 8; weeks = 14 15; no = 0; nil = 0; none = 0; quartet
= 4; year = 12 365; yearly = 12; day = 24; hour = 60; minute = 60; hundred = 100; thousand = 1000; million = 1000000;
hundreds = 100; thousands = 1000; dozen = 12; dozens = 12; teenager = 13 14 15 16 17; all = 100; secondary = 2; other
= 2; either = 2; each = 2; neither = 2; halfway = 0.5; quadruple = 4; biennial = 2; fold = 1
"""),
    decade=("ies", "y"),
    separator=",",
)  # fmt: skip

# --- units and amounts ----------------------------------------------------------------------------------------------

_THINGS = Things(
    people="people|persons|men|women|children|others|passengers|residents|civilians|workers|employees|victims|soldiers",
    fates=(
        ("killed", r"kill\w*|dead|deaths?|die[ds]?|dying|fatalit\w+|lives"),
        ("injured", r"injur\w+|wound\w+|hurt"),
        ("arrested", r"arrest\w*|detain\w*|custody"),
        ("missing", "missing"),
        ("rescued", r"rescu\w+|saved"),
        ("evacuated", r"evacuat\w+"),
        ("affected", "affected|displaced|homeless"),
    ),
    stops="and|or|but|while|after|before",
    skipped="more|new|other|young|old|different|additional|further|major|were|was|are|is|have been|had been",
)

_QUANTITIES = Quantities(
    times={"minute": "minutes?", "hour": "hours?", "day": "days?", "week": "weeks?", "month": "months?",
           "year": "years?"},
    old=r"[\s-]old\b",
    money={"$": "dollars?|us-dollar", "€": "euros?", "£": "pounds?", "¥": "yen|yuan", "CHF": "francs?"},
    percent="per ?cent",
    points=r"percentage[\s-]points?",
    roles_before=(("in", "in|within|inside"),),
    age_before=r"\baged?\s+$",
    roles_after=(("ago", r"\s+(?:ago|earlier)\b"), ("age", r"[\s-]old\b"), ("later", r"\s+later\b")),
    prepositions="for|after|before|since|during|until|till|of|total|all",
    rough="about|around|roughly|approximately|some|circa|an estimated|almost|nearly|close to",
    over="more than|over|at least|above",
    under="fewer than|less than|under|up to|at most|below",
    things=_THINGS,
    metric=r"(?:kilo|centi|milli)?met(?:er|re)s*|kph|kilo\w*|liter\w*|litres?|hect\w+|ton\w+|grammes?",
    imperial=(
        r"feet|foot|ft|square|cubic|miles?|mph|yards?|inch(?:es)?|gallons?|pounds?|lbs?|ounces?|acres?|degrees"
        "|fahrenheit"
    ),
    writing={"million": "{} million", "billion": "{} billion", "trillion": "{} trillion", "percent": "{}%",
             "percents": "{} percent", "euro": "€{}", "euros": "{} euros", "dollar": "${}", "dollars": "{} dollars",
             "pound": "£{}"},
    unit_writings=(
        r"%|\bper ?cent|\bpct\b",
        r"€|\beuros?\b|\beur\b",
        r"\$|\bdollars?\b|\busd\b",
        r"£|\bpounds?\b|\bgbp\b|\bsterling\b",
    ),
)  # fmt: skip

# --- months, weekdays, clock times ----------------------------------------------------------------------------------

_CALENDAR = Calendar(  # names: Unicode CLDR
    weekdays=alternatives("monday tuesday wednesday thursday friday saturday sunday"),
    months=alternatives(
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep "
        "october|oct november|nov december|dec"
    ),
    names_are_words=True,
    day_endings="s?",
    today=("today", "yesterday"),
    day_marks="st|nd|rd|th",
    day_of=r"(?:of\s+)?",
    month_first=True,
    clock=rf"(?i)\b(\d{{1,2}})(?:[.:](\d\d))?()(?={GAP}?[ap]\.?m\b)",
)

# --- what a translator needs to know --------------------------------------------------------------------------------

_TRANSLATING = Translating()

ENGLISH = Language(
    code="en",
    name="English",
    code3="eng",
    splitting=_SPLITTING,
    vocabulary=_VOCABULARY,
    speech=_SPEECH,
    assertion=_ASSERTION,
    numbers=_NUMBERS,
    quantities=_QUANTITIES,
    calendar=_CALENDAR,
    translating=_TRANSLATING,
)
