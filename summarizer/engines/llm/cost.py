"""Cost of calls: tokens as counted by the endpoint, prices from the settings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from summarizer.engines.llm.faults import LlmFault
from summarizer.errors import ConfigError
from summarizer.schema import Usage

if TYPE_CHECKING:
    from summarizer.settings import Price, Settings

__all__ = ["Bill", "Budget", "cost_of", "count_tokens", "price_of", "tokens_of"]

MILLION = Decimal(1_000_000)


def count_tokens(text: str) -> int:
    """Return an estimate of the tokens of a text: one per Chinese character, one per three others.

    The estimate is slightly high for models made for Chinese.

    >>> count_tokens("新增就业730人"), count_tokens("satisfaction")
    (6, 4)
    """
    wide = (len(text.encode("utf-8", "surrogatepass")) - len(text)) // 2
    return wide + -(-(len(text) - wide) // 3)


def tokens_of(usage: Any) -> tuple[int, int, int]:
    """Return input, cached input and output tokens of a response; 0 where it reports none."""
    if not isinstance(usage, dict):
        return 0, 0, 0
    details = usage.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else None
    if cached is None:
        cached = usage.get("prompt_cache_hit_tokens")
    asked = _count(usage.get("prompt_tokens"))
    # More cached than input tokens would make the cost negative.
    return asked, min(_count(cached), asked), _count(usage.get("completion_tokens"))


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 10**12 else 0


def price_of(settings: Settings) -> Price | None:
    """Return the price of the model in use, by its full name or by `*`."""
    return settings.llm_prices.get(settings.llm_model or "") or settings.llm_prices.get("*")


def cost_of(usage: Usage, price: Price | None) -> Decimal | None:
    """Return the exact cost of some tokens; None without a price."""
    if price is None:
        return None
    cached_price = price.input if price.cached_input is None else price.cached_input
    fresh = usage.input_tokens - usage.cached_input_tokens
    total = (
        fresh * price.input
        + usage.cached_input_tokens * cached_price
        + usage.output_tokens * price.output
    ) / MILLION
    return total.normalize() if total else Decimal(0)


class Budget:
    """A limit on the spending of one engine: a call that would exceed it is not sent."""

    def __init__(self, settings: Settings) -> None:
        self.limit = settings.llm_max_cost
        self.price = price_of(settings)
        self.spent = Decimal(0)
        self._reserved = Decimal(0)
        if self.limit is not None and self.price is None:
            raise ConfigError(
                f"设置了费用上限，但没有模型 {settings.llm_model} 的价格；"
                "请设置 SUMMARIZER_LLM_PRICES",
                f"a cost limit is set and there is no price of {settings.llm_model}; set"
                " SUMMARIZER_LLM_PRICES",
            )

    def reserve(self, input_tokens: int, output_tokens: int) -> Decimal:
        """Reserve the expected cost of a call. Raises LlmFault `llm-budget`."""
        expected = cost_of(
            Usage(input_tokens=input_tokens, output_tokens=output_tokens), self.price
        ) or Decimal(0)
        if self.limit is not None and self.spent + self._reserved + expected > self.limit:
            raise LlmFault("llm-budget", f"{self.spent:f} / {self.limit:f}")
        self._reserved += expected
        return expected

    def settle(self, reserved: Decimal, usage: Usage) -> None:
        """Replace a reservation with the actual cost."""
        self._reserved -= reserved
        self.spent += cost_of(usage, self.price) or Decimal(0)

    def lost(self, expected: Decimal) -> None:
        """Add the expected cost of an answer that was lost, since its real cost is unknown."""
        self.spent += expected


# Faults after which the endpoint has probably counted the tokens of the answer.
_ANSWERED = {"llm-timeout", "llm-interrupted", "llm-protocol", "llm-encoding", "llm-too-large"}


class Bill:
    """The money of one question: reserved while a call is sent, not while it waits."""

    def __init__(self, budget: Budget, input_tokens: int, output_tokens: int) -> None:
        self._budget = budget
        self._tokens = input_tokens, output_tokens
        self._aside = Decimal(0)

    def open(self) -> None:
        """Reserve money before an attempt. Raises LlmFault `llm-budget`."""
        self._budget.settle(self._aside, Usage())
        self._aside = Decimal(0)
        self._aside = self._budget.reserve(*self._tokens)

    def close(self, usage: Usage, fault: LlmFault | None = None) -> None:
        """Settle an attempt by its usage or its fault."""
        self._budget.settle(self._aside, usage)
        if fault and fault.code in _ANSWERED:
            self._budget.lost(self._aside * fault.attempts)
        self._aside = Decimal(0)
