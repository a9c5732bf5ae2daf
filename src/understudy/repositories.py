"""Brings files of other repositories: from checkouts that the user names, or a cache.

It asks no network: what is not here is a sentence that says what to do about it.
"""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Callable, Mapping, Optional, Tuple, Union

from understudy.dialects.github.calls import LOCAL
from understudy.dialects.github.folder import read_source
from understudy.records import dataclass
from understudy.text.source import Source


def user_cache() -> Path:
    """Return where repositories are that were fetched once: `owner/name/ref`."""
    # Few pipelines ask for it, and all would pay.
    import platformdirs

    return platformdirs.user_cache_path("understudy") / "repositories"


@dataclass(frozen=True)
class Repositories:
    """What stands in for remote repositories: `owner/name@ref`, or `owner/name`."""

    checkouts: Mapping[str, Path] = field(default_factory=lambda: MappingProxyType({}))
    cache: Callable[[], Path] = field(default=user_cache, repr=False)

    def workflow(self, uses: str, caller: Source) -> Union[Source, str]:
        """Return the file that a `uses` names, or the sentence why it cannot be had."""
        if uses.startswith(LOCAL):
            repository, _, ref = _split(caller.path)
            path = uses[2:]
        else:
            repository, path, ref = _split(uses)
        folder = self.folder(repository, ref)
        if folder is None:
            return (
                f"`{repository}@{ref}` is not here: name a checkout of it with "
                f"--local-repository {repository}@{ref}=PATH"
            )
        try:
            text = read_source(folder, path).text
        except OSError as error:
            why = (error.strerror or "it cannot be read").lower()
            return f"`{path}` of `{repository}@{ref}` is not in `{folder}`: {why}"
        return Source(f"{repository}/{path}@{ref}", text)

    def folder(self, repository: str, ref: str) -> Optional[Path]:
        """Return where a repository is at a ref, None where it is not here."""
        named = {name.lower(): path for name, path in self.checkouts.items()}
        for name in (f"{repository}@{ref}", repository):
            if name.lower() in named:
                return named[name.lower()]
        if ".." in f"{repository}/{ref}".split("/"):
            return None
        cached = self.cache() / repository.lower() / ref
        return cached if cached.is_dir() else None


def _split(uses: str) -> Tuple[str, str, str]:
    """Return repository, path and ref of `owner/name/path@ref`."""
    name, _, ref = uses.partition("@")
    owner, _, rest = name.partition("/")
    repository, _, path = rest.partition("/")
    return f"{owner}/{repository}", path, ref
