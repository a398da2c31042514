"""What makes a score mean something else than it seems to: looked for before anything is scored."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.evaluate.scored import Segment, Testset

TRAPS: Mapping[str, str] = {
    "empty": "empty lines",
    "mark": "byte-order marks",
    "copied": "hypotheses that are their sources",
    "language": "text in another language than the target",
    "tokenised": "tokenised text",
    "escaped": "character references of HTML",
    "swapped": "hypothesis and reference exchanged",
    "trained": "references that were learnt from",
    "coverage": "independent coverage in the place of a reference",
}
FEW = 0.05  # of all segments: what any set may have
SOME = 0.1
HALF = 0.5
LONG = 40  # letters from which one segment's language can be told
SURE = 0.8
SAMPLE = 1000  # segments whose language is looked at
WORDS = 5  # from which a line that equals another is no chance
TELLING = 12  # letters from which two lines with the same letters are the same line
COUNTERPARTS = 20  # segments from which it can be told whether lines are counterparts
PAIRED = 200  # segments of which likeness to their reference is measured
GAIN = 1.3  # how much more like its own reference a translation is than like its neighbour's, at least
DETACHED = re.compile(r"\w [.,!?;:](?=\s|$)|\w n't\b|\w '(?:s|t|re|ve|ll|d|m)\b|@-@")
SPACED = re.compile(r"\w [.,](?=\s|$)|@-@")  # French sets blanks before the other marks
ESCAPED = re.compile(r"&(?:quot|apos|amp|lt|gt|nbsp|#\d+|#x[0-9a-fA-F]+);")
REFERENCE = re.compile(r"(?:^|[._-])(?:refs?|references?|gold|human)(?=[._-]|\d|$)", re.IGNORECASE)
HYPOTHESIS = re.compile(r"(?:^|[._-])(?:hyps?|hypothes[ei]s|mt|sys|system|output|pred)(?=[._-]|\d|$)", re.IGNORECASE)
MARK = "\ufeff"

Detect = Callable[[str], tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Trap:
    """Which of TRAPS was found, and where, what, and what to do, in words."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beyond the texts themselves.

    `marked`: files that begin with a byte-order mark. `systems`, `references`: where these were read. `learnt`: both
    sides of training pairs and of people's translations in the memory, as `letters` gives them. `machine`: what
    machines made of the sources, as the memory has it. `others`: English texts of other articles of a story.
    """

    marked: tuple[Path, ...] = ()
    systems: tuple[Path, ...] = ()
    references: tuple[Path, ...] = ()
    learnt: frozenset[str] = frozenset()
    machine: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


def found(testset: Testset, known: Known, detect: Detect) -> tuple[Trap, ...]:
    """All traps that this test set is, in the order of TRAPS."""
    words = (
        ("empty", empty(testset)),
        ("mark", marks(testset, known.marked)),
        ("copied", copied(testset)),
        ("language", language(testset, detect)),
        ("tokenised", tokenised(testset)),
        ("escaped", escaped(testset)),
        ("swapped", swapped(testset, known)),
        ("trained", trained(testset, known.learnt)),
        ("coverage", coverage(testset, known.others)),
    )
    return tuple(Trap(name, one) for name, one in words if one)


def columns(testset: Testset) -> Iterator[tuple[str, list[tuple[Segment, str]]]]:
    """What is scored and what it is scored against, by name: every system, every reference, each with its segments."""
    for n, name in enumerate(testset.systems):
        yield name, [(one, one.hypotheses[n]) for one in testset.segments]
    count = len(testset.segments[0].references)
    for n in range(count):
        texts = [(one, one.references[n]) for one in testset.segments]
        yield (
            f"reference {n + 1}" if count > 1 else "the reference",
            [(one, text) for one, text in texts if text is not None],
        )


def empty(testset: Testset) -> str:
    """Lines without text: a lost line, or a system that said nothing."""
    for name, texts in columns(testset):
        if gone := [one.id for one, text in texts if not text.strip()]:
            return (
                f"{name} is empty at {_places(gone)}; an empty hypothesis scores 0 and an empty reference everything: "
                "translate it, or leave the segment out everywhere"
            )
    return ""


def marks(testset: Testset, files: Sequence[Path]) -> str:
    """Byte-order marks, which other tools would score as part of the first word."""
    if files:
        return (
            f"{files[0]} begins with a byte-order mark, left out here, which others score with the first word; "
            "save it without"
        )
    for name, texts in columns(testset):
        if held := [one.id for one, text in texts if MARK in text]:
            return f"{name} has a byte-order mark inside, at {_places(held)}; files were joined: take it out"
    return ""


def copied(testset: Testset) -> str:
    """Sources passed off as translations: learnt metrics rate them 65 and more."""
    for name, texts in columns(testset):
        long = [(one, text) for one, text in texts if _long(one.source)]
        same = [one.id for one, text in long if _letters(one.source) == _letters(text)]
        if len(same) > FEW * len(texts):
            return f"{name} is the source itself at {_places(same)}; translate it, or name the right file"
    return ""


def language(testset: Testset, detect: Detect) -> str:
    """Another language than the target, as far as lines are long enough to tell."""
    for name, texts in columns(testset):
        sample = texts[:: max(1, len(texts) // SAMPLE)]
        long = [(one.id, detect(text)) for one, text in sample if len(_letters(text)) >= LONG]
        wrong = [(key, lang) for key, (lang, sure) in long if lang != testset.target and sure >= SURE]
        if len(wrong) > SOME * len(long):
            lang = Counter(lang for _, lang in wrong).most_common(1)[0][0]
            return (
                f"{name} is in {lang!r} and not in {testset.target!r} at {_places([key for key, _ in wrong])}; name "
                f"the right file, or say --to {lang}"
            )
    return ""


def tokenised(testset: Testset) -> str:
    """Punctuation set off by blanks: sacrebleu tokenises by itself, and of the text that readers get."""
    pattern = SPACED if testset.target == "fr" else DETACHED
    for name, texts in columns(testset):
        apart = [one.id for one, text in texts if pattern.search(text)]
        if len(apart) > SOME * len(texts):
            return (
                f"{name} looks tokenised at {_places(apart)} (blanks before marks); sacrebleu tokenises by itself: "
                "give detokenised text on both sides"
            )
    return ""


def escaped(testset: Testset) -> str:
    """What an online service escaped and nobody turned back: `&#39;` is five wrong characters."""
    for name, texts in columns(testset):
        held = [one.id for one, text in texts if ESCAPED.search(text)]
        if len(held) > FEW * len(texts):
            return f"{name} has character references such as &quot; at {_places(held)}; turn them into characters"
    return ""


def swapped(testset: Testset, known: Known) -> str:
    """Hypothesis and reference exchanged: by their files' names, by what the memory holds, by being one text."""
    for path in known.systems if known.references else ():
        if REFERENCE.search(path.name) and not HYPOTHESIS.search(path.name):
            return (
                f"{path} is given as a system, but is called a reference; exchange it with the file after --reference"
            )
    for path in known.references:
        if HYPOTHESIS.search(path.name) and not REFERENCE.search(path.name):
            return f"{path} is given as a reference, but is called a hypothesis; exchange it with the system's file"
    texts = [text for one in testset.segments for text in one.references if text]
    made = [text for text in texts if text in known.machine and _long(text)]
    if len(made) > HALF * len(texts):
        return f"{len(made)} of {len(texts)} references are a machine's translations by the memory, as {made[0][:60]!r}"
    for n, name in enumerate(testset.systems):
        same = [one.id for one in testset.segments if one.hypotheses[n] in one.references and _long(one.hypotheses[n])]
        if len(same) > HALF * len(testset.segments):
            return f"{name} is the reference itself at {_places(same)}; name the right file on both sides"
    return ""


def _long(text: str) -> bool:
    """Whether it is no chance that another line is the same."""
    return len(text.split()) >= WORDS


def letters(texts: Iterable[str]) -> frozenset[str]:
    """The letters of every text that has enough of them to tell it from others."""
    return frozenset(held for text in texts if len(held := _letters(text)) >= TELLING)


def trained(testset: Testset, learnt: Collection[str]) -> str:
    """References or sources that a model may have learnt by heart; `learnt` as `letters` gives it."""
    held = [
        one.id
        for one in testset.segments
        if any(_letters(text) in learnt for text in (one.source, *one.references) if text)
    ]
    if not held:
        return ""
    return (
        f"{len(held)} of {len(testset.segments)} segments are among training pairs or people's translations in the "
        f"memory ({_places(held)}); a system that saw them scores too well: take them out of the test set, or train "
        "without them"
    )


def coverage(testset: Testset, others: Collection[str]) -> str:
    """Another outlet's wording of the same event instead of a translation, or lines that are no counterparts at all."""
    texts = [(one.id, text) for one in testset.segments for text in one.references if text]
    theirs = [key for key, text in texts if text in others]
    if len(theirs) > SOME * len(texts):
        return (
            f"the reference is what another article says at {_places(theirs)}: independent coverage chooses other "
            "facts and other words, a reference translates this text; a score against it measures likeness, not quality"
        )
    if len(testset.segments) < COUNTERPARTS:
        return ""
    own, neighbour = _likeness(testset)
    if own >= GAIN * neighbour:
        return ""
    return (
        f"a translation is no more like its own reference (chrF2 {own:.1f}) than like the next one's "
        f"({neighbour:.1f}): the lines are shifted, or the reference is independent coverage and no translation; "
        "a score against it measures likeness, not quality"
    )


def _likeness(testset: Testset) -> tuple[float, float]:
    """How like the first system's hypotheses are to their references, and to the next segment's; chrF2 of a sample."""
    from pipeline.evaluate.statistics import metric

    made = metric("chrF2")
    every = max(1, len(testset.segments) // PAIRED)
    held = [(one.hypotheses[0], text) for one in testset.segments[::every] for text in one.references[:1] if text]
    if len(held) < 2:
        return 0.0, 0.0
    ours, theirs = [one for one, _ in held], [text for _, text in held]
    own, next_one = (made.corpus_score(ours, [texts]).score for texts in (theirs, [*theirs[1:], theirs[0]]))
    return own, next_one


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalpha())


def _places(ids: Sequence[str]) -> str:
    """As in "segment 7" or "segment 7 and 11 more"."""
    return f"segment {ids[0]}" + (f" and {len(ids) - 1} more" if len(ids) > 1 else "")
