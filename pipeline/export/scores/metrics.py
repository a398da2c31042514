"""The table of metrics, with what of it is here."""

from collections.abc import Iterator, Sequence

from pipeline.evaluate.learned import Standing
from pipeline.evaluate.metrics import ALWAYS, arrow


def lines(standings: Sequence[Standing]) -> Iterator[str]:
    """A line a metric: its name, its direction, how it comes to be scored."""
    wide = max(len(standing.metric.name) for standing in standings)
    for standing in standings:
        metric = standing.metric
        yield f"{metric.name:{wide}} {arrow(metric.name)}  {'; '.join(filter(None, (_state(standing), metric.use)))}"


def record(standing: Standing) -> dict[str, object]:
    """The same for a program; `versions` of every package that is installed for it."""
    metric, environment = standing.metric, standing.environment
    return {
        "name": metric.name,
        "option": metric.aliases[0],
        "better": metric.better,
        "folder": environment and str(environment.folder),
        "versions": environment and environment.versions,
        "lacking": standing.lacking,
    }


def _state(standing: Standing) -> str:
    metric, alias = standing.metric, standing.metric.aliases[0]
    if not metric.program:
        return "always" if metric.name in ALWAYS else f"--metric {alias}" * bool(metric.make)
    if not standing.environment:
        return f"not installed: synopsis evaluate metrics add {alias}"
    package = metric.program.packages[0].partition("==")[0]
    state = f"--metric {alias}: {package} {standing.environment.versions[package]} in {standing.environment.folder}"
    lacking = f", without {', '.join(standing.lacking)} of {metric.program.model.name}" * bool(standing.lacking)
    return state + lacking
