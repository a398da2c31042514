"""Is anything ever lost? Kills, hostile articles, many at once, full disks, damaged files; prints one table.

    python tests/tools/faults.py [--work FOLDER] [--seed N] [--kills N] [--articles N] [--writes N] [--runs N]
                                 [--verdicts N] [--disks N] [--memories N] [--sentences N] [--fewer N] [--model FOLDER]
                                 [PROBE …]

Without names of probes all are tried. A try survives if nothing that was kept before it is gone or torn after it, and
if it ends with a result or with a line that says what is wrong. Exit code 1 if anything is lost. The commands run in
processes forked from this one, which has the libraries loaded: the kill is real, the start is quick.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, redirect_stderr, suppress
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]

from forked import PATIENCE, Command, ended, forked  # noqa: E402 - beside this file

ENGLISH = "The man reads the newspaper. The company builds a new plant. The child plays in the garden.\n"
DATE = "2026-01-02"
OURS = "a fault of this program"  # in a message: nobody foresaw it
HUNDRED = 100
DISTINCT, STORIES = 10, 10  # how often a sentence stands in the input, and in how many stories


@dataclass(slots=True)
class Tally:
    """What came of a probe's tries; `losses` say what was lost, `remark` what the figures cannot."""

    probe: str
    tries: int = 0
    losses: list[str] = field(default_factory=list)
    remark: str = ""

    def row(self) -> str:
        """A line of the table."""
        lost = len(self.losses)
        return f"| {self.probe} | {self.tries:,} | {self.tries - lost:,} | {lost} | {self.remark} |"


def contents(folder: Path) -> dict[str, bytes]:
    """Path → bytes of all files below a folder, hidden ones left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def differing(folder: Path, whole: dict[str, bytes]) -> str:
    """The first file that is not as in a run that nobody disturbed; the list of stories may be of an earlier moment."""
    for name, content in contents(folder).items():
        if whole.get(name) != content and not name.startswith("index"):
            return f"{name} is torn, or another: {len(content)} bytes of {len(whole.get(name, b''))}"
    return ""


# What is run


def prepared(model: Path) -> tuple[str, ...]:
    """The arguments of a run that translates with a small Marian model, which is made if it is not there."""
    if not model.exists():
        from toy import write

        model.mkdir()
        # what trains starts threads, which a fork later would lose
        if os.waitpid(forked(partial(write, model)), 0)[1]:
            raise SystemExit("the toy model cannot be made")
    options = ("model_de=" + str(model), "beam=1")
    chosen = [part for option in options for part in ("--translator-option", option)]
    return ("--translator", "marian", *chosen, "--embedder", "none", "--date", DATE, "--progress", "none")


def write_stories(work: Path, sentences: int, seed: int) -> None:
    """Makes `raw` with this many German sentences."""
    from toy import PAIRS

    draw = random.Random(seed)
    words = sorted({word.strip(".,;") for german, _ in PAIRS for word in german.split()})
    texts: dict[str, None] = {}
    while len(texts) < max(20, sentences // DISTINCT):
        texts[f"{' '.join(draw.choices(words, k=3)).capitalize()}."] = None
    # As agencies' texts do, each sentence stands in several stories: it is translated once.
    lines, size = list(texts) * DISTINCT, max(20, sentences // STORIES)
    for start in range(0, sentences, size):
        folder = work / "raw" / f"story-{start:05}"
        folder.mkdir(parents=True)
        (folder / "a.de.txt").write_text("\n".join(lines[start : start + size]), "utf-8")
        (folder / "b.en.txt").write_text(ENGLISH, "utf-8")


def run(work: Path, place: Path, options: Sequence[str], **more: object) -> Command:
    """A run of `work/raw` with memory and results in a place of its own."""
    place.mkdir(parents=True, exist_ok=True)
    arguments = ("run", work / "raw", "-o", place / "out", "--memory", place / "memory", *options)
    return Command(place, *arguments, **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Bench:
    """What all probes share: the options of a run, what it gives undisturbed and how long it takes, who draws."""

    work: Path
    options: tuple[str, ...]
    whole: dict[str, bytes]
    seconds: float
    draw: random.Random


def bench(work: Path, options: tuple[str, ...], sentences: int, seed: int) -> Bench:
    """Makes what is run, and runs it once."""
    write_stories(work, sentences, seed)
    start, used = time.monotonic(), os.times().children_user
    command = run(work, work / "whole", options)
    if problem := ended(command):
        raise SystemExit(f"a run that nobody disturbs fails: {problem}")
    print(f"a run of {sentences:,} sentences: {os.times().children_user - used:.1f} s of a processor")
    return Bench(work, options, contents(work / "whole" / "out"), time.monotonic() - start, random.Random(seed))


# The probes


def kills(bench: Bench, count: int) -> Tally:
    """Runs killed at random moments, each going on where the one before was killed, until one comes to its end."""
    tally, ends = Tally("kills of a run"), 0
    place, known = bench.work / "killed", 0
    while tally.tries < count:
        command = run(bench.work, place, bench.options)
        # A fifteenth of a run on average: what is done is done, so that kills fall into every part of it.
        if command.wait(bench.draw.expovariate(15 / bench.seconds)) is None and command.kill() == -signal.SIGKILL:
            tally.tries += 1
            now, problem = remembered(place / "memory")
            problem = problem or differing(place / "out", bench.whole)
            if now < known:
                problem = f"{known - now} translations are gone from the memory"
            known = now
        else:
            problem = ended(command)
            if not problem and contents(place / "out") != bench.whole:
                problem = "a run that was killed and went on gives other files"
            ends, known = ends + 1, 0
            shutil.rmtree(place)
        if problem:
            tally.losses.append(problem)
    if place.is_dir():
        problem = ended(run(bench.work, place, bench.options))
        ends += 1
        if problem or contents(place / "out") != bench.whole:
            tally.losses.append(problem or "a run that was killed and went on gives other files")
        shutil.rmtree(place)
    tally.remark = f"{len(bench.whole)} files the same after each of {ends} resumed runs"
    return tally


def remembered(memory: Path) -> tuple[int, str]:
    """How many translations a memory holds, and what is wrong with it."""
    if not memory.exists():
        return 0, ""
    with closing(sqlite3.connect(memory)) as database:
        check = database.execute("PRAGMA quick_check").fetchone()[0]
        if not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return 0, ""
        (count,) = database.execute("SELECT count(*) FROM machine").fetchone()
    return count, "" if check == "ok" else f"the memory is damaged: {check}"


def hostile(bench: Bench, count: int) -> Tally:
    """Articles spoiled in many ways, in stories of five; each is an article afterwards, or a failure by its name.

    Of five hundreds the first goes through a whole run, the others are read and split.
    """
    from hostile import article

    tally, unforeseen, whole_runs = Tally("hostile articles"), Counter[str](), 0
    for start in range(0, count, HUNDRED):
        place, files = bench.work / "hostile", {}
        for number in range(start, min(start + HUNDRED, count)):
            name, content = article(number, bench.draw)
            path = place / "raw" / f"story-{number // 5:05}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            files[path] = number
        is_run = start // HUNDRED % 5 == 0
        whole_runs += len(files) * is_run
        problem, stories = run_stories(place) if is_run else read_stories(place)
        tally.tries += len(files)
        if problem:
            tally.losses += [f"articles from {start} on: {problem}"] * len(files)
            shutil.copytree(place, bench.work / f"ended-from-{start}", dirs_exist_ok=True)
        else:
            tally.losses += [str(path) for path, number in files.items() if not accounted(path, number, stories)]
            for reason in (reason for _, failures in stories.values() for _, reason in failures if OURS in reason):
                unforeseen[reason.split(":")[0]] += 1
                print(reason[:300], file=sys.stderr)
        shutil.rmtree(place)
    kinds = "".join(f", {n} {name}" for name, n in unforeseen.items())
    tally.remark = f"{whole_runs:,} through whole runs; failures of a kind that nobody foresaw: {kinds[2:] or 'none'}"
    return tally


Stories = dict[str, tuple[list[str], list[tuple[str, str]]]]  # story → ids of articles, items and reasons of failures


def run_stories(place: Path) -> tuple[str, Stories]:
    """What is wrong with how a run ended, else what became of each story."""
    translator = ("--translator", "slow:Slow", "--embedder", "none", "--date", DATE, "--progress", "none")
    log = partial(os.environ.update, SLOW_LOG=str(place / "asked"))
    command = Command(place, "run", "raw", "-o", "out", "--memory", "memory", *translator, before=log)
    if problem := ended(command, (0, 3)):
        return problem, {}
    stories: Stories = {}
    for path in (place / "out").rglob("result.json"):
        made = json.loads(path.read_bytes())
        failures = [(failure["item"], failure["reason"]) for failure in made["failures"]]
        stories[path.parent.name] = [article["id"] for article in made["story"]["articles"]], failures
    told = re.split(r"\n(?=failed \()", command.words())  # a name may hold line breaks
    for line in told:  # a story without an article has no result
        if match := re.match(r"failed \(\w+\): ((story-\d+).*?): (.*)", line, re.DOTALL):
            stories.setdefault(match[2], ([], []))[1].append((match[1], match[3]))
    return "", stories


def read_stories(place: Path) -> tuple[str, Stories]:
    """The same of stories that are only read and split."""
    from datetime import date

    from pipeline import read
    from pipeline.story.drafts import drafts

    def note() -> None:
        stories: Stories = {}
        for draft in drafts(read.find(place / "raw"), date.fromisoformat(DATE)):
            reading = draft.reading
            failures = [(failure.item, failure.reason) for failure in reading.failures]
            stories[reading.story.id] = [article.id for article in reading.story.articles], failures
            json.dumps([article.text for article in reading.story.articles], ensure_ascii=False).encode()
        (place / "stories").write_text(json.dumps(stories), "utf-8")

    if os.waitpid(forked(note), 0)[1]:
        return "reading ends with an exception", {}
    return "", json.loads((place / "stories").read_text("utf-8"))


def accounted(path: Path, number: int, stories: Stories) -> bool:
    """Whether an article's file is an article of its story, or named as a failure; its content may have given an id."""
    ids, failures = stories.get(path.parent.name, ([], []))
    from pipeline.export.reading import harmless
    from pipeline.read.safe_names import shown as printable

    item = f"{path.parent.name}/{printable(path.name)}"
    shown = "\n".join(map(harmless, item.splitlines()))  # as the terminal has it
    by_name = any(re.search(rf"-{number}\b", name) for name in ids)
    own_ids = [name for name in ids if not re.search(r"-\d+\b", name)]
    return by_name or bool(own_ids) or any(path.parent.name == at or at.startswith((item, shown)) for at, _ in failures)


def writers(bench: Bench, count: int) -> Tally:
    """Two processes write one file by turns, and two others read it: no reader sees a half."""
    from pipeline.export.atomic import write

    tally, place = Tally("writers against readers"), bench.work / "written"
    place.mkdir()
    file = place / "file"
    texts = [bytes([letter]) * 300_000 for letter in b"ab"]
    write(file, texts[0])

    def put(text: bytes) -> None:
        for _ in range(count // 2):
            write(file, text)

    def look() -> None:
        while not (place / "end").exists():
            if file.read_bytes() not in texts:
                (place / "torn").touch()

    readers = [forked(look) for _ in range(2)]
    for process in [forked(lambda text=text: put(text)) for text in texts]:
        if os.waitpid(process, 0)[1]:
            tally.losses.append("a writer failed")
    (place / "end").touch()
    for process in readers:
        if os.waitpid(process, 0)[1]:
            tally.losses.append("a reader failed")
    tally.tries = count // 2 * 2
    if (place / "torn").exists():
        tally.losses.append("a reader saw half a file")
    if extra := [path.name for path in place.iterdir() if path.name not in ("file", "end", "torn")]:
        tally.losses.append(f"left behind: {extra}")
    return tally


def runs(bench: Bench, count: int) -> Tally:
    """Two and four runs at once on one folder and one memory: all come to their end, with the same files."""
    tally, place = Tally("two and four runs on one folder"), bench.work / "crowd"
    for number in range(count):
        together = [run(bench.work, place, bench.options, log=f"log-{n}") for n in range((2, 4)[number % 2])]
        problems = list(filter(None, map(ended, together)))
        if not problems and contents(place / "out") != bench.whole:
            problems = ["other files"]
        tally.tries += 1
        tally.losses += problems[:1]
        shutil.rmtree(place)
    return tally


def verdicts(bench: Bench, count: int) -> Tally:
    """Two servers on one folder keep verdicts, an editor adds lines, a run goes on: each line is in the file."""
    tally, place = Tally("verdicts: two servers, an editor, a run"), bench.work / "served"
    shutil.copytree(bench.work / "raw", place / "raw")
    shutil.copytree(bench.work / "whole" / "out", place / "out")
    story = sorted(path.name for path in (place / "raw").iterdir())[0]
    file = place / "raw" / story / "corrections.tsv"
    made = json.loads((place / "out" / story / "result.json").read_bytes())
    sides = [next(s["id"] for s in made["sentences"] if s["article"] == name) for name in ("a.de", "b.en")]
    problems: list[str] = []

    def send(address: str, server: int) -> None:
        page = urllib.request.urlopen(f"{address}{story}/synopsis.html").read().decode()
        where, token = re.findall(r'name="synopsis-save" content="(\S+) (\S+)"', page)[0]
        for number in range(count):
            body = [{"action": "note", "left": sides[:1], "right": sides[1:], "note": f"verdict {server} {number} ."}]
            headers = {"Origin": address.rstrip("/"), "X-Synopsis-Token": token}
            request = urllib.request.Request(address.rstrip("/") + where, json.dumps(body).encode(), headers)
            try:
                urllib.request.urlopen(request).read()
            except OSError as error:
                problems.append(f"verdict {server} {number} is refused: {error}")

    def edit() -> None:
        for number in range(count):
            with file.open("a", encoding="utf-8") as lines:
                lines.write(f"# edited {number} .\n")
            time.sleep(0.01)

    with server(place, 1) as first, server(place, 2) as second:
        threads = [Thread(target=send, args=(first, 1)), Thread(target=send, args=(second, 2)), Thread(target=edit)]
        beside = Command(place, "run", "raw", "-o", "out", "--memory", "memory", *bench.options, log="run")
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        problems += filter(None, [ended(beside, (0, 3))])  # 3: a note whose link is not there is named
    text = file.read_text("utf-8")
    wanted = [f"verdict {n} {k} ." for n in (1, 2) for k in range(count)] + [f"# edited {k} ." for k in range(count)]
    tally.tries = len(wanted)
    tally.losses = problems + [f"{line!r} is gone" for line in wanted if line not in text]
    if extra := [path.name for path in file.parent.iterdir() if path.name.startswith(".")]:
        tally.losses.append(f"left behind: {extra}")
    tally.losses += [
        f"server: {words[-300:]}" for n in (1, 2) if "Traceback" in (words := (place / f"serve-{n}").read_text())
    ]
    return tally


@contextmanager
def server(place: Path, number: int) -> Iterator[str]:
    """The address of a server of these results."""
    command = Command(place, "open", "out", "--raw", "raw", "--no-browser", log=f"serve-{number}")
    try:
        end = time.monotonic() + PATIENCE
        while not (address := re.search(r"http://\S+/", command.words() if command.log.exists() else "")):
            if command.wait(0.02) is not None or time.monotonic() > end:
                raise SystemExit(f"no server: {command.words()}")
        yield address[0]
    finally:
        command.kill()


def disks(bench: Bench, count: int) -> Tally:
    """Disks of 1 to 4 MB that fill up: the run says so, nothing is torn, and with more room it comes to its end."""
    tally, place = Tally("small disks"), bench.work / "disk"
    place.mkdir()
    if os.geteuid() or not mounted(place, "size=1m"):
        tally.remark = "not run: only root may mount a small disk, and not everywhere"
        return tally
    subprocess.run(["umount", place], check=True)
    full = 0
    for number in range(count):
        mounted(place, f"size={1 + number % 4}m")
        try:
            command = run(bench.work, place, bench.options, log="../words")  # not on the full disk
            problem = ended(command, (0, 2, 3))
            full += command.code == 2
            problem = problem or differing(place / "out", bench.whole)
            if not problem and list(place.rglob(".synopsis-*")):
                problem = "a part is left behind"
            mounted(place, "remount,size=256m")
            problem = problem or ended(run(bench.work, place, bench.options, log="../words"))
            if not problem and contents(place / "out") != bench.whole:
                problem = "with more room the files are others"
        finally:
            subprocess.run(["umount", place], check=True)
        tally.tries += 1
        tally.losses += [problem] * bool(problem)
    tally.remark = f"{full} of them filled up"
    return tally


def mounted(place: Path, options: str) -> bool:
    """Whether a disk in memory could be mounted there."""
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def memories(bench: Bench, count: int) -> Tally:
    """Memories with bytes changed, an end cut off, a page of zeros: read, or told with a way out; no traceback."""
    tally, place = Tally("damaged memories"), bench.work / "damaged"
    sound = bench.work / "whole" / "memory"
    with closing(sqlite3.connect(sound)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = sound.read_bytes()
    told = 0
    for number in range(count):
        place.mkdir()
        (place / "memory").write_bytes(spoiled(content, number, bench.draw))
        uses = (("memory",), ("memory", "export", "out.tmx"), ("memory", "forget", "story-00000"))
        for use in uses:
            command = Command(place, *use, "--memory", "memory")
            problem = ended(command, (0, 2, 3))
            told += command.code == 2
            tally.tries += 1
            if (
                not problem
                and command.code == 2
                and not re.search("restore|rename|name another|upgrade", command.words())
            ):
                problem = f"no way out: {command.words()}"
            tally.losses += [problem] * bool(problem)
        shutil.rmtree(place)
    tally.remark = f"{told} told, the others read"
    return tally


def spoiled(content: bytes, number: int, draw: random.Random) -> bytes:
    """A file with a fault of one of three kinds."""
    out = bytearray(content)
    if number % 3 == 0:
        for _ in range(200):
            out[draw.randrange(len(out))] = draw.randrange(256)
    elif number % 3 == 1:
        del out[draw.randrange(1, len(out)) :]
    else:
        start = draw.randrange(max(1, len(out) - 4096))
        out[start : start + 4096] = bytes(4096)
    return bytes(out)


PROBES: dict[str, tuple[Callable[[Bench, int], Tally], int]] = {  # name → what tries it, how often by default
    "kills": (kills, 50),
    "articles": (hostile, 500),
    "writes": (writers, 200),
    "runs": (runs, 2),
    "verdicts": (verdicts, 20),
    "disks": (disks, 4),
    "memories": (memories, 9),
}


def loaded() -> None:
    """Load and fill what every command needs, once, in one thread: a fork has no other."""
    os.environ.update(HF_HUB_OFFLINE="1", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", COLUMNS="120")
    import ctranslate2  # type: ignore[import-untyped]  # noqa: F401
    import sacremoses  # type: ignore[import-untyped]  # noqa: F401
    from transformers import AutoTokenizer, MarianTokenizer  # noqa: F401

    from pipeline import cli

    with TemporaryDirectory() as folder, suppress(SystemExit), redirect_stderr(StringIO()):
        write_stories(Path(folder), 20, seed=0)
        places = ("-o", f"{folder}/out", "--memory", f"{folder}/memory")
        sys.argv = ["synopsis", "run", f"{folder}/raw", *places, "--translator", "poisoned:Translator"]
        sys.argv += ["--embedder", "none", "--progress", "none"]
        cli.main()


def main() -> int:
    """Try, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("probes", nargs="*", metavar="PROBE", help=", ".join(PROBES))
    parser.add_argument("--work", type=Path, help="keep what is made here")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sentences", type=int, default=2000, help="of the run that is killed")
    parser.add_argument("--fewer", type=int, default=200, help="sentences of the runs that are disturbed otherwise")
    parser.add_argument("--model", type=Path, help="a small Marian model that is there already")
    for name, (_, count) in PROBES.items():
        parser.add_argument(f"--{name}", type=int, default=count)
    options = parser.parse_args()
    if unknown := set(options.probes) - set(PROBES):
        parser.error(f"no probe {', '.join(sorted(unknown))}; there are {', '.join(PROBES)}")
    losses = 0
    with TemporaryDirectory() as temporary:
        work = (options.work or Path(temporary)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        os.environ["XDG_DATA_HOME"] = str(work / "data")
        os.environ.setdefault("XDG_CACHE_HOME", str(work / "cache"))  # one that is named may have the model converted
        loaded()
        names = [name for name in PROBES if name in options.probes or not options.probes]
        arguments = prepared(options.model or work / "model")
        # the smaller first: it converts the model, which is no part of the time of the run that is killed
        small = bench(work / "small", arguments, options.fewer, options.seed)
        large = small
        if "kills" in names and options.sentences != options.fewer:
            large = bench(work / "large", arguments, options.sentences, options.seed)
        print("\n| probe | tries | survived | lost | |\n|---|---|---|---|---|", flush=True)
        for name in names:
            tally = PROBES[name][0](large if name == "kills" else small, getattr(options, name))
            losses += len(tally.losses)
            print(tally.row(), flush=True)
            for loss in tally.losses[:10]:
                print(f"lost: {loss}", file=sys.stderr)
        own, theirs = os.times()[:2], os.times()[2:4]
        print(f"\n{sum(own) + sum(theirs):.0f} s of a processor")
    return int(losses > 0)


if __name__ == "__main__":
    sys.exit(main())
