"""What one sentence says and the others leave out, phrase by phrase."""

import re
from collections.abc import Iterable, Iterator

from pipeline.compare import words
from pipeline.compare.said import Found, Held, Row, Said
from pipeline.language import lexicon

LEAST, MOST = 3, 14  # words that say something in a phrase worth telling, and words in one that can be read at a glance
ELSEWHERE = 0.5  # of a phrase's words in one other sentence of an article: said there, then, and not left out
NAME = 0.8  # the least share of a word's uses that have a capital, for it to be a name
BEGIN = 4  # letters by which a name is known in any spelling
_OPENERS = (
    "but|or|that|which|who|whose|where|when|while|with|without|after|before|because|as|in|on|at|for|from|by|about|during"
    "|following|despite|amid|including|such as|into|over|between|against|through|aimed|saying"
)
_BREAK = re.compile(
    r"\s*(?:[,;:()–—\"“”«»]|\.(?=\s|$)|\s-\s)\s*"
    rf"|\s+(?=(?:and(?! [A-Z])|(?<![Aa]ccording )to|{_OPENERS})\b)"
)
_AND = re.compile(r"^(?:and|but|or|that)\s+", re.I)
_END = re.compile(r"\s*(?:[,;.()–—“”«»!?\"]|(?:and|but|or|while|when|after|before|because|which|who|that|as)\b|$)")
_TOLD = re.compile(r"\b(?:according|sa(?:id|ys)|told|wr(?:ote|ites)|report(?:s|ed)|added|claims?)\b", re.I)


def differing(row: Row) -> Iterator[Found]:
    """The phrases of a sentence of which the articles that it can be compared with do not have a word."""
    for one in row.every():
        others = {other.article: other for other in _answering(row, one)}
        for start, end in _phrases(row, one, others) if others else ():
            held = Held(one, one.english[start:end], start, end, _in_original(one, start, end))
            silent = tuple(_without(row, held, other) for other in others.values())
            yield Found("detail", ((held,), silent), f"On one side only: “{held.value}”.")


def _answering(row: Row, one: Said) -> Iterator[Said]:
    """The sentences that say what this one says, of complete articles: from the silence of a stub nothing follows."""
    for other in row.partners(one):
        link = row.tie(one, other)
        body = one.sentence.kind == other.sentence.kind == "body"
        if body and row.articles[other.article].complete and link and link.kind != "partly same":
            yield other


def _phrases(row: Row, one: Said, others: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the phrases stand of which the others (ids) have no word, of those worth telling."""
    there = frozenset(stem for article in others for said in row.cells[article] for stem in words.stems(said.english))
    for start, end in _new(one.english, there):
        start = end - len(_AND.sub("", one.english[start:end]))
        phrase = one.english[start:end]
        worth = len(words.stems(phrase)) >= LEAST and len(phrase.split()) <= MOST and not _TOLD.search(phrase)
        if worth and _whole(one.english, start, end) and not _elsewhere(row, phrase, others):
            yield start, end


def _new(text: str, there: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Stretches of pieces none of whose words is there; a figure, a bracket or a quotation mark ends a stretch."""
    start = end = -1
    for at, stop in _pieces(text):
        asked = words.stems(text[at:stop])
        new = not words.shared(asked, there) and not re.search(r"\d", text[at:stop])
        if new and start >= 0 and not re.search(r"[;:()\"“”«»]", text[end:at]):
            end = stop
            continue
        if start >= 0:
            yield start, end
        start, end = (at, stop) if new and asked else (-1, -1)
    if start >= 0:
        yield start, end


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """A text cut at its marks and before the words that open phrases."""
    at = 0
    for match in _BREAK.finditer(text):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < len(text):
        yield at, len(text)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch reads as a phrase: nothing cut off that belongs to it, and no title or quotation."""
    return not re.search(r"[\"“«„'‘]$", text[:start]) and bool(_END.match(text, end))


def _elsewhere(row: Row, phrase: str, others: Iterable[str]) -> bool:
    """Whether one of the others (ids) says a phrase in another place."""
    asked = words.stems(phrase)
    sentences = (said for article in others for said in row.whole[article])
    return any(len(words.shared(asked, words.stems(said.english))) >= ELSEWHERE * len(asked) for said in sentences)


def _in_original(said: Said, start: int, end: int) -> bool:
    """Whether the sentence itself has most of the words of a phrase of its English."""
    asked = words.content(said.english[start:end])
    return 2 * sum(said.original_has(word) for word in asked) >= len(asked)


def _without(row: Row, held: Held, other: Said) -> Held:
    """That an article does not have a phrase.

    Not so, where most of its words, or its initials (DRC), stand in the original; sure, where a name is in the phrase
    and the whole article does not have it; else it may be said in other words.
    """
    asked = words.content(held.value)
    had = max(sum(said.machine and said.original_has(word) for word in asked) for said in row.cells[other.article])
    text = " ".join(f"{said.sentence.text} {said.english}" for said in row.whole[other.article])
    initials = "".join(re.findall(r"\b[A-Z](?=\w)", held.value))
    if 2 * had > len(asked) or (len(initials) > 1 and re.search(rf"\b{initials}\b", text)):
        return Held(other, "left out", original=False)
    names = [word for word in asked if _name(held.said.english[: held.start + word.start], word.text)]
    begins = {lexicon.plain(word)[:BEGIN] for word in re.findall(r"\w+", text)}
    gone = bool(names) and begins.isdisjoint(lexicon.plain(word.text)[:BEGIN] for word in names)
    return Held(other, "left out", original=gone or None)


def _name(before: str, word: str) -> bool:
    """Whether a word after what stands before it is a name, by its capital and by how often it has one elsewhere."""
    return word.istitle() and bool(re.search(r"[\w,]\s$", before)) and (lexicon.capital(word) or 1.0) >= NAME
