"""What people judged, and what they are to judge, in words."""

from collections.abc import Iterator

from pipeline.evaluate.campaign import Campaign
from pipeline.evaluate.judged import WEIGHTS, Judged, JudgedSystem, MeanJudgement
from pipeline.export.reading import counted, interval


def campaign_line(campaign: Campaign) -> str:
    """How much there is to judge, and by how many."""
    lines = counted(sum(map(len, campaign.documents.values())), "line")
    documents, systems = counted(len(campaign.documents), "document"), counted(len(campaign.systems), "system")
    return f"{documents}, {lines}, {systems}, shared by {counted(campaign.annotators, 'annotator')}"


def lines(judged: Judged) -> Iterator[str]:
    """The systems, best first, then how far annotators agree."""
    for system in judged.systems:
        yield from _system(system, judged.systems[0].name)
        yield ""
    if judged.agreement:
        tau = "one of them never varies" if judged.agreement.tau is None else f"Kendall τ {judged.agreement.tau:.2f}"
        yield f"Annotators who judged the same: {judged.agreement.pairs:,} pairs, {tau}"
    else:
        yield "No translation was judged by two annotators, so that nothing is known of how far they agree."
    weights = ", ".join(f"{name} {weight}" for name, weight in WEIGHTS.items())
    yield f"Penalty: errors a segment, weighted ({weights}). Intervals: bootstrap over documents, 95 %."


def _system(system: JudgedSystem, first: str) -> Iterator[str]:
    judgements = f"{counted(system.judgements, 'judgement')} by {counted(system.annotators, 'annotator')}"
    yield f"{system.name}: {judgements}"
    if system.score:
        yield f"  score       {_figure(system.score)}"
    yield f"  penalty     {_figure(system.penalty)}"
    yield "  errors      " + ", ".join(f"{name} {rate:.2f}" for name, rate in system.errors.items()) + " a judgement"
    if system.better:
        yield f"  to {first}: {_figure(system.better)}, {system.verdict}"


def _figure(figure: MeanJudgement) -> str:
    spread = interval(figure.low, figure.high)
    return f"{figure.value:.2f}{f' ({spread})' if spread else ''}, n = {figure.n:,}"
