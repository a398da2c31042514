"""Whom a pronoun stands for, over sentences."""

import pytest
from test_difference_kinds import kinds_of

from pipeline.claims import identified, parser
from pipeline.compare.persons import referents
from pipeline.compare.said import Said
from pipeline.data import Sentence


def meant(*texts: str) -> str:
    """Whom the pronoun in the last sentence stands for; "" if that is not told."""
    lines = []
    for number, (text, found) in enumerate(zip(texts, parser().parse(list(texts)), strict=True)):
        sentence = Sentence(f"a:{number}:0", "a", 1000 * number, 1000 * number + len(text), text, "en", "body")
        lines.append(Said(sentence, text, claims=tuple(identified(found, sentence.id))))
    found_for = referents(lines).told
    return next((found_for[claim.id].text for claim in lines[-1].claims if claim.id in found_for), "")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Josef Lindner was pulled out first.", "He is in intensive care."], "Josef Lindner"),
        (["The foreman was pulled out first.", "He is in intensive care."], "The foreman"),
        (["The bank dismissed Tobias Rehn.", "He left the building at noon."], "Tobias Rehn"),
        (["Anna Kolb met the fire chief.", "She left early."], "Anna Kolb"),
        (["Josef Lindner was pulled out.", "The mine had been closed.", "He is in a coma."], "Josef Lindner"),
        (["Josef Lindner was pulled out.", "He was cold.", "He is in a coma."], "Josef Lindner"),
        (["A woman and her dog were seen.", "The driver called the woman.", "She did not answer."], "the woman"),
        (["Eva Brandt, who lost her purse, went home.", "Tom Hill found Eva Brandt.", "She died."], "Eva Brandt"),
        (["Josef Lindner was pulled out.", "His condition is critical."], "Josef Lindner"),
        (["Anna Kolb and Paul Berg were hurt.", "They left."], ""),
        (["Anna Kolb called Paul Berg a liar.", "Paul Berg laughed, and Anna Kolb left.", "He died."], ""),
        (["The bank made a profit.", "He left."], ""),
        (["Josef Lindner is safe.", "It rained.", "The mine closed.", "Shares fell.", "He left."], ""),
        (["Josef Lindner comes from Halle.", "She left."], "Josef Lindner"),  # nothing tells that it is a man
        (["The boy came from Halle.", "She left."], ""),
    ],
)
def test_whom_a_pronoun_stands_for(texts: list[str], expected: str) -> None:
    assert meant(*texts) == expected


LEFT = ["Josef Lindner, the foreman, was pulled out of the mine on Monday.", "He is in intensive care."]


@pytest.mark.parametrize(
    ("right", "differs"),
    [
        (["Josef Lindner, the foreman, was pulled out of the mine on Monday.", "He died in the night."], True),
        (["Josef Lindner, the foreman, was pulled out of the mine on Monday.", "He has left hospital."], True),
        (["Josef Lindner, the foreman, was pulled out of the mine on Monday.", "He is in a coma."], False),
        (["Emil Dorn, the youngest, was pulled out of the mine on Monday.", "He died in the night."], False),
        (["Josef Lindner, the foreman, was pulled out of the mine on Monday.", "His wife died in the night."], False),
    ],
)
def test_what_became_of_somebody_told_by_a_pronoun(right: list[str], differs: bool) -> None:
    assert ("fate" in kinds_of(LEFT, right)) == differs


@pytest.mark.parametrize(
    ("first", "left", "right", "differs"),
    [
        ("The nurse Hanna Vogel was hit by a tram.", "She died at the scene.", "She is in intensive care.", True),
        ("A man, 34, was stabbed in Metz.", "He succumbed to his injuries.", "He was able to leave hospital.", True),
        ("The sailor Jan Brink fell overboard.", "His body was found.", "Helicopters are looking for him.", True),
        ("The sailor Jan Brink fell overboard.", "There is no trace of him.", "Divers pulled him out alive.", True),
        ("The singer Lena Roth was attacked.", "Her life is in danger.", "She is out of danger.", True),
        ("The banker Luc Morel was questioned.", "Police placed him in custody.", "He is a free man.", True),
        ("The mayor Franz Huber met the council.", "“I have been sacked,” he said.", "He resigned.", True),
        ("The jeweller Otto Frei was robbed.", "They shot him dead.", "He escaped unhurt.", True),
        ("The striker Ivo Maric collapsed.", "His brother is in a coma.", "He is out of danger.", False),
        ("The striker Ivo Maric collapsed.", "His father died.", "His condition is stable.", False),
        ("The nurse Hanna Vogel was kidnapped.", "She feared that she would be killed.", "She was freed.", False),
        ("The nurse Hanna Vogel fell into the lake.", "She nearly drowned.", "She was rescued.", False),
        ("The nurse Hanna Vogel was hit by a tram.", "The driver is in a coma.", "She died.", False),
        ("The broker Felix Arndt is in custody.", "His lawyer demands that he be released.", "He stays there.", False),
    ],
)
def test_what_became_of_somebody_told_by_a_pronoun_in_two_articles(
    first: str, left: str, right: str, differs: bool
) -> None:
    assert ("fate" in kinds_of([first, left], [first, right])) == differs
