"""What befalls a translation once the model gave it: tried again, made to hold what must survive, mended."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from pipeline import guards
from pipeline.data import Lang, Output
from pipeline.errors import BackendError
from pipeline.language import TARGET, language
from pipeline.language.quotations import INCHES
from pipeline.language.record import words
from pipeline.memory.remarks import divided
from pipeline.translate import BEST, Flexible, Translator, flexible, likeness
from pipeline.translate.renderings import respelled
from pipeline.translate.terms import (
    Term,
    missing,
    numbers,
    unit_held,
    verbatim,
    with_acronyms,
    with_article,
    with_things,
)

VERSION = 7  # raise it when a translation comes out otherwise than before; part of every signature
NEAR = 1.0  # what the cosine of a translation and its source weighs beside the model's score
SHARED, GAP = 1.0, 0.3  # with the best quality: what it shares with the others, its words without a counterpart
MOST = 16  # beginnings tried for one term
FORCED = 3  # terms of a sentence that are tried

_NONE = frozenset({"empty", "copied source", "not English"})
_QUOTE = re.compile(r"[\"“”„«»]")
_OPENS, _CLOSES = re.compile(r"\s*[\"“”„«»]"), re.compile(r"[\"“”„«»][\s.,;:!?…)]*$")
_OPEN, _CLOSED = re.compile(r"\s*[\"“”„«»'‘‚‹›]"), re.compile(r"[\"“”„«»'’‘‹›][\s.,;:!?…)]*$")  # single ones too
_PART = re.compile(r"([\s,;:.!?…)\]»”–—-]*)(.*?)([\s,;:(\[«„–—-]*)", re.DOTALL)  # marks, text, marks


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a source sentence: the body is translated, the marks around it stay as they are."""

    lead: str
    body: str = ""
    tail: str = ""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A translation on its way; `terms` are those it must hold as they are, numbers left out.

    `remarks`: what befell it here; what befell it in the model stands in the output's own.
    """

    source: str
    lang: Lang
    terms: tuple[Term, ...]
    output: Output
    flags: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    def reading(self, output: Output) -> "_Draft":
        """The draft with another output; the guards look again only if it reads otherwise."""
        same = output.text == self.output.text
        flags = self.flags if same else guards.flags(self.source, self.lang, output.text)
        return replace(self, output=output, flags=flags)


def translate(
    translator: Translator, sentences: Sequence[str], source: Lang, terms: Sequence[tuple[Term, ...]]
) -> list[Output]:
    """One output a sentence, in order: what befell it stands in its remarks, what the guards found in its flags.

    A translation with a serious flag is made once more, if the translator can, and the best one kept. One that lacks a
    term, a number or a thing that must not change is made to hold it, if the translator can; an address, handle,
    hashtag or piece of code that is still missing is kept apart, whatever the translator can. Then weekdays
    and months that became others, misspelt names and the quotation marks at both ends are mended.
    `terms`: the glossary's terms of each sentence.
    Raises BackendError: the translator does not keep its contract.
    """
    outputs = _outputs(translator, sentences, source)
    if source == "en":
        return outputs
    drafts = [
        _Draft(text, source, (*glossary_terms, *verbatim(text)), output, guards.flags(text, source, output.text))
        for text, glossary_terms, output in zip(sentences, terms, outputs, strict=True)
    ]
    # First what the model itself can make better, then what we do to its text.
    able = flexible(translator)
    drafts = list(map(_with_things, _best_of_several(able, drafts) if able else drafts))
    if able:
        drafts = [_holding_terms(able, draft) for draft in drafts]
    return [_final_output(draft) for draft in _around_things(translator, drafts)]


def _outputs(translator: Translator, sentences: Sequence[str], source: Lang) -> list[Output]:
    outputs = translator.translate(sentences, source)
    if len(outputs) != len(sentences) or not all(isinstance(output, Output) for output in outputs):
        raise BackendError(
            f"translator {type(translator).__name__}: gave {len(outputs)} results for {len(sentences)} sentences, the "
            f"first a {type(outputs[0]).__name__ if outputs else 'nothing'}; expected a pipeline.data.Output a sentence"
        )
    return [_with_remarks(output) for output in outputs]


def _with_remarks(output: Output) -> Output:
    """The output, its remarks apart: a translator of one's own may still name them in its decoding, after a +."""
    decoding, remarks = divided(output.decoding)
    return replace(output, decoding=decoding, remarks=(*output.remarks, *remarks)) if remarks else output


def _best_of_several(able: Flexible, drafts: Sequence[_Draft]) -> list[_Draft]:
    """The drafts, those with a serious flag made once more together, all of them for the best quality."""
    thorough = getattr(able, "quality", "") == BEST  # a translator of somebody's own may have none
    bad = [place for place, draft in enumerate(drafts) if thorough or not guards.SERIOUS.isdisjoint(draft.flags)]
    if not bad:
        return list(drafts)
    chosen = list(drafts)
    for place, outputs in zip(bad, _second_outputs(able, [drafts[place] for place in bad]), strict=True):
        first = drafts[place]
        best = _best([first, *map(first.reading, outputs)], thorough=thorough)
        # With the best quality another one may be taken without any fault: that is no remark.
        if best.output.text != first.output.text:
            retried = not guards.SERIOUS.isdisjoint(first.flags)
            chosen[place] = replace(best, remarks=(*first.remarks, *("retried",) * retried))
    return chosen


def _best(drafts: Sequence[_Draft], *, thorough: bool) -> _Draft:
    """The draft with the fewest faults; of those, the best by the model's score and the likeness to the source.

    `thorough`: and by what it shares with all drafts and by the words without a counterpart, too; else the first stays
    if none has fewer faults.
    """
    least = min(map(_badness, drafts))
    equals = [draft for draft in drafts if _badness(draft) == least]
    stays = equals[0] is drafts[0] and not thorough
    if len(equals) == 1 or stays or any(draft.output.score is None for draft in equals):
        return equals[0]
    # The model's score alone likes short texts; the vectors alone do not see a missing clause.
    near = likeness.cosines(equals[0].source, [draft.output.text for draft in equals])
    values = [(draft.output.score or 0.0) + NEAR * cosine for draft, cosine in zip(equals, near, strict=True)]
    if thorough:
        texts = list(dict.fromkeys(draft.output.text for draft in drafts))
        values = [value + _assent(draft, texts) for value, draft in zip(values, equals, strict=True)]
    return equals[values.index(max(values))]


def _assent(draft: _Draft, texts: Sequence[str]) -> float:
    """What the other texts and the dictionary say for a draft: weighed beside its score."""
    text = draft.output.text
    return SHARED * likeness.shared(text, texts) - GAP * sum(guards.unanswered(draft.source, draft.lang, text))


def _second_outputs(able: Flexible, drafts: Sequence[_Draft]) -> list[list[Output]]:
    answers = able.again([draft.source for draft in drafts], drafts[0].lang)
    if len(answers) != len(drafts) or not all(map(_is_outputs, answers)):
        raise BackendError(
            f"translator {type(able).__name__}: asked again for {len(drafts)} sentences, it gave {len(answers)} "
            f"results, the first a {type(answers[0]).__name__ if answers else 'nothing'}; expected a list of "
            "pipeline.data.Output a sentence"
        )
    return [list(map(_with_remarks, outputs)) for outputs in answers]


def _is_outputs(answer: object) -> bool:
    return isinstance(answer, list) and bool(answer) and all(isinstance(output, Output) for output in answer)


def _badness(draft: _Draft) -> tuple[bool, int, int, int]:
    """No English at all is the worst, whatever else there is: then the guards look no further."""
    flags = frozenset(draft.flags)
    return not _NONE.isdisjoint(flags), len(guards.HARD & flags), len(guards.SERIOUS & flags), len(flags)


def _absent_terms(draft: _Draft) -> tuple[Term, ...]:
    """What a draft must hold and does not: of numbers those that the guards miss, or whose currency is gone."""
    text = draft.output.text
    figures = numbers(draft.source, draft.lang)
    if "number differs" in draft.flags:
        lost = guards.numbers_differing(draft.source, draft.lang, text).missing
        # A figure that is there, with another unit or in another's place, is lost too.
        changed = [figure for figure in figures if any(figure.source in amount for amount in lost)]
        figures = tuple(dict.fromkeys((*missing(figures, text), *changed)))
    else:
        figures = tuple(figure for figure in figures if not unit_held(figure.english, text))
    return (*missing(draft.terms, text), *figures)


def _holding_terms(able: Flexible, draft: _Draft) -> _Draft:
    """The draft, made to hold the terms that it lacks, one after another, as far as that does no harm."""
    # Each forced term can bring others with it, or take some away; so what lacks is asked anew.
    for term in _absent_terms(draft)[:FORCED]:
        lacking = set(_absent_terms(draft))
        if term not in lacking:
            continue  # it came with another
        outputs = map(_with_remarks, able.continued(draft.source, draft.lang, _beginnings(draft, term)))
        for output in sorted(outputs, key=lambda output: float("inf") if output.score is None else -output.score):
            tried = draft.reading(output)
            # Never at the price of another fault, or of a term that was there.
            if set(tried.flags) <= set(draft.flags) and set(_absent_terms(tried)) <= lacking - {term}:
                draft = replace(tried, remarks=tuple(dict.fromkeys((*draft.remarks, "term forced"))))
                break
    return draft


def _beginnings(draft: _Draft, term: Term) -> list[str]:
    """The first words of the draft, from none to all, and then the term; at most MOST, those nearest to its place."""
    words = draft.output.text.split()
    # Terms tend to keep their place: the same share of the way through the sentence.
    at = max(draft.source.casefold().find(term.source.casefold()), 0) / max(len(draft.source), 1) * len(words)
    places = sorted(sorted(range(len(words) + 1), key=lambda place: abs(place - at))[:MOST])
    first = term.english if term.kind == "verbatim" else term.english[0].upper() + term.english[1:]
    return [" ".join([*words[:place], term.english]) if place else first for place in places]


def _with_things(draft: _Draft) -> _Draft:
    text = with_things(draft.terms, draft.output.text)
    if text == draft.output.text:
        return draft
    return replace(draft.reading(replace(draft.output, text=text)), remarks=(*draft.remarks, "respelled"))


def _around_things(translator: Translator, drafts: Sequence[_Draft]) -> list[_Draft]:
    """The drafts, those that still lack a thing that must not change made of parts, from around all such things.

    Parts may lose a thing that the whole had; so this goes on until every thing is there.
    """
    whole = list(drafts)
    cuts: dict[int, tuple[str, ...]] = dict.fromkeys(range(len(whole)), ())
    # Each turn cuts around something new, and a sentence holds so many: it ends.
    while lost := {place: things for place, draft in enumerate(whole) if (things := _lost_things(draft, cuts[place]))}:
        cuts.update({place: (*cuts[place], *things) for place, things in lost.items()})
        parts_at = {place: list(_parts(whole[place].source, cuts[place])) for place in lost}
        # All parts of all drafts go to the translator at once, each text once, so that its batches are full.
        texts = list(dict.fromkeys(part.body for part in chain.from_iterable(parts_at.values()) if part.body))
        outputs = dict(zip(texts, _outputs(translator, texts, whole[0].lang) if texts else [], strict=True))
        for place, parts in parts_at.items():
            whole[place] = _draft_of_parts(whole[place], parts, outputs)
    return whole


def _lost_things(draft: _Draft, cut: tuple[str, ...]) -> tuple[str, ...]:
    """The things that a draft lacks and that it has not been cut around yet."""
    things = (term for term in draft.terms if term.kind == "verbatim" and term.english not in cut)
    return tuple(term.english for term in missing(tuple(things), draft.output.text))


def _parts(source: str, things: Sequence[str]) -> Iterator[_Part]:
    """What stands between the things, and the things; joined they are the source."""
    pattern = "|".join(map(re.escape, sorted(things, key=len, reverse=True)))
    for place, text in enumerate(re.split(f"({pattern})", source)):
        # Things stand at odd places of a split; what has no letter is not translated.
        match = _PART.fullmatch(text)
        if place % 2 or not match or not any(map(str.isalnum, text)):
            yield _Part(text)
        else:
            yield _Part(*match.groups())


def _draft_of_parts(draft: _Draft, parts: Sequence[_Part], outputs: dict[str, Output]) -> _Draft:
    """The draft made of parts; it has no score, and what befell the parts befell it."""
    english = {part: _part_english(part.body, outputs[part.body].text) for part in parts if part.body}
    text = "".join(part.lead + english.get(part, "") + part.tail for part in parts)
    part_remarks = chain.from_iterable(outputs[part.body].remarks for part in english)
    remarks = dict.fromkeys((*part_remarks, *draft.remarks, "kept apart"))
    joined = draft.reading(Output(" ".join(text.split()), None, draft.output.decoding))
    return replace(joined, remarks=tuple(remarks))


def _part_english(body: str, english: str) -> str:
    """The English of a part without the end and the capital of a sentence where the part has none."""
    # The model takes a part for a sentence, and gives it an end and a capital.
    if body[-1] not in ".!?…":
        english = english.rstrip(".")
    first = english.split(" ")[0]
    if body[0].islower() and first != "I" and first.casefold() in words(language(TARGET).vocabulary.function):
        english = english[0].lower() + english[1:]
    return english


def _final_output(draft: _Draft) -> Output:
    """The draft's output, dates, names and quotation marks mended; with its remarks, and one if a term is missing."""
    text, remarks = draft.output.text, list(draft.remarks)
    dated = guards.dates_mended(draft.source, draft.lang, text)
    if dated != text:
        text = dated
        remarks.append("date mended")
    spelt = respelled(draft.source, draft.lang, text)
    # A glossary may want the very spelling that the source does not have.
    if spelt != text and len(missing(draft.terms, spelt)) <= len(missing(draft.terms, text)):
        text = spelt
        remarks.append("respelled")
    with_terms = with_acronyms(draft.terms, text)
    if with_terms != text:
        remarks.append("term forced")
    text = with_article(draft.terms, with_terms)
    quoted = _with_quotes(draft.source, text)
    if quoted != text:
        remarks.append("quotes mended")
    if any(term.kind == "glossary" for term in missing(draft.terms, quoted)):
        remarks.append("term missing")
    final = draft.reading(replace(draft.output, text=quoted))
    return replace(final.output, remarks=tuple(dict.fromkeys((*draft.output.remarks, *remarks))), flags=final.flags)


def _with_quotes(source: str, translation: str) -> str:
    """The translation, opened and closed by a quotation mark if the source is, where that leaves them paired as there.

    A mark is added beside one that lacks its other half, or where the translation then has as many as the source.
    """
    if not translation.strip() or INCHES.search(source):  # or the end of a quotation, nobody knows
        return translation
    count = len(_QUOTE.findall(source))
    places = tuple(match.start() for match in _QUOTE.finditer(translation))
    opens = bool(_OPENS.match(source)) and not _OPEN.match(translation)
    closes = bool(_CLOSES.search(source)) and not _CLOSED.search(translation)
    same = len(places) + opens + closes == count
    opens = opens and (same or (bool(places) and not _is_opening(translation, places[0])))
    closes = closes and (same or (bool(places) and _is_opening(translation, places[-1])))
    first, last = "“”" if re.search("[“”]", translation) else '""'  # as the model writes the others
    return first * opens + translation + last * closes


def _is_opening(text: str, place: int) -> bool:
    return not text[:place].strip() or text[place - 1].isspace() or text[place - 1] in "([-–—"
