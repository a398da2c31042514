"""Numbers with what they count: spans of time, shares, money, things; what each can mean, in one unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.compare import words
from pipeline.compare.sides import beside
from pipeline.data import Lang
from pipeline.guards.numbers import Number, read

HALF = 0.49  # of the unit by which an amount of time or a whole percentage may be off: three months are 76 to 106 days
ABOUT, ROUND = 0.1, 0.05  # how far a number said to be rough, and a round one, may be off
MORE, LESS = 1.5, 0.5  # how far "more than" and "less than" reach
AFTER = 16  # letters after a figure that may say its unit
_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_TIMES = {
    "minute": "minutes?|minuten?", "hour": "hours?|stunden?|heures?", "day": "days?|tage?n?|jours?",
    "week": "weeks?|wochen?|semaines?", "month": "months?|monate?n?|mois", "year": "years?|jahre?n?|ans?|années?",
}  # fmt: skip
_MONEY = {
    "$": r"\$|us\$|dollars?|us-dollar", "€": "€|euros?|eur", "£": "£|pounds?|pfund|livres?", "¥": "¥|yen|yuan",
    "CHF": "chf|francs?|franken",
}  # fmt: skip
_PERCENT = r"[\s-]*(?:%|(?:per ?cent|prozent|pour ?cent)\b)"
_POINTS = r"[\s-]*(?:percentage[\s-]points?|prozentpunkte?n?|points? de pourcentage)\b"
_OTHER = (
    r"(?:for|after|before|since|during|until|till|of|für|nach|seit|pour|pendant|durant|depuis|après|tout|total|all)\b"
)
_FEW = rf"(?-i:(?!{_OTHER})[^\W\d_A-ZÄÖÜÀ-Þ][^\W\d_]*\s+){{0,2}}?$"  # no name or noun, no other preposition
# What an amount of time is: how long something took, how long ago it was, how old somebody is.
_BEFORE: dict[Lang, tuple[tuple[str, str], ...]] = {
    "en": (("in", rf"\b(?:in|within|inside)\s+{_FEW}"), ("age", r"\baged?\s+$")),
    "de": (("in", rf"\b(?:in|innerhalb von|binnen)\s+{_FEW}"), ("ago", rf"\bvor\s+{_FEW}")),
    "fr": (("in", rf"\ben\s+{_FEW}"), ("ago", rf"\bil y a\s+{_FEW}"), ("age", r"\bâgée?s? de\s+$")),
}
_AFTER: dict[Lang, tuple[tuple[str, str], ...]] = {
    "en": (("ago", r"\s+(?:ago|earlier)\b"), ("age", r"[\s-]old\b"), ("later", r"\s+later\b")),
    "de": (("age", r"\s+alt\b"), ("later", r"\s+später\b")),
    "fr": (("later", r"\s+plus tard\b"),),
}
_SIGN = r"\s+(?:[$€£]\s?)?$"
_ROUGH = re.compile(
    r"\b(?:about|around|roughly|approximately|some|circa|an estimated|almost|nearly|close to|rund|etwa|ungefähr|fast"
    rf"|knapp|gut|environ|près de|quelque|presque){_SIGN}",
    re.I,
)
_OVER = re.compile(
    rf"\b(?:more than|over|at least|above|mehr als|über|mindestens|plus de|au moins){_SIGN}", re.I
)  # fmt: skip
_UNDER = re.compile(
    r"\b(?:fewer than|less than|under|up to|at most|below|weniger als|unter|bis zu|moins de|jusqu['’]à)" + _SIGN, re.I
)
_PEOPLE = "people|persons|men|women|children|others|passengers|residents|civilians|workers|employees|victims|soldiers"
_FATES = (
    ("killed", r"kill\w*|dead|deaths?|die[ds]?|dying|fatalit\w+|lives"),
    ("injured", r"injur\w+|wound\w+|hurt"),
    ("arrested", r"arrest\w*|detain\w*|custody"),
    ("missing", r"missing"),
    ("rescued", r"rescu\w+|saved"),
    ("evacuated", r"evacuat\w+"),
    ("affected", r"affected|displaced|homeless"),
)
_STOP = re.compile(r"[,;:.()–—\"“”«»]|\b(?:and|or|but|while|after|before)\b|\d")
_SKIPPED = "more|new|other|young|old|different|additional|further|major|were|was|are|is|have been|had been"
_NOUN = re.compile(rf"\s+(?:(?:{_SKIPPED})\s+)?([^\W\d_]{{3,}})")
_GROUPED: dict[Lang, str] = {"en": r"\d{1,3}(?:,\d{3})+", "de": r"\d{1,3}(?:\.\d{3})+", "fr": r"\d{1,3}(?:\.\d{3})+"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of something where it stands: `value` of `unit` (of a bare figure: what stands after it).

    `topic` is what it counts; `low` to `high` is what it can mean in the topic's unit (days, for time); `near` are the
    words beside it.
    """

    topic: str
    value: float
    unit: str
    low: float
    high: float
    text: str
    start: int
    end: int
    near: frozenset[str]


def amounts(text: str, lang: Lang) -> Iterator[Amount]:
    """The amounts of a text; those of things, whose unit is any noun, only of an English one."""
    for number in read(text, lang):
        value = _value(text, lang, number)
        if value is None or number.end == number.start or _in_range(text, number):
            continue
        found = _time(text, lang, number, value) or _share(text, number, value) or _money(text, number, value)
        if found is None and lang == "en":
            found = _things(text, number, value) or _figure(text, number, value)
        if found:
            yield found


def _value(text: str, lang: Lang, number: Number) -> float | None:
    """What a number is, if its language leaves one reading."""
    if number.kind == "loose" or any(value.startswith("month") for value in number.values):
        return None
    values = [float(value) for value in number.values]
    if len(values) > 1 and re.match(rf"{_GROUPED[lang]}(?!\d)", text[number.start : number.end]):
        return max(values)
    return values[0] if len(values) == 1 else None


def _in_range(text: str, number: Number) -> bool:
    """Whether a number is one of a range, a score, a date or a name: 2023–2025, 3:2, #1, G7, 5th."""
    before, after = text[: number.start], text[number.end :]
    return bool(
        re.search(r"(?:\d\s?(?:[-–/:.]|to|and|bis|à|et|und)\s?|[#§@\w]|[A-Z]-)$", before)
        or re.match(r"\s?(?:[–/:]\s?\d|(?:-|to|bis|à)\s?\d|st\b|nd\b|rd\b|th\b|[a-z]?\d)", after)
    )


def _amount(text: str, number: Number, topic: str, value: float, *, unit: str = "", scale: float = 1.0,
            half: float = 0.0, start: int | None = None, end: int | None = None) -> Amount:  # fmt: skip
    """The amount from `start` to `end`, by default the number alone.

    Args:
        scale: what a unit is in the topic's unit.
        half: how far it may be off, in its unit, for being rounded to it.
    """
    low, high = _within(text, number, value, half)
    first, last = number.start if start is None else start, number.end if end is None else end
    near = beside(text, number.start, number.end)
    return Amount(topic, value, unit, low * scale, high * scale, text[first:last], first, last, near)


def _within(text: str, number: Number, value: float, half: float) -> tuple[float, float]:
    """What an amount can mean: as given, but for rounding, and for what the words before it allow."""
    before, figure = text[: number.start], re.sub(r"\D", "", text[number.start : number.end])
    rounded = not half and figure.endswith("0") and len(figure.rstrip("0")) <= 2 and value >= 20
    off = max(half, value * ROUND if rounded else 0.0, value * ABOUT if _ROUGH.search(before) else 0.0)
    low, high = value - off, value + off
    if _OVER.search(before):
        return low, value * MORE
    return (value * LESS, high) if _UNDER.search(before) else (low, high)


def _time(text: str, lang: Lang, number: Number, value: float) -> Amount | None:
    after = text[number.end :]
    for unit, names in _TIMES.items():
        if match := re.match(rf"[\s-]*(?:{names})(?![^\W\d_])", after, re.I):
            rest = after[match.end() :]
            role = _role(text[: number.start], rest, lang)
            old = re.match(r"[\s-]old\b", rest) if role == "age" else None
            end = number.end + match.end() + (old.end() if old else 0)
            scale = _DAYS[unit]
            return _amount(text, number, f"time {role}", value, unit=f"{unit}s", scale=scale, half=HALF, end=end)
    if lang == "de" and (match := re.match(r"[\s-]*jährige[rnms]?\b", after)):
        end, scale = number.end + match.end(), _DAYS["year"]
        return _amount(text, number, "time age", value, unit="years", scale=scale, half=HALF, end=end)
    return None


def _role(before: str, after: str, lang: Lang) -> str:
    later = [role for role, rule in _AFTER[lang] if re.match(rule, after, re.I)]
    return [*later, *(role for role, rule in _BEFORE[lang] if re.search(rule, before, re.I)), ""][0]


def _share(text: str, number: Number, value: float) -> Amount | None:
    for topic, rule in (("points", _POINTS), ("percent", _PERCENT)):
        if match := re.match(rule, text[number.end :], re.I):
            half = HALF if value == int(value) else 0.05
            return _amount(text, number, topic, value, unit=topic, half=half, end=number.end + match.end())
    return None


def _money(text: str, number: Number, value: float) -> Amount | None:
    for sign, names in _MONEY.items():
        before = re.search(rf"(?:{names})\s?$", text[: number.start], re.I)
        after = re.match(rf"[\s-]*(?:d['’])?(?:{names})(?![^\W\d_])", text[number.end :], re.I)
        if before or after:
            start = before.start() if before else number.start
            end = number.end + (after.end() if after else 0)
            return _amount(text, number, f"money {sign}", value, unit=sign, start=start, end=end)
    return None


def _things(text: str, number: Number, value: float) -> Amount | None:
    """An amount of what the noun after it says; of people, only of those whom the same befell."""
    match = _NOUN.match(text, number.end)
    if not match or match[1][0].isupper() or value != int(value) or _year(text, number, value):
        return None
    noun = match[1].casefold()
    if re.fullmatch(_PEOPLE, noun) or any(re.fullmatch(rule, noun) for _, rule in _FATES):
        topic = _fate(text, number)
    else:
        topic = next(iter(words.stems(noun)), "") if noun.endswith("s") else ""
    return _amount(text, number, f"number of {topic}", value, end=match.end(1)) if topic else None


def _fate(text: str, number: Number) -> str:
    """What befell the people that a number counts, by the words after it, else before it; "" if that is not one."""
    after = _STOP.split(text[number.end :], maxsplit=1)[0]
    before = " ".join(_STOP.split(text[: number.start])[-1].split()[-3:])
    for place in (after, before):
        if found := [fate for fate, rule in _FATES if re.search(rf"\b(?:{rule})\b", place, re.I)]:
            return f"people {found[0]}" if len(found) == 1 else ""
    return ""


def _figure(text: str, number: Number, value: float) -> Amount | None:
    """A figure of whatever it may count; none that is part of a name (Flight 437, 27th Battalion), or a year."""
    named = re.search(r"[A-Z]\w*\.?\s$", text[: number.start]) or re.match(r"\s[A-Z]", text[number.end :])
    if named or number.kind != "figure" or _year(text, number, value):
        return None
    return _amount(text, number, "number", value, unit=text[number.end : number.end + AFTER])


def _year(text: str, number: Number, value: float) -> bool:
    return text[number.start : number.end].isdigit() and 1500 < value < 2100
