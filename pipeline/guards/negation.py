"""Negations of the source that its translation does not have."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from pipeline.data import Lang
from pipeline.guards.pair import pair
from pipeline.language import TARGET, Language, language
from pipeline.language.record import pattern

_CLAUSES = re.compile(r"[,;:.!?](?=\s)|\s[-–]\s|[()—]")
ENOUGH, ALONE = 4.0, 0.65
_SENTENCES = re.compile(r"(?<=[^\W\d_]{2}[.!?])[\"”»“]?\s+(?=[\"“„«]?\s?[A-ZÄÖÜÉÀ])")


def negations_lost(source: str, lang: Lang, translation: str) -> tuple[str, ...]:
    """The source's negations, where the translation has fewer: denials, or words such as un-, -less, fail, hardly."""
    record = language(lang)
    assertion = record.assertion
    if not pattern(assertion.denial).search(source) and not pattern(assertion.concord).search(source):
        return ()
    sentences, english = _SENTENCES.split(source), _SENTENCES.split(translation)
    # as many sentences on both sides answer one another in order
    are_many = len(sentences) != len(english)
    groups = _together(sentences, record, english) if are_many else zip(sentences, english, strict=True)
    return tuple(chain.from_iterable(_losses(text, record, answer) for text, answer in groups))


def _together(sentences: list[str], record: Language, english: list[str]) -> Iterator[tuple[str, str]]:
    """Sentences of both sides that answer to one another by their words, in groups, where one side has more."""
    shared = [[_answer_weight(text, record, answer) for answer in english] for text in sentences]
    home = [_greatest([row[at] for row in shared]) for at in range(len(english))]
    # a sentence to which no English one belongs goes where its own best answer went
    lead = [place if place in home else home[_greatest(shared[place])] for place in range(len(sentences))]
    for group in sorted(set(home)):
        texts = (text for place, text in enumerate(sentences) if lead[place] == group)
        yield " ".join(texts), " ".join(answer for at, answer in enumerate(english) if home[at] == group)


def _greatest(values: Sequence[float]) -> int:
    return max(range(len(values)), key=values.__getitem__)


def _answer_weight(text: str, record: Language, answer: str) -> float:
    return sum(word.answered * -word.entry.present for word in pair(text, record.code, answer).words if word.entry)


def _losses(source: str, record: Language, translation: str) -> tuple[str, ...]:
    assertion, english = record.assertion, language(TARGET)
    reminder = pattern(assertion.reminder).search(source)
    plain = len(pattern(english.assertion.denial).findall(translation))
    forgets = pattern(english.target.forget).search(translation)
    never_forgets = bool(pattern(english.assertion.reminder).search(translation))
    if reminder and (not forgets or never_forgets):  # "do not forget" denies nothing, on either side
        source = pattern(assertion.reminder).sub("", source)
        plain -= never_forgets
    single = pattern(assertion.concord).sub(f"{assertion.concord_denial} ", source)  # two words of one denial are one
    denied = [match[0] for match in pattern(assertion.denial).finditer(single)]
    if not denied:
        return ()
    # the source's own un- and -los explain as many of the translation's
    english_tinges = pattern(english.assertion.tinged).findall(translation)
    english_tinges += pattern(english.target.turned).findall(translation)
    tinges = len(english_tinges) - len(pattern(assertion.tinged).findall(source))
    return tuple(denied) if plain + max(0, tinges) < len(denied) else _clause_losses(source, record, translation)


def _clause_losses(source: str, record: Language, translation: str) -> tuple[str, ...]:
    """Negations of clauses whose words are together in one clause of the translation, which denies nothing."""
    english = language(TARGET).assertion
    answers = [clause for clause in _CLAUSES.split(translation) if clause]
    if len(answers) < 2:
        return ()
    lost: list[str] = []
    for clause in _CLAUSES.split(source):
        if not (denied := [match[0] for match in pattern(record.assertion.denial).finditer(clause)]):
            continue
        # only a clause that one clause of the English clearly answers can tell
        shared = [_answer_weight(clause, record, answer) for answer in answers]
        most = max(shared)
        answer = answers[shared.index(most)]
        single = most >= ENOUGH and most >= ALONE * sum(shared)
        if single and not pattern(english.denial).search(answer) and not pattern(english.tinged).search(answer):
            lost += denied
    return tuple(lost)
