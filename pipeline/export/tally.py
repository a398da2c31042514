"""What goes through an export: stories in, files out, and what is left out on the way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.data import Failure, Result
from pipeline.export import reading
from pipeline.export.pairs import File, Paired, Pairing, paired
from pipeline.export.reading import counted


@dataclass(slots=True)
class Tally:
    """How much has gone through so far."""

    story_count: int = 0
    pair_count: int = 0
    file_count: int = 0
    failures: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def stories(self, results: Iterable[Result | Failure], pairing: Pairing | None) -> Iterator[Paired]:
        """One story after another with its pairs, if any are wanted; failures are put down."""
        for result in results:
            if isinstance(result, Failure):
                self.failures.append(result)
                continue
            story = paired(result, pairing) if pairing else Paired(result)
            self.story_count += 1
            if warning := " ".join(filter(None, reading.trial(result))):
                self.warnings.append(f"{result.story.id}: {warning}")
            # counted as they pass: an exporter takes stories one by one
            self.pair_count += len(story.pairs)
            yield story

    def files(self, outcomes: Iterable[File | Failure]) -> Iterator[File]:
        """The files of an exporter; failures are put down."""
        for outcome in outcomes:
            if isinstance(outcome, Failure):
                self.failures.append(outcome)
            else:
                self.file_count += 1
                yield outcome

    def line(self, paired: bool) -> str:
        """As in "12 pairs of 2 stories, 1 named above"; of a format that is not `paired`, files are counted."""
        count = counted(self.pair_count, "pair") if paired else counted(self.file_count, "file")
        rest = f", {len(self.failures)} named above" if self.failures else ""
        return f"{count} of {counted(self.story_count, 'story', 'stories')}{rest}"
