"""How fast Marian translates here, beside what people do today: `python tests/tools/bench_translate.py`, some minutes.

A Marian of opus-mt's size (6+6 layers, width 512, 58,101 words) with random weights, so every translation is made to
stop at a length of news. An engine takes one length a call, so sentences come in buckets, the same for every contender.
Contenders take turns, each turn in a new process, since some processes are luckier with memory than others; a ratio is
the median of those of every turn.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import toy

BUCKETS = {12: 0.2, 24: 0.3, 36: 0.3, 56: 0.2}  # tokens made: share of the sentences; about as many are read
OPUS = {
    "d_model": 512, "encoder_layers": 6, "decoder_layers": 6, "encoder_attention_heads": 8,
    "decoder_attention_heads": 8, "encoder_ffn_dim": 2048, "decoder_ffn_dim": 2048, "max_position_embeddings": 512,
    "activation_function": "swish",
}  # fmt: skip
WORDS = 58_101
NAMES = {
    "loop": "(a) `generate`, sentence by sentence",
    "batches": "(b) `generate`, batches of 16 in file order",
    "direct": "(c) CTranslate2, its own batching, best setting",
    "ours": "(d) this project",
    "bare": "CTranslate2 alone on the batches of (d)",
}
FEW = {"loop": 1, "batches": 16}  # sentences a bucket for those too slow for more
CORES = len(os.sched_getaffinity(0))
SETTINGS = [  # of (c): batches at once, of what size, counted in what; all processors are used
    *((CORES, size, "examples") for size in (16, 32, 64)),
    *((CORES, size, "tokens") for size in (1024, 2048)),
    (1, 64, "examples"),
]

Translate = Callable[[list[str], int], None]  # texts, tokens to make of each
Setting = tuple[int, int, str]
Seconds = dict[str, float]


def sentences(count: int, tokens: int, tokenizer: Any, seed: int) -> list[str]:
    """Sentences of random words that are read as `tokens` tokens, a quarter more or less."""
    chance = random.Random(f"{seed} {tokens}")
    words = [word for source, _ in toy.LESSONS for word in source.split()]
    found = []
    for _ in range(count):
        size, text = chance.randint(tokens * 3 // 4, tokens * 5 // 4), chance.choice(words)
        while len(tokenizer(text).input_ids) < size:
            text += " " + chance.choice(words)
        found.append(text)
    return found


# The contenders


def _generating(folder: Path, beam: int, size: int) -> Translate:
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSeq2SeqLM.from_pretrained(folder).to(device).eval()

    def translate(texts: list[str], length: int) -> None:
        for at in range(0, len(texts), size):
            inputs = tokenizer(texts[at : at + size], return_tensors="pt", padding=True).to(device)
            with torch.inference_mode():
                rows = model.generate(**inputs, num_beams=beam, min_new_tokens=length, max_new_tokens=length)
            tokenizer.batch_decode(rows, skip_special_tokens=True)

    return translate


def loop(folder: Path, beam: int, _: Setting) -> dict[str, Translate]:
    """As tutorials do."""
    return {"loop": _generating(folder, beam, 1)}


def batches(folder: Path, beam: int, _: Setting) -> dict[str, Translate]:
    """As EasyNMT does."""
    return {"batches": _generating(folder, beam, 16)}


def direct(folder: Path, beam: int, setting: Setting) -> dict[str, Translate]:
    """As argos-translate does, with the setting that is best here."""
    import ctranslate2
    from transformers import AutoTokenizer

    from pipeline.translate import ctranslate2_engine

    processes, size, kind = setting
    precision = ctranslate2_engine.precision()
    path = str(ctranslate2_engine.convert(folder, precision))
    tokenizer = AutoTokenizer.from_pretrained(folder)
    translator = ctranslate2.Translator(
        path, "cuda" if precision == "float16" else "cpu", compute_type=precision,
        inter_threads=processes, intra_threads=CORES // processes,
    )  # fmt: skip

    def translate(texts: list[str], length: int) -> None:
        rows = [[str(token) for token in tokenizer(text).input_ids] for text in texts]
        results = translator.translate_batch(
            rows, max_batch_size=size, batch_type=kind, beam_size=beam,
            min_decoding_length=length, max_decoding_length=length,
        )  # fmt: skip
        for result in results:
            tokenizer.decode([int(word) for word in result.hypotheses[0]], skip_special_tokens=True)

    return {"direct": translate}


class Forced:
    """A translator of CTranslate2 whose outputs all have one length; `calls` is what it was asked."""

    def __init__(self, translator: Any) -> None:
        self._translator, self.length = translator, 0
        self.calls: list[tuple[Any, dict[str, Any]]] = []

    def translate_batch(self, *rows: Any, **options: Any) -> Any:
        """As the real one."""
        bounds = {"min_decoding_length": self.length, "max_decoding_length": self.length}
        self.calls.append((rows, options))
        return self._translator.translate_batch(*rows, **{**options, **bounds})


def marian(folder: Path, beam: int) -> tuple[Any, Any, Forced]:
    """Ours, its tokenizer, and the handle on the length; random weights would not pass the canary."""
    from pipeline.translate.marian import Marian

    translator = Marian(str(folder), beam=beam, engine="ctranslate2", say=lambda _: None)
    with mock.patch("pipeline.translate.canary.check"):
        _, model = translator._ready("de")
    forced = model.engine._translator = Forced(model.engine._translator)
    return translator, model.tokens.tokenizer, forced


def ours(folder: Path, beam: int, _: Setting) -> dict[str, Translate]:
    """Through the class that the pipeline uses; and after it, in the same process, only what it asked CTranslate2."""
    translator, _tokenizer, forced = marian(folder, beam)

    def translate(texts: list[str], length: int) -> None:
        forced.length = length
        forced.calls.clear()
        translator.translate(texts, "de")

    def bare(_texts: list[str], _length: int) -> None:
        for promised in [forced.translate_batch(*rows, **options) for rows, options in list(forced.calls)]:
            for promise in promised:
                promise.result()

    return {"ours": translate, "bare": bare}


def serve(name: str, folder: Path, beam: int, setting: Setting) -> None:
    """A contender as a process: a line [texts, length] in, a line [name → seconds, peak bytes] out."""
    timed = {"loop": loop, "batches": batches, "direct": direct, "ours": ours}[name](folder, beam, setting)
    for line in sys.stdin:
        texts, length = json.loads(line)
        seconds = {}
        for part, translate in timed.items():
            start = time.perf_counter()
            translate(texts, length)
            seconds[part] = time.perf_counter() - start
        print(json.dumps([seconds, peak()]), flush=True)


def peak() -> int:
    """The most bytes that this process held in memory."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


Ask = Callable[[list[str], int], tuple[dict[str, float], int]]


@contextmanager
def contender(name: str, folder: Path, beam: int, setting: Setting) -> Iterator[Ask]:
    """A process of `serve`, and how to ask it."""
    command = [sys.executable, __file__, "--serve", json.dumps([name, str(folder), beam, setting])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        into, out = process.stdin, process.stdout

        def ask(texts: list[str], length: int) -> tuple[dict[str, float], int]:
            into.write(json.dumps([texts, length]) + "\n")
            into.flush()
            seconds, peak = json.loads(out.readline())
            return seconds, peak

        yield ask
        into.close()


# The tables


def best_setting(folder: Path, beam: int, texts: list[str], length: int) -> Setting:
    """The fastest setting of (c), by one run each."""
    found = {}
    for setting in SETTINGS:
        with contender("direct", folder, beam, setting) as ask:
            ask(texts[:8], length)
            found[setting] = ask(texts, length)[0]["direct"]
    return min(found, key=lambda setting: found[setting])


def turn(name: str, folder: Path, beam: int, setting: Setting, texts: dict[int, list[str]]) -> tuple[Seconds, int]:
    """Seconds a sentence, over the buckets by their shares, in a process of its own; its peak of bytes."""
    seconds: Seconds = {}
    with contender(name, folder, beam, setting) as ask:
        for length, some in texts.items():
            ask(some[:2], length)
        for length, some in texts.items():
            found, peak = ask(some, length)
            for part, one in found.items():
                seconds[part] = seconds.get(part, 0) + BUCKETS[length] * one / len(some)
    return seconds, peak


def table(folder: Path, beam: int, count: int, times: int) -> None:
    """Prints one table: every contender `times` times, in turn."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    texts = {length: sentences(count, length, tokenizer, 1) for length in BUCKETS}
    best = best_setting(folder, beam, texts[24], 24)
    seconds: dict[str, list[float]] = {name: [] for name in NAMES}
    peaks: dict[str, int] = {}
    for at in range(times):
        for name in random.Random(at).sample(("loop", "batches", "direct", "ours"), 4):
            some = {length: every[: FEW.get(name, count)] for length, every in texts.items()}
            found, peaks[name] = turn(name, folder, beam, best, some)
            for part, one in found.items():
                seconds[part].append(one)
    show(beam, best, seconds, peaks)


def show(beam: int, best: Setting, seconds: dict[str, list[float]], peaks: dict[str, int]) -> None:
    """One table in Markdown."""
    median = {name: statistics.median(some) for name, some in seconds.items()}
    ratios = {
        name: statistics.median(other / ours for other, ours in zip(some, seconds["ours"], strict=True))
        for name, some in seconds.items()
    }
    print(f"\n{'greedy' if beam == 1 else f'beam {beam}'} | ms a sentence | beside (d) | peak memory, MB")
    print("---|---|---|---")
    for name, title in NAMES.items():
        memory = f"{peaks[name] / 1e6:.0f}" if name in peaks else ""
        print(f"{title} | {1000 * median[name]:.1f} | {ratios[name]:.2f} × | {memory}")
    length = sum(n * share for n, share in BUCKETS.items())
    over, least = 1 / ratios["bare"] - 1, work(beam) / peak_rate()
    print(f"\n(c) at its best: {best[0]} at once, {best[1]} {best[2]} a batch.")
    print(f"(d) costs {over:+.1%} over CTranslate2 alone, and makes {length / median['ours']:.0f} tokens a second.")
    print(
        f"The processor's limit: {work(beam) / 1e9:.2f} G multiply-adds a sentence, {1000 * least:.1f} ms at the best "
        f"rate of one large int8 product here; (d) reaches {least / median['ours']:.0%} of it.",
        flush=True,
    )


def work(beam: int) -> float:
    """Multiply-adds of the matrices a sentence of average length, which are nearly all."""
    width, inner, layers = 512, 2048, 6
    read = layers * (4 * width**2 + 2 * width * inner + 2 * width**2)  # with keys and values for the decoder
    made = layers * (6 * width**2 + 2 * width * inner) + width * WORDS
    length = sum(n * share for n, share in BUCKETS.items())
    return length * (read + beam * made)


def peak_rate() -> float:
    """Multiply-adds a second in int8 on all processors: the best of some runs of one large matrix product."""
    import torch

    left = torch.randint(-127, 127, (1024, 1024), dtype=torch.int8)
    right = torch.randint(-127, 127, (1024, 4096), dtype=torch.int8)
    rates = []
    for _ in range(8):
        start = time.perf_counter()
        torch._int_mm(left, right)
        rates.append(1024 * 1024 * 4096 / (time.perf_counter() - start))
    return max(rates)


def growth(folder: Path, counts: Sequence[int]) -> None:
    """Seconds a thousand sentences and memory as the number grows, in jobs, with a model of toy size."""
    translator, tokenizer, forced = marian(folder, 1)
    forced.length = 12
    print("\nsentences | s per 1,000 | resident memory, MB\n---|---|---")
    for count in counts:
        start = time.perf_counter()
        for at in range(0, count, 512):
            texts = sentences(min(512, count - at), 12, tokenizer, at)
            forced.calls.clear()
            assert len(translator.translate(texts, "de")) == len(texts)
        seconds = time.perf_counter() - start
        resident = int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()
        print(f"{count:,} | {1000 * seconds / count:.2f} | {resident / 1e6:.0f}", flush=True)


def model(folder: Path, **config: object) -> Path:
    """A model with random weights."""
    folder.mkdir()
    toy.write_tokenizer(folder, WORDS if config else 0)
    toy.network(folder, **config).save_pretrained(folder)
    return folder


def main() -> None:
    """Parses, runs, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=256, help="a bucket; a quarter of it with a beam")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--growth", action="store_true", help="1k, 10k and 100k sentences instead, with a toy")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        name, folder, beam, setting = json.loads(given.serve)
        serve(name, Path(folder), beam, setting)
        return
    with tempfile.TemporaryDirectory() as scratch, mock.patch.dict(os.environ, {"XDG_CACHE_HOME": scratch}):
        if given.growth:
            growth(model(Path(scratch) / "toy"), (1_000, 10_000, 100_000))
            return
        opus = model(Path(scratch) / "opus", **OPUS)
        table(opus, 1, given.sentences, given.times)
        table(opus, 4, given.sentences // 4, given.times)


if __name__ == "__main__":
    main()
