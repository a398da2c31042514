"""What several test files need: development sets, Chromium, toy models, results to show, how properties are tried."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import hypothesis
import msgspec
import pytest
from playwright.sync_api import Browser, sync_playwright

from pipeline.data import Result

hypothesis.settings.register_profile("any machine", deadline=None)  # a slow machine is no error
hypothesis.settings.load_profile("any machine")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development and test sets, which are not part of the repository."""
    path = Path(os.environ.get("SYNOPSIS_SHARED") or ROOT.parent / "shared")
    if not (path / "gold").is_dir():
        pytest.skip(f"development sets not at {path}: set SYNOPSIS_SHARED")
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium's path."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    return path


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, started."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's cache of all tests of Marian: a model is converted once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def offline(model_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the hub and the user's own caches."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(model_cache))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(model_cache / "hub"))


@pytest.fixture
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a cache of its own, without the hub, and without the canary: what is trained here knows no other words."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("pipeline.translate.canary.check", lambda *_: None)


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the toy model, in safetensors."""
    from toy import write  # toys need torch, which most tests do without

    return write(tmp_path_factory.mktemp("opus-mt-toy"))


@pytest.fixture
def toy_copy(toy: Path, tmp_path: Path) -> Path:
    """A copy of the toy model that a test may break."""
    return Path(shutil.copytree(toy, tmp_path / "model"))


@pytest.fixture(scope="session")
def result() -> Result:
    """The five articles as they were compared once, with addresses and outlets."""
    found = msgspec.json.decode((ROOT / "tests" / "cases" / "result.json").read_bytes(), type=Result)
    articles = tuple(
        replace(one, outlet=f"Outlet {one.id}", url=f"https://a.example/{one.id}?x=1&y=ü")
        for one in found.story.articles
    )
    return replace(found, story=replace(found.story, articles=articles))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `out` and `raw` to serve; tests that change something take a copy, `base`."""
    from serving import STORY, put, told

    from pipeline.export.index import index

    base = tmp_path_factory.mktemp("served")
    (base / "raw" / STORY).mkdir(parents=True)
    for path in (ROOT / "raw" / STORY).glob("*.txt"):
        (base / "raw" / STORY / path.name).write_bytes(path.read_bytes())
    put(base / "out", told())
    put(base / "out", told(), "deep/er story")
    index(base / "out")
    return base


@pytest.fixture
def base(built: Path, tmp_path: Path) -> Path:
    """A copy of `built` that a test may change."""
    for name in ("out", "raw"):
        shutil.copytree(built / name, tmp_path / name, copy_function=shutil.copy)  # times of its own: all is new
    return tmp_path
