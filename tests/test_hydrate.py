"""Stand-off bundles: no word of the articles goes out, and the reader comes back from copies of them."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from unicodedata import combining, normalize
from urllib.parse import unquote

import msgspec
import pytest
import stating
from console import Call
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from pipeline import export, read, split
from pipeline.data import (
    Alignment,
    Article,
    Difference,
    Evidence,
    Failure,
    Lang,
    Link,
    Output,
    Provenance,
    Rendering,
    Result,
    RoundTrip,
    Side,
    Span,
    Statement,
    Story,
    Synopsis,
    Translation,
    Warned,
)
from pipeline.errors import InputError
from pipeline.export import bundles
from pipeline.export.pairs import Paired
from pipeline.memory import HUMAN, Memory, Unit
from pipeline.story import standoff

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def result() -> Result:
    """The five articles, with addresses; one was cut short."""
    found = msgspec.json.decode((HERE / "cases" / "result.json").read_bytes(), type=Result)
    articles = tuple(
        replace(one, outlet=f"Outlet {one.id}", url=f"https://a.example/{one.id}", complete=n > 0)
        for n, one in enumerate(found.story.articles)
    )
    story = replace(found.story, articles=articles, copies=(("000.en", "001.en"), ("002.de", "004.fr")))
    return replace(found, story=story)


def recalling(result: Result) -> standoff.Recall:
    """A memory with the translations of a result."""
    said = {one.id: one for one in result.sentences}
    known = {(said[t.sentence].lang, said[t.sentence].text, t.signature): t.text for t in result.translations}

    def recall(lang: Lang, texts: Iterable[str], signature: str) -> Mapping[str, str]:
        return {text: known[lang, text, signature] for text in texts if (lang, text, signature) in known}

    return recall


def hydrated(result: Result, articles: Iterable[Article], recall: standoff.Recall | None = None) -> Result:
    """What a receiver gets who has these articles; the bundle goes through its file."""
    files = dict(one for one in bundles.standoff([Paired(result)]) if isinstance(one, tuple))
    bundle = msgspec.json.decode(files[f"{result.story.id}.json"], type=standoff.Standoff)
    return standoff.hydrated(bundle, [standoff.copy_with_digests(one) for one in articles], recall or recalling(result))


def renamed(article: Article, text: str | None = None) -> Article:
    """A receiver's copy: under another name, from another place."""
    text = article.text if text is None else text
    return Article(f"mine-{article.id}", "my-story", "", article.lang, article.title, text)


def bare(alignments: Iterable[Alignment]) -> list[Alignment]:
    """Without the words that links were found by."""
    return [
        replace(one, links=tuple(replace(link, evidence=numbers(link.evidence)) for link in one.links))
        for one in alignments
    ]


def numbers(found: Evidence) -> Evidence:
    return Evidence(found.words, found.characters, found.vectors)


# What goes out


def secret(url: str) -> Result:
    """A story whose every word is marked, wherever a result has words."""
    texts = {
        "0.de": "Qzeins qzzwei qzdrei qzvier qzf\u00fcnf qzsechs. Qzsieben qzacht.",
        "1.en": "Qzone qztwo qzthree qzfour.",
    }
    langs: dict[str, Lang] = {"0.de": "de", "1.en": "en"}
    articles = tuple(
        Article(key, "s", "Post", langs[key], "qztitle", text, "2026-01-02", url, extra={"teaser": "qzteaser"})
        for key, text in texts.items()
    )
    sentences = tuple(one for article in articles for one in split.split(article))
    said = Span(sentences[0].id, 0, 5, "qzspan")
    link = Link("x", (sentences[0].id,), (sentences[-1].id,), "same", 0.9, 0.1, "strong", EVIDENCE, True, "a note")
    difference = Difference(
        "d", "st", "number", (Side(("0.de",), "qzvalue", (said,)),), "qzwhy", "solid", ("qzreason",)
    )
    return Result(
        Story("s", articles, (("0.de", "1.en"),), ("qzbound",)),
        sentences,
        (Translation(sentences[0].id, "qzenglish", ("copied",), "mt:x", -0.5),),
        (Alignment("0.de", "1.en", (link,), "align:x"),),
        Synopsis("s", ("1.en", "0.de"), (), (difference,), (RoundTrip(said, said, said, 0.5),)),
        Provenance("2026-01-02", {"python": "3"}, {"alignment": "align:x"}),
        (Warned("s/0.de", "qzwarned"),),
        (Failure("s/2.fr", "read", "qzfailure"),),
        (Rendering("qzname", (("qzspelled", (sentences[0].id,)),)),),
    )


EVIDENCE = Evidence(0.1, 0.2, 0.3, ("qzshared",), ("qz1",), ("qz2",), ("qzkiel",))


def test_no_word_of_the_articles_goes_out_but_in_addresses() -> None:
    for url in ("", "javascript:x", "x://["):
        ((_, content),) = [one for one in bundles.standoff([Paired(secret(url))]) if isinstance(one, tuple)]
        assert b"qz" not in content.lower()
    ((_, content),) = [
        one for one in bundles.standoff([Paired(secret("https://a.example/b"))]) if isinstance(one, tuple)
    ]
    lines = [line.strip() for line in content.decode().splitlines() if "qz" in line.lower()]
    assert lines == ['"address": "https://a.example/b#:~:text=Qzeins%20qzzwei%20qzdrei"']
    bundle = json.loads(content)
    (link,) = bundle["alignments"][0]["links"]
    assert (link["probability"], link["person"], link["note"], link["evidence"]["vectors"]) == (
        0.9,
        True,
        "a note",
        0.3,
    )
    assert bundle["translations"][0] | {"sentence": ""} == {
        "sentence": "", "text": "", "flags": ["copied"], "signature": "mt:x", "score": -0.5, "doubt": None
    }  # fmt: skip
    place = bundle["articles"][0]["sentences"][1]
    assert place["digest"] == sha256(b"Qzsieben qzacht.").hexdigest()
    assert (place["address"], place["start"], place["end"]) == ("https://a.example/b", 44, 60)


def test_a_fragment_joins_one_that_is_there() -> None:
    ((_, content),) = [
        one for one in bundles.standoff([Paired(secret("http://a.example/#top"))]) if isinstance(one, tuple)
    ]
    assert b'"http://a.example/#top:~:text=Qzeins' in content


WORDS = st.sampled_from(
    ["die", "Bank", "E-Mail", "mail", "été", "Ete", "«Geld»", "geld.", "in", "der,", "ß", "12", "(„so“)", "x’y"]
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)


def folded(text: str) -> str:
    """As a browser compares: without case, accents and runs of white space."""
    return "".join(c for c in normalize("NFKD", " ".join(text.split()).casefold()) if not combining(c))


def goes_to(text: str, words: str) -> tuple[int, int]:
    """Where a browser goes with a text fragment: the first place of the first part, the next of the last one."""
    parts = [folded(unquote(part)) for part in words.split(",")]
    found = [0, 0]
    at = 0
    for n, part in enumerate(parts):
        match = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(folded(text), at)
        assert match, (text, words)
        found[n:] = match.span()[n:] if n else match.span()
        at = match.end()
    return found[0], found[1]


@given(st.lists(SENTENCE, min_size=1, max_size=6))
def test_a_text_fragment_leads_to_its_sentence_with_at_most_half_its_words(sentences: list[str]) -> None:
    text = "\n ".join(sentences)
    spans, start = [], 0
    for one in sentences:
        spans.append((start, start + len(one)))
        start += len(one) + 2
    for (start, end), words in zip(spans, standoff.fragments(text, spans), strict=True):
        own = re.findall(r"\w+", text[start:end])
        assert len(re.findall(r"\w+", unquote(words))) <= len(own) / 2
        if words:
            first, last = goes_to(text, words)
            begin = len(folded(text[:start])) + (start > 0)
            inside = folded(text[start:end])
            assert first == begin + re.search(r"\w", inside).start()  # type: ignore[union-attr]  # it has words
            if "," in words:
                assert last == begin + len(inside) - re.search(r"\w", inside[::-1]).start()  # type: ignore[union-attr]
        assert not re.search(r"[-&\s]", words)


def test_fragments_take_no_more_words_than_they_need() -> None:
    text = (
        "Der Hafen von Kiel brennt seit Montag früh. Der Hafen von Bremen brennt nicht, sagt die große Wehr von Kiel."
    )
    spans = [(0, 43), (44, len(text))]
    assert [unquote(one) for one in standoff.fragments(text, spans)] == [
        "Der Hafen von",
        "Der Hafen von Bremen,von Kiel",
    ]
    assert standoff.fragments("Kurz ist das nicht. Das ist kurz.", [(0, 19), (20, 33)]) == ["", ""]


@pytest.mark.browser
def test_chromium_goes_where_a_fragment_says(result: Result, tmp_path: Path, browser: Browser) -> None:
    article = result.story.articles[2]
    own = [one for one in result.sentences if one.article == article.id]
    ways = standoff.fragments(article.text, [(one.start, one.end) for one in own])
    body = "".join(f"<p style='margin: 120vh 0'>{one.text}</p>" for one in own)
    page = tmp_path / "page.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><h1>Menu: Elon Musk, xAI</h1>{body}", "utf-8")
    places = [n for n, way in enumerate(ways) if way]
    assert len(places) > 15
    for n in (places[3], places[-1]):
        tab = browser.new_page()
        tab.goto(f"{page.as_uri()}#:~:text={ways[n]}")
        tab.wait_for_function("scrollY > 0")
        seen = "[...document.querySelectorAll('p')].findIndex(p => p.getBoundingClientRect().bottom > 0)"
        assert tab.evaluate(seen) == n
        tab.close()


# What comes back


def test_the_same_texts_give_the_same_result(result: Result) -> None:
    found = hydrated(result, map(renamed, reversed(result.story.articles)))
    assert [(one.id, one.outlet, one.url, one.text, one.complete) for one in found.story.articles] == [
        (one.id, one.outlet, one.url, one.text, one.complete) for one in result.story.articles
    ]
    assert (found.sentences, found.translations) == (result.sentences, result.translations)
    assert (found.story.copies, found.story.id) == (result.story.copies, result.story.id)
    assert list(found.alignments) == bare(result.alignments)
    assert (found.provenance, found.warnings, found.failures) == (result.provenance, (), ())
    assert [silences(row) for row in found.synopsis.statements] == [silences(row) for row in result.synopsis.statements]
    assert all(row.headline for row in found.synopsis.statements)
    assert found.synopsis.differences


def silences(row: Statement) -> Statement:
    """A row without what its differences make of it."""
    silent = {article: state for article, state in row.states.items() if not state.startswith("said")}
    return replace(row, states=silent, headline="")


def test_line_breaks_do_not_count(result: Result) -> None:
    copies = [
        renamed(one, "\n\n" + one.text.replace(" babuschkin", "\n babuschkin") + " ") for one in result.story.articles
    ]
    found = hydrated(result, copies)
    assert [one.id for one in found.sentences] == [one.id for one in result.sentences]
    assert found.warnings == ()
    texts = {one.id: one.text for one in found.story.articles}
    assert all(texts[one.article][one.start : one.end] == one.text for one in found.sentences)


def test_a_changed_sentence_is_named_and_linked_with_nothing(result: Result) -> None:
    before = result.story.articles[2]
    linked = [link for one in result.alignments for link in one.links if link.kind == "same"]
    gone = next(key for link in linked for key in link.left if key.startswith(f"{before.id}:") and len(link.left) == 1)
    sentence = next(one for one in result.sentences if one.id == gone)
    text = before.text.replace(sentence.text, "Hier steht jetzt etwas ganz anderes.")
    found = hydrated(result, [renamed(one, text if one == before else None) for one in result.story.articles])
    warned, of_new = found.warnings
    assert warned.item == f"{result.story.id}/{gone}"
    assert of_new.item == f"{result.story.id}/{before.id}"
    assert f"Outlet {before.id} https://a.example/{before.id}#:~:text=" in warned.reason
    (new,) = {one.text for one in found.sentences} - {one.text for one in result.sentences}
    assert new == "Hier steht jetzt etwas ganz anderes."
    ids = {one.id for one in found.sentences if one.eligible}
    shown = {key for row in found.synopsis.statements for keys in row.cells.values() for key in keys}
    assert ids - shown == {one.id for one in found.sentences if one.text == new}
    complete(found)
    kept = {link.id for one in found.alignments for link in one.links if link.kind != "unlinked"}
    for link in (link for one in result.alignments for link in one.links if link.kind != "unlinked"):
        assert (link.id in kept) == (gone not in (*link.left, *link.right))


def complete(result: Result) -> None:
    """Sentences are slices, and every eligible one is in a link of each of its article's alignments."""
    texts = {one.id: one.text for one in result.story.articles}
    assert all(texts[one.article][one.start : one.end] == one.text for one in result.sentences)
    assert len({one.id for one in result.sentences}) == len(result.sentences)
    here = {one.id for one in result.sentences}
    for alignment in result.alignments:
        linked = {key for link in alignment.links for key in (*link.left, *link.right)}
        assert linked <= here
        assert linked >= {
            one.id for one in result.sentences if one.eligible and one.article in (alignment.left, alignment.right)
        }


LINES = tuple(f"The {noun} of the harbour was seen by {n} people." for n, noun in enumerate(("crane", "quay", "tower")))
KEPT = tuple(f"The ship {n} of the harbour was seen by all people." for n in "abcdef")  # so that it is still a copy
EDITS = st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(["keep", "drop", "change", "twice"])), max_size=6)


@settings(max_examples=40)  # each parses and compares a story
@given(EDITS)
def test_exactly_what_changed_is_named(edits: list[tuple[str, str]]) -> None:
    before = story((*LINES[:1], *KEPT, *(line for line, _ in edits)))
    changes = {"drop": "", "change": "Nobody saw anything at all.\n"}
    lines = [LINES[0], *KEPT, *(changes.get(how, f"{line}\n" * (1 + (how == "twice"))) for line, how in edits)]
    copy = Article("mine", "my", "", "en", "", "\n".join(lines))
    found = hydrated(before, [copy, before.story.articles[1]])
    complete(found)
    count = Counter(one.text for one in split.split(copy))
    gone = []
    for one in split.split(before.story.articles[0]):
        count[one.text] -= 1
        gone += [f"s/{one.id}"] * (count[one.text] < 0)
    new = ["s/0.en"] if +count else []
    assert [warned.item for warned in found.warnings] == gone + new
    shown = {key for row in found.synopsis.statements for keys in row.cells.values() for key in keys}
    assert len({one.id for one in found.sentences} - shown) == (+count).total()
    linked = {key for link in found.alignments[0].links for key in link.left if link.kind == "same"}
    assert linked == {one.id for one in split.split(before.story.articles[0])} - {
        one.removeprefix("s/") for one in gone
    }


def story(lines: Sequence[str]) -> Result:
    """Two articles, the other one putting each line otherwise."""
    texts = "\n".join(lines), "\n".join(line.replace("was seen by", "caught the eye of") for line in lines)
    articles = tuple(Article(f"{n}.en", "s", "", "en", "", text) for n, text in enumerate(texts))
    left, right = (split.split(article) for article in articles)
    links = tuple(
        Link(f"{n}", (one.id,), (other.id,), "same", 0.9, 0.1, "strong")
        for n, (one, other) in enumerate(zip(left, right, strict=True))
    )
    alignments = (Alignment("0.en", "1.en", links, "align:x"),)
    told = Story("s", articles)
    table = stating.synopsis(told, (*left, *right), alignments)
    return Result(told, (*left, *right), (), alignments, table, Provenance("2026-01-02", {}, {}))


def test_a_sentence_that_comes_once_more_is_new() -> None:
    line = LINES[0]
    copy = Article("mine", "my", "", "en", "", "\n".join((line.replace(" of", "  of"), line, line)))
    found = hydrated(story([line, line]), [copy])
    assert [one.id.endswith(":new") for one in found.sentences] == [False, False, True]
    complete(found)


def test_what_was_added_is_in_the_article_only_unless_there_is_an_exact_copy() -> None:
    before = story(LINES)
    exact = renamed(before.story.articles[0])
    longer = replace(exact, text=f"{exact.text}\nThe ferries stayed away.")
    found = hydrated(before, [longer])
    assert [one.text for one in found.sentences] == [*LINES, "The ferries stayed away."]
    assert [[row.cells for row in one.synopsis.statements] for one in (found, hydrated(before, [exact]))] == [
        [{"0.en": (one.id,)} for one in before.sentences[: len(LINES)]]
    ] * 2
    assert [(one.item, one.reason) for one in found.warnings] == [
        ("s/0.en", "your copy has sentences that the bundle does not know, 1: they are in no row of the synopsis")
    ]
    assert hydrated(before, [longer, exact]).story.articles[0].text == exact.text


def test_an_article_without_copy_is_a_failure_and_the_others_stay(result: Result) -> None:
    found = hydrated(result, map(renamed, result.story.articles[1:]))
    assert [one.id for one in found.story.articles] == [one.id for one in result.story.articles[1:]]
    (failure,) = found.failures
    assert (failure.item, failure.stage) == (f"{result.story.id}/000.en", "hydrate")
    assert failure.reason == "no copy of this article: Outlet 000.en https://a.example/000.en"
    assert list(found.alignments) == bare(one for one in result.alignments if "000.en" not in (one.left, one.right))
    assert found.story.copies == (("002.de", "004.fr"),)
    assert {one.article for one in found.sentences} == {one.id for one in result.story.articles[1:]}


NOTICE = "Read more of this in our newsletter, every day at seven."


def test_a_notice_makes_no_copy() -> None:
    """Neither an article of the bundle that has it too, nor one from elsewhere that has nothing else in common."""
    before = story([*LINES, NOTICE])
    other, elsewhere = before.story.articles[1], Article("x", "y", "", "en", "", f"The circus is in town.\n{NOTICE}")
    found = hydrated(before, [other, elsewhere])
    assert [one.id for one in found.story.articles] == ["1.en"]
    assert [one.item for one in found.failures] == ["s/0.en"]


def test_a_copy_has_half_of_the_sentences_or_more() -> None:
    half, less = (Article("x", "y", "", "en", "", "\n".join(lines)) for lines in (LINES[:2], LINES[:1]))
    before = story((*LINES, "It rained."))
    assert [one.id for one in hydrated(before, [half]).story.articles] == ["0.en"]
    assert hydrated(before, [less]).story.articles == ()


def test_what_fits_another_article_better_is_no_copy() -> None:
    """Two articles that share more than half."""
    shared = [f"The ship {n} is not in the harbour." for n in "abcd"]
    before = story([*LINES, *shared])
    edited = replace(before.story.articles[1], text=f"{before.story.articles[1].text}\nIt rained.")
    for other in (before.story.articles[1], edited):
        assert [one.id for one in hydrated(before, [other]).story.articles] == ["1.en"]


def test_of_two_copies_the_better_one_is_taken(result: Result) -> None:
    one = result.story.articles[0]
    stub = replace(renamed(one, one.text[: len(one.text) // 2]), url=one.url)
    other = replace(one, id="x", story="y", url="https://b.example")
    for copies in ([stub, renamed(one), other], [other, stub, renamed(one)]):
        found = hydrated(result, copies).story.articles
        assert [(made.id, made.text, made.url) for made in found] == [(one.id, one.text, one.url)]
    titled = [replace(renamed(one), title="not this"), replace(renamed(one), title="this", url=one.url)]
    assert hydrated(result, [*titled, renamed(one)]).story.articles[0].title == "this"


def test_what_the_memory_lacks_is_not_translated(result: Result) -> None:
    english = next(one for one in result.sentences if one.article == "002.de")
    sentences = tuple(replace(one, lang="en") if one == english else one for one in result.sentences)
    found = hydrated(replace(result, sentences=sentences), result.story.articles, lambda _lang, _texts, _by: {})
    here = {one.sentence for one in result.translations}
    kept = [(one.id, one.text) for one in sentences if one.lang == "en" and one.id in here]
    assert (english.id, english.text) in kept
    assert [(one.sentence, one.text) for one in found.translations] == kept
    foreign = sum(one.lang != "en" for one in sentences)
    assert standoff.untranslated(found.sentences, found.translations) == foreign
    assert found.synopsis.differences == ()
    assert [row.cells for row in found.synopsis.statements] == [row.cells for row in result.synopsis.statements]


# The command


def keep(path: Path, articles: Iterable[Article]) -> None:
    """Copies of articles, as a receiver has them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = ({"id": f"mine-{n}", "lang": one.lang, "text": one.text} for n, one in enumerate(articles))
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def remember(path: Path, result: Result) -> None:
    """The translations, the first one as a person's work."""
    store = Memory(path)
    said = {one.id: one for one in result.sentences}
    for n, one in enumerate(result.translations):
        own = said[one.sentence]
        if n:
            store.add_machine(own.lang, one.signature, [(own.text, Output(one.text))])
        else:
            store.add([Unit(own.lang, own.text, one.text, HUMAN)])
    store.close()


def test_the_command_makes_the_page_from_copies(call: Call, tmp_path: Path, result: Result) -> None:
    first = replace(result.translations[0], signature=HUMAN)
    result = replace(result, translations=(first, *result.translations[1:]))
    name = result.story.id
    export.write(tmp_path / "aligned" / name, export.files(result))
    assert call("export", "aligned", "--format", "standoff", "-o", "bundle").returncode == 0
    keep(tmp_path / "copies" / "all.jsonl", result.story.articles)
    remember(tmp_path / "memory.sqlite3", result)
    done = call("hydrate", "bundle", "copies", "-o", "new", "--memory", "memory.sqlite3")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr.strip() == f"{name}: 5 articles → new/{name}/"
    made = read.result(tmp_path / "new" / name)
    assert (made.sentences, made.translations) == (result.sentences, result.translations)
    page = (tmp_path / "new" / name / "synopsis.html").read_text("utf-8")
    assert all(one in page for one in ("Outlet 004.fr", "<title>"))
    assert sorted(path.name for path in (tmp_path / "new" / name).iterdir()) == ["result.json", "synopsis.html"]
    assert call("show", f"new/{name}").returncode == 0


def test_the_command_names_what_changed_and_what_is_missing(call: Call, tmp_path: Path, result: Result) -> None:
    sentence = next(one for one in result.sentences if one.article == "004.fr" and one.kind == "body")
    changed = result.story.articles[4]
    copies = [*result.story.articles[1:4], replace(changed, text=changed.text.replace(sentence.text, "Rien de tel."))]
    export.write(tmp_path / "aligned" / "s", export.files(result))
    call("export", "aligned/s", "--format", "standoff", "-o", "s.json")
    keep(tmp_path / "copies" / "all.jsonl", copies)
    (tmp_path / "copies" / "empty.de.txt").write_text("")
    done = call("hydrate", "s.json", "copies", "-o", "new")
    assert done.returncode == 3
    foreign = sum(one.lang != "en" for one in result.sentences)
    assert f"4 articles, {foreign} translations not in the memory" in done.stderr
    assert f"warning: {result.story.id}/{sentence.id}: your copy lacks this sentence, or has it changed" in done.stderr
    assert f"failed (hydrate): {result.story.id}/000.en: no copy of this article" in done.stderr
    assert "failed (read): copies/empty.de.txt: empty file" in done.stderr
    (tmp_path / "copies" / "empty.de.txt").unlink()
    keep(tmp_path / "copies" / "all.jsonl", [result.story.articles[0], *copies])
    done = call("hydrate", "s.json", "copies", "-o", "new")
    assert (done.returncode, "failed" in done.stderr, "5 articles" in done.stderr) == (3, False, True)
    keep(tmp_path / "copies" / "all.jsonl", [renamed(changed, "Ein ganz anderer Artikel. Er handelt vom Wetter.")])
    done = call("hydrate", "s.json", "copies", "-o", "none")
    assert done.returncode == 2
    assert "copies: no article of s.json in it; name the folder with your copies" in done.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        (b"{}", "not a stand-off bundle"),
        (b"\xff", "not a stand-off bundle"),
        (b"version", "not a stand-off bundle"),
    ],
)
def test_what_is_no_bundle(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(InputError, match=message):
        read.standoffs(tmp_path / "x.json")


def test_bundles_of_another_version_and_folders_without_any_are_refused(tmp_path: Path, result: Result) -> None:
    with pytest.raises(InputError, match=r"no \.json in it"):
        read.standoffs(tmp_path)
    ((_, content),) = [one for one in bundles.standoff([Paired(result)]) if isinstance(one, tuple)]
    (tmp_path / "b.json").write_bytes(content)
    assert [one.story for one in read.standoffs(tmp_path)] == [result.story.id]
    (tmp_path / "a.json").write_bytes(content.replace(b'"version": 2', b'"version": 3'))
    with pytest.raises(InputError, match=r"a\.json: a bundle of version 3, expected 2; have it exported again"):
        read.standoffs(tmp_path)
