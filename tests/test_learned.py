"""Learned metrics: environments made whole or not at all, models that are missing, scores that join the table."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest
from scoring import NEWS
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.errors import BackendError, ConfigError
from pipeline.evaluate import learned, metrics
from pipeline.evaluate.metrics import HubModel, Metric, Program

SCORER = """import json, sys
mt, ref, model, factor, out = sys.argv[1:]
weight = float(open(model + "/weight.txt").read())
rows = [{"score": weight * float(factor) * len(a) / len(b)} for a, b in zip(open(mt), open(ref))]
json.dump(rows, open(out, "w"))
"""
TOY = Program(
    ("toymetric==1.0",),
    "-m toymetric.score {mt} {ref} {model} {factor} {out}",
    HubModel("nobody/toy", ("weight.txt",)),
    options={"factor": "1"},
)
QUICK = ("--resamples", "100", "--trials", "100", "--no-history")


def wheel(folder: Path) -> None:
    """A package as a registry would give it."""
    with ZipFile(folder / "toymetric-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr("toymetric/__init__.py", "")
        archive.writestr("toymetric/score.py", SCORER)
        archive.writestr("toymetric-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: toymetric\nVersion: 1.0\n")
        archive.writestr(
            "toymetric-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("toymetric-1.0.dist-info/RECORD", "")


def ignored(_words: str) -> None:
    """Takes what is told on the way."""


toy = pytest.mark.usefixtures("toy_metric")


@pytest.fixture
def toy_metric(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A toy in the place of a metric of the table, and no registry and no hub but a folder."""
    line = Metric("BLEURT", ("bleurt",), asked=True, whole=False, program=TOY)
    monkeypatch.setitem(metrics.METRICS, "BLEURT", line)
    monkeypatch.setitem(metrics.LEARNED, "bleurt", TOY)
    wheel(tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the toy is installed once, in a user's data folder."""
    folder, wheels = tmp_path_factory.mktemp("data") / "synopsis" / "metrics", tmp_path_factory.mktemp("wheels")
    wheel(wheels)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIP_NO_INDEX", "1")
        patch.setenv("PIP_FIND_LINKS", str(wheels))
        patch.setitem(metrics.LEARNED, "bleurt", TOY)
        learned.add(folder, "bleurt", ignored)
    return folder


@pytest.fixture
def weighted(tmp_path: Path) -> Path:
    """The folder of a model, with a blank in its name."""
    folder = tmp_path / "a model"
    folder.mkdir()
    (folder / "weight.txt").write_text("0.5")
    return folder


@pytest.fixture
def run(environments: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`synopsis evaluate …` with those environments."""
    monkeypatch.setenv("XDG_DATA_HOME", str(environments.parents[1]))
    return lambda *arguments: CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


@toy
def test_an_environment_notes_its_versions_and_is_made_once(environments: Path) -> None:
    notes: list[str] = []
    present = learned.add(environments, "bleurt", notes.append)
    assert notes == [f"bleurt: already in {environments / 'bleurt'}"]
    assert present == learned.environment(environments, "bleurt")
    assert present.versions["toymetric"] == "1.0"
    assert sorted(path.name for path in environments.iterdir()) == ["bleurt"]


def _copying(run: Callable[..., str], made: Path, arguments: Sequence[str], failure: str) -> str:
    """Runs it, but for the seconds in which an environment is made: one that is there is copied."""
    if "venv" not in arguments:
        return run(arguments, failure)
    shutil.copytree(made, arguments[-1], symlinks=True)
    return ""


def broken_off(*_: object) -> str:
    """What an impatient person does."""
    raise KeyboardInterrupt


@toy
@pytest.mark.parametrize("fault", ["package", "venv", "impatience"])
def test_an_environment_is_whole_or_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environments: Path, fault: str
) -> None:
    folder = tmp_path / "metrics"
    if fault == "package":
        monkeypatch.setattr(learned, "_run", partial(_copying, learned._run, environments / "bleurt"))
        program = Program(("toymetric==9.9",), TOY.call, TOY.model)
        monkeypatch.setitem(metrics.LEARNED, "bleurt", program)
        expected, words = BackendError, r"toymetric==9\.9 not installed, and nothing was kept.*No matching distribution"
    elif fault == "venv":
        monkeypatch.setattr(sys, "executable", "/bin/false")
        expected, words = BackendError, "no environment can be made, and nothing was kept: no word of why"
    else:
        monkeypatch.setattr(learned, "_run", broken_off)
        expected, words = KeyboardInterrupt, ""  # type: ignore[assignment]
    with pytest.raises(expected, match=f"(?s){words}"):
        learned.add(folder, "bleurt", ignored)
    assert list(folder.iterdir()) == []
    assert learned.environment(folder, "bleurt") is None


@toy
def test_a_learned_metric_joins_the_table(run: Callable[..., Result], weighted: Path) -> None:
    """With intervals, tests that know which way is better, slices, segments, and a signature by the model's content."""
    options = ("translation", NEWS, *QUICK, "--metric", "bleurt")
    done = run(*options, "--metric-option", f"model={weighted}", "--metric-option", "factor=2", "--json")
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    score = data["scores"][1][3]
    assert (score["metric"], score["n"]) == ("BLEURT", 40)
    assert score["half"] > 0
    assert score["signature"].startswith("toymetric:1.0|torch:not told|model:")
    assert score["signature"].endswith("|factor:2|bs:100|seed:12345")
    verdicts = {row["verdict"] for row in data["comparisons"] if row["metric"] == "BLEURT"}
    assert verdicts
    assert verdicts <= {"better", "worse", "not distinguishable"}
    assert data["slices"][0]["scores"][0][3]["metric"] == "BLEURT"
    ratio = (len(data["segments"][0]["segment"]["hypotheses"][0]) + 1) / (
        len(data["segments"][0]["segment"]["references"][0]) + 1
    )
    assert data["segments"][0]["more"]["BLEURT"][0] == pytest.approx(ratio)
    table = run(*options, "--metric-option", f"bleurt.model={weighted / 'weight.txt'}", "--format", "csv").stdout
    assert "BLEURT signature" in table.splitlines()[0]
    assert "|factor:1|" in table


@toy
def test_what_is_missing_is_named(run: Callable[..., Result], weighted: Path) -> None:
    command = ("translation", NEWS, *QUICK, "--metric", "bleurt")
    assert "bleurt: weight.txt of nobody/toy not here; `synopsis evaluate metrics add bleurt` gets it from the hub" in (
        run(*command).stderr
    )
    (weighted / "weight.txt").unlink()
    done = run(*command, "--metric-option", f"model={weighted}")
    assert done.exit_code == 2
    assert f"bleurt: weight.txt of {weighted} not here" in done.stderr
    assert "where no hub answers, get it elsewhere and say --metric-option model=FOLDER" in done.stderr


@toy
def test_the_list_says_what_is_here(run: Callable[..., Result], environments: Path) -> None:
    """And adding again says what the hub did not give; the environment stays."""
    lines = {line.split()[0]: line for line in run("metrics", "list").stdout.splitlines()}
    assert "always" in lines["BLEU"]
    assert lines["BLEURT"].split("↑")[1].strip() == (
        f"--metric bleurt: toymetric 1.0 in {environments / 'bleurt'}, without weight.txt of nobody/toy"
    )
    assert "not installed: synopsis evaluate metrics add comet" in lines["COMET"]
    (record,) = [row for row in json.loads(run("metrics", "list", "--json").stdout) if row["name"] == "BLEURT"]
    assert (record["option"], record["better"], record["lacking"]) == ("bleurt", "higher", ["weight.txt"])
    assert record["versions"]["toymetric"] == "1.0"
    done = run("metrics", "add", "bleurt")
    assert done.exit_code == 0, done.output
    assert "warning: bleurt: weight.txt of nobody/toy not here" in done.stderr
    assert run("metrics", "add", "ter").exit_code == 2
    assert "comet: was not installed" in run("metrics", "remove", "comet").stderr


def test_a_model_that_names_an_encoder_needs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "metrics" / "comet"
    folder.mkdir(parents=True)
    (folder / learned.NOTE).write_text(json.dumps({"packages": metrics.COMET.packages, "versions": {}}))
    model = tmp_path / "model"
    (model / "checkpoints").mkdir(parents=True)
    (model / "checkpoints" / "model.ckpt").write_bytes(b"weights")
    (model / "hparams.yaml").write_text("pretrained_model: xlm-roberta-large\n")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(learned, "_cache_folder", lambda _model: None)
    with pytest.raises(
        BackendError, match=r"config.json, tokenizer.json of xlm-roberta-large not here; .*hparams.yaml"
    ):
        learned.command(tmp_path / "metrics", "comet", {"model": str(model)})
    (model / "hparams.yaml").write_text(f"pretrained_model: {tmp_path / 'encoder'}\n")
    command = learned.command(tmp_path / "metrics", "comet", {"model": str(model / "checkpoints" / "model.ckpt")})
    assert f"--model {model}/checkpoints/model.ckpt --gpus 0 --batch_size 16" in command.words
    assert command.name == "COMET"


@toy
@pytest.mark.parametrize(
    ("texts", "asked", "said"),
    [
        (["model"], ["bleurt"], "expected KEY=VALUE"),
        (["model=x"], ["ter"], "--metric is missing"),
        (["model=x"], ["bleurt", "comet"], r"METRIC.KEY=VALUE where several .*asked for: bleurt, comet"),
        (["speed=x"], ["bleurt"], "bleurt has no option 'speed'; there are model, factor"),
    ],
)
def test_options_that_are_none(texts: list[str], asked: list[str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        learned.options(texts, asked)
    given = learned.options(["bleurt.factor=3", "comet.gpus=1"], ["bleurt", "comet", "ter"])
    assert given == {"bleurt": {"factor": "3"}, "comet": {"gpus": "1"}}


@pytest.mark.parametrize("alias", ["comet", "bleurt", "metricx"])
def test_real_packages_score_with_random_weights(
    alias: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    """The packages themselves, installed by `synopsis evaluate metrics add`; what they score means nothing here."""
    folder = Path(os.environ.get("LEARNED_METRICS", "/nonexistent"))
    present = learned.environment(folder, alias)
    if present is None:
        pytest.skip(f"{alias} is not installed: set LEARNED_METRICS to a folder that `metrics add {alias}` made")
    model = tmp_path / "model"
    tool = root / "tests" / "tools" / "random_metric.py"
    subprocess.run(
        [str(present.folder / learned.PYTHON), "-P", str(tool), alias, str(model)], check=True, capture_output=True
    )
    (tmp_path / "synopsis").mkdir()
    (tmp_path / "synopsis" / "metrics").symlink_to(folder)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    arguments = ["translation", str(NEWS), *QUICK, "--metric", alias, "--metric-option", f"model={model}", "--json"]
    if alias == "metricx":
        arguments += ["--metric-option", f"tokenizer={model / 'tokenizer'}"]
    done = CliRunner().invoke(app, ["evaluate", *arguments])
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    scores = [row[3] for row in data["scores"]]
    assert {score["metric"] for score in scores} == {metrics.ALIASES[alias]}
    # other texts, other scores: the network was really run
    assert len({score["value"] for score in scores}) == 3
    assert all(score["half"] > 0 for score in scores)
    assert scores[0]["signature"].startswith(f"{metrics.LEARNED[alias].packages[0].replace('==', ':')}|torch:2.13.0")
