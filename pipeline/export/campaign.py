"""Campaigns of human evaluation, as Pearmut and Appraise load them: whole documents, one system at a time.

Every annotator gets each document in its order and, as far as the numbers allow, once, and every system equally often.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.data import Lang
from pipeline.errors import ConfigError
from pipeline.language import TARGET, language

if TYPE_CHECKING:
    from pipeline.evaluate.error_spans import Mark

Protocol = Literal["ESA", "MQM"]
Files = Iterator[tuple[str, bytes]]

TABLE: dict[str, Callable[["Campaign"], Files]]


@dataclass(frozen=True, slots=True)
class Line:
    """A segment, `number` its line from 1: what each system made of it, and the error spans to begin with."""

    number: int
    source: str
    translations: Mapping[str, str]
    marks: Mapping[str, "tuple[Mark, ...]"]


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is to be judged: documents by name, in order; `annotators` share the work."""

    name: str
    protocol: Protocol
    lang: Lang
    systems: tuple[str, ...]
    documents: Mapping[str, tuple[Line, ...]]
    annotators: int


def pearmut(campaign: Campaign) -> Files:
    """`<name>.pearmut.json`, for `pearmut add`: a task an annotator, spans to be reviewed as in ESA with AI.

    Raises:
        ConfigError: a system's name is a number, which Pearmut refuses.
    """
    number = next((system for system in campaign.systems if system.isdigit()), None)
    if number:
        raise ConfigError(f"{number}: a system whose name is a number; Pearmut refuses that: rename the file")
    tasks = [
        [[_pearmut_item(campaign, document, system, line) for line in campaign.documents[document]]
         for document, system in task]
        for task in shared(campaign)
    ]  # fmt: skip
    for task in tasks:
        task[0][0]["instructions"] = f"Evaluate the translation from {language(campaign.lang).name} to English."
    info = {"assignment": "task-based", "protocol": campaign.protocol}
    made = {"info": info, "campaign_id": campaign.name, "data": tasks}
    yield f"{campaign.name}.pearmut.json", _json(made)


def appraise(campaign: Campaign) -> Files:
    """`<name>.manifest.json` and `<name>.batches.json`, for Appraise's StartNewCampaign: a task an annotator.

    Raises:
        ConfigError: a system's name holds a +, at which Appraise cuts it in two.
    """
    joined = next((system for system in campaign.systems if "+" in system), None)
    if joined:
        raise ConfigError(f"{joined}: a system whose name holds a +; Appraise takes it for two: rename the file")
    tasks = shared(campaign)
    market = [language(campaign.lang).code3, language(TARGET).code3]
    manifest = {
        "CAMPAIGN_URL": "http://127.0.0.1:8000/dashboard/sso/",
        "CAMPAIGN_NAME": campaign.name,
        "CAMPAIGN_KEY": campaign.name,
        "CAMPAIGN_NO": 1,
        "REDUNDANCY": 1,
        "TASKS_TO_ANNOTATORS": [[*market, "uniform", len(tasks), len(tasks)]],
        "TASK_TYPE": "Document",
        "TASK_OPTIONS": campaign.protocol,
    }
    yield f"{campaign.name}.manifest.json", _json(manifest)
    batches = [
        {
            "items": [item for document, system in task for item in _appraise_items(campaign, document, system)],
            "task": {
                "batchNo": number,
                "randomSeed": 0,
                "requiredAnnotations": 1,
                "sourceLanguage": market[0],
                "targetLanguage": market[1],
            },
        }
        for number, task in enumerate(tasks, 1)
    ]
    yield f"{campaign.name}.batches.json", _json(batches)


TABLE = {"pearmut": pearmut, "appraise": appraise}


def shared(campaign: Campaign) -> list[list[tuple[str, str]]]:
    """For each annotator the documents to judge and whose translation of them, in order; nobody is without.

    In each round every document comes up once, with the next system; as many documents as there are systems go to one
    annotator together, so that each annotator judges all systems, and to another in the next round.
    """
    systems, tasks = campaign.systems, [list[tuple[str, str]]() for _ in range(campaign.annotators)]
    for turn in range(len(systems)):
        for place, document in enumerate(campaign.documents):
            task = tasks[(place // len(systems) + turn) % len(tasks)]
            task.append((document, systems[(place + turn) % len(systems)]))
    return [task for task in tasks if task]


def _pearmut_item(campaign: Campaign, document: str, system: str, line: Line) -> dict[str, object]:
    text = line.translations[system]
    spans = [
        {
            "start_i": start,
            "end_i": end,
            "severity": mark.severity,
            "category": "/".join(mark.category) if campaign.protocol == "MQM" else None,
        }
        for mark in line.marks.get(system, ())
        for start, end in [_units(text, mark) or (_length(text), _length(text))]
    ]
    prefilled = {"error_spans": {system: spans}} if spans else {}
    return {"item_id": f"{document}:{line.number}", "src": line.source, "tgt": {system: text}, **prefilled}


def _appraise_items(campaign: Campaign, document: str, system: str) -> Iterator[dict[str, object]]:
    for line in campaign.documents[document]:
        text = line.translations[system]
        spans = [
            {
                "start_i": start,
                "end_i": end,
                "severity": mark.severity,
                "error_type": list(mark.category) if campaign.protocol == "MQM" else None,
            }
            for mark in line.marks.get(system, ())
            for start, end in [_units(text, mark) or ("missing", "missing")]
        ]
        yield {
            "mqm": spans,
            "documentID": f"{document}#{system}",
            "sourceID": f"{campaign.lang}-en",
            "targetID": system,
            "itemType": "TGT",
            "sourceText": line.source,
            "targetText": text,
            "itemID": line.number,
            "_item": "",
            "isCompleteDocument": False,
        }


def _units(text: str, mark: "Mark") -> tuple[int, int] | None:
    """The first and the last place of a span as a browser counts, in UTF-16; None for what is missing."""
    if mark.start is None or mark.end is None:
        return None
    return _length(text[: mark.start]), _length(text[: mark.end]) - 1


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
