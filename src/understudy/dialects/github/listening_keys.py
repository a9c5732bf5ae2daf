"""Owns every key below `on`: events, activities, filters, inputs, schedules.

GitHub has two views of them: its editor knows every key (`on-strict`), its server looks
at the names of the events, at schedules and at `workflow_call`, and lets the rest pass.
"""

from __future__ import annotations

from typing import Dict, Mapping

from understudy.dialects.github.schema import (
    ANY,
    BOOLEAN,
    NAME,
    NAME_OR_NAMES,
    NAMES,
    NULL,
    SCALAR,
    STRING,
    Definition,
    mapping,
    one_of,
    sequence,
    table,
    values,
    within,
)

_PULL_REQUEST = (
    "assigned unassigned labeled unlabeled opened edited closed reopened synchronize "
    "converted_to_draft locked unlocked enqueued dequeued milestoned demilestoned "
    "ready_for_review review_requested review_request_removed auto_merge_enabled "
    "auto_merge_disabled stacked"
)

# The activity types of each event that has them.
ACTIVITIES: Mapping[str, str] = {
    "branch_protection_rule": "created edited deleted",
    "check_run": "completed created rerequested requested_action",
    "check_suite": "completed",
    "discussion": (
        "created edited deleted transferred pinned unpinned labeled unlabeled locked "
        "unlocked category_changed answered unanswered"
    ),
    "discussion_comment": "created edited deleted",
    "image_version": "created ready deleted",
    "issue_comment": "created edited deleted",
    "issues": (
        "opened edited deleted transferred pinned unpinned closed reopened assigned "
        "unassigned labeled unlabeled locked unlocked milestoned demilestoned "
        "field_added field_removed typed untyped"
    ),
    "label": "created edited deleted",
    "merge_group": "checks_requested",
    "milestone": "created closed opened edited deleted",
    "project": "created closed reopened edited deleted",
    "project_card": "created moved converted edited deleted",
    "project_column": "created updated moved deleted",
    "pull_request": _PULL_REQUEST,
    "pull_request_comment": "created edited deleted",
    "pull_request_review": "submitted edited dismissed",
    "pull_request_review_comment": "created edited deleted",
    "pull_request_target": _PULL_REQUEST,
    "registry_package": "published updated",
    "release": "published unpublished created edited deleted prereleased released",
    "watch": "started",
    "workflow_run": "requested completed in_progress",
}
_WITHOUT_CONFIGURATION = (
    "create delete deployment deployment_status fork gollum page_build public status"
)
_BRANCHES = "branches branches-ignore"
_PATHS = "paths paths-ignore"
FILTERS: Mapping[str, str] = {
    "image_version": "names versions",
    "merge_group": _BRANCHES,
    "pull_request": f"{_BRANCHES} {_PATHS}",
    "pull_request_target": f"{_BRANCHES} {_PATHS}",
    "push": f"{_BRANCHES} tags tags-ignore {_PATHS}",
    "workflow_run": f"workflows {_BRANCHES}",
}

_CALL = one_of(
    NULL,
    mapping(
        {
            "inputs": table(
                mapping(
                    {
                        "description": STRING,
                        "type!": values("string boolean number"),
                        "required": BOOLEAN,
                        "default": within("github inputs vars", SCALAR),
                    }
                )
            ),
            "secrets": table(
                one_of(NULL, mapping({"description": STRING, "required": BOOLEAN}))
            ),
            "outputs": table(
                mapping(
                    {
                        "description": STRING,
                        "value!": within("github inputs vars jobs", STRING),
                    }
                )
            ),
        }
    ),
)
_DISPATCH_INPUT = mapping(
    {
        "description": STRING,
        "type": values("string boolean number environment choice"),
        "required": BOOLEAN,
        "default": SCALAR,
        "options": sequence(STRING),
    }
)
# An input needs no definition: the editor's schema disagrees, its own test data do not
# (on-workflow_dispatch-inputs-null).
_DISPATCH = one_of(
    NULL,
    mapping({"inputs": one_of(NULL, table(one_of(NULL, _DISPATCH_INPUT)))}),
)


def _event(name: str) -> Definition:
    keys: Dict[str, Definition] = {}
    if name in ACTIVITIES:
        activities = values(ACTIVITIES[name])
        keys["types"] = one_of(activities, sequence(activities))
    for kind in FILTERS.get(name, "").split():
        keys[kind] = NAME_OR_NAMES
    return one_of(NULL, mapping(keys))


EVENTS: Mapping[str, Definition] = {
    **{name: NULL for name in _WITHOUT_CONFIGURATION.split()},
    **{name: _event(name) for name in [*ACTIVITIES, "push"]},
    "repository_dispatch": one_of(NULL, mapping({"types": NAMES})),
    "schedule": sequence(mapping({"cron!": NAME, "timezone": NAME})),
    "workflow_call": _CALL,
    "workflow_dispatch": _DISPATCH,
}
_EVENT_NAME = values(" ".join(EVENTS))

ON_STRICT = one_of(_EVENT_NAME, sequence(_EVENT_NAME), mapping(EVENTS))
# Names that only the server has: `on-string` in its workflow-v1.0.json.
ON_SERVER = frozenset(("dynamic", "interactive_component", "member"))
# What the editor minds and the server does not: all but the names of the events.
ON_BELOW = one_of(STRING, sequence(STRING), mapping(EVENTS, loose=ANY))
ON_LENIENT = one_of(STRING, sequence(ANY), mapping({"workflow_call": _CALL}, loose=ANY))
