"""`/`: submit and find documents; sign in; choose language and name."""

from __future__ import annotations

import asyncio
from typing import Any, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from summarizer.errors import SummarizerError
from summarizer.readers import check_takeable
from summarizer.service import intake
from summarizer.service.context import Here, Service, service_of
from summarizer.service.pages.forms import form_of
from summarizer.service.pages.look import go_to, page
from summarizer.service.pages.times import clock
from summarizer.service.pages.visitor import (
    LANGUAGE,
    NAME,
    Decider,
    Looker,
    SignInNeeded,
    Visitor,
    check_form,
    clean_person,
    to_cookie,
)
from summarizer.service.problems import ProblemError
from summarizer.service.sessions import COOKIE, SECONDS, token_in
from summarizer.service.store import Job, State, Submission
from summarizer.service.submitting import take_in

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
ON_A_PAGE = 30
YEAR = 365 * 86_400


@router.get("/")
async def front(request: Request, here: Here, visitor: Looker) -> Response:
    """Show the form, and the visitor's documents, newest first."""
    return await _front(request, here, visitor)


async def _front(
    request: Request, here: Service, visitor: Visitor, *, status: int = 200, **more: Any
) -> Response:
    asked = request.query_params
    state = asked.get("state", "") if asked.get("state", "") in get_args(State) else ""
    named, cursor = asked.get("q", "").strip()[:100], asked.get("cursor", "")
    owner = visitor.caller.owner
    below = here.cursors.open(cursor, owner) if cursor else None
    found = await asyncio.to_thread(
        here.store.page, owner, state=state, below=below, limit=ON_A_PAGE + 1, named=named
    )
    shown = found[:ON_A_PAGE]
    older = here.cursors.seal(shown[-1].number, owner) if len(found) > ON_A_PAGE else ""
    template = "part_list.html.jinja" if request.headers.get("x-part") else "front.html.jinja"
    known = {
        "jobs": shown,
        "reviews": await asyncio.to_thread(here.reviews.progress, shown),
        "busy": any(job.state in ("queued", "running") for job in shown),
        "states": get_args(State),
        "state": state,
        "named": named,
        "older": older,
        "cursor": cursor,
        "clock": clock,
        "refused": [],
        "failed_note": "",
    }
    return page(request, template, visitor=visitor, status=status, **{**known, **more})


@router.post("/")
async def hand_in(request: Request, here: Here, visitor: Decider) -> Response:
    """Turn files or a text into jobs; one job redirects to its page, several to the list."""
    body = await intake.body_of(
        request, limit=here.settings.max_file_bytes, seconds=here.settings.receipt_seconds * 4
    )
    files, fields = await intake.files_of(request, body)
    check_form(request, here, fields.get("mark", ""))
    given = [(intake.clean_name(name), content) for name, content in files if content]
    text = fields.get("text", "").strip()
    if text:
        name = intake.clean_name(fields.get("name", "").strip() or "document.txt")
        given.append((name if "." in name else f"{name}.txt", text.encode("utf-8", "replace")))
    jobs, refused = await _take_all(here, visitor, given)
    if len(jobs) == 1 and not refused:
        return go_to(f"/summaries/{jobs[0].id}")
    if refused or not jobs:
        note = "" if refused else "nothing_given"
        status = 422 if not jobs else 200
        return await _front(
            request, here, visitor, status=status, refused=refused, failed_note=note
        )
    return go_to("/")


async def _take_all(
    here: Service, visitor: Visitor, given: list[tuple[str, bytes]]
) -> tuple[list[Job], list[tuple[str, str, str]]]:
    jobs: list[Job] = []
    refused: list[tuple[str, str, str]] = []
    for name, content in given[: intake.MAX_BATCH]:
        try:
            await asyncio.to_thread(check_takeable, content, name)
            submission = Submission(visitor.caller.owner, name, content)
            jobs.append(await take_in(here, submission))
        except (SummarizerError, ProblemError) as error:
            refused.append((name, error.zh, error.en))
    return jobs, refused


# -- sign in and out ---------------------------------------------------------------------------


@router.get("/sign-in")
async def sign_in_form(request: Request, here: Here) -> Response:
    """Show the form for a key; a visitor who needs none is redirected."""
    if await here.door.is_open():
        return go_to("/")
    return _sign_in(request, here)


def _sign_in(request: Request, here: Service, *, status: int = 200, note: str = "") -> Response:
    back = _local(request.query_params.get("back", "/"))
    mark = here.sessions.mark("")
    return page(request, "sign_in.html.jinja", status=status, back=back, note=note, mark=mark)


@router.post("/sign-in")
async def sign_in(request: Request, here: Here) -> Response:
    """Exchange a key for a cookie. A wrong key counts as a guess, as with the API."""
    fields = await form_of(request, here)
    caller = await asyncio.to_thread(here.keys.caller, fields.get("key", "").strip())
    if caller is None:
        address = request.client.host if request.client else "?"
        wait = here.rate.guesses_wait(address)
        if wait:
            raise ProblemError("rate-limited", headers={"Retry-After": str(wait)})
        here.rate.note_wrong_guess(address)
        return _sign_in(request, here, status=401, note="wrong_key")
    if "read" not in caller.scopes:
        raise ProblemError("forbidden")
    name = clean_person(fields.get("name", ""))
    token = await asyncio.to_thread(here.sessions.begin, caller, name)
    answer = go_to(_local(fields.get("back", "/")))
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(SECONDS),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, here: Here) -> Response:
    """Revoke the session of the cookie."""
    await form_of(request, here)
    await asyncio.to_thread(here.sessions.end, token_in(request))
    answer = go_to("/sign-in")
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/language/{language}")
async def choose_language(request: Request, language: str) -> Response:
    """Store the language for a year and redirect back."""
    answer = go_to(_local(request.query_params.get("back", "/")))
    chosen = "en" if language == "en" else "zh"
    answer.set_cookie(LANGUAGE, chosen, max_age=YEAR, httponly=True, samesite="lax")
    return answer


@router.post("/name")
async def choose_name(request: Request, here: Here, _visitor: Decider) -> Response:
    """Store the visitor's name for decisions; in open mode no key provides one."""
    fields = await form_of(request, here)
    answer = go_to(_local(fields.get("back", "/")))
    name = to_cookie(clean_person(fields.get("name", "")))
    answer.set_cookie(NAME, name, max_age=YEAR, httponly=True, samesite="strict")
    return answer


def _local(address: str) -> str:
    """Return the address if it is on this service, else "/"."""
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    clean = ours and all(sign.isprintable() and sign not in "\\" for sign in address)
    return address if clean else "/"


async def to_sign_in(request: Request, error: Exception) -> Response:
    """Redirect to the sign-in form, which returns to the page afterwards."""
    back = error.back if isinstance(error, SignInNeeded) else "/"
    if request.headers.get("x-part"):
        await service_of(request)
        return page(request, "problem.html.jinja", status=401, problem=ProblemError("unauthorized"))
    return go_to(f"/sign-in?{urlencode({'back': back})}")
