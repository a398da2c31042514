"""Campaigns of human evaluation, as Pearmut and Appraise load them: whole documents, one system at a time.

Every annotator gets each document in its order and, as far as the numbers allow, once, and every system equally often.
"""

import json
from collections.abc import Iterator
from itertools import chain

from pipeline.errors import ConfigError
from pipeline.evaluate.campaign import Campaign, shared
from pipeline.evaluate.error_spans import Mark
from pipeline.language import TARGET, language

Files = Iterator[tuple[str, bytes]]


def pearmut(campaign: Campaign) -> Files:
    """`<name>.pearmut.json`, for `pearmut add`: a task an annotator, spans to be reviewed as in ESA with AI.

    A system's name that is a number, which Pearmut refuses, is a ConfigError.
    """
    number = next((system for system in campaign.systems if system.isdigit()), None)
    if number:
        raise ConfigError(f"{number}: a system whose name is a number; Pearmut refuses that: rename the file")
    tasks = [[list(_pearmut_items(campaign, *part)) for part in task] for task in shared(campaign)]
    for task in tasks:
        task[0][0]["instructions"] = f"Evaluate the translation from {language(campaign.lang).name} to English."
    info = {"assignment": "task-based", "protocol": campaign.protocol}
    content = {"info": info, "campaign_id": campaign.name, "data": tasks}
    yield f"{campaign.name}.pearmut.json", _json(content)


def appraise(campaign: Campaign) -> Files:
    """`<name>.manifest.json` and `<name>.batches.json`, for Appraise's StartNewCampaign: a task an annotator.

    A system's name with a +, at which Appraise cuts it in two, is a ConfigError.
    """
    joined = next((system for system in campaign.systems if "+" in system), None)
    if joined:
        raise ConfigError(f"{joined}: a system whose name holds a +; Appraise takes it for two: rename the file")
    tasks = shared(campaign)
    # Appraise knows languages by three letters
    market = [language(code).codes3[0] for code in (campaign.lang, TARGET)]
    manifest = {
        "CAMPAIGN_URL": "http://127.0.0.1:8000/dashboard/sso/",
        "CAMPAIGN_NAME": campaign.name,
        "CAMPAIGN_KEY": campaign.name,
        "CAMPAIGN_NO": 1,
        # each task goes to one annotator: who judges what is shared out here
        "REDUNDANCY": 1,
        "TASKS_TO_ANNOTATORS": [[*market, "uniform", len(tasks), len(tasks)]],
        "TASK_TYPE": "Document",
        "TASK_OPTIONS": campaign.protocol,
    }
    yield f"{campaign.name}.manifest.json", _json(manifest)
    settings = {"randomSeed": 0, "requiredAnnotations": 1, "sourceLanguage": market[0], "targetLanguage": market[1]}
    batches: list[dict[str, object]] = []
    for number, task in enumerate(tasks, 1):
        items = chain.from_iterable(_appraise_items(campaign, *part) for part in task)
        batches.append({"items": list(items), "task": {"batchNo": number} | settings})
    yield f"{campaign.name}.batches.json", _json(batches)


def _pearmut_items(campaign: Campaign, document: str, system: str) -> Iterator[dict[str, object]]:
    for line in campaign.documents[document]:
        text = line.translations[system]
        spans = []
        for mark in line.marks.get(system, ()):
            start, end = _units(text, mark) or (_length(text), _length(text))  # what is missing stands behind the text
            category = "/".join(mark.category) if campaign.protocol == "MQM" else None
            spans.append({"start_i": start, "end_i": end, "severity": mark.severity, "category": category})
        prefilled = {"error_spans": {system: spans}} if spans else {}
        yield {"item_id": f"{document}:{line.number}", "src": line.source, "tgt": {system: text}, **prefilled}


def _appraise_items(campaign: Campaign, document: str, system: str) -> Iterator[dict[str, object]]:
    about = {"documentID": f"{document}#{system}", "sourceID": f"{campaign.lang}-en", "targetID": system}
    for line in campaign.documents[document]:
        text = line.translations[system]
        spans = []
        for mark in line.marks.get(system, ()):
            start, end = _units(text, mark) or ("missing", "missing")
            kind = list(mark.category) if campaign.protocol == "MQM" else None
            spans.append({"start_i": start, "end_i": end, "severity": mark.severity, "error_type": kind})
        item = {"itemType": "TGT", "sourceText": line.source, "targetText": text, "itemID": line.number}
        yield {"mqm": spans, **about, **item, "_item": "", "isCompleteDocument": False}


def _units(text: str, mark: Mark) -> tuple[int, int] | None:
    """The first and the last place of a span as a browser counts, in UTF-16; None for what is missing."""
    if mark.start is None or mark.end is None:
        return None
    # both tools count the last character in
    return _length(text[: mark.start]), _length(text[: mark.end]) - 1


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
