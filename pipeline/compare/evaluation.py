"""Strong words of praise or blame that only some of the articles use, by VADER's lexicon (Hutto and Gilbert, 2014)."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.compare.said import Found, Held, OpenedRow, Said
from pipeline.language.quotations import quoted

_WORD = re.compile(r"(?<![\w'’-])[^\W\d_]+(?![\w'’-])")
STRONG = 1.5  # of 4: the least mean valence, of either sign, that ten people gave a word
_JUDGING = frozenset(  # the lexicon's strong words that judge; its others say what happened (killed, award, illegal)
    """
abhorrent admirable admirably alarmingly amazing apocalyptic appalled appalling appallingly arrogant astoundingly
atrocious awesome awful beautiful beautifully brave bravely bravery breathtaking brilliant brilliantly brutal brutality
brutally catastrophe catastrophic chaos chaotic clever contemptuous courageous courageously coward cruel cruelty damning
deceitful despicable devastating dire disappointing disastrous disgrace disgraceful disgusting dishonest dismal dreadful
elegant evil excellent excellently fabulous fantastic fascinating fiasco flawless frightening frighteningly genius
glorious gorgeous great greatest grim gruesome havoc heartbreaking heartless heartwarming heroic heroically hideous
hopeless horrendous horrible horribly horrific horrifying hypocritical idiotic immoral impressive impressively
incompetence incompetent infuriating insulting invincible irresponsible ludicrous magnificent marvelous masterpiece
menace miracle miserable miserably nasty noble obnoxious obscene outrageous outstanding pathetic perfect perfectly
pitiful reckless remarkable ridiculous ruthless savage scandalous shameful shameless sickening sinister splendid
stunning stupid stupidity superb supremely terrible terribly terrific terrifying thrilling tragic tragically travesty
triumph triumphant triumphantly troubling ugly unacceptable unfair unjust upsetting vicious vile visionary wicked
wonderful wonderfully worse worst
""".split()  # noqa: SIM905
)


def differing(row: OpenedRow) -> Iterator[Found]:
    """The strong words of the only sentence of a row that uses any, if another one can be compared with it."""
    strong = {line.sentence.id: (line, judging) for line in row.every() if (judging := tuple(_strong(line)))}
    if len(strong) == 1:
        ((line, judging),) = strong.values()
        plain: dict[str, Held] = {}
        for partner in row.partners(line):
            plain.setdefault(partner.article, Held(partner, "no such word", original=None if partner.machine else True))
        if plain:
            quotations = ", ".join(f"“{word.value}”" for word in judging)
            yield Found("evaluation", (judging, tuple(plain.values())), f"Strong words on one side only: {quotations}.")


def judging(text: str) -> list[str]:
    """The strong words in an English text, whosesoever they are."""
    return [match[0] for match in _matches(text)]


def _matches(text: str) -> list[re.Match[str]]:
    """Where these words stand."""
    return [match for match in _WORD.finditer(text) if match[0] in _lexicon()]


def _strong(line: Said) -> Iterator[Held]:
    """The strong words of an outlet's own: not those that it quotes or reports, nor those of names."""
    matches = _matches(line.english)
    if matches and not line.inside:
        foreign = [*quoted(line.english), *_others_words(line)]
        for match in matches:
            if not any(start <= match.start() < end for start, end in foreign):
                yield Held(line, match[0], match.start(), match.end(), None if line.machine else True)


def _others_words(line: Said) -> Iterator[tuple[int, int]]:
    """Where somebody else's words stand, by the claims."""
    for claim in line.claims:
        if claim.source.manner in ("reported", "quoted"):
            yield from claim.spans


@cache
def _lexicon() -> frozenset[str]:
    """The strong words that judge, small: one with a capital begins a sentence or is part of a name."""
    from importlib.resources import files

    lines = files("vaderSentiment").joinpath("vader_lexicon.txt").read_text("utf-8").splitlines()
    rows = (line.split("\t")[:2] for line in lines)
    return frozenset(word for word, mean in rows if word in _JUDGING and abs(float(mean)) >= STRONG)
