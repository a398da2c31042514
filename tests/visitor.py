"""Chromium opens pages for a test and notes what they say on the console and ask for."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page


class Visitor:
    """Opens pages below an address under given circumstances."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.messages, self.requests = list[str](), list[str]()

    def __call__(self, path: str = "", width: int = 1400, height: int = 900, **context: Any) -> Page:
        page = self.browser.new_context(viewport={"width": width, "height": height}, **context).new_page()
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(self.address + path)
        return page

    def leave(self, allowed: Callable[[str], bool]) -> None:
        """Close all; none may have left a message or asked for anything but what is allowed."""
        for context in self.browser.contexts:
            context.close()
        assert self.messages == []
        assert [url for url in self.requests if not allowed(url)] == []
