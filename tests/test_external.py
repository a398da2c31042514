"""Outside metrics: the command is run, its scores are read, and whatever it does wrong is said."""

import sys
from pathlib import Path

import pytest

from pipeline.errors import BackendError, ConfigError, InputError
from pipeline.evaluate import external

PROGRAM = f"{sys.executable} -S {Path(__file__).parent / 'stand_in.py'}"
SOURCES = ("Guten Morgen.", "Die Straße ist gesperrt.", "Niemand wurde verletzt.")
TEXTS = ("Good morning.", "The road\u2028is closed.", "Nobody was\r\ninjured.")
REFERENCES = ("Good morning.", "The street is closed.", "Nobody was hurt.")
LENGTHS = (1.3, 1.9, 1.9)


def scored(shape: str, out: str = "{out}") -> tuple[str, tuple[float, ...]]:
    command = external.command(f"{PROGRAM} {shape} {{src}} {{mt}} {{ref}} {out}")
    return external.scores(command, SOURCES, TEXTS, REFERENCES)


@pytest.mark.parametrize(
    ("shape", "out", "name"),
    [
        ("comet", "{out}", "COMET"),
        ("variance", "{out}", "COMET"),
        ("list", "{out}", Path(sys.executable).name),
        ("numbers", "{out}", Path(sys.executable).name),
        ("metricx", "{out}", Path(sys.executable).name),
        ("lines", "{out}", Path(sys.executable).name),
        ("lines", "-", Path(sys.executable).name),
        ("comet", "-", "COMET"),
    ],
)
def test_every_usual_shape_is_read_one_score_a_segment(shape: str, out: str, name: str) -> None:
    """Line breaks inside a segment do not make two lines of it."""
    assert scored(shape, out) == (name, LENGTHS)


def test_the_signature_is_the_command_as_it_was_given() -> None:
    """A name in front is the metric's, spelt as the table spells it, and no part of the command."""
    given = external.command(f"metricx={PROGRAM}  lines {{mt}} {{mt}} {{mt}} {{out}}")
    assert given.signature == f"cmd:{PROGRAM} lines {{mt}} {{mt}} {{mt}} {{out}}|version:not told"
    assert external.scores(given, (), TEXTS)[0] == "MetricX"
    assert external.command("score --to={out} {mt}").name == ""


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="ended with"):
        external.scores(
            external.command(f"{PROGRAM} lines {{mt}} {{mt}} {{mt}} {{out}} ; touch {tmp_path / 'made'}"), (), TEXTS
        )
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ("fails", "ended with 1 and printed: no model here: wmt22-comet-da"),
        ("silent", "wrote no text to {out}"),
        ("short", "gave 2 scores for 3 segments"),
        ("two", "gave {'a': 1, 'b': 2}, which holds no single score"),
        ("nan", "gave nan, which holds no single score"),
        ("words", "gave fine, which holds no single score"),
    ],
)
def test_what_a_command_does_wrong_is_said(shape: str, said: str) -> None:
    with pytest.raises(BackendError) as caught:
        scored(shape)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("comet-score -s {src}", "{mt} is missing"),
        ("comet-score -t {mt} -r {ref}", "asks for {ref} and no reference is given"),
        ("comet-score -t '{mt}", "close the quotation mark"),
    ],
)
def test_a_command_that_cannot_work_is_not_run(command: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        external.scores(external.command(command), SOURCES, TEXTS)
    assert said in str(caught.value)


def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(BackendError, match=r"no-such-metric: cannot be started .* environment of its own"):
        external.scores(external.command("no-such-metric {mt}"), SOURCES, TEXTS)


def test_without_sources_or_segments_nothing_is_run() -> None:
    with pytest.raises(InputError, match="and no source is given"):
        external.scores(external.command("comet-score -s {src} -t {mt}"), (), TEXTS)
    with pytest.raises(InputError, match="no segments to score"):
        external.scores(external.command("comet-score -t {mt}"), SOURCES, ())
