"""The token counter for all programs: cl100k_base if its table is available, else characters."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

__all__ = ["counter", "prompt_text"]

Counter = Callable[[str], int]


def counter(environments: Iterable[Path] = ()) -> tuple[str, Counter]:
    """Return name and function of the counter. tiktoken and the table of litellm are taken from the
    environment of another program if this one lacks them; nothing is downloaded."""
    for folder in environments:
        for packages in folder.glob("*/lib/python*/site-packages"):
            table = packages / "litellm" / "litellm_core_utils" / "tokenizers"
            if table.is_dir() and (packages / "tiktoken").is_dir():
                os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(table))
                sys.path.append(str(packages))
                break
    if "TIKTOKEN_CACHE_DIR" in os.environ:
        try:
            encoding = importlib.import_module("tiktoken").get_encoding("cl100k_base")
        except (ImportError, OSError):
            pass
        else:
            return "tiktoken cl100k_base", lambda text: len(encoding.encode_ordinary(text))
    return "characters (han 1, others 1/4)", _by_characters


@lru_cache(maxsize=4096)
def _by_characters(text: str) -> int:
    wide = sum(mark > "\u2e80" for mark in text)
    return wide + (len(text) - wide + 3) // 4


def prompt_text(body: dict[str, Any]) -> str:
    """Return the text that a provider counts as prompt: the schema or tools as sent, without
    blanks, and the messages."""
    said = [_words(message.get("content")) for message in body.get("messages", ())]
    forms = [body[name] for name in ("response_format", "tools") if name in body]
    return "\n".join([*(_compact(form) for form in forms), *said])


def _compact(form: Any) -> str:
    return json.dumps(form, ensure_ascii=False, separators=(",", ":"))


def _words(content: Any) -> str:
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content)
    return str(content or "")
