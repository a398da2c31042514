"""One article of an export, and what the databases' forms have in common."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.language import languages
from pipeline.language.record import Language, any_of

WRAPPED = 50  # characters from which the end of a line may be a program's
COPYRIGHT = re.compile(rf"(?:copyright\b|©|\(c\)\s)|\W*(?:{any_of(r.page.rights for r in languages())})\W*$", re.I)


@dataclass(frozen=True, slots=True)
class PressArticle:
    """An article as a database exports it."""

    text: str
    fields: Mapping[str, str]  # of those that an article has: outlet, title, published, lang, url
    extra: Mapping[str, str] = field(default_factory=dict)  # the rest
    doubtful_lang: str = ""  # the code of a language that the database states of many an article wrongly


def press_article(title: str, body: Sequence[str], extra: Mapping[str, str], **fields: str) -> PressArticle:
    """An article whose text begins with its title, so that the headline is compared too."""
    rows = [*([title] if title else []), *body]
    stated = {"title": title, **fields, "lang": language_code(fields.get("lang", ""))}
    return PressArticle("\n".join(rows) if body else "", {key: value for key, value in stated.items() if value}, extra)


def language_code(name: str) -> str:
    """The code of a language that a database names in any of our languages; another name as it stands."""
    first = re.split(r"[;,/(]", name)[0].strip()
    for record in languages():
        if re.fullmatch(record.page.names, first, re.IGNORECASE):
            return record.code
    return first


def is_language(text: str) -> bool:
    """Whether a line is nothing but the name of one of our languages."""
    return any(re.fullmatch(record.page.names, text.strip(), re.IGNORECASE) for record in languages())


def day(text: str) -> str:
    """The ISO day of the first full date in a line, whatever stands around it; "" without one."""
    months = _months(tuple(languages()))
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    forms = (
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?P<m>{names})\b\.?,?\s+(?P<y>\d{{4}})",
        rf"\b(?P<m>{names})\b\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})",
        r"\b(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)\b",
        r"\b(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})\b",
    )
    for form in forms:
        if match := re.search(form, text[:200].lower()):
            month = months.get(match["m"]) or int(match["m"])
            return f"{match['y']}-{month:02}-{int(match['d']):02}"
    return ""


@cache
def _months(records: tuple[Language, ...]) -> Mapping[str, int]:
    """Long and short names of months in any language → their numbers."""
    months = {name: number + 1 for r in records for number, names in enumerate(r.calendar.months) for name in names}
    in_full = dict(months)
    for short in " ".join(record.splitting.short_months for record in records).lower().split():
        if numbers := [number for name, number in in_full.items() if name.startswith(short)]:
            months[short] = numbers[-1]
    return months


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines that a program wrapped, joined; an empty line ends a paragraph, and without one each line is one."""
    if "" not in lines:
        return list(lines)
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line:
            joined[-1] = f"{joined[-1]} {line}"
        elif line:
            joined.append(line)
        # a short line was broken by its author, and so was one that is longer than any page
        goes_on = WRAPPED <= len(line) <= 2 * WRAPPED
    return joined


def is_person(text: str) -> bool:
    """Whether a line is a bare name: few words, each with a capital."""
    words = text.split()
    return 1 <= len(words) <= 4 and all(word[:1].isupper() for word in words) and text[-1:].isalpha()
