"""The guards: sentences that they must flag and must not, and their rates on human references."""

import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from corrupt import KINDS
from hypothesis import given
from hypothesis import strategies as st

from pipeline import guards
from pipeline.data import Lang
from pipeline.translate import terms

CASES = json.loads((Path(__file__).parent / "cases" / "guards.json").read_text(encoding="utf-8"))
SETS: dict[str, Lang] = {
    "newstest2020.de-en": "de",
    "flores-dev.de-en": "de",
    "flores-dev.fr-en": "fr",
    "newstest2021.de-en": "de",
    "newstest2014.fr-en": "fr",
}
HELD_OUT = ("newstest2021.de-en", "newstest2014.fr-en")  # the guards are tuned on the others
# Kind of corruption → the flag that should tell of it, and the least share of all sets together that must have it.
CAUGHT: dict[str, tuple[str, float]] = {
    "copy": ("copied source", 0.99),
    "nothing": ("empty", 1.0),
    "loop": ("repetition", 0.99),
    "stutter": ("repetition", 0.99),
    "twice": ("repetition", 0.98),
    "digit": ("number differs", 0.98),
    "number word": ("number differs", 0.94),
    "number lost": ("number differs", 0.94),
    "numbers swapped": ("number differs", 0.1),
    "nation": ("name differs", 0.8),
    "date": ("date differs", 0.9),
    "negation lost": ("negation lost", 0.94),
    "cut": ("unusual length", 0.98),
    "clause dropped": ("clause missing", 0.88),
    "rambling": ("unusual length", 0.96),
    "language": ("not English", 0.99),
    "name lost": ("name differs", 0.69),
    "name changed": ("name differs", 0.91),
    "name added": ("name added", 0.67),
    "quote lost": ("quote mark lost", 0.96),
    "untranslated": ("left untranslated", 0.94),
}


def cases(verdict: str) -> list[tuple[str, Lang, str, str]]:
    return [(flag, *case) for flag, by_verdict in CASES.items() for case in by_verdict[verdict]]


@pytest.mark.parametrize(("flag", "lang", "source", "translation"), cases("wrong"))
def test_a_fault_is_flagged(flag: str, lang: Lang, source: str, translation: str) -> None:
    assert flag in guards.flags(source, lang, translation)


@pytest.mark.parametrize(("flag", "lang", "source", "translation"), cases("right"))
def test_a_good_translation_is_not_flagged(flag: str, lang: Lang, source: str, translation: str) -> None:
    assert flag not in guards.flags(source, lang, translation)


def test_every_flag_has_eight_cases_of_both_kinds_over_both_languages() -> None:
    assert set(CASES) == set(guards.FLAGS)
    for flag, by_verdict in CASES.items():
        for verdict in ("wrong", "right"):
            assert len(by_verdict[verdict]) >= 8, (flag, verdict)
            assert {lang for lang, _, _ in by_verdict[verdict]} >= {"de", "fr"}, (flag, verdict)


def test_a_guard_of_the_table_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """To add one is a line; one that is asked of English alone is not asked of other text."""
    shouting = guards.Guard("shouting", "slight", lambda _source, _lang, text: text.isupper(), in_english=True)
    monkeypatch.setattr(guards, "GUARDS", (*guards.GUARDS, shouting))
    assert guards.flags("Es regnet.", "de", "IT RAINS.") == ("shouting",)
    assert guards.flags("Es regnet.", "de", "IL PLEUT DEPUIS CE MATIN SUR TOUTE LA VILLE.")[-1] != "shouting"
    assert guards.flags("Es regnet.", "de", "ES REGNET.") == ("copied source",)


@pytest.mark.parametrize("guard", [guard for guard in guards.GUARDS if guard.spans], ids=lambda guard: guard.name)
def test_spans_lie_in_the_texts(guard: guards.Guard) -> None:
    """Where a guard can tell, it can for most of its cases; what it shows is no space."""
    told = 0
    for lang, source, translation in CASES[guard.name]["wrong"]:
        assert guard.spans
        spans = guard.spans(source, lang, translation)
        told += bool(spans)
        for span in spans:
            text = source if span.side == "source" else translation
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end].strip() == text[span.start : span.end]
    assert told >= 0.8 * len(CASES[guard.name]["wrong"])


def test_spans_show_what_differs() -> None:
    [number] = [guard for guard in guards.GUARDS if guard.name == "number differs"]
    source, translation = "Es gab 14 Verletzte und 3 Tote.", "There were 40 injured and 3 dead."
    assert number.spans
    assert number.spans(source, "de", translation) == (
        guards.FaultSpan("source", 7, 9),
        guards.FaultSpan("translation", 11, 13),
    )


def test_flags_come_in_a_fixed_order() -> None:
    found = guards.flags("„Drei Tote in Gera“, sagte er, es waren nicht 14.", "de", "“Five dead in Gera, he said, 15.")
    assert found == ("number differs", "negation lost", "quote mark lost")


def test_hard_flags_are_those_that_make_a_translation_worthless() -> None:
    assert {"copied source", "empty", "repetition", "unusual length", "not English"} == guards.HARD
    assert set(guards.FLAGS) > guards.HARD


def test_english_has_nothing_to_translate() -> None:
    assert guards.flags("No one knows.", "en", "") == ()


def test_guards_give_evidence() -> None:
    numbers = guards.numbers_differing("Es kamen 14 Leute und 20.000 Fans.", "de", "41 people and 20,000 fans came.")
    assert (numbers.missing, numbers.extra) == (("14",), ("41",))
    names = guards.names_differing(
        "Il a vu Pierre Delacroix à la gare.", "fr", "He saw Pierre Hargrove at the station."
    )
    assert (names.missing, names.extra) == (("Delacroix",), ("Hargrove",))
    assert guards.negations_lost("Sie fuhren ohne Licht.", "de", "They drove with lights.") == ("ohne",)
    assert guards.repeated("Es brennt.", "It burns it burns it burns.") == "it burns"
    assert guards.untranslated("Sie warten auf den Bus.", "de", "They wait auf den Bus.") == "auf den Bus"
    whole = "Er verkaufte das Haus, kaufte ein Segelboot und reiste drei Jahre lang mit seinem Hund um die Welt."
    assert guards.clause_missing(whole, "de", "He sold the house.").startswith("kaufte ein Segelboot")
    assert guards.other_language("Der Hund schläft heute lange in seinem Korb.") == "de"
    assert guards.unusual_length("Es regnet heute schon den ganzen langen Tag.", "de", "Rain") == pytest.approx(4 / 36)


@given(st.text(max_size=80), st.sampled_from(["de", "fr"]), st.text(max_size=80))
def test_any_text_can_be_looked_at(source: str, lang: Lang, translation: str) -> None:
    found = guards.flags(source, lang, translation)
    assert set(found) <= set(guards.FLAGS)
    assert found == guards.flags(source, lang, translation)


@given(st.integers(2, 10**9), st.sampled_from(["de", "fr"]))
def test_a_number_is_the_same_however_its_thousands_are_grouped(number: int, lang: Lang) -> None:
    written = f"{number:,}".replace(",", "." if lang == "de" else "\u202f")
    assert not guards.numbers_differing(f"{written} x", lang, f"{number:,} x")
    assert guards.numbers_differing(f"{written} x", lang, f"{number + 1:,} x")


@pytest.mark.parametrize("kind", KINDS)
def test_a_corruption_changes_the_translation_and_depends_on_the_seed_alone(kind: str) -> None:
    source = (
        'Laut Bürgermeister Okan kamen "bis zu 14" polnische Gäste, nicht drei, und alle tanzten in Gera bis Montag.'
    )
    good = (
        'According to mayor Okan, "up to 14" Polish guests, not three, came, '
        "and all of them danced in Gera until Monday."
    )
    first, second = KINDS[kind](source, good, Random(5)), KINDS[kind](source, good, Random(5))
    assert first == second
    assert first is not None
    assert first != good


def lines(shared: Path, name: str) -> list[tuple[str, str]]:
    source, reference = (shared / "test" / f"{name}.{end}" for end in ("src", "ref"))
    pairs = zip(source.read_text("utf-8").splitlines(), reference.read_text("utf-8").splitlines(), strict=True)
    return list(pairs)


@pytest.mark.shared
@pytest.mark.parametrize("name", SETS)
def test_human_references_are_almost_never_flagged(shared: Path, name: str) -> None:
    pairs = lines(shared, name)
    found = [guards.flags(source, SETS[name], reference) for source, reference in pairs]
    rates = {flag: count / len(found) for flag, count in Counter(flag for flags in found for flag in flags).items()}
    some = sum(map(bool, found)) / len(found)
    print(f"\n{name}: any {some:.3f}; " + ", ".join(f"{flag} {rates.get(flag, 0):.3f}" for flag in guards.FLAGS))
    assert max(rates.values()) <= 0.03
    assert some <= 0.08


@pytest.mark.shared
def test_corrupted_references_are_caught(shared: Path) -> None:
    own: Counter[tuple[str, bool]] = Counter()
    some: Counter[str] = Counter()
    tried: Counter[tuple[str, bool]] = Counter()
    for name, lang in SETS.items():
        for seed, (source, reference) in enumerate(lines(shared, name)[::2]):  # half of them tell as much
            for kind, corrupt in KINDS.items():
                spoiled = corrupt(source, reference, Random(seed))
                if spoiled is not None:
                    found = guards.flags(source, lang, spoiled)
                    tried[kind, name in HELD_OUT] += 1
                    own[kind, name in HELD_OUT] += CAUGHT[kind][0] in found
                    some[kind] += bool(found)
    for kind, (flag, least) in CAUGHT.items():
        tuned, held = (own[kind, held] / tried[kind, held] for held in (False, True))
        total = tried[kind, False] + tried[kind, True]
        caught = (own[kind, False] + own[kind, True]) / total
        print(
            f"{kind:15} n {total:5}  {flag:18} {caught:.3f} (floor {least}; tuned on {tuned:.3f}, held out {held:.3f})"
            f"  any {some[kind] / total:.3f}"
        )
        assert caught >= least, kind


REAL_FLOOR = 0.07  # least share of serious real errors on lines that have a flag
PRECISION_FLOOR = 0.6  # least share of lines with a serious error among those with a flag
REAL = json.loads((Path(__file__).parent / "cases" / "guards_real.json").read_text(encoding="utf-8"))


def read(kinds: dict[str, list[str]]) -> dict[int, list[str]]:
    return {int(line): kind for line, kind in kinds.items()}


@pytest.mark.shared
def test_real_errors_are_told_by_flags_more_often_than_good_lines(shared: Path) -> None:
    """Every k-th line of a small system's translations, read by hand before the guards' flags were looked at."""
    caught: Counter[str] = Counter()
    total: Counter[str] = Counter()
    right: dict[str, list[str]] = {flag: [] for flag in guards.FLAGS}
    lines_of: Counter[str] = Counter()
    for name, real in REAL.items():
        serious, slight = read(real["serious"]), read(real["slight"])
        found = (shared / "test" / f"{name}.{real['system']}.hyp").read_text("utf-8").split("\n")
        sources = (shared / "test" / f"{name}.src").read_text("utf-8").split("\n")
        for line in range(real["every"], real["every"] * real["lines"] + 1, real["every"]):
            flagged = guards.flags(sources[line - 1], SETS[name], found[line - 1])
            grade = "serious" if line in serious else "slight" if line in slight else "good"
            lines_of[grade] += 1
            lines_of[f"{grade} flagged"] += bool(flagged)
            for flag in flagged:
                right[flag].append(grade)
            for kind in serious.get(line, []):
                total[kind] += 1
                caught[kind] += bool(flagged)
    print(f"\nlines: {dict(lines_of)}")
    print("flagged, by kind of serious error: " + ", ".join(f"{kind} {caught[kind]}/{total[kind]}" for kind in total))
    for flag, grades in right.items():
        if grades:
            print(f"{flag:18} on {Counter(grades)}")
    assert caught.total() >= REAL_FLOOR * total.total()
    flagged = sum(lines_of[f"{grade} flagged"] for grade in ("serious", "slight", "good"))
    assert lines_of["serious flagged"] >= PRECISION_FLOOR * flagged


@pytest.mark.usefixtures("within_minutes")
@pytest.mark.parametrize("unit", ["deadbeef", "a.", "a@", "a-", "1.", "'a", "A.B", "12 ", "l'", '"a" '])
def test_work_grows_no_faster_than_the_text(unit: str) -> None:
    """A word without end beside an address, as a damaged page has it (quadratic would be hours)."""
    text = f"Siehe x.com {unit * (200_000 // len(unit))}."
    assert set(guards.flags(text, "de", text)) <= set(guards.FLAGS)
    assert all(term.source in text for term in (*terms.verbatim(text), *terms.numbers(text, "de")))


@pytest.mark.shared
def test_figures_that_became_others_are_told_and_right_ones_are_not(shared: Path) -> None:
    """Sign, unit, currency, period, order, halves, times of day."""
    folder = shared / "cases" / "numbers"
    for row in (folder / "guard_missed.tsv").read_text("utf-8").splitlines()[1:]:
        lang, source, translation, _, flag = row.split("\t")
        assert set(flag.split(" or ")) & set(guards.flags(source, lang, translation)), row
    for row in (folder / "guard_inverted.tsv").read_text("utf-8").splitlines()[1:]:
        lang, source, translation, verdict, _ = row.split("\t")
        assert bool(guards.flags(source, lang, translation)) == (verdict == "wrong"), row
