"""What makes a score mean something else than it seems to: looked for before anything is scored."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pipeline.errors import ConfigError, InputError
from pipeline.evaluate.metrics import make
from pipeline.evaluate.scored import Kind, Segment, Testset
from pipeline.language.lexicon import letters

FEW, SOME, HALF, NEARLY = 0.05, 0.1, 0.5, 0.95  # shares of all segments; any set may have a few
LONG = 40  # letters from which one segment's language can be told
CHANCE = 5  # translations that equal their reference in any set
SURE = 0.8
SAMPLE = 1000  # segments whose language is looked at
WORDS = 5  # from which a line that equals another is no chance
OWN_WORDS = 10  # from which two translators hardly ever write the same
COUNTERPARTS = 20  # segments from which it can be told whether lines are counterparts
PAIRED = 200  # segments of which likeness to their reference is measured
GAIN = 1.3  # how much more like its own reference a translation is than like its neighbour's, at least
DETACHED = re.compile(r"\w [.,!?;:](?=\s|$)|\w n't\b|\w '(?:s|t|re|ve|ll|d|m)\b|@-@")
SPACED = re.compile(r"\w [.,](?=\s|$)|@-@")  # French sets blanks before the other marks
ESCAPED = re.compile(r"&(?:quot|apos|amp|lt|gt|nbsp|#\d+|#x[0-9a-fA-F]+);")
REFERENCE = re.compile(r"(?:^|[._-])(?:refs?|references?|gold|human)(?=[._-]|\d|$)", re.IGNORECASE)
HYPOTHESIS = re.compile(r"(?:^|[._-])(?:hyps?|hypothes[ei]s|mt|sys|system|output|pred)(?=[._-]|\d|$)", re.IGNORECASE)
MARK = "\ufeff"
# Soft hyphens, and marks of no width; joiners only between Latin letters: emoji and Persian need theirs.
INVISIBLE = re.compile("[\u00ad\u200b\u2060]|(?<=[A-Za-z])[\u200c\u200d](?=[A-Za-z])")

Detect = Callable[[str], tuple[str, float]]
Texts = Sequence[tuple[Segment, str]]


@dataclass(frozen=True, slots=True)
class Trap:
    """Which of TRAPS was found, and where, what, and what to do, in words."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beyond the texts themselves.

    `marked`: files that begin with a byte-order mark. `systems`, `references`: where these were read. `learnt`: both
    sides of training pairs and of people's translations in the memory, as `telling_letters` gives them. `machine`: what
    machines made of the sources, as the memory has it. `elsewhere`: English texts of other articles of a story.
    """

    marked: tuple[Path, ...] = ()
    systems: tuple[Path, ...] = ()
    references: tuple[Path, ...] = ()
    learnt: frozenset[str] = frozenset()
    machine: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()


Look = Callable[[Testset, Known, Detect], str]  # what is wrong and what to do, "" where nothing is


def found(testset: Testset, context: Known, detect: Detect, names: Collection[str] = ()) -> tuple[Trap, ...]:
    """All traps that this test set is, or those of these `names`, in the order of TRAPS."""
    looks = ((name, look) for name, (_, look) in TRAPS.items() if name in (names or TRAPS))
    messages = ((name, look(testset, context, detect)) for name, look in looks)
    return tuple(Trap(name, message) for name, message in messages if message)


def kind(traps: Sequence[Trap]) -> Kind:
    """What figures speak of: against independent coverage they say how like it is, and nothing of quality."""
    return "likeness" if any(trap.name == "coverage" for trap in traps) else "quality"


def check_allowed(names: Collection[str]) -> None:
    """Refuse, with a ConfigError, to allow what is no trap."""
    for name in names:
        if name not in TRAPS:
            meanings = "; ".join(f"{key}: {meaning}" for key, (meaning, _) in TRAPS.items())
            raise ConfigError(f"--allow {name!r} is no trap; known are {meanings}")


def refuse(traps: Sequence[Trap], allowed: Collection[str]) -> None:
    """End, with an InputError, before anything is scored if a trap was not allowed."""
    refused = [trap.name for trap in traps if trap.name not in allowed]
    if refused:
        options = " ".join(f"--allow {name}" for name in refused)
        raise InputError(f"nothing was done: {', '.join(refused)}; mend what is said above, or say {options}")


# --- in what is scored, and in what it is scored against -------------------------------------------------------------


def _columns(testset: Testset) -> Iterator[tuple[str, Texts]]:
    """Every system and every reference, by name, each with its segments."""
    for n, name in enumerate(testset.systems):
        yield name, [(segment, segment.hypotheses[n]) for segment in testset.segments]
    count = len(testset.segments[0].references)
    for n in range(count):
        texts = [(segment, segment.references[n]) for segment in testset.segments]
        name = f"reference {n + 1}" if count > 1 else "the reference"
        yield name, [(segment, text) for segment, text in texts if text is not None]


def _column_problem(
    testset: Testset, is_wrong: Callable[[Segment, str], object], share: float, words: str, fix: str
) -> str:
    """Of the first column of which more than a `share` of the texts is wrong, in `words` with {} for the place."""
    for name, texts in _columns(testset):
        wrong = [segment.id for segment, text in texts if is_wrong(segment, text)]
        if len(wrong) > share * len(texts):
            return f"{name} {words.format(_places(wrong))}; {fix}"
    return ""


def _empty(testset: Testset, _known: Known, _detect: Detect) -> str:
    """Lines without text: a lost line, or a system that said nothing."""
    # without references nothing is scored
    harm = "an empty hypothesis scores 0 and an empty reference everything: " * any(
        segment.references for segment in testset.segments
    )
    fix = f"{harm}translate it, or leave the segment out everywhere"
    return _column_problem(testset, lambda _segment, text: not text.strip(), 0, "is empty at {}", fix)


def _byte_order_marks(testset: Testset, context: Known, _detect: Detect) -> str:
    """Byte-order marks, which other tools would score as part of the first word."""
    if context.marked:
        mark = "a byte-order mark, left out here, which others score with the first word"
        return f"{context.marked[0]} begins with {mark}; save it without"
    words = "has a byte-order mark inside, at {}"
    return _column_problem(testset, lambda _segment, text: MARK in text, 0, words, "files were joined: take it out")


def _source_copies(testset: Testset, _known: Known, _detect: Detect) -> str:
    """Sources passed off as translations: learnt metrics rate them 65 and more."""
    # names and numbers stay as they are in a few lines of any set
    return _column_problem(
        testset,
        lambda segment, text: len(segment.source.split()) >= WORDS and letters(segment.source) == letters(text),
        FEW,
        "is the source itself at {}",
        "translate it, or name the right file",
    )


def _token_blanks(testset: Testset, _known: Known, _detect: Detect) -> str:
    """Punctuation set off by blanks: sacrebleu tokenises by itself, and of the text that readers get."""
    # French typography has blanks before ? ! : ;
    pattern = SPACED if testset.target == "fr" else DETACHED
    fix = "sacrebleu tokenises by itself: give detokenised text on both sides"
    words = "looks tokenised at {} (blanks before marks)"
    return _column_problem(testset, lambda _segment, text: pattern.search(text), SOME, words, fix)


def _escapes(testset: Testset, _known: Known, _detect: Detect) -> str:
    """What an online service escaped and nobody turned back: `&#39;` is five wrong characters."""
    fix = "turn them into characters, or say --unescape"
    words = "has character references such as &quot; at {}"
    return _column_problem(testset, lambda _segment, text: ESCAPED.search(text), FEW, words, fix)


def _characters(testset: Testset, _known: Known, _detect: Detect) -> str:
    """Letters that look alike and are not: accents as characters of their own, marks that nobody sees."""
    words = "writes letters and their accents apart (not in Unicode's form NFC) at {}"
    fix = "scores take them for other letters: say --normalize nfc"
    apart = _column_problem(testset, lambda _, text: unicodedata.normalize("NFC", text) != text, FEW, words, fix)
    words, fix = "has soft hyphens or marks of no width at {}", "scores count them as letters: say --normalize visible"
    return apart or _column_problem(testset, lambda _segment, text: INVISIBLE.search(text), FEW, words, fix)


def _language(testset: Testset, _known: Known, detect: Detect) -> str:
    """Another language than the target, or than a source is said to be in, as far as lines are long enough to tell."""
    target = testset.target
    for name, texts in _columns(testset):
        wrong = _wrong_langs(texts, detect, lambda _segment, lang: lang == target)
        if wrong:
            lang = _commonest(wrong)
            finding = f"in {lang!r} and not in {target!r} at {_places(list(wrong))}"
            return f"{name} is {finding}; name the right file, or say --to {lang}"
    sources = [(segment, segment.source) for segment in testset.segments if segment.source]
    # a language that nobody named is at least not the one that is translated into
    wrong = _wrong_langs(
        sources,
        detect,
        lambda segment, lang: lang == segment.lang.split("-")[0] if segment.lang else lang != target,
    )
    if not wrong:
        return ""
    lang, expected = _commonest(wrong), next(segment.lang for segment, _ in sources if segment.id in wrong)
    finding = f"and not in {expected!r}" if expected else "as the translations are,"
    fix = "name the right file" + f", or say --from {lang}" * (lang != target)
    return f"the source is in {lang!r} {finding} at {_places(list(wrong))}; {fix}"


def _wrong_langs(texts: Texts, detect: Detect, fits: Callable[[Segment, str], bool]) -> dict[str, str]:
    """Segments of a sample whose language surely does not fit, by id; nothing where they are few."""
    # evenly spread: a file may begin with lines of another kind
    sample = texts[:: max(1, len(texts) // SAMPLE)]
    long = [(segment, *detect(text)) for segment, text in sample if len(letters(text)) >= LONG]
    wrong = {segment.id: lang for segment, lang, sure in long if sure >= SURE and not fits(segment, lang)}
    return wrong if len(wrong) > SOME * len(long) else {}


def _commonest(langs: Mapping[str, str]) -> str:
    return Counter(langs.values()).most_common(1)[0][0]


# --- in what one is to the other -------------------------------------------------------------------------------------


def _swap(testset: Testset, context: Known, _detect: Detect) -> str:
    """Hypothesis and reference exchanged: by their files' names, by what the memory holds, by being one text."""
    for path in context.systems if context.references else ():
        # a name such as ref-vs-hyp says nothing
        if REFERENCE.search(path.name) and not HYPOTHESIS.search(path.name):
            fix = "exchange it with the file after --reference"
            return f"{path} is given as a system, but is called a reference; {fix}"
    for path in context.references:
        if HYPOTHESIS.search(path.name) and not REFERENCE.search(path.name):
            return f"{path} is given as a reference, but is called a hypothesis; exchange it with the system's file"
    texts = list(filter(None, chain.from_iterable(segment.references for segment in testset.segments)))
    machine_made = [text for text in texts if text in context.machine and len(text.split()) >= WORDS]
    if len(machine_made) > HALF * len(texts):
        count = f"{len(machine_made)} of {len(texts)}"
        return f"{count} references are a machine's translations by the memory, as {machine_made[0][:60]!r}"
    for n, name in enumerate(testset.systems):
        same, long = _verbatim(testset, n, WORDS)
        if len(same) > NEARLY * long:
            return f"{name} is the reference itself at {_places(same)}; name the right file on both sides"
    return ""


def _post_edits(testset: Testset, _known: Known, _detect: Detect) -> str:
    """A reference that a person made from a system's output: whoever wrote it thought along that system's lines."""
    for n, name in enumerate(testset.systems):
        same, long = _verbatim(testset, n, OWN_WORDS)
        # what is the reference nearly everywhere is swapped
        whole, telling = _verbatim(testset, n, WORDS)
        if len(whole) <= NEARLY * telling and len(same) > SOME * long and len(same) >= CHANCE:
            count, total = len(_verbatim(testset, n, 0)[0]), len(testset.segments)
            return (
                f"post-edited reference: {count} of {total} unchanged from {name}; figures flatter that system: "
                "take references that were made without it"
            )
    return ""


def _verbatim(testset: Testset, system: int, words: int) -> tuple[list[str], int]:
    """The segments whose translation is their reference, and how many there are: of those with so many words."""
    long = [segment for segment in testset.segments if len(segment.hypotheses[system].split()) >= words]
    return [segment.id for segment in long if segment.hypotheses[system] in segment.references], len(long)


def _training_texts(testset: Testset, context: Known, _detect: Detect) -> str:
    """References or sources that a model may have learnt by heart."""
    learnt_lines = [
        segment.id
        for segment in testset.segments
        if any(letters(text) in context.learnt for text in (segment.source, *segment.references) if text)
    ]
    if not learnt_lines:
        return ""
    return (
        f"{len(learnt_lines)} of {len(testset.segments)} segments are among training pairs or people's translations in "
        f"the memory ({_places(learnt_lines)}); a system that saw them scores too well: take them out of the test set, "
        "or train without them"
    )


def _coverage(testset: Testset, context: Known, _detect: Detect) -> str:
    """Another outlet's wording of the same event instead of a translation, or lines that are no counterparts at all."""
    texts = [(segment.id, text) for segment in testset.segments for text in segment.references if text]
    lines = [key for key, text in texts if text in context.elsewhere]
    if len(lines) > SOME * len(texts):
        return (
            f"the reference is what another article says at {_places(lines)}: independent coverage chooses other "
            "facts and other words, a reference translates this text; a score against it measures likeness, not quality"
        )
    if len(testset.segments) < COUNTERPARTS:
        return ""
    likeness, neighbour = _likeness(testset)
    if likeness >= GAIN * neighbour:
        return ""
    return (
        f"a translation is no more like its own reference (chrF2 {likeness:.1f}) than like the next one's "
        f"({neighbour:.1f}): the lines are shifted, or the reference is independent coverage and no translation; "
        "a score against it measures likeness, not quality"
    )


def _likeness(testset: Testset) -> tuple[float, float]:
    """How like the first system's hypotheses are to their references, and to the next segment's; chrF2 of a sample."""
    sample = testset.segments[:: max(1, len(testset.segments) // PAIRED)]
    rows = [(segment.hypotheses[0], segment.references[0]) for segment in sample if segment.references]
    pairs = [(hypothesis, reference) for hypothesis, reference in rows if reference]
    if len(pairs) < 2:
        return 0.0, 0.0
    chrf, (hypotheses, references) = make("chrF2"), zip(*pairs, strict=True)
    # each translation against the next reference: what chance likeness looks like in this set
    shifted = [*references[1:], references[0]]
    return chrf.corpus_score(hypotheses, [references]).score, chrf.corpus_score(hypotheses, [shifted]).score


TRAPS: Mapping[str, tuple[str, Look]] = {  # what each is, in words, and what finds it
    "empty": ("empty lines", _empty),
    "mark": ("byte-order marks", _byte_order_marks),
    "characters": ("letters in other Unicode forms, unseen marks", _characters),
    "copied": ("hypotheses that are their sources", _source_copies),
    "language": ("text in another language than is said", _language),
    "tokenised": ("tokenised text", _token_blanks),
    "escaped": ("character references of HTML", _escapes),
    "swapped": ("hypothesis and reference exchanged", _swap),
    "edited": ("references that were made from a system's output", _post_edits),
    "trained": ("references that were learnt from", _training_texts),
    "coverage": ("independent coverage in the place of a reference", _coverage),
}


def _places(ids: Sequence[str]) -> str:
    """As in "segment 7" or "segment 7 and 11 more"."""
    return f"segment {ids[0]}" + (f" and {len(ids) - 1} more" if len(ids) > 1 else "")
