"""`understudy eval` prints the value of an expression, or what GitHub says of it."""

from __future__ import annotations

import pytest

from understudy.cli.main import main

CONTEXTS = '{"github": {"ref": "refs/heads/main"}, "matrix": {"list": [1, 2.5, null]}}'


@pytest.mark.parametrize(
    ("expression", "bare", "json"),
    [
        pytest.param("1 == '1'", "true", "true", id="boolean"),
        pytest.param("10", "10", "10", id="number"),
        pytest.param("2.5", "2.5", "2.5", id="fraction"),
        pytest.param("'a b'", "a b", '"a b"', id="string"),
        pytest.param("'é'", "é", '"é"', id="not ascii"),
        pytest.param("null", "", "null", id="null"),
        pytest.param(
            "github.ref", "refs/heads/main", '"refs/heads/main"', id="context"
        ),
        pytest.param(
            "matrix.list", "[\n  1,\n  2.5,\n  null\n]", "[1, 2.5, null]", id="array"
        ),
        pytest.param(
            "matrix",
            '{\n  "list": [\n    1,\n    2.5,\n    null\n  ]\n}',
            '{"list": [1, 2.5, null]}',
            id="object",
        ),
    ],
)
def test_a_value_is_printed_bare_or_as_json(tmp_path, capsys, expression, bare, json):
    file = tmp_path / "contexts.json"
    file.write_text(CONTEXTS, encoding="utf-8")
    arguments = ["eval", expression, "--contexts", str(file)]

    assert main(arguments) == 0
    assert capsys.readouterr().out == f"{bare}\n"
    assert main([*arguments, "--json"]) == 0
    assert capsys.readouterr().out == f"{json}\n"


@pytest.mark.parametrize("option", ["--workspace", "-C"])
def test_files_are_hashed_in_a_folder(tmp_path, capsys, option):
    (tmp_path / "a.txt").write_bytes(b"a")

    assert main(["eval", "hashFiles('a.txt') != ''", option, str(tmp_path)]) == 0
    assert capsys.readouterr().out == "true\n"


def test_files_are_hashed_in_the_current_folder(tmp_path, capsys, monkeypatch):
    (tmp_path / "a.txt").write_bytes(b"a")
    monkeypatch.chdir(tmp_path)

    assert main(["eval", "hashFiles('a.txt') != ''"]) == 0
    assert capsys.readouterr().out == "true\n"


def test_a_refused_expression_is_shown_with_a_caret(capsys):
    assert main(["eval", "1 == github.ref"]) == 1

    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == (
        "error[expression-parsing]: Unrecognized named-value: 'github'. Located at "
        "position 6 within expression: 1 == github.ref\n"
        " --> expression:1:6\n"
        "  |\n"
        "1 | 1 == github.ref\n"
        "  |      ^^^^^^\n"
        "  = help: what an expression reads comes from a file: --contexts FILE\n"
    )


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        pytest.param("'a", "error[expression-lexing]: Unexpected symbol", id="lexing"),
        pytest.param("fromJSON('{')", "error[expression-evaluation]", id="evaluation"),
        pytest.param("format('{0')", "error[expression-", id="format"),
    ],
)
def test_every_kind_of_error_is_shown(capsys, expression, said):
    assert main(["eval", expression]) == 1

    error = capsys.readouterr().err
    assert error.startswith(said)
    assert "--contexts" not in error


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "`eval` wants one expression", id="none"),
        pytest.param(["1", "--", "2"], "`eval` wants one expression", id="two"),
        pytest.param(
            ["1", "--workspace", "/nowhere"], "no folder `/nowhere`", id="gone"
        ),
        pytest.param(
            ["1", "--contexts", "/nowhere"], "cannot read `/nowhere`", id="file"
        ),
    ],
)
def test_a_wrong_command_is_refused(capsys, arguments, said):
    assert main(["eval", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_contexts_are_an_object(tmp_path, capsys):
    file = tmp_path / "contexts.json"
    file.write_text("[1]", encoding="utf-8")

    assert main(["eval", "1", "--contexts", str(file)]) == 2
    assert "wants an object of contexts" in capsys.readouterr().err
