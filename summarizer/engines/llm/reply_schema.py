"""The JSON Schema of a reply as it is sent: without what a model need not read."""

from __future__ import annotations

from typing import Any

__all__ = ["short_schema"]

_UNREAD = {"title", "default", "description"}


def short_schema(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The schema that pydantic wrote, without titles, defaults and references."""
    bare: dict[str, Any] = _bare(schema)
    entries = bare.pop("$defs", {})
    # Each is used once: written where it is used it costs a sixth less.
    return {"title": name, **_inlined(bare, entries)}


def _inlined(schema: Any, entries: dict[str, Any]) -> Any:
    """A schema with its references replaced by what they refer to."""
    if isinstance(schema, list):
        return [_inlined(one, entries) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return entries[schema["$ref"].rpartition("/")[2]]
    return {name: _inlined(one, entries) for name, one in schema.items()}


def _bare(schema: Any, *, names: bool = False) -> Any:
    """A schema without what only people read; in `properties` and `$defs` the keys are names."""
    if isinstance(schema, list):
        return [_bare(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _bare(one, names=key in ("properties", "$defs") and not names)
        for key, one in schema.items()
        if names or key not in _UNREAD
    }
