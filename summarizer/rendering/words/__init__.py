"""Chinese and English words for the codes of a summary, group by group."""

from summarizer.rendering.words import checks, codes, exports, headings

__all__ = ["WORDS"]

WORDS = codes.WORDS | checks.WORDS | exports.WORDS | headings.WORDS
