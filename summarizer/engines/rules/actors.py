"""Who or what a clause without a number announces for the numbers to come."""

from __future__ import annotations

import re

from summarizer.engines.rules.figures import plain
from summarizer.engines.rules.scope import Scope
from summarizer.engines.rules.wording import VERBS, lead_end, split_subject
from summarizer.genre.clauses import Clause

__all__ = ["note_actor"]

# 「举办全民健身运动会」: the event that later numbers attend.
HELD = re.compile(r"^(?:举办|开展|组织开展|组织|召开|举行|承办)(?:了)?(?P<event>.{2,30})$")
# 「对龙城普查区域做划分」: whom the next numbers are about.
ANNOUNCED = re.compile(
    rf"^(?:对|针对|围绕)(?P<whom>[^、，的]{{4,14}}?)(?:每[日天月周])?(?:做|{VERBS})"
)
# A clause that only says when names nobody: 「项目实施后」.
WHEN = ("后", "时", "中", "以来", "下")
SHORTEST_NAME, LONGEST_NAME = 3, 30


def note_actor(text: str, scope: Scope, clause: Clause) -> None:
    """Keep in the scope whom or what a clause announces; another action makes it forget."""
    words = plain(text, clause.start, clause.end)
    body = words[lead_end(words) :]
    if announced := ANNOUNCED.match(body):
        _name(text, scope, clause, announced["whom"], topic=True)
        return
    if held := HELD.match(body):
        event = held["event"]
        at = text.find(event, clause.start, clause.end)
        scope.event, scope.event_span = event, (at, at + len(event)) if at >= 0 else None
    subject, _ = split_subject(body)
    if len(subject) >= SHORTEST_NAME and not body.endswith(WHEN):
        _name(text, scope, clause, subject, topic=False)
    else:
        scope.name_subject("", None)


def _name(text: str, scope: Scope, clause: Clause, subject: str, *, topic: bool) -> None:
    at = text.find(subject, clause.start, clause.end)
    if at >= 0 and len(subject) <= LONGEST_NAME:
        scope.name_subject(subject, (at, at + len(subject)), topic=topic)
