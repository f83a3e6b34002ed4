"""Numbers of two documents: changes, and conflicting figures for the same year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext

from summarizer.audit.figures import figure_of
from summarizer.comparison.contexts import Contexts
from summarizer.comparison.doubts import UNSURE
from summarizer.comparison.labels import Label
from summarizer.comparison.matching import Match, match
from summarizer.comparison.model import Conflict, Pair, Side, TargetChange
from summarizer.schema import CheckedResult, CheckedTarget, Quantity, Result, Summary, Target

__all__ = ["conflicts", "labels_of", "pair_of", "side", "years_of"]

_YEAR = re.compile(r"(?:19|20)\d\d")


def years_of(period: str | None) -> frozenset[int]:
    """Return the years of a period: "2022", "2021/2022", "截至2022-07-31"."""
    return frozenset(int(year) for year in _YEAR.findall(period or ""))


def labels_of(summary: Summary, year: int | None, contexts: Contexts) -> list[Label]:
    """Return the labels of targets and results of the document's own year, failed ones excluded."""
    items: list[CheckedTarget | CheckedResult] = [
        *summary.targets,
        *(one for one in summary.results if one.status != "planned" and one.quantity),
    ]
    kept = (one for one in items if one.check.verdict != "failed" and _is_of(one, year))
    return _labelled(summary, kept, contexts)


def _labelled(
    summary: Summary, items: Iterable[CheckedTarget | CheckedResult], contexts: Contexts
) -> list[Label]:
    titles = {item: table.title or "" for table in summary.tables for item in table.items}
    metrics = {item.id: item.metric for item in summary.results}
    office = summary.document.organization
    labels = (
        Label(
            item,
            office,
            place=" ".join((*item.section[-2:], titles.get(item.id, ""))),
            part_of=metrics.get(getattr(item, "part_of", None) or "", ""),
            context=contexts.of(item),
        )
        for item in items
    )
    return [one for one in labels if not one.is_old_value]


def _is_of(item: Target | Result, year: int | None) -> bool:
    years = years_of(item.period)
    return year is None or not years or year in years


def side(label: Label) -> Side:
    """Return one document's side of a pair."""
    item = label.item
    verdict = item.check.verdict if isinstance(item, CheckedTarget | CheckedResult) else "review"
    return Side(
        item=item.id,
        subject=item.subject,
        metric=item.metric,
        quantity=item.quantity,
        period=item.period,
        verdict=verdict,
        evidence=item.evidence,
        direction=getattr(item, "direction", "none"),
        context=label.context.text,
    )


def pair_of(found: Match) -> Pair:
    """Return a pair with its change."""
    old, new = found.old.item, found.new.item
    change = rate = None
    unsure = not UNSURE.isdisjoint(found.doubts)
    if not unsure and "direction-differs" not in found.doubts:  # with a common sign
        change, rate = _change(old.quantity, new.quantity)
    return Pair(
        kind="target" if isinstance(new, Target) else "result",
        subject=new.subject or old.subject,
        metric=new.metric,
        old=side(found.old),
        new=side(found.new),
        change=change,
        rate=rate,
        target_change=None if unsure else _target_change(old, new, change),
        doubts=found.doubts,
    )


def _change(old: Quantity | None, new: Quantity | None) -> tuple[str | None, str | None]:
    before, after = _number(old), _number(new)
    if before is None or after is None:
        return None, None
    with localcontext(prec=40):
        change = after - before
        per_cent = new is not None and new.kind == "percent"
        rate = None if per_cent or not before else 100 * change / abs(before)
    return f"{change:f}", None if rate is None else f"{rate:.2f}"


def _number(quantity: Quantity | None) -> Decimal | None:
    """Return the value of a plain number; None for a range."""
    if quantity is None or "/" in quantity.value:
        return None
    try:
        return quantity.decimal
    except ValueError:
        return None


def _target_change(
    old: Target | Result, new: Target | Result, change: str | None
) -> TargetChange | None:
    if not isinstance(old, Target) or not isinstance(new, Target):
        return None
    if change is None:
        same = old.quantity is new.quantity is None and old.text == new.text
        return "same" if same else "reworded"
    if Decimal(change) == 0:
        return "same"
    return "raised" if Decimal(change) > 0 else "lowered"


def conflicts(
    old: tuple[Summary, Contexts], new: tuple[Summary, Contexts], years: Sequence[int]
) -> tuple[tuple[Conflict, ...], int]:
    """Return the figures that both documents print for one year with different values, and the
    number of figures compared. Only pairs without doubts are compared.
    """
    found: list[Conflict] = []
    compared = 0
    for year in years:
        for pair in match(_printed_for(*old, year), _printed_for(*new, year)).pairs:
            differs = _differs(pair) if not pair.doubts else None
            if differs is None:
                continue
            compared += 1
            if differs:
                found.append(_conflict(pair, year))
    return tuple(found), compared


def _printed_for(summary: Summary, contexts: Contexts, year: int) -> list[Label]:
    """Return the document's figures for a year, by the item's period or else the document's own
    year.
    """
    own = summary.document.fiscal_year == year
    return _labelled(
        summary,
        (
            item
            for item in _done(summary)
            if (years_of(item.period) == {year}) or (own and not item.period)
        ),
        contexts,
    )


def _done(summary: Summary) -> Iterator[CheckedResult]:
    for item in summary.results:
        if item.status == "done" and item.direction == "none" and item.quantity is not None:
            yield item


def _differs(pair: Match) -> bool | None:
    """Whether two quantities differ; None when they are not comparable."""
    old, new = pair.old.item.quantity, pair.new.item.quantity
    if old is None or new is None or _number(old) is None or _number(new) is None:
        return None
    one, other = figure_of(old), figure_of(new)
    if not (one.is_exact and other.is_exact):
        return None
    return not one.interval().meets(other.interval())


def _conflict(pair: Match, year: int) -> Conflict:
    change, _ = _change(pair.old.item.quantity, pair.new.item.quantity)
    return Conflict(
        subject=pair.new.item.subject or pair.old.item.subject,
        metric=pair.new.item.metric,
        year=year,
        old=side(pair.old),
        new=side(pair.new),
        difference=change or "",
    )
