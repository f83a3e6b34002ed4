"""Grounding (溯源): from what an engine said to items with evidence.

A model says a sentence number and copies words; `places` finds the span, `items` makes the item.
"""

from summarizer.grounding.items import Grounded, ground

__all__ = ["Grounded", "ground"]
