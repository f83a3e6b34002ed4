"""The JSON Schema of a reply as sent, without parts that a model does not need."""

from __future__ import annotations

from typing import Any

__all__ = ["short_schema"]

_UNREAD = {"title", "default", "description"}


def short_schema(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema of pydantic without titles, defaults and references."""
    bare: dict[str, Any] = _bare(schema)
    entries = bare.pop("$defs", {})
    # Each definition is used once, and inlining saves a sixth of the tokens.
    return {"title": name, **_inlined(bare, entries)}


def _inlined(schema: Any, entries: dict[str, Any]) -> Any:
    """Return a schema with its references replaced by their definitions."""
    if isinstance(schema, list):
        return [_inlined(one, entries) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return entries[schema["$ref"].rpartition("/")[2]]
    return {name: _inlined(one, entries) for name, one in schema.items()}


def _bare(schema: Any, *, names: bool = False) -> Any:
    """Return a schema without titles and defaults; keys of `properties` and `$defs` are names."""
    if isinstance(schema, list):
        return [_bare(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _bare(one, names=key in ("properties", "$defs") and not names)
        for key, one in schema.items()
        if names or key not in _UNREAD
    }
