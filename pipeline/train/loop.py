"""The steps: warm up, hold, decay; measured on what is held out; resumed from any checkpoint as if never stopped."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import BackendError
from pipeline.train import lessons, record
from pipeline.train.learners import Example, Learner, precision
from pipeline.train.record import CurveRow, Progress
from pipeline.translate import pieces

if TYPE_CHECKING:
    from pipeline.translate.service import Observer

EVERY = 100  # steps between two rows of the curve, and two checkpoints
SECONDS = 300.0  # between two checkpoints at most, but for the step under way
WARM = 40  # steps, or a tenth of all
DECAY = 0.25  # of all steps, at the end
SMOOTHING = 0.05
CLIP = 1.0  # norm of the gradient


@dataclass(frozen=True, slots=True)
class Course:
    """What one training goes through."""

    trained: Sequence[Example]
    held: Sequence[Example]
    steps: int
    rate: float
    batch_tokens: int


def rate(course: Course, step: int) -> float:
    """The learning rate of a step, the first being 0."""
    warm = min(WARM, max(1, course.steps // 10))
    falling = max(1, round(course.steps * DECAY))
    return course.rate * min(1.0, (step + 1) / warm, (course.steps - step) / falling)


def run(
    course: Course,
    learner: Learner,
    folder: Path,
    watch: "Observer",
    clock: Callable[[], float],
    stop: Callable[[], bool],
) -> Progress:
    """Trains to the end of the course, from the checkpoint in `folder` if there is one.

    `stop` is asked after every step; when it says so the checkpoint is written, and a KeyboardInterrupt raised. A loss
    that is no number any more, or a damaged checkpoint, is a BackendError.
    """
    trainer = _Trainer(course, learner)
    progress = record.restore(folder, learner.network, trainer.optimizer)
    if progress.step:
        watch.note(f"going on from step {progress.step} of {course.steps}")
    start, saved = clock() - progress.seconds, clock()
    # The order is that of a training never stopped: what earlier runs learnt is passed over, not drawn anew.
    batches = lessons.order([len(example) for example in course.trained], course.batch_tokens)
    watch.begin("train", course.steps - progress.step)
    if not progress.curve:
        progress = _with_row(progress, trainer, folder, watch)
    for batch in islice(batches, progress.step, course.steps):
        progress = trainer.step(progress, [course.trained[index] for index in batch])
        progress = replace(progress, seconds=clock() - start)
        watch.step(1)
        due = progress.step % EVERY == 0 or progress.step == course.steps
        if due:
            progress = _with_row(progress, trainer, folder, watch)
        stopping = stop()
        if due or stopping or clock() - saved >= SECONDS:
            record.save(folder, learner.network, trainer.optimizer, progress)
            saved = clock()
        if stopping and progress.step < course.steps:
            watch.note(f"{folder}: stopped after step {progress.step} of {course.steps}; the same command goes on")
            raise KeyboardInterrupt
    record.write_curve(folder, progress.curve)
    return progress


def _with_row(progress: Progress, trainer: "_Trainer", folder: Path, watch: "Observer") -> Progress:
    """With one more row, told and written."""
    losses = progress.loss / max(1, progress.tokens), trainer.held_out()
    last_rate = rate(trainer.course, max(0, progress.step - 1))
    row = CurveRow(progress.step, progress.pairs, *losses, last_rate, progress.seconds)
    watch.note(row.line())
    curve = (*progress.curve, row)
    record.write_curve(folder, curve)
    return replace(progress, loss=0.0, tokens=0, curve=curve)


class _Trainer:
    """A learner with its optimiser."""

    def __init__(self, course: Course, learner: Learner) -> None:
        import torch

        self.course, self._learner = course, learner
        self._weights = [weight for weight in learner.network.parameters() if weight.requires_grad]
        self.optimizer = torch.optim.AdamW(
            self._weights, lr=course.rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True
        )
        self._head = learner.head([*course.trained, *course.held])

    def _loss(self, batch: Sequence[Example], smoothing: float) -> tuple[Any, int]:
        """Summed over the target tokens, and their number."""
        import torch

        kind = precision()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=kind == torch.bfloat16):
            states, targets = self._learner.states(batch)
            return self._head.loss(states, targets, smoothing), len(targets)

    def step(self, progress: Progress, batch: Sequence[Example]) -> Progress:
        """Learns from one batch."""
        import torch

        self._learner.network.train()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(progress.step)  # of dropout: the same whether resumed or not
            loss, tokens = self._loss(batch, SMOOTHING)
        total = loss.item()
        if not math.isfinite(total):
            raise BackendError(f"the loss is {total} in step {progress.step + 1}; begin anew with a smaller --rate")
        (loss / tokens).backward()  # a mean over the batch, so that long batches do not learn faster
        torch.nn.utils.clip_grad_norm_(self._weights, CLIP)
        for group in self.optimizer.param_groups:
            group["lr"] = rate(self.course, progress.step)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return replace(
            progress,
            step=progress.step + 1,
            pairs=progress.pairs + len(batch),
            loss=progress.loss + total,
            tokens=progress.tokens + tokens,
        )

    def held_out(self) -> float:
        """Mean loss of a target token held out, without smoothing."""
        import torch

        examples = self.course.held
        self._learner.network.eval()
        total, tokens = 0.0, 0
        with torch.inference_mode():
            for batch in pieces.batches([len(example) for example in examples], self.course.batch_tokens):
                loss, count = self._loss([examples[index] for index in batch], 0.0)
                total, tokens = total + loss.item(), tokens + count
        return total / max(1, tokens)
