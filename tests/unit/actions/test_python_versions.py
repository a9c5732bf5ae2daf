from __future__ import annotations

import pytest

from understudy.actions.python_versions import Wanted, wanted
from understudy.engine.contract import ActionFailed


def test_every_line_of_the_input_is_a_version(tmp_path):
    assert wanted({"python-version": "3.9\n 3.13 \n"}, tmp_path) == Wanted(
        ("3.9", "3.13")
    )


def test_the_input_wins_over_a_file_with_a_warning(tmp_path):
    given = {"python-version": "3.9", "python-version-file": "none"}

    assert wanted(given, tmp_path) == Wanted(
        ("3.9",),
        warnings=(
            "Both python-version and python-version-file inputs are specified, only "
            "python-version will be used.",
        ),
    )


@pytest.mark.parametrize(
    "given, expected", [({}, ("3.x",)), ({"python-version": "3.9"}, ("3.9",))]
)
def test_the_first_versions_of_the_action_read_no_files(tmp_path, given, expected):
    tmp_path.joinpath(".python-version").write_text("3.12\n")

    assert wanted(given, tmp_path, major=3) == Wanted(expected)


@pytest.mark.parametrize(
    "name, text, versions",
    [
        pytest.param(".python-version", "3.12\n", ("3.12",), id="plain"),
        pytest.param(
            ".python-version",
            "# all\r\n3.12.1\r\n\r\n 3.11/envs/x\r\n",
            ("3.12.1", "3.11"),
            id="comments, blank lines, environments of pyenv",
        ),
        pytest.param(
            ".python-version",
            "3.12\n# old:\u20283.9\n  # no comment\n",
            ("3.12", "# no comment"),
            id="a line ends, and a comment begins, where the original says",
        ),
        pytest.param("versions.txt", "pypy3.10\n", ("pypy3.10",), id="any other name"),
        pytest.param(
            ".tool-versions",
            "# python 3.8\nnodejs 20\npython 3.12.1\npython 3.11\n",
            ("3.12.1",),
            id="the first of asdf",
        ),
        pytest.param(
            "pyproject.toml",
            '[project]\nrequires-python = ">=3.9,<3.13"\n',
            (">=3.9 <3.13",),
            id="a range of the project",
        ),
        pytest.param(
            "pyproject.toml",
            '[project]\nname = "x"\n[tool.poetry.dependencies]\npython = "^3.9"\n',
            (),
            id="a project that says nothing hides poetry's",
        ),
        pytest.param(
            "pyproject.toml",
            '[tool.poetry.dependencies]\npython = "^3.9"\n',
            ("^3.9",),
            id="poetry's",
        ),
        pytest.param(
            "pyproject.toml",
            '[project]\nrequires-python = "!=3.9.1"\n',
            (),
            id="what is no range for npm",
        ),
        pytest.param(
            "pyproject.toml", "[project]\nrequires-python = 3\n", (), id="no text"
        ),
        pytest.param(
            "pyproject.toml", "[tool]\npoetry = 1\n", (), id="no table where one is due"
        ),
        pytest.param(
            "Pipfile", '[requires]\npython_version = "3.9"\n', ("3.9",), id="Pipfile"
        ),
        pytest.param(
            "Pipfile",
            '[requires]\npython_version = "3.9"\npython_full_version = "3.9.18"\n',
            ("3.9.18",),
            id="the whole version of a Pipfile",
        ),
        pytest.param("Pipfile", "[requires]\n", (), id="a Pipfile that requires none"),
    ],
)
def test_a_file_is_read_by_its_name(tmp_path, name, text, versions):
    tmp_path.joinpath(name).write_bytes(text.encode())

    assert wanted({"python-version-file": name}, tmp_path).versions == versions


@pytest.mark.parametrize("name", [".tool-versions", "Pipfile"])
def test_a_file_without_a_python_leaves_a_warning(tmp_path, name):
    tmp_path.joinpath(name).write_text("")

    assert wanted({"python-version-file": name}, tmp_path) == Wanted(
        warnings=(f"No Python version found in {name}",)
    )


@pytest.mark.parametrize(
    "name, text, said",
    [
        (
            "pyproject.toml",
            '[project]\nrequires-python = ">=3"\n',
            "Extracted >=3 from",
        ),
        ("pyproject.toml", "", "Extracted  from"),
        ("Pipfile", '[requires]\npython_version = "3.9"\n', "Extracted 3.9 from"),
        ("plain", "3.9\n3.10\n", "Resolved plain as 3.9, 3.10"),
    ],
)
def test_what_was_read_is_said(tmp_path, name, text, said):
    tmp_path.joinpath(name).write_text(text)

    found = wanted({"python-version-file": name}, tmp_path)

    assert [line.startswith(said) for line in found.lines] == [True]


def test_a_file_that_is_not_there_fails_in_the_words_of_the_original(tmp_path):
    with pytest.raises(ActionFailed) as failure:
        wanted({"python-version-file": "none.txt"}, tmp_path)

    assert failure.value.message == (
        "The specified python version file at: none.txt doesn't exist."
    )


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ActionFailed, match=f"^Is a directory: {tmp_path.name}$"):
        wanted({"python-version-file": "."}, tmp_path)


def test_a_broken_file_fails(tmp_path):
    tmp_path.joinpath("pyproject.toml").write_text("[project\n")

    with pytest.raises(ActionFailed, match="^pyproject.toml: "):
        wanted({"python-version-file": "pyproject.toml"}, tmp_path)


def test_without_inputs_the_usual_file_is_looked_for(tmp_path):
    tmp_path.joinpath(".python-version").write_text("3.12\n")

    assert wanted({}, tmp_path) == Wanted(
        ("3.12",),
        (
            "[warning]Neither 'python-version' nor 'python-version-file' inputs were "
            "supplied. Attempting to find '.python-version' file.",
            "Resolved .python-version as 3.12",
        ),
    )


def test_without_that_file_nothing_is_asked_for(tmp_path):
    found = wanted({}, tmp_path)

    assert found.versions == ()
    assert found.lines[-1] == "[warning].python-version doesn't exist."
