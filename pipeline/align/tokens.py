"""Text to what can be compared: folded stems, numbers, names, character n-grams."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
_SUFFIXES = ("ingly", "ings", "ing", "edly", "ed", "es", "en", "er", "em", "ly", "e", "s")
_STEM, _REST = 6, 4
_GROUPED = re.compile(r"\d{1,3}(?:[.,  '’]\d{3})+(?!\d)")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_QUOTE = re.compile(r"[“”„«»\"]([^“”„«»\"]{12,}?)[“”„«»\"]")
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]*\w|[a-z][A-Z]\w+")
_MONTHS = (
    ("january", "januar", "janvier"),
    ("february", "februar", "fevrier"),
    ("march", "marz", "mars"),
    ("april", "avril"),
    ("may", "mai"),
    ("june", "juni", "juin"),
    ("july", "juli", "juillet"),
    ("august", "aout"),
    ("september", "septembre"),
    ("october", "oktober", "octobre"),
    ("november", "novembre"),
    ("december", "dezember", "decembre"),
)
_MONTH = {name: f"month {number}" for number, names in enumerate(_MONTHS, 1) for name in names}
_COUNTS = (
    ("two", "zwei", "deux"),
    ("three", "drei", "trois"),
    ("four", "vier", "quatre"),
    ("five", "funf", "cinq"),
    ("six", "sechs"),
    ("seven", "sieben", "sept"),
    ("eight", "acht", "huit"),
    ("nine", "neun", "neuf"),
    ("ten", "zehn", "dix"),
    ("eleven", "elf", "onze"),
    ("twelve", "zwolf", "douze"),
)
_COUNT = {name: str(number) for number, names in enumerate(_COUNTS, 2) for name in names} | {
    "twenty": "20", "zwanzig": "20", "vingt": "20", "thirty": "30", "dreissig": "30", "trente": "30",
    "forty": "40", "vierzig": "40", "quarante": "40", "fifty": "50", "funfzig": "50", "cinquante": "50",
    "sixty": "60", "sechzig": "60", "soixante": "60", "seventy": "70", "siebzig": "70",
    "eighty": "80", "achtzig": "80", "ninety": "90", "neunzig": "90",
    "hundred": "100", "hundert": "100", "cent": "100", "thousand": "1000", "tausend": "1000", "mille": "1000",
}  # fmt: skip


def fold(text: str) -> str:
    """The text in lower case, without accents, ligatures and typographic apostrophes."""
    plain = unicodedata.normalize(
        "NFKD", text.replace("ß", "ss").replace("’", "'").replace("æ", "ae").replace("œ", "oe")
    )
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def stem(word: str) -> str:
    """The first letters of a folded word, without a common ending: the same for English, German and French."""
    word = word.rsplit("'", 1)[0] if word.endswith(("'s", "'t")) else word.split("'", 1)[-1]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _REST:
            word = word[: -len(suffix)]
            break
    return word[:_STEM]


def stems(text: str) -> list[str]:
    """The stems of a text in order; a number written as a word is its digits."""
    words = _WORD.findall(fold(text))
    return [_COUNT.get(word) or (word if word[0].isdigit() else stem(word)) for word in words]


def spelled(text: str) -> dict[str, str]:
    """Stem → the first word of the text that has it, as it is written."""
    found: dict[str, str] = {}
    for word in re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text):
        for one in stems(word):
            found.setdefault(one, word)
    return found


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text, however written: `3,5` and `3.5`, `1.000` and `1,000`, `three`, `27-29`, dates by part."""
    text = _ISO.sub(lambda m: f"{m[1]} {int(m[3])} month{int(m[2])} ", text)
    text = _DOTTED.sub(lambda m: f"{m[3]} {int(m[1])} month{int(m[2])} ", text)
    text = _GROUPED.sub(lambda m: re.sub(r"\D", "", m[0]), text)
    found = {_plain(number) for number in _NUMBER.findall(re.sub(r"month\d+", " ", text))}
    words = re.findall(r"[^\W_]+", fold(text))
    found |= {_COUNT[word] for word in words if word in _COUNT}
    found |= {f"month {word[5:]}" for word in words if re.fullmatch(r"month\d+", word)}
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if word in _MONTH and (before.isdigit() or after.isdigit()):
            found.add(_MONTH[word])
    return frozenset(found)


def _plain(number: str) -> str:
    whole, _, part = number.replace(",", ".").partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + ("." + part if part else "")


def quotations(text: str) -> list[str]:
    """What stands between quotation marks, if it is longer than a title or a word of distance."""
    return _QUOTE.findall(text)


def names(text: str) -> list[str]:
    """Words with a capital inside a sentence, folded; the first word of a text only if it has a second capital."""
    found = []
    for match in _NAME.finditer(text):
        opening = not re.search(r"\w", text[: match.start()]) or re.search(r"[.!?:]\W*$", text[: match.start()])
        word = match[0].removesuffix("'s").removesuffix("’s")
        if not opening or any(c.isupper() for c in word[1:]):
            found.append(fold(word))
    return found


def variants(words: Iterable[str]) -> Mapping[str, str]:
    """Spelling variants of one name → the one first in the alphabet: same first three letters, one edit apart."""
    buckets: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        if len(word) >= 7:
            buckets.setdefault(word[:3], []).append(word)
    first: dict[str, str] = {}
    for bucket in buckets.values():
        for n, word in enumerate(bucket):
            near = next((other for other in bucket[:n] if _one_edit(word, other)), None)
            if near:
                first[word] = first.get(near, near)
    return first


def _one_edit(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def grams(text: str, size: int = 4) -> list[str]:
    """Character n-grams inside words, a blank at both ends of each word."""
    found = []
    for word in re.findall(r"[^\W_]+", fold(text)):
        padded = f" {word} "
        found += [padded[n : n + size] for n in range(max(1, len(padded) - size + 1))]
    return found


def quantities(text: str) -> Mapping[str, frozenset[str]]:
    """Unit → the numbers that count it: `120 days` gives day → {120}; years, dates and bare numbers count nothing."""
    found: dict[str, frozenset[str]] = {}
    words = _WORD.findall(fold(_GROUPED.sub(lambda m: re.sub(r"\D", "", m[0]), text)))
    for number, unit in pairwise(words):
        value = _COUNT.get(number) or (_plain(number) if re.fullmatch(r"\d+(?:[.,]\d+)?", number) else None)
        if (
            value
            and unit[0].isalpha()
            and len(unit) > 3
            and unit not in _MONTH
            and not re.fullmatch(r"(19|20)\d\d", value)
        ):
            found[stem(unit)] = found.get(stem(unit), frozenset()) | {value}
    return found
