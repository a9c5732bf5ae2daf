"""Owns what a checkout step asks for: its inputs, read as the original reads them.

The rules are those of `input-helper.ts` of actions/checkout.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Tuple

from understudy.actions import fork_guard, inputs, refspecs
from understudy.engine.contract import ActionFailed, Host
from understudy.records import dataclass

_SERVER = "https://github.com"
_COMMIT = re.compile(r"[0-9a-fA-F]{40}|[0-9a-fA-F]{64}")


@dataclass(frozen=True)
class Asked:
    """What a step asks for, in the terms of GitHub."""

    repository: str
    folder: Path
    ref: str
    commit: str
    named: str  # the ref that the step itself names
    depth: int
    tags: bool
    filter: str
    sparse: Tuple[str, ...]
    submodules: str
    lfs: bool
    version: int

    @property
    def url(self) -> str:
        """Return the address that the remote gets."""
        return f"{_SERVER}/{self.repository}"


def read(host: Host) -> Asked:
    """Return what a step asks for.

    Raises:
        ActionFailed: something that the original refuses.
    """
    own = host.origin.repository
    repository = inputs.text(host.inputs, "repository") or own
    if not re.fullmatch(r"[^/]+/[^/]+", repository):
        raise ActionFailed(
            f"Invalid repository '{repository}'. Expected format {{owner}}/{{repo}}."
        )
    version = inputs.major(host.ref, newest=7)
    named = inputs.text(host.inputs, "ref")
    ref, commit = ("", named) if _COMMIT.fullmatch(named) else (named, "")
    if not named and repository.lower() == own.lower():
        # The ref of some events is a bare name, that of a branch.
        ref, commit = host.event.ref, host.event.sha or host.origin.played
        ref = f"refs/heads/{ref}" if refspecs.is_unqualified(ref) else ref
    if named or repository.lower() != own.lower():
        _refuse_forks(host, repository, ref, commit)
    submodules = inputs.text(host.inputs, "submodules").lower()
    return Asked(
        repository=repository,
        folder=_folder(host),
        ref=ref,
        commit=commit,
        named=named,
        depth=_depth(host, version),
        tags=is_true(host, "fetch-tags"),
        filter=inputs.text(host.inputs, "filter"),
        sparse=inputs.lines(host.inputs, "sparse-checkout"),
        submodules=submodules if submodules in ("true", "recursive") else "",
        lfs=is_true(host, "lfs"),
        version=version,
    )


def _refuse_forks(host: Host, repository: str, ref: str, commit: str) -> None:
    event = host.event
    if is_true(host, "allow-unsafe-pr-checkout"):
        return
    if fork_guard.refuses(event.name, event.payload, repository, ref, commit):
        raise ActionFailed(
            "Refusing to check out fork pull request code from a "
            f"'{event.name}' workflow. This workflow runs with the base repository's "
            "GITHUB_TOKEN, secrets, default-branch cache scope, and runner access. "
            "Fetching and executing a fork's code in that trusted context commonly "
            'leads to "pwn request" vulnerabilities. To opt in, review the risks at '
            "https://gh.io/securely-using-pull_request_target and set "
            "'allow-unsafe-pr-checkout: true' on the actions/checkout step."
        )


def is_true(host: Host, name: str, default: str = "") -> bool:
    """Return whether an input says `true`, in whatever case."""
    return (inputs.text(host.inputs, name) or default).upper() == "TRUE"


def _folder(host: Host) -> Path:
    workspace = host.workspace.resolve()
    folder = (workspace / inputs.text(host.inputs, "path")).resolve()
    if folder != workspace and workspace not in folder.parents:
        raise ActionFailed(
            f"Repository path '{host.inside(folder)}' is not under "
            f"'{host.inside(workspace)}'"
        )
    return folder


def _depth(host: Host, version: int) -> int:
    if version == 1 and "fetch-depth" not in host.given:
        return 0  # RepositoryPlugin.cs: the whole history, unless told otherwise
    try:
        return max(int(float(inputs.text(host.inputs, "fetch-depth") or "1")), 0)
    except ValueError:
        return 0
