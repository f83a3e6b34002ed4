"""The table of the comparison, and its goals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["goals", "markdown", "table"]

Json = dict[str, Any]
Cell = Callable[[Json], str]


def _share(part: str, whole: str) -> Cell:
    return lambda run: f"{run[part] / run[whole]:.1%} ({run[part]}/{run[whole]})"


def _lost(run: Json) -> str:
    said = "said so" if run["complaints"] else "nothing said"
    return f"{run['lost']} of {run['items']}" + (f", {said}" if run["lost"] else "")


def _lost_elsewhere(run: Json) -> str:
    return f"{run['lost_elsewhere']} elsewhere; {_lost(run)}"


def _whole(name: str) -> Cell:
    return lambda run: f"{run[name]:,.0f}"


def _tenth(name: str) -> Cell:
    return lambda run: f"{run[name]:.1f}"


# Rows: name, scenario, format of the cell.
ROWS: tuple[tuple[str, str, Cell], ...] = (
    ("calls", "alone", _whole("calls")),
    ("prompt tokens", "alone", _whole("prompt")),
    ("… of them cacheable", "alone", _whole("cacheable")),
    ("output tokens", "alone", _whole("output")),
    ("wall, one by one, s", "alone", _tenth("wall")),
    ("wall of the slowest report, s", "alone", lambda run: f"{max(run['walls']):.1f}"),
    ("CPU, five processes, s", "alone", _tenth("cpu")),
    ("peak memory, MB", "alone", _whole("peak")),
    ("items at the right place", "alone", _share("right", "items")),
    ("width of a span, median characters", "alone", _whole("width")),
    ("items lost", "alone", _lost),
    ("wall, five in one go, s", "together", _tenth("wall")),
    ("model busy, share of own slots", "together", lambda run: f"{run['busy']:.0%}"),
    ("changed digit passes as good", "digit", _share("passing", "changed")),
    ("pointer at the next number passes", "astray", _share("unborne", "claimed")),
    ("lost, 20 % of answers truncated", "truncate", _lost),
    ("lost, one place dead (longest report)", "dead", _lost_elsewhere),
    ("×16: calls", "x16", _whole("calls")),
    ("×16: wall, s", "x16", _tenth("wall")),
    ("×16: CPU, s", "x16", _tenth("cpu")),
    ("×16: peak, MB", "x16", _whole("peak")),
    ("×64: calls", "x64", _whole("calls")),
    ("×64: wall, s", "x64", _tenth("wall")),
    ("×64: CPU, s", "x64", _tenth("cpu")),
    ("×64: peak, MB", "x64", _whole("peak")),
)


def _cells(facts: Json) -> Iterator[list[str]]:
    systems = facts["systems"]
    yield ["", *(f"{name} {_version(runs)}" for name, runs in systems.items())]
    for label, scenario, cell in ROWS:
        runs = [system.get(scenario) for system in systems.values()]
        if any(runs):
            yield [label, *(cell(run) if run else "–" for run in runs)]


def _version(runs: Json) -> str:
    return str(next((run["version"] for run in runs.values() if run), ""))


def _conditions(facts: Json) -> str:
    loads = ", ".join(f"{load:.1f}" for load in facts["load"])
    return (
        f"{facts['date']}, tokens counted by {facts['counter']}, {facts['cores']} cores,"
        f" load average at the end {loads}"
    )


def table(facts: Json) -> str:
    """For a terminal."""
    rows = list(_cells(facts))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([_conditions(facts), "", *lines, ""])


def markdown(facts: Json) -> str:
    """For a README."""
    head, *rows = _cells(facts)
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join([f"{_conditions(facts)}:", "", *lines, ""])


def _astray(ours: Json, _: Json) -> tuple[float, float]:
    return ours["unborne"] / max(1, ours["claimed"]), 0.04


Goal = tuple[str, str, Callable[[Json, Json], tuple[float, float]]]
# Pairs of figures to compare: ours must not be greater (the last ones are shortfalls).
GOALS: tuple[Goal, ...] = (
    ("wall, one by one ≤ 45 %", "alone", lambda a, b: (a["wall"], b["wall"] * 0.45)),
    ("wall, five in one go ≤ 30 %", "together", lambda a, b: (a["wall"], b["wall"] * 0.3)),
    ("output tokens ≤ 75 %", "alone", lambda a, b: (a["output"], b["output"] * 0.75)),
    ("prompt tokens ≤ 120 %", "alone", lambda a, b: (a["prompt"], b["prompt"] * 1.2)),
    ("peak for the five ≤ 120 MB", "together", lambda a, _: (a["peak"], 120)),
    ("wrong place or lost ≤ 1 %", "alone", lambda a, _: (1 - a["right"] / a["items"], 0.01)),
    ("changed digit passing 0", "digit", lambda a, _: (a["passing"], 0)),
    ("number of the next item passing ≤ 4 %", "astray", _astray),
    ("lost: 0", "alone", lambda a, _: (a["lost"], 0)),
    ("lost, truncated: 0", "truncate", lambda a, _: (a["lost"], 0)),
    ("lost outside a dead place: 0", "dead", lambda a, _: (a["lost_elsewhere"], 0)),
)


_NOTHING = {"wall": 0.0, "output": 0, "prompt": 0}


def goals(facts: Json) -> str:
    """Yield each goal with the measured figures: reached or missed."""
    ours = facts["systems"]["summarizer"]
    theirs = facts["systems"].get("langextract", {})
    lines = []
    for label, scenario, sides in GOALS:
        if scenario in ours:
            measured, most = sides(ours[scenario], theirs.get(scenario, _NOTHING))
            state = "reached" if measured <= most else "missed "
            lines.append(f"{state}  {label}: {measured:,.4g} against {most:,.4g}")
    return "\n".join(lines)
