"""Plays astral-sh/setup-uv: makes a uv ready for a leg, and the Pythons it may use."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from packaging.version import Version

from understudy.actions import (
    inputs,
    managed_pythons,
    places,
    python_choice,
    uv_programs,
    uv_versions,
)
from understudy.engine.contract import ActionFailed, Host, NotPlayed, Played
from understudy.model.plan import Reason


def set_up(host: Host) -> Played:
    """Set uv up."""
    folder = _path(host, inputs.text(host.inputs, "working-directory"), host.workspace)
    _look_at(host, folder)
    wanted = _wanted(host, folder)
    host.log(*wanted.lines)
    uv = uv_programs.provide(host, wanted)
    notes = list(uv.notes)
    _add_paths(host, folder, uv)
    _choose_python(host, folder)
    if Version(uv.version) >= managed_pythons.SINCE:
        if managed_pythons.VARIABLE not in host.env:
            found = managed_pythons.offer(host)
            notes.append(f"uv has the Pythons of this machine: {', '.join(found)}")
    _activate(host, folder, uv)
    enabled = _cache_is_enabled(host)
    _set_cache_folder(host, folder, enabled)
    if enabled:
        host.set_output("cache-hit", "false")
        notes.append("the cache is empty, and nothing is saved")
    host.set_output("uv-version", uv.version)
    host.log(f"Successfully installed uv version {uv.version}")
    host.set_output("python-version", _python_version(host, folder, uv))
    return Played(notes=tuple(notes))


def _path(host: Host, text: str, folder: Path) -> Path:
    """Return a path that an input names, as this machine has it."""
    if text.startswith("~"):
        text = host.inside(host.home) + text[1:]
    return Path(os.path.normpath(folder / places.outside(host, text)))


def _look_at(host: Host, folder: Path) -> None:
    if not folder.is_dir():
        raise ActionFailed(
            f"ENOENT: no such file or directory, scandir '{host.inside(folder)}'"
        )
    if any(folder.iterdir()):
        return
    if inputs.text(host.inputs, "ignore-empty-workdir") == "true":
        host.log(
            "Empty workdir detected. Ignoring because ignore-empty-workdir is enabled"
        )
        return
    host.warn(
        "Empty workdir detected. This may cause unexpected behavior. You can enable "
        "ignore-empty-workdir to mute this warning."
    )


def _wanted(host: Host, folder: Path) -> uv_versions.Wanted:
    strategy = inputs.text(host.inputs, "resolution-strategy")
    if strategy not in ("", "highest", "lowest"):
        raise ActionFailed(
            f"Invalid resolution-strategy: {strategy}. Must be 'highest' or 'lowest'."
        )
    version = inputs.text(host.inputs, "version")
    if inputs.major(host.ref, newest=10) < 5:
        version = version or uv_versions.LATEST  # these read no files
    named = ("version-file", "pyproject-file", "uv-file")
    files = [inputs.text(host.inputs, name) for name in named]
    file = next(filter(None, files), "")
    found = uv_versions.wanted(
        version, str(_path(host, file, folder)) if file else "", folder
    )
    if strategy == "lowest" and not found.exact:
        why = "the lowest uv of a range cannot be asked for here"
        raise NotPlayed(Reason("action", why, fixable=True))
    return found


def _add_paths(host: Host, folder: Path, uv: uv_programs.Uv) -> None:
    """Put uv, its tools and its Pythons on the PATH, in the order of the original."""
    programs = host.inside(uv.folder)
    modify = "UV_NO_MODIFY_PATH" not in host.env
    tools = inputs.text(host.inputs, "tool-bin-dir")
    if tools:
        tools = host.inside(_path(host, tools, folder))
        host.export("UV_TOOL_BIN_DIR", tools)
    else:
        data = host.env.get("XDG_DATA_HOME")
        tools = host.env.get("XDG_BIN_HOME") or (
            f"{data}/../bin" if data else f"{host.inside(host.home)}/.local/bin"
        )
    paths = [tools, programs]
    tool_folder = inputs.text(host.inputs, "tool-dir")
    if tool_folder:
        host.export("UV_TOOL_DIR", host.inside(_path(host, tool_folder, folder)))
    if inputs.major(host.ref, newest=10) >= 7:
        pythons = host.env.get("UV_PYTHON_INSTALL_DIR") or (
            f"{host.inside(host.temp)}/uv-python-dir"
        )
        host.export("UV_PYTHON_INSTALL_DIR", pythons)
        paths.append(pythons)
    for path in paths if modify else ():
        host.add_path(path)
        host.log(f"Added {path} to the path")
    host.set_output("uv-path", f"{programs}/uv")
    host.set_output("uvx-path", f"{programs}/uvx")


def _choose_python(host: Host, folder: Path) -> None:
    version = inputs.text(host.inputs, "python-version")
    file = inputs.text(host.inputs, "version-file")
    if not version and file and not host.env.get("UV_PYTHON"):
        version = uv_versions.python_in(_path(host, file, folder))
    if not version:
        return
    host.export("UV_PYTHON", version)
    host.log(f"Set UV_PYTHON to {version}")
    if python_choice.is_number(version):
        found = python_choice.choose_exactly(version, host.machine)
        host.tell_python(found.interpreter.version)


def _activate(host: Host, folder: Path, uv: uv_programs.Uv) -> None:
    if not inputs.boolean(host.inputs, "activate-environment"):
        return
    if "UV_NO_MODIFY_PATH" in host.env:
        raise ActionFailed(
            "UV_NO_MODIFY_PATH and activate-environment cannot be used together."
        )
    text = inputs.text(host.inputs, "venv-path") or ".venv"
    place = host.inside(_path(host, text, folder))
    host.log(f"Creating and activating python venv at {place}...")
    options = ["--directory", host.inside(folder)]
    if inputs.major(host.ref, newest=10) >= 7:
        options.append("--clear")
    if inputs.boolean(host.inputs, "no-project"):
        options.append("--no-project")
    inputs.succeed(host, host.inside(uv.folder / "uv"), "venv", place, *options)
    host.add_path(f"{place}/bin")
    host.export("VIRTUAL_ENV", place)
    host.set_output("venv", place)


def _cache_is_enabled(host: Host) -> bool:
    asked = inputs.text(host.inputs, "enable-cache")
    if asked != "auto":
        return asked == "true"
    event = host.event
    if event.name == "push" and event.ref.startswith("refs/tags/"):
        return False
    return event.name not in ("pull_request_target", "workflow_run", "release")


def _set_cache_folder(host: Host, folder: Path, enabled: bool) -> None:
    asked = inputs.text(host.inputs, "cache-local-path")
    place = host.env.get("UV_CACHE_DIR", "")
    if asked:
        place = host.inside(_path(host, asked, folder))
    elif uv_versions.has_cache_folder(folder):
        host.log("Using cache-dir from uv config file, not modifying UV_CACHE_DIR")
        return
    elif not place and enabled:
        place = f"{host.inside(host.temp)}/setup-uv-cache"
    if place:
        host.export("UV_CACHE_DIR", place)
        host.log(f"Set UV_CACHE_DIR to {place}")


def _python_version(host: Host, folder: Path, uv: uv_programs.Uv) -> str:
    version = inputs.text(host.inputs, "python-version")
    if version:
        return version
    answer = host.temp / str(uuid.uuid4())
    script = '"$("$1" python find --directory "$2" 2> /dev/null)" --version > "$3"'
    program, here = host.inside(uv.folder / "uv"), host.inside(folder)
    command = ("sh", "-c", script, "sh", program, here, host.inside(answer))
    ended = host.run(command, say=False)
    words = answer.read_text(encoding="utf-8").split() if not ended.code else []
    return words[1] if len(words) > 1 else "unknown"
