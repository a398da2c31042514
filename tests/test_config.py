"""Configuration: which layer wins, and what is refused."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline import config
from pipeline.errors import ConfigError

NOW = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "s.toml"
    path.write_text('out = "from-file"\nraw = "from-file"\n[translator_options]\nbeam = 4\n')
    return path


def test_flags_win_over_environment_over_file_over_default(file: Path) -> None:
    got = config.load(
        {"raw": Path("flag"), "memory": None}, {"SYNOPSIS_RAW": "env", "SYNOPSIS_ENGINE": "e"}, file, moment=NOW
    )
    assert (got.raw, got.engine, got.out, got.embedder) == (Path("flag"), "e", Path("from-file"), "e5")
    assert got.translator_options == {"beam": 4}
    assert got.origins["raw"] == "flag"
    assert got.origins["engine"] == "environment SYNOPSIS_ENGINE"
    assert got.origins["out"] == f"file {file}"
    assert got.origins["embedder"] == "default"


def test_synopsis_toml_here_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "synopsis.toml").write_text("workers = 7")
    assert config.load({}, {}, moment=NOW).workers == 7


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ('translator = "theirs:Model"', True),
        ('translator = "pipeline.evaluate.external:_run"', True),
        ('embedder = "theirs:Model"', True),
        ('source_embedder = "theirs"', True),
        ('embedder = "./theirs"', True),
        ('rescorer = "theirs"', True),
        ('rescorer = "cross-encoder/stsb-roberta-base"', False),
        ('translator = "marian"', False),
        ('embedder = "none"', False),
        ('source_embedder = "intfloat/multilingual-e5-base"', False),
    ],
)
def test_a_file_that_merely_lies_here_names_no_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, refused: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "theirs").mkdir()
    path = tmp_path / "synopsis.toml"
    path.write_text(line)
    key, value = line.replace('"', "").split(" = ")
    assert getattr(config.load({}, {}, path, moment=NOW), key) == value
    assert getattr(config.load({key: value}, {}, tmp_path / "synopsis.toml", moment=NOW), key) == value
    if refused:
        with pytest.raises(ConfigError, match=rf"{key} = .*say --config synopsis.toml if you trust it"):
            config.load({}, {}, moment=NOW)
    else:
        assert getattr(config.load({}, {}, moment=NOW), key) == value


def test_a_file_that_merely_lies_here_names_no_model_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "theirs").mkdir()
    (tmp_path / "answers.tsv").touch()
    (tmp_path / "synopsis.toml").write_text('[translator_options]\nadapter = "theirs"')
    with pytest.raises(ConfigError, match=r"translator_options.adapter = 'theirs' .*say --config synopsis.toml"):
        config.load({}, {}, moment=NOW)
    (tmp_path / "synopsis.toml").write_text('[translator_options]\npath = "answers.tsv"\nbeam = 4')
    assert config.load({}, {}, moment=NOW).translator_options["beam"] == 4


@pytest.mark.parametrize(
    ("environment", "flag", "expected"),
    [
        ({}, None, date(2026, 2, 3)),
        ({"SOURCE_DATE_EPOCH": "86400"}, None, date(1970, 1, 2)),
        ({"SOURCE_DATE_EPOCH": "86400", "SYNOPSIS_DATE": "2020-01-02"}, None, date(2020, 1, 2)),
        ({"SOURCE_DATE_EPOCH": "86400"}, "2021-03-04", date(2021, 3, 4)),
    ],
)
def test_the_date_is_data(environment: dict[str, str], flag: str | None, expected: date) -> None:
    assert config.load({"date": flag}, environment, moment=NOW).date == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["beam=4", "model=a/b"], {"beam": 4, "model": "a/b"}),
        ("beam=4,model=a/b", {"beam": 4, "model": "a/b"}),
        (
            ["on=true", "x=1.5", 'y="4"', "z=a=b", "d=2020-01-01"],
            {"on": True, "x": 1.5, "y": "4", "z": "a=b", "d": "2020-01-01"},
        ),
        (["path=/a,b"], {"path": "/a,b"}),
    ],
)
def test_translator_options(given: object, expected: dict[str, object]) -> None:
    assert config.load({"translator_options": given}, {}, moment=NOW).translator_options == expected


@pytest.mark.parametrize(
    ("flags", "environment", "message"),
    [
        ({"embeder": "x"}, {}, "did you mean 'embedder'"),
        ({"workers": 0}, {}, "above 0"),
        ({"workers": True}, {}, "above 0"),
        ({}, {"SYNOPSIS_WORKERS": "two"}, "environment: workers = 'two'"),
        ({}, {"SYNOPSIS_WORKERZ": "3"}, "no setting 'workerz'; did you mean 'workers'"),
        ({"date": "yesterday"}, {}, "date = 'yesterday': expected a date as YYYY-MM-DD"),
        ({}, {"SOURCE_DATE_EPOCH": "now"}, "seconds since 1970"),
        ({"translator_options": ["beam"]}, {}, "'beam' is not KEY=VALUE"),
        ({"engine": 3}, {}, "expected some text"),
    ],
)
def test_what_is_refused(flags: dict[str, object], environment: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        config.load(flags, environment, moment=NOW)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"out = ", "is not TOML"),
        (b"out = '\xff'", "is not TOML"),
        (b"nonsense = 1", "no setting 'nonsense'; expected one of raw, out"),
        (b"[translator_options]\nbeam = [1]", "beam is neither"),
        (None, "cannot be read"),
    ],
)
def test_what_a_file_may_not_be(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "c.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=message):
        config.load({}, {}, path, moment=NOW)
