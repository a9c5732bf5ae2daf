"""Calls are followed from file to file, as far as GitHub follows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Union

import pytest

from understudy.dialects.github.documents import Strictness
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.reusable import MAX_DEPTH, MAX_FILES, Library
from understudy.model.pipeline import Workflow
from understudy.text.source import Source

CALLEE = "on: workflow_call\njobs:\n  {}:\n    steps: [{{run: x}}]\n    runs-on: x\n"
CALLER = "on: {}\njobs:\n  {}:\n    uses: {}\n"


class Shelf:
    """Repositories whose files are on a shelf, by their full names."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def workflow(self, uses: str, caller: Source) -> Union[Source, str]:
        if uses.startswith("./"):
            name, _, ref = caller.path.partition("@")
            uses = f"{'/'.join(name.split('/')[:2])}/{uses[2:]}@{ref}"
        if uses not in self.files:
            return f"`{uses}` is not on the shelf"
        return Source(uses, self.files[uses])


def link(
    project: Mapping[str, str], shelf: Mapping[str, str] = {}
) -> tuple[Workflow, list[tuple[str, int, int, str]]]:
    """Link the first file of a project, whose files are named without their folder."""
    sources = [
        Source(f".github/workflows/{name}", text) for name, text in project.items()
    ]
    library = Library(sources, Shelf(shelf), Strictness.SERVER)
    problems = Problems()
    linked = library.linked(library.document(sources[0]), problems)
    return linked, [
        (found.span.path, found.span.line, found.span.column, found.message)
        for found in problems.sorted()
    ]


def local(name: str) -> str:
    return f"./.github/workflows/{name}"


def callee(workflow: Workflow, *ids: str) -> Workflow:
    for id in ids:
        job = workflow.job(id)
        assert job is not None and job.call is not None
        assert job.call.workflow is not None
        workflow = job.call.workflow
    return workflow


def test_a_local_call_is_a_file_of_the_project() -> None:
    linked, problems = link(
        {
            "ci.yml": CALLER.format("push", "call", local("x.yml")),
            "x.yml": CALLEE.format("build"),
        }
    )

    assert problems == []
    assert [job.id for job in callee(linked, "call").jobs] == ["build"]
    assert not linked.broken


def test_a_local_call_in_another_repository_is_a_file_of_that_one() -> None:
    linked, problems = link(
        {"ci.yml": CALLER.format("push", "a", "o/r/.github/workflows/x.yml@v1")},
        {
            "o/r/.github/workflows/x.yml@v1": CALLER.format(
                "workflow_call", "b", local("y.yml")
            ),
            "o/r/.github/workflows/y.yml@v1": CALLEE.format("build"),
        },
    )

    assert problems == []
    assert callee(linked, "a", "b").path == "o/r/.github/workflows/y.yml@v1"


def test_what_cannot_be_had_is_no_error() -> None:
    linked, problems = link(
        {"ci.yml": CALLER.format("push", "a", "o/r/.github/workflows/x.yml@v1")}
    )

    assert problems == []
    assert linked.jobs[0].call is not None
    assert linked.jobs[0].call.problem == (
        "`o/r/.github/workflows/x.yml@v1` is not on the shelf"
    )
    assert not linked.broken


def test_a_local_file_that_is_not_there_is_an_error() -> None:
    linked, problems = link(
        {
            "ci.yml": CALLER.format("push", "a", local("biuld.yml")),
            "build.yml": CALLEE.format("b"),
        }
    )

    assert problems == [
        (
            ".github/workflows/ci.yml",
            4,
            11,
            'error parsing called workflow ".github/workflows/ci.yml" -> '
            '"./.github/workflows/biuld.yml" : failed to fetch workflow: '
            "workflow was not found.",
        )
    ]
    assert linked.broken
    assert linked.jobs[0].call and linked.jobs[0].call.problem


def test_a_file_that_is_not_there_is_not_taken_for_its_caller() -> None:
    text = CALLER.format("push", "a", local("cy.yml"))
    source = Source(".github/workflows/ci.yml", text)
    library = Library([source], Shelf({}), Strictness.SERVER)
    problems = Problems()

    library.linked(library.document(source), problems)

    assert [found.help for found in problems.sorted()] == [None]


def test_a_reference_to_no_workflow_is_an_error() -> None:
    linked, problems = link({"ci.yml": CALLER.format("push", "a", "o/r@v1")})

    assert [message for *_, message in problems] == [
        "invalid value workflow reference: "
        "references to workflows must be rooted in '.github/workflows'"
    ]
    assert linked.jobs[0].call and linked.jobs[0].call.problem == problems[0][3]


def test_what_is_wrong_with_the_file_called_is_an_error_of_the_call() -> None:
    linked, problems = link(
        {
            "ci.yml": CALLER.format("push", "a", local("x.yml")),
            "x.yml": CALLEE.format("build") + "    bad: 1\n    worse: 2\n",
        }
    )

    prefix = "Error from called workflow .github/workflows/x.yml"
    assert [message for *_, message in problems] == [
        f"{prefix} (Line: 6, Col: 5): Unexpected value 'bad'",
        f"{prefix} (Line: 7, Col: 5): Unexpected value 'worse'",
    ]
    assert callee(linked, "a").broken and linked.broken
    assert [job.id for job in callee(linked, "a").jobs] == ["build"]


def test_words_that_are_not_github_s_stay_so() -> None:
    sources = [
        Source(".github/workflows/ci.yml", CALLER.format("push", "a", local("x.yml"))),
        Source(".github/workflows/x.yml", "on: [\n"),
    ]
    library = Library(sources, Shelf({}), Strictness.SERVER)
    problems = Problems()

    library.linked(library.document(sources[0]), problems)

    (inner,) = library.document(sources[1]).problems.sorted()
    (outer,) = problems.sorted()
    assert outer.message.endswith(inner.message)
    assert outer.authority is inner.authority


def test_warnings_of_the_file_called_stay_there() -> None:
    _, problems = link(
        {
            "ci.yml": CALLER.format("push", "a", local("x.yml")),
            "x.yml": CALLEE.format("b").replace(
                "workflow_call", "{workflow_call: , push: {branch: x}}"
            ),
        }
    )

    assert problems == []


def test_of_a_broken_file_called_only_the_errors_are_told_at_the_call() -> None:
    called = CALLEE.format("b").replace(
        "workflow_call", "{workflow_call: , push: {branch: x}}"
    )
    _, problems = link(
        {
            "ci.yml": CALLER.format("push", "a", local("x.yml")),
            "x.yml": called.replace("runs-on", "runs_on"),
        }
    )

    assert problems
    assert not [found for found in problems if "branch" in found[3]]


def test_a_file_that_calls_itself_goes_too_deep() -> None:
    linked, problems = link(
        {
            "ci.yml": CALLER.format("push", "a", local("x.yml")),
            "x.yml": CALLER.format("workflow_call", "b", local("x.yml")),
        }
    )

    assert problems == [
        (
            ".github/workflows/x.yml",
            4,
            11,
            'error parsing called workflow ".github/workflows/ci.yml" -> '
            '"./.github/workflows/x.yml" : job "b" calls workflow '
            '"./.github/workflows/x.yml", but doing so would exceed the limit on '
            f"called workflow depth of {MAX_DEPTH}",
        )
    ]
    assert linked.broken


@pytest.mark.parametrize(
    ("levels", "errors"),
    [
        pytest.param(MAX_DEPTH, 0, id="ten levels"),
        pytest.param(MAX_DEPTH + 1, 1, id="eleven levels"),
    ],
)
def test_calls_go_ten_levels_deep(levels: int, errors: int) -> None:
    files = {
        f"{level}.yml": CALLER.format("workflow_call", "a", local(f"{level + 1}.yml"))
        for level in range(levels)
    }

    _, problems = link({**files, f"{levels}.yml": CALLEE.format("a")})

    assert len(problems) == errors


@pytest.mark.parametrize(
    ("files", "errors"),
    [pytest.param(MAX_FILES, 0, id="fifty"), pytest.param(MAX_FILES + 2, 2, id="52")],
)
def test_a_workflow_calls_fifty_files(files: int, errors: int) -> None:
    caller = "on: push\njobs:\n" + "".join(
        f"  a{number}: {{uses: {local(f'{number}.yml')}}}\n" for number in range(files)
    )
    called = {f"{number}.yml": CALLEE.format("a") for number in range(files)}

    _, problems = link({"ci.yml": caller, **called})

    assert [message for *_, message in problems] == [
        f"The maximum file count of {MAX_FILES + 1} has been exceeded"
    ] * errors


def test_a_thousand_ways_through_the_same_files_take_no_time() -> None:
    def level(number: int) -> str:
        jobs = "".join(
            f"  a{index}: {{uses: {local(f'{number + 1}.yml')}}}\n"
            for index in range(20)
        )
        return f"on: workflow_call\njobs:\n{jobs}"

    files = {f"{number}.yml": level(number) for number in range(MAX_DEPTH)}

    linked, problems = link({**files, f"{MAX_DEPTH}.yml": CALLEE.format("last")})

    assert problems == []
    assert callee(linked, *["a19"] * MAX_DEPTH).jobs[0].id == "last"


@pytest.mark.parametrize(
    ("top", "job", "middle", "path"),
    [
        pytest.param("actions: read", "", "", "x.yml", id="the workflow's"),
        pytest.param("", "actions: read", "", "x.yml", id="the job's own"),
        pytest.param(
            "actions: write", "actions: read", "", "x.yml", id="the job's first"
        ),
        pytest.param(
            "actions: write", "", "actions: read", "x.yml", id="a level's own"
        ),
    ],
)
def test_permissions_only_become_less(
    top: str, job: str, middle: str, path: str
) -> None:
    def granted(scopes: str, indent: str = "") -> str:
        return f"{indent}permissions: {{{scopes}}}\n" if scopes else ""

    caller = CALLER.format("push", "a", local("x.yml"))
    called = CALLER.format("workflow_call", "b", local("y.yml"))
    last = CALLEE.format("deploy") + granted("actions: write", "    ")

    _, problems = link(
        {
            "ci.yml": granted(top) + caller + granted(job, "    "),
            "x.yml": granted(middle) + called,
            "y.yml": last,
        }
    )

    uses = local("y.yml")
    assert [(found, message) for found, _, _, message in problems] == [
        (
            f".github/workflows/{path}",
            f"Error calling workflow '{uses}'. The nested job 'deploy' is requesting "
            "'actions: write', but is only allowed 'actions: read'.",
        )
    ]


def test_without_permissions_the_repository_decides() -> None:
    linked, problems = link(
        {
            "ci.yml": CALLER.format("push", "a", local("x.yml")),
            "x.yml": CALLEE.format("b") + "    permissions: write-all\n",
        }
    )

    assert problems == [
        (
            ".github/workflows/ci.yml",
            3,
            3,
            "the job `b` of `./.github/workflows/x.yml` asks for `write-all`, and "
            "nothing here grants it: GitHub starts nothing unless the repository lets "
            "all workflows write",
        )
    ]
    assert not linked.broken


def test_reading_needs_no_grant() -> None:
    _, problems = link(
        {
            "ci.yml": CALLER.format("push", "a", local("x.yml")),
            "x.yml": CALLEE.format("b") + "    permissions: {contents: read}\n",
        }
    )

    assert problems == []


def test_a_broken_file_keeps_what_it_calls() -> None:
    linked, problems = link(
        {
            "ci.yml": CALLER.format("push", "a", local("x.yml")) + "    bad: 1\n",
            "x.yml": CALLEE.format("b"),
        }
    )

    assert problems == []
    assert linked.broken
    assert callee(linked, "a").jobs[0].id == "b"
