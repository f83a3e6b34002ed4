"""Decisions as part of a summary."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from summarizer.schema import Decision, Summary
from summarizer.service.records import Job
from summarizer.service.reviewing.book import Entry

__all__ = ["decided", "decision_of", "with_decisions"]


def decided(summary: Summary, entries: Iterable[Entry]) -> Summary:
    """Return the summary with the decisions about it."""
    found = tuple(decision_of(entry) for entry in entries if entry.state != "open")
    return summary.altered(decisions=found) if found else summary


def with_decisions(job: Job, entries: Mapping[str, Entry]) -> Job:
    """Return the job with decisions added to its stored summary."""
    if not job.summary or not entries:
        return job
    made = json.loads(job.summary)
    made["decisions"] = [decision_of(one).model_dump(mode="json") for one in entries.values()]
    return replace(job, summary=json.dumps(made, ensure_ascii=False))


def decision_of(entry: Entry) -> Decision:
    """Convert an entry to a decision."""
    return Decision.model_validate(
        {
            "item": entry.item,
            "state": entry.state,
            "before": entry.before,
            "after": entry.after,
            "note": entry.note,
            "by": entry.by,
            "at": datetime.fromtimestamp(entry.at, UTC).isoformat(timespec="milliseconds"),
        }
    )
