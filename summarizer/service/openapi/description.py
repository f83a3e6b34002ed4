"""The complete description: models, examples, headers and webhooks added to FastAPI's."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from summarizer.service.models import (
    DecisionImport,
    JobEvent,
    NewDecision,
    NewSummary,
    NewVerification,
    NewWebhook,
    WebhookMessage,
)
from summarizer.service.openapi.examples import (
    problem_examples,
    request_examples,
    response_examples,
    webhook_example,
)
from summarizer.service.openapi.responses import HEADERS
from summarizer.service.problems import Problem
from summarizer.service.store import ENDED

__all__ = ["INFO", "complete_openapi"]

# Arguments of `FastAPI` for the whole description.
INFO: dict[str, Any] = {
    "title": "summarizer",
    "summary": "预算绩效评价报告 → 目标、结果、问题、措施，每个数字可溯源",
    "description": """Hand in a report, get targets, results, problems and measures as checked JSON:
every number that leaves was read from the report at a known span (`evidence`).

- A document becomes a **job**: `POST /v1/summaries` answers 202 once it is durably stored; ask
  `Location` until `state` is `succeeded`, `partial`, `failed` or `cancelled`, listen to its
  events, or register a webhook. A fault of the model is the job's `error`, never a 5xx.
- **Errors** are `application/problem+json` (RFC 9457). `code` is stable, `retryable` says whether
  to try the same again; `zh` and `en` say what, where and what next.
- **Keys** (`Authorization: Bearer sk-sum-…`) have the scopes `submit` and `read`; a key sees its
  own jobs alone, everything else is 404. On loopback, while there is no key, none is needed.
- A `traceparent` header (W3C) is taken up when the operator collects traces.""",
    "license_info": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "servers": [{"url": "/", "description": "where this document came from"}],
    "openapi_tags": [
        {"name": "Summaries", "description": "Documents, as jobs with a result."},
        {"name": "Reviews", "description": "What people decide about a summary."},
        {"name": "Batches", "description": "Many files in one request."},
        {"name": "Portfolio", "description": "Many documents: a ledger, figures, comparisons."},
        {"name": "Verifications", "description": "Anybody's summary held against a report."},
        {"name": "Webhooks", "description": "Be told when a job ends."},
        {"name": "Service", "description": "The service about itself."},
    ],
}
# Models that no signature names, because the routes read or send these bodies themselves.
_UNNAMED: tuple[type[BaseModel], ...] = (
    *(NewDecision, DecisionImport),
    *(Problem, NewSummary, NewVerification, NewWebhook),
    *(JobEvent, WebhookMessage),
)
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "sk-sum-{id}-{secret}",
    "description": "A key of `summarizer keys create NAME --scope submit --scope read`. The role"
    " that an operation names is the scope it needs.",
}


def complete_openapi(app: FastAPI) -> None:
    """Replace the application's generated description by the complete one."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(generate())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _completed(found: dict[str, Any]) -> dict[str, Any]:
    components = found["components"]
    _add_models(components["schemas"])
    components["examples"] = problem_examples()
    components["headers"] = HEADERS
    components["securitySchemes"] = {"key": _BEARER}
    for operation in _operations(found):
        _drop_unmade(operation)
        _add_examples(operation)
        _add_headers(operation)
    found["webhooks"] = {f"summary.{state}": _webhook(state) for state in sorted(ENDED)}
    return found


def _operations(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in found["paths"].values() for operation in path.values()]


def _add_models(schemas: dict[str, Any]) -> None:
    for model in _UNNAMED:
        made = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(made.pop("$defs", {}))
        schemas[model.__name__] = made
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)


def _drop_unmade(operation: dict[str, Any]) -> None:
    """Remove FastAPI's own 422 from routes that never answer it: an invalid path is 404."""
    content = operation["responses"].get("422", {}).get("content", {})
    if "application/problem+json" not in content:
        operation["responses"].pop("422", None)


def _add_examples(operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    for (of, media), examples in request_examples().items():
        if of == name:
            operation["requestBody"]["content"][media]["examples"] = examples
    for (of, status, media), examples in response_examples().items():
        if of == name:
            operation["responses"][str(status)]["content"][media]["examples"] = examples


def _add_headers(operation: dict[str, Any]) -> None:
    keyed = operation["security"] != []
    for status, response in operation["responses"].items():
        names = ["X-Request-Id"]
        if keyed and status != "401":
            names += ["RateLimit-Policy", "RateLimit"]
        headers = response.setdefault("headers", {})
        headers |= {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _webhook(state: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/WebhookMessage"}
    content = {"application/json": {"schema": schema, "examples": {state: webhook_example(state)}}}
    return {
        "post": {
            "operationId": f"on_summary_{state}",
            "tags": ["Webhooks"],
            "summary": f"A job ended as {state}",
            "description": "Standard Webhooks: answer 2xx within 15 seconds, or it is sent again"
            " over three days, each time with the same `webhook-id`, in any order. 410 ends it.",
            "parameters": _WEBHOOK_HEADERS,
            "requestBody": {"required": True, "content": content},
            "responses": {
                "2XX": {"description": "taken"},
                "410": {"description": "this address wants no more"},
                "default": {"description": "sent again later; redirects are not followed"},
            },
            "security": [],
        }
    }


def _header(name: str, description: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": True,
        "description": description,
        "schema": {"type": "string"},
        "example": example,
    }


_WEBHOOK_HEADERS = [
    _header(
        "webhook-id",
        "The same over every try: drop what you have seen.",
        f"msg_{'0f' * 16}.1.{'2d' * 4}",
    ),
    _header(
        "webhook-timestamp", "Seconds since 1970 of this try: refuse what is old.", "1795249800"
    ),
    _header(
        "webhook-signature",
        "`v1,` and the base64 of HMAC-SHA256 over `{id}.{timestamp}.{body}` with the secret's"
        " bytes (the base64 behind `whsec_`).",
        "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    ),
]
