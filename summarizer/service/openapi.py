"""What the generated description of the interface needs beyond the routes."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from summarizer.service.models import NewSummary, NewVerification, NewWebhook
from summarizer.service.problems import Problem

__all__ = ["USUAL", "complete_openapi", "problems"]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": "problem", "content": content} for status in statuses}


USUAL = problems(401, 403, 404, 405, 408, 413, 415, 422, 429, 500, 503)


def complete_openapi(app: FastAPI) -> None:
    """Put in the models that only `openapi_extra` names, and our problem for FastAPI's own."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        found = generate()
        schemas = found["components"]["schemas"]
        for model in (Problem, NewSummary, NewVerification, NewWebhook):
            made = model.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(made.pop("$defs", {}))
            schemas.setdefault(model.__name__, made)
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        found["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        found["security"] = [{"key": []}, {}]
        return found

    app.openapi = openapi  # type: ignore[method-assign]
