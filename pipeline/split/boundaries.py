"""Block → sentences: every stop before white space is a candidate, and the first rule that knows it decides.

Our rules say "ends" or "goes on" where they know; the LanguageTool segmentation rules (choppa-srx) are asked about the
rest, so that an abbreviation unknown here is still known.
"""

import re
from collections.abc import Set
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from pipeline.language import Language, languages
from pipeline.language.names import PLACE_PARTICLES
from pipeline.language.record import either, month_names, pattern, words
from pipeline.split.blocks import Span
from pipeline.split.words import CLOSERS, INVISIBLE, OPENERS, ends_sentence

if TYPE_CHECKING:
    from choppa import SrxDocument

_PICTURES = "\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d"  # emoji belong to the sentence before them
_QUOTES = '„“"«»'
_OPENING = re.compile(rf"[\s{re.escape(OPENERS)}–—•¿¡{INVISIBLE}-]*")
_WORD = re.compile(r"[^\W\d_]+(?:[’'](?=[^\W\d_]))?|\d+")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z]")  # xAI, iPhone, eBay
_SPACED = re.compile(r"(?:\b[^\W\d_]{1,3}\.[ \u00a0\u202f])+[^\W\d_]{1,4}$")  # z. B, u. a, i. d. R, p. ex
_SITE = re.compile(r"[a-z][\w-]*\.(?:com|org|net|eu|de|at|ch|li|fr|be|lu|uk|ie|ca|us)\b")  # thelocal.de
_SHOUTED = re.compile(r"(?:[\w’'-]+[!?]+\s){0,4}[\w’'-]+[!?]+[”“\"»]\s+[(a-zà-öø-ÿ]")
_PLACE = r"[^\W\d_a-zß-öø-ÿ][\w-]*"
_DATELINE = re.compile(  # Berlin (dpa), Frankfurt am Main, Aix-en-Provence
    rf"{_PLACE}(?:[ /-]{{1,3}}(?:(?:{PLACE_PARTICLES})\s)?{_PLACE}){{0,2}}"
    r"(?:\s?[(/,][^.]{1,20})?"
)
_LONGEST_DATELINE = 30
_SHORTEST_DATED = 60  # characters of a paragraph that says where it was written
LOUD_NAMES = words("Yahoo! Jeopardy! Yum! Joomla! Guess! Wham!")  # with the mark in them
AFTER_LOUD_NAMES = words("Finance News Mail Sports Sport Japan Brands Inc Research Answers Messenger")
_PARTICLE = re.compile(r"(?:Le|La|De|Du|Von|Van|Di)\s[^\W\d_a-z]")  # of a surname: J. Van Damme
_NAME = r"(?:[^\W\d_a-z][\w’'-]*+\.?\s){1,3}"
# Possessive, and only at the start of a run of stops: linear on any input.
_CANDIDATE = re.compile(
    rf"(?<![.!?…])(?P<stop>[.!?…]++)"
    rf"(?P<closers>(?:[{re.escape(CLOSERS)}{INVISIBLE}]|\s?»(?=[\s)]|$)|\[\d{{1,3}}\]|[¹²³⁴-⁹]|\s?[{_PICTURES}]++)*+)"
    # what was copied may lack the blank: on Monday.Three people
    rf"(?:\s++(?=\S)(?![»”)\]][,;.])|(?<=[a-zß-öø-ÿ]{{3}}\.)(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])(?!(?:Com|Org|Net|De|Fr|Js)\b))"
)


def cut(text: str, block: Span, record: Language, *, dated: bool = False) -> list[Span]:
    """Cut one block into sentences; one that is `dated` may begin with the place it was written at: `Berlin. Die …`."""
    spans = []
    start = block[0]
    place = _dateline(text, block, record) if dated else -1
    for match in _CANDIDATE.finditer(text, *block):
        if match.start() == place:
            continue
        # a window, not the whole block: a rule costs the same on any length of text
        head = text[max(block[0], match.start() - 60) : match.start()]
        rest = text[match.end() : min(block[1], match.end() + 80)]
        if _ends(_Stop(record, head, match["stop"], match["closers"], rest)):
            spans.append((start, match.end("closers")))
            start = match.end()
    return [*spans, (start, block[1])]


def _dateline(text: str, block: Span, record: Language) -> int:
    """Where the stop after a place at the start of a block is, -1 without one."""
    head = text[block[0] : min(block[1], block[0] + _LONGEST_DATELINE)]
    written, stop, _ = head.partition(". ")
    first = re.split(r"\W", written)[0]
    is_long = block[1] - block[0] > _SHORTEST_DATED and len(first) > 2
    is_place = stop and is_long and _DATELINE.fullmatch(written) and first not in words(record.splitting.starters)
    is_word = first.lower() in words(record.vocabulary.function) or first in words(record.splitting.answers)
    is_short = first in words(record.splitting.titles) or first in words(record.splitting.goes_on)
    return block[0] + len(written) if is_place and not is_word and not is_short else -1


class _Stop(NamedTuple):
    """A stop that may end a sentence, with what its rules look at."""

    record: Language
    head: str  # up to the stop, 60 characters at most, from the start of its block
    stop: str
    closers: str  # quotes and brackets that close after the stop
    rest: str  # from the next word or opening quote on, 80 characters at most

    @property
    def token(self) -> str:
        """The word before the stop, without its opening quotes and brackets, nor `l’` and `d’`."""
        last = self.head.split()[-1].lstrip(OPENERS) if self.head.strip() else ""
        return re.split("[’']", last)[-1] if self.record.vocabulary.elided else last

    @property
    def previous(self) -> str:
        """The word before that one."""
        return self.head.split()[-2] if len(self.head.split()) > 1 else ""

    @property
    def following(self) -> str:
        """The next word, without opening quotes, dashes and brackets."""
        bare = _OPENING.sub("", self.rest, count=1)
        match = _WORD.match(bare)
        return match.group() if match else bare[:1]

    @property
    def joined(self) -> str:
        """The abbreviation that the stop ends, its parts put together: `z. B.` is `z.B`."""
        match = _SPACED.search(self.head)
        return re.sub(r"\s", "", match.group()) if match else self.token

    @property
    def before_starter(self) -> bool:
        """Whether the next word begins sentences."""
        return self.following in words(self.record.splitting.starters)


def _ends(stop: _Stop) -> bool:
    for rule in _RULES:
        verdict = rule(stop)
        if verdict is not None:
            return verdict
    return _library_ends(stop)


def _before_mark(stop: _Stop) -> bool | None:
    """No sentence begins with a comma or a semicolon, `les élus, etc. ; il décide`, or has no word; and a dash goes on
    after what a block begins with: `WASHINGTON, D.C. — The Senate`, `Lyon, le 3 mars. – Les`.
    """
    if not any(map(str.isalnum, stop.rest)):
        return False
    is_dateline = stop.rest[:2] in ("– ", "— ") and stop.stop == "." and len(stop.head) <= _LONGEST_DATELINE
    return False if is_dateline or stop.rest[:1] in (";", ",") else None


def _goes_on_in_lower_case(stop: _Stop) -> bool | None:
    """A small letter goes on with the sentence, but for names like xAI and iPhone, of sites and of agencies."""
    word = stop.following
    if not word[:1].islower() or _BRAND.match(word):
        return None
    is_name = _SITE.match(stop.rest) or word in _of_all(languages(), "small_names")
    short = words(stop.record.splitting.titles) | words(stop.record.splitting.goes_on)
    return bool(is_name and len(stop.token) > 2 and stop.joined not in short)


def _shouts(stop: _Stop) -> bool | None:
    """Single words that somebody shouts are one quotation: he had shouted "On! On! On!" there."""
    return False if stop.stop[-1] in "!?" and not stop.closers and _SHOUTED.match(stop.rest) else None


def _loud(stop: _Stop) -> bool | None:
    """`!` and `?` end a sentence unless they belong to a name or somebody is named as the speaker."""
    if stop.stop[-1] not in "!?":
        return None
    # Yahoo! Finance goes on; Yahoo! before any other word ends
    if (stop.token + stop.stop) in LOUD_NAMES and stop.following in AFTER_LOUD_NAMES:
        return False
    return not (stop.closers and _speaker(stop.record).match(stop.rest))


@cache
def _speaker(record: Language) -> re.Pattern[str]:
    """A name and a verb of speaking: Warren asked."""
    verbs, pronouns = record.splitting.speaking, record.splitting.pronouns
    return pattern(rf"(?!(?:{either(pronouns)})\s){_NAME}(?:{either(verbs)})\b" if verbs else "")


def _ellipsis(stop: _Stop) -> bool | None:
    """Three dots end a sentence before a capital, but not before a word that has one anywhere, as the English I."""
    if stop.stop[-1] != "…" and len(stop.stop) < 3:
        return None
    first = re.match(r"\w+", stop.rest)
    return not (first and first[0] in words(stop.record.splitting.always_capital))


def _ends_sentence(stop: _Stop) -> bool | None:
    """A full stop inside quotes or brackets ends the sentence, unless an abbreviation stands in brackets."""
    # a zero-width blank closes nothing
    if not re.search(r"[^\s\u200b]", stop.closers):
        return None
    return not (stop.closers[0] in ")]" and (stop.joined in words(stop.record.splitting.goes_on) or "." in stop.joined))


def _list_number(stop: _Stop) -> bool | None:
    """`1.` or `a.` at the very start of a block counts."""
    return False if re.fullmatch(r"(\d{1,2}|[A-Za-z])", stop.head.strip()) and len(stop.head) < 4 else None


def _wordless(stop: _Stop) -> bool | None:
    """After a mark that is no word (`. . .`, `5 %.`) only a word begins a sentence."""
    # the next word may be half of one: D’ of D’après
    return None if any(map(str.isalnum, stop.token)) else any(map(str.isalnum, stop.following))


def _number(stop: _Stop) -> bool | None:
    """A number with a stop: mostly an ordinal in German, the end elsewhere."""
    if not re.fullmatch(r"\d+", stop.token):
        return None
    lists = stop.record.splitting
    if lists.number_stop != "ordinal" or len(stop.token) > 2:
        return True
    # 3. 10. 2025; am 3. Mai
    if stop.following[:1].isdigit() or stop.following in _months(stop.record):
        return False
    if stop.before_starter:
        return True
    return False if stop.previous.lower().lstrip(OPENERS) in words(lists.before_ordinal) else None


@cache
def _months(record: Language) -> frozenset[str]:
    """Names of months as they stand in a text."""
    return words(f"{month_names(record).title()} {record.splitting.short_months}")


def _ruler(stop: _Stop) -> bool | None:
    """`Friedrich II. Wilhelm`: a Roman numeral with a stop is an ordinal in German."""
    ordinal = stop.record.splitting.number_stop == "ordinal"
    if not ordinal or not re.fullmatch(r"[IVX]{2,6}", stop.token) or not stop.previous[:1].isupper():
        return None
    return stop.before_starter


def _platform(stop: _Stop) -> bool | None:
    """`on X. Musk …`: the platform, not somebody's initial."""
    is_platform = stop.token == "X" and stop.previous.lower() in _of_all(languages(), "before_platform")
    return True if is_platform else None


@cache
def _of_all(records: tuple[Language, ...], field: str) -> frozenset[str]:
    """The words of all languages: what is short and clear in one holds where an article of another one quotes it."""
    return words(" ".join(getattr(record.splitting, field) for record in records))


def _abbreviation(stop: _Stop) -> bool | None:
    """Known abbreviations: some never end a sentence, some do before a word that only starts one."""
    lists, short = stop.record.splitting, stop.joined
    titles, goes_on = words(lists.titles), words(lists.goes_on)
    longer = f"{short}.{stop.following}"  # z.B of z. B.
    if short in titles or longer in titles or longer in goes_on:
        return False
    if _is_numbered(short.lower(), words(lists.numbered)):
        # art. L. 121-1
        return False if stop.following[:1].isdigit() or re.match(r"[IVX]+\b|[A-Z]\.\s?\d", stop.rest) else None
    if short in _of_all(languages(), "clock"):
        return stop.following not in _of_all(languages(), "after_clock")
    if short in words(lists.ends):
        return True
    return stop.before_starter if short in goes_on else None


def _is_numbered(short: str, numbered: Set[str]) -> bool:
    endings = tuple(word[1:] for word in numbered if word.startswith("-"))
    return short in numbered or bool(endings and short.endswith(endings))


def _initial(stop: _Stop) -> bool | None:
    """`J. K. Rowling`, `J.-P. Martin`, `the U.S. Senate`: on, unless the next word only starts sentences."""
    if not re.fullmatch(r"(?:[^\W\d_][.]-?)*[^\W\d_]", stop.token) or stop.token[-1].islower():
        return None
    # what stands behind a stop begins a sentence: It rained. J. Smith stayed
    is_first = ends_sentence(stop.previous)
    is_inner = stop.previous and not stop.previous[:1].isupper() and not is_first
    if "." not in stop.token and is_inner and len(stop.following) > 1:
        return True if stop.before_starter else None
    # J. Van Damme: Van would begin a Dutch sentence only
    is_particle = _PARTICLE.match(stop.rest) and ("." not in stop.token or "-" in stop.token)
    is_initial = re.match(r"[^\W\d_a-zß-öø-ÿ]\.\s", stop.rest)
    return stop.before_starter and not is_particle and not is_initial


def _starter(stop: _Stop) -> bool | None:
    """Any other word ends its sentence before `The`, `Er`, `Elle` or a quote; abbreviations are short."""
    long_word = len(stop.token) > 8 and stop.token.isalpha()
    return True if stop.before_starter or stop.rest[0] in _QUOTES or long_word else None


# In the order in which they are asked: what is surest first, what only guesses from a word's shape last.
_RULES = (
    _before_mark, _goes_on_in_lower_case, _shouts,
    _loud, _ellipsis, _ends_sentence, _wordless, _list_number, _platform, _number, _abbreviation,
    _ruler, _initial, _starter,
)  # fmt: skip


def _library_ends(stop: _Stop) -> bool:
    from choppa import SrxTextIterator

    ahead = f"{stop.head}{stop.stop}{stop.closers} "
    # the library cuts the whole of it; asked is only whether one of its cuts is where our stop is
    segments = SrxTextIterator(_srx(), f"{stop.record.code}_one", ahead + stop.rest)
    position = next((end for end in accumulate(map(len, segments)) if end >= len(ahead.rstrip())), len(ahead) + 1)
    return position <= len(ahead)


@cache
def _srx() -> "SrxDocument":
    from choppa import DEFAULT_SRX_RULESET, SrxDocument

    return SrxDocument(ruleset=DEFAULT_SRX_RULESET)
