"""Which claim of a statement makes its headline, and what that says where outlets differ."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType

from pipeline.compare.clause import (
    BEING,
    LONG,
    RELATIVE,
    STEM,
    holds,
    is_open,
    needs_subject,
    whole,
    wording,
)
from pipeline.compare.likeness import Likeness
from pipeline.compare.speaker import FULL_NAME, PERSONAL, name_words
from pipeline.compare.votes import NONE, Votes
from pipeline.data import Claim
from pipeline.language.claims import SAYING, is_pronoun

ENOUGH = 5  # words that say something, and one, in a headline that says enough
TRANSLATED = 0.85  # what a translation is worth as a headline next to an outlet's own English
DOUBT = 1.5  # how much it counts that a translation may mislead: all read the headline
BOLD = 0.5  # what a claim told as a fact is worth as a headline where most tell it with reserve, or one not told as so
OTHERS = 0.5  # what a claim is worth that cannot be read without the main clause that another row tells of
ALONE = 0.3  # what a claim counts for itself, so that it has a place where it is like no other
_UNFINISHED = re.compile(r"^(?:to\s|\w+ing\b)")
_PARTICIPLE = re.compile(r"^\w+e[dn]\b")
WEAK_START = re.compile(
    r"^(?:this|that|these|those|it(?! (?:took|takes|will take|would take)\b)"
    r"|they|he|she|him|them|his|her|its|their|both|there|others|which|whom|whose|what|who|if"
    r"|how|why|either(?!.* or )"
    r"|is|whether|are|was|were|has|have|had|to|and|as|than|you|we|i|especially|also|then"
    rf"|so {BEING}|for the \w+ time"
    r"|one(?! of (?!(?:his|her|its|their|our|my)\b))|[\w-]+ of (?:them|these|those|which|whom|this|it))\b",
    re.I,
)
_ACRONYM = re.compile(r"[A-Z]{2,}\b")  # the WHO, not who
_WEAK_END = re.compile(
    r"\b(?:this|that|it|so|had|has|have|was|were|is|are|be|been|will|would|did|does|do|can|could|may|might|of|in|on|to|by"
    r"|with|for|from|at)$",
    re.I,
)


def headline(
    group: Sequence[int],
    likeness: Likeness,
    english: Mapping[str, str],
    foreign: Mapping[str, float] = MappingProxyType({}),
    counted: Votes = NONE,
    given: Collection[str] = (),
) -> tuple[Claim, str]:
    """The claim that says best what the claims of a group (numbers in the likeness) have in common, and its wording.

    Central is what is like the others; of equally central claims the one that stands best by itself, and rather one in
    an outlet's own English, or in a translation that is not in doubt.

    Args:
        english: sentence (id) → its English.
        foreign: the translated sentences (ids), and how likely each translation misleads.
        counted: how many take which side, where the group is contested.
        given: the headlines of other statements, not to be given again.
    """
    members, numbers = [likeness.claims[number] for number in group], list(group)
    backed = [number for number in group if likeness.claims[number].id in counted.most]
    eligible = [number for number in backed or group if likeness.claims[number].sentence not in counted.fewer] or group
    reserved, speakers = _has_reserve(group, likeness), _speakers(group, likeness)
    read_in = {number: whole(number, likeness, english) for number in eligible}

    def limit(number: int) -> float:
        central = ALONE + float(likeness.chance[number, numbers].sum())
        claim = likeness.claims[number]
        central *= BOLD if reserved and claim.certainty != "hedged" else 1.0
        central *= BOLD if claim.source.manner == "own" and _is_assertion(claim, speakers) else 1.0
        worth = TRANSLATED * (1 - foreign[claim.sentence]) ** DOUBT if claim.sentence in foreign else 1.0
        read = read_in[number]
        worth *= OTHERS if read not in group and not likeness.claims[read].parent else 1.0
        return central * worth * (BOLD if is_open(claim, english.get(claim.sentence, "")) else 1.0)

    limits = sorted(((limit(number), number) for number in eligible), key=lambda pair: (-pair[0], pair[1]))
    for refused in (given, ()):
        best = (-1.0, 0, "")
        for most, number in limits:
            if round(most, 4) < best[0]:
                break  # however well it stands by itself
            text = wording(number, likeness, members, english)
            fitness = most * standing(likeness.claims[read_in[number]], text)
            if text not in refused:
                best = max(best, (round(fitness, 4), -number, text))
        if best[0] >= 0:
            break
    return likeness.claims[-best[1]], best[2]


def _has_reserve(group: Sequence[int], likeness: Likeness) -> bool:
    """Whether at least half of the articles say all of it with reserve: an accusation makes no fact of a headline."""
    return _by_half(group, likeness, lambda claim: claim.certainty == "hedged")


def _by_half(group: Sequence[int], likeness: Likeness, holds: Callable[[Claim], bool]) -> bool:
    """Whether something holds of all the claims that at least half of the articles have in a group."""
    articles: dict[str, bool] = {}
    for number in group:
        article = likeness.articles[number]
        articles[article] = articles.get(article, True) and holds(likeness.claims[number])
    return 2 * sum(articles.values()) >= len(articles)


def _speakers(group: Sequence[int], likeness: Likeness) -> frozenset[str]:
    """The words for those from whom at least half of the articles have all of it; none where not so many do."""
    sources = [likeness.claims[number].source for number in group]
    ascribed = _by_half(group, likeness, lambda claim: claim.source.manner != "own" and bool(claim.source.speaker))
    return frozenset().union(*(name_words(source.speaker) for source in sources)) if ascribed else frozenset()


def _is_assertion(claim: Claim, speakers: frozenset[str]) -> bool:
    """Whether it tells as a fact what others have from somebody, and not what he does or says himself."""
    return bool(speakers) and claim.predicate not in SAYING and speakers.isdisjoint(name_words(claim.subject))


def standing(claim: Claim, text: str) -> float:
    """How well a headline stands by itself, 0 to 1: few words of its own, a pronoun, a missing verb, a torn bracket,
    great length count against it."""
    worth = min(1.0, (1 + len(claim.lemmas)) / ENOUGH) * (0.85 if claim.parent else 1.0)
    body = text.rpartition(": ")[2].strip("“”")
    if claim.source.manner in ("quoted", "unclear"):
        worth *= 0.75 if ": “" in text else 0.4
    elif claim.subject.lower() in PERSONAL and FULL_NAME.fullmatch(text.partition(": ")[0]):
        pass  # Ann Hill: She will resign
    elif (WEAK_START.match(body) and not _ACRONYM.match(body)) or (
        is_pronoun(claim.subject) and holds(body[len(claim.subject) :], claim.subject)
    ):
        worth *= 0.5
    elif not claim.subject:
        worth *= 0.6
    stem = claim.predicate[: STEM - 1]
    if claim.predicate in SAYING and re.search(
        rf"^{stem}|, .*\b(?:said|told|{stem}\w*)$", body.lower()
    ):  # stammered the mayor
        worth *= 0.4
    if claim.kind == "said" and claim.text.lower() == f"{claim.subject} {claim.predicate}".lower():  # a link possible
        worth *= 0.4
    if _WEAK_END.search(body):
        worth *= 0.5
    if not claim.predicate or len(body.split()) < 3:
        worth *= 0.4
    if claim.parent and not claim.subject:
        worth *= 0.6
    unfinished = _UNFINISHED.match(RELATIVE.sub("", claim.text))
    if needs_subject(claim) and (unfinished or (claim.kind != "coordinate" and _PARTICIPLE.match(claim.text))):
        worth *= 0.6
    if text.count("(") != text.count(")"):
        worth *= 0.6
    return worth * (0.7 if len(text.split()) > LONG else 1.0)
