"""The model path from end to end: requests out, answers in, run, score. What gold answers lose on
this way was lost by the program."""

import json

import pytest

from evals.agreement import of_readers
from evals.bench.contest.answers import answer
from evals.bench.contest.texts import five
from evals.dataset import path_of
from evals.generate import cases
from evals.recordings import environment, replay, requests, settings
from evals.scorecard import scorecard

REPORT = "003"
SETTINGS = {"llm_model": "gold", "llm_mode": "json_schema"}


def batch_line(request):
    """The answer to a request as a batch endpoint returns it."""
    content = answer(request["body"]["messages"][-1]["content"], five()).text
    message = {"role": "assistant", "content": content}
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "gold",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    response = {"status_code": 200, "request_id": "r", "body": body}
    return {"id": "b", "custom_id": request["custom_id"], "response": response, "error": None}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Settings and the answers to every extraction of one report."""
    folder = tmp_path_factory.mktemp("recordings")
    scratch = tmp_path_factory.mktemp("scratch")
    (folder / "settings.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    with environment(settings(folder, scratch)):
        asked = requests([str(path_of(REPORT))], scratch)
    return folder, [batch_line(request) for request in asked]


def write(folder, lines):
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / "gold.jsonl").write_text(text, encoding="utf-8")


def replayed(folder):
    with replay(folder, [path_of(REPORT)]) as stale:
        (case,) = cases("recorded", [REPORT])
    return case, stale


def test_gold_answers_arrive_whole(recorded):
    folder, lines = recorded
    assert len(lines) >= 2
    write(folder, reversed(lines))
    case, stale = replayed(folder)
    values = {name: metric.value for name, metric in scorecard([case]).items()}
    assert stale == ()
    assert values["items.all"] >= 0.97
    assert values["fields.value_unit"] == values["numbers.shipped"] == values["quotes.exist"] == 1
    assert values["sections.read"] == 1
    assert case.summary["run"]["model"] == "gold"


@pytest.mark.matrix
def test_readers_are_held_against_gold_and_each_other(recorded, tmp_path, monkeypatch):
    _, lines = recorded
    monkeypatch.setattr("evals.recordings.RECORDINGS", tmp_path)
    for reader, kept in (("one", lines), ("two", lines[:1])):
        (tmp_path / reader).mkdir()
        write(tmp_path / reader, kept)
        (tmp_path / reader / "settings.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    _, one, two, both = of_readers([REPORT])
    assert one.split()[:2] == ["one,", "gold"]
    assert float(one.split()[2]) > 0.95
    assert float(two.split()[2]) == float(both.split()[2]) < 0.95


@pytest.mark.matrix
def test_a_stale_answer_is_told_and_a_missing_one_leaves_its_section_unread(recorded):
    folder, lines = recorded
    stranger = lines[0] | {"custom_id": "0" * 64}
    write(folder, [stranger, *lines[1:]])
    case, stale = replayed(folder)
    assert stale == ("0" * 64,)
    unread = [part for part in case.summary["coverage"]["sections"] if part["state"] == "unread"]
    assert unread
    assert all(part["reason"] for part in unread)
