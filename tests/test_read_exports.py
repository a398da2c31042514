"""Exports of press databases, and what looks like several documents."""

import re
from pathlib import Path
from typing import Any

import pytest
from read_cases import ENGLISH, FRENCH, GERMAN, cases, portable, reading, refused, rich

NEXIS = """

                    1 of 2 DOCUMENTS

                    Morning Post (London)
                    August 14, 2025 Thursday
                    First Edition

Founder leaves firm
for good

BYLINE: Jane Doe

SECTION: NEWS; Pg. 3

LENGTH: 18 words

{english}

LOAD-DATE: August 14, 2025

LANGUAGE: ENGLISH

                    Copyright 2025 Morning Post
                        All Rights Reserved

                    2 of 2 DOCUMENTS

                    Tagesblatt
                    14. August 2025 Donnerstag

Gründer geht

LÄNGE: 16 Wörter

{german}

SPRACHE: GERMAN; Deutsch

                    Copyright 2025 Tagesblatt
                        Alle Rechte vorbehalten
"""
NEXIS_UNI = """Founder leaves firm
Morning Post
August 14, 2025 Thursday
Copyright 2025 Morning Post All Rights Reserved
Section: NEWS; Pg. 3
Length: 18 words
Body
{english}
Classification
Language: ENGLISH
Load-Date: August 14, 2025
End of Document
Départ du fondateur
Le Courrier
14 août 2025
Copyright 2025 Le Courrier Tous droits réservés
Length: 18 words
Body
{french}
Classification
Language: FRENCH
End of Document
"""
FACTIVA = """<html><body>
<div class="article enArticle"><div><span class="enHeadline">Founder leaves firm</span></div><div>By Jane Doe</div>
<div>18 words</div><div>14 August 2025</div><div>10:30</div><div>Morning Post</div><div>MPOST</div><div>English</div>
<div>(c) 2025 Morning Post</div><p class="articleParagraph enarticleParagraph">{english}</p>
<p>Document MPOST00020250814</p></div>
<div class="article frArticle"><table><tr><td><b>HD</b></td><td><b class="frHeadline">Départ du fondateur</b></td></tr>
<tr><td><b>WC</b></td><td>18 mots</td></tr><tr><td><b>PD</b></td><td>14 août 2025</td></tr>
<tr><td><b>SN</b></td><td>Le Courrier</td></tr><tr><td><b>LA</b></td><td>Français</td></tr>
<tr><td><b>LP</b></td><td><p class="articleParagraph frarticleParagraph">{french}</p></td></tr>
<tr><td><b>AN</b></td><td>Document COUR00020250814</td></tr></table></div></body></html>"""
EUROPRESSE = """<html><body>
<article><header><span class="DocPublicationName">Le Courrier (site web)</span>
<span class="DocHeader">Monde, jeudi 14 août
2025</span><p class="titreArticleVisu rdp__articletitle">Départ du fondateur</p></header>
<div class="docOcurrContainer"><p>{french}</p></div><footer><small>© 2025 Le Courrier. Tous droits réservés.</small>
<p>news·20250814·CO·1</p></footer></article>
<article><header><span class="DocPublicationName">Morning Post, no. 12</span>
<span class="DocHeader">14 August 2025</span>
<p class="titreArticleVisu">Founder leaves firm</p></header>
<div class="docOcurrContainer"><p>{english}</p></div></article>
</body></html>"""
PROQUEST = """____________________________________________________________

Founder leaves firm

Author: Doe, Jane

Full text: {english}

Note: a colon within a text is the text's.

Title: Founder leaves firm

Publication title: Morning Post

Publication date: Aug 14, 2025

Language of publication: English
____________________________________________________________
"""
OLDER = {
    "Founder leaves firm for good": ("Morning Post (London)", "2025-08-14", "en"),
    "Gründer geht": ("Tagesblatt", "2025-08-14", "de"),
}
BOTH = {
    "Founder leaves firm": ("Morning Post", "2025-08-14", "en"),
    "Départ du fondateur": ("Le Courrier", "2025-08-14", "fr"),
}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("export.txt", NEXIS, OLDER),
        ("export.txt", NEXIS.replace(" of 2 DOCUMENTS", " von 2 DOKUMENTEN"), OLDER),
        ("export.txt", NEXIS.replace(" of 2 DOCUMENTS", " de 2 DOCUMENTS"), OLDER),
        ("export.txt", NEXIS_UNI, BOTH),
        ("export.html", FACTIVA, BOTH),
        ("export.html", EUROPRESSE, BOTH),
        ("export.txt", PROQUEST, {"Founder leaves firm": ("Morning Post", "2025-08-14", "en")}),
    ],
    ids=["Nexis", "in German", "in French", "Nexis Uni", "Factiva", "Europresse", "ProQuest"],
)
def test_an_export_is_divided(
    tmp_path: Path, name: str, content: str, expected: dict[str, tuple[str, str, str]]
) -> None:
    """Each article has its outlet, title, day and language; its text is its title and what was written."""
    got = reading(tmp_path, {name: content.format(english=ENGLISH, german=GERMAN, french=FRENCH)})
    assert got.failures == ()
    assert {a.title: (a.outlet, a.published, a.lang) for a in got.story.articles} == expected
    for article in got.story.articles:
        text = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH}[article.lang]
        first, second, *rest = article.text.split("\n")
        assert (first, second) == (article.title, text)
        assert rest == (["Note: a colon within a text is the text's."] if content is PROQUEST else [])


def test_a_record_of_proquest_without_its_text_is_a_failure(tmp_path: Path) -> None:
    bare = PROQUEST.replace("Full text: {english}", "Abstract: A founder leaves.").replace("Note: a colon", "A colon")
    got = reading(tmp_path, {"export.txt": (bare + PROQUEST).format(english=ENGLISH)})
    assert [article.title for article in got.story.articles] == ["Founder leaves firm"]
    assert [(failure.item, failure.reason) for failure in got.failures] == [
        ("story/export.txt:1", "no text after the front matter; expected the article's text")
    ]


@pytest.mark.parametrize("label", ["Credit: AFP", "Location: Berlin", "People: 50"])
def test_a_label_of_proquest_above_prose_is_the_text_s(tmp_path: Path, label: str) -> None:
    notice = "Copyright: All rights\nreserved by the owner, who gives none of them to anybody else.\nCredit: AFP"
    text = f"{ENGLISH}\n{label}\n{ENGLISH}"
    content = PROQUEST.replace("Note: a colon within a text is the text's.", "Subject: Firms;\nStart-ups\n")
    content = content.replace("English\n_", f"English\n{notice}\n_")
    got = reading(tmp_path, {"export.txt": content.format(english=text)})
    assert [(a.outlet, a.text) for a in got.story.articles] == [("Morning Post", f"Founder leaves firm\n{text}")]


LEADER = re.sub("<[^>]+>", "\n", FACTIVA)


@pytest.mark.parametrize(
    ("export", "expected"), [(NEXIS, OLDER), (NEXIS_UNI, BOTH), (LEADER, BOTH)], ids=["Nexis", "Nexis Uni", "Factiva"]
)
@pytest.mark.parametrize("form", ["rtf", "pdf"])
def test_an_export_as_a_document_is_divided(
    tmp_path: Path, form: str, export: str, expected: dict[str, tuple[str, str, str]]
) -> None:
    """A PDF keeps no empty lines, and breaks lines where its page ends."""
    text = export.format(english=ENGLISH, german=GERMAN, french=FRENCH)
    half = text.index("\n", len(text) // 2)
    content = rich(text) if form == "rtf" else portable(text[:half], text[half:])
    got = reading(tmp_path, {f"export.{form}": content})
    assert got.failures == ()
    assert {a.title: (a.outlet, a.published, a.lang) for a in got.story.articles} == expected
    for article in got.story.articles:
        assert article.text == f"{article.title}\n{ ({'en': ENGLISH, 'de': GERMAN, 'fr': FRENCH}[article.lang]) }"


@pytest.mark.parametrize(
    "content",
    [
        "\n\n".join(f"Treffer {number} von 3 Dokumenten\n\n{GERMAN}" for number in (1, 2, 3)),
        "\n\n".join(f"Quelle: Blatt\nRessort: Politik\nAusgabe: 1\nSeite: 3\nText\n{GERMAN}" for _ in range(2)),
        f"{GERMAN}\nEnd of Document\n{GERMAN}\nEnd of Document",
        "\n".join(f"Dokument {number} von 3\n{GERMAN}" for number in (1, 2, 3)),
        "\n".join(f"Dokument {number} von 3\nMedium: Bote\nDer Hafen\n{GERMAN}" for number in (1, 2, 3)),
        "\n=========\n".join(f"Der Hafen\nDer Bote, {number}. März 2021, Seite 4\n{GERMAN}" for number in (1, 2)),
        "\n".join(f"Der Hafen\n{GERMAN}\nDokumentnummer: BOTE-{number}" for number in (1, 2, 3)),
    ],
    ids=["counted", "labels", "ends", "counted as another database does", "headed", "ruled", "numbered"],
)
def test_several_documents_of_an_unknown_form_are_refused(tmp_path: Path, content: str) -> None:
    reason = refused(tmp_path / "a", "hits.de.txt", content)
    rows = "".join(f"<p>{row}</p>" for row in content.split("\n") if row)
    assert refused(tmp_path / "b", "hits.html", f"<html><body>{rows}</body></html>") == reason
    assert "documents of a form that is not known" in reason
    assert "Nexis" in reason


@pytest.mark.parametrize(
    "content",
    [
        f"Bild 1 von 3\n{GERMAN}\nBild 2 von 3\n{GERMAN}",
        f"Frage: Warum?\nAntwort: Darum.\nFrage: Und nun?\nAntwort: {GERMAN}",
        f"Der Hafen\nBote, 3. März 2021\n{GERMAN}\n* * * * *\n{GERMAN}",
    ],
    ids=["pictures", "an interview", "two parts"],
)
def test_one_article_stays_one(tmp_path: Path, content: str) -> None:
    assert len(reading(tmp_path, {"1.de.txt": content}).story.articles) == 1


@pytest.mark.parametrize("case", cases("several"), ids=lambda case: case["name"])
def test_texts_that_somebody_joined_are_told_from_one_in_parts(tmp_path: Path, case: dict[str, Any]) -> None:
    text = "\n".join(case["rows"]).replace("{text}", ENGLISH)
    if case["several"]:
        reason = refused(tmp_path, "1.en.txt", text)
        assert reason.startswith(f"holds {case['several']} documents of a form that is not known")
    else:
        assert len(reading(tmp_path, {"1.en.txt": text}).story.articles) == 1


CODED = """SE News
HD Bridge falls
WC 18 words
PD 14 August 2025
SN The Times
LA English
CY (c) 2025 The Times
LP
{english}
IN this row the text goes on, as many do.
TD
CO is no code here, since a code stands once in a record.
CO thames : Thames Water
AN Document TIMES00020250814
SE News
HD Départ du fondateur
WC 18 mots
PD 14 août 2025
SN Le Courrier
LA Français
LP {french}
AN Document COUR00020250814
"""


@pytest.mark.parametrize("numbers", [True, False], ids=["with numbers", "without"])
@pytest.mark.parametrize("blanks", [" ", "  "])
def test_codes_of_factiva_before_one_blank(tmp_path: Path, blanks: str, *, numbers: bool) -> None:
    """Blanks squeezed, or the rows that end an article gone: the same articles."""
    text = CODED.format(english=ENGLISH, french=FRENCH)
    text = re.sub(r"^([A-Z]{2}) ", rf"\1{blanks}", text, flags=re.MULTILINE)
    if not numbers:
        text = re.sub(r"^AN.*\n", "", text, flags=re.MULTILINE)
    if blanks == "  ":
        text = text.replace("IN  this", "IN this").replace("CO  is", "CO is")
    got = reading(tmp_path, {"f.txt": text})
    assert got.failures == ()
    assert {a.title: (a.outlet, a.published, a.lang) for a in got.story.articles} == {
        "Bridge falls": ("The Times", "2025-08-14", "en"),
        "Départ du fondateur": ("Le Courrier", "2025-08-14", "fr"),
    }
    first, second = (a.text for a in sorted(got.story.articles, key=lambda a: a.lang))
    assert first.split("\n")[:3] == ["Bridge falls", ENGLISH, "IN this row the text goes on, as many do."]
    assert "thames" not in first
    assert second == f"Départ du fondateur\n{FRENCH}"
