from __future__ import annotations

import json

from understudy.engine.observe import (
    Heartbeat,
    LegStarted,
    LegWaiting,
    StepAnnotated,
    StepFinished,
    StepStarted,
    Warned,
)
from understudy.model.plan import Reason
from understudy.model.result import Annotation, Fidelity, Verdict
from understudy.report.run_json import JsonLines, event_to_json, to_json


def test_the_last_object_is_the_contract(leg, failing, result):
    first, missing = to_json(result)["legs"][4], to_json(result)["legs"][1]

    assert {key: value for key, value in to_json(result).items() if key != "legs"} == {
        "type": "run_finished",
        "schema": 1,
        "verdict": "failed",
        "exit": 1,
    }
    assert first == {
        "address": "ci/tests/3.10",
        "workflow": ".github/workflows/ci.yml",
        "job": "tests",
        "name": "ci/tests/3.10",
        "verdict": "failed",
        "reason": {
            "code": "step",
            "text": 'step 2 "Run tox" exit 1',
            "expression": None,
            "leaves": [],
            "fixable": False,
            "command": None,
        },
        "without": [],
        "assumed": [],
        "python": None,
        "confinement": "plain",
        "seconds": 14.2,
        "steps": [
            {
                "id": "__actions_checkout",
                "name": "Run actions/checkout@v4",
                "verdict": "passed",
                "outcome": "success",
                "conclusion": "success",
                "fidelity": "emulated",
                "seconds": 0.2,
                "exit_code": None,
                "reason": None,
                "notes": [],
            },
            {
                "id": "__run",
                "name": "Run tox",
                "verdict": "failed",
                "outcome": "failure",
                "conclusion": "failure",
                "fidelity": "real",
                "seconds": 12.0,
                "exit_code": 1,
                "reason": None,
                "notes": [],
            },
            {
                "id": "__post___actions_checkout",
                "name": "Post Run actions/checkout@v4",
                "verdict": "passed",
                "outcome": None,
                "conclusion": None,
                "fidelity": "emulated",
                "seconds": 0.0,
                "exit_code": None,
                "reason": None,
                "notes": [],
            },
        ],
    }
    assert missing["verdict"] == "not rehearsed"
    assert missing["reason"] == {
        "code": "interpreter",
        "text": "no Python 3.13 here",
        "expression": None,
        "leaves": [],
        "fixable": True,
        "command": "pyenv install 3.13",
    }


def test_every_event_is_one_line_and_the_last_is_the_result(story, out, result):
    lines = JsonLines(out)

    for event in story:
        lines.notify(event)

    objects = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [found["type"] for found in objects] == [
        "run_started",
        "warned",
        "leg_finished",
        "leg_finished",
        "leg_started",
        "leg_waiting",
        "leg_finished",
        "leg_started",
        "leg_finished",
        "step_started",
        "heartbeat",
        "step_finished",
        "leg_finished",
        "leg_finished",
        "leg_finished",
        "run_finished",
    ]
    assert objects[-1] == to_json(result)


def test_no_line_of_a_log_is_among_the_states(story, out):
    lines = JsonLines(out)

    for event in story:
        lines.notify(event)

    assert ".......F" not in out.getvalue()


def test_lines_of_the_logs_are_given_to_who_asks(story, out):
    lines = JsonLines(out, logs=True)

    for event in story:
        lines.notify(event)

    objects = [json.loads(line) for line in out.getvalue().splitlines()]
    logged = [found for found in objects if found["type"] == "log"]
    assert logged[0] == {"type": "log", "address": "ci/tests/3.10", "line": "Syncing"}
    assert logged[-1]["line"] == "##[error]Process completed with exit code 1."


def test_any_character_is_ascii_in_json(out):
    JsonLines(out).notify(Warned(0.0, "caf\u00e9 \U0001f3ad"))

    assert out.getvalue().isascii()
    assert json.loads(out.getvalue())["message"] == "caf\u00e9 \U0001f3ad"


def test_offsets_say_where_a_step_is_in_its_log(failing):
    finished = StepFinished(9.12345, "ci/a", failing(), 10, 250)

    assert event_to_json(finished) == {
        "type": "step_finished",
        "seconds": 9.123,
        "address": "ci/a",
        "result": {
            "id": "__run",
            "name": "Run tox",
            "verdict": "failed",
            "outcome": "failure",
            "conclusion": "failure",
            "fidelity": "real",
            "seconds": 12.0,
            "exit_code": 1,
            "reason": None,
            "notes": [],
        },
        "offset": 10,
        "end": 250,
    }


def test_annotations_are_objects_with_all_that_is_known():
    event = StepAnnotated(1.0, "ci/a", "__run", Annotation("error", "oh", file="a.py"))

    assert event_to_json(event)["annotation"] == {
        "level": "error",
        "message": "oh",
        "title": "",
        "file": "a.py",
        "line": None,
        "end_line": None,
        "column": None,
        "end_column": None,
    }


def test_other_states_are_their_fields():
    assert [
        event_to_json(event)
        for event in (
            LegWaiting(1.0, "ci/a", "a core"),
            LegStarted(2.0, "ci/a", 3, "a.log"),
            StepStarted(3.0, "ci/a", "x", "X", 2, 7, Fidelity.EMULATED),
            Heartbeat(4.0, "ci/a", "x", "X", 1.0, 0.5, "a line of a log"),
            Warned(5.0, "why", None, Reason("tool", "no gh here")),
        )
    ] == [
        {"type": "leg_waiting", "seconds": 1.0, "address": "ci/a", "what": "a core"},
        {
            "type": "leg_started",
            "seconds": 2.0,
            "address": "ci/a",
            "steps": 3,
            "log": "a.log",
        },
        {
            "type": "step_started",
            "seconds": 3.0,
            "address": "ci/a",
            "id": "x",
            "name": "X",
            "position": 2,
            "offset": 7,
            "fidelity": "emulated",
        },
        {
            "type": "heartbeat",
            "seconds": 4.0,
            "address": "ci/a",
            "id": "x",
            "name": "X",
            "running": 1.0,
            "silent": 0.5,
        },
        {
            "type": "warned",
            "seconds": 5.0,
            "message": "why",
            "address": None,
            "reason": {
                "code": "tool",
                "text": "no gh here",
                "expression": None,
                "leaves": [],
                "fixable": False,
                "command": None,
            },
        },
    ]


def test_a_leg_is_never_called_passed_by_another_verdict(leg):
    for verdict in Verdict:
        event = event_to_json(StepFinished(0.0, "ci/a", leg("ci/a", verdict)))
        assert event["result"]["verdict"] == verdict.value
