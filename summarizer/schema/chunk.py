"""A chunk: the input of one engine call."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.schema.document import Document

__all__ = ["Chunk"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences of one document: `document.text[start:end]`.

    `sentences` are half-open spans without the line breaks between them; engines and prompts number
    them from 1. Rows of tables that code reads (`Table.read_by_code`) belong to no sentence, so a
    chunk may have none. `section` is the heading path of the first sentence. `table_unit` is the
    caption unit ("万元") of any other table in the chunk, or "".
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
        """Return the chunk's slice of the canonical text."""
        return self.document.text[self.start : self.end]

    def sentence(self, number: int) -> tuple[int, int] | None:
        """Return the span of a sentence by its number from 1, or None."""
        return self.sentences[number - 1] if 1 <= number <= len(self.sentences) else None
