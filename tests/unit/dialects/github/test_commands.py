"""What the steps of a leg say to GitHub, in their logs and files, is heard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from understudy.dialects.github.commands import make
from understudy.dialects.stage import Setting
from understudy.model.result import Annotation

SETTING = Setting(
    workspace="/legs/mathkit/mathkit",
    temp="/legs/_temp",
    tool_cache="/tools",
    home="/home/runner",
    event_path="/legs/_temp/event.json",
)


def test_command_files_have_their_variables() -> None:
    assert make(SETTING).files["output"] == "GITHUB_OUTPUT"


def test_what_a_step_said_in_files_is_read_and_masked() -> None:
    files = {
        "env": b"A=1\n",
        "output": b"o=2\n",
        "state": b"s=3\n",
        "path": b"/bin\n",
        "step_summary": b"my secret\n",
    }

    said = make(SETTING).said(files, lambda text: text.replace("secret", "***"))

    assert said.env == (("A", "1"),)
    assert said.outputs == (("o", "2"),)
    assert said.state == (("s", "3"),)
    assert said.paths == ("/bin",)
    assert said.summary == "my ***\n"
    assert (said.annotations, said.failed) == ((), False)


def test_a_step_that_said_nonsense_fails() -> None:
    said = make(SETTING).said({"env": b"A\n"}, str)

    assert said.failed is True
    assert said.annotations == (
        Annotation("error", "Unable to process file command 'env' successfully."),
        Annotation("error", "Invalid format 'A'"),
    )


class Notes:
    """A hearing that keeps annotations, and wants to hear of nothing else."""

    def __init__(self) -> None:
        self.annotations: list[Annotation] = []

    def annotate(self, annotation: Annotation) -> None:
        self.annotations.append(annotation)


def test_a_matcher_is_in_force_for_later_steps_and_finds_the_legs_files(
    tmp_path: Path,
) -> None:
    tmp_path.joinpath("m.json").write_text(
        '{"problemMatcher": [{"owner": "o", "pattern":'
        ' [{"regexp": "(.+): bad", "file": 1, "message": 0}]}]}',
        encoding="utf-8",
    )
    tmp_path.joinpath(".git").mkdir()
    tmp_path.joinpath(".git", "config").touch()
    tmp_path.joinpath("a.py").touch()
    inside = SETTING.workspace

    def here(path: str) -> Path:
        return Path(path.replace(inside, str(tmp_path)))

    of = make(replace(SETTING, here=here))
    notes = Notes()
    first = of.ear({}, notes)  # type: ignore[arg-type]
    first.line("::add-matcher::m.json")

    second = of.ear({}, notes)  # type: ignore[arg-type]

    assert second.line("a.py: bad") == ("##[error]a.py: bad",)
    assert notes.annotations == [Annotation("error", "a.py: bad", file="a.py")]
