"""Faults of those who serve and decide: no verdict is lost, and no client holds the server up."""

import json
import os
import re
import signal
import socket
import urllib.request
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import serving
from serving import ENGLISH as LEFT
from serving import GERMAN as RIGHT
from serving import STORY

from pipeline import serve
from pipeline.errors import OutputError
from pipeline.serve import verdicts
from pipeline.serve.verdicts import Verdict

# Verdicts


def note(path: Path, writer: int, count: int) -> None:
    for number in range(count):
        verdicts.keep(path, [Verdict("note", (LEFT,), (RIGHT,), f"{writer}-{number}.")])


def test_processes_that_keep_verdicts_lose_none_and_leave_an_editors_lines(tmp_path: Path) -> None:
    path = tmp_path / "corrections.tsv"
    path.write_text("# mine\n", "utf-8")
    processes = [get_context("fork").Process(target=note, args=(path, writer, 15)) for writer in range(2)]
    for process in processes:
        process.start()
    for number in range(30):
        with path.open("a", encoding="utf-8") as lines:
            lines.write(f"# edited {number}.\n")
    for process in processes:
        process.join()
    text = path.read_text("utf-8")
    wanted = ["# mine", *(f"{w}-{n}." for w in range(2) for n in range(15)), *(f"# edited {n}." for n in range(30))]
    assert [line for line in wanted if line not in text] == []
    assert [entry.name for entry in tmp_path.iterdir()] == ["corrections.tsv"]


def test_a_file_that_became_another_while_it_was_written_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor saves by putting another file in its place: what was added to the old one counts for nothing."""
    path, real, replaced = tmp_path / "corrections.tsv", os.fsync, []

    def replacing(handle: int) -> None:
        real(handle)
        if not replaced:
            replaced.append(path)
            (tmp_path / "new").write_text("# by an editor\n", "utf-8")
            (tmp_path / "new").replace(path)

    path.write_text("# old\n", "utf-8")
    monkeypatch.setattr("pipeline.serve.verdicts.os.fsync", replacing)
    note(path, 1, 1)
    assert path.read_text("utf-8") == f"# by an editor\nnote\t{LEFT}\t{RIGHT}\t1-0.\n"


def test_a_full_disk_leaves_the_corrections_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "corrections.tsv"
    path.write_text("# mine\n", "utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.serve.verdicts.os.fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        note(path, 1, 1)
    assert path.read_text("utf-8") == "# mine\n"


def test_whoever_holds_the_corrections_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    monkeypatch.setattr(verdicts, "WAIT_SECONDS", 0.1)
    with FileLock(tmp_path / ".corrections.tsv.lock"), pytest.raises(OutputError, match=r"another program holds"):
        note(tmp_path / "corrections.tsv", 1, 1)


# The server


def test_a_client_that_goes_away_leaves_no_traceback(base: Path) -> None:
    with serving.opened(base) as (url, process):
        match = re.fullmatch(r"http://(.+):(\d+)/", url)
        assert match is not None
        for _ in range(3):
            with socket.create_connection((match[1], int(match[2]))) as client:
                client.sendall(sent_head(f"{match[1]}:{match[2]}", token_of(url)) + b"[")
        with socket.create_connection((match[1], int(match[2]))) as client:  # the server has seen the others go
            client.sendall(f"GET / HTTP/1.1\r\nHost: {match[1]}:{match[2]}\r\nConnection: close\r\n\r\n".encode())
            assert client.recv(12) == b"HTTP/1.1 200"
        process.terminate()
        _, words = process.communicate()
    assert "Traceback" not in words
    assert "Exception" not in words


def token_of(url: str) -> str:
    page = urllib.request.urlopen(f"{url}{STORY}/synopsis.html").read().decode()
    match = re.search(r'name="synopsis-save" content="\S+ (\S+)"', page)
    assert match is not None
    return match[1]


def sent_head(host: str, token: str) -> bytes:
    lines = (f"POST /save/{STORY} HTTP/1.1", f"Host: {host}", f"Origin: http://{host}", f"X-Synopsis-Token: {token}")
    return "\r\n".join((*lines, "Content-Length: 100", "", "")).encode()


def test_a_slow_sender_is_not_waited_for(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    monkeypatch.setattr(serve, "PATIENCE", 0.05)
    site = serve.site(serve.Site(base / "out", base / "raw", serving.TOKEN))
    headers = {"host": serving.HOST, "origin": f"http://{serving.HOST}", "x-synopsis-token": serving.TOKEN}
    scope = {
        "type": "http", "method": "POST", "path": f"/save/{STORY}", "raw_path": b"", "query_string": b"",
        "root_path": "", "http_version": "1.1", "scheme": "http", "server": ("127.0.0.1", 8000),
        "headers": [(key.encode(), value.encode()) for key, value in headers.items()],
    }  # fmt: skip
    answers: list[Any] = []

    async def receive() -> Any:
        if not answers:
            await asyncio.sleep(3600)

    async def send(message: Any) -> None:
        answers.append(message)

    asyncio.run(site(scope, receive, send))
    assert answers[0]["status"] == 408


PARTS = {  # of a request that does not come to its end → the beginning of the answer
    "nothing": (b"", b"HTTP/1.1 408"),
    "half a head": (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b", b"HTTP/1.1 408"),
    "a body that nobody reads": (
        b"GET /no HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n1",
        b"HTTP/1.1 404",
    ),
}


@pytest.mark.parametrize("part", PARTS)
def test_who_does_not_come_to_the_end_of_a_request_is_cut_off(
    base: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """Each byte that comes puts the server's own time-out off, so one comes again and again."""
    monkeypatch.setattr(serve, "PATIENCE", 0.2)
    sent, begun = PARTS[part]
    answer = b""
    with closing(serve.listening(0)) as at:
        server = serve.server(serve.Site(base / "out", base / "raw", serving.TOKEN))
        thread = Thread(target=server.run, kwargs={"sockets": [at]})
        thread.start()
        with socket.create_connection(at.getsockname()) as client:
            client.sendall(sent)
            client.settimeout(0.02)
            while True:
                try:
                    more = client.recv(1000)
                except TimeoutError:
                    client.sendall(b"1" if sent else b"")
                except ConnectionError:
                    break
                else:
                    answer += more
                    if not more:
                        break
        server.should_exit = True
        thread.join()
    assert answer.startswith(begun)


def test_what_an_editor_wrote_over_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "corrections.tsv"
    path.write_text("# mine\n", "utf-8")
    saved = verdicts.Saved()
    saved.keep(path, [Verdict("note", (LEFT,), (RIGHT,), "kept."), Verdict("accept", (LEFT,), (RIGHT,))])
    path.write_bytes(path.read_bytes().replace(b"\t\n", b"\n").replace(b"\n", b"\r\n"))  # as some editors save
    assert saved.losses() == []
    saved.keep(path, [Verdict("note", (LEFT,), (RIGHT,), "later.")])
    path.write_text(f"# mine\nnote\t{LEFT}\t{RIGHT}\tkept.\n", "utf-8")  # the old copy
    (warning,) = saved.losses()
    assert "2 of the lines that were saved" in warning
    assert f"accept\t{LEFT}\t{RIGHT}\t\nnote\t{LEFT}\t{RIGHT}\tlater." in warning
    assert saved.losses() == []


def test_the_terminal_says_what_an_editor_wrote_over(base: Path) -> None:
    with serving.opened(base) as (url, process):
        body = json.dumps([serving.verdict("note", "mine.")]).encode()
        headers = {"Origin": url.rstrip("/"), "X-Synopsis-Token": token_of(url)}
        request = urllib.request.Request(f"{url}save/{STORY}", body, headers)
        assert json.load(urllib.request.urlopen(request))["saved"] == 1
        (base / "raw" / STORY / "corrections.tsv").write_text("# an old copy\n", "utf-8")
        process.send_signal(signal.SIGINT)
        _, words = process.communicate()
    assert "corrections.tsv: 1 of the lines that were saved from the page are not in it any more" in words
    assert f"note {RIGHT} {LEFT} mine." in " ".join(words.split())
