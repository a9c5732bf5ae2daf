"""Owns where called workflows come from, as a protocol; fetches nothing itself."""

from __future__ import annotations

from typing import Protocol, Union

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
