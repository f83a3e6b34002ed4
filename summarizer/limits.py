"""How much is taken in, said once for the readers and the settings of the service."""

from __future__ import annotations

__all__ = ["LARGEST_FILE", "LARGEST_TEXT"]

# A report has some 10 thousand characters; the largest collections seen have one million.
LARGEST_TEXT = 16 * 1024 * 1024
# A structured file carries pictures and fonts beside its text.
LARGEST_FILE = 50_000_000
