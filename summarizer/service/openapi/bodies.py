"""Request bodies that the routes read themselves, to limit size and time."""

from __future__ import annotations

from typing import Any

from summarizer.service.intake import MAX_BATCH, RAW_KINDS
from summarizer.service.models import CLIENT_REF, ENGINE

__all__ = ["BATCH_BODY", "DOCUMENT_BODY", "RAW_PARAMETERS", "json_body"]

_ENGINE = {
    "type": "string",
    "enum": ["auto", "rules", "llm"],
    "default": "auto",
    "description": ENGINE,
}
_CLIENT_REF = {"type": "string", "maxLength": 255, "description": CLIENT_REF}
_FILE = {"type": "string", "format": "binary"}


def json_body(model: str) -> dict[str, Any]:
    """Return the description of a required body of one of our models."""
    return _body({"application/json": {"schema": {"$ref": f"#/components/schemas/{model}"}}})


def _body(content: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": content}}


def _form(required: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"schema": {"type": "object", "required": [required], "properties": properties}}


DOCUMENT_BODY = _body(
    {
        "multipart/form-data": _form(
            "file", {"file": _FILE, "engine": _ENGINE, "client_ref": _CLIENT_REF}
        ),
        "application/json": {"schema": {"$ref": "#/components/schemas/NewSummary"}},
        **{kind: {"schema": _FILE} for kind in (*RAW_KINDS, "application/octet-stream")},
        "text/plain": {"schema": {"type": "string", "minLength": 1}},
    }
)
BATCH_BODY = _body(
    {
        "multipart/form-data": _form(
            "files",
            {
                "files": {"type": "array", "minItems": 1, "maxItems": MAX_BATCH, "items": _FILE},
                "engine": _ENGINE,
            },
        )
    }
)


def _query(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": f"{description} With a raw body only: other bodies have a field for it.",
        "schema": schema,
    }


# A raw body has no fields, so its name and options are in the query.
RAW_PARAMETERS = {
    "parameters": [
        _query(
            "name",
            {"type": "string", "maxLength": 255, "default": "document.txt"},
            "What the summary calls the document; the file name of a `Content-Disposition` header"
            " does too.",
        ),
        _query("engine", {"type": "string", "enum": ["auto", "rules", "llm"]}, f"{ENGINE}."),
        _query("client_ref", {"type": "string", "maxLength": 255}, f"{CLIENT_REF}."),
    ]
}
