"""An event starts a workflow exactly when GitHub would start it, and says why not."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent, indent
from types import MappingProxyType

import pytest

from understudy.dialects.github import reader, triggers
from understudy.dialects.github.triggers import Decision
from understudy.model.event import Changes, Event
from understudy.model.pipeline import Workflow
from understudy.model.plan import Reason, Starts
from understudy.text.source import Source

JOBS = "jobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [run: 'true']\n"
PATH = ".github/workflows/ci.yml"

YES = Decision(Starts.YES)


def workflow(on: str) -> Workflow:
    """Read a workflow that has this `on`."""
    text = f"on:\n{indent(dedent(on).strip(), '  ')}\n{JOBS}"
    (found,) = reader.read([Source(PATH, text)]).workflows
    return found


def starts(code: str, text: str) -> Decision:
    return Decision(Starts.YES, Reason(code, text))


def no(code: str, text: str) -> Decision:
    return Decision(Starts.NO, Reason(code, text))


def unknown(code: str, text: str) -> Decision:
    return Decision(Starts.UNKNOWN, Reason(code, text))


def push(ref: str = "refs/heads/main", *files: str) -> Event:
    return Event(
        "push", ref, "f" * 40, "octo/mathkit", changes=Changes(files or ("a.py",))
    )


def pull(base: str | None = "main", *files: str, **more: object) -> Event:
    event = Event(
        "pull_request",
        "refs/pull/1/merge",
        "",
        "octo/mathkit",
        base=base,
        head="faster",
        action="opened",
        changes=Changes(files or ("a.py",)),
    )
    return replace(event, **more)  # type: ignore[arg-type]


def event(name: str, ref: str = "refs/heads/main", **more: object) -> Event:
    plain = Event(name, ref, "f" * 40, "octo/mathkit")
    return replace(plain, **more)  # type: ignore[arg-type]


PUSHES = [
    pytest.param("push:", "refs/heads/main", YES, id="any branch"),
    pytest.param("push:", "refs/tags/v1", YES, id="any tag"),
    pytest.param(
        "pull_request:",
        "refs/heads/main",
        no("event", "no `push` in `on`"),
        id="not listened to",
    ),
    pytest.param(
        "push: {branches: [main, 'releases/**']}",
        "refs/heads/releases/1/2",
        starts("branches", 'branch matches "releases/**"'),
        id="a branch that is listed",
    ),
    pytest.param(
        "push: {branches: [main]}",
        "refs/heads/faster",
        no("branches", "`branches: main` does not match the branch `faster`"),
        id="a branch that is not listed",
    ),
    pytest.param(
        "push: {branches: main}",
        "refs/heads/main",
        starts("branches", 'branch matches "main"'),
        id="one branch without a list",
    ),
    pytest.param(
        "push: {branches: [a, b, c, d, e]}",
        "refs/heads/main",
        no("branches", "`branches: a, b, c, 2 more` does not match the branch `main`"),
        id="many branches are not all shown",
    ),
    pytest.param(
        "push: {branches: ['releases/**', '!releases/**-alpha']}",
        "refs/heads/releases/10-alpha",
        no(
            "branches",
            "`!releases/**-alpha` in `branches` takes out the branch "
            "`releases/10-alpha`",
        ),
        id="a branch that is taken out again",
    ),
    pytest.param(
        "push: {branches-ignore: ['wip/**']}",
        "refs/heads/wip/x",
        no("branches", "`branches-ignore: wip/**` holds the branch `wip/x`"),
        id="an ignored branch",
    ),
    pytest.param(
        "push: {branches-ignore: ['wip/**']}",
        "refs/heads/main",
        starts("branches", "branch is not in `branches-ignore`"),
        id="a branch that is not ignored",
    ),
    pytest.param(
        "push: {branches: [main]}",
        "refs/tags/main",
        no("tags", "only `branches` in `push`, and this is a tag"),
        id="a tag where only branches are listed",
    ),
    pytest.param(
        "push: {branches-ignore: [main]}",
        "refs/tags/v1",
        no("tags", "only `branches-ignore` in `push`, and this is a tag"),
        id="a tag where only branches are ignored",
    ),
    pytest.param(
        "push: {tags: ['v[0-9]+.[0-9]+.[0-9]+*']}",
        "refs/tags/v1.2.3",
        starts("tags", 'tag matches "v[0-9]+.[0-9]+.[0-9]+*"'),
        id="a tag that is listed",
    ),
    pytest.param(
        "push: {tags: ['v*']}",
        "refs/tags/x",
        no("tags", "`tags: v*` does not match the tag `x`"),
        id="a tag that is not listed",
    ),
    pytest.param(
        "push: {tags: ['v*']}",
        "refs/heads/v1",
        no("branches", "only `tags` in `push`, and this is a branch"),
        id="a branch where only tags are listed",
    ),
    pytest.param(
        "push: {tags-ignore: ['v*']}",
        "refs/heads/main",
        no("branches", "only `tags-ignore` in `push`, and this is a branch"),
        id="a branch where only tags are ignored",
    ),
    pytest.param(
        "push: {tags-ignore: ['v*']}",
        "refs/tags/x",
        starts("tags", "tag is not in `tags-ignore`"),
        id="a tag that is not ignored",
    ),
    pytest.param(
        "push: {branches: [main], tags: ['v*']}",
        "refs/tags/v1",
        starts("tags", 'tag matches "v*"'),
        id="a tag where both are listed",
    ),
    pytest.param(
        "push: {branches: [main], tags: ['v*']}",
        "refs/heads/main",
        starts("branches", 'branch matches "main"'),
        id="a branch where both are listed",
    ),
    pytest.param(
        "push: {paths: ['docs/**']}",
        "refs/tags/v1",
        YES,
        id="files do not matter for a tag",
    ),
    pytest.param(
        "push:",
        "refs/notes/commits",
        no("ref", "refs/notes/commits is neither a branch nor a tag"),
        id="another kind of ref",
    ),
]


@pytest.mark.parametrize(("on", "ref", "expected"), PUSHES)
def test_a_push_starts_by_its_ref(on: str, ref: str, expected: Decision) -> None:
    assert triggers.decide(workflow(on), push(ref)) == expected


@pytest.mark.parametrize("name", ["push", "pull_request", "pull_request_target"])
def test_the_changed_files_start_a_workflow(name: str) -> None:
    on = workflow(f"{name}: {{paths: ['src/**']}}")
    ref = "refs/heads/main" if name == "push" else "refs/pull/1/merge"

    found = [
        triggers.decide(on, pull(name=name, ref=ref, changes=Changes(files)))
        for files in (("README.md", "src/a.py"), ("README.md",))
    ]

    assert found == [
        starts("paths", 'src/a.py matches "src/**"'),
        no("paths", "`paths: src/**` matches none of README.md"),
    ]


def test_branches_and_paths_must_both_agree() -> None:
    both = workflow("push: {branches: [main], paths: ['src/**']}")

    found = [
        triggers.decide(both, push("refs/heads/main", "src/a.py")).starts,
        triggers.decide(both, push("refs/heads/main", "a.py")).starts,
        triggers.decide(both, push("refs/heads/x", "src/a.py")).starts,
    ]

    assert found == [Starts.YES, Starts.NO, Starts.NO]


PULLS = [
    pytest.param("pull_request:", pull(), YES, id="any base"),
    pytest.param(
        "pull_request: {branches: ['releases/**']}",
        pull("releases/1"),
        starts("branches", 'base branch matches "releases/**"'),
        id="the base is listed, whatever the head",
    ),
    pytest.param(
        "pull_request: {branches: [faster]}",
        pull("main"),
        no("branches", "`branches: faster` does not match the base branch `main`"),
        id="the head does not count",
    ),
    pytest.param(
        "pull_request: {branches-ignore: [main]}",
        pull("main"),
        no("branches", "`branches-ignore: main` holds the base branch `main`"),
        id="the base is ignored",
    ),
    pytest.param(
        "pull_request: {branches: [main]}",
        pull(None),
        unknown(
            "branches", "`branches` cannot be decided: the base branch is not known"
        ),
        id="an unknown base is not guessed",
    ),
    pytest.param(
        "pull_request: {branches: [main], paths: [b]}",
        pull(None, "a"),
        no("paths", "`paths: b` matches none of a"),
        id="what is known keeps it back though the base is unknown",
    ),
    pytest.param(
        "pull_request:",
        pull(action="synchronize"),
        YES,
        id="new commits",
    ),
    pytest.param(
        "pull_request:",
        pull(action="labeled"),
        no(
            "types",
            "`labeled` is none of `opened`, `synchronize`, `reopened`, the default "
            "types",
        ),
        id="an activity that is not among the default ones",
    ),
    pytest.param(
        "pull_request: {types: [labeled]}",
        pull(action="labeled"),
        YES,
        id="an activity that is listed",
    ),
    pytest.param(
        "pull_request: {types: [labeled, closed]}",
        pull(action="opened"),
        no("types", "`opened` is none of `types: labeled, closed`"),
        id="an activity that is not listed",
    ),
    pytest.param(
        "pull_request: {types: opened}",
        pull(action=None),
        unknown("types", "which of `types: opened` this is, is not known"),
        id="an unknown activity is not guessed",
    ),
    pytest.param(
        "pull_request: {types: opened, branches: [main]}",
        pull(action=None),
        unknown("types", "which of `types: opened` this is, is not known"),
        id="nor where the base agrees",
    ),
    pytest.param(
        "pull_request:",
        pull(problem="faster conflicts with main"),
        no("conflict", "faster conflicts with main"),
        id="a conflict",
    ),
]


@pytest.mark.parametrize(("on", "happened", "expected"), PULLS)
def test_a_pull_request_starts_by_its_base_and_activity(
    on: str, happened: Event, expected: Decision
) -> None:
    assert triggers.decide(workflow(on), happened) == expected


def test_the_target_of_a_pull_request_has_the_same_default_activities() -> None:
    on = workflow("pull_request_target:")

    found = [
        triggers.decide(on, pull(name="pull_request_target", action=action)).starts
        for action in ("opened", "synchronize", "reopened", "closed")
    ]

    assert found == [Starts.YES, Starts.YES, Starts.YES, Starts.NO]


def test_a_commit_message_keeps_pushes_and_pull_requests_back() -> None:
    message = "Fix typo [skip ci]"
    both = workflow("{push: , pull_request: }")

    found = [
        triggers.decide(both, replace(push(), message=message)),
        triggers.decide(both, replace(push("refs/tags/v1"), message=message)),
        triggers.decide(both, replace(pull(), message=message)),
    ]

    assert found == [no("skip", "the message of the head commit says `[skip ci]`")] * 3


@pytest.mark.parametrize("name", ["pull_request_target", "release", "schedule"])
def test_a_commit_message_keeps_nothing_else_back(name: str) -> None:
    on = workflow("{pull_request_target: , release: , schedule: [cron: '5 4 * * *']}")
    happened = event(name, action="opened", message="[skip ci]")

    assert triggers.decide(on, happened).starts is Starts.YES


OTHERS = [
    pytest.param(
        "merge_group: {branches: [main]}",
        event("merge_group", action="checks_requested", base="main"),
        starts("branches", 'base branch matches "main"'),
        id="a merge group into a listed branch",
    ),
    pytest.param(
        "merge_group: {branches: [main]}",
        event("merge_group", action="checks_requested", base="dev"),
        no("branches", "`branches: main` does not match the base branch `dev`"),
        id="a merge group into another",
    ),
    pytest.param(
        "release: {types: [published]}",
        event("release", "refs/tags/v1", action="published"),
        YES,
        id="a release that is published",
    ),
    pytest.param(
        "release: {types: [released]}",
        event("release", "refs/tags/v1", action="published"),
        no("types", "`published` is none of `types: released`"),
        id="a release that is only published",
    ),
    pytest.param(
        "release:",
        event("release", "refs/tags/v1", action="deleted"),
        YES,
        id="every activity where none is listed",
    ),
    pytest.param(
        "repository_dispatch: {types: [nightly]}",
        event("repository_dispatch", action="weekly"),
        no("types", "`weekly` is none of `types: nightly`"),
        id="another dispatch",
    ),
    pytest.param("create:", event("create", "refs/heads/x"), YES, id="a new branch"),
    pytest.param("delete:", event("delete"), YES, id="a deleted branch"),
    pytest.param("status:", event("status"), YES, id="a status"),
    pytest.param(
        "workflow_call:",
        event("workflow_call"),
        no("call", "`workflow_call` starts nothing by itself"),
        id="a call",
    ),
    pytest.param(
        "workflow_call:",
        event("push"),
        no("event", "no `push` in `on`"),
        id="a workflow that is only called",
    ),
    pytest.param(
        "schedule: [cron: '15 4 * * 1', cron: '0 0 * * *']",
        event("schedule", payload={"schedule": "15  4 * * 1 "}),
        YES,
        id="a schedule of its own",
    ),
    pytest.param(
        "schedule: [cron: '15 4 * * 1', cron: '0 0 * * *']",
        event("schedule", payload={"schedule": "1 1 * * *"}),
        no("schedule", '"1 1 * * *" is none of "15 4 * * 1", "0 0 * * *"'),
        id="the schedule of another",
    ),
    pytest.param(
        "schedule: [cron: '15 4 * * 1']",
        event("schedule"),
        YES,
        id="every schedule where none is named",
    ),
    pytest.param(
        "schedule: [cron: '15 4 * * 1']",
        event("schedule", "refs/heads/faster"),
        no("schedule", "`schedule` runs on the default branch `main` only"),
        id="a schedule on another branch",
    ),
    pytest.param(
        "image_version: {names: [a]}",
        event("image_version"),
        unknown("names", "which image this is, is not known"),
        id="an image that is not known",
    ),
    pytest.param("image_version:", event("image_version"), YES, id="any image"),
]


@pytest.mark.parametrize(("on", "happened", "expected"), OTHERS)
def test_other_events_start_by_their_own_rules(
    on: str, happened: Event, expected: Decision
) -> None:
    assert triggers.decide(workflow(on), happened) == expected


def ran(**run: str) -> Event:
    return event("workflow_run", action="completed", payload={"workflow_run": {**run}})


RUNS = [
    pytest.param(
        "workflows: [Build, Lab]", ran(name="Lab", path=PATH), YES, id="by name"
    ),
    pytest.param(f"workflows: ['{PATH}']", ran(name="x", path=PATH), YES, id="by path"),
    pytest.param(
        "workflows: [Build]",
        ran(name="Lab"),
        no("workflows", '"Lab" is none of "Build"'),
        id="another workflow",
    ),
    pytest.param(
        "workflows: [Build]",
        event("workflow_run", action="completed"),
        unknown("workflows", "which workflow has run, is not known"),
        id="an unknown workflow",
    ),
    pytest.param(
        "workflows: [Build], branches: [canary]",
        ran(name="Build", head_branch="canary"),
        starts("branches", 'branch of that run matches "canary"'),
        id="a run on a listed branch",
    ),
    pytest.param(
        "workflows: [Build], branches-ignore: [canary]",
        ran(name="Build", head_branch="canary"),
        no(
            "branches",
            "`branches-ignore: canary` holds the branch of that run `canary`",
        ),
        id="a run on an ignored branch",
    ),
    pytest.param(
        "workflows: [Build], branches: [canary]",
        ran(name="Build"),
        unknown(
            "branches",
            "`branches` cannot be decided: the branch of that run is not known",
        ),
        id="a run on an unknown branch",
    ),
    pytest.param(
        "workflows: [Build], types: [requested]",
        ran(name="Build"),
        no("types", "`completed` is none of `types: requested`"),
        id="another activity",
    ),
]


@pytest.mark.parametrize(("on", "happened", "expected"), RUNS)
def test_a_run_starts_what_waits_for_it(
    on: str, happened: Event, expected: Decision
) -> None:
    assert triggers.decide(workflow(f"workflow_run: {{{on}}}"), happened) == expected


INPUTS = """
    workflow_dispatch:
      inputs:
        level: {type: choice, required: true, options: [info, debug]}
        loud: {type: boolean}
"""


def test_a_dispatch_starts_the_workflow_that_it_names() -> None:
    on = workflow("workflow_dispatch:")

    found = [
        triggers.decide(on, event("workflow_dispatch", payload=payload))
        for payload in ({"workflow": PATH}, {}, {"workflow": "x.yml"})
    ]

    assert found == [YES, YES, no("workflow", "this dispatch is for x.yml")]


def test_a_dispatch_on_any_branch_starts() -> None:
    happened = event("workflow_dispatch", "refs/heads/faster")

    assert triggers.decide(workflow("workflow_dispatch:"), happened) == YES


def test_a_dispatch_needs_its_inputs() -> None:
    happened = event("workflow_dispatch", inputs=MappingProxyType({"loud": "true"}))

    found = triggers.decide(workflow(INPUTS), happened)

    reason = Reason(
        "inputs",
        "Required input 'level' not provided",
        fixable=True,
        command="--input level=info",
    )
    assert found == Decision(Starts.NO, reason)


def test_a_dispatch_with_its_inputs_starts() -> None:
    inputs = MappingProxyType({"Level": "debug", "loud": True})

    found = triggers.decide(workflow(INPUTS), event("workflow_dispatch", inputs=inputs))

    assert found == YES


def test_a_broken_workflow_starts_nothing() -> None:
    broken = replace(workflow("push:"), broken=True)

    found = triggers.decide(broken, push())

    assert found == no("broken", "GitHub refuses this file")


@pytest.mark.parametrize(
    ("on", "text"),
    [
        pytest.param(
            "push: {tags: ['v[0-9']}",
            "`v[0-9` in `tags` is no pattern: the `]` of this `[` is missing",
            id="of this event",
        ),
        pytest.param(
            "{push: , pull_request: {paths: [a, '!']}}",
            "`!` in `paths` is no pattern: nothing follows the `!`",
            id="of another event",
        ),
        pytest.param(
            "pull_request: {paths: [a], paths-ignore: [b]}",
            "you may only define one of `paths` and `paths-ignore` for a single event",
            id="of another event alone",
        ),
    ],
)
def test_a_filter_that_github_refuses_starts_nothing(on: str, text: str) -> None:
    found = triggers.decide(workflow(on), push("refs/tags/v1"))

    assert found == no("broken", text)
