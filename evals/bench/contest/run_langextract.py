"""langextract with its OpenAI provider and one example, otherwise with its defaults."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import langextract
from langextract.factory import ModelConfig

from evals.bench.contest.stopwatch import EXAMPLE, WANTED, Json, run


def read(job: Json, texts: dict[str, str]) -> Json:
    """Read all texts in one call, as a list of documents."""
    documents = [
        langextract.data.Document(text=text, document_id=name) for name, text in texts.items()
    ]
    sentence, told = EXAMPLE
    example = langextract.data.ExampleData(
        text=sentence,
        extractions=[
            langextract.data.Extraction(
                kind, quote, attributes={"metric": metric, "figure": figure}
            )
            for kind, quote, metric, figure in told
        ],
    )
    wanted = "；".join(f"{kind}{words}" for kind, words in WANTED.items())
    try:
        found = langextract.extract(
            text_or_documents=documents,
            prompt_description=f"从绩效评价报告逐条摘录，照抄原文。{wanted}。",
            examples=[example],
            config=ModelConfig(
                model_id="gpt-4o-mini",
                provider="openai",
                provider_kwargs={"base_url": job["url"], "api_key": "none"},
            ),
            show_progress=False,
        )
    except Exception as error:  # any error loses the whole run
        return {"claims": [], "complaints": [f"{type(error).__name__}: {error}"]}
    return {"claims": list(_claims(found)), "complaints": []}


def _claims(documents: Any) -> Iterator[Json]:
    for document in documents:
        for found in document.extractions or ():
            place = found.char_interval
            placed = place is not None and place.start_pos is not None
            attributes = found.attributes or {}
            yield {
                "writing": document.document_id,
                "kind": found.extraction_class,
                "metric": attributes.get("metric"),
                "figure": attributes.get("figure"),
                "spans": [[place.start_pos, place.end_pos]] if placed else [],
                "good": placed,
            }


if __name__ == "__main__":
    run(version("langextract"), read)
