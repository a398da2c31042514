"""What a run over an archive costs: python tests/tools/bench_archive.py [STORIES …] [--embedder NAME] [--engines].

With --articles 50 instead: one English story of so many articles of 40 sentences.

Generated stories of four articles, made of the invented events of cases/group.jsonl: names and figures are new in each
story, so that no sentence stands in two. Their English is recorded, so that all but translation is measured; with
--engines a Marian of toy size translates instead, and the engines run beside one another. CPU seconds are those of the
run and of its workers; peak memory is that of its largest process. Deterministic but for the clock.
"""

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "group.jsonl"
LANGS = ("en", "en", "de", "fr")  # of a story's articles
LENGTH = 40  # sentences of an article of a large story
EVENTS = 3  # that each story is put together from: articles of some 14 sentences
DATE = "2026-11-28"
SOUNDS = ("ba", "dor", "el", "fin", "gar", "hol", "ka", "len", "mar", "nis", "or", "pel", "ros", "sten", "tur", "vel")
PLACES = {"en": ", people in {0} said", "de": ", hieß es aus {0}", "fr": ", selon des habitants de {0}"}
Row = Mapping[str, list[str]]  # language → an event's sentences in it; under "de english" the English of the German


@dataclass(frozen=True)
class Cost:
    """One run: seconds of all its processors together and by the clock, and megabytes of its largest process."""

    cpu: float
    wall: float
    peak: float


def events() -> list[Row]:
    """Those that have articles in all three languages."""
    rows: dict[str, dict[str, list[str]]] = {}
    for line in CASES.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        event = rows.setdefault(article["event"], {})
        # a second English article of an event is the one that translators made of another
        event.setdefault(article["lang"], article["sentences"])
        event.setdefault(f"{article['lang']} english", article["english"])
    return [event for event in rows.values() if {"en", "de", "fr"} <= event.keys()]


def renamed(text: str, chance_of: str, place: str, tail: str) -> str:
    """The sentence with names and figures of its own; the same word becomes the same one throughout a story."""

    def figure(match: re.Match[str]) -> str:
        return str(int(match[0]) + _number(chance_of) % 40)

    def name(match: re.Match[str]) -> str:
        return _name(f"{chance_of} {match[0]}")

    # Years and the words that German writes large stay; what all three languages write alike is a name.
    own = re.sub(r"(?<![\d.,])\d{1,3}(?![\d.,])", figure, text)
    own = re.sub(r"\b(?:Rotterdam|Hamburg|Basel|Trier|Nantes|Bordeaux|Velora|Vossberg|Nordwind|Porto)\b", name, own)
    if own != text:
        return own
    end = text[-1] if text[-1] in ".!?" else ""
    return text.removesuffix(end) + tail.format(place) + end


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])


def _name(text: str) -> str:
    chance = random.Random(text)
    return "".join(chance.choices(SOUNDS, k=3)).capitalize()


def write_stories(raw: Path, count: int) -> list[dict[str, str]]:
    """`count` stories below `raw`; what is given is the English of each foreign sentence, as the translator replays."""
    known, answers = events(), []
    for number in range(count):
        chance, place = random.Random(number), _name(f"story {number}")
        parts = chance.sample(known, EVENTS)
        folder = raw / f"{place.lower()}-{number:05}"
        folder.mkdir(parents=True)
        for position, lang in enumerate(LANGS):
            # the second English article tells what the German one does
            source = "de english" if position == 1 else lang
            sentences = list(chain.from_iterable(part[source] for part in parts))
            english = (
                list(chain.from_iterable(part[f"{lang} english"] for part in parts)) if lang != "en" else sentences
            )
            tail = PLACES[lang]
            written = [renamed(text, str(number), place, tail) for text in sentences]
            (folder / f"{position}.{lang}.txt").write_text("\n\n".join(written) + "\n", encoding="utf-8")
            if lang == "en":
                continue
            for text, translation in zip(written, english, strict=True):
                made = renamed(translation, str(number), place, PLACES["en"])
                answers.append({"lang": lang, "source": text, "text": made})
    return answers


def write_large_story(raw: Path, articles: int) -> None:
    """One story: each article tells a part of what is known, every sentence in words that no other article has."""
    known = [text for event in events() for source in ("en", "de english", "fr english") for text in event[source]]
    (raw / "large").mkdir(parents=True)
    for number in range(articles):
        chance = random.Random(number)
        sentences = [_shortened(text, chance) for text in chance.sample(known, LENGTH)]
        (raw / "large" / f"{number:03}.en.txt").write_text("\n\n".join(sentences) + "\n", encoding="utf-8")


def _shortened(text: str, chance: random.Random) -> str:
    """The sentence without two of its words, its first and last ones stay."""
    words = text.split()
    for _ in range(min(2, len(words) - 3)):
        del words[chance.randrange(2, len(words) - 1)]
    return " ".join(words)


def synopsis(work: Path, *options: object, kill_at: int = 0) -> Cost:
    """One run of the command in a process of its own; killed when so many results are there."""
    command = [sys.executable, "-m", "pipeline", "run", work / "raw", "--date", DATE, "--progress", "none", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(list(map(str, command)), env=environment, stdout=told, stderr=told)
        if kill_at:
            out = Path(str(options[options.index("-o") + 1]))
            while process.poll() is None and sum(1 for _ in out.glob("*/result.json")) < kill_at:
                time.sleep(0.2)
            process.send_signal(signal.SIGKILL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode and not kill_at:
            told.seek(0)
            sys.exit(told.read().decode())
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1000)


def contents(folder: Path) -> dict[str, str]:
    """Every file below a folder and the digest of what is in it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def reruns(work: Path, count: int, embedder: str) -> Iterator[tuple[str, Cost]]:
    """The steps of an archive's life, each with what it cost."""
    answers = write_stories(work / "raw", count + 1)
    (work / "raw.jsonl").write_text("".join(json.dumps(row) + "\n" for row in answers), encoding="utf-8")
    spare = max((work / "raw").iterdir(), key=lambda folder: folder.name[-5:])
    spare = spare.rename(work / "spare")
    translator = ("--translator", "replay", "--translator-option", f"path={work / 'raw.jsonl'}")
    fixed = (*translator, "--embedder", embedder)
    options = (*fixed, "-o", work / "out", "--memory", work / "memory")
    yield "first run", synopsis(work, *options)
    yield "again, nothing changed", synopsis(work, *options)
    anew = (*fixed, "-o", work / "anew", "--memory", work / "memory")
    yield "results anew, all texts remembered", synopsis(work, *anew)
    story = min((work / "raw").iterdir())
    shutil.copy(spare / "0.en.txt", story / "4.en.txt")
    yield "one article added", synopsis(work, *options)
    changed = story / "4.en.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("people in", "officials in"), encoding="utf-8")
    yield "one article changed", synopsis(work, *options)
    spare.rename(work / "raw" / "spare")
    yield "one story added", synopsis(work, *options)
    killed = (*fixed, "-o", work / "killed", "--memory", work / "killed-memory")
    first = synopsis(work, *killed, kill_at=max(1, count // 2))
    second = synopsis(work, *killed)
    if contents(work / "killed") != contents(work / "out"):
        sys.exit("a killed and resumed run gave other files than one that was not")
    total = Cost(first.cpu + second.cpu, first.wall + second.wall, max(first.peak, second.peak))
    yield "killed half way, and resumed", total


def large(work: Path, articles: int, embedder: str) -> Iterator[tuple[str, Cost]]:
    """A story of many articles, the first time and with its claims and vectors remembered."""
    write_large_story(work / "raw", articles)
    for label in ("first run", "results anew, all texts remembered"):
        yield label, synopsis(work, "-o", work / label, "--memory", work / "memory", "--embedder", embedder)


def engines(work: Path, count: int, embedder: str) -> Iterator[tuple[str, Cost]]:
    """The same work on each engine, from nothing, with real models; the files have to be the same."""
    sys.path.insert(0, str(ROOT / "tests" / "tools"))
    import toy

    write_stories(work / "raw", count)
    model = work / "model"
    model.mkdir()
    toy.write(model, max_position_embeddings=512)  # trained, since nothing is run that translates badly
    outcomes = []
    for name, workers, processors in (("serial", 1, 1), ("serial", 1, 2), ("processes", 2, 2), ("ray", 2, 2)):
        label = f"{name} on {processors} processor{'s' * (processors > 1)}"
        out, memory = work / label / "out", work / label / "memory"
        every = os.sched_getaffinity(0)
        os.sched_setaffinity(0, sorted(every)[:processors])
        options = ("--engine", name, "--workers", workers, "-o", out, "--memory", memory, "--embedder", embedder)
        yield label, synopsis(work, *options, "--translator", "marian", "--translator-option", f"model={model}")
        os.sched_setaffinity(0, every)
        outcomes.append(contents(out))
    if any(outcome != outcomes[0] for outcome in outcomes):
        sys.exit("engines gave different files")


def print_table(rows: Iterable[tuple[str, Cost]], count: int) -> None:
    """Markdown, row by row as they come; shares are of the first row."""
    print("| what | CPU s | of the first | CPU s a story | wall s | times as fast | peak MB |")
    print("|---|---|---|---|---|---|---|")
    first = None
    for label, cost in rows:
        first = first or cost
        shares = f"{cost.cpu / first.cpu:.1%} | {cost.cpu / count:.3f}"
        speed = f"{cost.wall:.1f} | {first.wall / cost.wall:.2f}"
        print(f"| {label} | {cost.cpu:.1f} | {shares} | {speed} | {cost.peak:.0f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", nargs="*", type=int, default=[50], help="how many stories, one table each")
    parser.add_argument("--embedder", default="e5", help="e5, or none for a run without vectors")
    parser.add_argument("--engines", action="store_true", help="the engines beside one another, with real models")
    parser.add_argument("--articles", type=int, help="one story of so many articles instead")
    options = parser.parse_args()
    if options.articles:
        with tempfile.TemporaryDirectory() as folder:
            print_table(large(Path(folder), options.articles, options.embedder), 1)
        return
    for count in options.stories:
        print(f"\n{count} stories of {len(LANGS)} articles, embedder {options.embedder}\n", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            measure = engines if options.engines else reruns
            print_table(measure(Path(folder), count, options.embedder), count)


if __name__ == "__main__":
    main()
