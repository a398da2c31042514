"""What makes a score mean something else than it seems to: looked for before anything is scored."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pipeline.errors import ConfigError, InputError
from pipeline.evaluate.scored import Kind, Segment, Testset

FEW = 0.05  # of all segments: what any set may have
SOME = 0.1
HALF = 0.5
LONG = 40  # letters from which one segment's language can be told
NEARLY = 0.95
CHANCE = 5  # translations that equal their reference in any set
SURE = 0.8
SAMPLE = 1000  # segments whose language is looked at
WORDS = 5  # from which a line that equals another is no chance
OWN_WORDS = 10  # from which two translators hardly ever write the same
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
# Soft hyphens, and marks of no width; joiners only between Latin letters: emoji and Persian need theirs.
INVISIBLE = re.compile("[\u00ad\u200b\u2060]|(?<=[A-Za-z])[\u200c\u200d](?=[A-Za-z])")

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
    machines made of the sources, as the memory has it. `elsewhere`: English texts of other articles of a story.
    """

    marked: tuple[Path, ...] = ()
    systems: tuple[Path, ...] = ()
    references: tuple[Path, ...] = ()
    learnt: frozenset[str] = frozenset()
    machine: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()


def found(testset: Testset, context: Known, detect: Detect, names: Collection[str] = ()) -> tuple[Trap, ...]:
    """All traps that this test set is, or those of these `names`, in the order of TRAPS."""
    looks = ((name, trap) for name, trap in TRAPS.items() if name in (names or TRAPS))
    messages = ((name, trap.find(testset, context, detect)) for name, trap in looks)
    return tuple(Trap(name, message) for name, message in messages if message)


def kind(traps: Sequence[Trap]) -> Kind:
    """What figures speak of: against independent coverage they say how like it is, and nothing of quality."""
    return "likeness" if any(trap.name == "coverage" for trap in traps) else "quality"


def check_allowed(names: Collection[str]) -> None:
    """Refuse, with a ConfigError, to allow what is no trap."""
    for name in names:
        if name not in TRAPS:
            meanings = "; ".join(f"{key}: {trap.meaning}" for key, trap in TRAPS.items())
            raise ConfigError(f"--allow {name!r} is no trap; known are {meanings}")


def refuse(traps: Sequence[Trap], allowed: Collection[str]) -> None:
    """End, with an InputError, before anything is scored if a trap was not allowed."""
    refused = [trap.name for trap in traps if trap.name not in allowed]
    if refused:
        options = " ".join(f"--allow {name}" for name in refused)
        raise InputError(f"nothing was done: {', '.join(refused)}; mend what is said above, or say {options}")


def columns(testset: Testset) -> Iterator[tuple[str, list[tuple[Segment, str]]]]:
    """What is scored and what it is scored against, by name: every system, every reference, each with its segments."""
    for n, name in enumerate(testset.systems):
        yield name, [(segment, segment.hypotheses[n]) for segment in testset.segments]
    count = len(testset.segments[0].references)
    for n in range(count):
        texts = [(segment, segment.references[n]) for segment in testset.segments]
        name = f"reference {n + 1}" if count > 1 else "the reference"
        yield name, [(segment, text) for segment, text in texts if text is not None]


def empty(testset: Testset) -> str:
    """Lines without text: a lost line, or a system that said nothing."""
    for name, texts in columns(testset):
        if lines := [segment.id for segment, text in texts if not text.strip()]:
            # without references nothing is scored
            harm = "an empty hypothesis scores 0 and an empty reference everything: " * any(
                segment.references for segment in testset.segments
            )
            return f"{name} is empty at {_places(lines)}; {harm}translate it, or leave the segment out everywhere"
    return ""


def marks(testset: Testset, files: Sequence[Path]) -> str:
    """Byte-order marks, which other tools would score as part of the first word."""
    if files:
        mark = "a byte-order mark, left out here, which others score with the first word"
        return f"{files[0]} begins with {mark}; save it without"
    for name, texts in columns(testset):
        if lines := [segment.id for segment, text in texts if MARK in text]:
            return f"{name} has a byte-order mark inside, at {_places(lines)}; files were joined: take it out"
    return ""


def copied(testset: Testset) -> str:
    """Sources passed off as translations: learnt metrics rate them 65 and more."""
    for name, texts in columns(testset):
        long = [(segment, text) for segment, text in texts if _long(segment.source)]
        same = [segment.id for segment, text in long if _letters(segment.source) == _letters(text)]
        # names and numbers stay as they are in a few lines of any set
        if len(same) > FEW * len(texts):
            return f"{name} is the source itself at {_places(same)}; translate it, or name the right file"
    return ""


def language(testset: Testset, detect: Detect) -> str:
    """Another language than the target, or than a source is said to be in, as far as lines are long enough to tell."""
    target = testset.target
    for name, texts in columns(testset):
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


def _wrong_langs(
    texts: Sequence[tuple[Segment, str]], detect: Detect, fits: Callable[[Segment, str], bool]
) -> dict[str, str]:
    """Segments of a sample whose language surely does not fit, by id; nothing where they are few."""
    # evenly spread: a file may begin with lines of another kind
    sample = texts[:: max(1, len(texts) // SAMPLE)]
    long = [(segment, *detect(text)) for segment, text in sample if len(_letters(text)) >= LONG]
    wrong = {segment.id: lang for segment, lang, sure in long if sure >= SURE and not fits(segment, lang)}
    return wrong if len(wrong) > SOME * len(long) else {}


def _commonest(langs: Mapping[str, str]) -> str:
    return Counter(langs.values()).most_common(1)[0][0]


def tokenised(testset: Testset) -> str:
    """Punctuation set off by blanks: sacrebleu tokenises by itself, and of the text that readers get."""
    # French typography has blanks before ? ! : ;
    pattern = SPACED if testset.target == "fr" else DETACHED
    for name, texts in columns(testset):
        lines = [segment.id for segment, text in texts if pattern.search(text)]
        if len(lines) > SOME * len(texts):
            fix = "sacrebleu tokenises by itself: give detokenised text on both sides"
            return f"{name} looks tokenised at {_places(lines)} (blanks before marks); {fix}"
    return ""


def escaped(testset: Testset) -> str:
    """What an online service escaped and nobody turned back: `&#39;` is five wrong characters."""
    for name, texts in columns(testset):
        lines = [segment.id for segment, text in texts if ESCAPED.search(text)]
        if len(lines) > FEW * len(texts):
            fix = "turn them into characters, or say --unescape"
            return f"{name} has character references such as &quot; at {_places(lines)}; {fix}"
    return ""


def characters(testset: Testset) -> str:
    """Letters that look alike and are not: accents as characters of their own, marks that nobody sees."""
    for name, texts in columns(testset):
        split = [segment.id for segment, text in texts if unicodedata.normalize("NFC", text) != text]
        if len(split) > FEW * len(texts):
            return (
                f"{name} writes letters and their accents apart (not in Unicode's form NFC) at {_places(split)}; "
                "scores take them for other letters: say --normalize nfc"
            )
        hidden = [segment.id for segment, text in texts if INVISIBLE.search(text)]
        if len(hidden) > FEW * len(texts):
            fix = "scores count them as letters: say --normalize visible"
            return f"{name} has soft hyphens or marks of no width at {_places(hidden)}; {fix}"
    return ""


def swapped(testset: Testset, context: Known) -> str:
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
    machine_made = [text for text in texts if text in context.machine and _long(text)]
    if len(machine_made) > HALF * len(texts):
        count = f"{len(machine_made)} of {len(texts)}"
        return f"{count} references are a machine's translations by the memory, as {machine_made[0][:60]!r}"
    for n, name in enumerate(testset.systems):
        outputs = [(segment, segment.hypotheses[n]) for segment in testset.segments]
        same, long = _unchanged(outputs, WORDS)
        if len(same) > NEARLY * long:
            return f"{name} is the reference itself at {_places(same)}; name the right file on both sides"
    return ""


def edited(testset: Testset) -> str:
    """A reference that a person made from a system's output: whoever wrote it thought along that system's lines."""
    for n, name in enumerate(testset.systems):
        outputs = [(segment, segment.hypotheses[n]) for segment in testset.segments]
        same, long = _unchanged(outputs, OWN_WORDS)
        # what is the reference nearly everywhere is `swapped`
        whole, telling = _unchanged(outputs, WORDS)
        if len(whole) <= NEARLY * telling and len(same) > SOME * long and len(same) >= CHANCE:
            count = sum(text in segment.references for segment, text in outputs)
            return (
                f"post-edited reference: {count} of {len(outputs)} unchanged from {name}; figures flatter that system: "
                "take references that were made without it"
            )
    return ""


def _unchanged(outputs: Sequence[tuple[Segment, str]], words: int) -> tuple[list[str], int]:
    """The segments whose translation is their reference, and how many there are: of those with so many words."""
    long = [(segment, text) for segment, text in outputs if len(text.split()) >= words]
    return [segment.id for segment, text in long if text in segment.references], len(long)


def _long(text: str) -> bool:
    """Whether it is no chance that another line is the same."""
    return len(text.split()) >= WORDS


def letters(texts: Iterable[str]) -> frozenset[str]:
    """The letters of every text that has enough of them to tell it from others."""
    return frozenset(key for text in texts if len(key := _letters(text)) >= TELLING)


def trained(testset: Testset, learnt: Collection[str]) -> str:
    """References or sources that a model may have learnt by heart; `learnt` as `letters` gives it."""
    learnt_lines = [
        segment.id
        for segment in testset.segments
        if any(_letters(text) in learnt for text in (segment.source, *segment.references) if text)
    ]
    if not learnt_lines:
        return ""
    return (
        f"{len(learnt_lines)} of {len(testset.segments)} segments are among training pairs or people's translations in "
        f"the memory ({_places(learnt_lines)}); a system that saw them scores too well: take them out of the test set, "
        "or train without them"
    )


def coverage(testset: Testset, elsewhere: Collection[str]) -> str:
    """Another outlet's wording of the same event instead of a translation, or lines that are no counterparts at all."""
    texts = [(segment.id, text) for segment in testset.segments for text in segment.references if text]
    lines = [key for key, text in texts if text in elsewhere]
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
    from pipeline.evaluate.metrics import make

    chrf = make("chrF2")
    sample = testset.segments[:: max(1, len(testset.segments) // PAIRED)]
    hypotheses, references = [], []
    for segment in sample:
        if segment.references and segment.references[0]:
            hypotheses.append(segment.hypotheses[0])
            references.append(segment.references[0])
    if len(references) < 2:
        return 0.0, 0.0
    # each translation against the next reference: what chance likeness looks like in this set
    shifted = [*references[1:], references[0]]
    return chrf.corpus_score(hypotheses, [references]).score, chrf.corpus_score(hypotheses, [shifted]).score


@dataclass(frozen=True, slots=True)
class Look:
    """What a trap is, in words, and what finds it: what is wrong and what to do, "" where nothing is."""

    meaning: str
    find: Callable[[Testset, Known, Detect], str]


TRAPS: Mapping[str, Look] = {
    "empty": Look("empty lines", lambda testset, _known, _detect: empty(testset)),
    "mark": Look("byte-order marks", lambda testset, known, _detect: marks(testset, known.marked)),
    "characters": Look(
        "letters in other Unicode forms, unseen marks", lambda testset, _known, _detect: characters(testset)
    ),
    "copied": Look("hypotheses that are their sources", lambda testset, _known, _detect: copied(testset)),
    "language": Look(
        "text in another language than is said", lambda testset, _known, detect: language(testset, detect)
    ),
    "tokenised": Look("tokenised text", lambda testset, _known, _detect: tokenised(testset)),
    "escaped": Look("character references of HTML", lambda testset, _known, _detect: escaped(testset)),
    "swapped": Look("hypothesis and reference exchanged", lambda testset, known, _detect: swapped(testset, known)),
    "edited": Look(
        "references that were made from a system's output", lambda testset, _known, _detect: edited(testset)
    ),
    "trained": Look("references that were learnt from", lambda testset, known, _detect: trained(testset, known.learnt)),
    "coverage": Look(
        "independent coverage in the place of a reference",
        lambda testset, known, _detect: coverage(testset, known.elsewhere),
    ),
}


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalpha())


def _places(ids: Sequence[str]) -> str:
    """As in "segment 7" or "segment 7 and 11 more"."""
    return f"segment {ids[0]}" + (f" and {len(ids) - 1} more" if len(ids) > 1 else "")
