from __future__ import annotations

import base64
import dataclasses

import pytest

from understudy.actions import checkout
from understudy.engine.contract import ActionFailed, NotPlayed, Played
from understudy.engine.left_out import LeftOut
from understudy.model.event import Event
from understudy.model.plan import Reason

BASIC = base64.b64encode(b"x-access-token:worthless").decode()
HEADER = "http.https://github.com/.extraheader"
FILES = [".git", "README.md", "c.txt", "docs", "src"]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_push_checks_out_the_branch_with_one_commit(host, git):
    leg = host("actions/checkout@v7")

    played = checkout.main(leg)

    assert played == Played()
    assert git(leg.workspace, "status", "--branch", "--porcelain") == (
        "## main...origin/main"
    )
    assert git(leg.workspace, "rev-list", "--all", "--count") == "1"
    assert git(leg.workspace, "tag") == ""
    assert leg.outputs == {"ref": "refs/heads/main", "commit": leg.origin.played}


def test_the_remote_is_the_address_on_github(host, git):
    leg = host("actions/checkout@v7")

    checkout.main(leg)

    assert git(leg.workspace, "config", "remote.origin.url") == (
        "https://github.com/acme/project"
    )


def test_the_log_has_the_commands_of_the_original(host, git):
    leg = host("actions/checkout@v3")

    checkout.main(leg)

    fetch = "git -c protocol.version=2 fetch --no-tags --prune --no-recurse-submodules"
    assert [c for c in leg.commands if "checkout --p" in c or "fetch" in c] == [
        f"{fetch} --progress --depth=1 origin"
        f" +{leg.origin.played}:refs/remotes/origin/main",
        "git checkout --progress --force -B main refs/remotes/origin/main",
    ]
    assert "##[group]Fetching the repository" in leg.lines
    assert leg.lines[-1] == leg.origin.played


def test_a_pull_request_checks_out_its_merge_commit_detached(host, project, git):
    root = project({"old.txt": "1\n"})
    git(root, "branch", "feature")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Second")
    git(root, "checkout", "--quiet", "feature")
    root.joinpath("new.txt").write_text("1\n")
    git(root, "add", "new.txt")
    git(root, "commit", "--quiet", "--message", "Feature")
    leg = host("actions/checkout@v7")
    merge = leg.origin.merge("main", 7).sha
    event = Event("pull_request", "refs/pull/7/merge", merge, "acme/project")

    checkout.main(dataclasses.replace(leg, event=event))

    assert git(leg.workspace, "rev-parse", "HEAD", "refs/remotes/pull/7/merge") == (
        f"{merge}\n{merge}"
    )
    assert git(leg.workspace, "branch", "--show-current") == ""
    assert names(leg.workspace) == [".git", "new.txt", "old.txt"]


def test_a_tag_is_fetched_by_its_name(host, some_project, git):
    commit = git(some_project, "rev-parse", "v1")
    event = Event("push", "refs/tags/v1", commit, "acme/project")
    leg = host("actions/checkout@v7", event=event)

    checkout.main(leg)

    assert git(leg.workspace, "describe", "--tags", "--exact-match") == "v1"
    assert leg.outputs == {"ref": "refs/tags/v1", "commit": commit}


def test_a_tag_that_has_moved_since_the_event_fails(host, some_project, git):
    commit = git(some_project, "rev-parse", "main")
    event = Event("push", "refs/tags/v1", commit, "acme/project")
    leg = host("actions/checkout@v7", event=event)

    with pytest.raises(ActionFailed) as failure:
        checkout.main(leg)

    assert failure.value.message == (
        f"The ref 'refs/tags/v1' does not point to the expected commit '{commit}'. The "
        "ref may have been updated after the workflow was triggered."
    )


def test_all_of_the_history_brings_every_branch_and_tag(host, git):
    leg = host("actions/checkout@v7", {"fetch-depth": "0"})

    checkout.main(leg)

    assert git(leg.workspace, "rev-list", "--count", "HEAD") == "2"
    assert git(leg.workspace, "tag") == "v1"
    assert git(leg.workspace, "branch", "--remotes").split() == [
        "origin/main",
        "origin/topic/x",
    ]


def test_a_branch_that_has_moved_on_is_fetched_where_it_was(host, some_project, git):
    earlier = git(some_project, "rev-parse", "main~1")
    event = Event("push", "refs/heads/main", earlier, "acme/project")
    leg = host("actions/checkout@v7", {"fetch-depth": "0"}, event=event)

    checkout.main(leg)

    assert git(leg.workspace, "rev-parse", "HEAD") == earlier
    assert git(leg.workspace, "branch", "--show-current") == "main"


def test_the_history_of_a_shallow_checkout_is_noted_where_it_is_asked_for(host):
    leg = host("actions/checkout@v7", {"fetch-depth": "0"})
    left = (LeftOut(".", "history", "the checkout is shallow"),)
    leg.origin = dataclasses.replace(leg.origin, left_out=left)

    played = checkout.main(leg)

    assert played.notes == ("not the whole history: the checkout is shallow",)


def test_tags_come_along_where_they_are_asked_for(host, git):
    leg = host("actions/checkout@v7", {"fetch-tags": "true"})

    checkout.main(leg)

    assert git(leg.workspace, "tag") == "v1"


@pytest.mark.parametrize(
    "ref, branch",
    [("topic/x", "topic/x"), ("v1", ""), ("refs/heads/topic/x", "topic/x")],
)
def test_a_name_is_a_branch_or_a_tag(host, some_project, git, ref, branch):
    leg = host("actions/checkout@v7", {"ref": ref})

    checkout.main(leg)

    assert git(leg.workspace, "branch", "--show-current") == branch
    assert leg.outputs == {"ref": ref, "commit": git(some_project, "rev-parse", "v1")}


def test_a_commit_is_checked_out_detached(host, some_project, git):
    commit = git(some_project, "rev-parse", "main~1")
    leg = host("actions/checkout@v7", {"ref": commit})

    checkout.main(leg)

    assert git(leg.workspace, "rev-parse", "HEAD") == commit
    assert leg.outputs == {"ref": "", "commit": commit}


@pytest.mark.parametrize("ref, depth", [("gone", "1"), ("gone", "0"), ("5" * 40, "1")])
def test_a_ref_that_only_github_may_have_is_not_played(host, ref, depth):
    leg = host("actions/checkout@v7", {"ref": ref, "fetch-depth": depth})

    with pytest.raises(NotPlayed) as missing:
        checkout.main(leg)

    assert missing.value.reason == Reason(
        "network",
        f"`{ref}` of acme/project is not in the repository here",
        fixable=True,
        command="git fetch --tags origin",
    )


def test_the_event_s_own_commit_has_to_be_there(host):
    event = Event("push", "refs/heads/main", "5" * 40, "acme/project")
    leg = host("actions/checkout@v7", event=event)

    with pytest.raises(ActionFailed, match="failed with exit code 128$"):
        checkout.main(leg)


def test_the_oldest_version_fetches_everything_and_stays_on_no_branch(host, git):
    leg = host("actions/checkout@v1")

    checkout.main(leg)

    assert git(leg.workspace, "rev-list", "--count", "HEAD") == "2"
    assert git(leg.workspace, "branch", "--show-current") == ""


def test_a_repository_may_lie_below_the_workspace(host, git):
    leg = host("actions/checkout@v7", {"path": "src/it"})

    checkout.main(leg)

    assert names(leg.workspace / "src" / "it") == FILES
    assert names(leg.workspace) == ["src"]


def test_a_file_that_is_in_the_way_goes(host):
    leg = host("actions/checkout@v7", {"path": "it"})
    leg.workspace.joinpath("it").write_text("in the way")

    checkout.main(leg)

    assert names(leg.workspace / "it") == FILES


def test_what_is_no_checkout_of_it_is_deleted(host):
    leg = host("actions/checkout@v7")
    leg.workspace.joinpath("folder").mkdir()
    leg.workspace.joinpath("file").touch()
    leg.workspace.joinpath("link").symlink_to("folder")

    checkout.main(leg)

    assert names(leg.workspace) == FILES
    assert f"Deleting the contents of '{leg.workspace.resolve()}'" in leg.lines


def test_a_second_checkout_cleans_the_first(host):
    checkout.main(host("actions/checkout@v7"))
    leg = host("actions/checkout@v7")
    leg.workspace.joinpath("left.txt").touch()
    leg.workspace.joinpath("README.md").write_text("changed")

    checkout.main(leg)

    assert names(leg.workspace) == FILES
    assert leg.workspace.joinpath("README.md").read_text() == "Hello\n"
    assert not any("Deleting" in line for line in leg.lines)


def test_it_does_not_where_it_is_told_not_to(host):
    checkout.main(host("actions/checkout@v7"))
    leg = host("actions/checkout@v7", {"clean": "false"})
    leg.workspace.joinpath("left.txt").touch()

    checkout.main(leg)

    assert names(leg.workspace) == sorted([*FILES, "left.txt"])


def test_a_shallow_checkout_is_completed_where_all_is_asked_for(host, git):
    checkout.main(host("actions/checkout@v7"))
    leg = host("actions/checkout@v7", {"fetch-depth": "0"})

    checkout.main(leg)

    assert git(leg.workspace, "rev-list", "--count", "HEAD") == "2"


def test_the_token_stays_for_later_steps_and_goes_in_the_end(host, git):
    leg = host("actions/checkout@v7")

    checkout.main(leg)

    assert git(leg.workspace, "config", HEADER) == f"AUTHORIZATION: basic {BASIC}"
    checkout.post(leg)
    assert "gitdir" not in leg.workspace.joinpath(".git/config").read_text()


def test_the_token_goes_at_once_where_it_may_not_stay(host):
    leg = host("actions/checkout@v4", {"persist-credentials": "false"})

    checkout.main(leg)

    assert "extraheader" not in leg.workspace.joinpath(".git/config").read_text()
    assert leg.state == {}
    assert "##[group]Removing auth" in leg.lines


def test_a_token_that_is_empty_here_is_noted(host):
    leg = host("actions/checkout@v7", {"token": ""})

    assert checkout.main(leg).notes == ("`token` is empty here",)


def test_an_empty_token_fails_for_a_fork_as_on_github(host):
    leg = host("actions/checkout@v7", {"token": ""})
    event = dataclasses.replace(leg.event, fork=True)

    with pytest.raises(ActionFailed, match="^Input required and not supplied: token$"):
        checkout.main(dataclasses.replace(leg, event=event))


def test_the_leg_s_own_configuration_is_read_and_left_alone(host, git):
    leg = host("actions/checkout@v7")
    settings = leg.home / ".gitconfig"
    settings.write_text("[advice]\n\tdetachedHead = false\n")

    checkout.main(leg)

    assert settings.read_text() == "[advice]\n\tdetachedHead = false\n"
    assert names(leg.temp) == [names(leg.temp)[0]]
    assert names(leg.temp)[0].startswith("git-credentials-")


def test_the_folder_is_safe_unless_told_otherwise(host):
    safe = host("actions/checkout@v7")
    checkout.main(safe)
    other = host("actions/checkout@v7", {"set-safe-directory": "false"})
    checkout.main(other)

    command = f"git config --global --add safe.directory {safe.workspace.resolve()}"
    assert command in safe.commands
    assert command not in other.commands


def test_only_some_folders_are_checked_out(host):
    leg = host("actions/checkout@v7", {"sparse-checkout": "src"})

    checkout.main(leg)

    assert names(leg.workspace) == [".git", "README.md", "c.txt", "src"]


def test_only_some_patterns_are_checked_out(host):
    given = {"sparse-checkout": "/docs/*\n", "sparse-checkout-cone-mode": "false"}
    leg = host("actions/checkout@v7", given)

    checkout.main(leg)

    assert names(leg.workspace) == [".git", "docs"]


def test_a_filter_leaves_the_rest_to_later_fetches(host, git):
    given = {"filter": "tree:0", "show-progress": "false"}
    leg = host("actions/checkout@v7", given)

    checkout.main(leg)

    fetch = next(command for command in leg.commands if "fetch" in command)
    assert "--filter=tree:0" in fetch
    assert "--progress" not in fetch
    assert names(leg.workspace) == FILES


def test_files_in_lfs_are_not_played_where_they_are_asked_for(host):
    leg = host("actions/checkout@v7", {"lfs": "true"})
    left = (LeftOut("big.bin", "lfs", "the pointer stands for the file"),)
    leg.origin = dataclasses.replace(leg.origin, left_out=left)

    with pytest.raises(NotPlayed) as missing:
        checkout.main(leg)

    assert missing.value.reason == Reason(
        "network", "files that are kept in LFS are not here"
    )


def test_a_repository_without_files_in_lfs_needs_none(host):
    leg = host("actions/checkout@v7", {"lfs": "true"})

    checkout.main(leg)

    assert names(leg.workspace) == FILES


@pytest.mark.parametrize("asked", ["true", "recursive"])
def test_submodules_are_not_played_where_there_are_some(host, project, asked):
    project({".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = ../x\n'})
    leg = host("actions/checkout@v7", {"submodules": asked})

    with pytest.raises(NotPlayed) as missing:
        checkout.main(leg)

    assert missing.value.reason == Reason("network", "submodules are not here")


@pytest.mark.parametrize(
    "given, expected",
    [
        (
            {"submodules": "true"},
            "git -c protocol.version=2 submodule update --init --force --depth=1",
        ),
        (
            {"submodules": "recursive", "fetch-depth": "0"},
            "git -c protocol.version=2 submodule update --init --force --recursive",
        ),
    ],
)
def test_where_there_are_none_the_commands_are_run(host, given, expected):
    leg = host("actions/checkout@v7", given)

    checkout.main(leg)

    assert expected in leg.commands


def test_another_repository_is_played_by_a_checkout_of_it(host, project, git):
    project({"README.md": "Hello\n"})
    other = project({"other.txt": "1\n"}, name="other")
    other.joinpath("other.txt").write_text("2\n")
    leg = host(
        "actions/checkout@v7",
        {"repository": "acme/other", "path": "other"},
        repositories={"acme/other": other},
    )

    played = checkout.main(leg)

    folder = leg.workspace / "other"
    assert folder.joinpath("other.txt").read_text() == "2\n"
    assert git(folder, "config", "remote.origin.url") == "https://github.com/acme/other"
    assert git(folder, "branch", "--show-current") == "main"
    assert played.notes == (f"acme/other is played by {other}",)


@pytest.mark.parametrize("ref, branch", [("main", "main"), ("v2", ""), ("7" * 40, "")])
def test_what_is_there_stands_for_whatever_ref_it_was_given_for(
    host, project, git, ref, branch
):
    project({"README.md": "Hello\n"})
    other = project({"other.txt": "1\n"}, name="other")
    leg = host(
        "actions/checkout@v7",
        {"repository": "acme/other", "ref": ref},
        repositories={f"acme/other@{ref}": other},
    )

    checkout.main(leg)

    assert git(leg.workspace, "rev-parse", "HEAD") == git(other, "rev-parse", "HEAD")
    assert git(leg.workspace, "branch", "--show-current") == branch


@pytest.mark.parametrize("ref, name", [("", "acme/other"), ("v2", "acme/other@v2")])
def test_another_repository_that_is_not_here_is_not_played(host, ref, name):
    leg = host("actions/checkout@v7", {"repository": "acme/other", "ref": ref})

    with pytest.raises(NotPlayed) as missing:
        checkout.main(leg)

    assert missing.value.reason == Reason(
        "network",
        f"the repository {name} is not here",
        fixable=True,
        command=f"understudy run --local-repository {name}=PATH",
    )
