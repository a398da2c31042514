"""`synopsis evaluate`: numbers to report, each with how sure it is; a file a subcommand."""

import typer

from pipeline.cli.evaluate.alignment import alignment
from pipeline.cli.evaluate.campaign import campaign
from pipeline.cli.evaluate.history import history_app
from pipeline.cli.evaluate.judgements import judgements
from pipeline.cli.evaluate.metrics import metrics_app
from pipeline.cli.evaluate.story import story
from pipeline.cli.evaluate.translation import HELP, translation
from pipeline.cli.evaluate.unreferenced import unreferenced

evaluate_app = typer.Typer(no_args_is_help=True)


@evaluate_app.callback()
def evaluate_top() -> None:
    """Measure results, with a reference or without."""


for command in (alignment, unreferenced, campaign, judgements):
    evaluate_app.command()(command)
evaluate_app.command(help=HELP)(translation)  # the others have their docstrings for help
evaluate_app.command()(story)
evaluate_app.add_typer(history_app, name="history")
evaluate_app.add_typer(metrics_app, name="metrics", help="Show which metrics there are, and install learned ones.")
