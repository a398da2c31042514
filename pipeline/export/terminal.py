"""The synopsis in a terminal: what the page shows, for `synopsis show`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.data import Article, Difference, Link, Result, Sentence, State, Statement, Translation
from pipeline.export import reading
from pipeline.export.reading import counted

if TYPE_CHECKING:
    from pipeline.run import Plan, RunSummary
    from pipeline.translate.verify import Verified

SIDE_BY_SIDE = 72  # columns of a terminal from which English and foreign reports stand beside one another


@dataclass(frozen=True, slots=True)
class _ResultIndex:
    """A result by id, and whether there is room and reason for two columns."""

    articles: Mapping[str, Article]
    names: Mapping[str, str]
    sentences: Mapping[str, Sentence]
    translations: Mapping[str, Translation]
    links: Mapping[str, Sequence[Link]]
    differences: Mapping[str, Sequence[Difference]]
    paired: bool


def show(result: Result, width: int) -> RenderableType:
    """The statements, English coverage left and foreign reports right, no wider than `width` characters.

    A foreign sentence is its translation and, dimmed and marked with its language, its own words. No text is taken for
    markup, and none can steer the terminal.
    """
    articles = {article.id: article for article in result.story.articles}
    index = _ResultIndex(
        articles=articles,
        names=reading.names(result.story),
        sentences={sentence.id: sentence for sentence in result.sentences},
        translations={translation.sentence: translation for translation in result.translations},
        links=reading.linked(result),
        differences=reading.differing(result),
        # two columns need room, and something to put in both
        paired=width >= SIDE_BY_SIDE and len({article.lang == "en" for article in articles.values()}) > 1,
    )
    return Constrain(Group(*_heading(result), *_shared_rows(result, index), *_sole_rows(result, index)), width)


def _heading(result: Result) -> Iterator[Text]:
    count = reading.counted(len(result.story.articles), "article")
    yield Text(reading.headline(result), style="bold")
    yield Text(f"{count}: {reading.languages(result.story)}", style="dim")
    names = reading.names(result.story)
    for ids in result.story.copies:
        yield Text(f"one text, one source: {', '.join(names[article] for article in ids)}", style="dim")


def _shared_rows(result: Result, index: _ResultIndex) -> Iterator[RenderableType]:
    rows = [row for row in result.synopsis.statements if len(row.cells) > 1]
    for number, row in enumerate(rows, 1):
        title = reading.harmless(row.headline) or reading.UNTITLED
        head = Text(f"\n{number}  {title}\n", style="bold")
        head.append(reading.reported(row.cells, result.story), style="not bold")
        # the most probable first, so that the ends say how sure the row is
        links = reading.within(row, index.links)
        differ = ["some facts differ"] if any(link.kind == "different facts" for link in links) else []
        yield head.append("".join(f" · {remark}" for remark in (reading.certainty(links), *differ)), style="not bold")
        yield _row(row, index)
        for difference in index.differences.get(row.id, ()):
            yield from _difference(difference, index)
        if absence := reading.absence(row.states, index.names, result.story):
            yield Text(absence, style="dim")
    if not rows:
        yield Text("\nNo two articles were found to report the same thing.")


def _row(row: Statement, index: _ResultIndex) -> RenderableType:
    cells = {article: _cell(article, ids, row.states.get(article, "said"), index) for article, ids in row.cells.items()}
    if not index.paired:
        return Group(*cells.values())
    grid = Table.grid(padding=(0, 3, 0, 0), expand=True)
    grid.add_column(ratio=1)
    grid.add_column(ratio=1)
    english = [cell for article, cell in cells.items() if index.articles[article].lang == "en"]
    foreign = [cell for article, cell in cells.items() if index.articles[article].lang != "en"]
    grid.add_row(Group(*english), Group(*foreign))
    return grid


def _difference(difference: Difference, index: _ResultIndex) -> Iterator[RenderableType]:
    """As in "≠ number: three months (German 002); 120 days (English 000) [solid]", and below it why."""
    sides = (
        f"{reading.harmless(side.value)} ({', '.join(index.names[article] for article in side.articles)})"
        for side in difference.sides
    )
    style = "" if difference.trust == "solid" else "dim"
    yield Text(f"≠ {difference.kind}: {'; '.join(sides)} [{difference.trust}]", style)
    reasons = f" ({'; '.join(difference.reasons)})" if difference.reasons else ""
    yield Padding(Text(reading.harmless(f"{difference.explanation}{reasons}"), style="dim"), (0, 0, 0, 2))


def _sole_rows(result: Result, index: _ResultIndex) -> Iterator[RenderableType]:
    for article in result.synopsis.articles:
        rows = [row for row in result.synopsis.statements if list(row.cells) == [article]]
        if rows:
            yield Text(f"\nOnly {index.names[article]}", style="bold")
            yield from (_sentence(key, index, "○ ") for row in rows for key in row.cells[article])


def _cell(article: str, ids: Sequence[str], state: State, index: _ResultIndex) -> Text:
    part = "" if index.articles[article].complete else " (only a part was available)"
    differs = f" ({reading.STATES[state]})" if state == "said differently" else ""
    name = Text(f"{index.names[article]}{part}{differs}\n", style="underline")
    return Text("\n").join([name + _sentence(ids[0], index), *(_sentence(key, index) for key in ids[1:])])


def _sentence(key: str, index: _ResultIndex, mark: str = "") -> Text:
    sentence, translation = index.sentences[key], index.translations.get(key)
    original = reading.harmless(sentence.text)
    if sentence.lang == "en" or translation is None:
        return Text(mark + original)
    text = Text(mark + reading.harmless(translation.text))
    text.append(f"\n[{sentence.lang}] {original}", style="dim")
    if translation.flags:
        text.append(f"\nTranslation note: {'; '.join(map(reading.worded, translation.flags))}.", style="yellow")
    return text


def run_lines(summary: "RunSummary", out: Path) -> Iterator[str]:
    """What a run did: why articles that lay loose became stories, then everything in a line."""
    for name, reason in summary.grouped.items():
        yield f"story {name}: {reason}"
    yield from state_line(summary.states)
    sources = ", ".join(f"{count} {source}" for source, count in summary.sources.items())
    links = ", ".join(f"{count} {kind}" for kind, count in sorted(summary.links.items()))
    yield (
        f"{counted(summary.stories, 'story', 'stories')}, {counted(summary.articles, 'article')}, "
        f"{counted(summary.sentences, 'sentence')}; {summary.foreign} foreign: {sources}; links: {links or 'none'}; "
        f"{len(summary.failures)} failed; {summary.seconds:.1f} s → {out}/"
    )


def state_line(states: Mapping[str, int]) -> Iterator[str]:
    """How many stories are new, changed, unchanged or gone; nothing where that is not known."""
    if states:
        yield f"stories: {', '.join(f'{count} {state}' for state, count in states.items())}"


def plan_lines(plan: "Plan") -> Iterator[str]:
    """What a run would do."""
    yield from state_line(plan.states)
    yield (
        f"{counted(plan.stories, 'story', 'stories')}, {counted(plan.articles, 'article')}, "
        f"{counted(plan.sentences, 'sentence')}, {plan.foreign} of them foreign"
    )
    yield f"{plan.known} distinct ones are translated already, {plan.to_translate} are to translate"
    yield from (f"{lang}: {signature}" for lang, signature in plan.translators.items())
    if plan.to_translate:
        estimate = "unknown before a first run" if plan.seconds is None else f"about {plan.seconds:.0f} s"
        yield f"time to translate: {estimate}"


def changed_lines(outcome: "Verified") -> Iterator[str]:
    """Each translation that came out otherwise, and what it was."""
    for change in outcome.different:
        yield f"{change.before.story} {change.before.sentence}\n  - {change.before.english}\n  + {change.english}"


def verify_line(outcome: "Verified", folder: Path) -> str:
    """How many translations came out the same."""
    signed = f"; {outcome.signatures_differ} are signed otherwise today" if outcome.signatures_differ else ""
    return (
        f"{outcome.same} of {outcome.sampled} translations came out the same "
        f"({outcome.same / outcome.sampled:.1%}), of {outcome.translations} in {folder}{signed}"
    )
