"""What befalls a translation once the model gave it: tried again, made to hold what must survive, mended."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline import guards
from pipeline.data import Lang, Output
from pipeline.errors import BackendError
from pipeline.language import TARGET, language
from pipeline.language.record import words
from pipeline.translate import Flexible, Translator, flexible
from pipeline.translate.renderings import respelled
from pipeline.translate.terms import Term, missing, numbers, unit_held, verbatim

VERSION = 4  # raise it when a translation comes out otherwise than before; part of every signature
MOST = 16  # beginnings tried for one term
FORCED = 3  # terms of a sentence that are tried

_NONE = frozenset({"empty", "copied source", "not English"})
_QUOTE = re.compile(r"[\"“”„«»]")
_INCHES = re.compile(r"(?<=\d)[\"”](?=[\s,.;)]|$)")  # or the end of a quotation, nobody knows
_OPENS, _CLOSES = re.compile(r"\s*[\"“”„«»]"), re.compile(r"[\"“”„«»][\s.,;:!?…)]*$")
_OPEN, _CLOSED = re.compile(r"\s*[\"“”„«»'‘‚‹›]"), re.compile(r"[\"“”„«»'’‘‹›][\s.,;:!?…)]*$")  # single ones too
_PART = re.compile(r"([\s,;:.!?…)\]»”–—-]*)(.*?)([\s,;:(\[«„–—-]*)", re.DOTALL)  # marks, text, marks


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a source sentence: what is translated of it, and what stays as it is before and after that."""

    before: str
    body: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A translation on its way; `terms` are those it must hold as they are, numbers left out."""

    source: str
    lang: Lang
    terms: tuple[Term, ...]
    output: Output
    flags: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    def now(self, output: Output) -> "_Draft":
        """The draft with another output."""
        return replace(self, output=output, flags=guards.flags(self.source, self.lang, output.text))


def translate(
    translator: Translator, sentences: Sequence[str], source: Lang, terms: Sequence[tuple[Term, ...]]
) -> list[Output]:
    """One output a sentence, in order; what befell it stands in `Output.decoding`, see `pipeline.translate.flags`.

    A translation with a serious flag is made once more, if the translator can, and the best one kept. One that lacks a
    term, a number or a thing that must not change is made to hold it, if the translator can; an address, handle,
    hashtag or piece of code that is still missing is kept apart, whatever the translator can. Then weekdays
    and months that became others, misspelt names and the quotation marks at both ends are mended.

    Args:
        terms: the glossary's terms of each sentence.

    Raises:
        BackendError: the translator does not keep its contract.
    """
    outputs = _translated(translator, sentences, source)
    if source == "en":
        return outputs
    drafts = [
        _Draft(text, source, (*some, *verbatim(text)), output, guards.flags(text, source, output.text))
        for text, some, output in zip(sentences, terms, outputs, strict=True)
    ]
    if able := flexible(translator):
        drafts = [_forced(able, draft) for draft in _retried(able, drafts)]
    return [_finished(draft) for draft in _apart(translator, drafts)]


def _translated(translator: Translator, sentences: Sequence[str], source: Lang) -> list[Output]:
    return _kept(translator, sentences, translator.translate(sentences, source))


def _kept(translator: Translator, asked: Sequence[str], outputs: list[Output]) -> list[Output]:
    if len(outputs) != len(asked) or not all(isinstance(one, Output) for one in outputs):
        raise BackendError(
            f"translator {type(translator).__name__}: gave {len(outputs)} results for {len(asked)} sentences, the "
            f"first a {type(outputs[0]).__name__ if outputs else 'nothing'}; expected a pipeline.data.Output a sentence"
        )
    return outputs


def _retried(able: Flexible, drafts: Sequence[_Draft]) -> list[_Draft]:
    """The drafts, those with a serious flag made once more together: the best of all, the first of the best."""
    bad = [place for place, draft in enumerate(drafts) if not guards.SERIOUS.isdisjoint(draft.flags)]
    if not bad:
        return list(drafts)
    texts = [drafts[place].source for place in bad]
    done = list(drafts)
    for place, outputs in zip(bad, _several(able, texts, able.again(texts, drafts[0].lang)), strict=True):
        best = min([drafts[place], *map(drafts[place].now, outputs)], key=_badness)
        done[place] = best if best is drafts[place] else replace(best, remarks=("retried",))
    return done


def _several(able: Flexible, asked: Sequence[str], found: list[list[Output]]) -> list[list[Output]]:
    good = (isinstance(some, list) and some and all(isinstance(one, Output) for one in some) for some in found)
    if len(found) != len(asked) or not all(good):
        raise BackendError(
            f"translator {type(able).__name__}: asked again for {len(asked)} sentences, it gave {len(found)} results, "
            f"the first a {type(found[0]).__name__ if found else 'nothing'}; expected a list of pipeline.data.Output "
            "a sentence"
        )
    return found


def _badness(draft: _Draft) -> tuple[bool, int, int, int]:
    """No English at all is the worst, whatever else there is: then the guards look no further."""
    found = frozenset(draft.flags)
    return not _NONE.isdisjoint(found), len(guards.HARD & found), len(guards.SERIOUS & found), len(found)


def _lacking(draft: _Draft) -> tuple[Term, ...]:
    """What a draft must hold and does not: of numbers those that the guards miss, or whose currency is gone."""
    text = draft.output.text
    figures = numbers(draft.source, draft.lang)
    if "number differs" in draft.flags:
        figures = missing(figures, text)
    else:
        figures = tuple(one for one in figures if not unit_held(one.english, text))
    return (*missing(draft.terms, text), *figures)


def _forced(able: Flexible, draft: _Draft) -> _Draft:
    """The draft, made to hold the terms that it lacks, one after another, as far as that does no harm."""
    for term in _lacking(draft)[:FORCED]:
        lacking = set(_lacking(draft))
        if term not in lacking:
            continue  # it came with another
        outputs = able.continued(draft.source, draft.lang, _beginnings(draft, term))
        for output in sorted(outputs, key=lambda one: float("inf") if one.score is None else -one.score):
            tried = draft.now(output)
            if set(tried.flags) <= set(draft.flags) and set(_lacking(tried)) <= lacking - {term}:
                draft = replace(tried, remarks=tuple(dict.fromkeys((*draft.remarks, "term forced"))))
                break
    return draft


def _beginnings(draft: _Draft, term: Term) -> list[str]:
    """The first words of the draft, from none to all, and then the term; at most MOST, those nearest to its place."""
    words = draft.output.text.split()
    at = max(draft.source.casefold().find(term.source.casefold()), 0) / max(len(draft.source), 1) * len(words)
    places = sorted(sorted(range(len(words) + 1), key=lambda place: abs(place - at))[:MOST])
    first = term.english if term.kind == "verbatim" else term.english[0].upper() + term.english[1:]
    return [" ".join([*words[:place], term.english]) if place else first for place in places]


def _apart(translator: Translator, drafts: Sequence[_Draft]) -> list[_Draft]:
    """The drafts, those that still lack a thing that must not change made of parts, from around all such things.

    Parts may lose a thing that the whole had; so this goes on until every thing is there.
    """
    done = list(drafts)
    cuts: dict[int, tuple[str, ...]] = dict.fromkeys(range(len(done)), ())
    while lost := {place: things for place, draft in enumerate(done) if (things := _lost(draft, cuts[place]))}:
        cuts.update({place: (*cuts[place], *things) for place, things in lost.items()})
        parts = {place: list(_parts(done[place].source, cuts[place])) for place in lost}
        texts = list(dict.fromkeys(part.body for some in parts.values() for part in some if part.body))
        made = _translated(translator, texts, done[0].lang) if texts else []
        outputs = dict(zip(texts, made, strict=True))
        for place, some in parts.items():
            done[place] = _joined(done[place], some, outputs)
    return done


def _lost(draft: _Draft, cut: tuple[str, ...]) -> tuple[str, ...]:
    things = (term for term in draft.terms if term.kind == "verbatim" and term.english not in cut)
    return tuple(term.english for term in missing(tuple(things), draft.output.text))


def _parts(source: str, things: Sequence[str]) -> Iterator[_Part]:
    """What stands between the things, and the things; joined they are the source."""
    pattern = "|".join(map(re.escape, sorted(things, key=len, reverse=True)))
    for place, text in enumerate(re.split(f"({pattern})", source)):
        match = _PART.fullmatch(text)
        if place % 2 or not match or not any(map(str.isalnum, text)):
            yield _Part(text)
        else:
            yield _Part(*match.groups())


def _joined(draft: _Draft, parts: Sequence[_Part], outputs: dict[str, Output]) -> _Draft:
    """The draft made of parts; it has no score, and what befell the parts befell it."""
    english = {part: _fitting(part.body, outputs[part.body].text) for part in parts if part.body}
    text = "".join(part.before + english.get(part, "") + part.after for part in parts)
    decoding, *_ = draft.output.decoding.split("+")
    befell = (remark for part in english for remark in outputs[part.body].decoding.split("+")[1:])
    remarks = dict.fromkeys((*befell, *draft.remarks, "kept apart"))
    joined = draft.now(Output(" ".join(text.split()), None, decoding))
    return replace(joined, remarks=tuple(remarks))


def _fitting(body: str, english: str) -> str:
    """The English of a part without the end and the capital of a sentence where the part has none."""
    if body[-1] not in ".!?…":
        english = english.rstrip(".")
    first = english.split(" ")[0]
    if body[0].islower() and first != "I" and first.casefold() in words(language(TARGET).vocabulary.function):
        english = english[0].lower() + english[1:]
    return english


def _finished(draft: _Draft) -> Output:
    """The draft's output, dates, names and quotation marks mended; with its remarks, and one if a term is missing."""
    text, remarks = draft.output.text, list(draft.remarks)
    dated = guards.dates_mended(draft.source, draft.lang, text)
    if dated != text:
        text = dated
        remarks.append("date mended")
    spelt = respelled(draft.source, draft.lang, text)
    if spelt != text and len(missing(draft.terms, spelt)) <= len(missing(draft.terms, text)):
        text = spelt
        remarks.append("respelled")
    quoted = _quoted(draft.source, text)
    if quoted != text:
        remarks.append("quotes mended")
    if any(term.kind == "glossary" for term in missing(draft.terms, quoted)):
        remarks.append("term missing")
    return replace(draft.output, text=quoted, decoding="+".join([draft.output.decoding, *remarks]))


def _quoted(source: str, translation: str) -> str:
    """The translation, opened and closed by a quotation mark if the source is, where that leaves them paired as there.

    A mark is added beside one that lacks its other half, or where the translation then has as many as the source.
    """
    if not translation.strip() or _INCHES.search(source):
        return translation
    ours, theirs = (tuple(match.start() for match in _QUOTE.finditer(text)) for text in (source, translation))
    opens = bool(_OPENS.match(source)) and not _OPEN.match(translation)
    closes = bool(_CLOSES.search(source)) and not _CLOSED.search(translation)
    same = len(theirs) + opens + closes == len(ours)
    opens = opens and (same or (bool(theirs) and not _is_opening(translation, theirs[0])))
    closes = closes and (same or (bool(theirs) and _is_opening(translation, theirs[-1])))
    first, last = "“”" if re.search("[“”]", translation) else '""'
    return first * opens + translation + last * closes


def _is_opening(text: str, place: int) -> bool:
    return not text[:place].strip() or text[place - 1].isspace() or text[place - 1] in "([-–—"
