"""Maps the addresses of a repository onto its origin, for git in a workspace.

Which repository that is, and who asks for it, is known to others.
"""

from __future__ import annotations

import os
import string
from pathlib import Path
from typing import Dict

# One file for the addresses under which a workspace may know the repository.
_ADDRESSES = (
    "https://github.com/{}",
    "http://github.com/{}",
    "git://github.com/{}",
    "git@github.com:{}",
    "ssh://git@github.com/{}",
)
_FILE = "workspace.gitconfig"
_NAME_CHARACTERS = string.ascii_letters + string.digits + "-_."


def write(origin: Path, repository: str) -> None:
    """Write git configuration that replaces exactly this repository's addresses.

    `insteadOf` compares beginnings, so OWNER/NAME would also catch OWNER/NAME-docs.
    The longest beginning wins: each longer name is mapped onto itself.
    """
    url = origin.as_uri()  # a plain path ignores --depth
    entries = []
    for form in _ADDRESSES:
        address = form.format(repository)
        for whole in (address, f"{address}.git"):
            entries.append((url, whole))
            entries += ((whole + more, whole + more) for more in _NAME_CHARACTERS)
    text = "".join(
        f"[url {_quoted(name)}]\n\tinsteadOf = {_quoted(start)}\n"
        for name, start in entries
    )
    (origin / _FILE).write_bytes(os.fsencode(text))


def variables(origin: Path, repository: str, *userinfo: str) -> Dict[str, str]:
    """Return the variables with which git reads what was written.

    protocol.file.allow stays git's own: a fetch is allowed, a submodule that points
    into the file system is not.
    """
    settings = [("include.path", str(origin / _FILE))]
    replaced = f"url.{origin.as_uri()}.insteadOf"
    for user in userinfo:
        address = f"https://{user}@github.com/{repository}"
        settings += [(replaced, address), (replaced, f"{address}.git")]
    found = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings):
        found[f"GIT_CONFIG_KEY_{number}"] = key
        found[f"GIT_CONFIG_VALUE_{number}"] = value
    return found


def _quoted(text: str) -> str:
    """Return text as git reads it back, in a section's name and in a value alike."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
