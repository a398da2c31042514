"""What several test files need: development sets, Chromium, toy models, results to show, how properties are tried."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import hypothesis
import msgspec
import numpy as np
import pytest
from playwright.sync_api import Browser, sync_playwright

from pipeline import embed, machine
from pipeline.data import Result
from pipeline.embed.e5 import E5

pytest.register_assert_rewrite("console", "read_cases", "visitor")

from console import Answer, Call, called, lend_encoder  # noqa: E402  (its assertions are to be explained like a test's)

hypothesis.settings.register_profile("any machine", deadline=None)  # a slow machine is no error
hypothesis.settings.load_profile("any machine")

if "PYTEST_XDIST_WORKER" in os.environ:  # the processors are shared by as many processes: threads would wait spinning
    os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).parent.parent
LONGEST = (  # files of tests that take ten seconds of a processor and more, the longest first
    "test_faults", "test_ledger", "test_train", "test_page", "test_marian", "test_cli", "test_embedded", "test_index",
    "test_serve_browser", "test_shards", "test_hydrate", "test_learned", "test_page_size", "test_marian_hub",
    "test_engine",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files come first, so that no process is left alone with one in the end."""
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.stem, len(ranks)))


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


@pytest.fixture
def call(tmp_path: Path, model_cache: Path) -> Call:
    """`synopsis` called in the temporary folder, which is the user's home too."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_CACHE_HOME": str(model_cache)}

    def answer(*arguments: object, given: str | bytes = "") -> Answer:
        return called(tmp_path, environment, arguments, given)

    return answer


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
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run of the tests share, for what takes long to make."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def model_cache(common: Path) -> Path:
    """The user's cache of all tests of Marian and of commands: a model is converted once."""
    lend_encoder({"XDG_CACHE_HOME": str(common / "cache")})
    return common / "cache"


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
def toy(common: Path) -> Path:
    """The directory of the toy model, in safetensors, trained by the first process that asks for it."""

    def trained(folder: Path) -> None:
        from toy import write  # toys need torch, which most tests do without

        folder.mkdir()
        write(folder)

    return machine.once(common / "opus-mt-toy", 0, trained)


@pytest.fixture(scope="session")
def ray_cluster() -> Iterator[str]:
    """The address of a cluster of Ray with two processors, started once: a start takes seconds."""
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # its workers import what tests define
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 2, "include_dashboard": False})
    yield cluster.address
    cluster.shutdown()


@pytest.fixture
def one_cluster(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a test for each engine, the one of Ray goes to that cluster instead of making its own."""
    if "ray" in request.node.callspec.params.values():
        monkeypatch.setenv("RAY_ADDRESS", request.getfixturevalue("ray_cluster"))


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
    """A copy of `built` that a test may change, without the index that other tests made of it."""
    index = shutil.ignore_patterns(".search.sqlite3*")
    for name in ("out", "raw"):
        # copied with times of its own: all is new
        shutil.copytree(built / name, tmp_path / name, copy_function=shutil.copy, ignore=index)
    return tmp_path


class RememberingE5(E5):
    """Embeds a text once, however many tests ask; a row hangs on its text alone."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, embed.Vectors] = {}

    def raw(self, texts: Sequence[str]) -> embed.Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        self._rows.update(zip(new, super().raw(new), strict=True))
        return np.stack([self._rows[text] for text in texts])


@pytest.fixture(scope="session")
def e5() -> E5:
    """The default encoder, loaded once for all tests."""
    return RememberingE5()


@pytest.fixture
def within_minutes() -> Iterator[None]:
    """Ends a test that would take hours: where work grows faster than its input, long inputs have no end.

    Counted is this process's own work, a minute and a half of what takes seconds: a busy machine is no error.
    """

    def end(*_: object) -> None:
        raise AssertionError("no end after 90 seconds of work: it grows faster than its input")

    previous = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, 90)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, previous)
