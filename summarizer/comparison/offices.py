"""Whether two documents are of one office."""

from __future__ import annotations

from summarizer.comparison.labels import clear_name
from summarizer.genre.offices import office_in, same_office
from summarizer.genre.projects import project_of
from summarizer.schema import DocumentRecord

__all__ = ["of_one_office", "office_of"]


def of_one_office(old: DocumentRecord, new: DocumentRecord) -> bool | None:
    """Return whether both documents are of one office; None when they do not tell.

    A document that names no office counts as one of the other's when both have the same title
    apart from the year, and the title says more than its kind.
    """
    one, other = office_of(old), office_of(new)
    if one and other:
        return same_office(one, other) is not None
    titles = {clear_name(document.title or "") for document in (old, new)}
    same = len(titles) == 1 and project_of(titles.pop(), "") != ""
    return True if same else None


def office_of(document: DocumentRecord) -> str:
    """Return the office of a document, by its text or else its title; "" when they name none."""
    return document.organization or office_in(document.title or document.name) or ""
