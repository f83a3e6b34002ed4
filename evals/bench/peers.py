"""Comparison with other programs: `python -m evals.bench.peers`.

Ours, langextract and contextgem run one after the other against one model server on loopback, which
knows the gold items and answers each program in its own format.

Common to all: the five reports, the gold items, the speed of the model (0.3 s to the first token,
50 tokens a second) and the token counter. Specific to each program: prompt, chunks, concurrency and
retries. The other programs run with their documented defaults, one short example and a one-line
description (`contest/stopwatch.py`), in their newest release on PyPI, each in its own environment.
They are asked for kind, metric and figure with a reference; ours also returns subject, period,
direction, status, core and cause. Our overview and our second question about numbers without an
item are switched off, since the others have neither.

    alone       each report in its own process, at the speed of the model
    together    all five in one run, at the speed of the model: the share of busy slots
    astray      every item of ours has the number of the next one: wrong items that are accepted
                (for the others, the figure is their quote)
    digit       one digit of every figure is changed: wrong items that are accepted
    truncate    every fifth answer ends at 60 %, finish_reason "length"
    dead        prompts with the middle of the longest report are answered with 500
    x16, x64    one report repeated, with changed digits, and a model without latency

An item is accepted if its program says so: ours with the verdict `verified`, langextract with a
span, contextgem with a reference. CPU time and peak memory cover the whole process, including
imports; wall time starts after the imports. The server records calls, tokens and the busy share; a
prompt token is `cacheable` if an earlier prompt began with the same 1,024 tokens or more.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.bench.contest.answers import misprinted, printed
from evals.bench.contest.counting import counter
from evals.bench.contest.judging import judge, unborne
from evals.bench.contest.server import Call, OracleServer
from evals.bench.contest.tables import goals, markdown, table
from evals.bench.contest.texts import Writing, five, repeated

OURS = "summarizer"
# The package for pip, and the concurrent calls of each program by default.
PEERS = {"langextract": "langextract[openai]", "contextgem": "contextgem"}
SLOTS = {OURS: 8, "langextract": 10, "contextgem": 1}
# One call at a time: all texts in one run means one after the other. Copied figures have no place.
NOT_FOR = {"langextract": ("astray",), "contextgem": ("astray", "together")}
PACED = ("alone", "together")
FIRST_TOKEN, PER_SECOND = 0.3, 50.0
SCENARIOS = ("alone", "together", "digit", "astray", "truncate", "dead", "x16", "x64")
REPEATED = "002"
ROOT = Path(__file__).parents[2]
LIMIT = 3600

Json = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison and print its table."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.venvs or Path(scratch) / "venvs"
        pythons = _environments(folder, options.peers)
        named, count = counter([folder])
        print(f"tokens counted by {named}; load {os.getloadavg()[0]:.1f}", file=sys.stderr)
        contest = _Contest(count, Path(scratch), pythons)
        rows = {
            system: {
                name: contest.run(system, name)
                for name in options.scenarios
                if name not in NOT_FOR.get(system, ())
            }
            for system in pythons
        }
    facts = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "counter": named,
        "cores": os.cpu_count(),
        "load": [round(load, 1) for load in os.getloadavg()],
        "systems": rows,
    }
    if options.json:
        options.json.write_text(json.dumps(facts, indent=1), encoding="utf-8")
    print(markdown(facts) if options.markdown else table(facts))
    print(goals(facts))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--venvs", type=Path, help="where the peers' environments are kept")
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--scenarios", nargs="*", default=list(SCENARIOS), choices=SCENARIOS)
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--json", type=Path, help="also write every figure there")
    return parser.parse_args(arguments)


def _environments(folder: Path, peers: Sequence[str]) -> dict[str, str]:
    """Return the Python of every program that is installed or can be; ours is this one."""
    pythons = {OURS: sys.executable}
    for peer in peers:
        home = folder / peer
        python = home / "bin" / "python"
        if not (home / "ready").exists():
            venv.create(home, with_pip=True)
            install = [str(python), "-m", "pip", "install", "--quiet", PEERS[peer]]
            done = subprocess.run(install, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{peer} cannot be installed: {done.stderr.strip()[-300:]}", file=sys.stderr)
                continue
            (home / "ready").touch()
        pythons[peer] = str(python)
    return pythons


class _Contest:
    def __init__(self, count: Any, scratch: Path, pythons: dict[str, str]) -> None:
        self.count, self.scratch, self.pythons = count, scratch, pythons
        self.five = five()
        self.longest = max(self.five, key=lambda writing: len(writing.text))

    def run(self, system: str, scenario: str) -> Json:
        """Return the figures of one program in one scenario."""
        writings = self._writings(scenario)
        fault = scenario if scenario in ("digit", "astray", "truncate", "dead") else ""
        dead = self.longest.told[len(self.longest.told) // 2].start
        groups = [writings] if scenario == "together" else [[writing] for writing in writings]
        with OracleServer(writings, self.count, fault=fault, dead=dead) as server:
            if scenario in PACED:
                server.first_token, server.per_second = FIRST_TOKEN, PER_SECOND
            runs = [self._process(system, server.url, group) for group in groups]
        if server.troubles:
            print(f"{system} {scenario}: asked about {server.troubles[:3]}", file=sys.stderr)
        figures = {
            "wall": sum(run["wall"] for run in runs),
            "walls": [round(run["wall"], 1) for run in runs],
            "cpu": sum(run["cpu"] for run in runs),
            "peak": max(run["peak"] for run in runs),
            "version": runs[0]["version"],
            "complaints": [complaint for run in runs for complaint in run["complaints"]],
            **_ledger(server.calls, SLOTS[system]),
        }
        claims = [claim for run in runs for claim in run["claims"]]
        figures |= _judged(writings, claims, server.calls, fault)
        told = {name: value for name, value in figures.items() if name != "complaints"}
        print(f"{system} {scenario}: {told} {figures['complaints'][:1]}", file=sys.stderr)
        return figures

    def _writings(self, scenario: str) -> list[Writing]:
        if scenario.startswith("x"):
            return [repeated(REPEATED, int(scenario[1:]))]
        return [self.longest] if scenario == "dead" else self.five

    def _process(self, system: str, url: str, writings: Sequence[Writing]) -> Json:
        with tempfile.TemporaryDirectory(dir=self.scratch) as folder:
            files = [Path(folder) / f"{writing.name}.txt" for writing in writings]
            for path, writing in zip(files, writings, strict=True):
                path.write_text(writing.text, encoding="utf-8", newline="")
            job = {"url": url, "folder": folder, "files": [str(path) for path in files]}
            done = subprocess.run(
                [self.pythons[system], "-m", f"evals.bench.contest.run_{system}"],
                input=json.dumps(job),
                capture_output=True,
                text=True,
                cwd=ROOT,
                timeout=LIMIT,
                check=False,
            )
        if done.returncode:
            raise RuntimeError(f"{system}: {done.stderr[-2000:]}")
        measured: Json = json.loads(done.stdout.splitlines()[-1])
        return measured


def _ledger(calls: Sequence[Call], slots: int) -> Json:
    """Return calls, tokens, and the busy share of the program's slots from the first call to the
    last."""
    first = min((call.began for call in calls), default=0.0)
    last = max((call.ended for call in calls), default=0.0)
    waits = sum(call.ended - call.began for call in calls)
    return {
        "calls": len(calls),
        "prompt": sum(call.prompt_tokens for call in calls),
        "cacheable": sum(call.cacheable_tokens for call in calls),
        "output": sum(call.output_tokens for call in calls),
        "waits": waits,
        "busy": waits / (slots * (last - first)) if last > first else 0.0,
    }


def _judged(
    writings: Sequence[Writing], claims: Sequence[Json], calls: Sequence[Call], fault: str
) -> Json:
    said = judge(writings, claims, misprinted if fault == "digit" else printed)
    told = {item.key: item for writing in writings for item in writing.told}
    true = judge(writings, [], printed).figured
    changed = {key for key, figure in said.figured.items() if figure != true[key]}
    dead = [call for call in calls if call.status >= 500]
    read = said.lost - {
        key for key in said.lost if any(call.start <= told[key].start < call.end for call in dead)
    }
    return {
        "items": said.asked,
        "changed": len(changed),
        "right": len(said.right),
        "width": said.width,
        "lost": len(said.lost),
        "lost_elsewhere": len(read),
        "passing": len(said.good & changed),
        "claimed": sum(1 for claim in claims if claim["figure"]),
        "unborne": unborne(writings, claims),
    }


if __name__ == "__main__":
    sys.exit(main())
