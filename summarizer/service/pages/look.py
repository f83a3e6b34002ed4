"""Rendering of pages: templates, translations, and the headers of every page."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from summarizer.rendering import FORMATS
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.rendering.rows import path
from summarizer.service.pages.signs import shown
from summarizer.service.pages.visitor import Visitor, language_of
from summarizer.service.pages.words import say
from summarizer.service.problems import ProblemError
from summarizer.service.statuses import when
from summarizer.version import __version__

__all__ = ["POLICY", "asset_address", "go_to", "page", "problem_page", "wants_page"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
}


def page(
    request: Request,
    template: str,
    *,
    visitor: Visitor | None = None,
    status: int = 200,
    **known: Any,
) -> Response:
    """Render a template in the visitor's language."""
    language: Language = visitor.language if visitor else language_of(request)
    text = (
        _environment()
        .get_template(template)
        .render(
            visitor=visitor,
            language=language,
            html_language="zh-CN" if language == "zh" else "en",
            say=lambda key, **parts: say(key, language, **parts),
            word=lambda group, code: word(group, code, language),
            here_address=_address(request),
            request_id=getattr(request.state, "request_id", ""),
            **{"shown_banner": None, "said": "", **known},
        )
    )
    # A file name may contain a lone surrogate, which UTF-8 cannot encode.
    content = text.encode("utf-8", "replace")
    # Our own forms must send their origin, which no-referrer would remove.
    told = getattr(request.state, "headers", {})
    request.state.headers = {**told, "Referrer-Policy": "same-origin"}
    return HTMLResponse(content, status, headers={**HEADERS, "Vary": "Accept-Language, Cookie"})


def _address(request: Request) -> str:
    """Return the address to come back to; after a form, that of its page."""
    path = request.url.path
    if request.method != "GET":
        parts = path.split("/")
        return "/".join(parts[:3]) if parts[1] == "summaries" else "/"
    return f"{path}?{request.url.query}" if request.url.query else path


def go_to(address: str) -> Response:
    """Redirect to a page after a form."""
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def wants_page(request: Request) -> bool:
    """Whether the client is a browser that requests a page."""
    accepted = request.headers.get("accept", "")
    return not request.url.path.startswith("/v1") and "text/html" in accepted


def problem_page(request: Request, problem: ProblemError) -> Response:
    """Show a problem as a page."""
    answer = page(request, "problem.html.jinja", status=problem.status, problem=problem)
    answer.headers.update(problem.headers)
    return answer


@cache
def asset_address(name: str) -> str:
    """Return the address of an asset, which changes with its content."""
    content = (files("summarizer.service.pages") / "assets" / name).read_bytes()
    return f"/assets/{sha256(content).hexdigest()[:12]}/{name}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("summarizer.service.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    known: dict[str, Any] = {
        "SYMBOLS": SYMBOLS,
        "asset": asset_address,
        "path": path,
        "exports": FORMATS,
        "load": json.loads,
        "iso": when,
        "version": __version__,
    }
    environment.globals.update(known)
    # Control characters of reports, file names and people are shown, not executed.
    environment.filters["shown"] = shown
    environment.filters["query"] = lambda known: urlencode(
        {key: value for key, value in known.items() if value not in (None, "", 0)}
    )
    return environment
