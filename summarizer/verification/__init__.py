"""Verification: items, summaries and the numbers of a free text held against the report.

No model is asked. A contradiction in quote, value, unit or hedge is `failed`, a doubt about
wording, binding, direction, negation, status or period is `review`; nothing is repaired.
"""

from summarizer.verification.bearing import Borne, borne_clauses
from summarizer.verification.free_text import Candidate, TextCheck, verify_text
from summarizer.verification.overviews import check_overview, check_text
from summarizer.verification.report import Source, kept_report
from summarizer.verification.summaries import verify_summary
from summarizer.verification.verdicts import CHECKS, HARD, check, check_all

__all__ = [
    "CHECKS",
    "HARD",
    "Borne",
    "Candidate",
    "Source",
    "TextCheck",
    "borne_clauses",
    "check",
    "check_all",
    "check_overview",
    "check_text",
    "kept_report",
    "verify_summary",
    "verify_text",
]
