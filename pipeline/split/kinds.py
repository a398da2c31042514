"""Blocks → kinds: which of them are the title, headings, the text, or what stands around it on a page."""

import re
from collections.abc import Sequence

from pipeline.data import SentenceKind
from pipeline.split.blocks import Span, clean
from pipeline.split.words import BULLET, CLOSERS, DATE, STAMP, TIME

_AGENCY = (
    r"(?:Sora|DALL[-·]?E(?:\s\d)?|Midjourney|Getty(?:\sImages)?|Reuters|AP(?:\sPhoto)?|AFP|dpa|Keystone|Shutterstock"
    r"|Unsplash|Pexels|Pixabay|iStock|Alamy|I(?:mago|MAGO)|EPA|ANP|Belga|Adobe\sStock|Depositphotos"
    r"|Wikimedia\sCommons|Flickr)"
)
_WIRE = r"(?:dpa|AFP|AP|Reuters|sda|APA|ANSA|ATS|KNA|epd)"
_PICTURE = (
    r"image(?: credits?)?|photos?(?: credits?)?|picture|fotos?|bild(?:er|quelle)?|crédits?(?: photos?)?|illustration"
    r"|quelle|source|grafik|symbolbild|screenshot"
)
_CREDIT_WORD = r"(?:[^\W_a-zß-öø-ÿ©@(][\w’'.&/|@()-]*|via|von|par|by|for|de|und|and|et|dpa|iStock|[/|&,-])"
_SHARE = (
    r"(?:share|teilen|partager|tweet(?:er)?|e-?mail|drucken|print|imprimer|facebook|whatsapp|twitter|x|linkedin"
    r"|reddit|telegram|copy link|link kopieren|copier le lien|kommentare|comments|commentaires|merken|save"
    r"|enregistrer|kommentieren|\d+|[|,·/]|auf|on|sur|this|article|story|diesen|artikel|cet|l’article)"
)
_ASKS = (
    r"(?:sign up|subscribe|get our|get the|join our|abonnieren sie|abonnez-vous|inscrivez-vous|recevez"
    r"|melden sie sich|jetzt|bestellen sie|erhalten sie|don['’]t miss)"
)
_MORE = (
    r"(?:lesen sie auch|lies auch|lesen sie mehr|mehr zum thema|mehr dazu|das könnte sie auch interessieren"
    r"|weiterlesen|à lire aussi|a lire aussi|à lire également|lire aussi|lire la suite|voir aussi|sur le même sujet"
    r"|read more|read also|also read|related(?: articles| stories| posts)?|see also|more on this story"
    r"|recommended(?: for you)?|you may also like)"
)
_LETTER = r"(?:newsletters?|inbox|posteingang|infolettre|boîte mail|push-nachrichten)"
_WE_USE = (
    r"(?:we use|wir (?:verwenden|nutzen)|nous utilisons|this (?:site|website) uses|ce site utilise"
    r"|diese (?:web)?(?:seite|site) (?:verwendet|nutzt))"
)
_RIGHTS = r"(?:all rights reserved|alle rechte vorbehalten|tous droits réservés)"
# What stands around an article and says nothing of its story: (what, with an example; the whole line).
_BOILERPLATE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("a line without a letter or digit: |, * * *", r"[\W_]*"),
        ("a stamp: date 2025-08-20; Stand: 13.08.2025, 14:30 Uhr", rf"(?i:{STAMP})"),
        (
            "a bare date: 27-29 octobre 2025",
            rf"(?i:(?:[^\W\d_]{{3,10}}[.,]{{0,2}}\s)?(?:den\s|le\s|on\s)?{DATE}{TIME})",
        ),
        (
            "a picture credit: Image: Shutterstock; Foto: Max Muster/dpa",
            rf"\(?(?i:{_PICTURE})\s?(?i:credit|by|von|par)?\s?[:©]\s?{_CREDIT_WORD}(?:\s{_CREDIT_WORD}){{0,7}}",
        ),
        (
            "a caption with its maker: Jane Doe by Sora; © AFP",
            rf"[^.!?:;]{{0,90}}(?:\b(?:by|via|par|von)\s|©\s?|/\s?|\(){_AGENCY}\)?",
        ),
        ("an agency's sign: (dpa), dpa/AFP", rf"\(?{_WIRE}(?:\s?[/,]\s?{_WIRE})*\)?"),
        ("who posted a tweet: — Jane Doe (@jane) August 13, 2025", r"[—–-]\s?[^()]{2,60}\(@\w{1,30}\).{0,40}"),
        (
            "a placeholder: Building…, Wird geladen…",
            r"(?i:building|loading|buffering|please wait|lädt|wird geladen|laden|chargement(?: en cours)?)"
            r"\s?(?:…|\.\.\.)",
        ),
        ("a pointer to another article: Lesen Sie auch: Musk greift an.", rf"(?i:{_MORE})\s?[:>»→|].{{0,200}}"),
        (
            "the same without a colon: À lire aussi Le départ de M. Dupont",
            rf"(?i:{_MORE})(?:\s[^a-zß-öø-ÿ].{{0,150}}[^.!?…]|[.…»>]*)",
        ),
        ("a newsletter: Sign up for our newsletter.", rf"(?i:{_ASKS}\b.{{0,200}}\b{_LETTER}\b.{{0,120}})"),
        (
            "a plea: Subscribe; Follow us on X",
            r"(?i:subscribe(?: now)?|abonnieren|s’abonner|(?:follow us on|folgen sie uns|suivez-nous) .{1,40})",
        ),
        (
            "a cookie notice: We use cookies to improve …; Accept all cookies",
            rf"(?i:(?:.{{0,60}}\b)?{_WE_USE}\s.{{0,40}}\bcookies\b.{{0,300}}"
            r"|(?:tout )?(?:accept|alle).{0,12}cookies.{0,15})",
        ),
        ("buttons to share: Share on Facebook | X", rf"(?i:{_SHARE}(?:\s?{_SHARE}){{0,10}})"),
        ("an advertisement's label", r"(?i:advertisement|anzeige|werbung|publicité|sponsored|ad|annonce)\W?"),
        (
            "a copyright line: © 2025 Example Media; Alle Rechte vorbehalten",
            rf"(?i:(?:©|\(c\)|copyright\b).{{1,100}}|(?:.{{0,60}}\W)?{_RIGHTS}\.?)",
        ),
        (
            "a reading time: 5 min read; Lesezeit: 3 Minuten",
            r"(?i:\d+[\s-]min(?:ute)?s? read|lesezeit:? .{1,15}|temps de lecture ?:? .{1,15})",
        ),
        ("a bare address", r"(?:https?://|www\.)\S+"),
    )
)
# What makes a run of short lines an event box: a bare | or a date.
_BOX_PART = re.compile(rf"[\W_]*|(?i:{DATE}{TIME})")
_PERSON = r"[^\W\d_a-zß-öø-ÿ][\w.’'-]*(?:\s[^\W\d_a-zß-öø-ÿ][\w.’'-]*){1,3}"
_BYLINE = re.compile(rf"(?:By|Von|Par)\s{_PERSON}(?:(?:,| and| und| et)\s{_PERSON})*")
_MARKDOWN = re.compile(r"#{1,6}\s+\S")


def kinds_of(lines: Sequence[str], title: str) -> list[SentenceKind]:
    """The kind of each block, from its own shape and its neighbours'."""
    kinds: list[SentenceKind] = ["boilerplate" if _is_boilerplate(line) else "body" for line in lines]
    first = next((i for i, kind in enumerate(kinds) if kind == "body"), None)
    if first is not None and _is_title(lines[first], title, last=first == len(lines) - 1):
        kinds[first] = "title"
    _mark_bylines(lines, kinds)
    for start, end in _short_runs(lines, kinds):
        if end - start > 2 and any(kind == "boilerplate" for kind in kinds[start:end]):
            kinds[start:end] = ["boilerplate"] * (end - start)
        elif end - start <= 2 and "body" in kinds[end:]:
            kinds[start:end] = [("heading" if kind == "body" else kind) for kind in kinds[start:end]]
    return [
        "heading" if _MARKDOWN.match(line) and kind == "body" else kind for line, kind in zip(lines, kinds, strict=True)
    ]


def _is_boilerplate(line: str) -> bool:
    return any(rule.fullmatch(line) for _, rule in _BOILERPLATE)


def _is_title(line: str, title: str, *, last: bool) -> bool:
    """The first line that says something: the article's title, or a headline (no full stop, at most 20 words)."""
    if title and clean(title) == line.lstrip("# "):
        return True
    bare = line.rstrip(CLOSERS)
    return not last and len(line.split()) <= 20 and bare[-1:] not in ".…:;," and not BULLET.match(line)


def _mark_bylines(lines: Sequence[str], kinds: list[SentenceKind]) -> None:
    """`By Jane Doe` is a byline before the text begins, and may be a heading in it."""
    for i, line in enumerate(lines[:5]):
        if kinds[i] == "body" and _BYLINE.fullmatch(line):
            kinds[i] = "boilerplate"
        elif kinds[i] == "body" and not _is_short(line):
            return


def _short_runs(lines: Sequence[str], kinds: Sequence[SentenceKind]) -> list[Span]:
    """Stretches of neighbouring short lines without a stop; one or two are headings, more are a list or a box."""
    runs: list[Span] = []
    for i, line in enumerate(lines):
        box = kinds[i] == "boilerplate" and _BOX_PART.fullmatch(line)
        if not box and not (kinds[i] == "body" and _is_short(line)):
            continue
        runs = [*runs[:-1], (runs[-1][0], i + 1)] if runs and runs[-1][1] == i else [*runs, (i, i + 1)]
    return runs


def _is_short(line: str) -> bool:
    bare = line.rstrip(CLOSERS)
    return len(line) <= 100 and len(line.split()) <= 14 and bare[-1:] not in ".!?…:;," and not BULLET.match(line)
