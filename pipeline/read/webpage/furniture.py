"""Which lines of a page's article its layout shows to be furniture, and which to be headings of the text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml.etree import _Element

from pipeline.read import markup
from pipeline.read.webpage.layout import HEADING, LONG, Layout, around, called, holder, is_hidden, is_link
from pipeline.read.webpage.title import letters
from pipeline.split.words import ends_sentence

TAGS = frozenset(("aside", "nav", "footer", "figure", "figcaption", "form", "button", "select", "dialog", "menu"))
# words of classes and ids, which programmers write in English, and at times in their own language
NAMED = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|recirc\w*|read-?more|most-?(?:read|popular)|popular|trending|newsletter\w*|promo\w*"
    r"|sponsor\w*|advert\w*|ads?|share|sharing|social|follow|comments?|disqus|author-?(?:bio|box|info|card|profile|detail)\w*"
    r"|bio|caption|credits?|copyright|embed\w*|placeholder|consent|cookie\w*|breadcrumbs?|sidebar(?!-grid)|paywall-?(?:teaser|offer)"
    r"|subscri\w*|signup|sign-up|outbrain|taboola|tags?|topics?|toolbar|tooltip|disclaimer|feedback|widget|upsell|cta"
    r"|link-?list|info-?box\w*|fact-?box|(?:access|registration|login)-?wall|footnotes?|image-?description\w*|inline-?signup"
    r"|author-?(?:line|short)|more-?(?:on|stories|links|articles)|timestamp|dateline|video-?player|donat\w*|fundrais\w*"
    r"|also-?read|read-?also|see-?also|lire-?aussi|a-?lire|lesetipps?|anzeigen?|werbung|publicites?|encart|legende|byline"
    r"|bildunterschrift|infokasten|autor(?:en)?-?box|read(?:ing)?-?time|lesezeit|poll|quiz|survey|umfrage|slideshow"
    r"|carousel|lightbox|affiliates?|coupons?|pager|pagination|abo-?(?:box|teaser|hinweis)"
    r"|(?:twitter|instagram|tiktok|bluesky|mastodon|fb|reddit|linkedin|threads|telegram)-?(?:tweet|media|embed|post|video))"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
DRAWN = re.compile(
    r"(?:^|[\s;])(?:background(?:-color)?|border)\s*:(?!\s*(?:none|0|transparent|inherit|initial|unset))"
)
QUOTED = re.compile(r"blockquote|h[1-6]")
LISTS = ("ul", "ol", "li", "dl", "dt", "dd")
MEDIA = ("img", "picture", "video", "audio", "iframe")
LINKED = 0.85  # share of a line's letters in links from which it is a link
LIST_LINKED = 0.5  # the same, for the items of a list of links
MOST_ITEMS = 0.66  # share of the items of a list that make it one of links
LONGEST_LINK = 220  # characters
LONGEST_BOX = 400  # characters of a line in a box; a longer one is told by someone
FORM = 800  # letters of a box that asks for an address
CAPTION = 400  # letters of a box with a picture in it
SHORTEST_ODD = 60  # characters of a line that is no heading, though it is set in a style of its own
ONE_STYLE = 0.7  # share of the long lines that are set in the text's styles, where another style says something
ONE_HOLDER = 0.8  # share of the long lines that stand in one place, where standing elsewhere says something
CARDS = 0.05  # share of the long lines that teasers hold
REPEATED = 2  # times that a line of an article may stand on its page
TOP = 5  # lines among which the headline is
BOTTOM = 5  # lines among which a box about the author is, or a list that leads on
LONGEST_AUTHOR = 500  # characters of a line in such a box
AUTHOR_NAMED = 80  # characters within which it names the author
SHORTEST_TOLD = 3  # words of a sentence at the end
BYLINE = 0.5  # share of a byline that is names


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """A page as the rules see it. `headline`: the number of its block, -1 where it is not a heading of the page."""

    layout: Layout
    headline: int
    authors: Sequence[str]


Rule = Callable[[ArticlePage, int, markup.Block], bool]


def _is_repeated(page: ArticlePage, line: int, block: markup.Block) -> bool:
    """A pull quote, a placeholder; but what a list announces a heading may say again, and rows of lists are alike."""
    places = page.layout.numbers[page.layout.lines[line]]
    if block.role.startswith("li"):
        return False
    # of what is long enough to be told, the first stays
    is_placeholder = len(places) > REPEATED and len(block.text) < LONG
    return is_placeholder or (places[0] < line and not HEADING.match(block.role))


def _is_link_line(page: ArticlePage, _: int, block: markup.Block) -> bool:
    return page.layout.link_share(block.element) >= LINKED and len(block.text) <= LONGEST_LINK


def _is_in_box(page: ArticlePage, line: int, block: markup.Block) -> bool:
    """In an element that holds little of the text and is made for something else, or named so."""
    is_short = len(page.layout.lines[line]) <= LONGEST_BOX
    return any((is_short and _is_aside(box)) or _leads_on(page.layout, box) for box in page.layout.boxes(block))


def _is_aside(box: _Element) -> bool:
    tag = markup.name(box)
    if tag == "figure" and next(box.iter("blockquote"), None) is not None:
        return False  # somebody's words, set large
    is_drawn = bool(DRAWN.search(box.get("style") or ""))
    return tag in TAGS or is_drawn or is_hidden(box) or bool(NAMED.search(called(box)))


def _leads_on(layout: Layout, box: _Element) -> bool:
    """Whether an element is a list of which most is links to something else, or asks for an address."""
    items = [child for child in box if markup.name(child) == "li"]
    linked = [item for item in items if layout.link_share(item) >= LIST_LINKED]
    if len(items) > 1 and len(linked) >= MOST_ITEMS * len(items):
        return True
    return layout.size(box) < FORM and any(field.get("type") == "email" for field in box.iter("input"))


def _is_last_list(page: ArticlePage, line: int, block: markup.Block) -> bool:
    """In a list near the end, each item of which leads to another page."""
    lists = [box for box in page.layout.boxes(block) if markup.name(box) in ("ul", "ol") and len(box) > 1]
    return line >= len(page.layout.lines) - BOTTOM and any(all(map(_holds_link, items)) for items in lists)


def _holds_link(element: _Element) -> bool:
    return any(map(is_link, element.iter("a")))


def _is_odd(page: ArticlePage, line: int, block: markup.Block) -> bool:
    """Within a text of one style in another one: in a small box with a picture, or too long for a heading."""
    layout = page.layout
    boxes = list(layout.boxes(block))
    is_within = line > layout.text_span[0] and not HEADING.match(block.role) and not layout.is_in_text_style(block)
    if not is_within or not boxes or next(boxes[-1].iter("blockquote", "table"), None) is not None:
        return False
    if layout.size(boxes[-1]) < CAPTION and next(boxes[-1].iter(*MEDIA), None) is not None:
        return True
    # paragraphs may differ by a large first letter, or by what a wall hides
    is_one_style = sum(layout.styles[name] for name in layout.text_styles) >= ONE_STYLE
    return is_one_style and markup.name(block.element) in ("div", "span") and len(block.text) >= SHORTEST_ODD


def _is_elsewhere(page: ArticlePage, line: int, block: markup.Block) -> bool:
    """Within a text that stands in one place in a box that stands in another; such a box is no quotation."""
    layout = page.layout
    share, start, end = layout.main_holder
    boxes = list(layout.boxes(block))
    if not start < line < end or share < ONE_HOLDER or len(boxes) < 2 or layout.size(boxes[-1]) < SHORTEST_ODD:
        return False
    if any(QUOTED.fullmatch(markup.name(element)) for element in around(block.element)):
        return False
    return layout.holders.get(holder(block), 0.0) < 1 - ONE_HOLDER


def _is_teaser(page: ArticlePage, _: int, block: markup.Block) -> bool:
    """In an article of its own within the text, which leads to another page; a ticker is made of such, too."""
    cards = [box for box in page.layout.boxes(block) if markup.name(box) == "article"]
    weight = sum(page.layout.weights.get(card, 0.0) for card in cards)
    return weight < CARDS and any(map(_holds_link, cards))


def _is_above_headline(page: ArticlePage, line: int, block: markup.Block) -> bool:
    place = page.layout.places[line] or 0
    return line < TOP and place < page.headline and not HEADING.match(block.role)


def _is_below_end(page: ArticlePage, line: int, block: markup.Block) -> bool:
    """Below the last line of the text, and set in another style than it; what is told where the text stands goes on."""
    layout = page.layout
    if line <= layout.text_span[1] or layout.is_in_text_style(block):
        return False
    if HEADING.match(block.role):
        below = layout.block(line + 1) if line + 1 < len(layout.lines) else None
        return below is None or _is_below_end(page, line + 1, below)
    last = layout.block(layout.text_span[1]) if layout.text_span[1] < len(layout.lines) else None
    is_beside = last is not None and _container(block) is _container(last)
    return not (is_beside and is_told(block.text) and layout.link_share(block.element) < LIST_LINKED)


def _container(block: markup.Block) -> _Element | None:
    """What a paragraph or a list stands in."""
    return next((box for box in block.element.iterancestors() if markup.name(box) not in LISTS), None)


def is_told(line: str) -> bool:
    """Whether a line is a sentence: some words, and a stop behind them."""
    return len(line.split()) >= SHORTEST_TOLD and ends_sentence(line)


def _is_author(page: ArticlePage, line: int, _: markup.Block) -> bool:
    """A byline of little else than names that the page has for its authors; or a box about one below the text."""
    text = page.layout.lines[line]
    names = [name for name in map(letters, page.authors) if name in letters(text)]
    if sum(map(len, names)) >= BYLINE * len(letters(text)):
        return bool(names)
    is_below = line >= len(page.layout.lines) - BOTTOM and len(text) <= LONGEST_AUTHOR
    # who is named before a colon asks or answers in an interview
    return is_below and ":" not in text[:AUTHOR_NAMED] and any(name in letters(text[:AUTHOR_NAMED]) for name in names)


RULES: Sequence[Rule] = (
    _is_repeated, _is_link_line, _is_in_box, _is_last_list, _is_odd, _is_elsewhere, _is_teaser, _is_above_headline,
    _is_below_end, _is_author,
)  # fmt: skip


def with_left_out(layout: Layout) -> list[str]:
    """The lines, with what an extractor left out between those of the text: headings, and lines that are set as the
    text is, where they stand as the next line does and are neither links nor boxes.
    """
    known, (first, last) = letters("".join(layout.lines)), layout.text_span
    lines: list[str] = []
    above = None
    for number, line in enumerate(layout.lines):
        place = layout.places[number]
        if place is not None and above is not None and first < number <= last:
            beside = holder(layout.blocks[place])
            between = (block for block in layout.blocks[above + 1 : place] if letters(block.text) not in known)
            lines += [block.text for block in between if _is_text(layout, block) and holder(block) == beside]
        above = above if place is None else place
        lines.append(line)
    return lines


def _is_text(layout: Layout, block: markup.Block) -> bool:
    is_set_so = bool(HEADING.match(block.role)) or layout.is_in_text_style(block)
    is_led_on = layout.link_share(block.element) >= LIST_LINKED or any(map(is_hidden, around(block.element)))
    return (
        is_set_so and not is_led_on and not any(_is_aside(box) or _leads_on(layout, box) for box in layout.boxes(block))
    )


def marked(layout: Layout, head: Sequence[str], authors: Sequence[str] = ()) -> tuple[list[int], list[int]]:
    """Numbers of the lines that are furniture, and of those that are headings of the text.

    `head`: headline and standfirst, which are neither; `authors`: their names, of two words or more.
    """
    title = letters(head[0]) if head else ""
    titles = (n for n, block in enumerate(layout.blocks) if HEADING.match(block.role) and letters(block.text) == title)
    page = ArticlePage(layout, next(titles, -1), authors)
    numbers = range(len(layout.lines))
    heads = set(map(letters, head))
    is_head = {line for line in numbers[:TOP] if letters(layout.lines[line]) in heads}
    blocks = [(line, block) for line in numbers if line not in is_head and (block := layout.block(line))]
    furniture = {line for line, block in blocks if any(rule(page, line, block) for rule in RULES)}
    headings = [line for line, block in blocks if HEADING.match(block.role) and line not in furniture]
    headings += [line for line in is_head if (block := layout.block(line)) and HEADING.match(block.role)]
    for line in reversed(numbers):
        if line not in is_head and _introduces_furniture(layout, line, furniture, headings):
            furniture.add(line)
    return sorted(furniture), sorted(set(headings) - furniture)


def _introduces_furniture(layout: Layout, line: int, furniture: set[int], headings: Sequence[int]) -> bool:
    """Whether a line is the heading of nothing but furniture, or points to what does not follow any more: `More:`."""
    below = next((n for n in range(line + 1, len(layout.lines)) if n not in furniture), None)
    text = layout.lines[line]
    if below is None and text.endswith(":"):
        return True
    if line not in headings or line + 1 not in furniture or text.endswith((".", "!", "?")):
        return False
    # a part of the text may begin with a picture, and go on with a heading of the next level
    if below is None or below not in headings:
        return below is None
    above, lower = layout.block(line), layout.block(below)
    return above is not None and lower is not None and lower.role[:2] <= above.role[:2]


def numbered(lines: Sequence[int]) -> str:
    """Numbers as people write them: `3 7-9`."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and spans[-1][1] == line - 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
