"""A model that knows nothing of our format but the JSON Schema that it is sent.

It answers with random values that fit, or with what is known of a field by its name.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

from model_server import Asked

__all__ = ["Json", "random_answer", "schema_of", "valid"]

Json = Any
# Names of fields and what to write there; what is not known is left to chance.
Known = Callable[[str, random.Random], Json]
LETTERS = (
    '预算支出完成率满意度0123456789.%，、：“”（） "\\{}[]<>…\n\t\u0000\u3000￥ＡＢabcé\U0001f600'
)


def schema_of(asked: Asked) -> dict[str, Json]:
    """The schema of a request, wherever its mode puts it."""
    body = asked.body
    if "tools" in body:
        return dict(body["tools"][0]["function"]["parameters"])
    if "json_schema" in body.get("response_format", {}):
        return dict(body["response_format"]["json_schema"]["schema"])
    text = "\n".join(str(message["content"]) for message in body["messages"])
    decoder = json.JSONDecoder()
    for place in re.finditer(r"\{", text):
        try:
            found, _ = decoder.raw_decode(text, place.start())
        except ValueError:
            continue
        if isinstance(found, dict) and "properties" in found:
            return found
    raise LookupError("the request has no schema")


def random_answer(asked: Asked, dice: random.Random) -> str:
    """Any answer that fits the schema of a request."""
    schema = schema_of(asked)
    return json.dumps(valid(schema, schema, dice), ensure_ascii=dice.random() < 0.5)


def valid(schema: dict[str, Json], root: dict[str, Json], dice: random.Random) -> Json:
    """A random value that fits a schema."""
    if "$ref" in schema:
        return valid(root["$defs"][schema["$ref"].rpartition("/")[2]], root, dice)
    if "enum" in schema:
        return dice.choice(schema["enum"])
    return _MAKERS[schema["type"]](schema, root, dice)


def _object(schema: dict[str, Json], root: dict[str, Json], dice: random.Random) -> Json:
    needed = set(schema.get("required", ()))
    names = [n for n in schema["properties"] if n in needed or dice.random() < 0.6]
    dice.shuffle(names)
    return {name: valid(schema["properties"][name], root, dice) for name in names}


def _array(schema: dict[str, Json], root: dict[str, Json], dice: random.Random) -> Json:
    count = min(dice.choice((0, 1, 3, 7)), schema.get("maxItems", 7))
    return [valid(schema["items"], root, dice) for _ in range(count)]


def _string(schema: dict[str, Json], root: dict[str, Json], dice: random.Random) -> Json:
    del root
    count = min(dice.choice((0, 1, 2, 5, 12, 200)), schema.get("maxLength", 200))
    return "".join(dice.choice(LETTERS) for _ in range(count))


def _integer(schema: dict[str, Json], root: dict[str, Json], dice: random.Random) -> Json:
    del schema, root
    return dice.choice((1, 2, 3, 0, -1, 40, 9999, 10**18, -(10**18)))


_MAKERS: dict[str, Callable[[dict[str, Json], dict[str, Json], random.Random], Json]] = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _integer,
    "boolean": lambda schema, root, dice: dice.random() < 0.5,
}
