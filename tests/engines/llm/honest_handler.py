"""A model behind litellm's proxy, loaded by the proxy in its own environment: an entry for every
number of every numbered line."""

import json
import re

import litellm

_LINE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_CLAUSE = re.compile(r"([^，。；\d]*)(\d[\d,.]*(?:个|%|公里|万元))")


class Honest(litellm.CustomLLM):
    """Answers from the prompt, as text or as the call that was asked for."""

    async def acompletion(self, *_: object, **asked: object) -> litellm.ModelResponse:
        messages = asked["messages"]
        found = [
            {"at": [int(number)], "metric": label.strip("：、为"), "figure": figure}
            for number, words in _LINE.findall(messages[-1]["content"])
            for label, figure in _CLAUSE.findall(words)
        ]
        text = json.dumps({"results": found}, ensure_ascii=False)
        tools = asked["optional_params"].get("tools")
        said = {"mock_response": text}
        if tools:
            call = {"name": tools[0]["function"]["name"], "arguments": text}
            said = {"mock_tool_calls": [{"id": "c", "type": "function", "function": call}]}
        return litellm.completion(model="gpt-4o-mini", messages=messages, **said)


honest = Honest()
