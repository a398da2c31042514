"""Public test sets by their name, through sacrebleu, or from a folder of ours."""

from dataclasses import replace
from pathlib import Path

from pipeline.errors import ConfigError, InputError
from pipeline.read.segments import ONE, Rows, segments


def testset(name: str, langpair: str, folder: Path | None) -> tuple[Rows, tuple[Rows, ...]]:
    """The sources and the references, documents and other fields with the sources.

    `folder` holds name.langpair.src, .ref (.ref-A, .ref-B), perhaps .docid and others; without it sacrebleu looks in
    its own folder, and downloads. No such test set or language pair is a ConfigError; one that cannot be downloaded, or
    whose files differ in length, an InputError.
    """
    paths = _in(folder, f"{name}.{langpair}") if folder else _of_sacrebleu(name, langpair)
    files = {field: segments(path) for field, path in paths.items()}
    expected = len(files["src"].rows)
    for column in files.values():
        if len(column.rows) != expected:
            raise InputError(f"{column.path}: {len(column.rows)} lines; expected {expected}: fetch it again")
    references = tuple(rows for field, rows in files.items() if field.startswith("ref"))
    metadata = {field: rows for field, rows in files.items() if field != "src" and not field.startswith("ref")}
    rows = []
    for n, row in enumerate(files["src"].rows):
        values = {field: column.rows[n].texts[ONE] for field, column in metadata.items()}
        document = values.pop("docid", "")
        rows.append(replace(row, source=row.texts[ONE], document=document, metadata=values))
    return replace(files["src"], rows=tuple(rows)), references


def _in(folder: Path, stem: str) -> dict[str, Path]:
    """Field → file; a system's output may lie there too."""
    files = {path.name.removeprefix(f"{stem}."): path for path in sorted(folder.glob(f"{stem}.*"))}
    # outputs of systems may lie beside a test set
    paths = {field: path for field, path in files.items() if not field.endswith("hyp")}
    if "src" not in paths or not any(field.startswith("ref") for field in paths):
        raise InputError(f"{folder}: no {stem}.src and {stem}.ref; put them there, or leave --testsets out")
    return paths


def _of_sacrebleu(name: str, langpair: str) -> dict[str, Path]:
    from sacrebleu import DATASETS
    from sacrebleu.utils import get_files

    if name not in DATASETS:
        raise ConfigError(f"--testset {name!r} is none of sacrebleu's; `sacrebleu --list` names them")
    pairs = DATASETS[name].langpairs
    if langpair not in pairs:
        raise ConfigError(f"--langpair {langpair!r} is not in {name}; it has {', '.join(pairs)}")
    try:
        paths = get_files(name, langpair)
    except (OSError, SystemExit) as error:  # sacrebleu exits where a download is damaged
        wrong = f"{name} {langpair} is not on this machine and cannot be downloaded ({error})"
        fix = f"put {name}.{langpair}.src and .ref in a folder and name that with --testsets"
        raise InputError(f"{wrong}; fetch it where there is a network, or {fix}") from error
    return dict(zip(DATASETS[name].fieldnames(langpair), map(Path, paths), strict=True))
