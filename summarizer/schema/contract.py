"""The JSON Schema of a summary."""

from __future__ import annotations

from typing import Any

from summarizer.schema.summary import Summary

__all__ = ["summary_schema"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# `document.text` is present only on request; every other key is always present.
_OPTIONAL = {"DocumentRecord": {"text"}}


def summary_schema() -> dict[str, Any]:
    """Return the JSON Schema, draft 2020-12.

    Absent values are null or [], so all keys are required.
    """
    schema = Summary.model_json_schema(mode="validation")
    for name, noun in {"Summary": schema, **schema["$defs"]}.items():
        optional = _OPTIONAL.get(name, set())
        noun["required"] = [key for key in noun["properties"] if key not in optional]
    return {"$schema": _DIALECT, **schema}
