"""Results served on the loopback: what is given out and what not."""

import re
from pathlib import Path

import pytest
from serving import HOST, STORY, TOKEN, client, policy

from pipeline.serve.search import FILE

# What is given out


@pytest.mark.parametrize(
    "path", ["/", "/index.html", f"/{STORY}/synopsis.html", "/deep/er%20story/synopsis.html", "/search"]
)
def test_pages_come_with_their_own_policy(built: Path, path: str) -> None:
    answer = client(built).get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == f"{policy(answer.text)}; frame-ancestors 'none'"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    head = client(built).head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == answer.headers["content-length"]


def test_a_story_of_the_input_can_be_saved_and_only_that(built: Path) -> None:
    """The page knows where and with what, and may send there; nothing else is loosened."""
    page = client(built).get(f"/{STORY}/synopsis.html").text
    disk = (built / "out" / STORY / "synopsis.html").read_text("utf-8")
    meta = f'<meta name="synopsis-save" content="/save/{STORY} {TOKEN}">'
    assert page.count(meta) == 1
    assert page.index(meta) < page.index("<title>")
    assert policy(page) == policy(disk).replace("connect-src 'none'", "connect-src 'self'")
    assert policy(page) != policy(disk)
    assert page[page.index("<title>") :] == disk[disk.index("<title>") :]
    other = client(built).get("/deep/er story/synopsis.html").text
    assert '<meta name="synopsis-save"' not in other
    assert policy(other) == policy(disk)


def test_the_index_gains_the_search(built: Path) -> None:
    page, disk = client(built).get("/").text, (built / "out" / "index.html").read_text("utf-8")
    assert policy(page) == policy(disk).replace("form-action 'none'", "form-action 'self'") != policy(disk)
    visible = re.compile(r"<!--.*?-->", re.DOTALL)
    assert '<form class="finder" id="search" action="/search"' in visible.sub("", page)
    assert 'id="search"' not in visible.sub("", disk)
    assert "synopsis-save" not in page


def test_a_page_without_a_policy_may_do_nothing(base: Path) -> None:
    (base / "out" / STORY / "synopsis.html").write_text("<script>alert(1)</script>")
    answer = client(base).get(f"/{STORY}/synopsis.html")
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_other_files_of_a_story_are_downloads(base: Path) -> None:
    (base / "out" / STORY / "more.html").write_text("<script>alert(1)</script>")
    for name in ("result.json", "more.html"):
        answer = client(base).get(f"/{STORY}/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/../raw/secret.txt", "/%2e%2e/raw/secret.txt", f"/{STORY}/..%2f..%2fraw%2fsecret.txt", "//etc/passwd",
        f"/{STORY}/out.txt", f"/{STORY}/outside/secret.txt", f"/{STORY}/.hidden", f"/{FILE}", "/notes.txt", f"/{STORY}",
        f"/{STORY}/", "/notes/more.html", "/a%00b", f"/{'a' * 300}", "/index-0.html", f"/{STORY}/index.html",
    ],
)  # fmt: skip
def test_nothing_else_is_given_out(base: Path, path: str) -> None:
    (base / "raw" / "secret.txt").write_text("secret")
    (base / "raw" / "result.json").write_text("{}")  # so that only its place keeps it from being given out
    (base / "out" / "notes.txt").write_text("secret")
    (base / "out" / "notes").mkdir()
    (base / "out" / "notes" / "more.html").write_text("secret")
    (base / "out" / "index-0.html").write_text("secret")
    (base / "out" / STORY / ".hidden").write_text("secret")
    (base / "out" / STORY / "out.txt").symlink_to(base / "raw" / "secret.txt")
    (base / "out" / STORY / "outside").symlink_to(base / "raw")
    client(base).get("/search?q=x")  # makes the index file
    answer = client(base).get(path)
    assert (answer.status_code, answer.text) == (404, "Not Found")
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_a_link_to_another_story_is_followed(base: Path) -> None:
    (base / "out" / STORY / "same.json").symlink_to(base / "out" / "deep/er story" / "result.json")
    assert client(base).get(f"/{STORY}/same.json").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "[::1]:8000", ""])
@pytest.mark.parametrize("path", ["/", f"/{STORY}/synopsis.html", "/search?q=x"])
def test_a_name_that_points_here_gets_nothing(built: Path, host: str, path: str) -> None:
    answer = client(built).get(path, headers={"Host": host})
    assert (answer.status_code, answer.text) == (400, "Invalid host header")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", f"/{STORY}/synopsis.html", "/search"])
def test_pages_are_only_read(built: Path, method: str, path: str) -> None:
    assert client(built).request(method, path).status_code == 405


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_saving_is_only_posted(built: Path, method: str) -> None:
    answer = client(built).request(method, f"/save/{STORY}", headers={"Origin": f"http://{HOST}"})
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers
