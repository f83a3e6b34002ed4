"""Validity: whether a summary follows its schema, with unique and resolvable ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

import summarizer
from evals.scorers.case import Case
from evals.scorers.ratio import Share

__all__ = ["valid"]


def valid(case: Case) -> Share:
    """1 of 1 when the summary follows its schema and its ids are valid."""
    try:
        summarizer.Summary.model_validate(case.summary)
    except ValidationError:
        return Share(0, 1)
    ids = [item["id"] for _, item in case.items]
    loose = [name for _, item in case.items for name in _references(item) if name not in ids]
    return Share(int(len(set(ids)) == len(ids) and not loose), 1)


def _references(item: Mapping[str, Any]) -> Iterator[str]:
    yield from (item.get("attainment") or {}).get("results", ())
    yield from item.get("addresses", ())
    yield from filter(None, [item.get("part_of")])
