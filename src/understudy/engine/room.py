"""Owns the folders of one leg and the environment it starts with; plays nothing."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Dict, Mapping, Sequence

from understudy.engine import environ, indexes, stand_ins, toolbox
from understudy.engine.confine import Cell
from understudy.engine.files import write_json
from understudy.engine.indexes import Indexes
from understudy.engine.origin import Origin
from understudy.records import dataclass


@dataclass(frozen=True)
class Room:
    """The folders of one leg, laid out as on the hosted machine, on this one.

    `temp` is what the service names as such, `scratch` what TMPDIR is: that one is
    short, since sockets lie in there. `marks` is what the stand-ins write.
    """

    root: Path
    home: Path
    workspace: Path
    temp: Path
    tool_cache: Path
    scratch: Path
    event: Path
    marks: Path
    path: str

    @property
    def folders(self) -> Sequence[Path]:
        """Return the folders that a leg may write into."""
        return (self.root,)


def furnish(root: Path, repository: str, search: str, system: str) -> Room:
    """Make the folders of a leg below a new and empty one.

    Args:
        root: the leg's own folder.
        repository: `owner/name`; the workspace is called as the hosted machine does.
        search: the developer's search path, for the tools that a leg may use.
        system: `linux` or `darwin`, as Python names them.
    """
    name = repository.rpartition("/")[2]
    home, work, bin = root / "home", root / "work", root / "bin"
    room = Room(
        root=root,
        home=home,
        workspace=work / name / name,
        temp=work / "_temp",
        tool_cache=root / "tools",
        scratch=root / "t",
        event=work / "_temp" / "_github_workflow" / "event.json",
        marks=root / "refusals",
        path=environ.search_path(str(bin), str(root / "links")),
    )
    for folder in (home, room.workspace, room.event.parent, room.tool_cache):
        folder.mkdir(parents=True)
    room.scratch.mkdir()
    stand_ins.write_stand_ins(bin, system)
    toolbox.tools_folder(search, root / "links")
    return room


def start_environment(
    room: Room,
    cell: Cell,
    developer: Mapping[str, str],
    settings: Indexes,
    origin: Origin,
    system: str,
    token: str,
) -> Dict[str, str]:
    """Return what every process of a leg sees before the service says anything.

    Args:
        developer: the environment that understudy was started with.
        settings: the package indexes in force; their files go into the leg's home.
        origin: what plays the service for git.
        token: the job's own, with which a step may fetch.
    """
    indexes.write(settings, room.home)
    return {
        **environ.base(
            developer,
            cell.inside(str(room.home)),
            cell.inside(str(room.scratch)),
            room.path,
            system,
        ),
        **settings.env,
        **origin.git_config(f"x-access-token:{token}", token),
        stand_ins.MARKS: cell.inside(str(room.marks)),
    }


def write_event(room: Room, payload: Mapping[str, object]) -> None:
    """Write the payload where GITHUB_EVENT_PATH leads."""
    write_json(room.event, payload)


def command_files(room: Room, names: Sequence[str]) -> Dict[str, Path]:
    """Make the empty files through which one step speaks, by name."""
    folder = room.temp / "_runner_file_commands"
    folder.mkdir(exist_ok=True)
    made = {name: folder / f"{name}_{uuid.uuid4()}" for name in names}
    for path in made.values():
        path.touch()
    return made


def step_environment(
    start: Mapping[str, str],
    env: Mapping[str, str],
    service: Mapping[str, str],
    paths: Sequence[str],
) -> Dict[str, str]:
    """Return the whole environment of a step.

    Args:
        start: what the leg starts with.
        env: what workflow, job, earlier steps and the step set.
        service: what the service sets; of these, `env` may only replace CI.
        paths: folders that earlier steps added to the search path, in that order.
    """
    # ScriptHandler.cs, ContainerStepHost.cs: CI only where nobody says otherwise.
    forced = {k: v for k, v in service.items() if k != "CI" or "CI" not in env}
    whole = {**start, **env, **forced}
    whole["PATH"] = environ.prepended(whole.get("PATH", ""), paths)
    return whole
