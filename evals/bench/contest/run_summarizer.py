"""Ours, through the public API with its defaults: `auto` mode, its own prompts. Overview and second
question are off, since the other programs have neither; their cost is reported beside the table."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import summarizer
from evals.bench.contest.stopwatch import Json, run
from summarizer.settings import load_settings


def read(job: Json, texts: dict[str, str]) -> Json:
    """Read all texts at once, within the engine's limiter, or one after the other."""
    settings = load_settings(
        llm_base_url=job["url"],
        llm_model="oracle",
        data_dir=job["folder"],
        llm_api_key="none",
        llm_overview=False,
        llm_completeness=False,
    )
    engine = summarizer.load_engine(settings, "llm")
    complaints: list[str] = []

    async def one(name: str, text: str) -> list[Json]:
        document = summarizer.read_text(text, f"{name}.txt")
        try:
            summary = await summarizer.summarize_document(document, engine)
        except summarizer.SummarizerError as error:
            complaints.append(str(error))
            return []
        plain = summary.model_dump(mode="json")
        complaints.extend(
            section["reason"]
            for section in plain["coverage"]["sections"]
            if section["state"] == "unread"
        )
        return list(_claims(name, plain))

    async def all_of_them() -> list[Json]:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(*named)) for named in texts.items()]
        return [claim for task in tasks for claim in task.result()]

    return {"claims": asyncio.run(all_of_them()), "complaints": complaints}


def _claims(name: str, summary: dict[str, Any]) -> Iterator[Json]:
    for kind in ("targets", "results", "problems", "measures"):
        for item in summary[kind]:
            quantity = item.get("quantity")
            yield {
                "writing": name,
                "kind": kind[:-1],
                "metric": item.get("metric") or item["text"],
                "figure": quantity and quantity["text"],
                "spans": [[part["start"], part["end"]] for part in item["evidence"]],
                "good": item["check"]["verdict"] == "verified",
            }


if __name__ == "__main__":
    run(summarizer.__version__, read)
