"""Declarations of responses: problems by code, headers by name, authentication."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from summarizer.service.problems import CODES

__all__ = [
    "DOCUMENT",
    "HEADERS",
    "KEYED",
    "QUEUED",
    "RECEIVED",
    "Responses",
    "by_anybody",
    "by_reader",
    "by_submitter",
    "problems",
    "with_headers",
]

Responses = dict[int | str, dict[str, Any]]

# Problems of every authenticated route, of routes with a body, with a document, and of those that
# create a job. `storage-full`: the last use of a key is recorded.
KEYED = (
    *("unauthorized", "forbidden", "foreign-origin", "method-not-allowed", "foreign-host"),
    *("rate-limited", "too-many-connections", "internal", "storage-full", "storage-busy"),
)
RECEIVED = ("timeout", "input-too-large", "invalid")
DOCUMENT = ("input-format", "input-encrypted", "input-empty", "input-encoding")
QUEUED = ("idempotency-key-reused", "queue-full", "budget-exceeded", "stopping")

_TEXT = {"type": "string"}
HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-Id": {
        "description": "Names this request in the service's log and traces; `request_id` of a"
        " problem.",
        "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "example": "0c5a1f0d2b7e4c0f9a3d5e6f7a8b9c0d",
    },
    "Location": {
        "description": "Path of what was made; ask it until `state` is an end.",
        "schema": {"type": "string", "format": "uri-reference"},
        "example": "/v1/summaries/" + "0f" * 16,
    },
    "Preference-Applied": {
        "description": "The wait that was granted (RFC 7240), at most 30 seconds.",
        "schema": _TEXT,
        "example": "wait=20",
    },
    "ETag": {
        "description": "Changes with the resource; send it back in `If-None-Match`, or in"
        " `If-Match` where something is to be changed.",
        "schema": _TEXT,
        "example": f'"{"0f" * 16}.7"',
    },
    "Retry-After": {
        "description": "Seconds to wait before trying again.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
        "example": "5",
    },
    "WWW-Authenticate": {
        "description": "Send `Authorization: Bearer sk-sum-…`.",
        "schema": _TEXT,
        "example": "Bearer",
    },
    "Content-Disposition": {
        "description": "A name for the file, after the report (RFC 6266).",
        "schema": _TEXT,
        "example": f'attachment; filename="summary-{"0f" * 16}.xlsx";'
        " filename*=UTF-8''%E8%87%AA%E8%AF%84-%E6%91%98%E8%A6%81.xlsx",
    },
    "RateLimit-Policy": {
        "description": "Requests of a key (`q`) in so many seconds (`w`).",
        "schema": _TEXT,
        "example": '"requests";q=6000;w=60',
    },
    "RateLimit": {
        "description": "Requests that are left (`r`) and the seconds until all are (`t`).",
        "schema": _TEXT,
        "example": '"requests";r=5999;t=1',
    },
}


def problems(*codes: str) -> Responses:
    """Return responses by status, with an example for each code."""
    by_status: defaultdict[int, list[str]] = defaultdict(list)
    for code in codes:
        by_status[CODES[code][0]].append(code)
    return {status: _problem(status, found) for status, found in sorted(by_status.items())}


def _problem(status: int, codes: list[str]) -> dict[str, Any]:
    examples = {code: {"$ref": f"#/components/examples/{code}"} for code in codes}
    schema = {"$ref": "#/components/schemas/Problem"}
    described: dict[str, Any] = {
        "description": "; ".join(f"`{code}`: {CODES[code][3]}" for code in codes),
        "content": {"application/problem+json": {"schema": schema, "examples": examples}},
    }
    if any(CODES[code][1] for code in codes) and status in (429, 503):
        described |= with_headers("Retry-After")
    if status == 401:
        described |= with_headers("WWW-Authenticate")
    return described


def with_headers(*names: str) -> dict[str, Any]:
    """Add the headers of a response by reference to their shared descriptions."""
    return {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names}}


# Authentication is optional on loopback until a key is created.
by_submitter: dict[str, Any] = {"security": [{"key": ["submit"]}, {}]}
by_reader: dict[str, Any] = {"security": [{"key": ["read"]}, {}]}
by_anybody: dict[str, Any] = {"security": []}
