"""The pages: submit, watch, review. They work without script; our script adds keyboard shortcuts
and live progress.
"""

from summarizer.service.pages import (
    assets,
    changing,
    comparing,
    deciding,
    docs,
    front,
    portfolio,
    review,
    searching,
)
from summarizer.service.pages.front import to_sign_in
from summarizer.service.pages.look import problem_page, wants_page
from summarizer.service.pages.visitor import SignInNeeded

__all__ = ["ROUTERS", "SignInNeeded", "problem_page", "to_sign_in", "wants_page"]

ROUTERS = tuple(
    one.router
    for one in (front, review, deciding, changing, portfolio, searching, comparing, docs, assets)
)
