"""Generate every layout in every format, read it with the rules engine, score it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import summarizer
from evals.forms.layouts import LAYOUTS, form
from evals.forms.render import FLAT, FORMATS, available, render
from evals.forms.scoring import Tally, score

__all__ = ["SEEDS", "listing", "run", "values"]

# Use other seeds (--seed) for forms that are not used for tuning.
SEEDS = (1, 2, 3)


def run(
    formats: Iterable[str], layouts: Iterable[str], seeds: Iterable[int]
) -> dict[tuple[str, str], Tally]:
    """Return a tally for each layout and format; formats that this machine cannot write are
    skipped.
    """
    tallies: dict[tuple[str, str], Tally] = {}
    for layout in layouts:
        for seed in seeds:
            made = form(layout, seed)
            for kind in filter(available, formats):
                data, ending = render(made.sheet, kind)
                tally = tallies.setdefault((layout, kind), Tally())
                try:
                    document = summarizer.read_bytes(data, f"{layout}-{seed}{ending}")
                except summarizer.SummarizerError as error:
                    lost = Tally(faults=[f"{layout}-{seed}{ending}: {error.zh}"])
                    for item in made.gold.items:
                        lost.gold[item.kind] += 1
                    tally.add(lost)
                    continue
                summary = summarizer.summarize(document, "rules").model_dump(mode="json")
                tally.add(score(summary, made.gold))
    return tallies


def listing(tallies: dict[tuple[str, str], Tally], *, show: int = 0) -> list[str]:
    """Return a line for each format and, on request, for each layout with its faults."""
    lines = [
        f"{'format':13}{'targets':>9}{'results':>9}{'scores':>9}{'units':>8}{'✓ invented':>12}"
    ]
    for kind in FORMATS:
        chosen = [tally for (_, one), tally in tallies.items() if one == kind]
        if chosen:
            lines.append(_line(kind, chosen))
    lines.append(_line("all", list(tallies.values())))
    if show:
        for layout in LAYOUTS:
            for (one, kind), tally in tallies.items():
                if one == layout and tally.faults:
                    lines.append(_line(f"{layout}/{kind}", [tally]))
                    lines += [f"    {fault}" for fault in tally.faults[:show]]
    return lines


def values(tallies: dict[tuple[str, str], Tally]) -> dict[str, float]:
    """Return the gated figures: those of formats with cells, and of flattened text."""
    found: dict[str, float] = {}
    for group, flat in (("cells", False), ("flattened", True)):
        whole = Tally()
        for (_, kind), tally in tallies.items():
            if (kind in FLAT) == flat:
                whole.add(tally)
        found |= {
            f"{group}.targets": whole.f1("target"),
            f"{group}.results": whole.f1("result"),
            f"{group}.scores": whole.share(whole.scores),
            f"{group}.units": whole.share(whole.units),
            f"{group}.invented": whole.false_verified / max(whole.verified, 1),
        }
    return found


def _line(name: str, tallies: Sequence[Tally]) -> str:
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return (
        f"{name:13}{whole.f1('target'):9.3f}{whole.f1('result'):9.3f}"
        f"{whole.share(whole.scores):9.3f}{whole.share(whole.units):8.3f}"
        f"{whole.false_verified:5d} of {whole.verified}"
    )
