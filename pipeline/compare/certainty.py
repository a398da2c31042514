"""What one article is sure of and another is not, and what one affirms and another denies."""

import re
from collections.abc import Callable, Iterator

from pipeline.compare import words
from pipeline.compare.said import Found, Held, Row, Said
from pipeline.compare.voices import spoken
from pipeline.data import DifferenceKind
from pipeline.language import TARGET, Language, language, lexicon
from pipeline.language.record import pattern

_BETWEEN = re.compile(r"[\s,]*(?:\b(?:has|have|had|been|be|being|yet|any|also|soon)\b\s*)*")
_BE = re.compile(r"\b(?:is|are|was|were|be|been|being)\b\s*$")
_ARTICLE = re.compile(r"(?:(?:an?|the|its|his|her|their|our|my)\s+)?")  # is probably a fault
Marks = Callable[[Language], re.Pattern[str]]  # of a language
_RENDERED = re.compile(r"\b(?:would|should|shall|is to|are to|is supposed to|are supposed to) (?=have\b|be\b)")
_DOUBTED = re.compile(
    r"\b(?:presum\w+|perhaps|maybe|suppos\w+|seem\w*|appear\w*|likely|possib\w+|probab\w+|potential\w*|apparent\w*"
    r"|alleged\w*|reportedly|suspect\w*)\b",
    re.I,
)
_PROMISED = re.compile(r"\b(?:if|unless|whether|could|can|will|would|should|must|plans?|wants?|to be)\b", re.I)


def _hedges(record: Language) -> re.Pattern[str]:
    return pattern(record.assertion.hedge)


def _denials(record: Language) -> re.Pattern[str]:
    return pattern(record.assertion.flat_denial)


def hedged(row: Row) -> Iterator[Found]:
    """Where one article hedges what another one says outright."""
    return _found(row, "certainty", _hedges, _outright, "One side hedges ({}), the other does not.")


def denied(row: Row) -> Iterator[Found]:
    """Where one article denies what another one affirms."""
    return _found(row, "negation", _denials, _affirmed, "One side denies ({}) what the other affirms.")


def _found(
    row: Row, kind: DifferenceKind, table: Marks, plain: Callable[[Said], bool], explanation: str
) -> Iterator[Found]:
    marked: dict[str, Held] = {}
    unmarked: dict[str, Held] = {}
    for one, other in row.pairs():
        held = _held(one, other, table) if plain(other) else None
        if held:
            marked.setdefault(one.article, held)
            unmarked.setdefault(other.article, Held(other, "without", original=True))
    sides = (tuple(marked.values()), tuple(held for article, held in unmarked.items() if article not in marked))
    if all(sides):
        said = dict.fromkeys(f"“{held.value}”" for held in marked.values())
        yield Found(kind, sides, explanation.format(", ".join(said)))


def _held(one: Said, other: Said, table: Marks) -> Held | None:
    """The mark of a sentence that is about a word which the other sentence has too, and the sentence has only there."""
    ours, theirs = words.content(one.english), words.stems(other.english)
    for mark in _marks(one, table):
        at = _about(one.english, mark, table)
        about = next((word for word in ours if word.start == at), None)
        if about and words.shared([about.stem], theirs) and [word.stem for word in ours].count(about.stem) == 1:
            value = one.english[mark.start() : about.end]
            return Held(one, value, mark.start(), about.end, _in_original(one, table))
    return _lost(one, theirs) if table is _hedges and one.machine and _plain(one.english) else None


def _about(english: str, mark: re.Match[str], table: Marks) -> int:
    """Where the word that a mark is about begins: after auxiliaries; after what is hedged to be, after its article."""
    gap = _BETWEEN.match(english, mark.end())
    at = gap.end() if gap else mark.end()
    is_something = _BE.search(english, 0, mark.start()) or _BE.search(english, 0, at)
    article = _ARTICLE.match(english, at) if table is _hedges and is_something else None
    return article.end() if article else at


def _lost(one: Said, theirs: frozenset[str]) -> Held | None:
    """The hedge of an original whose English has none, about a word that the other sentence has."""
    lang, text = one.sentence.lang, one.sentence.text
    record = language(lang)
    for mark in _hedges(record).finditer(text):
        about = pattern(record.assertion.hedged_word).match(text, mark.end())
        means = {stem for word in about[1].split() for stem in lexicon.entry(word, lang).counterparts} if about else ()
        if about and words.shared(means, theirs):
            return Held(one, text[mark.start() : about.end()])
    return None


def _marks(said: Said, table: Marks) -> Iterator[re.Match[str]]:
    """The marks of an English sentence, and what a hedge of the original (soll, aurait) is often rendered by."""
    yield from table(language(TARGET)).finditer(said.english)
    if table is _hedges and said.machine and _in_original(said, table):
        yield from _RENDERED.finditer(said.english)


def _in_original(said: Said, table: Marks) -> bool:
    return bool(table(language(said.sentence.lang)).search(said.sentence.text))


def _outright(said: Said) -> bool:
    """Whether a sentence, and its English, has nothing that hedges, promises, makes a condition or says who says so."""
    text = said.sentence.text
    return _plain(said.english) and not _hedges(language(said.sentence.lang)).search(text) and not spoken(said)


def _plain(english: str) -> bool:
    """Whether nothing in an English text hedges, promises or makes a condition."""
    return not any(rule.search(english) for rule in (_hedges(language(TARGET)), _DOUBTED, _PROMISED))


def _affirmed(said: Said) -> bool:
    """Whether a sentence, and its English, has nothing that denies, not even in part or by its form."""
    text, assertion, english = said.sentence.text, language(said.sentence.lang).assertion, language(TARGET).assertion
    if re.search(r"\?|\b(?:little|few|difficult\w*)\b", f"{said.english} {text}", re.I):
        return False
    if any(pattern(rule).search(said.english) for rule in (english.denial, english.tinged)):
        return False
    return not any(pattern(rule).search(text) for rule in (assertion.denial, assertion.tinged))
