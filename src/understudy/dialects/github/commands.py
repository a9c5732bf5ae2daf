"""Owns what the steps of one leg say to GitHub; `stage` has what they see of it.

Readers of logs and of files are the neighbours'; what the job keeps of them is here.
"""

from __future__ import annotations

from typing import Callable, Mapping, Optional

from understudy.dialects.commands import Ear, Hearing, Said
from understudy.dialects.github import file_commands
from understudy.dialects.github.ear import listen
from understudy.dialects.github.matching import Matching
from understudy.dialects.stage import Setting
from understudy.records import dataclass


@dataclass(frozen=True)
class Commands:
    """What one leg says; `matching` holds the problem matchers that it has added."""

    setting: Setting
    matching: Matching

    @property
    def files(self) -> Mapping[str, str]:
        """Return the command files of a step: name to the variable with its path."""
        return file_commands.FILES

    def ear(self, env: Mapping[str, str], hearing: Hearing) -> Ear:
        """Return what reads the output of a step."""
        setting = self.setting
        return listen(env, hearing, self.matching, setting.workspace, setting.here)

    def said(
        self, files: Mapping[str, Optional[bytes]], mask: Callable[[str], str]
    ) -> Said:
        """Read the command files of a step, by name."""
        report = file_commands.read_files(files, mask)
        return Said(
            report.env,
            report.outputs,
            report.state,
            report.paths,
            report.summary,
            report.issues,
            report.failed,
        )


def make(setting: Setting) -> Commands:
    """Return what a leg says, with no problem matcher in force."""

    def exists(path: str) -> bool:
        return setting.here(path).is_file()

    return Commands(setting, Matching((), setting.workspace, exists))
