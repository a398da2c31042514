"""What a training leaves in its folder: what was asked, the checkpoint, the curve, the pairs held out, the result."""

import errno
import json
import pickle
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import Any

from pipeline.errors import BackendError, ConfigError, OutputError
from pipeline.export.atomic import put, whole
from pipeline.train.lessons import LessonPair

REQUEST, CHECKPOINT, CURVE, HELD = "training.json", "checkpoint.pt", "curve.tsv", "held-out.tsv"
MAKING = "making"  # the result, until it is whole
Request = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class CurveRow:
    """One point of the curve. Losses are a target token's; the training loss, smoothed, is the mean since the last row,
    0 at the start. `seconds` of training, earlier runs included.
    """

    step: int
    pairs: int
    training_loss: float
    held_out_loss: float
    rate: float
    seconds: float

    def line(self) -> str:
        """For a terminal."""
        training = f"training loss {self.training_loss:.3f}, " if self.step else ""
        return (
            f"step {self.step}, {self.pairs} pairs seen: {training}held-out loss {self.held_out_loss:.3f}, "
            f"learning rate {self.rate:.1e}, {self.seconds:.0f} s"
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a training is: steps and pairs done, seconds, loss and target tokens since the last row, the rows."""

    step: int = 0
    pairs: int = 0
    seconds: float = 0.0
    loss: float = 0.0
    tokens: int = 0
    curve: tuple[CurveRow, ...] = ()


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turns what can go wrong on a disk (full, not writable) into an OutputError."""
    try:
        yield
    except OSError as error:
        reason = "the disk is full" if error.errno == errno.ENOSPC else str(error)
        raise OutputError(f"{folder}: {reason}; free the disk or name another folder, and start it again") from error


def _put(path: Path, text: str) -> None:
    with writing(path.parent):
        put(path, text.encode())


def begin(folder: Path, request: Request) -> bool:
    """Makes the folder one of this training; true if it is done already. What else is in it is a ConfigError."""
    path = folder / REQUEST
    if path.is_file():
        return _same(path, request)
    if folder.is_dir() and any(file.suffix != ".lock" for file in folder.iterdir()):
        raise ConfigError(f"{folder}: holds files, but no training; name an empty or new folder with -o")
    _ask(folder, request, finished=False)
    return False


def _same(path: Path, request: Request) -> bool:
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
        earlier, finished = dict(noted["asked"]), bool(noted["done"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path}: {error!r}; delete the folder or name another one with -o") from error
    # Going on with other options would give a model that no options describe.
    changed = [key for key in {**earlier, **request} if earlier.get(key) != request.get(key)]
    if changed:
        changes = "; ".join(f"{key} was {earlier.get(key)}, is {request.get(key)}" for key in changed)
        fix = "give the same options and pairs to go on, or another folder with -o to begin anew"
        raise ConfigError(f"{path.parent}: holds another training ({changes}); {fix}")
    return finished


def _ask(folder: Path, request: Request, *, finished: bool) -> None:
    _put(folder / REQUEST, json.dumps({"asked": request, "done": finished}, indent=1) + "\n")


def write_held(folder: Path, pairs: Sequence[LessonPair]) -> None:
    """The pairs held out, as the command reads them: for evaluation, and to be held out again."""
    _put(folder / HELD, "".join(f"{pair.lang}\t{pair.source}\t{pair.english}\n" for pair in pairs))


def write_curve(folder: Path, curve: Sequence[CurveRow]) -> None:
    """One line a row, under a heading."""
    rows = [[column.name for column in fields(CurveRow)], *([f"{v:.6g}" for v in astuple(row)] for row in curve)]
    _put(folder / CURVE, "".join("\t".join(row) + "\n" for row in rows))


def save(folder: Path, network: Any, optimizer: Any, progress: Progress) -> None:
    """Writes the checkpoint: what learns, the optimiser's memory, how far it is."""
    import torch

    state = {
        "weights": {name: weight.detach() for name, weight in network.named_parameters() if weight.requires_grad},
        "optimizer": optimizer.state_dict(),
        "progress": astuple(progress),
    }
    with writing(folder), whole(folder / CHECKPOINT) as path:
        torch.save(state, path)


def restore(folder: Path, network: Any, optimizer: Any) -> Progress:
    """Goes back to the checkpoint, if there is one; a BackendError if it is damaged."""
    path = folder / CHECKPOINT
    if not path.is_file():
        return Progress()
    import torch

    try:
        state = torch.load(path, weights_only=True)  # a pickle could run code
        with torch.no_grad():
            for name, weight in state["weights"].items():
                network.get_parameter(name).copy_(weight)
        optimizer.load_state_dict(state["optimizer"])
        progress = Progress(*state["progress"])
        return replace(progress, curve=tuple(CurveRow(*row) for row in progress.curve))  # type: ignore[misc]  # bare tuples
    except (OSError, RuntimeError, EOFError, KeyError, AttributeError, ValueError, pickle.UnpicklingError) as error:
        raise BackendError(f"{path}: {error}; the checkpoint is damaged: delete it to begin anew") from error


def finish(folder: Path, request: Request, write: Callable[[Path], object], card: str) -> None:
    """Puts the result into the folder, marks the training done, and lets the checkpoint go."""
    making = folder / MAKING
    with writing(folder):
        shutil.rmtree(making, ignore_errors=True)  # left by a run that was killed
        # Written apart and moved: whoever looks into the folder meanwhile finds no half of a model.
        making.mkdir()
        write(making)
        (making / "MODEL_CARD.md").write_text(card, encoding="utf-8")
        for file in sorted(making.iterdir()):
            if file.name == REQUEST:  # the base's own, if that was trained here
                file.unlink()
            else:
                file.replace(folder / file.name)
        making.rmdir()
    # In this order: killed between the two, the next start finds a training that is done.
    _ask(folder, request, finished=True)
    (folder / CHECKPOINT).unlink(missing_ok=True)
