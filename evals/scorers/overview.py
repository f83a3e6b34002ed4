"""The overview: verified numbers, length, and recall of core numbers."""

from __future__ import annotations

import re

from evals.atoms import gold_atoms, same_unit, same_value
from evals.scorers.case import Case, spans
from evals.scorers.numbers import is_same_number, mentions, stated_in
from evals.scorers.ratio import Fault, Share

__all__ = ["core_held", "hanzi", "numbers", "too_long"]

LONGEST = 300
HANZI = re.compile(r"[\u4e00-\u9fff]")


def numbers(case: Case) -> Share:
    """Numbers of the overview that occur in its own evidence."""
    overview = case.summary.get("overview") or {}
    stated = stated_in(case.gold, spans(overview))
    said = mentions(overview.get("text") or "")
    return Share(sum(any(is_same_number(n, s) for s in stated) for n in said), len(said))


def hanzi(case: Case) -> int:
    """Return the number of 汉字 in the overview."""
    return len(HANZI.findall((case.summary.get("overview") or {}).get("text") or ""))


def too_long(case: Case) -> Fault:
    """1 of 1 when the overview has more than 300 汉字."""
    return Fault(int(hanzi(case) > LONGEST), 1)


def core_held(case: Case) -> Share:
    """Core gold numbers that the overview states."""
    said = mentions((case.summary.get("overview") or {}).get("text") or "")
    wanted = [atom for atom in gold_atoms(case.gold) if atom.core and atom.has_quantity]
    held = sum(
        any(same_value(n["value"], a.value) and same_unit(n["unit"], a.unit) for n in said)
        for a in wanted
    )
    return Share(held, len(wanted))
