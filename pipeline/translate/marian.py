"""Marian and other Hugging Face sequence-to-sequence models, from a directory or the hub's cache."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pipeline.data import Lang, Output
from pipeline.errors import BackendError, ConfigError
from pipeline.language import TARGET
from pipeline.language.capitals import in_normal_case
from pipeline.translate import (
    QUALITIES,
    Say,
    canary,
    checkpoint,
    ctranslate2_engine,
    models,
    pieces,
    to_stderr,
    torch_engine,
    valid_quality,
)
from pipeline.translate.checkpoint import Decoding, Engine, Hypothesis, Tokens

ENGINES = ("auto", "ctranslate2", "transformers")


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A model in memory: `limit` is the most source tokens it gets at once, `longest` the most it can make."""

    tokens: Tokens
    engine: Engine
    limit: int
    longest: int


class Marian:
    """A translator on CTranslate2 or transformers.

    `model` (for every language), `model_de`, `model_fr` and so on are directories or hub names; the default is opus-mt.
    `beam` 0 is the model's own. `engine` "auto" is CTranslate2 for every model that can be converted for it.
    `batch_tokens` bounds a batch, padding and beams included. `threads` 0: as many as the process may use. Only what is
    on disk is used. `quality` is one of QUALITIES.
    """

    def __init__(
        self, model: str = "", beam: int = 0, engine: str = "auto", batch_tokens: int = 8192, threads: int = 0,
        quality: str = "fast", say: Say = to_stderr, **model_by_language: str,
    ) -> None:  # fmt: skip
        self.quality = valid_quality("marian", quality)
        if min(beam, threads) < 0 or batch_tokens < 1:
            raise ConfigError(
                f"marian: beam {beam}, threads {threads}, batch_tokens {batch_tokens}; "
                "expected beam and threads from 0, batch_tokens from 1"
            )
        if engine not in ENGINES:
            raise ConfigError(f"marian: engine {engine!r} is not one of {', '.join(ENGINES)}")
        self._options = {"model": model, **model_by_language}
        self._beam, self._engine, self._batch_tokens, self._threads = beam, engine, batch_tokens, threads
        self._say = say
        self._loaded: dict[Path, _Loaded] = {}
        self._sane: set[tuple[Path, Lang]] = set()

    def signature(self, source: Lang) -> str:
        """Names model, revision, engine, decoding, the tokenizer's package, and the rules of cutting."""
        name, path = self._find(source)
        title = name.rstrip("/").rpartition("/")[2]
        # The precision is part of it: a machine with a GPU gives other translations.
        on = ctranslate2_engine.signature(ctranslate2_engine.precision()) if self._converts(path) else ""
        parts = [
            f"mt:{title}",
            f"rev:{models.revision(path)}",
            f"eng:{on or torch_engine.signature()}",
            f"dec:{checkpoint.decoding(path, self._beam).name}",
            f"tok:transformers-{version('transformers')}",
            f"cut:{pieces.VERSION}",
        ]
        return "|".join(parts) + QUALITIES[self.quality]

    def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:
        """One output a sentence, in order; `score` where it costs nothing, that is with a beam on CTranslate2.

        Raises BackendError: the model is missing, broken, of a refused kind, or not for this language.
        """
        path, model = self._ready(source)
        return _best(model, _normal_case(sentences, source), checkpoint.decoding(path, self._beam))

    def again(self, sentences: Sequence[str], source: Lang) -> list[list[Output]]:
        """All that a wider beam finds, in which no three tokens may come twice."""
        path, model = self._ready(source)
        return _translate(model, _normal_case(sentences, source), checkpoint.decoding(path, self._beam).harder())

    def continued(self, sentence: str, source: Lang, beginnings: Sequence[str]) -> list[Output]:
        """As the contract has it; the beginning stands as the tokenizer reads it, unknown characters lost."""
        path, model = self._ready(source)
        row = model.tokens.read(in_normal_case(" ".join(sentence.split()), source))
        begun = [model.tokens.begin(beginning) for beginning in beginnings]
        if len(row) > model.limit or any(len(beginning) >= model.longest for beginning in begun):
            return []
        decoding = checkpoint.decoding(path, self._beam)
        hypotheses = model.engine.continued(row, begun, decoding)
        drafts = [_draft(model.tokens, hypothesis) for hypothesis in hypotheses]
        return [pieces.begun(draft, decoding.name) for draft in drafts]

    def _ready(self, source: Lang) -> tuple[Path, _Loaded]:
        """The model of a language, which has shown once that it translates."""
        name, path = self._find(source)
        if path not in self._loaded:
            self._loaded[path] = self._load(name, path)
        model = self._loaded[path]
        # A model of the wrong language or with mixed-up words gives fluent nonsense, which no later check sees.
        if (path, source) not in self._sane:
            decoding = checkpoint.decoding(path, self._beam)
            canary.check(name, source, lambda texts: [output.text for output in _best(model, texts, decoding)])
            self._sane.add((path, source))
        return path, model

    def _load(self, name: str, path: Path) -> _Loaded:
        tokens, longest = checkpoint.tokens(path), checkpoint.longest(path)
        if self._converts(path):
            precision = ctranslate2_engine.precision()
            if not ctranslate2_engine.folder(path, precision).is_dir():
                self._say(f"{name}: converting it for CTranslate2, once; some seconds")
            folder = ctranslate2_engine.convert(path, precision)
            limits = self._batch_tokens, longest, self._threads
            engine: Engine = ctranslate2_engine.CTranslate2(folder, precision, *limits)
        else:
            if self._engine == "auto":
                self._say(f"{name}: runs on transformers, several times slower than a Marian model on CTranslate2")
            engine = torch_engine.Torch(checkpoint.network(path), self._batch_tokens, longest, self._threads)
        # A source takes half at most: its English may be longer, and must not be cut.
        return _Loaded(tokens, engine, (longest + 1) // 2, longest)

    def _converts(self, path: Path) -> bool:
        """Whether it runs on CTranslate2."""
        able = checkpoint.kind(path) in ctranslate2_engine.KINDS
        if self._engine == "ctranslate2" and not able:
            raise BackendError(
                f"{path}: a {checkpoint.kind(path)} model, which is not converted for CTranslate2 here; "
                f"expected one of {', '.join(ctranslate2_engine.KINDS)}: set engine=transformers"
            )
        return able and self._engine != "transformers"

    def _find(self, source: Lang) -> tuple[str, Path]:
        name = "" if source == TARGET else models.wanted(source, self._options)
        if not name:
            raise BackendError(f"marian: nothing to translate from {source!r}; expected {', '.join(models.defaults())}")
        path = models.find(name)
        if path is None:
            raise BackendError(
                f"marian: {name} is neither a directory nor in the hub's cache; run `synopsis models get {name}`, "
                f"or name a directory with `model_{source}`"
            )
        return name, path


def _normal_case(sentences: Sequence[str], source: Lang) -> list[str]:
    return [in_normal_case(sentence, source) for sentence in sentences]


def _best(model: _Loaded, sentences: Sequence[str], decoding: Decoding) -> list[Output]:
    return [output for output, *_ in _translate(model, sentences, decoding)]


def _translate(model: _Loaded, sentences: Sequence[str], decoding: Decoding) -> list[list[Output]]:
    rows: dict[str, list[int]] = {}  # whether a text fits is asked of its tokens, and these are what the model reads

    def read(text: str) -> list[int]:
        if text not in rows:
            rows[text] = model.tokens.read(text)
        return rows[text]

    def run(texts: list[str]) -> list[list[pieces.PieceDraft]]:
        results = model.engine.run([read(text) for text in texts], decoding)
        drafts = {index: [_draft(model.tokens, entry) for entry in listed] for index, listed in results}
        return [drafts[index] for index in range(len(texts))]

    return pieces.several(sentences, lambda text: len(read(text)) <= model.limit, run, decoding.name)


def _draft(tokens: Tokens, hypothesis: Hypothesis) -> pieces.PieceDraft:
    ids = hypothesis.tokens
    return pieces.PieceDraft(tokens.text(ids), len(ids), hypothesis.finished, hypothesis.score)
