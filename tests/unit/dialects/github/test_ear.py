"""What a step says in its log reaches the engine; matchers stay with the job."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from understudy.dialects.github.ear import listen
from understudy.dialects.github.matchers import read_matchers
from understudy.dialects.github.matching import Matching
from understudy.dialects.github.step_output import StepOutput
from understudy.model.result import Annotation


class Diary:
    """A hearing that writes down all that it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def set_variable(self, name: str, value: str) -> None:
        self.told.append(("variable", name, value))

    def add_path(self, path: str) -> None:
        self.told.append(("path", path))

    def set_output(self, name: str, value: str) -> None:
        self.told.append(("output", name, value))

    def save_state(self, name: str, value: str) -> None:
        self.told.append(("state", name, value))

    def mask(self, value: str) -> None:
        self.told.append(("mask", value))

    def annotate(self, annotation: Annotation) -> None:
        self.told.append((annotation.level, annotation.message))


def config(*owners: str) -> str:
    return json.dumps(
        {
            "problemMatcher": [
                {"owner": owner, "pattern": [{"regexp": f"^{owner}: .+", "message": 0}]}
                for owner in owners
            ]
        }
    )


@pytest.fixture
def diary() -> Diary:
    """Make a diary."""
    return Diary()


def ear(diary: Diary, tmp_path: Path, in_force: Matching | None = None) -> StepOutput:
    """Return an ear whose workspace, `/w`, is a folder of this machine."""

    def here(path: str) -> Path:
        return tmp_path / path[len("/w/") :] if path.startswith("/w/") else Path(path)

    matching = Matching() if in_force is None else in_force
    env = {"ACTIONS_ALLOW_UNSECURE_COMMANDS": "true"}
    return listen(env, diary, matching, "/w", here)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("::set-env name=A::1", ("variable", "A", "1"), id="variable"),
        pytest.param("::add-path::/bin", ("path", "/bin"), id="path"),
        pytest.param("::add-mask::s3", ("mask", "s3"), id="mask"),
        pytest.param("::error::no", ("error", "no"), id="annotation"),
    ],
)
def test_a_command_is_told(
    diary: Diary, tmp_path: Path, line: str, expected: tuple[str, ...]
) -> None:
    ear(diary, tmp_path).line(line)

    assert diary.told == [expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("::set-output name=o::1", ("output", "o", "1"), id="output"),
        pytest.param("::save-state name=s::1", ("state", "s", "1"), id="state"),
    ],
)
def test_an_old_command_is_told_with_a_warning(
    diary: Diary, tmp_path: Path, line: str, expected: tuple[str, ...]
) -> None:
    ear(diary, tmp_path).line(line)

    assert [one[0] for one in diary.told] == ["warning", expected[0]]
    assert diary.told[1] == expected


def test_an_added_matcher_works_in_this_step_and_in_later_ones(
    diary: Diary, tmp_path: Path
) -> None:
    tmp_path.joinpath("m.json").write_text(config("o"), encoding="utf-8")
    in_force = Matching()
    first = ear(diary, tmp_path, in_force)

    assert first.line("##[add-matcher]m.json") == ()
    assert first.line("o: now") == ("##[error]o: now",)
    assert ear(diary, tmp_path, in_force).line("o: later") == ("##[error]o: later",)
    assert diary.told == [("error", "o: now"), ("error", "o: later")]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("::remove-matcher owner=O::", id="by its owner"),
        pytest.param("::remove-matcher::m.json", id="by its file"),
    ],
)
def test_a_removed_matcher_is_gone_from_this_step_and_later_ones(
    diary: Diary, tmp_path: Path, command: str
) -> None:
    tmp_path.joinpath("m.json").write_text(config("o"), encoding="utf-8")
    in_force = Matching(read_matchers(config("o", "other")))
    first = ear(diary, tmp_path, in_force)

    first.line(command)

    assert first.line("o: now") is None
    assert first.line("other: now") == ("##[error]other: now",)
    assert [matcher.owner for matcher in in_force.matchers] == ["other"]


def test_steps_do_not_share_what_a_matcher_has_half_found(
    diary: Diary, tmp_path: Path
) -> None:
    two = {
        "owner": "two",
        "pattern": [
            {"regexp": "^in (.+)", "file": 1},
            {"regexp": "^no.+", "message": 0},
        ],
    }
    in_force = Matching(read_matchers(json.dumps({"problemMatcher": [two]})))
    ear(diary, tmp_path, in_force).line("in a.py")

    assert ear(diary, tmp_path, in_force).line("no way") is None


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        pytest.param(
            "none.json", None, "Could not find file '/w/none.json'.", id="not there"
        ),
        pytest.param(".", None, "Access to the path '/w/.' is denied.", id="a folder"),
        pytest.param(
            "m.json",
            '{"problemMatcher": [{}]}',
            "Owner must not be empty",
            id="not one of matchers",
        ),
    ],
)
def test_a_matcher_that_cannot_be_read_fails_the_step(
    diary: Diary, tmp_path: Path, file: str, content: str | None, message: str
) -> None:
    if content is not None:
        tmp_path.joinpath(file).write_text(content, encoding="utf-8")
    step = ear(diary, tmp_path)
    line = f"::add-matcher::{file}"
    unable = f"Unable to process command '{line}' successfully."

    assert step.line(line) == (f"##[error]{unable}", f"##[error]{message}")
    assert step.failed is True
    assert diary.told == [("error", unable), ("error", message)]
