"""Serve: results on this machine's loopback, with a search over all sentences, and what readers decide kept.

Any page in the reader's browser can send requests here. So the Host must name the loopback (else another name could be
made to point to it), and saving asks for this site's Origin and for a token that only the pages served here hold.
"""

import asyncio
import hmac
import re
import socket
from contextlib import closing
from functools import partial
from html import escape, unescape
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline import read
from pipeline.errors import ConfigError, InputError, OutputError, PipelineError
from pipeline.export.found import found
from pipeline.export.index import index, numbered
from pipeline.serve import verdicts
from pipeline.serve.following import Following
from pipeline.serve.patience import patient
from pipeline.serve.search import LONGEST, Search

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

LOOPBACK = "127.0.0.1"
LARGEST = 1_000_000  # bytes of what is saved at once
PATIENCE = 20.0  # seconds in which the head of a request, and then what it saves, has to come
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
ONLY_SERVED = re.compile(rb"<!--served(.*?)-->", re.DOTALL)  # what a page on disk has no use for
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
TEXT, HTML = "text/plain; charset=utf-8", "text/html; charset=utf-8"
NOTHING = "default-src 'none'; frame-ancestors 'none'"


class Site:
    """The folders of results and of articles; `token` is what a request to save has to know."""

    def __init__(self, out: Path, raw: Path, token: str = "") -> None:
        self.out, self.raw, self.token = out, raw, token or token_urlsafe()
        self.saved, self.following = verdicts.Saved(), Following(out)


def site(home: Site) -> "Starlette":
    """The application: `/` and the pages, `/search?q=`, and POST `/save/<story>`.

    POST takes a JSON list of {"action", "left", "right", "note"} with the header X-Synopsis-Token and answers
    {"saved": how many, "file": where}, or {"error": why} with the status 400, 403, 404, 409 or 413. A story's page that
    is served here says where and with which token: `<meta name="synopsis-save" content="/save/… TOKEN">`.
    """
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.routing import Route

    return Starlette(
        routes=[
            Route("/", partial(_file, home)),
            Route("/search", partial(_search, home)),
            Route("/save/{story:path}", partial(_save, home), methods=["POST"]),
            Route("/{path:path}", partial(_file, home)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"], www_redirect=False)],
        exception_handlers={
            HTTPException: _http_error,
            PipelineError: lambda _, error: _answer(str(error).encode(), TEXT, NOTHING, 500),
        },
    )


def listening(port: int) -> socket.socket:
    """A socket on the loopback; `port` 0 means any that is free, one that is taken a ConfigError."""
    listener = socket.socket()
    # Else a port that was just given back stays taken for a minute.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise ConfigError(f"port {port} cannot be had ({error.strerror}); name another with --port, or none") from error
    return listener


def server(home: Site) -> "uvicorn.Server":
    """What answers requests, run with a socket, until interrupted."""
    import uvicorn

    settings = uvicorn.Config(
        site(home),
        http=patient(PATIENCE),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
    )
    return uvicorn.Server(settings)


def _file(home: Site, request: "Request") -> "Response":
    """A page of the index or of a story; any other file beside a result only as a download."""
    from starlette.exceptions import HTTPException
    from starlette.responses import FileResponse

    name = request.path_params.get("path", "index.html")
    if name == "index.html" and not (home.out / name).exists():
        index(home.out)
    path = _inside(home.out, name)
    if path is None:
        raise HTTPException(404)
    # The index has pages of its own in the top folder; all else belongs to a story.
    if path.parent == home.out.resolve() and numbered(path.name):
        return _html(path.read_bytes(), "form-action")
    if not (path.parent / read.RESULT).is_file():
        raise HTTPException(404)
    if path.name == "synopsis.html":
        saves = _saves(home, path.parent)
        return _html(path.read_bytes(), "connect-src" if saves else "", saves)
    headers = {**HEADERS, "Content-Security-Policy": f"{NOTHING}; sandbox"}
    return FileResponse(path, filename=path.name, media_type="application/octet-stream", headers=headers)


def _inside(out: Path, name: str) -> Path | None:
    """The file of this name, if it is one of the results: hidden names and links that lead out are not."""
    if "\0" in name or any(part.startswith(".") for part in name.split("/")):
        return None
    try:
        path = (out / name).resolve()
        return path if path.is_relative_to(out.resolve()) and path.is_file() else None
    except OSError:  # a name too long for any file
        return None


def _saves(home: Site, folder: Path) -> str:
    """The meta tags by which a page saves verdicts and shows earlier ones; "" where no run would read them."""
    try:
        result = read.result(folder)
    except InputError:
        return ""
    file = verdicts.place(home.raw, result)
    if file is None:
        return ""
    story = folder.relative_to(home.out.resolve()).as_posix()
    return (
        f'<meta name="synopsis-save" content="/save/{quote(story)} {home.token}">'
        f'<meta name="synopsis-decided" content="{escape(verdicts.decided(file, result))}">'
    )


def _html(content: bytes, needs: str, meta: str = "") -> "Response":
    """A page of ours under its own policy, but that the directive which it `needs` (or none) allows this server."""
    tag_match = POLICY.search(content)
    if tag_match is None:
        return _answer(content, HTML, NOTHING)
    # The page's own policy forbids every connection; served, it may reach this server.
    policy = unescape(tag_match[1].decode())
    if needs:
        policy = policy.replace(f"{needs} 'none'", f"{needs} 'self'")
    tag = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">{meta}'
    page = content[: tag_match.start()] + tag.encode() + ONLY_SERVED.sub(rb"\1", content[tag_match.end() :], count=1)
    return _answer(page, HTML, f"{policy}; frame-ancestors 'none'")


def _search(home: Site, request: "Request") -> "Response":
    query, page = (request.query_params.get(key, default) for key, default in (("q", ""), ("page", "1")))
    if len(query) > LONGEST:
        return _answer(f"search for at most {LONGEST} characters".encode(), TEXT, NOTHING, 400)
    number = int(page) if re.fullmatch("[1-9][0-9]{0,5}", page) else 1
    home.following.settle()
    with closing(Search(home.out)) as search:
        return _html(found(search.find(query, number), home.following.pending), "form-action")


async def _save(home: Site, request: "Request") -> "Response":
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import ClientDisconnect

    # A page of another site can send this, but cannot hide where it comes from.
    if request.headers.get("origin") != f"http://{request.headers.get('host')}":
        return _json({"error": "sent from another site"}, 403)
    # Compared in constant time: how long it takes tells nothing of the token.
    if not hmac.compare_digest(request.headers.get("x-synopsis-token", "").encode(), home.token.encode()):
        return _json({"error": "not the token of this server: load the page again"}, 403)
    content = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            # Counted while it comes: a sender may lie about the length, or send none.
            async for chunk in request.stream():
                content += chunk
                if len(content) > LARGEST:
                    return _json({"error": f"more than {LARGEST:,} bytes at once"}, 413)
    except TimeoutError:
        return _json({"error": f"not sent within {PATIENCE:.0f} seconds"}, 408)
    except ClientDisconnect:  # nobody hears it
        return _json({"error": "gone before all was sent"}, 400)
    return await run_in_threadpool(_answer_to_verdicts, home, request.path_params["story"], bytes(content))


def _answer_to_verdicts(home: Site, story: str, content: bytes) -> "Response":
    path = _inside(home.out, f"{story}/{read.RESULT}")
    if path is None:
        return _json({"error": f"no story {story!r}"}, 404)
    try:
        result = read.result(path.parent)
        decisions = verdicts.verdicts(content, result)
        file = verdicts.place(home.raw, result)
        if file is None:
            return _json({"error": f"{home.raw} holds no story {story!r} any more: no run would read this"}, 409)
        if decisions:
            home.saved.keep(file, decisions)
    except InputError as error:
        return _json({"error": str(error)}, 400)
    except OutputError as error:
        return _json({"error": str(error)}, 409)
    return _json({"saved": len(decisions), "file": str(file)})


def _json(content: dict[str, object], status: int = 200) -> "Response":
    import msgspec

    return _answer(msgspec.json.encode(content), "application/json", NOTHING, status)


def _answer(content: bytes, kind: str, policy: str, status: int = 200) -> "Response":
    from starlette.responses import Response

    return Response(content, status, {**HEADERS, "Content-Security-Policy": policy}, media_type=kind)


def _http_error(_: "Request", error: Exception) -> "Response":
    from http import HTTPStatus

    from starlette.exceptions import HTTPException

    status = error.status_code if isinstance(error, HTTPException) else 500
    return _answer(HTTPStatus(status).phrase.encode(), TEXT, NOTHING, status)
