"""`synopsis open` and its pages in a browser."""

import http.client
import re
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Locator, Page, Route, expect
from serving import GERMAN, RULES, STORY, called, opened
from visitor import Visitor

from pipeline import serve
from pipeline.errors import ConfigError
from pipeline.read.corrections import corrections
from pipeline.serve.search import FILE


def test_the_command_serves_until_it_is_interrupted(base: Path) -> None:
    (base / "out" / "index.html").unlink()
    with opened(base) as (address, process):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        port = int(address.rsplit(":")[-1].strip("/"))
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=600)) as connection:
            connection.request("GET", "/search?q=Elternteil")
            answer = connection.getresponse()
            assert answer.status == 200
            assert "server" not in {name.lower() for name, _ in answer.getheaders()}
            assert "2 sentences, the closest first" in answer.read().decode()
        second = called(base, "out", "--port", str(port))
        assert second.returncode == 2
        assert f"port {port} cannot be had (Address already in use); name another with --port" in second.stderr
        process.send_signal(signal.SIGINT)
        _, talk = process.communicate(timeout=600)
        assert process.returncode == 0
        assert "what you decide is kept in raw; Ctrl-C ends it" in talk
        assert "Traceback" not in talk
    assert (base / "out" / "index.html").is_file()


def test_the_address_is_there_before_the_index(base: Path) -> None:
    """Somebody holds the index for as long as this test likes; pages are served meanwhile."""
    with closing(sqlite3.connect(base / "out" / FILE, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with opened(base) as (address, process):
            with closing(http.client.HTTPConnection(address.split("/")[2], timeout=600)) as connection:
                for path in ("/", f"/{STORY}/synopsis.html"):
                    connection.request("GET", path)
                    answer = connection.getresponse()
                    assert (answer.status, len(answer.read()) > 1_000) == (200, True)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=600)
            assert process.returncode == 0


def test_only_the_loopback_is_listened_on() -> None:
    with closing(serve.listening(0)) as at:
        assert at.getsockname()[0] == "127.0.0.1"
        with pytest.raises(ConfigError, match="name another with --port"):
            serve.listening(at.getsockname()[1])


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nowhere"], "nowhere: no such folder; run `synopsis run` first"),
        ([f"out/{STORY}"], f"out/{STORY}: one story's folder; name the one above it"),
    ],
)
def test_what_is_no_folder_of_results_is_told(base: Path, arguments: list[str], why: str) -> None:
    done = called(base, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Iterator[tuple[str, Path]]:
    base = tmp_path_factory.mktemp("browsed")
    shutil.copytree(built, base, dirs_exist_ok=True)
    with opened(base) as (address, _):
        yield address, base


@pytest.fixture
def visit(browser: Browser, served: tuple[str, Path]) -> Iterator[Visitor]:
    visitor = Visitor(browser, served[0])
    yield visitor
    visitor.leave(lambda url: url.startswith(served[0]))


@pytest.mark.browser
@pytest.mark.parametrize("path", ["", "search?q=Eltern", "search?q=nirgends"])
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1400, "light")])
def test_axe_finds_nothing(visit: Visitor, path: str, width: int, scheme: str) -> None:
    page = visit(path, width, color_scheme=scheme)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_reader_searches_and_follows_a_hit(visit: Visitor, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts)
    page.get_by_label("Search all sentences").fill("stolz Elternteil")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=stolz+Elternteil")
    expect(page.get_by_role("heading", level=2)).to_have_text("2 sentences, the closest first")
    expect(page.get_by_label("Search all sentences")).to_have_value("stolz Elternteil")
    hit = page.locator(".found li", has=page.locator(f'a[href^="/{STORY}/"]'))
    expect(hit.locator("p[lang=de] mark")).to_have_text(["stolzer", "Elternteil"])
    expect(hit.locator("p[lang=en]")).to_contain_text("proud parent")
    hit.get_by_role("link").click()
    page.wait_for_url(f"**/{STORY}/synopsis.html#{GERMAN}")
    expect(page.locator(f'[id="{GERMAN}"]')).to_be_in_viewport()


@pytest.mark.browser
def test_a_served_page_saves_and_the_next_run_reads_it(visit: Visitor, served: tuple[str, Path]) -> None:
    """A wording is taken out and saved; what was decided is shown as decided, and not offered again."""
    page = visit(f"{STORY}/synopsis.html")
    row = page.locator(".st").first
    row.locator("th a").click()
    row.get_by_role("button", name="Does not belong here").first.click()
    save = page.locator(".save").first
    expect(save).to_have_text(re.compile(r"Save \d+ corrections?"))
    save.click()
    expect(page.locator("#said")).to_have_text(
        re.compile(rf"\d+ saved to raw/{STORY}/corrections.tsv; the next run applies them")
    )
    expect(save).to_be_hidden()
    found, warned, _ = corrections(served[1] / "raw" / STORY / "corrections.tsv", STORY)
    assert warned == ()
    assert {one.action for one in found} == {"reject"}
    file = served[1] / "raw" / STORY / "corrections.tsv"
    content = file.read_bytes()
    file.write_text("# an editor's old copy\n", "utf-8")
    page.reload()
    expect(page.locator("#said")).to_have_text(re.compile(r"\d+ saved before, and no longer in corrections.tsv"))
    expect(save).to_have_text(re.compile(r"Save \d+ corrections?"))
    file.write_bytes(content)
    page.evaluate("localStorage.clear()")  # as for another reader: the file tells what was decided
    page.reload()  # the address holds the open row
    expect(row.get_by_role("button", name="Does not belong here").first).to_have_attribute("aria-pressed", "true")
    expect(save).to_be_hidden()


def decided_page(visit: Visitor, file: Path) -> tuple[Page, Locator, Locator]:
    """A page on which a wording is taken out of the first row, no file having said so: with its button, and save."""
    file.unlink(missing_ok=True)
    page = visit(f"{STORY}/synopsis.html")
    row = page.locator(".st").first
    row.locator("th a").click()
    button = row.get_by_role("button", name="Does not belong here").first
    button.click()
    return page, button, page.locator(".save").first


@pytest.mark.browser
def test_what_the_file_has_is_taken_back_there(visit: Visitor, served: tuple[str, Path]) -> None:
    file = served[1] / "raw" / STORY / "corrections.tsv"
    page, button, save = decided_page(visit, file)
    button.click()
    expect(page.locator("#said")).to_have_text("Taken back")
    expect(save).to_be_hidden()
    button.click()
    save.click()
    expect(page.locator("#said")).to_contain_text("saved to")
    for _ in range(2):  # just saved, then read from the file
        button.click()
        expect(page.locator("#said")).to_contain_text(
            "corrections.tsv has it, so every run applies it: delete its line"
        )
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(save).to_be_hidden()
        page.reload()
    file.unlink()
    page.reload()
    button.click()
    expect(page.locator("#said")).to_have_text("Taken back")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(save).to_be_hidden()


@pytest.mark.browser
def test_of_several_lines_about_a_pair_the_last_is_shown(visit: Visitor, served: tuple[str, Path]) -> None:
    file = served[1] / "raw" / STORY / "corrections.tsv"
    page, button, save = decided_page(visit, file)
    save.click()
    expect(page.locator("#said")).to_contain_text("saved to")
    lines = file.read_text("utf-8").partition("\n")[2]
    for action, pressed in (("accept", "false"), ("reject", "true")):
        with file.open("a", encoding="utf-8") as added:
            added.write(lines.replace("reject", action))
        page.reload()
        expect(button).to_have_attribute("aria-pressed", pressed)
        expect(save).to_be_hidden()


@pytest.mark.browser
def test_what_is_decided_while_others_are_saved_is_not_saved(visit: Visitor, served: tuple[str, Path]) -> None:
    file = served[1] / "raw" / STORY / "corrections.tsv"
    page, _, save = decided_page(visit, file)
    sent: list[Route] = []
    page.route("**/save/*", lambda route: sent.append(route))
    with page.expect_request("**/save/*"):
        save.click()
    other = page.locator(".st").nth(1)
    other.locator("th a").click()
    other.get_by_role("button", name="Does not belong here").first.click()
    before = page.evaluate("JSON.parse(localStorage.getItem(Object.keys(localStorage)[0])).length")
    sent[0].continue_()
    expect(page.locator("#said")).to_contain_text("saved to")
    left = before - len(file.read_text("utf-8").splitlines()) + 1
    assert left > 0
    expect(save).to_have_text(f"Save {left} correction{'s' if left > 1 else ''}")
