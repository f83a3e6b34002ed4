"""`summarizer quantities`: the quantities of a report as JSON lines."""

from __future__ import annotations

import json

from summarizer.cli.options import keep_input
from summarizer.cli.sources import open_document
from summarizer.cli.streams import check_output, deliver
from summarizer.schema import Quantity

__all__ = ["quantities"]

_KEYS = ("start", "end", "text", "value", "unit", "kind", "approx", "comparator")


def quantities(file: str, *, output: str | None) -> int:
    """Write one line per quantity of any kind, in reading order; return the exit code."""
    keep_input(output, file)
    check_output(output)
    document = open_document(file)
    deliver("".join(_line(quantity) for quantity in document.quantities), output)
    return 0


def _line(quantity: Quantity) -> str:
    fields = {key: getattr(quantity, key) for key in _KEYS}
    return json.dumps(fields, ensure_ascii=False) + "\n"
