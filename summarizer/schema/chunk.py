"""A chunk: what one engine call sees."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.schema.document import Document

__all__ = ["Chunk"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences of one document: `document.text[start:end]`.

    `sentences` are half-open spans without the line breaks between them; an engine and a prompt
    number them from 1. Rows of tables that code reads (`Table.read_by_code`) are in no sentence,
    so a chunk may have none at all. `section` is the heading path of the first sentence.
    `table_unit` is what the caption of another table in it says ("万元"), or "".
    """

    document: Document
    index: int
    start: int
    end: int
    section: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    table_unit: str = ""

    @property
    def text(self) -> str:
        """The chunk's slice of the canonical text."""
        return self.document.text[self.start : self.end]

    def sentence(self, number: int) -> tuple[int, int] | None:
        """The span of a sentence by its number from 1, or None."""
        return self.sentences[number - 1] if 1 <= number <= len(self.sentences) else None
