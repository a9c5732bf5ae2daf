"""Owns where called workflows and actions come from, as protocols; fetches nothing."""

from __future__ import annotations

from typing import Optional, Protocol, Sequence, Union

from understudy.text.source import Source


class Repositories(Protocol):
    """What can bring a workflow that another one calls."""

    def workflow(self, uses: str, caller: Source) -> Union[Source, str]:
        """Return the file that a `uses` names, or the sentence why it cannot be had.

        `./x` in a file of another repository is a file of that repository. The path of
        a file from elsewhere is its full `owner/repository/path@ref`.
        """


class NoRepositories:
    """Brings nothing: for a project whose workflows only call each other."""

    def workflow(self, uses: str, caller: Source) -> Union[Source, str]:
        """Say that nothing can be had."""
        return f"`{uses}` is not among the files at hand"


class Files(Protocol):
    """The files of a project beside its workflows."""

    def read(self, path: str) -> Optional[Source]:
        """Return a file of the project, None where there is no such file."""

    def actions(self) -> Sequence[str]:
        """Return folders that hold an action, to suggest one of them."""
