"""A workflow file is read as far as it goes, its form before its meaning."""

from __future__ import annotations

import pytest

from understudy.dialects.github.documents import Document, Strictness, read_document
from understudy.text.diagnostic import Authority, Severity
from understudy.text.source import Source

CI = """\
name: CI
run-name: by ${{ github.actor }}
on: push
env: {A: b}
defaults: {run: {shell: bash}}
permissions: read-all
concurrency: ${{ github.ref }}
jobs:
  build:
    runs-on: ubuntu-latest
    steps: [{run: make}]
"""


def read(text: str, strictness: Strictness = Strictness.SERVER) -> Document:
    return read_document(Source(".github/workflows/ci.yml", text), strictness)


def errors(document: Document) -> list[tuple[int, int, str]]:
    return [
        (found.span.line, found.span.column, found.message)
        for found in document.problems.sorted()
        if found.is_error
    ]


def warnings(document: Document) -> list[str]:
    return [
        found.message
        for found in document.problems.sorted()
        if found.severity is Severity.WARNING
    ]


def test_a_workflow_has_all_that_it_says() -> None:
    document = read(CI)

    assert document.problems.sorted() == []
    workflow = document.workflow
    assert (workflow.path, workflow.name) == (".github/workflows/ci.yml", "CI")
    assert workflow.run_name and workflow.run_name.text == "by ${{ github.actor }}"
    assert [trigger.event for trigger in workflow.triggers] == ["push"]
    assert workflow.env and workflow.concurrency
    assert workflow.defaults.shell and workflow.defaults.shell.text == "bash"
    assert workflow.permissions and workflow.permissions.shorthand == "read-all"
    assert [job.id for job in workflow.jobs] == ["build"]


@pytest.mark.parametrize("strictness", Strictness)
def test_the_order_of_keys_is_no_matter(strictness: Strictness) -> None:
    lines = CI.splitlines(keepends=True)

    assert errors(read("".join(lines[7:] + lines[:7]), strictness)) == []


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("", (1, 1, "Unexpected value ''"), id="empty"),
        pytest.param("hello", (1, 1, "Unexpected value 'hello'"), id="a word"),
        pytest.param("[a]", (1, 1, "A sequence was not expected"), id="a list"),
        pytest.param(
            "on: push", (1, 1, "Required property is missing: jobs"), id="no jobs"
        ),
        pytest.param(
            "on: push\njobs: {}",
            (2, 7, "The workflow must contain at least one job with no dependencies."),
            id="no job",
        ),
        pytest.param(
            f"{CI}concurrency: x\n",
            (12, 1, "'concurrency' is already defined"),
            id="a key twice",
        ),
        pytest.param(
            CI.replace("${{ github.ref }}", "x" * 401),
            (7, 14, "Concurrency group name must be less than 400 characters"),
            id="a long group",
        ),
    ],
)
@pytest.mark.parametrize("strictness", Strictness)
def test_what_github_refuses(
    text: str, error: tuple[int, int, str], strictness: Strictness
) -> None:
    assert errors(read(text, strictness)) == [error]


def test_meaning_is_not_looked_at_where_the_form_is_wrong() -> None:
    wrong = CI.replace("build:", "a.b:")

    both = read(wrong.replace("runs-on", "runs-at"))

    assert [message.split(" ")[1] for _, _, message in errors(read(wrong))] == [
        "identifier"
    ]
    assert "identifier" not in str(errors(both))
    assert [job.id for job in both.workflow.jobs] == ["a.b"]


def test_what_stands_before_a_yaml_error_is_read() -> None:
    document = read(f"{CI}    env: [\n")

    assert len(errors(document)) == 1
    assert document.problems.sorted()[0].id.startswith("yaml-")
    assert [job.id for job in document.workflow.jobs] == ["build"]


def test_a_file_too_large_is_not_read_at_all() -> None:
    document = read("#" * (1024 * 1024 + 1))

    (problem,) = document.problems.sorted()
    assert problem.id == "yaml-limit"
    assert document.workflow.broken and document.node is None


@pytest.mark.parametrize("on", ["", "on:", "on: {}", "on: []"])
def test_the_server_wants_an_event(on: str) -> None:
    text = CI.replace("on: push", on)

    assert [message for _, _, message in errors(read(text))] == [
        "No event triggers defined in `on`"
    ]


def test_the_editor_wants_the_key() -> None:
    text = CI.replace("on: push\n", "")

    assert errors(read(text, Strictness.EDITOR)) == [
        (1, 1, "Required property is missing: on")
    ]


@pytest.mark.parametrize(
    ("on", "message"),
    [
        pytest.param(
            "{push: {branch: x}}", "Unexpected value 'branch'", id="an unknown filter"
        ),
        pytest.param(
            "{pull_request: {types: [open]}}", "Unexpected value 'open'", id="a type"
        ),
        pytest.param(
            "{schedule: [{cron: 0 0 * * *, paths: x}]}",
            "Unexpected value 'paths'",
            id="a filter of a schedule",
        ),
    ],
)
def test_the_server_lets_pass_what_the_editor_refuses_in_on(
    on: str, message: str
) -> None:
    text = CI.replace("push", on)

    on_server, in_editor = read(text), read(text, Strictness.EDITOR)

    assert (errors(on_server), warnings(on_server)) == ([], [message])
    assert [found for _, _, found in errors(in_editor)] == [message]
    (found,) = on_server.problems.sorted()
    assert "GitHub's editor" in f"{found.help} {found.notes}"


def test_the_server_wants_steps_in_jobs_that_call_nothing() -> None:
    idle = "  {}: {{runs-on: x}}\n"
    text = f"{CI}{idle.format('a')}  b: {{uses: o/r/.github/workflows/w.yml@v1}}\n"
    text += idle.format("c").replace("x}", "x, steps: []}")

    on_server, in_editor = read(text), read(text, Strictness.EDITOR)

    assert errors(on_server) == [
        (
            12,
            3,
            "No steps defined in `steps` and no workflow called in `uses` for the "
            "following jobs: a, c",
        )
    ]
    assert [str(label.span) for label in on_server.problems.sorted()[0].labels] == [
        ".github/workflows/ci.yml:14:3"
    ]
    assert errors(in_editor) == []


def test_both_refuse_a_call_that_is_none() -> None:
    text = CI.replace("push", "{workflow_call: {inputs: {a: {type: date}}}}")

    for strictness in Strictness:
        assert errors(read(text, strictness)) == [
            (3, 41, "Unexpected value 'date'"),
        ]


@pytest.mark.parametrize("on", ["pull-request", "[push, pull-request]"])
def test_both_refuse_an_event_that_is_misspelt(on: str) -> None:
    text = CI.replace("push", on)

    (on_server,) = read(text).problems.sorted()
    (in_editor,) = read(text, Strictness.EDITOR).problems.sorted()

    assert on_server.is_error and in_editor.is_error
    assert on_server.message == "`pull-request` is not a valid event name"
    assert in_editor.message == "Unexpected value 'pull-request'"
    assert on_server.span == in_editor.span
    assert on_server.help == in_editor.help == "did you mean `pull_request`?"


def test_the_server_has_events_that_the_editor_does_not_know() -> None:
    text = CI.replace("push", "member")

    assert read(text).problems.sorted() == []
    assert len(errors(read(text, Strictness.EDITOR))) == 1


def test_an_event_like_no_other_may_be_a_new_one() -> None:
    document = read(CI.replace("push", "{moon_landing: {types: [soft]}}"))

    assert not document.problems.has_errors
    assert warnings(document) == ["`moon_landing` is not a valid event name"]
    (found,) = document.problems.sorted()
    assert found.help and "if GitHub does not know it either" in found.help


def test_both_refuse_a_schedule_that_is_none() -> None:
    text = CI.replace("push", "{schedule: [{cron: 0 0 * * 7}]}")

    (on_server,) = read(text).problems.sorted()
    (in_editor,) = read(text, Strictness.EDITOR).problems.sorted()

    assert on_server.is_error and in_editor.is_error
    assert on_server.message == 'invalid `cron` attribute "0 0 * * 7"'
    assert on_server.help and "weekday from 0 (Sunday) to 6" in on_server.help
    assert in_editor.message.startswith("Invalid cron expression.")
    assert on_server.span == in_editor.span


def test_expressions_are_in_the_register() -> None:
    document = read(CI)

    assert document.node is not None
    assert [node.text for node, _ in document.register.within(document.node)] == [
        "by ${{ github.actor }}",
        "${{ github.ref }}",
    ]


FILTERS = (
    "on: {push: {branches: [a], branches-ignore: [b], tags: ['[']}}\n"
    + CI[CI.index("env") :]
)


def test_filters_that_github_refuses_break_the_file() -> None:
    document = read(FILTERS)

    assert document.problems.has_errors
    assert [
        (found.id, found.span.column, found.message, found.authority, found.help)
        for found in document.problems.sorted()
    ] == [
        (
            "invalid-filter",
            28,
            "you may only define one of `branches` and `branches-ignore` for a single "
            "event",
            Authority.GITHUB,
            "keep `branches`, and put a `!` in front of what it shall not hold",
        ),
        (
            "invalid-filter",
            57,
            "`[` in `tags` is no pattern: the `]` of this `[` is missing",
            Authority.UNDERSTUDY,
            None,
        ),
    ]


def test_the_editor_does_not_look_at_filters() -> None:
    document = read(FILTERS, Strictness.EDITOR)

    assert errors(document) == []
    assert len(warnings(document)) == 2
    assert {found.authority for found in document.problems.sorted()} == {
        Authority.UNDERSTUDY
    }


def test_only_the_editor_minds_how_a_schedule_is_laid_out() -> None:
    text = CI.replace("push", "\n  schedule:\n    - cron: |\n        0 0 * * *")

    assert read(text).problems.sorted() == []
    assert [message for _, _, message in errors(read(text, Strictness.EDITOR))] == [
        "Invalid cron expression. "
        "Expected format: '* * * * *' (minute hour day month weekday)"
    ]
    assert errors(read(text.replace("0 0", "0")))


@pytest.mark.parametrize(
    ("on", "kinds"),
    [
        pytest.param("{push: {branches: ['!a', '!b']}}", ["branches"], id="branches"),
        pytest.param("{pull_request: {paths: '!a/**'}}", ["paths"], id="paths"),
        pytest.param("{push: {branches: ['!a', b]}}", [], id="one that is positive"),
        pytest.param("{push: {tags: ['!**']}}", [], id="no tags, on purpose"),
        pytest.param("{push: {tags: []}}", [], id="none at all"),
        pytest.param("{push: {tags-ignore: ['!a']}}", [], id="exceptions"),
    ],
)
def test_a_filter_that_only_takes_out_matches_nothing(
    on: str, kinds: list[str]
) -> None:
    found = read(CI.replace("push", on)).problems.sorted()

    assert [(one.id, one.message.split("`")[1]) for one in found] == [
        ("negative-filter", kind) for kind in kinds
    ]
