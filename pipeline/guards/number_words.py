"""Number words, scales, months, and words that hint at a number, by language: tables for the number guard."""

from pipeline.data import Lang

UNITS: dict[Lang, str] = {
    "de": (
        "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
        "sechzehn siebzehn achtzehn neunzehn"
    ),
    "fr": (
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
        "dix-sept dix-huit dix-neuf"
    ),
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen"
    ),
}
TENS: dict[Lang, str] = {
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante septante quatre-vingt nonante",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
# Words that multiply what stands before them. In German and French a billion is a million millions.
SCALES: dict[Lang, dict[str, float]] = {
    "de": {"hundert": 100, "tausend": 1e3, "million": 1e6, "millionen": 1e6, "mio": 1e6, "milliarde": 1e9,
           "milliarden": 1e9, "mrd": 1e9, "billion": 1e12, "billionen": 1e12, "bio": 1e12, "billiarde": 1e15,
           "billiarden": 1e15, "dutzend": 12},
    "fr": {"cent": 100, "cents": 100, "mille": 1e3, "milliers": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9,
           "milliards": 1e9, "md": 1e9, "mds": 1e9, "billion": 1e12, "billions": 1e12, "douzaines": 12},
    "en": {"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15,
           "bn": 1e9, "mln": 1e6, "tn": 1e12, "dozen": 12},
}  # fmt: skip
LETTERS: dict[Lang, dict[str, float]] = {  # may stand for a scale, and for something else
    "de": {"k": 1e3, "m": 1e6}, "fr": {"k": 1e3, "m": 1e6}, "en": {"k": 1e3, "m": 1e6, "b": 1e9},
}  # fmt: skip
# Words that a number of the other side may have become.
HINTS: dict[Lang, str] = {
    "de": """
beide = 2; beiden = 2; beider = 2; paar = 2; doppelt = 2; doppelte = 2; zweimal = 2; halb = 0.5 30; halbe = 0.5 30;
halben = 0.5 30; halbes = 0.5 30 6; hälfte = 0.5 50 2; viertel = 4 15 0.25; drittel = 3; jahrzehnt = 10; jahrhundert =
100; anderthalb = 1.5 18; eineinhalb = 1.5 18; mittag = 12; mitternacht = 0 12 24; erste = 1; dritte = 3; siebte = 7;
dreiviertel = 45 0.75; zweite = 2; einmal = 1; erst = 1; jubiläum = 100; tag = 24; tages = 24; duo = 2; trio = 3;
quartett = 4; hundert = 100; tausend = 1000; million = 1000000; milliarde = 1000000000; jahr = 12 365; stunde = 60;
woche = 7; wochen = 14
""",
    "fr": """
demi = 0.5 30; demie = 0.5 30; moitié = 0.5 50 2; quart = 4 15 0.25; quarts = 4 0.75; tiers = 3; dizaine = 10;
dizaines = 10; quinzaine = 15 14 2; douzaine = 12; vingtaine = 20; trentaine = 30; quarantaine = 40; cinquantaine =
50; soixantaine = 60; centaine = 100; centaines = 100; cent = 100; mille = 1000; millier = 1000; milliers = 1000; deux
= 2; double = 2; doubler = 2; doublé = 2; midi = 12; minuit = 0 12 24; premier = 1; première = 1; second = 2; seconde
= 2; quinquennat = 5; décennie = 10; siècle = 100; couple = 2; paire = 2; million = 1000000; milliard = 1000000000;
centenaire = 100; trimestre = 3; semestre = 6; an = 12; bimensuel = 2; neuvième = 9; cinquième = 5; heure = 60; jour =
24; jours = 24; deuxième = 2; trio = 3; semaine = 7; semaines = 14
""",
    "en": """
both = 2; pair = 2; couple = 2; twice = 2; double = 2; doubled = 2; doubling = 2; twins = 2; twin = 2; duo = 2;
two-thirds = 2 3; second = 2; seconds = 60; once = 1; single = 1; first = 1; one = 1; half = 0.5 30 50 2 6; halves =
2; halved = 0.5; third = 3; thirds = 3; triple = 3; tripled = 3; thrice = 3; trio = 3; quarter = 4 15 0.25 3; quarters
= 4 0.75 3; fifth = 5; ninth = 9; twelfth = 12; twentieth = 20; noon = 12; midday = 12; midnight = 0 12 24; decade =
10; decades = 10 20; century = 100; fortnight = 14 15 2; week = 7 8; weeks = 14 15; no = 0; nil = 0; none = 0; quartet
= 4; year = 12 365; yearly = 12; day = 24; hour = 60; minute = 60; hundred = 100; thousand = 1000; million = 1000000;
hundreds = 100; thousands = 1000; dozen = 12; dozens = 12; teenager = 13 14 15 16 17; all = 100; secondary = 2; other
= 2; either = 2; each = 2; neither = 2; halfway = 0.5; quadruple = 4; biennial = 2; fold = 1
""",
}
WEEKDAYS: dict[Lang, str] = {
    "de": "montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "monday tuesday wednesday thursday friday saturday sunday",
}
MONTHS: dict[Lang, str] = {
    "de": "januar|jänner februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep "
    "october|oct november|nov december|dec",
}
