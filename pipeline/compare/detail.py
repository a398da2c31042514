"""What one sentence says and the others leave out, phrase by phrase."""

import re
from collections.abc import Iterable, Iterator

from pipeline.compare import words
from pipeline.compare.said import Found, Held, OpenedRow, Said
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


def differing(row: OpenedRow) -> Iterator[Found]:
    """The phrases of a sentence of which the articles that it can be compared with do not have a word."""
    for line in row.every():
        partners = {partner.article: partner for partner in _answers(row, line)}
        for start, end in _phrases(row, line, partners) if partners else ():
            phrase = Held(line, line.english[start:end], start, end, _in_original(line, start, end))
            silent = tuple(_without(row, phrase, partner) for partner in partners.values())
            yield Found("detail", ((phrase,), silent), f"On one side only: “{phrase.value}”.")


def _answers(row: OpenedRow, line: Said) -> Iterator[Said]:
    """The sentences that say what this one says, of complete articles: from the silence of a stub nothing follows."""
    for partner in row.partners(line):
        link = row.tie(line, partner)
        body = line.sentence.kind == partner.sentence.kind == "body"
        if body and row.articles[partner.article].complete and link and link.kind != "partly same":
            yield partner


def _phrases(row: OpenedRow, line: Said, articles: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the phrases stand of which the others (ids) have no word, of those worth telling."""
    stems = frozenset(
        stem for article in articles for partner in row.cells[article] for stem in words.stems(partner.english)
    )
    for start, end in _new(line.english, stems):
        start = end - len(_AND.sub("", line.english[start:end]))
        phrase = line.english[start:end]
        worth = len(words.stems(phrase)) >= LEAST and len(phrase.split()) <= MOST and not _TOLD.search(phrase)
        if worth and _whole(line.english, start, end) and not _elsewhere(row, phrase, articles):
            yield start, end


def _new(text: str, present: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Stretches of pieces none of whose words is there; a figure, a bracket or a quotation mark ends a stretch."""
    start = end = -1
    for at, stop in _pieces(text):
        stems = words.stems(text[at:stop])
        new = not words.shared(stems, present) and not re.search(r"\d", text[at:stop])
        if new and start >= 0 and not re.search(r"[;:()\"“”«»]", text[end:at]):
            end = stop
            continue
        if start >= 0:
            yield start, end
        start, end = (at, stop) if new and stems else (-1, -1)
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


def _elsewhere(row: OpenedRow, phrase: str, articles: Iterable[str]) -> bool:
    """Whether one of the others (ids) says a phrase in another place."""
    stems = words.stems(phrase)
    sentences = (line for article in articles for line in row.whole[article])
    return any(len(words.shared(stems, words.stems(line.english))) >= ELSEWHERE * len(stems) for line in sentences)


def _in_original(line: Said, start: int, end: int) -> bool:
    """Whether the sentence itself has most of the words of a phrase of its English."""
    content = words.content(line.english[start:end])
    return 2 * sum(line.original_has(word) for word in content) >= len(content)


def _without(row: OpenedRow, phrase: Held, partner: Said) -> Held:
    """That an article does not have a phrase.

    Not so, where most of its words, or its initials (DRC), stand in the original; sure, where a name is in the phrase
    and the whole article does not have it; else it may be said in other words.
    """
    content = words.content(phrase.value)
    had = max(sum(line.machine and line.original_has(word) for word in content) for line in row.cells[partner.article])
    text = " ".join(f"{line.sentence.text} {line.english}" for line in row.whole[partner.article])
    initials = "".join(re.findall(r"\b[A-Z](?=\w)", phrase.value))
    if 2 * had > len(content) or (len(initials) > 1 and re.search(rf"\b{initials}\b", text)):
        return Held(partner, "left out", original=False)
    names = [word for word in content if _name(phrase.said.english[: phrase.start + word.start], word.text)]
    begins = {lexicon.plain(word)[:BEGIN] for word in re.findall(r"\w+", text)}
    missing = bool(names) and begins.isdisjoint(lexicon.plain(word.text)[:BEGIN] for word in names)
    return Held(partner, "left out", original=missing or None)


def _name(preceding: str, word: str) -> bool:
    """Whether a word after what stands before it is a name, by its capital and by how often it has one elsewhere."""
    return word.istitle() and bool(re.search(r"[\w,]\s$", preceding)) and (lexicon.capital(word) or 1.0) >= NAME
