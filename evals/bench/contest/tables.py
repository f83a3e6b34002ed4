"""The contest as a table, and its goals."""

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


# Row by row: what it is called, the scenario it is from, and how its cell is written.
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


Goal = tuple[str, str, Callable[[Json, Json], tuple[float, float]]]
# What is held against what: ours must not be greater (the last ones are written as shortfalls).
GOALS: tuple[Goal, ...] = (
    ("wall ≤ 1/3 of langextract's", "alone", lambda a, b: (a["wall"], b["wall"] / 3)),
    ("output tokens ≤ 1/2", "alone", lambda a, b: (a["output"], b["output"] / 2)),
    ("prompt tokens ≤ its own", "alone", lambda a, b: (a["prompt"], b["prompt"])),
    ("CPU ≤ 1/2", "alone", lambda a, b: (a["cpu"], b["cpu"] / 2)),
    ("peak ≤ 120 MB", "alone", lambda a, _: (a["peak"], 120)),
    ("model ≥ 90 % busy (idle ≤ 0.1)", "together", lambda a, _: (1 - a["busy"], 0.1)),
    ("right place 100 % (wrong or lost = 0)", "alone", lambda a, _: (a["items"] - a["right"], 0)),
    ("changed digit passing 0", "digit", lambda a, _: (a["passing"], 0)),
    ("lost, truncated: 0", "truncate", lambda a, _: (a["lost"], 0)),
    ("lost outside a dead place: 0", "dead", lambda a, _: (a["lost_elsewhere"], 0)),
)


def goals(facts: Json) -> str:
    """Each goal with what was measured: reached or missed."""
    ours = facts["systems"]["summarizer"]
    theirs = facts["systems"].get("langextract", {})
    lines = []
    for label, scenario, sides in GOALS:
        if scenario in ours and scenario in theirs:
            measured, most = sides(ours[scenario], theirs[scenario])
            state = "reached" if measured <= most else "missed "
            lines.append(f"{state}  {label}: {measured:,.4g} against {most:,.4g}")
    return "\n".join(lines)
