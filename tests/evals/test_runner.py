"""The commands: what they print, write, and how they end."""

import json
from html.parser import HTMLParser

import pytest
from atom_samples import case, oracle

from evals import cli, difference, gates, markdown, result
from evals.agreement import alpha, compare
from evals.dataset import SETS, names
from evals.page import page, paragraphs
from evals.scorecard import scorecard


def run(*arguments):
    return cli.main([*arguments])


def test_the_oracle_passes_its_gates(capsys, tmp_path):
    saved = tmp_path / "oracle.json"
    assert run("--engine", "oracle", "--report", "003", "--gate", "--json", str(saved)) == 0
    assert "pass  items.strict" in capsys.readouterr().out
    again = result.load(saved)
    assert again.reports == ("003-key-projects-2020",)
    assert again.metrics["items.all"].by_report == {"003-key-projects-2020": 1.0}


def test_items_lists_every_fault(capsys, tmp_path):
    summary = {"items": [], "results": [{"id": "r1", "metric": "虚构", "evidence": []}]}
    file = tmp_path / "summary.json"
    file.write_text(json.dumps(summary), encoding="utf-8")
    assert run("items", str(file), "--report", "003") == 0
    told = capsys.readouterr().out
    assert "MISSES (71)" in told
    assert "INVENTIONS (1)" in told
    assert "虚构" in told


def test_an_unknown_report_breaks_the_harness(capsys):
    assert run("--report", "999") == 2
    assert "no single report" in capsys.readouterr().err


def test_recordings_that_do_not_exist_break_the_harness(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("evals.recordings.RECORDINGS", tmp_path)
    assert run("--engine", "recorded") == 2
    assert "no recordings" in capsys.readouterr().err


def test_agreement_prints_every_report(capsys):
    assert run("agreement") == 0
    lines = capsys.readouterr().out.splitlines()
    told = [line.split()[0] for line in lines[1:]]
    assert told == [*names("all"), *SETS]


def test_agreement_is_what_the_annotators_published():
    assert compare("001").atoms.f1 == pytest.approx(0.974, abs=5e-4)
    assert compare("001").spans.f1 == pytest.approx(0.938, abs=5e-4)
    assert compare("002").alphas["core"] == pytest.approx(0.856, abs=5e-4)


def test_alpha():
    assert alpha([]) == 1
    assert alpha([("a", "a"), ("a", "a")]) == 1
    assert alpha([("a", "b"), ("b", "a")]) == pytest.approx(1 - 3 * 4 / 8)


def made(summary=None):
    return result.result("rules", [case(summary)])


def broken():
    summary = oracle()
    summary["results"][0]["quantity"]["value"] = "731"
    del summary["results"][1]
    return summary


def test_a_run_beside_itself_shows_nothing():
    assert list(difference.flips(made(), made())) == []
    assert difference.paired(made(), made()) == (0, 0, 0)
    assert not difference.is_regression(made(), made())


def test_flips_come_first_and_a_misleading_one_is_critical():
    found = {flip.gold: flip for flip in difference.flips(made(), made(broken()))}
    assert (found["r1"].before, found["r1"].after, found["r1"].critical) == ("right", "wrong", True)
    assert (found["r2"].after, found["r2"].is_worse, found["r2"].critical) == ("miss", True, False)
    assert difference.is_regression(made(), made(broken()))
    assert not difference.is_regression(made(broken()), made())
    lines = list(difference.report(made(), made(broken())))
    assert lines[0] == "2 atoms flipped"
    assert "CRITICAL" in lines[1]


def test_diff_command_ends_by_what_it_found(tmp_path):
    base, new = tmp_path / "base.json", tmp_path / "new.json"
    result.save(made(), base)
    result.save(made(broken()), new)
    assert run("diff", str(base), str(base)) == 0
    assert run("diff", str(base), str(new)) == 1
    base.write_text("{}", encoding="utf-8")
    assert run("diff", str(base), str(new)) == 2


def test_gates_have_two_sides(tmp_path):
    file = tmp_path / "thresholds.toml"
    file.write_text('[x]\n"a" = { least = 0.5 }\n"b" = { most = 0 }\n', encoding="utf-8")
    above, below = gates.gates("x", file)
    assert above.holds(0.5)
    assert not above.holds(0.4)
    assert below.holds(0)
    assert not below.holds(0.1)
    assert (above.wording, below.wording) == ("≥ 0.5", "≤ 0")


def test_a_gate_without_bounds_is_refused(tmp_path):
    file = tmp_path / "thresholds.toml"
    file.write_text('[x]\n"a" = { minimum = 0.5 }\n', encoding="utf-8")
    with pytest.raises(ValueError, match="minimum"):
        gates.gates("x", file)


def test_a_gate_on_an_unknown_metric_is_refused():
    with pytest.raises(ValueError, match="unknown metric"):
        list(gates.judge("rules", {}))


@pytest.mark.parametrize("group", ["rules", "recorded", "oracle"])
def test_every_gate_names_a_metric(group):
    values = {name: metric.value for name, metric in scorecard([case()]).items()}
    assert list(gates.judge(group, values))


def test_scoring_nothing_is_refused():
    with pytest.raises(ValueError, match="nothing to score"):
        scorecard([])


def test_markdown_says_what_it_is_about():
    table = "\n".join(markdown.table(made()))
    assert "Engine `rules`, 1 reports" in table
    assert "| items found, F1 | 1.000 | 6 |" in table
    assert "python -m evals --engine rules --markdown" in table


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.classes = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.classes += dict(attrs).get("class", "").split()


def test_the_page_needs_no_script_and_shows_every_state():
    shown = case(broken())
    text = page(made(broken()), [shown], base=made())
    tags = Tags()
    tags.feed(text)
    assert "script" not in tags.tags
    assert "link" not in tags.tags
    assert {"hit", "wrong", "miss"} <= set(tags.classes)
    assert "再就业" in text


def test_the_page_holds_the_whole_report():
    shown = paragraphs(case())
    said = "\n".join("".join(text for _, text in part.pieces).strip() for part in shown)
    assert said == case().gold.text.strip()
    assert sum(len(part.lines) for part in shown) == 6


def test_the_page_escapes_what_a_report_says():
    summary = oracle()
    summary["results"][0]["metric"] = "<b>新增就业</b>"
    assert "<b>" not in page(made(), [case(summary)])


def test_repeats_are_told(capsys):
    assert run("--engine", "oracle", "--report", "003", "--repeats", "2") == 0
    told = capsys.readouterr().out
    assert "2 repeats: F1 mean 1.0000, worst 1.0000" in told
    assert "003-key-projects-2020: self-consistency 1.0000" in told


def test_mutate_prints_its_table(capsys):
    assert run("mutate", "--report", "003", "--operator", "15", "--limit", "3") == 0
    table = capsys.readouterr().out
    assert "15 quote altered                    3   100.0%" in table
    assert "digit changed" not in table


def test_the_baseline_is_one_to_compare_with():
    base = result.load(cli.BASELINES / "rules.json")
    assert base.engine == "rules"
    assert len(base.reports) == 5
    assert sum("gold" in row for row in base.atoms) == 681


def test_ablate_prints_the_change_without_each_group(capsys, monkeypatch):
    monkeypatch.setattr("evals.ablation.names", lambda _: ("013-cppcc-overall-2021",))
    assert run("ablate", "--set", "provinces", "--without", "measures") == 0
    head, rule, full, without = capsys.readouterr().out.splitlines()
    assert head.startswith("| without | provinces all | provinces strict |")
    assert float(without.split("|")[-2]) == -float(full.split("|")[-2]) < 0
    assert rule.count("---") == 6
