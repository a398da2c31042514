"""Reading: what the page and the terminal both say of a result, in the same words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, combinations, count, permutations
from urllib.parse import quote

from pipeline import translate
from pipeline.data import Article, Difference, Lang, Link, Result, Statement, Story
from pipeline.language import TARGET, codes, name

UNTITLED = "Not in words"  # a statement without a headline: its sentences have no English
TRUSTED = {  # the best first
    "solid": "You can cite this",
    "check": "Read the originals before you cite this",
    "do not cite": "Do not cite this",
}
TRUST = tuple(TRUSTED)
SIGNS = {"solid": "◆", "check": "◇", "do not cite": "×"}  # of a contradiction, as synopsis.css has them
STATES = {
    "said": "reports it",
    "said differently": "reports it differently",
    "absent": "leaves it out",
    "not found": "not found",
    "cut": "not in the part available",
}
SYMBOLS = {"said": "●", "said differently": "◆", "absent": "○", "not found": "–", "cut": "–"}
VALUES = {
    "affirms": "affirmed",
    "denies": "denied",
    "outright": "said outright",
    "hedged": "said with reserve",
    "the outlet's own words": "in the outlet’s own words",
}

_WORD = re.compile(r"\w+")
_BREAKS = "\t\n\r"
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))  # would reorder what stands around
_HARMLESS = {code: " " if chr(code) in _BREAKS else "\ufffd" for code in (*_CONTROLS, *_BIDI, *range(0xD800, 0xE000))}


def harmless(text: str) -> str:
    """The text on one line, with what could steer a terminal or reorder the line around it shown as U+FFFD."""
    return text.translate(_HARMLESS)


def anchor(name: str) -> str:
    """A name as an HTML id and, unchanged, as the fragment of an address."""
    return quote(name, safe=":.-_~", errors="replace").replace("%", "~")


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


def event(result: Result) -> str:
    """What the event is called: by its folder, or by its weightiest statement where no person named the folder.

    A folder's words are written as the articles write them, as in "Babuschkin leaves xAI".
    """
    story = result.story
    if story.why:
        shared = (row.headline for row in result.synopsis.statements if len(row.cells) > 1 and row.headline)
        if headline := next(shared, ""):
            return harmless(headline)
    spellings: dict[str, Counter[str]] = {}
    for text in chain((one.text for one in result.translations), (one.text for one in result.sentences)):
        for word in _WORD.findall(text):
            spellings.setdefault(word.casefold(), Counter())[word] += 1
    words = re.split(r"[-_\s]+", story.id.rsplit("/", 1)[-1])
    title = " ".join(spellings[word].most_common(1)[0][0] if word in spellings else word for word in words)
    return harmless(title[:1].upper() + title[1:])


def dates(published: Iterable[str]) -> str:
    """As in "11 March 2026", "11 to 12 March 2026", "30 May to 2 June 2026"; "" where no date is known."""
    days = sorted(day for day in published if day)
    if not days:
        return ""
    first, last = _day(days[0]), _day(days[-1])
    if first == last:
        return first
    # what both ends have in common is said once
    ends = first.split(), last.split()
    while len(ends[0]) > 1 and ends[0][-1] == last.split()[len(ends[0]) - len(first.split()) - 1]:
        ends[0].pop()
    return f"{' '.join(ends[0])} to {last}"


def _day(iso: str) -> str:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return harmless(iso)
    return f"{day.day} {day:%B} {day.year}"


def trial(result: Result) -> tuple[str, str]:
    """A warning where English is the work of a model for trying out, with the share that misled; and what to do.

    Both are "" where people or other models made it.
    """
    models = _trials(result)
    return (
        (_trial_notice(models[0], f" ({counted(len(models), 'sentence')})"), models[0].better) if models else ("", "")
    )


def trial_in_list(result: Result) -> str:
    """The warning and what to do for a list of stories: it counts the sentences of none."""
    return next((f"{_trial_notice(model)} {model.better}" for model in _trials(result)), "")


def _trials(result: Result) -> list[translate.Trial]:
    """The models for trying out, one for each sentence that such a model made."""
    models = (translate.trial(translation.signature) for translation in result.translations)
    return [model for model in models if model]


def _trial_notice(model: translate.Trial, counted_sentences: str = "") -> str:
    checked = f"{model.misled} of {model.read} that were checked misled"
    return f"English by a trial model{counted_sentences}: {checked}. Quote the originals alone."


def trial_flag(signature: str) -> tuple[str, ...]:
    """What stands with each sentence of such a model where there is no room for a warning."""
    known = translate.trial(signature)
    return (f"trial model: {known.misled} of {known.read} misled",) if known else ()


def marks(names: Sequence[str]) -> list[str]:
    """A short mark for each name, two or three letters, else a letter and a number, and all different: Blick is BL, Le
    Matin LM."""
    taken: dict[str, None] = {}
    for text in names:
        words = _WORD.findall(text) or ["?"]
        plain = "".join(words)
        initials = "".join(word[0] if not word.isdigit() else word.lstrip("0") or "0" for word in words)
        of_letters = initials[:3] if len(words) > 1 else plain[:2], plain[:3]
        ways = chain(of_letters, (f"{plain[:1]}{n}" for n in count(2)))
        taken[next(way.upper() for way in ways if way.upper() not in taken)] = None
    return list(taken)


def counted(count: int, noun: str, several: str = "") -> str:
    """As in "1 article", "5 articles", "2 stories"."""
    return f"{count:,} {noun if count == 1 else several or noun + 's'}"


def interval(low: float | None, high: float | None, form: str = ".2f") -> str:
    """As in "0.93 to 0.97", "" where there is none; `form` is that of its numbers."""
    return "" if low is None or high is None else f"{low:{form}} to {high:{form}}"


def languages(story: Story) -> str:
    """As in "3 English, 1 German, 1 French"."""
    counts = Counter(article.lang for article in story.articles)
    return ", ".join(f"{counts[lang]} {name(lang)}" for lang in columns() if counts[lang])


def columns() -> tuple[Lang, ...]:
    """The languages in the order in which they are told: that of the translations first."""
    return (TARGET, *(code for code in codes() if code != TARGET))


def absence(states: Mapping[str, str], names: Mapping[str, str]) -> str:
    """As in "Leaves it out: Blick. Not found: Kurier, Le Matin."."""
    kinds = (("Leaves it out", "absent"), ("Not found", "not found"), ("Not in the part available", "cut"))
    absent = ((words, [names[key] for key, state in states.items() if state == kind]) for words, kind in kinds)
    return " ".join(f"{words}: {', '.join(articles)}." for words, articles in absent if articles)


def worded(flag: str) -> str:
    """A translation flag (`number-missing`) as words."""
    return harmless(flag).replace("-", " ").replace("_", " ")


def within(row: Statement, links: Mapping[str, Sequence[Link]]) -> list[Link]:
    """The links whose both sides have a sentence in the row, the most probable first."""
    keys = set(chain.from_iterable(row.cells.values()))
    # a link is met once for each of its sentences
    touching = {link.id: link for link in chain.from_iterable(links.get(key, ()) for key in sorted(keys))}
    both_sides = (link for link in touching.values() if keys.intersection(link.left) and keys.intersection(link.right))
    return sorted(both_sides, key=lambda link: (-link.probability, link.id))


def one_text(result: Result) -> Iterator[str]:
    """As in "one text, one source: Blick, Kurier"; "nearly one text" where two of them differ in a figure or a fact."""
    called = names(result.story)
    for ids in result.story.copies:
        nearly = "nearly " if any(_is_edited(result, *pair) for pair in combinations(ids, 2)) else ""
        yield f"{nearly}one text, one source: {', '.join(called[article] for article in ids)}"


def _is_edited(result: Result, left: str, right: str) -> bool:
    """Whether two copies of a text differ in more than length: a difference parts them, or each has its own figures."""
    for difference in result.synopsis.differences:
        sides = [side.articles for side in difference.sides]
        if difference.kind != "detail" and any(left in a and right in b for a, b in permutations(sides, 2)):
            return True
    figures: dict[str, set[tuple[object, ...]]] = {left: set(), right: set()}
    articles = {sentence.id: sentence.article for sentence in result.sentences}
    for claim in result.claims:
        if claim.sentence in articles and articles[claim.sentence] in figures:
            read = figures[articles[claim.sentence]]
            read.update((measure.unit, measure.value) for measure in claim.measures)
            read.update((when.text.casefold(),) for when in claim.times)
    # What a shortened text lacks is no other figure.
    return not (figures[left] <= figures[right] or figures[right] <= figures[left])


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
