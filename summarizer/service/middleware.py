"""Middleware of every route: request ids, logs, metrics, and errors as problems."""

from __future__ import annotations

import sqlite3
import time
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from summarizer import tracing
from summarizer.errors import SummarizerError
from summarizer.service.loopback import Door, LoopbackGuard
from summarizer.service.metrics import Metrics
from summarizer.service.pages import SignInNeeded, problem_page, to_sign_in, wants_page
from summarizer.service.problems import CODES, ProblemError, problem_response
from summarizer.service.statuses import is_id

__all__ = ["install_error_handlers", "install_middleware"]

log = structlog.get_logger("summarizer.http")
_ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_FULL = ("disk is full", "No space left", "database or disk is full")
_BUSY = ("database is locked", "database table is locked")


def install_middleware(app: FastAPI, metrics: Metrics, door: Door | None = None) -> None:
    """Install request ids, logging, metrics and the checks of the open mode."""
    if door is not None:
        app.add_middleware(LoopbackGuard, door=door)
    app.add_middleware(_Observe, metrics=metrics)


class _Answer:
    """The status of a response, and the headers that every response has."""

    def __init__(self, send: Send, state: dict[str, Any]) -> None:
        self._send, self._state = send, state
        self.status, self.begun = 500, False

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self.status, self.begun = message["status"], True
            headers = {"X-Request-Id": self._state["request_id"], **_ALWAYS}
            # Headers that a route or a dependency adds to every response.
            headers |= self._state.get("headers", {})
            message["headers"] += [
                (name.lower().encode(), value.encode()) for name, value in headers.items()
            ]
        await self._send(message)


class _Observe:
    """Gives each request an id; counts and logs it without its content."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        answer, began = _Answer(send, scope["state"]), time.monotonic()
        caller = Headers(scope=scope).get("traceparent")
        with tracing.span("request", kind="server", parent=caller) as span:
            try:
                await self._app(scope, receive, answer.send)
            except Exception as error:
                problem = _fault(scope, error)
                if answer.begun:
                    # The server would log the message, which may quote a report.
                    raise ConnectionAbortedError("the answer broke off") from None
                await problem(scope, receive, answer.send)
            finally:
                self._note(scope, request_id, answer.status, time.monotonic() - began)
                _tell(span, scope, request_id, answer.status)

    def _note(self, scope: Scope, request_id: str, status: int, seconds: float) -> None:
        route = _route_of(scope)
        # A label per unknown path would be kept for ever.
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        log.info(
            "request",
            request_id=request_id,
            method=scope["method"],
            route=route,
            job_id=_job_of(scope),
            status=status,
            milliseconds=round(seconds * 1000, 1),
        )


def _route_of(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "other")


def _job_of(scope: Scope) -> str | None:
    """Return the job that a route created or that the path names; None for an invalid id."""
    key = scope["state"].get("job_id") or scope.get("path_params", {}).get("job_id", "")
    return str(key) if is_id(key) else None


def _tell(span: tracing.OpenSpan, scope: Scope, request_id: str, status: int) -> None:
    """Record a request as a span: the route, never the path or the query, which may name a file."""
    span.rename(f"{scope['method']} {_route_of(scope)}")
    span.note(
        {
            "http.request.method": scope["method"],
            "http.route": _route_of(scope),
            "http.response.status_code": status,
            "summarizer.request_id": request_id,
            "summarizer.job_id": _job_of(scope),
            "error.type": str(status) if status >= 500 else None,
        }
    )
    if made := scope["state"].get("job_id"):
        span.link(tracing.job_parent(made, 1))


def install_error_handlers(app: FastAPI) -> None:
    """Return every error as application/problem+json."""
    app.add_exception_handler(SignInNeeded, to_sign_in)
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(SummarizerError, _on_ours)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(sa.exc.DBAPIError, _on_database)


def _answer(request: Request, problem: ProblemError) -> Response:
    if wants_page(request):
        return problem_page(request, problem)
    return problem_response(problem, getattr(request.state, "request_id", uuid4().hex))


async def _on_problem(request: Request, error: Any) -> Response:
    return _answer(request, error)


async def _on_ours(request: Request, error: Any) -> Response:
    return _answer(request, ProblemError.of(error))


async def _on_invalid(request: Request, error: Any) -> Response:
    details = [
        {"loc": list(entry["loc"]), "msg": entry["msg"], "type": entry["type"]}
        for entry in error.errors()
    ]
    # An invalid id or path is 404.
    if details and all(entry["loc"][:1] == ["path"] for entry in details):
        return _answer(request, ProblemError("not-found"))
    return _answer(request, ProblemError("invalid", errors=details))


_BY_STATUS = {status: code for code, (status, *_) in reversed(CODES.items())}


async def _on_http(request: Request, error: Any) -> Response:
    code = {404: "not-found", 405: "method-not-allowed"}.get(
        error.status_code, _BY_STATUS.get(error.status_code, "invalid")
    )
    return _answer(request, ProblemError(code, headers=error.headers))


async def _on_database(request: Request, error: Any) -> Response:
    said = str(error.orig)
    if any(mark in said for mark in _FULL):
        return _answer(request, ProblemError("storage-full", headers={"Retry-After": "60"}))
    busy = isinstance(error.orig, sqlite3.OperationalError) and any(m in said for m in _BUSY)
    if busy or error.connection_invalidated or isinstance(error, sa.exc.OperationalError):
        return _answer(request, ProblemError("storage-busy", headers={"Retry-After": "5"}))
    return _fault(request.scope, error)


def _fault(scope: Scope, error: Exception) -> JSONResponse:
    request_id = scope["state"]["request_id"]
    log.error("fault", request_id=request_id, kind=type(error).__name__)
    return problem_response(ProblemError("internal"), request_id)
