"""The documents of a session: files below one folder, each read and summarised once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import summarizer
from summarizer.engines import load_engine
from summarizer.errors import UnreadableDocument
from summarizer.genre.words import coverage, pairs
from summarizer.readers.suffixes import SUFFIXES
from summarizer.schema import CheckedItem, Document, Finding, Summary
from summarizer.segmentation import sentences

__all__ = ["Library", "Opened"]

# Minimum share of a query's words that a place must contain.
ENOUGH = 0.5


@dataclass(frozen=True)
class Opened:
    """A document with its summary. `key` is the first characters of its hash."""

    key: str
    path: Path
    document: Document
    summary: Summary


class Library:
    """Documents below `root`; nothing outside the folder is opened."""

    def __init__(self, root: Path, engine: str = "auto") -> None:
        self.root = root.resolve()
        self._engine = engine
        self._opened: dict[str, Opened] = {}

    def opened(self) -> list[Opened]:
        """The opened documents, in order."""
        return list(self._opened.values())

    def files(self) -> list[str]:
        """The names of the documents below the folder."""
        found = (path for path in sorted(self.root.rglob("*")) if path.suffix.lower() in SUFFIXES)
        return [str(path.relative_to(self.root)) for path in found if path.is_file()]

    def open(self, name: str) -> Opened:
        """Open the document with a file name or key. Raises ReadError."""
        for one in self._opened.values():
            if name in (one.key, str(one.path)):
                return one
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root):
            raise UnreadableDocument(
                f"{name!r} 不在 {str(self.root)!r} 之内；请把文件放进该文件夹",
                f"{name!r} is not below {str(self.root)!r}; put the file into that folder",
            )
        document = summarizer.read(path)
        key = document.sha256[:12]
        if key not in self._opened:
            summary = summarizer.summarize(document, load_engine(None, self._engine))
            self._opened[key] = Opened(key, path.relative_to(self.root), document, summary)
        return self._opened[key]

    def find(self, question: str, name: str | None = None) -> list[tuple[float, Opened, Noun]]:
        """Return items and findings of opened documents that match a query, best first."""
        among = [self.open(name)] if name else self.opened()
        wanted = pairs(question)
        scored = []
        for opened in among:
            for noun in (*opened.summary.items, *opened.summary.findings):
                held = len(wanted & pairs(_words(noun))) / len(wanted) if wanted else 0.0
                if held >= ENOUGH or question in _words(noun):
                    scored.append((held, opened, noun))
        return sorted(scored, key=lambda one: -one[0])

    def sentences_for(self, claim: str, opened: Opened) -> list[tuple[int, int]]:
        """Return the sentences of a document that share most of a claim's words, best first."""
        text = opened.document.text
        scored = [
            (coverage(claim, pairs(text[start:end])), start, end) for start, end in sentences(text)
        ]
        best = sorted(
            (one for one in scored if one[0] >= ENOUGH), key=lambda one: (-one[0], one[1])
        )
        return [(start, end) for _, start, end in best[:3]]


Noun = CheckedItem | Finding


def _words(noun: Noun) -> str:
    if isinstance(noun, Finding):
        return noun.message
    said = [getattr(noun, "subject", None), getattr(noun, "metric", None), noun.text]
    return " ".join(filter(None, (*said, *noun.section[-1:])))
