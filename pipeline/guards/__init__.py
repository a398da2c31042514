"""What is wrong with a translation, as far as rules can tell: pure functions over source and translation.

`flags` is what a reader is told; every guard is also a function of its own that gives the evidence. To add a guard is
to write its finder in a file and its line in `GUARDS`; cases go to tests/cases/guards.json, its meaning to the docs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pipeline.data import Lang
from pipeline.guards import spans
from pipeline.guards.dates import dates_differing, dates_mended
from pipeline.guards.missing import clause_missing, unanswered
from pipeline.guards.names import names_added, names_differing
from pipeline.guards.negation import negations_lost
from pipeline.guards.numbers import numbers_differing
from pipeline.guards.remainder import untranslated
from pipeline.guards.spans import FaultSpan, Spans
from pipeline.guards.whole import copied, empty, other_language, quote_lost, repeated, unusual_length

VERSION = 10  # raise it when a guard flags otherwise than before: remembered flags are those of a version
Severity = Literal["hard", "serious", "slight"]
Finder = Callable[[str, Lang, str], object]


@dataclass(frozen=True, slots=True)
class Guard:
    """A kind of fault, by the flag that tells of it."""

    name: str
    severity: (
        Severity  # a hard fault makes a translation worthless, a serious one misleads, a slight one is worth a look
    )
    finder: Finder  # from source, its language and translation the evidence, false where there is none
    spans: Spans | None = None  # from the same where the fault stands, if that can be told
    alone: bool = False  # of a translation that has it no more is asked
    in_english: bool = False  # asked only of a translation that is English


NOT_ENGLISH = "not English"
# In the order in which they are asked, and in which a reader is told their flags.
GUARDS = (
    Guard("copied source", "hard", copied, alone=True),
    Guard("empty", "hard", lambda source, _, english: empty(source, english), alone=True),
    Guard("repetition", "hard", lambda source, _, english: repeated(source, english), spans.again(repeated)),
    Guard("unusual length", "hard", unusual_length),
    Guard(NOT_ENGLISH, "hard", lambda _source, _lang, english: other_language(english)),
    Guard("left untranslated", "serious", untranslated, spans.written(untranslated)),
    Guard("clause missing", "serious", clause_missing, in_english=True),
    Guard("number differs", "serious", numbers_differing, spans.differing(numbers_differing), in_english=True),
    Guard("date differs", "serious", dates_differing, spans.differing(dates_differing), in_english=True),
    Guard("negation lost", "serious", negations_lost, in_english=True),
    Guard("name added", "serious", names_added, spans.written(names_added), in_english=True),
    Guard("name differs", "slight", names_differing, spans.differing(names_differing), in_english=True),
    Guard("quote mark lost", "slight", lambda source, _, english: quote_lost(source, english), in_english=True),
)
FLAGS = tuple(guard.name for guard in GUARDS)
HARD = frozenset(guard.name for guard in GUARDS if guard.severity == "hard")
SERIOUS = HARD | {guard.name for guard in GUARDS if guard.severity == "serious"}

__all__ = [
    "FLAGS", "GUARDS", "HARD", "SERIOUS", "VERSION", "FaultSpan", "Guard", "clause_missing", "copied",
    "dates_differing", "dates_mended", "empty", "flags", "names_added", "names_differing", "negations_lost",
    "numbers_differing", "other_language", "quote_lost", "repeated", "unanswered", "untranslated", "unusual_length",
]  # fmt: skip


def flags(source: str, lang: Lang, translation: str) -> tuple[str, ...]:
    """The flags of a translation into English, in the order of `GUARDS`; none where the source is English.

    No more is asked of a translation that is empty or a copy, and of one that is not English only whether it has words
    of the source.
    """
    if lang == "en":
        return ()
    names: list[str] = []
    for guard in GUARDS:
        if guard.in_english and NOT_ENGLISH in names:
            continue
        if guard.finder(source, lang, translation):
            if guard.alone:
                return (guard.name,)
            names.append(guard.name)
    return tuple(names)
