"""The description of the interface, read as an integrator reads it: whole, true, by the book."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from served import Served

from summarizer.service.problems import CODES

Found = dict[str, Any]
BODIES = ("post", "put", "patch")


@pytest.fixture(scope="module")
def found(service: Served) -> Found:
    described: Found = service.client.get("/v1/openapi.json").json()
    return described


def operations(found: Found) -> Iterator[tuple[str, Found]]:
    for place in ("paths", "webhooks"):
        for path, methods in found[place].items():
            for method, operation in methods.items():
                yield f"{method} {path}", operation


def resolve(found: Found, part: Found) -> Found:
    while "$ref" in part:
        at: Any = found
        for step in part["$ref"].removeprefix("#/").split("/"):
            at = at[step]
        part = at
    return part


def check(found: Found, value: Any, schema: Found) -> None:
    whole = {**schema, "components": found["components"]}
    jsonschema.Draft202012Validator(whole).validate(value)


def contents(found: Found) -> Iterator[tuple[str, str, Found]]:
    """(where, media type, its schema and examples) of each body that is asked or answered."""
    for name, operation in operations(found):
        for media, content in operation.get("requestBody", {}).get("content", {}).items():
            yield f"{name}, asked", media, content
        for status, response in operation["responses"].items():
            for media, content in response.get("content", {}).items():
                yield f"{name}, {status}", media, content


def test_it_is_openapi_3_1(found: Found) -> None:
    assert found["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(found).validate()
    assert {"title", "version", "summary", "description", "license"} <= set(found["info"])


def test_every_operation_is_explained(found: Found) -> None:
    names = [operation["operationId"] for _, operation in operations(found)]
    assert len(names) == len(set(names))
    tags = {tag["name"] for tag in found["tags"]}
    for name, operation in operations(found):
        assert {"summary", "description", "responses", "security"} <= set(operation), name
        assert set(operation["tags"]) <= tags
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description") or parameter["name"] in ("state", "format"), name
        for response in operation["responses"].values():
            assert response["description"] not in ("", "Successful Response", "problem"), name


def test_every_body_has_a_schema_and_examples_that_fit_it(found: Found) -> None:
    count = 0
    for where, media, content in contents(found):
        assert content["schema"], (where, media)
        if "officedocument" in media:
            continue
        assert content["examples"], (where, media)
        for name, given in content["examples"].items():
            example = resolve(found, given)
            assert example["summary"], (where, name)
            check(found, example["value"], resolve(found, content["schema"]))
            count += 1
    assert count > 150


def test_every_header_is_described_and_its_example_fits(found: Found) -> None:
    for name, operation in operations(found):
        for status, response in operation["responses"].items():
            for header in response.get("headers", {}).values():
                known = resolve(found, header)
                assert known["description"], name
                check(found, known["example"], known["schema"])
            if name.partition(" ")[2].startswith("/"):
                assert "X-Request-Id" in response["headers"], (name, status)
            if status in ("429", "503") and "/" in name:
                assert "Retry-After" in response["headers"], (name, status)


def test_every_code_of_ours_is_an_answer_somewhere(found: Found) -> None:
    told: dict[str, set[str]] = {}
    for where, media, content in contents(found):
        if media == "application/problem+json":
            for code, given in content["examples"].items():
                value = resolve(found, given)["value"]
                assert value["code"] == code
                assert str(value["status"]) == where.rpartition(", ")[2]
                assert code in CODES
                told.setdefault(code, set()).add(where)
    assert set(told) == set(CODES)


def test_problems_that_come_are_among_those_that_are_told(found: Found, service: Served) -> None:
    """A word for each operation that it cannot take."""
    for name, operation in operations(found):
        method, _, path = name.partition(" ")
        if not path.startswith("/v1/") or not operation["security"]:
            continue
        asked = re.sub(r"\{\w+\}", "nothing", path)
        answer = service.client.request(method, asked, params={"limit": "x", "format": "x"})
        if answer.is_success:
            continue
        told = operation["responses"][str(answer.status_code)]
        examples = told["content"]["application/problem+json"]["examples"]
        assert answer.json()["code"] in examples, name
        assert set(told["headers"]) <= {key.title() for key in answer.headers} | {
            name for name in told["headers"] if name.lower() in answer.headers
        }


def test_a_success_has_the_headers_that_are_told(found: Found, service: Served) -> None:
    example = found["paths"]["/v1/summaries"]["post"]["requestBody"]["content"]
    text = example["text/plain"]["examples"]["raw"]["value"]
    answer = service.submit(text.encode(), Prefer="wait=20")
    told = found["paths"]["/v1/summaries"]["post"]["responses"]["200"]["headers"]
    assert {name.lower() for name in told} <= set(answer.headers)
    assert re.fullmatch(r'"requests";q=6000;w=60', answer.headers["ratelimit-policy"])
    assert re.fullmatch(r'"requests";r=5\d\d\d;t=\d+', answer.headers["ratelimit"])
    got = service.client.get(answer.headers["location"])
    told = found["paths"]["/v1/summaries/{job_id}"]["get"]["responses"]["200"]["headers"]
    assert {name.lower() for name in told} <= set(got.headers)


def test_the_examples_that_are_shown_are_what_happens(found: Found, service: Served) -> None:
    """The JSON and raw examples are sent; the summary that is shown is the one that comes."""
    submit = found["paths"]["/v1/summaries"]["post"]
    (raw,) = submit["requestBody"]["content"]["text/plain"]["examples"].values()
    came = service.client.post(
        "/v1/summaries",
        params={"name": "自评报告.txt", "engine": "rules"},
        content=raw["value"].encode(),
        headers={"content-type": "text/plain", "Prefer": "wait=20"},
    ).json()
    shown = submit["responses"]["200"]["content"]["application/json"]["examples"]["done"]["value"]
    assert {**came["summary"], "run": None} == {**shown["summary"], "run": None}
    for example in submit["requestBody"]["content"]["application/json"]["examples"].values():
        sent = service.client.post("/v1/summaries", json=example["value"])
        assert sent.status_code == 202
    verify = found["paths"]["/v1/verifications"]["post"]
    for example in verify["requestBody"]["content"]["application/json"]["examples"].values():
        sent = service.client.post("/v1/verifications", json=example["value"])
        assert sent.status_code == 200
        check(
            found,
            sent.json(),
            resolve(found, verify["responses"]["200"]["content"]["application/json"]["schema"]),
        )


def test_events_and_webhooks_come_as_they_are_told(found: Found, service: Served) -> None:
    schemas = found["components"]["schemas"]
    key = service.submit("报告\n一、情况\n办结31件。\n".encode(), Prefer="wait=20").json()["id"]
    lines = service.client.get(f"/v1/summaries/{key}/events").text.splitlines()
    told = [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
    assert len(told) >= 2
    for data in told:
        check(found, data, schemas["JobEvent"])
        assert set(data) <= set(schemas["JobEvent"]["properties"])
    assert set(found["webhooks"]) == {
        f"summary.{state}" for state in ("succeeded", "partial", "failed", "cancelled")
    }
