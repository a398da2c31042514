"""What a translated sentence's original shows of its claims: whose words they are, doubt, denial."""

from pipeline.compare.said import Said
from pipeline.data import Manner
from pipeline.language import language
from pipeline.language.quotations import has_marks
from pipeline.language.record import pattern


def hedges(said: Said) -> bool:
    """Whether anything in the original is hedged."""
    return bool(pattern(language(said.sentence.lang).assertion.hedge).search(said.sentence.text))


def denies(said: Said) -> bool:
    """Whether anything in the original is denied, if only in part or by its form."""
    known = language(said.sentence.lang).assertion
    return any(pattern(rule).search(said.sentence.text) for rule in (known.denial, known.tinged))


def names_source(said: Said) -> bool:
    """Whether the original reports by a mood or a source that it names, so that nothing in it need be the outlet's."""
    text, speech = said.sentence.text, language(said.sentence.lang).speech
    mood = pattern(speech.reported).search(text) and not pattern(speech.unreported).search(text)
    return bool(mood or pattern(speech.source).search(text))


def reports(said: Said) -> bool:
    """Whether the original puts anything into somebody's mouth, by a source that it names, a verb of saying, a mood."""
    saying = pattern(language(said.sentence.lang).speech.saying)
    return names_source(said) or bool(saying.search(said.sentence.text))


def shows(said: Said, manner: Manner) -> bool | None:
    """Whether the original's own words show that a claim is the outlet's, reported or quoted."""
    if not said.machine:
        return True
    if manner == "quoted":
        return has_marks(said.sentence.text)
    if manner == "reported":
        return True if reports(said) else None
    return None if reports(said) or has_marks(said.sentence.text) else True
