"""contextgem with one concept per kind and references to paragraphs, otherwise with its defaults.

It rejects a text beyond the model's window unless the caller sets a number of paragraphs: then 100.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from evals.bench.contest.stopwatch import WANTED, Json, run

# Without it, litellm fetches a price list in a thread, which races with its imports.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import contextgem

WINDOW, PARAGRAPHS = 60_000, 100


def read(job: Json, texts: dict[str, str]) -> Json:
    """Read one text after the other, since each call blocks."""
    model = contextgem.DocumentLLM(model="openai/gpt-4o-mini", api_key="none", api_base=job["url"])
    claims: list[Json] = []
    complaints: list[str] = []
    for name, text in texts.items():
        document = contextgem.Document(raw_text=text)
        document.concepts = [
            contextgem.JsonObjectConcept(
                name=kind,
                description=words,
                structure={"metric": str, "figure": str | None},
                add_references=True,
                reference_depth="paragraphs",
            )
            for kind, words in WANTED.items()
        ]
        per_call = PARAGRAPHS if len(text) > WINDOW else 0
        try:
            model.extract_all(document, max_paragraphs_to_analyze_per_call=per_call)
        except Exception as error:  # on any error, judge the items found so far
            complaints.append(f"{type(error).__name__}: {error}"[:300])
        claims += _claims(name, text, document)
    return {"claims": claims, "complaints": complaints}


def _claims(name: str, text: str, document: Any) -> Iterator[Json]:
    places = dict(_places(text, document))
    for concept in document.concepts:
        for item in concept.extracted_items:
            spans = [places[one.unique_id] for one in item.reference_paragraphs]
            yield {
                "writing": name,
                "kind": concept.name,
                "metric": item.value["metric"],
                "figure": item.value["figure"],
                "spans": spans,
                "good": bool(spans),
            }


def _places(text: str, document: Any) -> Iterator[tuple[str, list[int]]]:
    at = 0
    for paragraph in document.paragraphs:
        found = text.find(paragraph.raw_text, at)
        if found >= 0:
            at = found + len(paragraph.raw_text)
            yield paragraph.unique_id, [found, at]


if __name__ == "__main__":
    run(version("contextgem"), read)
