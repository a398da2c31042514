"""The synopsis in a terminal, in the page's order, for `synopsis show`; and what other commands say in lines."""

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.data import CORRECTING, Result
from pipeline.export import reading
from pipeline.export.page_model import Outlet, View, Wording
from pipeline.export.reading import counted
from pipeline.export.view import LISTED, LIT, view

if TYPE_CHECKING:
    from pipeline.run import Overview, Plan, RunSummary
    from pipeline.translate.verify import Verified


def show(result: Result, width: int) -> RenderableType:
    """The event, its contradictions, the matrix, the wordings of each row, what one alone tells, how each tells it.

    No line is wider than `width` characters. Of a sentence, the words that the row is about stand out; a foreign one is
    its translation and, dimmed and marked with its language, its own words. No text is taken for markup, and none can
    steer the terminal.
    """
    sheet = view(result)
    parts = (*_heading(sheet, result), *_contradictions(sheet), *_matrix(sheet), *_rows(sheet), *_sole_rows(sheet))
    return Constrain(Group(*parts, *_tellings(sheet)), width)


def _heading(sheet: View, result: Result) -> Iterator[Text]:
    yield Text(sheet.title, style="bold")
    count = f"{reading.counted(len(result.story.articles), 'article')}: {reading.languages(result.story)}"
    yield Text(" · ".join(filter(None, (sheet.when, count))), style="dim")
    yield from (Text(line, style="dim") for line in reading.one_text(result))
    if sheet.trial[0]:
        yield Text(" ".join(sheet.trial), style="yellow")


def _contradictions(sheet: View) -> Iterator[Text]:
    for title, differences in (("Contradictions", sheet.contradictions), ("Spellings", sheet.spellings)):
        if differences:
            yield Text(f"\n{title}", style="bold")
        for one in differences[:LISTED]:
            words = f"{reading.SIGNS[one.trust]} {one.words} → {one.number}"
            yield Text(words, style="" if one.trust == "solid" else "dim")
        if len(differences) > LISTED:
            yield Text(f"and {len(differences) - LISTED} more below", style="dim")


def _matrix(sheet: View) -> Iterator[RenderableType]:
    if not sheet.rows:
        yield Text("\nNo two articles were found to report the same thing.")
        return
    signs = [
        (reading.SYMBOLS[state], reading.STATES[state]) for state in ("said", "said differently", "absent", "not found")
    ]
    legend = "  ".join(f"{sign} {words}" for sign, words in signs)
    yield Text(f"\nWho reports what   {legend}", style="bold")
    yield Text("  ".join(f"{outlet.code} {_name(outlet)}" for outlet in sheet.outlets), style="dim")
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("", justify="right", style="dim")
    table.add_column("", ratio=1)
    for outlet in sheet.outlets:
        table.add_column(outlet.code, justify="center", no_wrap=True)
    for row in sheet.rows:
        states = (row.states[outlet.article.id] for outlet in sheet.outlets)
        table.add_row(str(row.number), Text(row.headline), *(reading.SYMBOLS[state] for state in states))
    yield table


def _name(outlet: Outlet) -> str:
    # from the silence of a text cut short nothing follows
    return outlet.name if outlet.article.complete else f"{outlet.name} (only a part was available)"


def _rows(sheet: View) -> Iterator[RenderableType]:
    for row in sheet.rows:
        head = Text(f"\n{row.number}  {row.headline}", style="bold")
        yield head.append(f"  {row.certainty}" if row.certainty else "", style="not bold dim")
        # as in "≠ number: three months (German 002) or 120 days (English 000)", and below it how far to trust it
        for one in row.differences:
            yield Text(f"≠ {one.kind}: {one.words}", "" if one.trust == "solid" else "dim")
            yield Padding(Text(one.trusted, style="dim"), (0, 0, 0, 2))
        for article, wordings in row.cells.items():
            differs = f" ({reading.STATES['said differently']})" if row.states[article] == "said differently" else ""
            yield Text(f"{sheet.names[article]}{differs}", style="underline")
            yield from map(_wording, wordings)
        if absence := reading.absence(row.states, sheet.names):
            yield Text(absence, style="dim")


def _sole_rows(sheet: View) -> Iterator[RenderableType]:
    for outlet in sheet.outlets:
        if outlet.sole_rows:
            yield Text(f"\nOnly {_name(outlet)}", style="bold")
        for row in outlet.sole_rows:
            yield Text(f"○ {row.headline}")
            # The sentence may tell more, which others tell, too.
            yield from (Padding(_wording(each), (0, 0, 0, 2)) for each in chain.from_iterable(row.cells.values()))


def _tellings(sheet: View) -> Iterator[RenderableType]:
    """How each outlet tells it: headline and lead, what gets its words, whose words it gives, its strong ones."""
    yield Text("\nHow each outlet tells it", style="bold")
    for outlet in sheet.outlets:
        yield Text(_name(outlet), style="underline")
        for text in outlet.lead:
            yield Text(text.read)
            if text.english:
                yield Text(f"[{text.lang}] {text.own}", style="dim")
        for head, words in outlet.telling.lines:
            yield Padding(Text(f"{head}: {words}", style="dim"), (0, 0, 0, 2))


def _wording(wording: Wording) -> Text:
    text = Text()
    for piece, over in wording.pieces:
        text.append(piece, style="" if LIT in over.split(", ") else "dim")
    if wording.text.english:
        text.append(f"\n[{wording.text.lang}] {wording.text.own}", style="dim")
    if wording.text.notes:
        text.append(f"\nTranslation note: {'; '.join(wording.text.notes)}.", style="yellow")
    return text


def run_lines(summary: "RunSummary", out: Path) -> Iterator[str]:
    """What a run did: why articles that lay loose became stories, then everything in a line."""
    for name, reason in summary.grouped.items():
        yield f"story {name}: {reason}"
    yield from state_line(summary.states)
    sources = ", ".join(f"{count} {source}" for source, count in summary.sources.items())
    links = ", ".join(f"{count} {kind}" for kind, count in sorted(summary.links.items()))
    unapplied = sum(failure.stage == CORRECTING for failure in summary.failures)
    among = f", among them {counted(unapplied, 'correction')} not applied" if unapplied else ""
    yield (
        f"{counted(summary.stories, 'story', 'stories')}, {counted(summary.articles, 'article')}, "
        f"{counted(summary.sentences, 'sentence')}; {summary.foreign} foreign: {sources}; links: {links or 'none'}; "
        f"{len(summary.failures)} failed{among}; {summary.seconds:.1f} s → {out}/"
    )


def overview_line(overview: "Overview", out: Path) -> str:
    """What all results of a folder hold together."""
    return (
        f"{counted(overview.stories, 'story', 'stories')}, {counted(overview.articles, 'article')}; statements: "
        f"{overview.shared} of several articles, {overview.sole} of one; "
        f"{counted(overview.solid, 'solid difference')}; {len(overview.failures)} without a result → {out}/index.html"
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
