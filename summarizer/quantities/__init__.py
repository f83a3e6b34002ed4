"""Text to quantities: numerals, units, hedges. Pure, and independent of documents."""

from summarizer.quantities.comparison import difference, same, same_amount
from summarizer.quantities.scanner import scan, scan_cell
from summarizer.quantities.units import in_unit, kind_of, normal_unit

__all__ = [
    "difference",
    "in_unit",
    "kind_of",
    "normal_unit",
    "same",
    "same_amount",
    "scan",
    "scan_cell",
]
