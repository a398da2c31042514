"""Results to serve in tests, and requests to them."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import console
import msgspec
from starlette.testclient import TestClient

from pipeline import export, serve
from pipeline.data import Result
from pipeline.export import index as indexing
from pipeline.export.html import html
from pipeline.export.jsonl import result as whole_result
from pipeline.serve import Site

if TYPE_CHECKING:
    from subprocess import Popen

ROOT = Path(__file__).parent.parent
STORY = "babuschkin-leaves-xai"
HOST = "127.0.0.1:8000"
TOKEN = "a token"
GERMAN, ENGLISH, FRENCH = "002.de:93fed2:0", "000.en:8bef88:0", "004.fr:a20ab3:0"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=a()> \u202eevil \x00\x02\x03 &amp; Quark"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def told() -> Result:
    return msgspec.json.decode((ROOT / "tests" / "cases" / "result.json").read_bytes(), type=Result)


def put(out: Path, result: Result, story: str = STORY) -> None:
    named = replace(result, story=replace(result.story, id=story))
    export.write(out / story, [*html(named), *whole_result(named), *indexing.summary(named)])


def said(result: Result, **texts: str) -> Result:
    """With these texts for the sentence and the translation of GERMAN."""
    sentences = tuple(
        replace(one, text=texts.get("own", one.text)) if one.id == GERMAN else one for one in result.sentences
    )
    translations = tuple(
        replace(one, text=texts.get("english", one.text)) if one.sentence == GERMAN else one
        for one in result.translations
    )
    return replace(result, sentences=sentences, translations=translations)


def client(base: Path) -> TestClient:
    site = serve.site(Site(base / "out", base / "raw", TOKEN))
    return TestClient(site, base_url=f"http://{HOST}", follow_redirects=False)


def post(base: Path, *verdicts: dict[str, Any], story: str = STORY, **headers: str | None) -> Any:
    """The answer to a request as the page sends it, but for these headers (None leaves one out)."""
    every = {"Origin": f"http://{HOST}", "X-Synopsis-Token": TOKEN} | {
        k.replace("_", "-"): v for k, v in headers.items()
    }
    sent = {key: value for key, value in every.items() if value is not None}
    return client(base).post(f"/save/{story}", content=json.dumps(verdicts), headers=sent)


def verdict(action: str = "accept", note: str = "", left: str = GERMAN, right: str = ENGLISH) -> dict[str, Any]:
    return {"action": action, "left": [left], "right": [right], "note": note}


def policy(page: str) -> str:
    (found,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    return unescape(found)


@contextmanager
def opened(base: Path, *arguments: str) -> Iterator[tuple[str, "Popen[str]"]]:
    """`synopsis open` in a process of its own, and the address that it prints; it is gone afterwards."""
    options = ("out", "--raw", "raw", "--no-browser", *arguments)
    environment = {**os.environ, "HOME": str(base), "PYTHONUNBUFFERED": "1"}
    with console.running(base, environment, ("open", *options)) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process


def called(base: Path, *arguments: str) -> console.Answer:
    return console.called(base, {**os.environ, "HOME": str(base)}, ("open", "--no-browser", *arguments))
