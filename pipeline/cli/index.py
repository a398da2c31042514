"""`synopsis index`: the page over the results of all shards, and what is missing."""

from dataclasses import asdict

import typer

from pipeline.cli import options, talk


def index(
    raw: options.Raw = None,
    out: options.Out = None,
    config: options.ConfigFile = None,
    json_: options.Json = False,
) -> None:
    """Write the page over all results of a folder, and say which stories have none yet.

    For after runs with --shard: any other run does this itself. Exit code 3:
    some stories have no result.
    """
    with talk.errors_as_exit_codes():
        settings = talk.settings_of({"raw": raw, "out": out}, config)
        from pipeline import run as pipeline_run

        overview = pipeline_run.overview(settings)
        talk.report(overview.warnings, overview.failures)  # all that the runs of the shards met
        if json_:
            talk.print_json({**asdict(overview), "out": str(settings.out)})
        else:
            from pipeline.export import terminal

            talk.say(terminal.overview_line(overview, settings.out))
        raise typer.Exit(talk.PARTIAL if overview.failures else talk.DONE)
