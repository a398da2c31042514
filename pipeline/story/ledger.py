"""Which stories a run can leave alone: what each was made from, what came of it, and whether that still lies there."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

import msgspec

from pipeline.data import Failure, Lang, Warned
from pipeline.memory import Memory
from pipeline.read import StoryFiles, sidecars
from pipeline.translate.service import TranslatedBy

STATES = ("new", "changed", "unchanged", "gone")
MODELS = frozenset({"translate", "embed", "parse"})  # stages in which an article may fail today and not tomorrow


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a story, below the folder for results, as it was when it was written."""

    name: str
    size: int
    modified: int  # nanoseconds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run told of a story, so that one that leaves it alone can tell the same.

    `sources`: foreign sentences by who translated them.
    """

    langs: tuple[Lang, ...]
    articles: int
    sentences: int
    links: dict[str, int]
    sources: dict[TranslatedBy, int]
    warnings: tuple[Warned, ...]
    failures: tuple[Failure, ...]
    files: tuple[Written, ...] = ()

    def remembered(self) -> "Outcome":
        """As a run has it that leaves the story alone: what was translated then is remembered now."""
        sources = dict(self.sources)
        if fresh := sources.pop("translated", 0):
            sources["remembered"] = sources.get("remembered", 0) + fresh
        return replace(self, sources=sources)


@dataclass(slots=True)
class Ledger:
    """The stories of one folder for results.

    `settings` is a digest of all that any story's result hangs on besides its own files and what people translated in
    it; `signature` names the translators of some languages.
    """

    memory: Memory
    out: Path
    settings: str
    signature: Callable[[Collection[Lang]], str]
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    outcomes: list[tuple[str, Outcome]] = field(default_factory=list)  # of the stories that are left alone
    _files: dict[str, str] = field(default_factory=dict)  # story → digest of its files, while it is made
    _people: dict[str, str] = field(default_factory=dict)

    def changed(self, folders: Iterable[StoryFiles]) -> Iterator[StoryFiles]:
        """The stories that are to be made, in order; of the others `outcomes` is all that there is to know."""
        for files in folders:
            # A name that cannot be a story's may be none that the memory can look for either.
            noted = None if files.problem else self.memory.noted(str(self.out.resolve()), files.id)
            digest = files_digest(files)
            outcome = msgspec.json.decode(noted[1], type=Outcome) if noted else None
            if noted and outcome and self._key(files.id, digest, outcome.langs) == noted[0] and self._lies(outcome):
                self.counts["unchanged"] += 1
                self.outcomes.append((files.id, outcome))
                continue
            self.counts["changed" if noted else "new"] += 1
            self._files[files.id] = digest
            yield files

    def begin(self, story: str) -> None:
        """To be called before a story's texts are translated: what people translate from now on is news to it."""
        if story in self._files:
            self._people[story] = self.memory.people_digest(story)

    def note(self, story: str, outcome: Outcome) -> None:
        """A story is made and written; one of whose articles a model made nothing is tried again by the next run."""
        if story in self._files and MODELS.isdisjoint(failure.stage for failure in outcome.failures):
            key = self._key(story, self._files.pop(story), outcome.langs, self._people.pop(story))
            self.memory.note(str(self.out.resolve()), story, key, msgspec.json.encode(outcome))

    def written(self, paths: Iterable[Path]) -> tuple[Written, ...]:
        """Files as they lie there now."""
        stats = [(path.relative_to(self.out).as_posix(), path.stat()) for path in paths]
        return tuple(Written(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)

    def count_gone(self, stories: Collection[str]) -> None:
        """Count what is noted, still lies there, and is not among the stories of the input any more."""
        place = str(self.out.resolve())
        gone = [name for name in self.memory.noted_stories(place) if name not in stories]
        lost = [name for name in gone if not (self.out / name).is_dir()]
        self.memory.unnote(place, lost)
        self.counts["gone"] += len(gone) - len(lost)

    def _lies(self, outcome: Outcome) -> bool:
        try:
            return outcome.files == self.written(self.out / file.name for file in outcome.files)
        except OSError:
            return False

    def _key(self, story: str, files: str, langs: Sequence[Lang], people: str | None = None) -> str:
        people = self.memory.people_digest(story) if people is None else people
        return _digest([self.settings, self.signature(langs), files, people])


def files_digest(files: StoryFiles) -> str:
    """The digest of all that a folder gives to a story: names, and what is read, to the byte."""
    parts = [files.problem, *(path.name for path in (*files.ignored, *files.outside))]
    beside = chain.from_iterable(sidecars(path) for path in files.paths)
    for path in (*files.paths, *beside, *([files.corrections] if files.corrections else [])):
        parts += [path.name, _content(path)]
    return _digest(parts)


def _content(path: Path) -> str:
    # What cannot be opened, or whose name is too long, is told by whoever reads it.
    try:
        if not path.is_file():  # a pipe would never end
            return "no file"
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "unread"


def _digest(parts: Iterable[str]) -> str:
    """One digest of texts in their order, none of which can run into the next."""
    total = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        total.update(b"%d:" % len(encoded) + encoded)
    return total.hexdigest()
