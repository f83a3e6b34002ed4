"""`/assets`: our style sheet and our script."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import Response

from summarizer.service.problems import ProblemError

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_KINDS = {
    "style.css": "text/css; charset=utf-8",
    "review.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


@router.get("/assets/{digest}/{name}")
async def asset(digest: str, name: str) -> Response:
    """Serve a file under an address that changes with its content."""
    if name not in _KINDS or len(digest) != 12:
        raise ProblemError("not-found")
    content = (files("summarizer.service.pages") / "assets" / name).read_bytes()
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return Response(content, media_type=_KINDS[name], headers=headers)
