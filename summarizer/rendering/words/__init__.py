"""Words for the codes of a summary, Chinese and English, group by group."""

from summarizer.rendering.words import checks, codes, exports, headings

__all__ = ["WORDS"]

WORDS = codes.WORDS | checks.WORDS | exports.WORDS | headings.WORDS
