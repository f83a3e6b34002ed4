"""`summarizer answers`: the stored answers of the model, reused so that no call is paid twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar

from summarizer.cli.messages import Messenger, UsageError
from summarizer.cli.streams import deliver
from summarizer.engines.llm.answers import Answer, AnswerStore, StoreFault, open_store
from summarizer.errors import ConfigError
from summarizer.settings import Settings, load_settings
from summarizer.settings_file import masked

__all__ = ["ask_store", "purge", "show_list", "show_one"]

Asked = TypeVar("Asked")


def show_list(limit: int) -> int:
    """Print one line per answer, newest first: key, time, model, tokens, outcome."""
    answers = ask_store(load_settings(), lambda store: store.listed(limit))
    deliver("".join(_line(answer) for answer in answers), None)
    return 0


def show_one(key: str) -> int:
    """Print the answer whose key begins with `key`.

    Raises UsageError unless exactly one matches.
    """
    found = ask_store(load_settings(), lambda store: store.find(key))
    if len(found) != 1:
        raise UsageError(
            f"编号以 {key!r} 开头的回答有 {len(found)} 条，应为 1 条；见 summarizer answers list",
            f"{len(found)} answers begin with {key!r}, not one; see summarizer answers list",
        )
    deliver(json.dumps(asdict(found[0]), ensure_ascii=False, indent=2) + "\n", None)
    return 0


def purge(messages: Messenger, *, days: int | None, max_bytes: int | None) -> int:
    """Delete answers and print their number. Raises UsageError when no limit is given."""
    if days is None and max_bytes is None:
        raise UsageError(
            "请说明删除哪些：--older-than 天数、--max-bytes 字节数或 --all",
            "say what to delete: --older-than DAYS, --max-bytes N or --all",
        )
    gone = ask_store(load_settings(), lambda store: store.purge(days=days, max_bytes=max_bytes))
    messages.say(f"删除了 {gone} 条回答", f"deleted {gone} answers")
    return 0


def ask_store(settings: Settings, question: Callable[[AnswerStore], Asked]) -> Asked:
    """Return the result of a query to the answer store. Raises ConfigError when it is unusable."""
    try:
        store = open_store(settings.answers_url)
        try:
            return question(store)
        finally:
            store.close()
    except StoreFault as fault:
        said = masked(str(fault), settings.answers_url)
        raise ConfigError(
            f"回答库无法使用：{said}；请检查 SUMMARIZER_DATA_DIR 与 SUMMARIZER_DATABASE_URL",
            f"the store of answers cannot be used: {said}; check SUMMARIZER_DATA_DIR and"
            " SUMMARIZER_DATABASE_URL",
        ) from fault


def _line(answer: Answer) -> str:
    state = answer.finish_reason if answer.usable else f"{answer.finish_reason} ✗"
    tokens = f"{answer.input_tokens}+{answer.output_tokens}"
    said = (answer.key[:12], answer.stored_at[:19], answer.model, tokens, state)
    return "  ".join(said) + "\n"
