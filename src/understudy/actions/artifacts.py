"""Owns the artifacts of a run: their archives, names and numbers; reads no inputs.

They lie in the run's folder, by workflow, since each workflow has its own names. Legs
upload and download at the same time, so the list is only touched under a lock.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import zipfile
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Iterator, List, Mapping, Sequence, Tuple

from filelock import FileLock

from understudy.engine.contract import ActionFailed, Host
from understudy.engine.files import read_json, write_json
from understudy.records import dataclass

_LIST = "artifacts.json"
_PLAIN = re.compile(r"\w[\w.+ -]{0,99}", re.ASCII)
_CHUNK = 1 << 20

# path-and-artifact-name-validation.ts
_REFUSED_IN_PATHS = {
    '"': ' Double quote "',
    ":": " Colon :",
    "<": " Less than <",
    ">": " Greater than >",
    "|": " Vertical bar |",
    "*": " Asterisk *",
    "?": " Question mark ?",
    "\r": " Carriage return \\r",
    "\n": " Line feed \\n",
}
_REFUSED_IN_NAMES = {
    **_REFUSED_IN_PATHS,
    "\\": " Backslash \\",
    "/": " Forward slash /",
}


@dataclass(frozen=True)
class Artifact:
    """One artifact: `file` is below the folder of its workflow."""

    id: int
    name: str
    size: int
    digest: str
    file: str
    archive: bool
    leg: str


class Artifacts:
    """The artifacts that one leg sees: those of its workflow in this run."""

    def __init__(self, host: Host) -> None:
        self._leg = host.address
        self._top = host.run_folder / "artifacts"
        self.folder = self._top / host.address.split("/")[0]
        self.folder.mkdir(parents=True, exist_ok=True)

    def __iter__(self) -> Iterator[Artifact]:
        with self._lock():
            yield from self._read()

    def path(self, artifact: Artifact) -> Path:
        """Return where the content of an artifact is."""
        return self.folder / artifact.file

    def add(self, name: str, content: Path, archive: bool, overwrite: bool) -> Artifact:
        """Keep a file as the content of a new artifact.

        Raises:
            ActionFailed: there is one of this name, and it may not be replaced.
        """
        with self._lock():
            known = self._read()
            if any(artifact.name == name for artifact in known):
                if not overwrite:
                    raise ActionFailed(
                        "Failed to CreateArtifact: Received non-retryable error: "
                        "Failed request: (409) Conflict: an artifact with this name "
                        "already exists on the workflow run"
                    )
                known = self._without(known, name)
            number = self._next_number()
            artifact = Artifact(
                id=number,
                name=name,
                size=content.stat().st_size,
                digest=_digest(content),
                file=self._file(name, number, archive),
                archive=archive,
                leg=self._leg,
            )
            shutil.move(str(content), self.path(artifact))
            self._write([*known, artifact])
        return artifact

    def _lock(self) -> FileLock:
        return FileLock(self._top / "lock")

    def _read(self) -> List[Artifact]:
        listed = (read_json(self.folder / _LIST) or {}).get("artifacts")
        return [Artifact(**one) for one in listed] if isinstance(listed, list) else []

    def _write(self, artifacts: Sequence[Artifact]) -> None:
        listed: Mapping[str, object] = {"artifacts": [asdict(a) for a in artifacts]}
        write_json(self.folder / _LIST, listed)

    def _without(self, known: Sequence[Artifact], name: str) -> List[Artifact]:
        for artifact in known:
            if artifact.name == name:
                self.path(artifact).unlink()
        return [artifact for artifact in known if artifact.name != name]

    def _next_number(self) -> int:
        # Of the whole run, and never used again: an id means one artifact only.
        path = self._top / "numbers.json"
        last = (read_json(path) or {}).get("last", 0)
        number = int(str(last)) + 1
        write_json(path, {"last": number})
        return number

    def _file(self, name: str, number: int, archive: bool) -> str:
        ending = ".zip" if archive else ""
        plain = name if _PLAIN.fullmatch(name) else "artifact"
        taken = {entry.lower() for entry in os.listdir(self.folder)}
        file = f"{plain}{ending}"
        return f"{plain}~{number}{ending}" if file.lower() in taken else file


def check_name(name: str) -> None:
    """Refuse a name that GitHub refuses.

    Raises:
        ActionFailed: in its words.
    """
    if not name:
        raise ActionFailed("Provided artifact name input during validation is empty")
    _refuse(
        name,
        _REFUSED_IN_NAMES,
        f"The artifact name is not valid: {name}.",
        "These characters are not allowed in the artifact name due to limitations with "
        "certain file systems such as NTFS. To maintain file system agnostic behavior, "
        "these characters are intentionally not allowed to prevent potential problems "
        "with downloads on different file systems.",
    )


def check_path(path: str) -> None:
    """Refuse a path within an artifact that GitHub refuses.

    Raises:
        ActionFailed: in its words.
    """
    _refuse(
        path,
        _REFUSED_IN_PATHS,
        f"The path for one of the files in artifact is not valid: {path}.",
        "The following characters are not allowed in files that are uploaded due to "
        "limitations with certain file systems such as NTFS. To maintain file system "
        "agnostic behavior, these characters are intentionally not allowed to prevent "
        "potential problems with downloads on different file systems.",
    )


def _refuse(text: str, refused: Mapping[str, str], what: str, why: str) -> None:
    for character, words in refused.items():
        if character in text:
            raise ActionFailed(
                f"{what} Contains the following character: {words}\n\n"
                f"Invalid characters include: {','.join(refused.values())}\n\n{why}"
            )


def pack(files: Sequence[Tuple[Path, str]], level: int, folder: Path) -> Path:
    """Return an archive of files under other names; their permissions are lost."""
    descriptor, name = tempfile.mkstemp(dir=folder, prefix="upload-")
    method = zipfile.ZIP_DEFLATED if level else zipfile.ZIP_STORED
    with (
        open(descriptor, "wb") as stream,
        zipfile.ZipFile(
            stream, "w", method, compresslevel=level or None, strict_timestamps=False
        ) as archive,
    ):
        for path, inner in files:
            archive.write(path, inner)
    return Path(name)


def unpack(archive: Path, folder: Path) -> None:
    """Write what an archive holds into a folder, and nowhere else.

    Raises:
        ActionFailed: it names a place outside of the folder.
    """
    home = os.path.realpath(folder)
    with zipfile.ZipFile(archive) as opened:
        for member in opened.infolist():
            target = os.path.realpath(os.path.join(home, member.filename))
            if os.path.commonpath([home, target]) != home:
                raise ActionFailed(f"Malicious entry: {member.filename}")
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with opened.open(member) as source, open(target, "wb") as copy:
                shutil.copyfileobj(source, copy, _CHUNK)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            digest.update(chunk)
    return digest.hexdigest()


def deprecations(name: str) -> Mapping[str, str]:
    """Return GitHub's refusals of the versions whose store is gone."""
    message = (
        "This request has been automatically failed because it uses a deprecated "
        f"version of `{name}: {{ref}}`. Learn more: https://github.blog/changelog/"
    )
    first = f"{message}2024-02-13-deprecation-notice-v1-and-v2-of-the-artifact-actions/"
    third = f"{message}2024-04-16-deprecation-notice-v3-of-the-artifact-actions/"
    return MappingProxyType({"v1": first, "v2": first, "v3": third})
