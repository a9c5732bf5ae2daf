"""Owns an event before the caller's payload is laid over it; knows no single event."""

from __future__ import annotations

from typing import List, Mapping, Sequence, Tuple

from understudy.dialects.github.listening_keys import ACTIVITIES
from understudy.dialects.github.payloads import Payload, Setting
from understudy.dialects.github.requests import Request
from understudy.model.event import Changes
from understudy.model.facts import Facts
from understudy.model.pipeline import Workflow
from understudy.model.value import Value
from understudy.records import dataclass

NO_FILES = Changes(None, reason="GitHub does not look at files for this event")
STRANGER = "contributor"

# The activity of a plain occasion, where it is not the first of its event's list.
_USUAL: Mapping[str, str] = {
    "issues": "opened",
    "milestone": "opened",
    "release": "published",
    "workflow_run": "completed",
}


@dataclass(frozen=True)
class Assumption:
    """A fact that nobody said, and where in a payload it would be said."""

    path: str
    text: str


@dataclass(frozen=True)
class Draft:
    """An event before the caller's payload is laid over it."""

    ref: str
    payload: Payload
    assumed: Tuple[Assumption, ...] = ()
    sha: str = ""
    changes: Changes = NO_FILES
    takes_the_commit: bool = False


@dataclass(frozen=True)
class Given:
    """All that an event is made of."""

    request: Request
    name: str
    facts: Facts
    workflows: Sequence[Workflow]
    setting: Setting
    payload: Mapping[str, Value]
    inputs: Mapping[str, Value]
    fork: bool = False
    assumed: Tuple[Assumption, ...] = ()

    @property
    def listening(self) -> List[Workflow]:
        """The workflows with the event in their `on`."""
        return [one for one in self.workflows if one.trigger(self.name)]


def action_of(given: Given) -> str:
    """Return the usual activity of an event, or one that is at least listened to."""
    activities = ACTIVITIES.get(given.name, "").split()
    usual = _USUAL.get(given.name, activities[0] if activities else "")
    listened: List[str] = []
    for workflow in given.listening:
        trigger = workflow.trigger(given.name)
        if trigger is None or trigger.types is None:
            return usual
        listened.extend(trigger.types)
    return usual if usual in listened or not listened else listened[0]


def on_default_branch(
    given: Given, payload: Payload, assumed: Tuple[Assumption, ...]
) -> Draft:
    """Return an event that GitHub only lets happen on the default branch."""
    default = given.setting.default_branch
    if given.facts.branch != default:
        text = f"this tree in place of the default branch `{default}`"
        assumed = (*assumed, Assumption("repository.default_branch", text))
    return Draft(f"refs/heads/{default}", payload, assumed, given.facts.sha)
