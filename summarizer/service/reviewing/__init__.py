"""The review of a summary by people: its matters and the decisions about them."""

from summarizer.service.reviewing.book import Blocked, Closed, Entry, Review, Reviews, Ruling, Stale
from summarizer.service.reviewing.editing import EDITABLE, edited
from summarizer.service.reviewing.exchange import carried, gold_of
from summarizer.service.reviewing.matters import Matter, blocking, matters_of, run_of
from summarizer.service.reviewing.showing import decided, decision_of, with_decisions

__all__ = [
    "EDITABLE",
    "Blocked",
    "Closed",
    "Entry",
    "Matter",
    "Review",
    "Reviews",
    "Ruling",
    "Stale",
    "blocking",
    "carried",
    "decided",
    "decision_of",
    "edited",
    "gold_of",
    "matters_of",
    "run_of",
    "with_decisions",
]
