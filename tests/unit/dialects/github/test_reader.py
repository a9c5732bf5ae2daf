"""The files of a project become one pipeline, the broken ones included."""

from __future__ import annotations

from understudy.dialects.github.reader import Strictness, read
from understudy.text.source import Source

GOOD = Source(
    ".github/workflows/good.yml",
    "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: 'true'}]\n",
)
BAD = Source(".github/workflows/bad.yml", "on: psuh\njobs:\n  b:\n    runs: x\n")
CALL = Source(
    ".github/workflows/call.yml",
    "on: push\njobs:\n  c:\n    uses: ./.github/workflows/bad.yml\n",
)


def test_no_files_are_an_empty_pipeline() -> None:
    pipeline = read([])

    assert (pipeline.workflows, pipeline.diagnostics) == ((), ())


def test_one_broken_workflow_leaves_the_others_alone() -> None:
    pipeline = read([GOOD, BAD])

    assert [
        (workflow.path, workflow.broken, [job.id for job in workflow.jobs])
        for workflow in pipeline.workflows
    ] == [
        (".github/workflows/good.yml", False, ["a"]),
        (".github/workflows/bad.yml", True, ["b"]),
    ]
    assert {found.span.path for found in pipeline.diagnostics} == {BAD.path}


def test_a_call_of_a_broken_workflow_is_broken() -> None:
    pipeline = read([CALL, BAD])

    assert [workflow.broken for workflow in pipeline.workflows] == [True, True]
    assert pipeline.diagnostics == tuple(
        sorted(pipeline.diagnostics, key=lambda found: found.order)
    )


def test_a_problem_of_a_file_called_twice_is_one() -> None:
    deep = CALL.text.replace("push", "workflow_call").replace("bad", "absent")
    middle = Source(".github/workflows/middle.yml", deep)
    callers = [
        Source(
            f".github/workflows/{name}.yml", CALL.text.replace("bad.yml", "middle.yml")
        )
        for name in ("one", "two")
    ]

    pipeline = read([*callers, middle])

    assert [found.span.path for found in pipeline.diagnostics] == [middle.path]
    assert all(workflow.broken for workflow in pipeline.workflows)


def test_the_editor_is_stricter_than_the_server() -> None:
    text = GOOD.text.replace("push", "{push: {branch: x}}")
    source = Source(GOOD.path, text)

    assert not read([source]).workflows[0].broken
    assert read([source], strictness=Strictness.EDITOR).workflows[0].broken


def test_a_problem_below_a_call_is_said_where_it_stands() -> None:
    caller = Source(
        CALL.path, f"permissions: {{}}\n{CALL.text.replace('bad', 'middle')}"
    )
    middle = Source(
        ".github/workflows/middle.yml",
        CALL.text.replace("push", "workflow_call").replace("bad", "last"),
    )
    last = Source(
        ".github/workflows/last.yml",
        "on: workflow_call\npermissions: read-all\n"
        "jobs: {a: {runs-on: x, steps: [{run: x}]}}\n",
    )

    pipeline = read([caller, Source("other.yml", caller.text), middle, last])

    errors = [found for found in pipeline.diagnostics if found.is_error]
    assert [found.id for found in errors] == ["call-permissions"]
    assert errors[0].span.path == middle.path
    assert str(errors[0].help).startswith("let the `permissions` of this job hold `")
    assert [workflow.broken for workflow in pipeline.workflows] == [
        True,
        True,
        False,
        False,
    ]
