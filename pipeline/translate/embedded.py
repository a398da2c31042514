"""The translation model that needs no hub: Gemma 3 270M from the package index, with the adapter shipped here.

For trying out and for machines that reach no hub; opus-mt translates better. `gemma` makes it ready.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline import machine
from pipeline.data import Lang, Output
from pipeline.errors import BackendError, ConfigError
from pipeline.language import language, languages
from pipeline.language.capitals import in_normal_case
from pipeline.translate import QUALITIES, Say, canary, gemma, pieces, to_stderr, valid_quality
from pipeline.translate.checkpoint import Decoding

PROMPT = 1  # raise it when `prompt` changes
ENDING = 1  # raise it when `STOPS`, or what is made of them, changes
LIMIT = 192  # source tokens at once; the adapter has seen sentences of up to 70 words
PIECE = 52  # source tokens of a piece where a sentence must be cut: the longer, the more clauses get lost
END = "<eos>"
STOPS = [END, "\n", "\n\n", "\n\n\n"]  # a translation is one line: after a headline the model goes on with a web page
STRIDE = 8  # tokens between the lengths of prompts that share a batch
WINDOW = 512  # tokens that can be scored at once: CTranslate2 fails beyond the model's sliding window


class Embedded:
    """A translator on CTranslate2 with the embedded model.

    `adapter`: a folder that `synopsis train` wrote, instead of the one shipped. `beam` 1 is greedy. `batch_tokens`
    bounds a batch: its prompts, times the beam. `threads` 0: as many as the process may use; each decodes a batch.
    `quality` is one of QUALITIES.
    """

    def __init__(
        self, adapter: str = "", beam: int = 2, batch_tokens: int = 768, threads: int = 0, quality: str = "fast",
        say: Say = to_stderr,
    ) -> None:  # fmt: skip
        self.quality = valid_quality("embedded", quality)
        if threads < 0 or batch_tokens < 1 or beam < 1:
            raise ConfigError(
                f"embedded: threads {threads}, batch_tokens {batch_tokens}, beam {beam}; "
                "expected threads from 0, the others from 1"
            )
        self._adapter = Path(adapter) if adapter else gemma.ADAPTER
        self._beam, self._batch_tokens, self._threads, self._say = beam, batch_tokens, threads or machine.threads(), say
        self._loaded: _Gemma | None = None
        self._sane: set[Lang] = set()

    def signature(self, source: Lang) -> str:
        """Names base and adapter and preparation (one revision), engine, decoding, prompt."""
        _name(source)
        parts = [
            "mt:gemma3-270m-lora",
            f"rev:{gemma.key(self._adapter)}",
            f"eng:ctranslate2-{gemma.engine()}/int8",
            f"dec:{Decoding(self._beam).name}",
            f"prompt:{PROMPT}",
            f"end:{ENDING}",
            f"cut:{pieces.VERSION}",
        ]
        return "|".join(parts) + QUALITIES[self.quality]

    def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:
        """One output a sentence, in order; the same for a sentence whatever comes with it.

        Raises BackendError: it cannot be prepared, is damaged, or has no such language.
        """
        return [output for (output,) in self._translate(sentences, source, Decoding(self._beam))]

    def again(self, sentences: Sequence[str], source: Lang) -> list[list[Output]]:
        """All that a wider beam finds, no sequence of tokens twice."""
        return self._translate(sentences, source, Decoding(self._beam).harder())

    def continued(self, sentence: str, source: Lang, beginnings: Sequence[str]) -> list[Output]:
        """One output for each beginning; empty if the sentence is too long to be translated at once."""
        model, text = self._model(source), in_normal_case(" ".join(sentence.split()), source)
        if not model.fits(text, source):
            return []
        drafts = model.continued(prompt(source, text), beginnings)
        return [pieces.begun(draft, Decoding().name) for draft in drafts]

    def _translate(self, sentences: Sequence[str], source: Lang, decoding: Decoding) -> list[list[Output]]:
        model = self._model(source)
        return pieces.several(
            [in_normal_case(sentence, source) for sentence in sentences],
            lambda text: model.fits(text, source),
            lambda texts: model.run([model.tokens(prompt(source, text)) for text in texts], decoding),
            decoding.name,
            lambda text: model.fits(text, source, PIECE),
        )

    def _model(self, source: Lang) -> "_Gemma":
        """The model in memory, which has shown once that it translates from `source`."""
        _name(source)
        if self._loaded is None:
            self._loaded = _Gemma(gemma.prepare(self._say, self._adapter), self._batch_tokens, self._threads)
        model = self._loaded
        if source not in self._sane:
            self._sane.add(source)
            canary.check("embedded", source, lambda texts: [output.text for output in self.translate(texts, source)])
        return model


class _Gemma:
    """The prepared model in memory: prompts as tokens in, drafts out."""

    def __init__(self, folder: Path, batch_tokens: int, threads: int) -> None:
        import ctranslate2  # type: ignore[import-untyped]
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        try:
            self._generator = ctranslate2.Generator(
                str(folder), device="cpu", compute_type="int8", inter_threads=threads, intra_threads=1
            )
        except (RuntimeError, ValueError) as error:
            raise BackendError(f"{folder}: {error}; delete it, it is made again") from error
        self._batch_tokens, self._threads = batch_tokens, threads
        self._around = {lang: len(self.tokens(prompt(lang, ""))) for lang in taught()}

    def tokens(self, text: str) -> list[str]:
        """What the model reads, its beginning token included."""
        token_texts: list[str] = self._tokenizer.encode(text).tokens
        return token_texts

    def fits(self, text: str, lang: Lang, limit: int = LIMIT) -> bool:
        """Whether a source text is no longer than so many tokens."""
        return len(self.tokens(prompt(lang, text))) - self._around[lang] <= limit

    def run(self, prompts: Sequence[list[str]], decoding: Decoding) -> list[list[pieces.PieceDraft]]:
        """The drafts of each prompt, the best first, in the prompts' order; batches run side by side, a thread each.

        CTranslate2 reads the prompts of a batch at once up to the shortest, the rest step by step, and in int8 the two
        round differently: a sentence's translation would hang on its neighbours. So every batch holds a prompt of
        exactly its bucket's length, if need be one of end tokens only, after which the model has nothing to say.
        """
        lengths = [len(tokens) for tokens in prompts]
        batches = pieces.batches(lengths, self._batch_tokens // decoding.beam, bucket=_bucket)
        running = [(batch, self._begin([prompts[index] for index in batch], decoding)) for batch in batches]
        drafts: dict[int, list[pieces.PieceDraft]] = {}
        for batch, results in running:
            for index, result in zip(batch, results, strict=False):
                generated = result.result()
                candidates = zip(generated.sequences_ids, generated.scores, generated.sequences, strict=True)
                drafts[index] = [self._draft(ids, score, words[-1] in STOPS) for ids, score, words in candidates]
        return [drafts[index] for index in range(len(prompts))]

    def _begin(self, rows: list[list[str]], decoding: Decoding) -> list[Any]:
        bucket = _bucket(len(rows[0]))
        pace = [] if min(map(len, rows)) == bucket else [[END] * bucket]
        return self._generate(
            rows + pace,
            bucket,
            beam_size=decoding.beam,
            num_hypotheses=decoding.several,
            no_repeat_ngram_size=decoding.no_repeat,
            include_prompt_in_result=False,
        )

    def _generate(self, rows: list[list[str]], length: int, **options: Any) -> list[Any]:
        """What is on its way for the rows; `length` is that of a prompt, in tokens, and bounds what is made."""
        results: list[Any] = self._generator.generate_batch(
            rows,
            max_length=3 * (length + STRIDE) + 32,
            end_token=STOPS,
            suppress_sequences=[[stop] for stop in STOPS if stop != END],  # else each end comes twice, by a line break
            return_end_token=True,
            return_scores=True,
            asynchronous=True,
            **options,
        )
        return results

    def continued(self, start: str, beginnings: Sequence[str]) -> list[pieces.PieceDraft]:
        """A draft for each beginning of the answer to the prompt `start`, its score that of all of the draft.

        One so long that it cannot be scored, which is a loop, has no score. The prompt is read once a batch, the
        beginnings step by step with what follows; so a draft does not hang on the others.
        """
        ahead = self.tokens(start)
        rows = [self._tokenizer.encode(f" {beginning}", add_special_tokens=False).tokens for beginning in beginnings]
        size = -(-len(rows) // self._threads) or 1
        options = {"static_prompt": ahead, "cache_static_prompt": False}  # a cache of prompts would only grow
        running = [
            end
            for at in range(0, len(rows), size)
            for end in self._generate(rows[at : at + size], len(ahead), **options)
        ]
        results = [end.result() for end in running]
        whole = [ahead + result.sequences[0] for result in results]
        scored = [  # one by one: a batch pads the scores of all words to the longest row
            self._generator.score_batch([row], max_input_length=0, asynchronous=True)[0] if len(row) <= WINDOW else None
            for row in whole
        ]
        logs = [future.result().log_probs[len(ahead) - 1 :] if future else [] for future in scored]
        return [
            self._draft(result.sequences_ids[0], sum(log) / len(log) if log else None, result.sequences[0][-1] in STOPS)
            for result, log in zip(results, logs, strict=True)
        ]

    def _draft(self, ids: list[int], score: float | None, finished: bool) -> pieces.PieceDraft:
        return pieces.PieceDraft(" ".join(self._tokenizer.decode(ids).split()), len(ids), finished, score)


def taught() -> tuple[Lang, ...]:
    """The languages that the model was taught."""
    return tuple(record.code for record in languages() if record.translating.embedded)


def _name(source: Lang) -> str:
    if source not in taught():
        raise BackendError(f"embedded: nothing to translate from {source!r}; expected {', '.join(taught())}")
    return language(source).translating.embedded


def prompt(lang: Lang, text: str) -> str:
    """What the model reads for a text; its answer is the English, and the end token."""
    return f"{_name(lang)}: {text}\nEnglish:"


def _bucket(length: int) -> int:
    return length - length % STRIDE or length
