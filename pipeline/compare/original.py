"""What a translated sentence's original shows of its claims: whose words they are, doubt, denial."""

from pipeline.compare.said import Said
from pipeline.data import Manner
from pipeline.language import language
from pipeline.language.quotations import has_marks
from pipeline.language.record import pattern


def hedges(line: Said) -> bool:
    """Whether anything in the original is hedged."""
    return bool(pattern(language(line.sentence.lang).assertion.hedge).search(line.sentence.text))


def denies(line: Said) -> bool:
    """Whether anything in the original is denied, if only in part or by its form."""
    assertion = language(line.sentence.lang).assertion
    return any(pattern(rule).search(line.sentence.text) for rule in (assertion.denial, assertion.tinged))


def names_source(line: Said) -> bool:
    """Whether the original reports by a mood or a source that it names, so that nothing in it need be the outlet's."""
    text, speech = line.sentence.text, language(line.sentence.lang).speech
    mood = pattern(speech.reported).search(text) and not pattern(speech.unreported).search(text)
    return bool(mood or pattern(speech.source).search(text))


def reports(line: Said) -> bool:
    """Whether the original puts anything into somebody's mouth, by a source that it names, a verb of saying, a mood."""
    saying = pattern(language(line.sentence.lang).speech.saying)
    return names_source(line) or bool(saying.search(line.sentence.text))


def shows(line: Said, manner: Manner) -> bool | None:
    """Whether the original's own words show that a claim is the outlet's, reported or quoted."""
    if not line.machine:
        return True
    if manner == "quoted":
        return has_marks(line.sentence.text)
    if manner == "reported":
        return True if reports(line) else None
    return None if reports(line) or has_marks(line.sentence.text) else True
