"""The commands of `python -m evals`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import summarizer
from evals import ablation, agreement, county, difference, generate, listing, markdown, recordings
from evals import result as results
from evals.atoms import gold_atoms, predicted_atoms
from evals.dataset import SETS, GoldError, load, names, path_of
from evals.forms import FORMATS, LAYOUTS
from evals.forms import run as forms_run
from evals.gates import Outcome, judge
from evals.judge import command as judging
from evals.matching import match
from evals.mutations import counting
from evals.mutations import run as mutation
from evals.mutations.labels import LABELS
from evals.mutations.operators import LEGIT, OPERATORS
from evals.page import page
from evals.scorers.case import Case

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

__all__ = ["main"]

PASSED, BELOW, BROKEN = 0, 1, 2
BASELINES = Path(__file__).parent / "baselines"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 for pass, 1 below a gate, 2 when the harness is broken."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # `python -m evals --engine rules` means the command `run`.
    if not given or (given[0].startswith("-") and given[0] not in {"-h", "--help"}):
        given.insert(0, "run")
    options = _parser().parse_args(given)
    try:
        return int(options.call(options))
    except (GoldError, OSError, ValueError, summarizer.SummarizerError) as error:
        print(f"error: {error}", file=sys.stderr)
        return BROKEN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for add in (
        _add_run,
        _add_items,
        _add_diff,
        _add_mutate,
        _add_ablate,
        _add_agreement,
        _add_readers,
        _add_forms,
        _add_judge,
        _add_county,
    ):
        add(commands)
    return parser


def _add_run(commands: Commands) -> None:
    run = commands.add_parser("run", help="score an engine (the default command)")
    run.add_argument("--engine", choices=generate.ENGINES, default="rules")
    run.add_argument("--report", action="append", default=[], help="only these reports")
    run.add_argument("--set", choices=SETS, default="samples", dest="chosen", help="which reports")
    run.add_argument("--reader", default="", help="whose recordings; see recordings/")
    run.add_argument("--repeats", type=int, default=1, help="ask a model so many times anew")
    run.add_argument("--gate", action="store_true", help="hold thresholds.toml; exit 1 when below")
    run.add_argument("--html", type=Path, help="write a page to read")
    run.add_argument("--json", type=Path, help="write the result, for `diff`")
    run.add_argument("--markdown", action="store_true", help="print the table of the README")
    run.set_defaults(call=_run)


def _add_items(commands: Commands) -> None:
    items = commands.add_parser("items", help="score one summary and list every fault")
    items.add_argument("summary", nargs="?", help="JSON of a summary, or a list of items")
    items.add_argument("--report", required=True, help="id of the report, or its beginning")
    items.add_argument("--engine", default="rules", help="what summarises when no file is given")
    items.add_argument("--quiet", action="store_true", help="only the table")
    items.set_defaults(call=_items)


def _add_diff(commands: Commands) -> None:
    diff = commands.add_parser("diff", help="compare two results; exit 1 on a regression")
    diff.add_argument("base", type=Path)
    diff.add_argument("new", type=Path)
    diff.set_defaults(call=_diff)


def _add_mutate(commands: Commands) -> None:
    mutate = commands.add_parser("mutate", help="detection and false alarms by operator")
    mutate.add_argument("--report", action="append", default=[], help="only these reports")
    mutate.add_argument("--limit", type=int, default=300, help="mutants per operator; 0 for all")
    mutate.add_argument("--operator", action="append", type=int, help="only these; 0 is the legit")
    mutate.add_argument("--show", type=int, default=0, help="print so many faults of each")
    mutate.add_argument("--summary", type=Path, help="mutate the right items of this summary")
    mutate.add_argument("--gate", action="store_true", help="hold thresholds.toml")
    mutate.set_defaults(call=_mutate)


def _add_ablate(commands: Commands) -> None:
    command = commands.add_parser("ablate", help="F1 of every set without each group of rules")
    command.add_argument("--without", action="append", default=[], choices=list(ablation.RULES))
    command.add_argument("--set", action="append", default=[], choices=SETS, dest="chosen")
    command.set_defaults(call=_ablate)


def _ablate(options: argparse.Namespace) -> int:
    for line in ablation.table(options.without, options.chosen or ablation.SETS):
        print(line, flush=True)
    return PASSED


def _add_agreement(commands: Commands) -> None:
    command = commands.add_parser("agreement", help="how far the two annotators agree")
    command.set_defaults(call=_agreement)


def _add_county(commands: Commands) -> None:
    command = commands.add_parser("county", help="a made-up county through the portfolio")
    command.add_argument("--offices", type=int, default=40)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--show", type=int, default=0, help="print so many faults")
    command.set_defaults(call=_county)


def _county(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        made = county.make(Path(folder), offices=options.offices, seed=options.seed)
        tallies, faults = county.score(made)
    for sort, tally in sorted(tallies.items()):
        counts = f"right {tally.right}, missed {tally.missed}, false {tally.false}"
        print(f"{sort:12} P {tally.precision:.3f}  R {tally.recall:.3f}  ({counts})")
    for fault, statement in faults[: options.show]:
        print(fault, *statement)
    return PASSED


def _add_readers(commands: Commands) -> None:
    command = commands.add_parser("readers", help="how far the recorded readers agree")
    command.add_argument("--report", action="append", default=[], help="only these reports")
    command.set_defaults(call=_readers)


def _readers(options: argparse.Namespace) -> int:
    print("\n".join(agreement.of_readers(options.report)))
    return PASSED


def _add_forms(commands: Commands) -> None:
    command = commands.add_parser("forms", help="generated forms, each in every format")
    command.add_argument("--format", action="append", default=[], choices=list(FORMATS))
    command.add_argument("--layout", action="append", default=[], choices=list(LAYOUTS))
    command.add_argument("--seed", action="append", type=int, default=[], help="fill them anew")
    command.add_argument("--show", type=int, default=0, help="print so many faults of each")
    command.add_argument("--gate", action="store_true", help="hold thresholds.toml")
    command.set_defaults(call=_forms)


def _add_judge(commands: Commands) -> None:
    command = commands.add_parser("judge", help="what two readers say of verified statements")
    judging.add_to(command)


def _forms(options: argparse.Namespace) -> int:
    tallies = forms_run.run(
        options.format or FORMATS, options.layout or LAYOUTS, options.seed or forms_run.SEEDS
    )
    print("\n".join(forms_run.listing(tallies, show=options.show)))
    return _report(tuple(judge("forms", forms_run.values(tallies))) if options.gate else ())


def _run(options: argparse.Namespace) -> int:
    options.report = options.report or list(names(options.chosen))
    if options.engine == "live":
        files = [path_of(name) for name in options.report]
        print("\n".join(recordings.estimate(files)), file=sys.stderr)
    with recordings.answers(options.engine, options.report, options.reader) as stale:
        repeats = generate.repeats(options.engine, options.report, options.repeats)
    cases = repeats[0]
    made = results.result(options.engine, cases, stale=stale)
    gates = options.engine + ("" if options.chosen == "samples" else f"-{options.chosen}")
    outcomes = tuple(judge(gates, made.values)) if options.gate else ()
    print("\n".join(markdown.table(made) if options.markdown else _summary_of(made, cases)))
    if options.repeats > 1:
        print("\n".join(listing.repeat_table(repeats)))
    if options.json:
        results.save(made, options.json)
    if options.html:
        _write_page(options, made, cases)
    return _report(outcomes)


def _summary_of(made: results.Result, cases: Sequence[Case]) -> list[str]:
    lines = list(listing.score_table(tuple(case.matching for case in cases)))
    for name, metric in made.metrics.items():
        counts = f"{metric.hits} / {metric.all}" if metric.all else ""
        by_report = " ".join(f"{value:.3f}" for value in metric.by_report.values())
        lines.append(f"{name:28} {metric.value:9.4f} {counts:>13}  {by_report}")
    lines += [f"F1 {name}: {f1:.4f}" for name, f1 in made.groups.items()]
    return lines + [f"stale, not used: {request}" for request in made.stale]


def _write_page(options: argparse.Namespace, made: results.Result, cases: Sequence[Case]) -> None:
    judged = mutation.run(limit=200, reports=tuple(options.report))
    baseline = BASELINES / f"{options.engine}.json"
    text = page(
        made,
        cases,
        outcomes=tuple(judge(options.engine, made.values)),
        rows=tuple(counting.rows(judged, (*OPERATORS, *LABELS, *LEGIT))),
        base=results.load(baseline) if baseline.exists() else None,
    )
    options.html.write_text(text, encoding="utf-8")


def _items(options: argparse.Namespace) -> int:
    gold = load(options.report)
    matching = match(gold_atoms(gold), predicted_atoms(_summary(options)))
    lines = [gold.name, *listing.score_table((matching,))]
    if not options.quiet:
        lines += listing.listing(matching)
    print("\n".join(lines))
    return PASSED


def _summary(options: argparse.Namespace) -> Any:
    if options.summary is None:
        return summarizer.summarize(summarizer.read(path_of(options.report)), engine=options.engine)
    if options.summary == "-":
        return json.load(sys.stdin)
    return json.loads(Path(options.summary).read_text(encoding="utf-8"))


def _diff(options: argparse.Namespace) -> int:
    base, new = results.load(options.base), results.load(options.new)
    print("\n".join(difference.report(base, new)))
    return BELOW if difference.is_regression(base, new) else PASSED


def _mutate(options: argparse.Namespace) -> int:
    limit = options.limit or None
    wanted = [
        operator
        for operator in (*OPERATORS, *LABELS, *LEGIT)
        if not options.operator or operator.number in options.operator
    ]
    if options.summary:
        (report,) = options.report
        summary = json.loads(options.summary.read_text(encoding="utf-8"))
        judged = mutation.run_on(summary, load(report), wanted, limit=limit)
    else:
        judged = mutation.run(wanted, limit=limit, reports=tuple(options.report))
    print("\n".join([*counting.table(judged), *counting.escaped(judged, options.show)]))
    return _report(tuple(judge("mutations", counting.values(judged))) if options.gate else ())


def _agreement(options: argparse.Namespace) -> int:
    del options
    print("\n".join(agreement.table()))
    return PASSED


def _report(outcomes: Sequence[Outcome]) -> int:
    for outcome in outcomes:
        word = "pass " if outcome.passed else "BELOW"
        print(f"{word} {outcome.gate.metric:28} {outcome.value:9.4f}  {outcome.gate.wording}")
    return PASSED if all(outcome.passed for outcome in outcomes) else BELOW
