"""The one place that runs git: its environment, its options, its failures.

It knows nothing of origins, events or workspaces.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from copy import copy
from pathlib import Path
from typing import Mapping, Optional, Tuple

from understudy.errors import CannotStart

# What survives the scrub: where the user keeps their configuration (`safe.directory`
# lives there), and where git keeps its own programs. Everything else that begins with
# GIT_ was set by somebody for one command: a hook runs with a relative GIT_INDEX_FILE.
_KEPT = re.compile(
    r"GIT_(EXEC_PATH|CONFIG_(NOSYSTEM|GLOBAL|SYSTEM|COUNT|KEY_\d+|VALUE_\d+))"
)

_FIXED = {
    "GIT_OPTIONAL_LOCKS": "0",  # `git status` would refresh the developer's index
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_DEFAULT_REF_FORMAT": "files",  # origins are written as packed-refs
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",  # messages are read below
}

# Never run the repository's hooks (an index written elsewhere still fires
# `post-index-change`) and never leave a daemon or a shared index behind.
_OPTIONS = (
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.splitIndex=false",
    "-c",
    "gc.auto=0",
    "-c",
    "maintenance.auto=false",
)


class GitMissing(CannotStart):
    """There is no git on the PATH."""

    def __init__(self) -> None:
        super().__init__(
            "`git` was not found on the PATH",
            hint="help: install git 2.25 or later (https://git-scm.com/downloads)",
        )


class NotARepository(CannotStart):
    """The folder belongs to no git repository with a work tree."""

    def __init__(
        self, directory: Path, why: str = "is not in a git repository"
    ) -> None:
        super().__init__(
            f"`{directory}` {why}",
            hint="help: run understudy in a checkout, or make one with `git init`",
        )
        self.directory = directory


class NoCommits(CannotStart):
    """The repository exists and holds nothing yet."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"the repository `{directory}` has no commit yet",
            hint="help: commit once (`git add -A && git commit`), then rehearse",
        )
        self.directory = directory


class UnsafeRepository(CannotStart):
    """Git refuses a repository that somebody else owns."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"git does not read `{directory}`: another user owns it",
            hint="help: if you trust it, run "
            f"`git config --global --add safe.directory {directory}`",
        )
        self.directory = directory


class GitFailed(CannotStart):
    """A git command ended with an error that is none of the known ones."""

    def __init__(self, command: Tuple[str, ...], status: int, output: str) -> None:
        super().__init__(
            f"`git {' '.join(command)}` ended with {status}: {output.strip() or '-'}"
        )
        self.command = command
        self.status = status
        self.output = output


def scrubbed(environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return the environment without what git was told for some other command."""
    kept = {
        name: value
        for name, value in environment.items()
        if not name.startswith("GIT_") or _KEPT.fullmatch(name)
    }
    kept.update(_FIXED)
    kept.pop("LANGUAGE", None)  # outranks LC_ALL in gettext
    return kept


class Git:
    """Git in one directory, with one environment."""

    def __init__(
        self, directory: Path, environment: Mapping[str, str] = os.environ
    ) -> None:
        self.directory = directory
        self.environment = scrubbed(environment)
        self.options: Tuple[str, ...] = _OPTIONS

    def __repr__(self) -> str:
        return f"<Git in {self.directory}>"

    def having(self, **variables: str) -> Git:
        """Return the same git with more variables: an index file, an author."""
        other = copy(self)
        other.environment = {**self.environment, **variables}
        return other

    def configured(self, name: str, value: str) -> Git:
        """Return the same git with one more setting."""
        other = copy(self)
        other.options += ("-c", f"{name}={value}")
        return other

    def at(self, directory: Path) -> Git:
        """Return the same git in another directory."""
        other = copy(self)
        other.directory = directory
        return other

    def run(self, *arguments: str, stdin: Optional[str] = None) -> str:
        """Return what the command printed, less the last newline."""
        done = self.attempt(*arguments, stdin=stdin)
        if done.returncode:
            raise self._failure(arguments, done)
        return done.stdout[:-1] if done.stdout.endswith("\n") else done.stdout

    def items(self, *arguments: str, stdin: Optional[str] = None) -> Tuple[str, ...]:
        """Return the NUL-separated items that the command printed (give it `-z`)."""
        return tuple(
            item for item in self.run(*arguments, stdin=stdin).split("\0") if item
        )

    def lines(self, *arguments: str) -> Tuple[str, ...]:
        """Return the lines that the command printed.

        Not by `splitlines`: a name may hold what Unicode, unlike git, ends lines with.
        """
        return tuple(line for line in self.run(*arguments).split("\n") if line)

    def says(self, *arguments: str) -> str:
        """Return what the command printed, or nothing if it failed.

        For questions where failing *is* the answer (`symbolic-ref`, `describe`).
        """
        done = self.attempt(*arguments)
        return "" if done.returncode else done.stdout.rstrip("\n")

    def attempt(
        self, *arguments: str, stdin: Optional[str] = None
    ) -> subprocess.CompletedProcess[str]:
        """Run the command and return how it ended, whatever that was."""
        program = shutil.which("git", path=self.environment.get("PATH", os.defpath))
        if program is None:
            raise GitMissing
        if not self.directory.is_dir():
            raise NotARepository(self.directory, "is not a folder")
        done = subprocess.run(
            [program, *self.options, *arguments],
            cwd=self.directory,
            env=self.environment,
            # Nothing to read is better than a terminal to wait for.
            input=(stdin or "").encode("utf-8", "surrogateescape"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
        )
        # Not text mode: it would turn CR LF inside a path or a message into LF. And
        # paths are bytes to git, so what is not UTF-8 has to survive the round trip.
        return subprocess.CompletedProcess(
            done.args,
            done.returncode,
            done.stdout.decode("utf-8", "surrogateescape"),
            done.stderr.decode("utf-8", "surrogateescape"),
        )

    def version(self) -> Tuple[int, ...]:
        """Return git's version, as (2, 39, 5)."""
        found = re.search(r"\d+(?:\.\d+)+", self.run("version"))
        return tuple(map(int, found.group().split("."))) if found else ()

    def _failure(
        self,
        arguments: Tuple[str, ...],
        done: subprocess.CompletedProcess[str],
    ) -> CannotStart:
        if "dubious ownership" in done.stderr or "unsafe repository" in done.stderr:
            named = re.search(r"--add safe\.directory (.+)", done.stderr)
            where = named.group(1).strip().strip("'") if named else str(self.directory)
            return UnsafeRepository(Path(where))
        if "not a git repository" in done.stderr:
            return NotARepository(self.directory)
        if "must be run in a work tree" in done.stderr:
            return NotARepository(self.directory, "has no work tree")
        return GitFailed(arguments, done.returncode, done.stderr or done.stdout)
