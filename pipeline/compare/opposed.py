"""What finders of opposed claims share: pairs of like claims, one with a mark and one without, become two sides."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from pipeline.compare import words
from pipeline.compare.answering import ClaimMatch, ComparedPair, Part, span
from pipeline.compare.said import Found, Held, claim_holding
from pipeline.compare.sides import Apart, grouped, unsure
from pipeline.data import DifferenceKind
from pipeline.language import news


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim and, in words, what it is in the point in question; `original`: whether the original shows it;
    `sure`: whether it is sure that both claims speak of the same."""

    part: Part
    label: str
    original: bool | None = None
    sure: bool = True


SURE = 1.01  # more than any likeness
Judge = Callable[[ClaimMatch], tuple[Labelled, Labelled] | None]


def opposed(
    kind: DifferenceKind,
    answers: Sequence[ComparedPair],
    judge: Judge,
    least: float,
    explained: str,
    *,
    pairs: Callable[[ComparedPair], Iterable[ClaimMatch]] = lambda answer: answer.matches,
    further: Iterable[tuple[Labelled, Labelled, float]] = (),
    agree: Callable[[Held, Held], bool] | None = None,
) -> Iterator[Found]:
    """The differences between like claims that a judge finds opposed.

    Args:
        least: the least likeness of claims that are judged.
        explained: what the sides' labels are named after.
        pairs: the claims of two sentences that are judged; by default those of which each is the other's likest.
        further: opposed claims that do not answer one another, and how sure that is, 0 to 1.
        agree: whether two sides against a third are one; by default those with one label, or with labels of one side.
    """
    contrasts: list[Apart] = []
    candidates = chain.from_iterable(pairs(answer) for answer in answers)
    matches = [match for match in candidates if match.likeness >= least]
    labels: dict[tuple[str, str], Held] = {}
    judged = ((*both, match.likeness) for match in matches if (both := judge(match)))
    for first, second, weight in chain(judged, further):
        left, right = (labels.setdefault((side.part.claim.id, side.label), held(side)) for side in (first, second))
        contrasts.append(Apart(left, right, weight + SURE * (first.sure and second.sure)))
    for sides in grouped(contrasts, tuple(_agreements(matches, labels)), agree or _agree):
        yield Found(kind, sides, f"{explained}:", unsure(sides, contrasts, SURE), marked=True)


def _agree(left: Held, right: Held) -> bool:
    """Whether two labels say one thing against a third: welcomed, praised; criticised."""
    values = left.value, right.value
    if left.value == right.value or words.of_one_side(*values):
        return True
    return news.of_one_side(*values, words=_polarity(left) == _polarity(right))


def _polarity(one: Held) -> int:
    claim = claim_holding(one)
    return claim.polarity if claim else 1


def _agreements(matches: Iterable[ClaimMatch], labels: dict[tuple[str, str], Held]) -> Iterator[tuple[Held, Held]]:
    """Like claims that were labelled alike."""
    of_claim: dict[str, Held] = {}
    for (claim, _), held_side in labels.items():
        of_claim.setdefault(claim, held_side)
    for match in matches:
        left, right = of_claim.get(match.left.claim.id), of_claim.get(match.right.claim.id)
        if left and right and left.value == right.value:
            yield left, right


def held(side: Labelled) -> Held:
    """The claim where it stands."""
    start, end = span(side.part)
    original = side.original if side.part.said.machine else True
    return Held(side.part.said, side.label, start, end, original)
