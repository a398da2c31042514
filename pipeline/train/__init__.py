"""Fine-tuning: parallel text and a translation model to a better one, resumably, with a curve on pairs held out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BackendError, ConfigError, InputError
from pipeline.memory import Unit
from pipeline.train import card, lessons, low_rank, record
from pipeline.translate import gemma, models

if TYPE_CHECKING:
    from pipeline.translate.service import Observer

Clock = Callable[[], float]  # seconds

VERSION = 1  # raise it when the same command gives other weights
HELD = record.HELD
RANK = 32  # of the embedded model's adapter
RATES = {True: 4e-4, False: 3e-5}  # of low-rank differences, of all weights


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. `rank` 0: all weights; None for `rank` and `rate`: what suits the model.

    `model`: "embedded", a directory, or a hub name whose model is on disk. `start`: an adapter of the embedded model to
    go on from. `batch_tokens`: source and English tokens of a batch, padding included.
    """

    model: str = "embedded"
    start: Path | None = None
    steps: int = 1000
    rank: int | None = None
    rate: float | None = None
    batch_tokens: int = 2048


@dataclass(frozen=True, slots=True)
class TrainingPairs:
    """Pairs, lines never to learn, pairs that earlier trainings held out, and by reason what the readers left out."""

    units: Sequence[Unit]
    excluded: Iterable[str] = ()
    held: Iterable[Unit] = ()
    left: Mapping[str, int] = field(default_factory=dict)


def train(
    recipe: Recipe,
    material: TrainingPairs,
    folder: Path,
    watch: "Observer",
    clock: Clock,
    stop: Callable[[], bool] = lambda: False,
) -> Path:
    """Trains, or goes on training, in `folder`, and gives it: an adapter for "embedded", else a whole model.

    Raises:
        ConfigError: an option of no use, or a folder that holds something else, other options or other pairs.
        InputError: too few pairs.
        BackendError: the model is missing, broken, or not one that can be trained.
        OutputError: the folder cannot be written.
        KeyboardInterrupt: `stop` said so; the checkpoint is written.
    """
    from filelock import FileLock, Timeout

    recipe = _complete(recipe)
    lock = FileLock(folder / "training.lock", timeout=0)
    with record.writing(folder):  # the lock's file is the first that a full disk refuses
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout as error:
            raise ConfigError(f"{folder}: another process is training here; wait for it, or name another -o") from error
    try:
        _train(recipe, material, folder, watch, clock, stop)
    finally:
        lock.release()
    return folder


def _complete(recipe: Recipe) -> Recipe:
    """With rank and rate, and with the model as "embedded" or its directory."""
    rate_is_odd = recipe.rate is not None and not 0 < recipe.rate < 1
    if min(recipe.steps, recipe.batch_tokens) < 1 or (recipe.rank or 0) < 0 or rate_is_odd:
        options = f"steps {recipe.steps}, batch tokens {recipe.batch_tokens}, rank {recipe.rank}, rate {recipe.rate}"
        expected = "expected steps and batch tokens from 1, rank from 0, rate between 0 and 1"
        raise ConfigError(f"train: {options}; {expected}")
    if recipe.start and recipe.model != "embedded":
        raise ConfigError(f"start {recipe.start}: only the embedded model has adapters; give the model as --model")
    rank = _embedded_rank(recipe) if recipe.model == "embedded" else recipe.rank or 0
    rate = RATES[rank > 0] if recipe.rate is None else recipe.rate
    path = Path(recipe.model) if recipe.model == "embedded" else models.find(recipe.model)
    if path is None:
        problem = "neither embedded nor a directory nor in the hub's cache"
        raise BackendError(f"model {recipe.model}: {problem}; run `synopsis models get {recipe.model}`")
    return replace(recipe, model=str(path), rank=rank, rate=rate)


def _embedded_rank(recipe: Recipe) -> int:
    started = low_rank.rank_of(recipe.start) if recipe.start else None
    if recipe.rank == 0:
        raise ConfigError("rank 0: the embedded model learns as an adapter only; expected a rank from 1")
    if started and recipe.rank not in (None, started):
        raise ConfigError(f"rank {recipe.rank}: the adapter {recipe.start} has rank {started}; leave --rank out")
    return recipe.rank or started or RANK


def _request(recipe: Recipe, parts: lessons.Lessons) -> record.Request:
    """All that decides the result."""
    revision = gemma.BASE_SHA256[:12] if recipe.model == "embedded" else models.revision(Path(recipe.model))
    start = models.digest([recipe.start / gemma.SETTINGS, recipe.start / gemma.WEIGHTS]) if recipe.start else ""
    return {
        "version": VERSION,
        "model": revision,
        "start": start,
        "steps": recipe.steps,
        "rank": recipe.rank or 0,
        "rate": recipe.rate or 0.0,
        "batch tokens": recipe.batch_tokens,
        "pairs": f"{len(parts.trained)} ({lessons.digest(parts)})",
    }


def _train(
    recipe: Recipe, material: TrainingPairs, folder: Path, watch: "Observer", clock: Clock, stop: Callable[[], bool]
) -> None:
    pairs, left = lessons.usable(material.units, material.excluded)
    left.update(material.left)
    earlier = [unit.source for unit in material.held]
    # By the pairs before the learner has seen them, so that "done already" is told without loading a model.
    request = _request(recipe, lessons.hold_out(pairs, earlier))
    if record.begin(folder, request):
        watch.note(f"{folder}: trained to the end already")
        return
    from pipeline.train import learners, loop

    watch.note(f"loading {recipe.model}")
    learner = learners.load(recipe.model, recipe.rank or 0, recipe.start, folder)
    examples = dict(zip(pairs, learner.encode(pairs), strict=True))
    sizes = {pair: max(len(example.source), len(example.english)) for pair, example in examples.items()}
    fitting = [pair for pair, size in sizes.items() if size <= learner.limit]
    # Only the learner knows what is too long, so the pairs are parted a second time.
    left["too long"] = len(pairs) - len(fitting)
    parts = lessons.hold_out(fitting, earlier)
    counts = _pair_counts(parts, left)
    watch.note(counts)
    if len(parts.trained) < lessons.LEAST:
        expected = f"expected at least {lessons.LEAST} to train on beside those held out"
        raise InputError(f"{counts}; {expected}: give more pairs")
    record.write_held(folder, parts.held)
    trained, measured = ([examples[pair] for pair in part] for part in (parts.trained, parts.held))
    course = loop.Course(trained, measured, recipe.steps, recipe.rate or 0.0, recipe.batch_tokens)
    del examples  # the course holds those that are needed
    progress = loop.run(course, learner, folder, watch, clock, stop)
    record.finish(folder, request, learner.write, card.card(recipe, counts, progress))


def _pair_counts(parts: lessons.Lessons, left: Counter[str]) -> str:
    """How many pairs are what, in words."""
    reasons = "".join(f", {count} {reason}" for reason, count in sorted(left.items()) if count)
    aside = f", {parts.aside} as like those held out" if parts.aside else ""
    used = f"{len(parts.trained)} pairs to train on, {len(parts.held)} held out"
    return f"{used}; left out: {reasons[2:] or 'none'}{aside}"
