"""The version is that of the distribution that is found first."""

from __future__ import annotations

import sys
from importlib import metadata

import pytest

from understudy.cli.version import version


def test_the_version_is_that_of_the_installed_metadata():
    assert version() == metadata.version("understudy")


def test_the_first_folder_with_a_distribution_counts(tmp_path, monkeypatch):
    for folder, number in (("one", "1.0"), ("two", "2.0")):
        (tmp_path / folder / f"understudy-{number}.dist-info").mkdir(parents=True)
    (tmp_path / "one" / "understudy_plugin-9.dist-info").mkdir()
    (tmp_path / "one" / "understudy-9.txt").touch()
    places = [str(tmp_path / name) for name in ("nowhere", "one", "two")]
    monkeypatch.setattr(sys, "path", places)

    assert version() == "1.0"


def test_the_current_folder_is_one_without_a_name(tmp_path, monkeypatch):
    (tmp_path / "understudy-3.0.dist-info").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [""])

    assert version() == "3.0"


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        pytest.param(None, "unknown, as it is not installed", id="nothing"),
        pytest.param("understudy.egg-info/PKG-INFO", "4.0", id="an older form"),
    ],
)
def test_other_forms_are_left_to_the_library(tmp_path, monkeypatch, file, expected):
    if file is not None:
        (tmp_path / file).parent.mkdir()
        text = "Metadata-Version: 2.1\nName: understudy\nVersion: 4.0\n"
        (tmp_path / file).write_text(text, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])

    assert version() == expected
