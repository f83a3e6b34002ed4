"""Engines (抽取引擎): a chunk in, drafts out. One entry in ENGINES is one engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from summarizer.engines.base import Engine
from summarizer.errors import ConfigError

if TYPE_CHECKING:
    from summarizer.settings import Settings

__all__ = ["ENGINES", "Engine", "load_engine"]


# Imported where they are made: the model's libraries cost more to load than the rules need to run.
def _rules(_: Settings) -> Engine:
    from summarizer.engines.rules import RulesEngine

    return RulesEngine()


def _llm(settings: Settings) -> Engine:
    from summarizer.engines.llm import LlmEngine

    return LlmEngine(settings)


ENGINES: dict[str, Callable[[Settings], Engine]] = {"rules": _rules, "llm": _llm}


def load_engine(settings: Settings | None = None, name: str = "auto") -> Engine:
    """An engine by name; `auto` is `llm` when a model is configured, else `rules`.

    Raises ConfigError for a name that is not known and for `llm` without a model.
    """
    from summarizer.settings import load_settings

    settings = settings or load_settings()
    if name == "auto":
        name = "llm" if settings.model_configured else "rules"
    if name not in ENGINES:
        known = " ".join(("auto", *ENGINES))
        raise ConfigError(
            f"没有名为 {name!r} 的抽取引擎；可用：{known}",
            f"there is no engine {name!r}; use one of: {known}",
        )
    if name == "llm" and not settings.model_configured:
        raise ConfigError(
            "未配置模型；请设置 SUMMARIZER_LLM_MODEL 与 SUMMARIZER_LLM_BASE_URL，"
            "或用 --engine rules",
            "no model is configured; set SUMMARIZER_LLM_MODEL and SUMMARIZER_LLM_BASE_URL, or use"
            " --engine rules",
        )
    if name == "llm":
        settings.check_folder()
    return ENGINES[name](settings)
