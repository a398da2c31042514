"""`synopsis verify`: can the translations of results be had again?"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import ConfigFile, Glossary, Json, Progress, ProgressStyle, Translator, TranslatorOption
from pipeline.cli.talk import DONE, PARTIAL, print_json, settings_of, talk, told, watching


def verify(
    aligned: Annotated[Path, typer.Argument(metavar="ALIGNED", help="Folder of results, or one story's.")],
    sample: Annotated[int, typer.Option(min=1, help="Sentences to translate again.")] = 50,
    seed: Annotated[int, typer.Option(help="Another one, another sample.")] = 0,
    translator: Translator = None,
    translator_option: TranslatorOption = None,
    glossary: Glossary = None,
    config: ConfigFile = None,
    progress: Progress = ProgressStyle.auto,
    json_: Json = False,
) -> None:
    """Translate a random sample again and say how many sentences come out the same.

    The memory is not asked. Exit codes: 0 all the same, 2 could not be
    done, 3 some differ, which are named.

    [bold]Examples[/bold]

      synopsis verify aligned

      synopsis verify aligned/my-story --sample 200 --seed 7
    """
    flags = {"translator": translator, "translator_options": translator_option or None, "glossary": glossary}
    with told():
        settings = settings_of(flags, config)
        from pipeline.translate import verify as verifying

        with watching(progress) as watch:
            found = verifying.verify(aligned, settings, watch, size=sample, seed=seed)
        if json_:
            print_json(asdict(found))
        else:
            for one in found.different:
                typer.echo(f"{one.before.story} {one.before.sentence}\n  - {one.before.english}\n  + {one.english}")
            signed = f"; {found.signatures_differ} are signed otherwise today" if found.signatures_differ else ""
            talk().print(
                f"{found.same} of {found.sampled} translations came out the same "
                f"({found.same / found.sampled:.1%}), of {found.translations} in {aligned}{signed}",
                highlight=False,
                soft_wrap=True,
            )
        raise typer.Exit(PARTIAL if found.different else DONE)
