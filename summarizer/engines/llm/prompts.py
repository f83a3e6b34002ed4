"""Prompts: their files, their rendering, and the version in a summary."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from summarizer.schema import Chunk

__all__ = [
    "Message",
    "Prompt",
    "exact_json",
    "load_prompt",
    "one_line",
    "sentence_lines",
    "table_columns",
]

Message = dict[str, Any]


def exact_json(value: Any) -> str:
    """Return compact JSON without escapes of Chinese, for sending, hashing and counting."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of a prompt: its templates, and a hash of all bytes of its files."""

    name: str
    version: str
    sha256: str
    environment: SandboxedEnvironment
    system: Message

    @property
    def label(self) -> str:
        """The name in a summary: `v1@<sha256>`."""
        return f"{self.version}@{self.sha256}"

    def messages(self, template: str = "user", **facts: Any) -> list[Message]:
        """Return the messages: the fixed part, then the part that differs by request."""
        text = self.environment.get_template(f"{template}.jinja").render(**facts).strip()
        return [self.system, {"role": "user", "content": text}]


@cache
def load_prompt(name: str, version: str = "") -> Prompt:
    """Load a prompt by name, e.g. `load_prompt("extract")`, by default in its newest version."""
    version = version or max((one.name for one in (_home() / name).glob("v*")), key=_number)
    folder = _home() / name / version
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    fixed = environment.get_template("system.jinja").render(examples=_examples(folder), limit=300)
    return Prompt(
        name=name,
        version=version,
        sha256=_fingerprint(folder),
        environment=environment,
        system={"role": "system", "content": fixed.strip()},
    )


def _number(version: str) -> int:
    return int(version.removeprefix("v"))


def _home() -> Path:
    """Return the folder in an installed wheel, else the one of the checkout."""
    inside = Path(str(files("summarizer"))) / "prompts"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "prompts"


def _examples(folder: Path) -> list[dict[str, Any]]:
    path = folder / "examples.json"
    examples = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return [{**example, "answer": exact_json(example["answer"])} for example in examples]


def _fingerprint(folder: Path) -> str:
    digest = sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def table_columns(chunk: Chunk) -> str:
    """Return the column headings of the tables in a chunk, left to right, which explain the numbers
    of a row."""
    return "；".join(_columns(chunk))


def _columns(chunk: Chunk) -> Iterator[str]:
    text = chunk.document.text
    for table in chunk.document.tables:
        if table.end <= chunk.start or chunk.end <= table.start:
            continue
        names = [
            "/".join("".join(text[cell.start : cell.end].split()) for cell in column.path)
            for column in table.columns
            if column.path
        ]
        if names:
            yield "｜".join(names)


def one_line(text: str) -> str:
    """Return a sentence as one line: line breaks and tabs inside it become one blank."""
    return " ".join(text.split())


def sentence_lines(chunk: Chunk, cut: Callable[[int, int], str]) -> list[str]:
    """Return the sentences of a chunk in order, one line each, as given by `cut`."""
    return [one_line(cut(start, end)) for start, end in chunk.sentences]
