from __future__ import annotations

import pytest

from understudy.actions.fork_guard import refuses

SHA, MERGE = "a" * 40, "b" * 40


def pull(head_id=2):
    return {
        "repository": {"id": 1},
        "pull_request": {
            "head": {"sha": SHA, "repo": {"id": head_id, "full_name": "Fork/Project"}},
            "merge_commit_sha": MERGE,
        },
    }


def run(event="pull_request", **changes):
    told = {
        "event": event,
        "head_repository": {"id": 2, "full_name": "fork/project"},
        "head_commit": {"id": SHA},
        "head_sha": MERGE,
    }
    return {"repository": {"id": 1}, "workflow_run": {**told, **changes}}


@pytest.mark.parametrize(
    "repository, ref, commit",
    [
        pytest.param("fork/project", "main", "", id="the fork itself"),
        pytest.param("acme/project", "refs/pull/7/merge", "", id="the pull request"),
        pytest.param("acme/project", "refs/pull/7/head", "", id="its head"),
        pytest.param("acme/project", "", SHA.upper(), id="the commit of its head"),
        pytest.param("acme/project", "", MERGE, id="its merge commit"),
    ],
)
def test_the_code_of_a_fork_is_refused(repository, ref, commit):
    assert refuses("pull_request_target", pull(), repository, ref, commit)


@pytest.mark.parametrize(
    "event, payload, repository, ref, commit",
    [
        pytest.param(
            "pull_request",
            pull(),
            "fork/project",
            "",
            SHA,
            id="another event has no rights to lose",
        ),
        pytest.param(
            "pull_request_target",
            pull(head_id=1),
            "acme/project",
            "refs/pull/7/head",
            "",
            id="a pull request of the repository itself",
        ),
        pytest.param(
            "pull_request_target",
            {**pull(), "repository": {}},
            "fork/project",
            "",
            "",
            id="a repository that is not known",
        ),
        pytest.param(
            "pull_request_target",
            pull(head_id=None),
            "fork/project",
            "",
            "",
            id="a fork that is gone",
        ),
        pytest.param(
            "pull_request_target",
            pull(),
            "acme/project",
            "refs/heads/main",
            "c" * 40,
            id="the repository's own code",
        ),
        pytest.param(
            "pull_request_target", pull(), "acme/other", "main", "", id="a third one"
        ),
        pytest.param(
            "workflow_run",
            run("push"),
            "acme/project",
            "",
            SHA,
            id="a run after a push",
        ),
        pytest.param(
            "workflow_run",
            {"repository": {"id": 1}},
            "acme/project",
            "",
            SHA,
            id="a run of nothing known",
        ),
        pytest.param(
            "workflow_run",
            run("pull_request_target"),
            "acme/project",
            "",
            MERGE,
            id="where the head is that of the base branch",
        ),
    ],
)
def test_all_other_code_is_not(event, payload, repository, ref, commit):
    assert not refuses(event, payload, repository, ref, commit)


@pytest.mark.parametrize(
    "event, commit",
    [
        ("pull_request", SHA),
        ("pull_request", MERGE),
        ("pull_request_target", SHA),
    ],
)
def test_a_run_after_that_of_a_fork_may_not_take_its_code_either(event, commit):
    assert refuses("workflow_run", run(event), "acme/project", "", commit)
