"""Owns what to do about a value that a condition read and that nobody gave."""

from __future__ import annotations

import re
from typing import Mapping, Optional

_EVENT = re.compile(r"github\.event\.(?P<path>[\w.*-]+)", re.IGNORECASE)
_INPUT = re.compile(r"(?:github\.event\.)?inputs\.(?P<name>[\w-]+)", re.IGNORECASE)
_VARIABLE = re.compile(r"vars\.(?P<name>[\w-]+)", re.IGNORECASE)
_STATUS = re.compile(r"(?P<name>failure|cancelled)\(.*\)", re.IGNORECASE)
_WAITING = {
    "failure": "nothing that it needs has failed",
    "cancelled": "the run is not cancelled",
}
_ALWAYS = "enterprise installation organization repository sender"
_PULL_REQUEST = (
    "action after assignee before changes label milestone number pull_request reason "
    "requested_reviewer requested_team"
)
# The keys of payloads, from GitHub's page on webhooks.
_PAYLOADS: Mapping[str, str] = {
    "merge_group": "action merge_group reason",
    "pull_request": _PULL_REQUEST,
    "pull_request_target": _PULL_REQUEST,
    "push": (
        "after base_ref before commits compare created deleted forced head_commit "
        "pusher ref"
    ),
    "release": "action changes release",
    "schedule": "schedule workflow",
    "workflow_dispatch": "inputs ref workflow",
    "workflow_run": "action workflow workflow_run",
}


def hint(text: str, value: object, contexts: Mapping[str, object]) -> Optional[str]:
    """Return why a leaf of a condition is empty, and what to do; None where it is not.

    Args:
        text: the leaf as the condition has it.
        value: what it came to.
        contexts: what the condition sees.
    """
    if value is False:
        status = _STATUS.fullmatch(text)
        return _WAITING[status["name"].lower()] if status else None
    if value not in (None, "", []):
        return None
    variable = _VARIABLE.fullmatch(text)
    if variable:
        return f"not given; give it with --var {variable['name']}=VALUE"
    github = contexts.get("github")
    if not isinstance(github, Mapping):
        return None
    name, payload = github["event_name"], github["event"]
    given = _INPUT.fullmatch(text)
    if given:
        return _of_input(given["name"], value, name, payload)
    event = _EVENT.fullmatch(text)
    return _of_payload(event["path"], value, name) if event else None


def _of_input(
    key: str, value: object, name: object, payload: Mapping[str, object]
) -> Optional[str]:
    if name == "workflow_dispatch":
        inputs = payload.get("inputs")
        # Any other is that of a call, and its caller's to give.
        if not isinstance(inputs, Mapping) or key not in inputs:
            return None
        return f"not given; give it with --input {key}=VALUE"
    return f"`{name}` has no inputs" if value is None else None


def _of_payload(path: str, value: object, name: object) -> str:
    keys = [key for key in path.split(".") if key not in ("*", "name")]
    known = _PAYLOADS.get(str(name))
    if known is not None and keys[0].lower() not in f"{known} {_ALWAYS}".split():
        return f"`{name}` has no `{keys[0]}`"
    if value == []:
        return f"no {keys[-1]} are known; give them with --payload pr.json"
    return f"no `{keys[-1]}` is known; give it with --payload event.json"
