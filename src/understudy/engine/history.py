"""Finds out what an event needs of a checkout's past: commits, tags, what changed.

Reads only; how the checkout is now comes from `facts`, and the event from a dialect.
"""

from __future__ import annotations

import os
import tempfile
from typing import Dict, Mapping, Optional, Sequence, Tuple

from understudy.engine.facts import Facts as Checkout
from understudy.engine.facts import changed_files
from understudy.engine.git import Git
from understudy.model.event import Changes
from understudy.model.facts import Base, Facts, Person
from understudy.records import dataclass

_REF = "--format=%(refname)%00%(objectname)%00%(*objectname)"
_COMMIT = "--format=%T%x00%P%x00%an%x00%ae%x00%cI%x00%B"
_UNMERGED = 1  # what `git merge-tree` ends with where there are conflicts

# The tree without files, which every git knows, by the length of a name.
_EMPTY = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}


@dataclass(frozen=True)
class _Repository:
    """A checkout, its refs, and the git that reads it."""

    checkout: Checkout
    git: Git
    refs: Mapping[str, str]

    def remote(self, branch: str) -> Optional[str]:
        """Return the commit of a branch as the remote has it, as far as is known."""
        return self.refs.get(f"refs/remotes/{self.checkout.remote}/{branch}")

    def changed(self, since: str) -> Tuple[str, ...]:
        """Return the tracked files that differ now from a commit."""
        return changed_files(self.git, since, since_fork=False)

    def commits(self, since: str) -> int:
        """Return how many commits a push would bring: that of dirty files as well."""
        count = self.git.run(
            "rev-list", "--count", "HEAD", *([f"^{since}"] * bool(since))
        )
        return int(count) + self.checkout.dirty


def read(
    checkout: Checkout,
    bases: Sequence[str] = (),
    environment: Mapping[str, str] = os.environ,
    *,
    pushes: bool = True,
) -> Facts:
    """Return what git knows of a project.

    Args:
        checkout: the state that it is in.
        bases: branches that a pull request may go into.
        pushes: whether it is asked what a push of the branch would change.
    """
    git = Git(checkout.project, environment)
    refs, tags = _refs(git, checkout.remote)
    here = _Repository(checkout, git, refs)
    shown = git.run("show", "--no-patch", "--no-show-signature", _COMMIT, checkout.head)
    tree, parents, name, email, timestamp, message = shown.split("\0", 5)
    parent = parents.split(" ")[0] or None
    found = {base: _base(here, base) for base in dict.fromkeys(bases)}
    unasked = Changes(None, reason="nobody asked what a push would change")
    return Facts(
        sha=checkout.head,
        branch=checkout.branch or None,
        default_branch=checkout.default_branch,
        repository=checkout.repository or None,
        dirty=checkout.changed,
        untracked=checkout.untracked,
        message=message.rstrip("\n"),
        author=Person(name, email),
        timestamp=timestamp,
        tree=tree,
        parent=parent,
        upstream=here.remote(checkout.branch),
        changes=_pushed(here, parent) if pushes else unasked,
        bases={base: known for base, known in found.items() if known},
        tags=tuple(tags),
        tag_shas=tags,
        is_shallow=checkout.shallow,
    )


def _refs(git: Git, remote: str) -> Tuple[Dict[str, str], Dict[str, str]]:
    """Return the remote's branches, and the tags, the newest first."""
    patterns = ["refs/tags/", *([f"refs/remotes/{remote}/"] if remote else [])]
    # Tags of one second are ordered by what they say.
    order = ("--sort=-version:refname", "--sort=-creatordate")
    branches: Dict[str, str] = {}
    tags: Dict[str, str] = {}
    for line in git.lines("for-each-ref", *order, _REF, *patterns):
        ref, name, peeled = line.split("\0")
        if ref.startswith("refs/tags/"):
            tags[ref[len("refs/tags/") :]] = peeled or name
        else:
            branches[ref] = name
    return branches, tags


def _pushed(here: _Repository, parent: Optional[str]) -> Changes:
    """Return what a push of the branch would change."""
    checkout = here.checkout
    upstream = here.remote(checkout.branch)
    if upstream and (upstream != checkout.head or checkout.dirty):
        against = f"{upstream[:7]} ({checkout.remote}/{checkout.branch})"
        return Changes(here.changed(upstream), against, commits=here.commits(upstream))
    if upstream and parent:
        files = here.changed(parent)
        return Changes(files, f"{parent[:7]} (the commit before)", commits=1)
    if not upstream and checkout.branch != checkout.default_branch:
        base = _base(here, checkout.default_branch)
        if base is not None:
            return base.changes
    # GitHub compares a first push with nothing.
    files = here.changed(_EMPTY[len(checkout.head)])
    return Changes(files, "nothing: it is new", commits=here.commits(""))


def _base(here: _Repository, name: str) -> Optional[Base]:
    """Return a branch to merge into: as the remote has it, where that is known."""
    checkout, git = here.checkout, here.git
    remote = here.remote(name)
    sha = remote or checkout.branches.get(name)
    if sha is None:
        return None
    label = f"{checkout.remote}/{name}" if remote else name
    files = here.changed(sha)
    direct = Changes(files, f"{sha[:7]} ({label})", commits=here.commits(sha))
    fork = git.says("merge-base", sha, checkout.head)
    if not fork:
        reason = f"there is no common commit with {label}"
        if checkout.shallow:
            reason += " in this shallow checkout"
        return Base(sha, None, Changes(None, reason=reason), direct)
    whose = checkout.branch or "HEAD"
    changes = Changes(
        files if fork == sha else here.changed(fork),
        f"{fork[:7]} (where {whose} left {label})",
        commits=direct.commits,
    )
    apart = fork not in (sha, checkout.head)
    return Base(sha, fork, changes, direct, apart and _conflicts(here, sha))


def _conflicts(here: _Repository, base: str) -> bool:
    """Tell whether git cannot merge; one before 2.38 does not know."""
    objects = str(here.checkout.git_directory / "objects")
    with tempfile.TemporaryDirectory() as scratch:
        git = here.git.having(
            GIT_OBJECT_DIRECTORY=scratch, GIT_ALTERNATE_OBJECT_DIRECTORIES=objects
        )
        done = git.attempt("merge-tree", "--write-tree", base, here.checkout.head)
    return done.returncode == _UNMERGED
