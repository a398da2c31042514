"""What has to be in a translation: a glossary's terms, and what no translation may change or lose."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from pipeline import guards
from pipeline.data import Entry, Lang
from pipeline.language import language
from pipeline.language.en import ENGLISH
from pipeline.language.lexicon import alike
from pipeline.language.record import GAP, Vocabulary, pattern

Kind = Literal["glossary", "verbatim", "number"]
NEAR = 0.75  # likeness of two things of which one is the other, misspelt

_BEFORE, _AFTER = r"(?<![\w@#&/._-])", r"(?![\w@]|[-./_]\w)"

_DOMAINS = "de|at|ch|fr|be|lu|eu|uk|us|com|org|net|info|gov|edu|io|ai|tv|me|biz|news|int"
_FILES = "txt|pdf|csv|tsv|json|xml|html?|md|py|js|zip|gz|tar|exe|docx?|xlsx?|pptx?|jpe?g|png|gif|svg|mp3|mp4|apk|sh"
_EMOJI = (
    "\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u231a\u231b\u23e9-\u23f3\u2600-\u26ff\u2705\u274c\u2753-\u2757\u2764"
    "\u2b50"
)
_VERBATIM = re.compile(
    "|".join(
        (
            r"(?:https?|ftp)://[^\s<>\"“”„«»]+|(?<![\w@.])www\.[^\s<>\"“”„«»]+",  # addresses
            r"(?<![\w.+-])[\w.+-]*\w@\w[\w-]*(?:\.\w[\w-]*)+",  # e-mail
            r"(?<![\w@])@\w+(?:@\w[\w.-]*\w)?",  # handles
            r"(?<![\w#&/])#\w*[^\W\d_]\w*",  # hashtags
            rf"(?<![\w@.-])(?:\w[\w-]*\.)+(?:{_DOMAINS}|{_FILES})(?![\w@]|[-.]\w)(?:/[^\s<>\"“”„«»]*)?",
            r"(?<!\w\.)\b[A-Za-z_]\w*(?:\.\w+)*\(\)",  # foo_bar(); begun anew at each dot it would be quadratic
            r"\b(?!\w+_in(?:nen)?\b)[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+\b",  # foo_bar, but not Leser_innen
            r"\bv\d+(?:\.\d+)+\b",
            r"\b[A-Z]{2,}(?:-\d{2,}){2,}\b",  # CVE-2024-1234
            r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b",  # IBAN
            r"\b(?:97[89][- ])?\d{1,5}-\d{2,7}-\d{1,7}-[\dX]\b",  # ISBN
            rf"(?:[{_EMOJI}][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)+",
        )
    )
)
# Without one of these nothing verbatim is there.
_MAYBE = re.compile(rf"[@#_{_EMOJI}]|://|\(\)|\w\.[a-z]{{2}}|v\d|[A-Z]-\d\d|[A-Z]{{2}}\d\d|\d-[\dX]|www\.")
_TRAILING = ".,;:!?…)]}'’*"

_FIGURE = rf"[1-9]\d{{0,2}}(?:[.'’]\d{{3}}|{GAP}\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?"


@dataclass(frozen=True, slots=True)
class Term:
    """What stands in a source sentence, and the English that its translation must hold for it."""

    source: str
    english: str
    kind: Kind = "glossary"


def glossary_terms(text: str, lang: Lang, glossary: Sequence[Entry]) -> tuple[Term, ...]:
    """The entries that occur in a sentence as whole words, inflected or not; the longest first.

    A term in capitals must be in capitals; where entries overlap, the longest counts. Umlauts in a plural are not
    seen: Bank is found in Banken, Verband not in Verbände.
    """
    table = _table(tuple(glossary), lang)
    # A glossary of thousands: only entries are tried that some word of the sentence begins like.
    beginnings = {word[:2] for word in re.findall(r"\w+", text.casefold())}
    left, terms = text.replace("’", "'"), []
    for _, written, term in sorted(entry for start in beginnings & table.keys() for entry in table[start]):
        rest = re.sub(written, "\0", left)  # a zero byte, which no other entry matches
        if rest != left:
            terms.append(term)
            left = rest
    return tuple(terms)


@lru_cache(maxsize=8)
def _table(glossary: tuple[Entry, ...], lang: Lang) -> dict[str, list[tuple[int, str, Term]]]:
    """First two letters → entries: their rank, the longest first, a pattern, and what they ask for."""
    table: dict[str, list[tuple[int, str, Term]]] = {}
    entries = {(entry.source, entry.english) for entry in glossary if entry.lang in (None, lang)}
    for rank, (source, english) in enumerate(sorted(entries, key=lambda pair: (-len(pair[0]), pair))):
        first = re.search(r"\w+", source.casefold())
        if first:
            table.setdefault(first[0][:2], []).append((rank, _pattern(source, lang), Term(source, english)))
    return table


def _pattern(source: str, lang: Lang) -> str:
    """Matches a term with any of its endings; before its last word, an adjective may have any."""
    words, vocabulary = source.replace("’", "'").split(), language(lang).vocabulary
    inner = [_inner(word, vocabulary) for word in words[:-1]]
    case = "" if source.isupper() else "(?i)"
    return case + _BEFORE + r"\s+".join([*inner, re.escape(words[-1]) + vocabulary.inflections]) + _AFTER


def _inner(word: str, vocabulary: Vocabulary) -> str:
    endings = vocabulary.adjective_endings
    adjective = pattern(rf"(?<=\w{{4}})(?:{endings})$" if endings else "")
    if adjective.search(word):
        return re.escape(adjective.sub("", word)) + f"(?:{endings})?"
    return re.escape(word) + vocabulary.inflections


def verbatim(text: str) -> tuple[Term, ...]:
    """Addresses, @handles, #hashtags, names of files and hosts, code, identifiers, emoji; in order, each once.

    They hold no white space but single spaces.
    """
    if not _MAYBE.search(text):
        return ()
    return tuple(dict.fromkeys(Term(thing, thing, "verbatim") for thing in _things(text)))


def _things(text: str) -> Iterator[str]:
    for match in _VERBATIM.finditer(text):
        thing = match[0]
        # The stop after an address ends the sentence; a bracket may be its own: wiki/Lyon_(Metro)
        while thing[-1] in _TRAILING and not (thing[-1] == ")" and "(" in thing):
            thing = thing[:-1]
        yield thing


def numbers(text: str, lang: Lang) -> tuple[Term, ...]:
    """Figures with their scale and currency: 3 Mio. Euro is 3 million euros, 1.234,5 is 1,234.5; no times, no dates."""
    pattern = _number_pattern(lang)
    if pattern is None:
        return ()
    # The figures in addresses and codes are parts of these.
    plain = _VERBATIM.sub(lambda match: " " * len(match[0]), text) if _MAYBE.search(text) else text
    return tuple(dict.fromkeys(_number(match) for match in pattern.finditer(plain)))


@cache
def _number_pattern(lang: Lang) -> re.Pattern[str] | None:
    """Figures, and in groups of their names the scale and unit after them; None where nothing has to be rewritten."""
    record = language(lang)
    quantities, hours = record.quantities, record.calendar.hours
    if not quantities.unit_names:
        return None
    partitive = f"(?:{quantities.partitive})?" if quantities.partitive else ""
    return re.compile(
        rf"(?<![\w.,:/'’-])(?P<figure>{_FIGURE})(?![\w:/]|[.,'’-]\d|-\w|{GAP}?(?:{hours})\b)"
        rf"(?:{GAP}?(?:{_groups(quantities.scale_names)})(?!\w))?"
        rf"(?:{GAP}?{partitive}(?:{_groups(quantities.unit_names)})(?!\w))?"
    )


def _groups(patterns: Mapping[str, str]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())


def _number(match: re.Match[str]) -> Term:
    whole, comma, part = match["figure"].partition(",")
    digits = re.sub(r"\D", "", whole)
    english = digits if digits == whole else f"{int(digits):,}"  # grouped only where it was: 2024 is a year
    english += "." + part if comma else ""
    for name, written in ENGLISH.quantities.writing.items():
        if match.groupdict().get(name):
            english = written.format(english)
    return Term(match[0], english, "number")


def missing(terms: Sequence[Term], translation: str) -> tuple[Term, ...]:
    """Those that a translation does not hold.

    A glossary's term may be in another case (but for capitals) and in the plural, a number in any writing that has its
    value and its unit.
    """
    return tuple(term for term in terms if not _HELD[term.kind](term.english, translation))


def with_article(terms: Sequence[Term], translation: str) -> str:
    """The translation with a or an before its glossary's terms as English has it: the model may have meant another."""
    for term in terms:
        if term.kind == "glossary":
            an = "n" if pattern(ENGLISH.target.an_before).match(term.english) else ""
            translation = re.sub(rf"\b([Aa])n?(?=\s+{re.escape(term.english)}(?!\w))", rf"\1{an}", translation)
    return translation


def with_acronyms(terms: Sequence[Term], translation: str) -> str:
    """The translation with its glossary's English for what it left in capitals as in the source: IA, beside AI.

    What stands there once in English holds the term, so that nothing else would see what is left.
    """
    for term in terms:
        if term.kind == "glossary" and term.source.isupper() and term.source != term.english:
            translation = re.sub(rf"(?<![\w-]){re.escape(term.source)}(?!\w)", term.english, translation)
    return translation


def with_things(terms: Sequence[Term], translation: str) -> str:
    """The translation, each thing that it lost put in place of the one that is spelt nearly so and is not the source's.

    A handle with a letter too many would else stand beside the right one.
    """
    things = {term.english for term in terms if term.kind == "verbatim"}
    for lost in missing([term for term in terms if term.kind == "verbatim"], translation):
        strays = [thing.english for thing in verbatim(translation) if thing.english not in things]
        near = [stray for stray in strays if stray[0] == lost.english[0] and alike(stray, lost.english, NEAR)]
        if len(near) == 1:
            translation = translation.replace(near[0], lost.english)
    return translation


def _has_word(english: str, translation: str) -> bool:
    words = english.replace("’", "'").split()
    plural = "(?:ys?|ies)" if words[-1].endswith("y") else re.escape(words[-1][-1]) + "(?:e?s)?"
    pattern = r"\s+".join([*map(re.escape, words[:-1]), re.escape(words[-1][:-1]) + plural])
    case = 0 if english.isupper() else re.I
    return bool(re.search(rf"(?<!\w){pattern}(?!\w)", translation.replace("’", "'"), case))


def _has_thing(thing: str, translation: str) -> bool:
    if thing not in translation:
        return False
    # @post must not be part of @postman; a row of emoji has no edges.
    return not any(map(str.isalnum, thing)) or bool(re.search(rf"(?<!\w){re.escape(thing)}(?!\w)", translation))


def _has_number(english: str, translation: str) -> bool:
    return unit_held(english, translation) and not guards.numbers_differing(english, "en", translation).missing


def unit_held(english: str, translation: str) -> bool:
    """Whether a translation has the currency or per cent sign of a number's English, if it has one, in any writing."""
    units = (re.compile(pattern, re.I) for pattern in ENGLISH.quantities.unit_writings)
    return all(unit.search(translation) for unit in units if unit.search(english))


_HELD = {"glossary": _has_word, "verbatim": _has_thing, "number": _has_number}


def digest(terms: Sequence[Term]) -> str:
    """Twelve hex digits that name the terms asked for, whatever their order; "" for none."""
    lines = sorted(f"{term.kind}\t{term.source}\t{term.english}\n" for term in terms)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12] if lines else ""
