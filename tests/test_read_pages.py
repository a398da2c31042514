"""What is read off a page: headline, standfirst, outlet, whether it is whole, what is furniture."""

from pathlib import Path
from typing import Any

import pytest
from read_cases import CASES, ENGLISH, GERMAN, cases, one, reading

from pipeline import split
from pipeline.read import markup
from pipeline.read.webpage.completeness import cut_off_notice
from pipeline.read.webpage.inline import mend

BODY = [
    "Firefighters put out a blaze in an empty mill by the canal on Monday night, the town said on Tuesday.",
    "Two people were treated for smoke in the hospital of the county, but nobody was badly hurt in the fire.",
    "The cause of the fire is not yet clear, and the police have opened an inquiry that may last for weeks.",
    "The mill had stood empty for years and was to be turned into flats by a builder from the next town.",
    "A bridge over the canal had to be closed until the morning so that the engines could reach the mill.",
]


def html(head: str = "", above: str = "", below: str = "", title: str = "Fire in old mill put out") -> str:
    body = "".join(f"<p>{text}</p>" for text in BODY)
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body><article><h1>{title}</h1>{above}{body}{below}</article></body></html>"  # noqa: E501


def described(text: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {text}}}</script>'


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        ('<meta property="og:title" content="You will not believe this fire">', "Fire in old mill", "Fire in old mill"),
        ("<title>Fire in old mill | The Crier | by J. Doe</title>", "", "Fire in old mill"),
        ("<title>Fire in old mill - crier.example</title>", "", "Fire in old mill"),
        (described('"headline": "Fire in old mill"'), "<span>Canal:</span> Fire in old mill", "Fire in old mill"),
        ("<title>Fire in old mill - a town in shock</title>", "", "Fire in old mill - a town in shock"),
        (
            '<meta property="og:title" content="Canal: Fire in old mill">',
            "<b>Canal</b> Fire in old mill",
            "Canal: Fire in old mill",
        ),
    ],
)
def test_the_headline_as_printed(tmp_path: Path, head: str, title: str, expected: str) -> None:
    article, _ = one(tmp_path, "1.html", html(head, title=title))
    assert article.title == expected


def ticker(*more: str) -> str:
    """A page of entries, each with a heading in a box of its own, which the library leaves out."""
    heads = ["Mill on fire", "Two in hospital", "Police open inquiry", "Plans for flats", "Bridge is closed"]
    entries = zip(heads, BODY, [*more, *[""] * len(BODY)], strict=False)
    inner = "".join(f"<div class='entry'><h3>{head}</h3><p>{text}</p>{rest}</div>" for head, text, rest in entries)
    head = "<html lang='en'><body><article><h1>Fire: as it happened</h1>"
    return f"{head}<div class='live'>{inner}</div></article></body></html>"


def test_the_headline_and_the_headings_of_a_ticker_are_read(tmp_path: Path) -> None:
    article, _ = one(tmp_path, "1.html", ticker())
    lines = article.text.split("\n")
    assert lines[:3] == ["Fire: as it happened", "Mill on fire", BODY[0]]
    assert lines[3::2] == ["Two in hospital", "Police open inquiry", "Plans for flats", "Bridge is closed"]
    kinds = [sentence.kind for sentence in split.split(article)]
    assert kinds[:4] == ["title", "heading", "body", "heading"]


@pytest.mark.parametrize(
    "more",
    [
        "<h3><a href='/2'>Ten fires of the year</a></h3>",
        "<h3 hidden>Loading more of the fire</h3>",
        "<aside><h3>In other news</h3></aside>",
        "<div class='newsletter'><h3>Get the news by mail</h3></div>",
        "<div class='shop'><h3>Buy a picture</h3></div>",
    ],
)
def test_headings_of_something_else_are_left_out(tmp_path: Path, more: str) -> None:
    article, _ = one(tmp_path, "1.html", ticker(more))
    assert len(article.text.split("\n")) == 1 + 2 * len(BODY)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (described('"publisher": {"name": "The Crier"}') + '<meta name="twitter:site" content="@crier">', "The Crier"),
        (
            described('"publisher": {"name": "Crier Verlag GmbH & Co. KG"}')
            + '<meta property="og:site_name" content="The Crier">',
            "The Crier",
        ),
        ('<meta property="og:site_name" content="crier.example"><title>Fire in mill | The Crier</title>', "The Crier"),
        ('<link rel="canonical" href="https://www.crier.example/a">', "crier"),
        (
            '<meta name="publisher" content="The Crier Ltd, Lincoln"><title>Fire in mill | The Crier | Canal</title>',
            "The Crier",
        ),
    ],
)
def test_the_outlet_is_the_publication(tmp_path: Path, head: str, expected: str) -> None:
    article, _ = one(tmp_path, "1.html", html(head))
    assert article.outlet == expected


def test_one_site_is_one_outlet(tmp_path: Path) -> None:
    link = '<link rel="canonical" href="https://{}.crier.example/{}">'
    names = ("The Crier", "The Crier", "Crier Online")
    pages = [
        link.format("www" if n else "m", n) + described(f'"publisher": {{"name": "{x}"}}') for n, x in enumerate(names)
    ]
    got = reading(tmp_path, {f"{number}.html": html(head) for number, head in enumerate(pages)})
    assert {article.outlet for article in got.story.articles} == {"The Crier"}
    assert any("Crier Online" in warning.reason for warning in got.warnings)


def test_a_part_of_the_address_is_no_name_where_a_page_says_one(tmp_path: Path) -> None:
    link = '<link rel="canonical" href="https://www.crier.example/{}">'
    heads = [link.format(0) + described('"publisher": {"name": "The Crier"}'), link.format(1), link.format(2)]
    got = reading(tmp_path, {f"{number}.html": html(head) for number, head in enumerate(heads)})
    assert {article.outlet for article in got.story.articles} == {"The Crier"}


def test_what_people_write_of_an_outlet_is_no_doubt(tmp_path: Path) -> None:
    link = '<link rel="canonical" href="https://crier.example/a">'
    names = ("Sunday Crier", "The Crier")
    got = reading(tmp_path, {f"{name[0]}.html": f"---\noutlet: {name}\n---\n{html(link)}" for name in names})
    assert [article.outlet for article in got.story.articles] == list(names)
    assert got.warnings == ()


def test_articles_of_no_outlet_are_called_by_their_files(tmp_path: Path) -> None:
    got = reading(tmp_path, {"the-star.en.txt": ENGLISH, "2.de.txt": GERMAN, "a.de.txt": GERMAN, "a.en.txt": ENGLISH})
    assert [article.outlet for article in got.story.articles] == ["German 2", "German a", "English a", "the-star"]


@pytest.mark.parametrize(
    ("head", "title", "above", "expected"),
    [
        (described('"headline": "A mill is lost"'), "", "<h2>A mill is lost</h2>", "A mill is lost"),
        ('<meta property="og:title" content="A mill is lost">', "", "<h2>A mill is lost</h2>", "A mill is lost"),
        (described('"headline": "Fire in mill: a ticker"') + "<title>Fire in mill: a ticker | The Crier</title>"
         '<meta property="og:site_name" content="The Crier">', "Engines leave the canal", "", "Fire in mill: a ticker"),
        ('<meta property="og:title" content="A mill is lost">', "Fire in old mill",
         "<h2><a href='/'>A mill is lost</a></h2>", "Fire in old mill"),
        ("<title>Fire in old mill put out - The Crier</title>", "The Crier", "<h2>Fire in old mill put out</h2>",
         "Fire in old mill put out"),
    ],
    ids=["below a trail", "as readers are shown", "a ticker", "a teaser's", "below the site's name"],
)  # fmt: skip
def test_the_headline_among_several(tmp_path: Path, head: str, title: str, above: str, expected: str) -> None:
    """A first heading in the trail of a page is made for search engines."""
    trail = "<nav><h1>Mill fire canal town</h1></nav>" if not title else ""
    page = html(head, above, title=title).replace("<article>", f"{trail}<article>").replace("<h1></h1>", "")
    article, _ = one(tmp_path, "1.html", page)
    assert article.title == expected


def test_a_page_in_two_parts_is_whole(tmp_path: Path) -> None:
    """An extractor may take the first of two parts that pictures divide; the page's count says that there is more."""
    part = "<div class='chunk'><div class='body'>{}</div></div>"
    rows = [
        f"<p>{text} It was the {n}th day of the inquiry of the town into it all.</p>" for n in range(6) for text in BODY
    ]
    parts = part.format("".join(rows[:12])) + "<figure><img src='a.jpg'></figure>" + part.format("".join(rows[12:]))
    head = described(f'"wordCount": {sum(len(row.split()) for row in rows)}')
    page = f"<html lang='en'><head>{head}</head><body><h1>Fire in mill</h1>{parts}</body></html>"
    article, warnings = one(tmp_path, "1.html", page)
    assert (article.complete, warnings) == (True, [])
    assert BODY[4] + " It was the 5th day" in article.text


def test_the_standfirst_comes_first(tmp_path: Path) -> None:
    """What is printed between headline and text is read there; a caption is not, nor what is not printed."""
    text = "Three hundred people had to leave their homes for a night; the damage is put at four million euros."
    head = f'<meta property="og:description" content="{text}">'
    article, _ = one(tmp_path / "a", "1.html", html(head, f'<div class="article-teaser"><p>{text}</p></div>'))
    assert article.text.split("\n")[:3] == ["Fire in old mill put out", text, BODY[0]]
    for name, above in (("b", f"<figure><figcaption>{text}</figcaption></figure>"), ("c", "")):
        article, _ = one(tmp_path / name, "1.html", html(head, above))
        assert text not in article.text


WALLED = '"isAccessibleForFree": false, "hasPart": {"cssSelector": ".wall", "isAccessibleForFree": "False"}'


@pytest.mark.parametrize(
    ("head", "below", "complete"),
    [
        (described('"isAccessibleForFree": true'), "", True),
        (described(WALLED), f'<div class="wall"><p>{" ".join(BODY)}</p></div>', True),
        (described(WALLED), '<div class="wall"></div>', False),
        (described('"wordCount": 900'), "", False),
        (described('"wordCount": 100'), "<p>Subscribe to continue reading this story.</p>", True),
        ("", "<p>Subscribe to continue reading this story.</p>", False),
        ("", "<p>La suite est réservée aux abonnés.</p>", False),
        ("", "<p>Jetzt weiterlesen mit dem Abo.</p>", False),
        ("", "", True),
    ],
)
def test_complete_is_a_finding_about_the_copy(tmp_path: Path, head: str, below: str, complete: bool) -> None:
    article, _ = one(tmp_path, "1.html", html(head, below=below))
    assert article.complete is complete


@pytest.mark.parametrize(
    ("line", "is_notice"),
    [
        ("La suite de cet article est réservée aux abonnés", True),
        ("Il vous reste 80 % à lire", True),
        ("Accédez à l’intégralité de cet article en vous abonnant", True),
        ("Bereits Abonnent? Hier anmelden", True),
        ("Den ganzen Artikel lesen Sie als Abonnent", True),
        ("To continue reading, subscribe or log in", True),
        ("This article is for our subscribers only", True),
        ("Want to read more? Subscribe now", True),
        ("This article is for informational purposes only.", False),
        ("He asked members to continue reading the report.", False),
        ("Les abonnés de la plateforme sont en baisse.", False),
        ("Der Verlag verlor im vergangenen Jahr viele Abonnenten.", False),
        ("La suite de ce contenu est réservée à nos abonnés", True),
        ("Il vous reste 35 % de l’article à lire", True),
        ("Pour poursuivre la lecture, connectez-vous", True),
        ("Der Beitrag gehört zu unserem Premium-Angebot", True),
        ("Sie möchten den Text lesen? Hier geht es weiter", True),
        ("Loggen Sie sich ein, um weiterzulesen", True),
        ("Der Beitrag ist Teil einer Serie über das Labor.", False),
        ("Sie wollen das Buch noch einmal lesen?", False),
        ("La lecture de ce roman est réservée aux patients.", False),
        ("Abonnez-vous à notre newsletter", False),
        ("Continue reading below", False),
    ],
)
def test_what_says_that_a_text_is_cut_off(line: str, is_notice: bool) -> None:
    assert cut_off_notice(line) is is_notice


def test_a_person_says_whether_a_page_is_complete(tmp_path: Path) -> None:
    page = html(below="<p>Subscribe to continue reading this story.</p>")
    article, warnings = one(tmp_path, "1.html", f"---\ncomplete: true\n---\n{page}")
    assert (article.complete, article.origin["complete"], warnings) == (True, "front matter", [])


def test_furniture_is_told_by_where_it_stands(tmp_path: Path) -> None:
    """Lists of links, boxes by their names, lines that come back; no sentence of the text."""
    links = "".join(f'<li><a href="/{n}">Another story of the town number {n}</a></li>' for n in range(3))
    box = "<p>Jane Doe has written about fires and mills in the county for more than twenty years.</p>"
    below = f"<ul>{links}</ul><div class='author-bio'>{box}</div><p>{BODY[1]}</p>"
    article, _ = one(tmp_path, "1.html", html(below=below))
    kinds = {sentence.text: sentence.kind for sentence in split.split(article) if sentence.text not in BODY[1]}
    furniture = {text for text, kind in kinds.items() if kind == "boilerplate"}
    assert not furniture & set(BODY)
    assert len([text for text in article.text.split("\n") if text not in (*BODY, article.title)]) == len(furniture)


def test_what_a_page_says_thrice_is_told_once(tmp_path: Path) -> None:
    again = "".join(f"<p>{text}</p>" for text in BODY)
    article, _ = one(tmp_path, "1.html", html(below=again * 2))
    kinds = [sentence.kind for sentence in split.split(article) if sentence.text == BODY[1]]
    assert kinds == ["body", "boilerplate", "boilerplate"]


def test_lines_that_come_back_in_an_outlet_are_furniture(tmp_path: Path) -> None:
    """In three of its articles; in two, they may be one text's background, and one text may stand there thrice."""
    line = "The Crier is read in the whole county and has a page of puzzles."
    texts = [f"---\noutlet: The Crier\n---\n{text}\n{BODY[4]} {n}\n{line}" for n, text in enumerate(BODY[:4])]
    for name, stories, expected in (("a", texts, {line}), ("b", texts[:2], set()), ("c", texts[:1] * 3, set())):
        got = reading(tmp_path / name, {f"{n}.en.txt": text for n, text in enumerate(stories)})
        kinds = [sentence for article in got.story.articles for sentence in split.split(article)]
        assert {sentence.text for sentence in kinds if sentence.kind == "boilerplate"} == expected


PLACES = {  # what it is → mark-up within the text, mark-up below it, lines of furniture
    "a caption": ("<div class='pic'><img src='a.jpg'><div>A crane stands by the mill in May.</div></div>", "", 1),
    "a teaser": (
        "<article><h3><a href='/b'>Mayor to leave</a></h3><div>She is to go in June.</div></article>",
        "",
        1,
    ),
    "a byline": ("<div>By Jane Doe of the Crier</div>", "", 1),
    "a post": (
        "<blockquote class='twitter-tweet'><p>We saw the smoke from our own street.</p></blockquote>",
        "",
        1,
    ),
    "what is hidden": ("<p class='u-hide'>Your browser is too old to show this page well.</p>", "", 1),
    "a plea": ("", "<section><p class='plea'>A free paper needs your help, so join us now.</p></section>", 1),
    "the author": ("", "<p>Jane Doe has written about mills for twenty years.</p>", 1),
    "a pointer": ("", "<p>All that we know of the fire stands here:</p>", 1),
    "a box elsewhere": (
        "<div class='box'><div class='row'><p>1887: the mill is built</p>"
        "<p>90: people worked in it, all from the town of the canal</p></div></div>",
        "",
        2,
    ),
    "a drawn box": (
        "<p style='padding: 3px; background-color: #ffe'>The club of the Crier is open to all readers of it.</p>",
        "",
        1,
    ),
    "an undrawn one": ("<p style='border: 0'>The club of the town had met in the mill for years.</p>", "", 0),
    "words elsewhere": (
        "<div class='box'><blockquote class='row'>"
        "<p>We lost all that we had in one night by the canal in May.</p></blockquote></div>",
        "",
        0,
    ),
    "somebody's words": ("<figure><blockquote><p>We lost all that we had.</p></blockquote></figure>", "", 0),
    "a list that ends a text": (
        "",
        "<h2>What is shut</h2><ul><li>The bridge is shut until May.</li>"
        "<li>The lock, <a href='/b'>built in May</a>, is open.</li></ul>",
        0,
    ),
    "a last paragraph of another style": ("", "<p class='big'>A meeting is to be held in the town on Friday.</p>", 0),
    "a heading": ("<h2>The cause</h2>", "", 0),
    "a first letter": (
        "<p class='drop'>The town had feared for the mill since it was left by its owner.</p>",
        "",
        0,
    ),
}


@pytest.mark.parametrize(("above", "below", "furniture"), PLACES.values(), ids=PLACES)
def test_furniture_by_its_place_and_style(tmp_path: Path, above: str, below: str, furniture: int) -> None:
    page = html(described('"author": {"name": "Jane Doe"}'), below=below).replace(
        BODY[2], f"{BODY[2]}</p>{above}<p>", 1
    )
    article, _ = one(tmp_path, "1.html", page)
    kinds = {sentence.text: sentence.kind for sentence in split.split(article)}
    marked = {text for text, kind in kinds.items() if kind == "boilerplate"}
    assert not marked & set(BODY)
    assert len(marked) >= furniture if furniture else not marked


def test_a_line_break_within_a_sentence_is_a_blank(tmp_path: Path) -> None:
    page = (CASES / "page.html").read_text("utf-8").replace("Der Mitgründer hat am", "Der Mitgründer<br>hat am")
    article, _ = one(tmp_path, "1.html", page)
    assert "Der Mitgründer hat am Mittwoch" in article.text
    broken, _ = one(tmp_path / "b", "1.de.txt", GERMAN.replace(" am Mittwoch", "\u2028am\x0bMittwoch"))
    assert len(split.split(broken)) == 2


@pytest.mark.parametrize(
    ("name", "content", "id_"),
    [
        ("tagblatt.at.html", html(), "tagblatt.at.en"),
        ("thecrier.de.html", html(), "thecrier.de.en"),
        ("1.en.html", html(), "1.en"),
        (f"{'é' * 90}.en.txt", ENGLISH, None),
    ],
)
def test_names_that_are_no_ids(tmp_path: Path, name: str, content: str, id_: str | None) -> None:
    """The end of a site's name is no language, and what is too long is cut."""
    article, _ = one(tmp_path, name, content)
    assert article.lang == "en"
    assert article.id == id_ if id_ else len(article.id.encode()) <= 150 and article.id.endswith(".en")


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0027)https://www.crier.example/a -->",
        "<!--\n Page saved\n url: https://www.crier.example/a \n-->",
    ],
)
def test_a_saved_page_says_where_it_is_from(tmp_path: Path, comment: str) -> None:
    article, _ = one(tmp_path, "1.html", f"{comment}\n{html()}")
    assert (article.url, article.outlet) == ("https://www.crier.example/a", "crier")


@pytest.mark.parametrize("case", cases("inline"), ids=lambda case: case["about"])
def test_what_stands_within_sentences(case: dict[str, Any]) -> None:
    root = markup.html(case["html"])
    assert root is not None
    mend(root)
    assert [block.text for block in markup.blocks(root)] == case["lines"]


def test_a_time_in_a_sentence_is_read_once_and_is_no_day_of_publication(tmp_path: Path) -> None:
    said = "The mill was first on fire on <time datetime='2011-05-09'>9 May 2011</time>, as the files of the town show."
    article, _ = one(tmp_path, "1.html", html().replace(BODY[2], said))
    assert article.text.count("as the files of the town show") == 1
    assert "on fire on 9 May 2011, as" in article.text
    assert article.published == ""


@pytest.mark.parametrize(
    ("head", "above", "below", "published"),
    [
        ("", "<p>Published on 5 May 2025</p>", "", "2025-05-05"),
        ("", "<p>Published 05/05/2025 at 6:30 p.m. | 3 min read</p>", "", "2025-05-05"),
        ("", "<p>Published 05/06/2025</p>", "", ""),
        ('<meta property="article:modified_time" content="2025-06-01T10:00:00Z">', "", "", ""),
        (described('"datePublished": "2025-05-05", "dateModified": "2025-06-01"'), "", "", "2025-05-05"),
        ("", "", "<article><time datetime='2024-01-02'>2 January</time><a href='/b'>A lock</a></article>", ""),
        ("", "<time datetime='2025-05-05'>Monday</time>", "", "2025-05-05"),
    ],
)
def test_the_day_of_a_page(tmp_path: Path, head: str, above: str, below: str, published: str) -> None:
    article, _ = one(tmp_path, "1.html", html(head, above, below))
    assert article.published == published
