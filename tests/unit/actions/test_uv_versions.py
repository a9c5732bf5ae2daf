from __future__ import annotations

import pytest

from understudy.actions import uv_versions
from understudy.actions.uv_versions import Wanted
from understudy.engine.contract import ActionFailed

_LOCK = """
[[package]]
name = "x"

[[package]]
name = "uv"
version = "0.9.5"
"""


@pytest.mark.parametrize(
    "specifier, requirement",
    [
        ("latest", ""),
        ("latest-known", ""),
        ("0.9.5", "==0.9.5"),
        ("v0.9.5", "==0.9.5"),
        ("0.9", "==0.9.*"),
        ("0.9.x", "==0.9.*"),
        ("0.x", "==0.*"),
        (">=0.5,<0.9", "<0.9,>=0.5"),
        (">=0.5 <0.9", "<0.9,>=0.5"),
        ("~=0.5.1", "~=0.5.1"),
        ("~0.5.1", "==0.5.*,>=0.5.1"),
        ("^0.5.1", "==0.5.*,>=0.5.1"),
        ("^1.5", "==1.*,>=1.5.0"),
    ],
)
def test_what_pip_is_told(specifier, requirement):
    assert Wanted(specifier).requirement == requirement


def test_what_is_no_range_fails_in_the_words_of_the_original():
    with pytest.raises(ActionFailed, match="^No version found for newest$"):
        assert Wanted("newest").requirement


@pytest.mark.parametrize(
    "specifier, version, expected",
    [
        ("latest", "0.1.0", True),
        ("0.9.5", "0.9.5", True),
        ("0.9.5", "0.9.6", False),
        ("0.9", "0.9.6", True),
        ("0.9", "0.10.0", False),
        (">=0.9", "none", False),
    ],
)
def test_which_versions_are_accepted(specifier, version, expected):
    assert Wanted(specifier).accepts(version) is expected


@pytest.mark.parametrize(
    "specifier, exact", [("v0.9.5", "0.9.5"), ("0.9", ""), ("latest", "")]
)
def test_an_exact_version_has_three_numbers(specifier, exact):
    assert Wanted(specifier).exact == exact


def test_the_input_wins(tmp_path):
    tmp_path.joinpath("uv.toml").write_text('required-version = "0.9.5"\n')

    assert uv_versions.wanted("==0.9.6", "", tmp_path) == Wanted("0.9.6")


@pytest.mark.parametrize(
    "name, text, specifier",
    [
        pytest.param("uv.toml", 'required-version = ">=0.9"', ">=0.9", id="uv.toml"),
        pytest.param(
            "pyproject.toml",
            '[tool.uv]\nrequired-version = "==0.9.5"',
            "0.9.5",
            id="what the project requires",
        ),
        pytest.param(
            "pyproject.toml",
            '[project]\ndependencies = ["uvloop", "uv>=0.9; python_version > \'3\'"]',
            ">=0.9",
            id="what it depends on",
        ),
        pytest.param(
            "pyproject.toml",
            '[project.optional-dependencies]\nx = ["uv~=0.9"]',
            "~=0.9",
            id="what it may depend on",
        ),
        pytest.param(
            "pyproject.toml",
            '[dependency-groups]\nx = [{include-group = "y"}, "uv==0.9.5"]',
            "0.9.5",
            id="what its groups depend on",
        ),
    ],
)
def test_the_project_may_name_a_version(tmp_path, name, text, specifier):
    tmp_path.joinpath(name).write_text(text)

    found = uv_versions.wanted("", "", tmp_path)

    assert found.specifier == specifier
    assert found.lines[-1] == f"Found version for uv in {name}: {specifier}"


def test_uv_s_own_file_comes_first(tmp_path):
    tmp_path.joinpath("uv.toml").write_text('required-version = "0.9.5"')
    tmp_path.joinpath("pyproject.toml").write_text('[tool.uv]\nrequired-version = "1"')

    assert uv_versions.wanted("", "", tmp_path).specifier == "0.9.5"


@pytest.mark.parametrize(
    "name, text",
    [
        ("none.toml", ""),
        ("pyproject.toml", "[project\n"),
        ("pyproject.toml", "tool = 1\n"),
        ("pyproject.toml", "[tool.uv]\nrequired-version = 1\n"),
        ("uv.toml", "pip = {}\n"),
    ],
)
def test_where_nothing_is_said_it_is_the_latest(tmp_path, name, text):
    tmp_path.joinpath(name).write_text(text)

    found = uv_versions.wanted("", "", tmp_path)

    assert found.specifier == "latest"
    said = "Could not determine uv version from uv.toml or pyproject.toml."
    assert found.lines[-1] == f"{said} Falling back to latest."


@pytest.mark.parametrize(
    "name, text, specifier",
    [
        ("x.tool-versions", "# uv 1\npython 3.12\nuv v0.9.5 # here\n", "0.9.5"),
        (
            "uv.lock",
            _LOCK,
            "0.9.5",
        ),
        ("dev.txt", "tox\nuv==0.9.5\n", "0.9.5"),
    ],
)
def test_a_file_may_be_named(tmp_path, name, text, specifier):
    tmp_path.joinpath(name).write_text(text)

    assert uv_versions.wanted("", name, tmp_path).specifier == specifier


@pytest.mark.parametrize(
    "name, text",
    [
        ("none.txt", None),
        ("x.cfg", "uv==1"),
        ("uv.lock", "version = 1"),
        ("x.txt", "tox"),
        (".tool-versions", "uv 1 2"),
        (".tool-versions", "python 3"),
    ],
)
def test_a_file_that_is_named_has_to_say_something(tmp_path, name, text):
    if text is not None:
        tmp_path.joinpath(name).write_text(text)

    with pytest.raises(ActionFailed) as failure:
        uv_versions.wanted("", name, tmp_path)

    assert failure.value.message == f"Could not determine uv version from file: {name}"


@pytest.mark.parametrize(
    "text, version",
    [
        ("python 3.12.1\n", "3.12.1"),
        ("python v3.12\n", "3.12"),
        ("python system\n", ""),
        ("python path:/x\n", ""),
        ("python ./x\n", ""),
        ("python 3.12 3.11\n", ""),
        ("uv 1\n", ""),
    ],
)
def test_the_python_of_asdf(tmp_path, text, version):
    file = tmp_path / ".tool-versions"
    file.write_text(text)

    assert uv_versions.python_in(file) == version


def test_no_other_file_names_a_python(tmp_path):
    assert uv_versions.python_in(tmp_path / ".tool-versions") == ""
    assert uv_versions.python_in(tmp_path / "python") == ""


@pytest.mark.parametrize(
    "files, expected",
    [
        ({}, False),
        ({"uv.toml": 'cache-dir = "x"'}, True),
        ({"uv.toml": "", "pyproject.toml": '[tool.uv]\ncache-dir = "x"'}, True),
        ({"pyproject.toml": "[tool.uv]\n"}, False),
        ({"uv.toml": 'cache-dir = "x"', "pyproject.toml": ""}, True),
    ],
)
def test_the_project_may_say_where_the_cache_is(tmp_path, files, expected):
    for name, text in files.items():
        tmp_path.joinpath(name).write_text(text)

    assert uv_versions.has_cache_folder(tmp_path) is expected
