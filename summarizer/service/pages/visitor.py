"""The visitor of a page: signed in by cookie, or anyone in open mode."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request

from summarizer.rendering.labels import Language
from summarizer.service.context import Service, service_of
from summarizer.service.keys import LOCAL, Caller
from summarizer.service.problems import ProblemError
from summarizer.service.sessions import token_in

__all__ = ["LANGUAGE", "NAME", "Looker", "SignInNeeded", "Visitor", "language_of", "visitor_of"]

LANGUAGE, NAME = "summarizer_language", "summarizer_name"
LONGEST_NAME = 60


class SignInNeeded(Exception):
    """Raised when a page requires sign-in; `back` is the requested address."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back


@dataclass(frozen=True, slots=True)
class Visitor:
    """The visitor: caller, name for decisions, form token, and language."""

    caller: Caller
    name: str
    mark: str
    language: Language
    signed_in: bool

    @property
    def decides(self) -> bool:
        """Whether the visitor may submit and decide."""
        return "submit" in self.caller.scopes


async def visitor_of(request: Request) -> Visitor:
    """Return the visitor.

    Raises SignInNeeded, and ProblemError 429 for too many requests.
    """
    here = await service_of(request)
    token = token_in(request)
    session = await asyncio.to_thread(here.sessions.find, token)
    language = language_of(request)
    if session:
        visitor = Visitor(session.caller, session.name, here.sessions.mark(token), language, True)
    elif await here.door.is_open():
        visitor = Visitor(LOCAL, _local_name(request), here.sessions.mark(""), language, False)
    else:
        raise SignInNeeded(_address(request))
    wait = here.rate.take(visitor.caller.owner)
    if wait:
        raise ProblemError("rate-limited", headers={"Retry-After": str(wait)})
    return visitor


def looker(scope: str) -> Callable[[Request], Awaitable[Visitor]]:
    """Return a dependency that yields the visitor and requires a scope."""

    async def found(request: Request) -> Visitor:
        visitor = await visitor_of(request)
        if scope not in visitor.caller.scopes:
            raise ProblemError("forbidden")
        return visitor

    return found


def check_form(request: Request, here: Service, presented: str) -> None:
    """Check that a page of ours made the form for this visitor.

    Raises ProblemError 403.
    """
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    crossed = request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    token = token_in(request)
    if foreign or crossed or not here.sessions.is_marked(token, presented):
        raise ProblemError(
            "foreign-origin",
            zh="表单已失效或来自其他网站；请返回页面刷新后再提交",
            en="the form is stale or not ours; reload the page and send it again",
        )


def language_of(request: Request) -> Language:
    """Return the chosen language, else the browser's preference, else Chinese."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE)
    if chosen in ("zh", "en"):
        return "en" if chosen == "en" else "zh"
    wanted = request.headers.get("accept-language", "")
    for part in wanted.split(","):
        tag = part.partition(";")[0].strip().lower()
        if tag[:2] in ("zh", "en"):
            return "en" if tag[:2] == "en" else "zh"
    return "zh"


def _local_name(request: Request) -> str:
    given = request.cookies.get(NAME, "")
    return from_cookie(given) or LOCAL.name


def to_cookie(name: str) -> str:
    """Encode a name for a cookie."""
    return quote(name[:LONGEST_NAME], safe="")


def from_cookie(value: str) -> str:
    """Decode the name in a cookie."""
    from urllib.parse import unquote

    return clean_person(unquote(value, errors="replace"))


def clean_person(name: str) -> str:
    """Clean a person's name: one line, no control characters, limited length."""
    return "".join(sign for sign in name if sign.isprintable()).strip()[:LONGEST_NAME]


def _address(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}" if request.method == "GET" else "/"


Looker = Annotated[Visitor, Depends(looker("read"))]
"""A visitor who may read."""
Decider = Annotated[Visitor, Depends(looker("submit"))]
"""A visitor who may change something."""
