"""The bench beside the peers: gold in three formats, and a judge that sees only places."""

import json
import urllib.error
import urllib.request

import pytest

from evals.bench.contest.answers import answer, misprinted, printed
from evals.bench.contest.counting import counter, prompt_text
from evals.bench.contest.judging import judge
from evals.bench.contest.server import OracleServer
from evals.bench.contest.texts import five, repeated

_, COUNT = counter()


@pytest.fixture(scope="module")
def writing():
    return next(one for one in five() if one.name.startswith("003"))


def claim(told, writing, **said):
    plain = {
        "writing": writing.name,
        "kind": told.kind,
        "metric": told.metric,
        "figure": printed(told, writing) or None,
        "spans": [[told.start, told.end]],
        "good": True,
    }
    return plain | said


def test_every_system_is_told_the_same_items(writing):
    kinds = sorted(told.kind for told in writing.told)
    lines = "\n".join(
        f"[{n}] {line}" for n, line in enumerate(writing.text.split("\n"), 1) if line.strip()
    )
    ours = json.loads(answer(f"<报告>\n{lines}\n</报告>", [writing]).text)
    assert sorted(kind[:-1] for kind, some in ours.items() for _ in some) == kinds
    theirs = json.loads(answer(f"x\nQ: {writing.text}\nA: ", [writing]).text)["extractions"]
    assert sorted(next(iter(entry)) for entry in theirs) == kinds
    concepts = "".join(
        f"<concept_id>C{n}</concept_id>\n<concept_name>{kind}</concept_name>"
        for n, kind in enumerate(("target", "result", "problem", "measure"))
    )
    paragraphs = "".join(
        f"<paragraph_id>P{n}</paragraph_id><paragraph_text>{line}</paragraph_text>"
        for n, line in enumerate(line for line in writing.text.split("\n") if line.strip())
    )
    prompt = f"{concepts}<document_paragraphs>{paragraphs}"
    told = json.loads(answer(prompt, [writing]).text)
    assert sum(len(concept["extracted_items"]) for concept in told) == len(kinds)


def test_the_judge_tells_right_wrong_and_lost_apart(writing):
    claims = [claim(told, writing) for told in writing.told]
    assert len(judge([writing], claims, printed).right) == len(writing.told)
    moved = next(n for n, told in enumerate(writing.told) if told.number)
    claims[moved]["spans"] = [[0, 3]]
    first, *rest = [*claims[moved:], *claims[:moved]]
    said = judge([writing], [first, *rest[:-1]], printed)
    assert said.wrong == {writing.told[moved].key}
    assert len(said.lost) == 1
    assert len(said.right) == len(writing.told) - 2


def test_a_misprinted_figure_stands_nowhere_near_and_is_no_other_claim(writing):
    numbered = [told for told in writing.told if told.number]
    for told in numbered:
        changed = misprinted(told, writing)
        assert changed != printed(told, writing)
        assert changed not in writing.text[told.start - 50 : told.end + 50]
    said = judge([writing], [claim(told, writing) for told in numbered], misprinted)
    assert said.lost.issuperset(told.key for told in numbered)


def test_copies_keep_their_places_and_change_their_digits():
    twice = repeated("003", 2)
    half = len(twice.told) // 2
    for one, other in zip(twice.told[:half], twice.told[half:], strict=True):
        assert other.start - one.start == len(twice.text) // 2
        assert len(printed(one, twice)) == len(printed(other, twice))
    assert twice.text[: len(twice.text) // 2] != twice.text[len(twice.text) // 2 :]


def test_the_ledger_holds_what_was_asked_and_what_was_said(writing):
    body = {"messages": [{"role": "user", "content": f"x\nQ: {writing.text}\nA: "}]}
    with OracleServer([writing], COUNT) as server:
        said = post(server.url, body)["choices"][0]["message"]["content"]
        (call,) = server.calls
    assert (call.prompt_tokens, call.output_tokens) == (COUNT(prompt_text(body)), COUNT(said))
    assert (call.writing, call.status) == (writing.name, 200)


def test_a_dead_place_answers_500_and_an_answer_may_end_early(writing):
    body = {"messages": [{"role": "user", "content": f"x\nQ: {writing.text}\nA: "}]}
    with OracleServer([writing], COUNT, fault="dead", dead=len(writing.text) // 2) as server:
        with pytest.raises(urllib.error.HTTPError) as caught:
            post(server.url, body)
        caught.value.close()
        assert (caught.value.code, server.calls[0].status) == (500, 500)
    with OracleServer([writing], COUNT, fault="truncate") as server:
        ends = [post(server.url, body)["choices"][0]["finish_reason"] for _ in range(7)]
    assert ends == ["stop", "length", "stop", "stop", "stop", "stop", "length"]


def post(url, body):
    request = urllib.request.Request(f"{url}/chat/completions", json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)
