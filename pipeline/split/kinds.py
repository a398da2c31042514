"""Blocks → kinds: which of them are the title, headings, the text, or what stands around it on a page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby, pairwise
from types import MappingProxyType

from pipeline.data import SentenceKind
from pipeline.language import Language, languages
from pipeline.language.record import any_of
from pipeline.split.blocks import Span, clean
from pipeline.split.words import BULLET, CLOSERS, clock, dated, day_and_time, ends_sentence, stamps

_AGENCY = (
    r"(?:Sora|DALL[-·]?E(?:\s\d)?|Midjourney|Getty(?:\sImages)?|Reuters|AP(?:\sPhoto)?|AFP|dpa|Keystone|Shutterstock"
    r"|Unsplash|Pexels|Pixabay|iStock|Alamy|I(?:mago|MAGO)|EPA|ANP|Belga|Adobe\sStock|Depositphotos"
    r"|Wikimedia\sCommons|Flickr)"
)
_WIRE = (
    r"(?:dpa|DPA|AFP|AP|Reuters|REUTERS|sda|SDA|Keystone-SDA|ats|ATS|APA|ANSA|KNA|epd|EPD|sid|SID|dts|ots|PA|EFE|Belga|awp|AWP)"
    r"(?:-\w{2,12})?"
)
_DESK = r"[^\W\d_]{2,5}"  # who has a hand in it besides an agency: SZ, kast
_PLATFORMS = "facebook|whatsapp|twitter|x|linkedin|reddit|telegram"
_PERSON = r"[^\W\d_a-zß-öø-ÿ][\w.’'-]*(?:\s[^\W\d_a-zß-öø-ÿ][\w.’'-]*){1,3}"
_LONGEST_HEAD = 200  # characters of a line that only says when a text appeared and who wrote it
_MOST_BETWEEN = 6  # lines of a list between furniture
_PROSE = 70  # characters of a line that is the text's
_ROW = re.compile(r"[-–•*]\s+")
_LIST_ITEM = re.compile(r"[-–•*].{,98}[^.!?]|[-–•*]")
_MARKDOWN = re.compile(r"#{1,6}\s+\S")
_RULE_OF_TABLE = re.compile(r"[\s|:-]*-[\s|:-]*")
_CELL_TEXT = re.compile(r"[^|\s](?:[^|]*[^|\s])?")
_CELL = 7  # words of a cell; a longer one is told, as one with a stop at its end


def _phrases(records: tuple[Language, ...], field: str) -> str:
    """What all languages have in a field of `Page`, as one pattern: a German page may have English buttons."""
    return f"(?:{any_of(getattr(record.page, field) for record in records)})"


@cache
def _boilerplate(records: tuple[Language, ...]) -> re.Pattern[str]:
    """A line that stands around an article and says nothing of its story."""
    phrases = partial(_phrases, records)
    more, rights = phrases("more"), phrases("rights")
    # a name, or a word between names
    credit = rf"(?:[^\W_a-zß-öø-ÿ©@(][\w’'.&/|@()-]*|{phrases('joins')}|dpa|iStock|[/|&,-])"
    # a number is taken whole (++): a row of 400 digits can be divided in more ways than can be tried
    share = rf"(?:{phrases('share')}|{_PLATFORMS}|\d++|[|,·/])"
    patterns = (
        # no letter or digit: |, * * *
        r"[\W_]*",
        # a stamp: date 2025-08-20; Stand: 13.08.2025, 14:30 Uhr
        rf"(?i:{stamps(records)})",
        # a bare date: 27-29 octobre 2025
        rf"(?i:(?:[^\W\d_]{{3,10}}[.,]{{0,2}}\s)?{dated(records)})",
        # a picture credit: Image: Shutterstock; Foto: Max Muster/dpa
        rf"\(?(?i:{phrases('picture')})\s?(?i:{phrases('picture_by')})?\s?[:©]\s?{credit}(?:\s{credit}){{0,7}}",
        # a caption with its maker: Jane Doe by Sora; © AFP
        rf"[^.!?:;]{{0,90}}(?:\b{phrases('made_by')}\s|©\s?|/\s?|\(){_AGENCY}\)?",
        rf"{_sign(records)}",
        # who posted a tweet: — Jane Doe (@jane) August 13, 2025
        r"[—–-]\s?[^()]{2,60}\(@\w{1,30}\).{0,40}",
        # a placeholder: Building…, Wird geladen…
        rf"(?i:{phrases('waiting')})\s?(?:…|\.\.\.)",
        # a pointer to another article: Lesen Sie auch: Musk greift an. À lire aussi Le départ de M. Dupont
        rf"(?i:{more})\s?[:>»→|].{{0,200}}",
        rf"(?i:{more})(?:\s[^a-zß-öø-ÿ].{{0,150}}[^.!?…]|[.…»>]*)",
        # a newsletter: Sign up for our newsletter.
        rf"(?i:{phrases('asks')}\b.{{0,200}}\b{phrases('letter')}\b.{{0,120}})",
        # a plea: Subscribe; Follow us on X
        rf"(?i:{phrases('subscribe')}|{phrases('follow')} .{{1,40}})",
        # a cookie notice: We use cookies to improve …; Accept all cookies
        rf"(?i:(?:.{{0,60}}\b)?{phrases('cookies')}\s.{{0,40}}\bcookies\b.{{0,300}}"
        rf"|{phrases('accept')}.{{0,12}}cookies.{{0,15}})",
        # buttons to share: Share on Facebook | X
        rf"(?i:{share}(?:\s?{share}){{0,10}})",
        # the label of an advertisement
        rf"(?i:{phrases('advertisement')})\W{{0,3}}",
        # a copyright line: © 2025 Example Media; Alle Rechte vorbehalten
        rf"(?i:(?:©|\(c\)|copyright\b).{{1,100}}|(?:.{{0,60}}\W)?{rights}\.?)",
        # a reading time: 5 min read; Lesezeit: 3 Minuten
        rf"(?i:{phrases('reading_time')})",
        # what asks, points elsewhere or says who worked on it: Additional reporting by PA
        rf"(?i:{phrases('furniture')})",
        # a notice that the rest is for those who pay: Already a subscriber? Log in
        rf"(?i:(?:{phrases('cut_off')}).{{0,160}})",
        # a picture in Markdown
        r"\[?!\[[^\]]*\]\(.*\)",
        # a bare address
        r"(?:https?://|www\.)\S+",
    )
    return re.compile("|".join(patterns))


@cache
def _sign(records: tuple[Language, ...]) -> str:
    """A pattern of what says at the end of a text that an agency wrote it: (dpa), SZ/dpa, (APA, 3.3.2026), with AFP."""
    # a part is taken whole (?>), and few: a row of them can be divided in more ways than can be tried
    part = rf"(?>{_WIRE}\b|{_DESK}\b)"
    named = rf"(?:[^\W\d_a-zß-öø-ÿ][\w’'.-]*\s){{0,4}}(?i:{_phrases(records, 'wired')})\s(?:l['’])?{_WIRE}"
    date = rf"(?:,\s(?i:{day_and_time(records)}))?"
    more = rf"(?:(?:[/,]\s?|\s{_phrases(records, 'conjunction')}\s){_WIRE}){{0,5}}"
    return (
        rf"{_WIRE}(?:\s?[/,]\s?{_WIRE}){{0,5}}|\((?=[^)]{{0,40}}\b{_WIRE}\b){part}(?:\s?[/,]\s?{part}){{0,5}}{date}\)"
        rf"|(?=\S{{0,40}}\b{_WIRE}\b){part}(?:/{part}){{1,5}}|\(?{named}{more}\.?\)?"
        # a number of its report: dpa-infocom, dpa:260303-930-12345/1
        rf"|(?:©\s)?{_WIRE}(?:,\s{_WIRE})?:[\d-]{{6,30}}/\d{{1,2}}"
    )


def facts(line: str) -> dict[str, str]:
    """The `stamp` and the `byline` in a line that only says when a text appeared and who wrote it; {} of any other."""
    if len(line) > _LONGEST_HEAD:
        return {}
    dates, both, names = _parts_of_head(languages())
    if dates.fullmatch(line):
        return {"stamp": line}
    found: dict[str, str] = {}
    for part in re.split(r"\s*[|•·]\s*|\s[–—-]\s", line):
        if match := both.fullmatch(part):
            found |= match.groupdict()
        elif names.fullmatch(part):
            found["byline"] = part
        elif dates.fullmatch(part):
            found["stamp"] = part
        elif not stands_around(part):
            return {}
    # what else stands in the line of a stamp is kept with it
    return {"stamp": line} if found.keys() == {"stamp"} else found


@cache
def _parts_of_head(records: tuple[Language, ...]) -> tuple[re.Pattern[str], ...]:
    """Patterns of a stamp, of a byline with a stamp, and of a byline."""
    # a place before the day: Kiel, 3. März 2026
    dates = rf"(?i:{stamps(records)}|(?:(?-i:[^\W\d_a-zß-öø-ÿ][\w-]+),\s)?{dated(records)})"
    names = byline(records)
    both = rf"(?P<byline>{names.pattern})[,;]?\s+(?P<stamp>{dates})"
    return re.compile(dates), re.compile(both), names


@cache
def byline(records: tuple[Language, ...]) -> re.Pattern[str]:
    """A pattern of a line that only says who wrote a text."""
    phrases = partial(_phrases, records)
    names = rf"{_PERSON}(?:(?:,| {phrases('conjunction')})\s{_PERSON})*"
    # By Jane Doe, AP; Par Jeanne Dupont (avec AFP); Von dpa
    agency = rf"{_WIRE}(?:\s?[/,]\s?{_WIRE}){{0,5}}"
    with_agency = rf"\s(?i:{phrases('wired')})\s(?:l['’])?{_WIRE}"
    of_whom = rf"{with_agency}|,\s[^\W\d_a-zß-öø-ÿ][\w /-]{{1,30}}|\s\([^()]{{2,30}}\)"
    return re.compile(rf"{phrases('byline')}\s(?:{agency}|{names})(?:{of_whom})?")


def stands_around(line: str) -> bool:
    """Whether a line says nothing of its story, by its words alone."""
    return bool(_boilerplate(languages()).fullmatch(_ROW.sub("", line) or line))


def kinds_of(
    lines: Sequence[str], title: str, marked: Mapping[int, SentenceKind] = MappingProxyType({})
) -> list[SentenceKind]:
    """The kind of each block: as it is `marked`, else from its own shape and its neighbours', rows of tables aside."""
    if rows := rows_of_tables(lines):
        others = [number for number in range(len(lines)) if number not in rows]
        marks = {place: marked[number] for place, number in enumerate(others) if number in marked}
        around = zip(others, kinds_of([lines[number] for number in others], title, marks), strict=True)
        told = {**rows, **{number: kind for number, kind in marked.items() if kind == "boilerplate"}, **dict(around)}
        return [told[number] for number in range(len(lines))]
    kinds: list[SentenceKind] = []
    for number, line in enumerate(lines):
        # what says nothing in a line of its own says nothing in a list, either
        is_furniture = marked.get(number) == "boilerplate" or stands_around(line)
        kinds.append("boilerplate" if is_furniture else "body")
    first = next((i for i, kind in enumerate(kinds) if kind == "body"), None)
    if first is not None and _is_title(lines[first], title, last=first == len(lines) - 1):
        kinds[first] = "title"
    _mark_bylines(lines, kinds)
    _mark_between(lines, kinds)
    # one or two short lines are a heading; a longer run with a date or a bar among them is a box about an event
    for start, end in _short_runs(lines, kinds):
        if end - start > 2 and any(kind == "boilerplate" for kind in kinds[start:end]):
            kinds[start:end] = ["boilerplate"] * (end - start)
        elif end - start <= 2 and "body" in kinds[end:]:
            kinds[start:end] = [("heading" if kind == "body" else kind) for kind in kinds[start:end]]
    # last, since what stands between two clocks is no furniture
    time = re.compile(rf"[\W_]*(?i:{clock(languages())})[\W_]*")
    for number, line in enumerate(lines):
        if kinds[number] in ("body", "heading") and time.fullmatch(line):
            kinds[number] = "boilerplate"
        if kinds[number] == "body" and (marked.get(number) == "heading" or _MARKDOWN.match(line)):
            kinds[number] = "heading"
    return kinds


def rows_of_tables(lines: Sequence[str]) -> dict[int, SentenceKind]:
    """Lines that are rows, `| a | b |` or `a | b` with a rule among them: body where a cell holds a sentence."""
    bars = [line.strip().strip("|").count("|") for line in lines]
    rows: dict[int, SentenceKind] = {}
    for count, run in groupby(range(len(lines)), bars.__getitem__):
        numbers = list(run) if count else []
        is_ruled = any(_RULE_OF_TABLE.fullmatch(lines[number]) for number in numbers)
        for number in numbers:
            line = lines[number].strip()
            if is_ruled or (line[0] == line[-1] == "|"):
                rows[number] = "body" if any(map(_is_told, line.split("|"))) else "boilerplate"
    return rows


def cells(text: str, block: Span, kind: SentenceKind) -> Iterator[tuple[Span, SentenceKind]]:
    """A block; of a row between bars whose kind is body, the cells that hold a sentence, and what is around them."""
    start, end = block
    if kind != "body" or text[start] != "|" or text[end - 1] != "|":
        yield block, kind
        return
    for match in _CELL_TEXT.finditer(text, start, end):
        if _is_told(match[0]):
            if before := text[start : match.start()].rstrip():
                yield (start, start + len(before)), "boilerplate"
            yield match.span(), "body"
            start = match.end() + len(text[match.end() : end]) - len(text[match.end() : end].lstrip())
    yield (start, end), "boilerplate"


def _is_told(cell: str) -> bool:
    """Whether a cell holds a sentence: many words, or a stop behind them that ends no `ca. 3 Mio.`"""
    words = cell.rstrip(CLOSERS + " ").split()
    is_ended = len(words) > 2 and words[-1][-1] in ".!?…" and (len(words) > 3 or len(words[-1]) > 4)
    return len(words) > _CELL or is_ended


def _is_title(line: str, title: str, *, last: bool) -> bool:
    """The first line that says something: the article's title, or a headline (no full stop, at most 20 words)."""
    if title and clean(title) == line.lstrip("# "):
        return True
    bare = line.rstrip(CLOSERS)
    return not last and len(line.split()) <= 20 and bare[-1:] not in ".…:;," and not BULLET.match(line)


def _mark_bylines(lines: Sequence[str], kinds: list[SentenceKind]) -> None:
    """`By Jane Doe` is a byline before the text begins or below its standfirst, and may be a heading further down."""
    long_lines = 0
    for i, line in enumerate(lines[:5]):
        if kinds[i] == "body" and facts(line):
            kinds[i] = "boilerplate"
        long_lines += kinds[i] == "body" and not _is_short(line)
        if long_lines > 1:
            return


def _mark_between(lines: Sequence[str], kinds: list[SentenceKind]) -> None:
    """Short lines between lines of furniture are furniture: a list of links, the author's box below the text."""
    furniture = [number for number, kind in enumerate(kinds) if kind == "boilerplate"]
    for above, below in pairwise(furniture):
        between = range(above + 1, below)
        is_list = all(_LIST_ITEM.fullmatch(lines[number]) for number in between)
        prose = [number for number, kind in enumerate(kinds) if kind == "body" and len(lines[number]) > _PROSE]
        # a last sentence between two boxes is the text's
        is_said = ends_sentence(lines[below - 1])
        is_below_text = len(between) == 1 and len(prose) > 1 and prose[-1] < above and not is_said
        if len(between) <= _MOST_BETWEEN and (is_list or is_below_text):
            kinds[above + 1 : below] = ["boilerplate"] * len(between)


def _short_runs(lines: Sequence[str], kinds: Sequence[SentenceKind]) -> list[Span]:
    """Stretches of neighbouring short lines without a stop; one or two are headings, more are a list or a box."""
    runs: list[Span] = []
    # what makes a run of them the box of an event: a bare | or a date
    box_part = re.compile(rf"[\W_]*|(?i:{day_and_time(languages())})")
    for i, line in enumerate(lines):
        box = kinds[i] == "boilerplate" and box_part.fullmatch(line)
        if not box and not (kinds[i] == "body" and _is_short(line)):
            continue
        runs = [*runs[:-1], (runs[-1][0], i + 1)] if runs and runs[-1][1] == i else [*runs, (i, i + 1)]
    return runs


def _is_short(line: str) -> bool:
    bare = line.rstrip(CLOSERS)
    return len(line) <= 100 and len(line.split()) <= 14 and bare[-1:] not in ".!?…:;," and not BULLET.match(line)
