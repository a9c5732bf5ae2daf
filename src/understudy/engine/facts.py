"""What git knows of a checkout, read without writing anything anywhere.

It answers what an event needs; the tree that a run plays is made by `origin`.
"""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Dict, Iterator, Mapping, Tuple
from urllib.parse import urlsplit, urlunsplit

from understudy.engine.git import Git, NoCommits
from understudy.errors import CannotStart
from understudy.records import dataclass


@dataclass(frozen=True)
class Facts:
    """A checkout as it is now. Empty text means that there is none."""

    project: Path  # the top of the work tree, wherever the question was asked
    git_directory: Path  # where objects and refs are: for a worktree, the main one's
    index: Path
    head: str
    branch: str  # empty when HEAD is detached
    default_branch: str
    branches: Mapping[str, str]  # name -> commit; local ones, then the remote's
    remote: str
    remote_url: str  # without credentials
    repository: str  # owner/name, from the remote
    changed: Tuple[str, ...]  # tracked paths that differ from HEAD
    untracked: Tuple[str, ...]  # not ignored
    nested: Tuple[str, ...]  # untracked repositories inside this one
    shallow: bool
    partial: bool  # objects are fetched on demand (`--filter=blob:none`)

    @property
    def dirty(self) -> bool:
        """Tell whether a tracked file differs from HEAD."""
        return bool(self.changed)

    @property
    def local_name(self) -> str:
        """Return owner/name for what has no remote, as GitHub would spell the folder.

        Nothing there has a blank or a quote in its workspace's path, as a folder may.
        """
        return f"local/{re.sub('[^A-Za-z0-9._-]+', '-', self.project.name)}"

    def __repr__(self) -> str:
        state = f"{len(self.changed)} changed" if self.changed else "clean"
        where = self.branch or "detached"
        name = self.repository or "no remote"
        return (
            f"<Facts of {str(self.project)[-80:]}: {where[:60]} at {self.head[:12]}, "
            f"{state}, {len(self.untracked)} untracked, {name[:60]}>"
        )


def read(directory: Path, environment: Mapping[str, str] = os.environ) -> Facts:
    """Return the facts of the checkout that the directory belongs to."""
    project, git_directory, index, shallow = _place(directory, environment)
    git = Git(project, environment)
    with _filtering_elsewhere(git) as reading:
        head, branch, changed, others = _status(reading)
    if not head:
        raise NoCommits(project)
    settings = _settings(git)
    remote = _remote(settings, branch)
    branches = _branches(git, remote)
    url = git.says("remote", "get-url", remote) if remote else ""
    return Facts(
        project=project,
        git_directory=git_directory,
        index=index,
        head=head,
        branch=branch,
        default_branch=_default_branch(git, remote, branches, branch, settings),
        branches=branches,
        remote=remote,
        remote_url=without_credentials(url),
        repository=repository_of(url),
        changed=changed,
        untracked=tuple(path for path in others if not path.endswith("/")),
        nested=tuple(path for path in others if path.endswith("/")),
        shallow=shallow,
        partial="extensions.partialclone" in settings
        or any(re.fullmatch(r"remote\..*\.promisor", name) for name in settings),
    )


def changed_files(
    git: Git, base: str, head: str = "", *, since_fork: bool
) -> Tuple[str, ...]:
    """Return the paths that differ between base and head, or the tracked files now.

    `since_fork` compares with the point where head left base (three dots, what
    GitHub does for pull requests), else with base itself (two dots, for a push). Both
    names of a renamed file count.
    """
    if since_fork:
        base = git.says("merge-base", base, head or "HEAD") or base
    ends = (base, head) if head else (base,)
    with _filtering_elsewhere(git) as reading:
        return reading.items(
            "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", *ends, "--"
        )


def repository_of(url: str) -> str:
    """Return owner/name of a remote's URL, or nothing for a path on this machine.

    Known forms: https://HOST/OWNER/NAME, ssh://git@HOST:22/OWNER/NAME and
    git@HOST:OWNER/NAME, each with or without `.git`.
    """
    if "://" in url:
        parts = urlsplit(url)
        path = parts.path if parts.scheme != "file" and parts.hostname else ""
    else:
        # git's own rule: no slash before the colon, and one letter is a drive
        scp_like = re.fullmatch(r"([^/:]{2,}):(?!/{2})(.+)", url)
        path = scp_like.group(2) if scp_like else ""
    named = re.search(r"([^/\s]+)/([^/\s]+?)(?:\.git)?/*$", path)
    return f"{named.group(1)}/{named.group(2)}" if named else ""


def without_credentials(url: str) -> str:
    """Return the URL without a user name or token before the host."""
    if not re.match(r"https?://", url):
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


@contextmanager
def _filtering_elsewhere(git: Git) -> Iterator[Git]:
    """Give a git that compares files without storing anything in the repository.

    To compare, it runs the clean filters, and that of git-lfs keeps what it has seen.
    """
    with tempfile.TemporaryDirectory() as scratch:
        yield git.configured("lfs.storage", scratch)


def _place(
    directory: Path, environment: Mapping[str, str]
) -> Tuple[Path, Path, Path, bool]:
    git = Git(directory, environment)
    told = git.run(
        "rev-parse",
        "--show-toplevel",
        "--is-shallow-repository",
        "--git-common-dir",
        "--git-path",
        "index",
    )
    if told.count("\n") > 3:
        raise CannotStart(
            "the project is in a folder with a line break in its name, which git's own "
            "files cannot hold",
            hint="help: rename the folder",
        )
    top, shallow, common, index = told.split("\n")
    # git says these two relative to where it was asked
    return (
        Path(top),
        (directory / common).resolve(),
        (directory / index).resolve(),
        shallow == "true",
    )


def _status(git: Git) -> Tuple[str, str, Tuple[str, ...], Tuple[str, ...]]:
    """Return HEAD's commit, its branch, changed paths, and paths git does not know."""
    head = branch = ""
    changed, others = [], []
    for line in git.items(
        "status",
        "--porcelain=v2",
        "-z",
        "--branch",
        "--untracked-files=all",
        "--no-renames",
        # what is dirty inside a submodule is not seen by its superproject's commit
        "--ignore-submodules=dirty",
    ):
        kind, _, rest = line.partition(" ")
        if rest.startswith("branch.oid ") and kind == "#":
            head = rest.split(" ", 1)[1].replace("(initial)", "")
        elif rest.startswith("branch.head ") and kind == "#":
            branch = rest.split(" ", 1)[1].replace("(detached)", "")
        elif kind == "1":
            changed.append(rest.split(" ", 7)[7])
        elif kind == "u":
            changed.append(rest.split(" ", 9)[9])
        elif kind == "?":
            others.append(rest)
    return head, branch, tuple(changed), tuple(others)


def _settings(git: Git) -> Mapping[str, str]:
    found = {}
    for item in git.items("config", "--null", "--list"):
        name, _, value = item.partition("\n")
        found[name] = value
    return found


def _remote(settings: Mapping[str, str], branch: str) -> str:
    """Return the remote that is GitHub: origin, else the branch's, else the first."""
    named = [
        found.group(1)
        for found in (re.fullmatch(r"remote\.(.+)\.url", name) for name in settings)
        if found
    ]
    tracked = settings.get(f"branch.{branch}.remote", "")
    for candidate in ("origin", tracked, *named):
        if candidate in named:
            return candidate
    return ""


def _branches(git: Git, remote: str) -> Mapping[str, str]:
    patterns = ["refs/heads/", *([f"refs/remotes/{remote}/"] if remote else [])]
    found: Dict[str, str] = {}
    form = "--format=%(objectname) %(refname)"
    for line in git.lines("for-each-ref", form, *patterns):
        commit, ref = line.split(" ", 1)
        for prefix in patterns:
            # refs/heads/ sorts first: a local branch is nearer than the remote's
            if ref.startswith(prefix) and ref != f"refs/remotes/{remote}/HEAD":
                found.setdefault(ref[len(prefix) :], commit)
    return found


def _default_branch(
    git: Git,
    remote: str,
    branches: Mapping[str, str],
    current: str,
    settings: Mapping[str, str],
) -> str:
    """Return what the remote says (`origin/HEAD`), else the most likely name."""
    head = f"refs/remotes/{remote}/HEAD"
    told = git.says("symbolic-ref", "--quiet", head) if remote else ""
    if told:
        return told[len(f"refs/remotes/{remote}/") :]
    configured = settings.get("init.defaultbranch", "")
    for candidate in ("main", "master", configured):
        if candidate in branches:
            return candidate
    return current or next(iter(branches), "main")
