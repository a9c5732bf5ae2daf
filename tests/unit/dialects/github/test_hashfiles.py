"""`hashFiles` hashes what its patterns find, and says why where it cannot."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from understudy.dialects.github.hashfiles import hash_arguments, hash_files
from understudy.expressions import ExpressionError

FILES = ["B.txt", "a b.txt", "a.txt", "b.lock", "lib/deep/x.py", "lib/x.py"]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with some files."""
    root = tmp_path / "workspace"
    for name in FILES:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"content of {name}\n", encoding="utf-8")
    return root


def digest(workspace: Path, names: list[str]) -> str:
    """Hash the digests of the files one after the other, as GitHub does."""
    total = hashlib.sha256()
    for name in names:
        total.update(hashlib.sha256(workspace.joinpath(name).read_bytes()).digest())
    return total.hexdigest() if names else ""


def test_digests_are_hashed_in_the_order_of_the_files(workspace):
    patterns = ["lib", "b.lock", "!lib/deep"]

    assert hash_files(patterns, workspace) == digest(workspace, ["lib/x.py", "b.lock"])
    assert hash_files(["*.txt"], workspace) == digest(workspace, FILES[:3])
    assert hash_files(["missing.txt"], workspace) == ""


def test_the_caller_says_where_home_is_and_what_else_the_workspace_is_called(workspace):
    found = digest(workspace, ["lib/x.py"])

    assert hash_files(["~/x.py"], workspace, home=workspace / "lib") == found
    assert hash_files(["/seen/as/lib/x*"], workspace, known_as="/seen/as/") == found


def test_files_outside_of_the_workspace_are_left_out(workspace):
    outside = workspace.parent / "outside.txt"
    outside.write_text("outside", encoding="utf-8")
    twin = workspace.parent / f"{workspace.name}x"
    twin.mkdir()
    twin.joinpath("a.txt").write_text("twin", encoding="utf-8")

    patterns = [f"{workspace.parent}/**/*.txt", "!**/* *"]

    assert hash_files(patterns, workspace) == digest(workspace, ["B.txt", "a.txt"])
    assert hash_files([os.fspath(outside)], workspace) == ""


def test_a_workspace_behind_a_link_is_the_workspace(workspace, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(workspace)

    assert hash_files(["a.txt"], link) == digest(workspace, ["a.txt"])


def test_content_and_names_are_told_apart(workspace):
    before = hash_files(["a.txt"], workspace)
    workspace.joinpath("a.txt").rename(workspace / "renamed.txt")
    renamed = hash_files(["renamed.txt"], workspace)
    workspace.joinpath("renamed.txt").write_bytes(b"changed\n")
    changed = hash_files(["renamed.txt"], workspace)

    assert before == renamed != changed


def test_an_empty_file_is_a_file(workspace):
    workspace.joinpath("empty").touch()

    assert hash_files(["empty"], workspace) == digest(workspace, ["empty"])
    assert hash_files(["empty"], workspace) != ""


def test_a_large_file_is_read_in_pieces(workspace):
    workspace.joinpath("large").write_bytes(b"x" * (3 << 20))

    assert hash_files(["large"], workspace) == digest(workspace, ["large"])


def test_links_to_folders_are_followed_on_demand(workspace):
    # As a link to a folder it is found, and is no file.
    workspace.joinpath("linked").symlink_to(workspace / "lib")

    plain = hash_files(["link*"], workspace)
    followed = hash_files(["linked/*.py"], workspace, follow_symbolic_links=True)

    assert plain == ""
    assert followed == digest(workspace, ["lib/x.py"])


def failure(patterns, workspace, **options):
    with pytest.raises(ExpressionError) as caught:
        hash_files(patterns, workspace, **options)
    return caught.value


@pytest.mark.parametrize(
    "pattern, reason",
    [
        pytest.param("!", "pattern cannot be empty", id="not nothing"),
        pytest.param("a\0b", "embedded null", id="a zero"),
        pytest.param("a.txt/x/y", "Not a directory", id="below a file"),
    ],
)
def test_a_broken_pattern_is_an_error_with_its_reason(workspace, pattern, reason):
    error = failure(["b.lock", pattern], workspace)

    assert error.kind == "evaluation"
    assert str(error).startswith(
        f"hashFiles('b.lock, {pattern}') failed. "
        f"Fail to hash files under directory '{workspace}'. "
    )
    assert reason in str(error)


def test_quotes_in_a_message_are_doubled(workspace):
    assert "hashFiles('it''s/..') failed." in str(failure(["it's/.."], workspace))


def test_a_broken_link_cannot_be_hashed(workspace):
    workspace.joinpath("lib", "gone").symlink_to(workspace / "missing")

    assert "No such file or directory" in str(failure(["lib/*"], workspace))


def test_a_pipe_is_not_waited_for(workspace):
    os.mkfifo(workspace / "pipe")

    assert f"'{workspace}/pipe' is not a regular file." in str(
        failure(["p*"], workspace)
    )


def test_an_option_may_be_the_first_argument(workspace):
    workspace.joinpath("linked").symlink_to("lib")
    option = "--Follow-Symbolic-Links"

    assert hash_arguments(["linked/*"], workspace) == ""
    assert hash_arguments([option, "linked/*"], workspace) != ""
    assert hash_arguments([], workspace) == ""


def test_another_option_is_refused(workspace):
    with pytest.raises(ExpressionError) as caught:
        hash_arguments(["--deep", "lib/*"], workspace)

    assert str(caught.value) == (
        "Specified argument was out of the range of valid values. (Parameter 'Invalid"
        " glob option --deep, avaliable option: '--follow-symbolic-links'.')"
    )
