"""`summarizer decisions export|import`: reviewers' decisions about a summary of the service."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from summarizer.cli.messages import Messenger, UsageError
from summarizer.cli.sources import STDIN, read_stdin
from summarizer.cli.streams import check_output, deliver
from summarizer.errors import UnreadableDocument
from summarizer.readers import read_bytes
from summarizer.schema import Summary
from summarizer.service.database import open_database
from summarizer.service.models import DecisionImport
from summarizer.service.problems import ProblemError
from summarizer.service.reviewing import (
    Closed,
    Reviews,
    Stale,
    carried,
    decision_of,
    gold_of,
    matters_of,
)
from summarizer.service.store import Job, Store
from summarizer.settings import load_settings

__all__ = ["export", "import_decisions"]

DONE, PARTIAL = 0, 7


def export(key: str, *, output: str | None, gold: bool) -> int:
    """Write the decisions of a job's current run; with `gold`, the reviewed summary as gold for
    evals.

    Raises UsageError.
    """
    check_output(output)
    store, reviews = _open()
    job, summary = _reviewed(store, key)
    decisions = [decision_of(entry) for entry in reviews.entries(job).values()]
    said = (
        gold_of(summary, decisions)
        if gold
        else {
            "document": job.blob,
            "decisions": [decision.model_dump(mode="json") for decision in decisions],
        }
    )
    deliver(json.dumps(said, ensure_ascii=False, indent=1) + "\n", output)
    return DONE


def import_decisions(messages: Messenger, key: str, file: str, *, by: str) -> int:
    """Import decisions whose items are unchanged and report the others.

    Raises UsageError, UnreadableDocument.
    """
    given = _given(file)
    store, reviews = _open()
    job, summary = _reviewed(store, key)
    document = read_bytes(store.content(job), job.name)
    rulings, left = carried(given.decisions, matters_of(summary), document)
    try:
        made = reviews.decide(job, rulings, by=by)
    except Closed as error:
        raise UsageError(
            "该核对已完成，导入前请先重新打开", "the review is completed; reopen it first"
        ) from error
    except Stale as error:
        raise UsageError(
            "任务正在重新生成摘要，请稍后再导入", "the job is running again; import later"
        ) from error
    for item in left:
        messages.say(
            f"{item}：条目已不同，未导入",
            f"{item}: the item has changed, not imported",
            label="warning[decision]",
        )
    messages.say(
        f"导入 {len(made)} 条，未导入 {len(left)} 条", f"{len(made)} imported, {len(left)} not"
    )
    return PARTIAL if left else DONE


def _open() -> tuple[Store, Reviews]:
    engine = open_database(load_settings())
    return Store(engine), Reviews(engine)


def _reviewed(store: Store, key: str) -> tuple[Job, Summary]:
    job = store.get(key)
    if job is None or job.summary is None:
        raise UsageError(
            f"没有已完成的任务 {key!r}；任务编号见网页地址",
            f"no job {key!r} with a summary; its id is in the address of its page",
        )
    return job, Summary.model_validate_json(job.summary)


def _given(file: str) -> DecisionImport:
    try:
        content = read_stdin() if file == STDIN else Path(file).read_bytes()
        return DecisionImport.model_validate_json(content)
    except (OSError, ValidationError, ProblemError) as error:
        raise UnreadableDocument(
            f"无法读取核对结论 {file!r}；请给出 decisions export 的输出",
            f"cannot read decisions from {file!r}; pass the output of decisions export",
        ) from error
