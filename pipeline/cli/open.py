"""`synopsis open`: results in the browser, with search, and verdicts kept."""

import threading
import webbrowser
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from pipeline.cli.options import ConfigFile, Progress, ProgressStyle, unset
from pipeline.cli.talk import errors_as_exit_codes, report, say, settings_of, watching
from pipeline.errors import ConfigError, OutputError

if TYPE_CHECKING:
    from pipeline.serve import Site


def open_(
    out: Annotated[Path | None, Argument(metavar="[OUT]", help="Folder of results.", show_default="aligned")] = None,
    raw: Annotated[Path | None, unset("Folder of stories: what you decide is kept there.", "raw", "DIR")] = None,
    port: Annotated[int, Option(min=0, max=65535, help="Of this machine.", show_default="any that is free")] = 0,
    browser: Annotated[bool, Option(help="Open the page in the browser.")] = True,
    config: ConfigFile = None,
    progress: Progress = ProgressStyle.auto,
) -> None:
    """Read results in the browser, search all sentences, and decide about links.

    Only this machine can reach it, but everybody with an account here can.
    Ctrl-C ends it.

    [bold]Examples[/bold]

      synopsis open

      synopsis open results --raw articles --port 8000 --no-browser
    """
    with errors_as_exit_codes():
        settings = settings_of({"out": out, "raw": raw}, config)
        from pipeline import read, serve

        if not settings.out.is_dir():
            raise ConfigError(f"{settings.out}: no such folder; run `synopsis run` first")
        if (settings.out / read.RESULT).is_file():
            raise ConfigError(f"{settings.out}: one story's folder; name the one above it")
        # bound before the address is printed: who follows it must not be refused
        with closing(serve.listening(port)) as at:
            address = f"http://{serve.LOOPBACK}:{at.getsockname()[1]}/"
            typer.echo(address)
            lost = f"no {settings.raw} here, so nothing you decide can be kept: --raw"
            verdicts = f"what you decide is kept in {settings.raw}" if settings.raw.is_dir() else lost
            say(f"{verdicts}; Ctrl-C ends it")
            site = serve.Site(settings.out, settings.raw)
            stop = threading.Event()  # so that who follows the results ends with the server
            threading.Thread(target=_follow, args=(site, progress, stop), daemon=True).start()
            if browser:
                # a browser in a terminal would keep the command from serving
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
            with suppress(KeyboardInterrupt):
                serve.server(site).run(sockets=[at])
            stop.set()
            for line in site.saved.losses():
                say(line)


def _follow(site: "Site", progress: ProgressStyle, stop: threading.Event) -> None:
    """Index the results, with progress, then follow them; the pages are served meanwhile."""
    try:
        with watching(progress) as watch:
            report(site.following.catch_up(watch))
    except OutputError as error:
        say(f"synopsis: {error}")
        return
    site.following.follow(say, stop, site.saved.losses)
