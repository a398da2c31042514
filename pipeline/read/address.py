"""The address of an article's page."""

from urllib.parse import urlsplit


def host(url: str) -> str:
    """The site that an address names, "" of what is no address: people write `https://[link]` until they know it."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
