"""Reading: what the page and the terminal both say of a result, in the same words."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.data import Article, Difference, Lang, Link, Result, Statement, Story
from pipeline.language import TARGET, codes, name

KINDS = {
    "same": "they say the same",
    "partly same": "they say partly the same",
    "different facts": "they report different facts",
}
UNTITLED = "Not in words"  # a statement without a headline: its sentences have no English
TRUST = ("solid", "check", "do not cite")  # the best first
STATES = {
    "said": "reports it",
    "said differently": "says it differently",
    "absent": "not in this article",
    "not found": "not found",
}

_BREAKS = "\t\n\r"
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))  # would reorder what stands around
_HARMLESS = {code: " " if chr(code) in _BREAKS else "\ufffd" for code in (*_CONTROLS, *_BIDI, *range(0xD800, 0xE000))}


def harmless(text: str) -> str:
    """The text on one line, with what could steer a terminal or reorder the line around it shown as U+FFFD."""
    return text.translate(_HARMLESS)


def names(story: Story) -> dict[str, str]:
    """Article id → what a reader calls it: its outlet, or language and id where outlets are unnamed or not unique."""
    outlets = Counter(article.outlet for article in story.articles)
    return {article.id: harmless(_name(article, outlets[article.outlet] == 1)) for article in story.articles}


def _name(article: Article, unique: bool) -> str:
    if article.outlet and unique:
        return article.outlet
    # the language is said in words already
    bare = article.id.removesuffix(f".{article.lang}")
    return f"{article.outlet or name(article.lang)} {bare}"


def headline(result: Result) -> str:
    """The title of the first article that has one, English before others; else the story's id."""
    articles = {article.id: article for article in result.story.articles}
    titles = (articles[column].title.strip() for column in result.synopsis.articles)
    return harmless(next((title for title in titles if title), result.story.id))


def counted(count: int, noun: str, several: str = "") -> str:
    """As in "1 article", "5 articles", "2 stories"."""
    return f"{count:,} {noun if count == 1 else several or noun + 's'}"


def languages(story: Story) -> str:
    """As in "3 English, 1 German, 1 French"."""
    counts = Counter(article.lang for article in story.articles)
    return ", ".join(f"{counts[lang]} {name(lang)}" for lang in columns() if counts[lang])


def columns() -> tuple[Lang, ...]:
    """The languages in the order in which they are told: that of the translations first."""
    return (TARGET, *(code for code in codes() if code != TARGET))


def reported(articles: Collection[str], story: Story) -> str:
    """As in "Reported by 2 of 5 articles"; where articles print one text, it is sources that count."""
    noun = "sources" if story.copies else "articles"
    # articles that print one text are one source
    present, total = story.sources(articles), story.sources(article.id for article in story.articles)
    if total == 1:
        return f"Reported by the only {noun.removesuffix('s')}"
    return f"Reported by all {total} {noun}" if present == total else f"Reported by {present} of {total} {noun}"


def chosen(names: Mapping[str, str], articles: Iterable[str]) -> dict[str, str]:
    """The names of these articles, in this order."""
    return {article: names[article] for article in articles}


def absence(states: Mapping[str, str], names: Mapping[str, str], story: Story) -> str:
    """As in "Not in English 001. Not found in German 002, French 004."; a stub's silence is told apart."""
    # from the silence of a text cut short nothing follows
    stubs = [article.id for article in story.articles if not article.complete]
    kinds = (
        ("Not in", [article for article, state in states.items() if state == "absent" and article not in stubs]),
        (
            "Not found in",
            [article for article, state in states.items() if state == "not found" and article not in stubs],
        ),
        (
            "Not in the part available of",
            [article for article in stubs if states.get(article) in ("absent", "not found")],
        ),
    )
    return " ".join(
        f"{words} {', '.join(names[article] for article in articles)}." for words, articles in kinds if articles
    )


def same_text(article: str, story: Story) -> tuple[str, ...]:
    """The other articles (ids) that print an article's text."""
    return tuple(key for ids in story.copies if article in ids for key in ids if key != article)


def worded(flag: str) -> str:
    """A translation flag (`number-missing`) as words."""
    return harmless(flag).replace("-", " ").replace("_", " ")


def within(row: Statement, links: Mapping[str, Sequence[Link]]) -> list[Link]:
    """The links whose both sides have a sentence in the row, the most probable first."""
    keys = {key for ids in row.cells.values() for key in ids}
    # a link is met once for each of its sentences
    touching = {link.id: link for key in sorted(keys) for link in links.get(key, ())}
    both_sides = (link for link in touching.values() if keys.intersection(link.left) and keys.intersection(link.right))
    return sorted(both_sides, key=lambda link: (-link.probability, link.id))


def certainty(links: Sequence[Link]) -> str:
    """How sure a row is, from its surest link to its least sure one; `links` as `within` gives them."""
    bands = dict.fromkeys((links[0].band, links[-1].band)) if links else {}
    return f"{' to '.join(bands)} links" if bands else ""


def differing(result: Result) -> dict[str, list[Difference]]:
    """Statement id → its differences, those to trust most first."""
    by_statement: dict[str, list[Difference]] = {}
    for difference in sorted(result.synopsis.differences, key=lambda difference: TRUST.index(difference.trust)):
        by_statement.setdefault(difference.statement, []).append(difference)
    return by_statement


def linked(result: Result) -> dict[str, list[Link]]:
    """Sentence id → the links that give it a counterpart, weak ones too, the most probable first."""
    by_sentence: dict[str, list[Link]] = {}
    for alignment in result.alignments:
        for link in alignment.links:
            if link.kind != "unlinked":
                for sentence in (*link.left, *link.right):
                    by_sentence.setdefault(sentence, []).append(link)
    return {sentence: sorted(links, key=lambda link: -link.probability) for sentence, links in by_sentence.items()}
