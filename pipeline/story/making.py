"""One story made: its sentences and their English to links, statements, what differs, and the files that say so."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import TYPE_CHECKING

import numpy as np

from pipeline import align, claims, compare, guards, split
from pipeline.bitext import Encoded
from pipeline.config import Config
from pipeline.data import (
    Alignment,
    Article,
    Claim,
    Failure,
    Lang,
    Provenance,
    Rendering,
    Result,
    Sentence,
    Translation,
    Warned,
)
from pipeline.language import lacking, language
from pipeline.story import correct, versions
from pipeline.story.drafts import StoryDraft, copies
from pipeline.story.ledger import Outcome
from pipeline.translate import doubt
from pipeline.translate.renderings import renderings
from pipeline.translate.service import GUARDS_SIGNATURE, Answers, TranslatedBy

if TYPE_CHECKING:
    from numpy.typing import NDArray

Parsed = Mapping[str, tuple[Claim, ...]]  # English text → its claims, without ids
ClaimVectors = Mapping[str, "NDArray[np.float32]"]  # English text → the vectors of its claims, a row each
ALREADY_ENGLISH = "already English"


@dataclass(frozen=True, slots=True)
class Material:
    """What one story is made of, and no other: it goes to whoever makes it, perhaps on another machine.

    `translators` are the signatures by language, `readers` and `claim_reader` are those of who reads
    sentences and claims.
    """

    draft: StoryDraft
    answers: Answers
    vectors: Encoded
    parsed: Parsed
    claim_vectors: ClaimVectors
    translators: Mapping[Lang, str]
    readers: str
    claim_reader: str
    config: Config


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A story's result before second decodings are looked at; `sources` count who translated its sentences."""

    result: Result
    comparison: compare.Comparison
    sources: Mapping[TranslatedBy, int]


@dataclass(frozen=True, slots=True)
class Judging:
    """A story to be finished: `seconds` are second decodings of some of its sentences, by language and text."""

    unjudged: Unjudged
    seconds: Mapping[tuple[Lang, str], str]


def _claims(sentences: Sequence[Sentence], english: Sequence[str], parsed: Parsed) -> dict[str, tuple[Claim, ...]]:
    """Sentence (id) → the claims of its English."""
    pairs = zip(sentences, english, strict=True)
    return {sentence.id: claims.identified(parsed[text], sentence.id) for sentence, text in pairs if sentence.eligible}


def make(material: Material, second: "align.Second | None") -> Unjudged:
    """The story's result, its differences judged by its first translations alone.

    `second`: who reads likely pairs once more.
    """
    draft, answers, config = material.draft, material.answers, material.config
    story, pairs = replace(draft.reading.story, copies=copies(draft)), list(draft.pairs())
    sentences = tuple(sentence for _, sentence in pairs)
    people = correct.corrected(draft.reading.corrections, sentences)
    too_long = _too_long(draft)
    english = [english_of(sentence, answers) for sentence in sentences]
    alignments = () if too_long else _align(material, english, people, second)
    langs = {sentence.lang for sentence in sentences}
    # A story is signed by the translators of the languages that it holds, not of the whole run.
    signed = {f"translation {lang}": name for lang, name in sorted(material.translators.items()) if lang in langs}
    translations = tuple(chain.from_iterable(_translation(*pair, answers, material.vectors.cosines) for pair in pairs))
    by_sentence = _claims(sentences, english, material.parsed)
    own = tuple(chain.from_iterable(by_sentence.values()))
    if too_long:
        likeness = compare.unlike(own, sentences)
    else:
        vectors = _rows(sentences, english, material)
        persons = compare.named(sentences, english, by_sentence)
        likeness = compare.likened(own, sentences, alignments, vectors, rejected=people.rejected, persons=persons)
    table = compare.synopsis(story, sentences, likeness, translations)
    comparison = compare.compared(table, story, sentences, translations, alignments, by_sentence, likeness)
    judged = comparison.judged({})
    alignments = compare.linked_by_claims(
        alignments, comparison.synopsis.statements, likeness, sentences, people.rejected
    )
    alignments = compare.differing_links(people.annotated(alignments), judged.differences)
    unnoted = correct.unnoted(people, chain.from_iterable(alignment.links for alignment in alignments))
    result = Result(
        story=story,
        sentences=sentences,
        translations=translations,
        alignments=alignments,
        synopsis=judged,
        provenance=Provenance(
            config.date.isoformat(),
            versions.installed(),
            {
                **signed,
                "flags": GUARDS_SIGNATURE,
                "doubt": doubt.SIGNATURE,
                "claims": claims.parser().signature,
                **_alignment_signature(alignments),
                "comparison": f"{compare.signature()}|{material.claim_reader}",
            },
        ),
        warnings=(*draft.reading.warnings, *people.warnings, *_untranslated_warnings(draft, answers)),
        failures=(*draft.reading.failures, *people.failures, *unnoted, *too_long),
        renderings=tuple(_renderings(draft, answers)),
        claims=own,
    )
    return Unjudged(result, comparison, _sources(sentences, answers))


def _rows(sentences: Sequence[Sentence], english: Sequence[str], material: Material) -> "NDArray[np.float32]":
    """The vectors of the sentences' claims, a row each."""
    eligible = (text for sentence, text in zip(sentences, english, strict=True) if sentence.eligible)
    rows = [material.claim_vectors[text] for text in eligible if material.parsed[text]]
    return np.concatenate(rows) if rows else np.zeros((0, 0), dtype=np.float32)


def _too_long(draft: StoryDraft) -> tuple[Failure, ...]:
    """What is to be told of a story that has more sentences than can be compared in memory."""
    count = sum(sentence.eligible for _, sentence in draft.pairs())
    if count <= align.MOST:
        return ()
    reason = (
        f"{count:,} sentences, more than the {align.MOST:,} that are compared at once: its articles are shown unaligned"
    )
    return (Failure(draft.reading.story.id, "align", f"{reason}; divide the story, or shorten its longest article"),)


def texts_to_check(unjudged: Unjudged, answers: Answers) -> dict[Lang, list[str]]:
    """The machine-translated texts that differences rest on, as far as they are known yet."""
    sides = chain.from_iterable(difference.sides for difference in unjudged.result.synopsis.differences)
    cited = {span.sentence for side in sides for span in side.spans}
    texts: dict[Lang, list[str]] = {}
    for sentence in unjudged.result.sentences:
        if sentence.id in cited and _is_by_machine(sentence, answers):
            texts.setdefault(sentence.lang, []).append(sentence.text)
    return texts


def judged(judging: Judging) -> Result:
    """The result with its differences judged again by the second decodings of what they rest on."""
    result, comparison = judging.unjudged.result, judging.unjudged.comparison
    second_english = {
        sentence.id: judging.seconds[sentence.lang, sentence.text]
        for sentence in result.sentences
        if (sentence.lang, sentence.text) in judging.seconds
    }
    return replace(result, synopsis=comparison.judged(second_english)) if second_english else result


def _renderings(draft: StoryDraft, answers: Answers) -> Iterator[Rendering]:
    """The names that an article's English spells in more than one way."""
    for article in draft.reading.story.articles:
        translated = [sentence for sentence in draft.sentences[article.id] if _is_by_machine(sentence, answers)]
        yield from renderings([(s.id, s.text, s.lang, english_of(s, answers)) for s in translated])


def _align(
    material: Material, english: Sequence[str], people: correct.Corrected, second: "align.Second | None"
) -> tuple[Alignment, ...]:
    draft, answers = material.draft, material.answers
    eligible = [
        (sentence, text)
        for (_, sentence), text in zip(draft.pairs(), english, strict=True)
        if sentence.eligible and not _is_untranslated(sentence, answers)
    ]
    ids, texts = [sentence.id for sentence, _ in eligible], [text for _, text in eligible]
    unsure = [_unsure(sentence, answers) for sentence, _ in eligible]
    vectors = material.vectors.rows([(sentence.lang, sentence.text, text) for sentence, text in eligible])
    weighed = align.weigh(texts, vectors, unsure)
    # From here on sentences are numbers: rows of the vectors and of what is weighed.
    numbers = {key: n for n, key in enumerate(ids)}
    sides: dict[str, list[int]] = {article.id: [] for article in draft.reading.story.articles}
    for n, (sentence, _) in enumerate(eligible):
        sides[sentence.article].append(n)
    silent = _untranslated_articles(draft, answers)  # that they say nothing of a statement cannot be told
    articles = [article for article in draft.reading.story.articles if article.id not in silent]
    articles.sort(key=lambda article: (article.lang == "en", article.id))
    out = []
    for left, right in combinations(articles, 2):  # foreign articles on the left of English ones
        pair = left.id, right.id
        used, matches = align.matches(
            weighed, sides[left.id], sides[right.id],
            aligner=align.aligner(material.config.aligner), decided=people.for_pair(pair, numbers),
            second=second,
        )  # fmt: skip
        signature = (
            f"{align.signature(used, material.readers, split.signature())}|{GUARDS_SIGNATURE}{people.signature(pair)}"
        )
        out.append(align.alignment(*pair, matches, ids, signature))
    return tuple(out)


def _unsure(sentence: Sentence, answers: Answers) -> bool:
    """Whether its translation is flagged for more than a name or a quotation mark."""
    if sentence.lang == "en":
        return False
    return not guards.SERIOUS.isdisjoint(answers[sentence.lang, sentence.text].flags)


def _alignment_signature(alignments: Sequence[Alignment]) -> dict[str, str]:
    """Under "alignment" the signature that most of them have; each pair's own stands at its links."""
    counts = Counter(alignment.signature for alignment in alignments)
    return {"alignment": counts.most_common(1)[0][0]} if counts else {}


def _translation(
    article: Article, sentence: Sentence, answers: Answers, cosines: Mapping[tuple[Lang, str], float]
) -> Iterator[Translation]:
    """A foreign sentence's translation; for English inside a foreign article itself, flagged; else nothing."""
    if sentence.lang != "en":
        key = sentence.lang, sentence.text
        if (answer := answers.get(key)) is not None:
            yield answer.translation(sentence.id, sentence.text, sentence.lang, cosines.get(key))
    elif article.lang != "en":
        yield Translation(sentence.id, sentence.text, (ALREADY_ENGLISH,), "")


def english_of(sentence: Sentence, answers: Answers) -> str:
    """The English of a sentence; itself, where no translation is to be had."""
    if sentence.lang == "en" or _is_untranslated(sentence, answers):
        return sentence.text
    return answers[sentence.lang, sentence.text].output.text


def _is_untranslated(sentence: Sentence, answers: Answers) -> bool:
    return sentence.lang != "en" and (sentence.lang, sentence.text) not in answers


def _untranslated_articles(draft: StoryDraft, answers: Answers) -> dict[str, Lang]:
    """Articles (ids) in a language that has no translator → that language."""
    return {
        article.id: article.lang
        for article in draft.reading.story.articles
        if any(
            _is_untranslated(sentence, answers)
            for sentence in draft.sentences[article.id]
            if sentence.lang == article.lang
        )
    }


def _untranslated_warnings(draft: StoryDraft, answers: Answers) -> Iterator[Warned]:
    """What a person is to know of articles in a language that little is known of."""
    for article, lang in _untranslated_articles(draft, answers).items():
        record = language(lang)
        lacks = ", ".join(lacking(record)) or "nothing"
        reason = f"no translator from {record.name}: shown untranslated, compared with no other article"
        yield Warned(f"{draft.reading.story.id}/{article}", f"{reason}; the record of {record.name} lacks {lacks}")


def _is_by_machine(sentence: Sentence, answers: Answers) -> bool:
    answer = answers.get((sentence.lang, sentence.text)) if sentence.lang != "en" else None
    return answer is not None and answer.source != "human"


def _sources(sentences: Sequence[Sentence], answers: Answers) -> dict[TranslatedBy, int]:
    """How many foreign sentences each kind of translator gave."""
    sources: Counter[TranslatedBy] = Counter()
    for sentence in sentences:
        if sentence.lang != "en":
            answer = answers.get((sentence.lang, sentence.text))
            sources[answer.source if answer else "untranslated"] += 1
    return dict(sources)


def outcome(result: Result, sources: Mapping[TranslatedBy, int]) -> Outcome:
    """What is to be told of a story; its files are not yet written."""
    warnings = list(result.warnings)
    for name in result.renderings:
        spellings = ", ".join(f"{spelling} ({len(sentences)})" for spelling, sentences in name.spellings)
        article = name.spellings[0][1][0].partition(":")[0]
        reason = f"{name.name!r} comes out in several spellings: {spellings}"
        warnings.append(Warned(f"{result.story.id}/{article}", reason))
    return Outcome(
        langs=tuple(sorted({sentence.lang for sentence in result.sentences} - {"en"})),
        articles=len(result.story.articles),
        sentences=len(result.sentences),
        links=dict(Counter(link.kind for alignment in result.alignments for link in alignment.links)),
        sources=dict(sources),
        warnings=tuple(warnings),
        failures=result.failures,
    )
