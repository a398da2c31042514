"""Words that say something: their stems, where they stand, and which of them mean the same."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.guards import lexicon
from pipeline.guards.words import ENGLISH

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_EMPTY = ENGLISH | frozenset(
    """
above across after again against ago all almost along already also although am amid among another any anyone anything
around away back became become becomes being below beside between beyond both came come comes could did do does doing
done down due during each either else enough even ever every few first following gave get gets getting give given
gives go goes going gone got having her here hers herself himself his however inside itself just kept last later least
less let like made make makes making many may me might mine most much must myself near neither never next no none nor
nothing now off often once one ones only onto or other others ought ourselves own per perhaps put quite rather really
right same saw see seem seen several shall she should since so some someone something soon still such take taken takes
taking then there therefore thing things though through thus till together too took toward towards two under until
upon us use used using very want was way ways we well went were what whatever when where whether which while whom whose
why within without yes yet yourself he him it's its
said say says saying tell told tells add added adds adding announce announced announces announcing wrote write writes
writing written report reported reports reporting according accordingly state stated states stating call called calls
calling include includes included including
hundred hundreds thousand thousands million millions billion billions trillion dozen dozens percent cent
day days week weeks month months year years today yesterday tomorrow monday tuesday wednesday thursday friday saturday
sunday
""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that says something, where it stands; `stem` is what its forms have in common."""

    text: str
    stem: str
    start: int
    end: int


@lru_cache(4096)
def content(text: str) -> tuple[Word, ...]:
    """The words of an English text that say something, in order; parts of a compound each by themselves."""
    found = []
    for match in _WORD.finditer(text):
        at = match.start()
        for part in re.split(r"(-)", match[0]):
            bare = _POSSESSIVE.sub("", part)
            if len(bare) > 2 and bare.casefold() not in _EMPTY and not re.search(r"n['’]t$", bare):
                found.append(Word(part, lexicon.stem(bare, "en"), at, at + len(part)))
            at += len(part)
    return tuple(found)


def stems(text: str) -> frozenset[str]:
    """The stems of an English text's words that say something."""
    return frozenset(word.stem for word in content(text))


@lru_cache(1 << 16)
def like(one: str, other: str) -> bool:
    """Whether two stems are of one word or of words that mean the same."""
    short, long = sorted((one, other), key=len)
    return (len(short) >= 5 and long.startswith(short)) or lexicon.related(one, other)


def shared(ours: Iterable[str], theirs: Iterable[str]) -> frozenset[str]:
    """Those of `ours` that `theirs` have a like of."""
    there = tuple(theirs)
    return frozenset(one for one in ours if any(like(one, other) for other in there))
