"""`/docs`: the OpenAPI description as a page of ours, without script or foreign hosts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup, escape
from starlette.responses import Response

from summarizer.service.pages.look import page

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_VERBS = ("get", "put", "post", "delete", "patch")
_CODE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")
# Long examples are cut here; the description itself has them in full.
_MOST = 1_800


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Show the page to anyone, like the description itself."""
    found: dict[str, Any] = request.app.openapi()
    operations = list(_operations(found))
    groups = [
        (tag["name"], tag["description"], [one for one in operations if tag["name"] in one["tags"]])
        for tag in found["tags"]
    ]
    models = [_model(name, schema) for name, schema in found["components"]["schemas"].items()]
    return page(
        request,
        "docs.html.jinja",
        info=found["info"],
        lead=_told(found["info"]["description"]),
        groups=groups,
        models=sorted(models, key=lambda one: one["name"]),
        told=_told,
    )


def _operations(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in found["paths"].items():
        for verb in _VERBS:
            if verb in methods:
                operation = methods[verb]
                yield {
                    "verb": verb.upper(),
                    "path": path,
                    "id": operation["operationId"],
                    "tags": operation["tags"],
                    "summary": operation["summary"],
                    "description": operation["description"],
                    "scopes": _scopes(operation),
                    "parameters": operation.get("parameters", ()),
                    "bodies": list(_bodies(operation.get("requestBody", {}), found)),
                    "responses": [
                        (status, one["description"], list(_bodies(one, found)))
                        for status, one in operation["responses"].items()
                    ],
                }


def _scopes(operation: dict[str, Any]) -> str:
    scopes = [scope for one in operation["security"] for scope in one.get("key", ())]
    return ", ".join(scopes)


def _bodies(part: dict[str, Any], found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return media type, description and first example of each body."""
    for media, content in part.get("content", {}).items():
        examples = list(content.get("examples", {}).values())
        is_problem = media == "application/problem+json"
        shown = "" if is_problem or not examples else _example(examples[0], found)
        yield {"media": media, "type": _type(content["schema"]), "example": shown}


def _example(example: dict[str, Any], found: dict[str, Any]) -> str:
    if "$ref" in example:
        example = found["components"]["examples"][example["$ref"].rpartition("/")[2]]
    value = example["value"]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    return text if len(text) <= _MOST else f"{text[:_MOST]}\n…"


def _type(schema: dict[str, Any]) -> str:
    """Return a short notation of a type.

    >>> _type({"anyOf": [{"type": "string"}, {"type": "null"}]})
    'string | null'
    >>> _type({"type": "array", "items": {"$ref": "#/components/schemas/Item"}})
    'Item[]'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return " | ".join(dict.fromkeys(map(_type, schema[key])))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"{_type(schema.get('items', {}))}[]"
    form = schema.get("format")
    return f"{schema.get('type', 'any')}{f' ({form})' if form else ''}"


def _model(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    required = schema.get("required", ())
    return {
        "name": name,
        "description": schema.get("description", ""),
        "fields": [
            (key, _type(value), key in required, value.get("description", ""))
            for key, value in schema.get("properties", {}).items()
        ],
    }


def _told(text: str) -> Markup:
    """Render our own descriptions: code, bold, paragraphs and lists; everything else is
    plain text.
    """
    blocks = re.split(r"\n\s*\n|\n(?=- )", text.strip())
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup(_inline(" ".join(block.split()))))  # noqa: S704
        for block in (re.sub("^- ", "• ", one) for one in blocks)
    )


def _inline(text: str) -> str:
    def mark(found: re.Match[str]) -> str:
        code, strong = found.groups()
        return f"<code>{code}</code>" if code else f"<strong>{strong}</strong>"

    return _CODE.sub(mark, str(escape(text)))
