"""The files of a checkout are read as they are now."""

from __future__ import annotations

from pathlib import Path

from understudy.dialects.github.files import Checkout


def test_a_file_is_read_under_its_path(tmp_path: Path) -> None:
    tmp_path.joinpath("x").mkdir()
    tmp_path.joinpath("x", "action.yml").write_bytes(b"name: \xff\n")
    files = Checkout(tmp_path)

    source = files.read("x/action.yml")

    assert source is not None
    assert (source.path, source.text) == ("x/action.yml", "name: \udcff\n")
    assert files.read("x") is None
    assert files.read("y/action.yml") is None


def test_actions_are_listed_by_their_folders(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "actions"
    for name, file in (("b", "action.yml"), ("a", "action.yaml"), ("c", "x.yml")):
        folder.joinpath(name).mkdir(parents=True)
        folder.joinpath(name, file).touch()

    assert Checkout(tmp_path).actions() == (".github/actions/a", ".github/actions/b")
    assert Checkout(tmp_path / "x").actions() == ()
