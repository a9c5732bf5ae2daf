"""What a problem is as a value: its order, its JSON, its repr."""

from __future__ import annotations

from understudy.text.diagnostic import Authority, Diagnostic, Edit, Fix, Severity
from understudy.text.source import Position, Source

SOURCE = Source("ci.yml", "on: push\njobz: {}\n")


def diagnostic(**changes: object) -> Diagnostic:
    values: dict[str, object] = {
        "id": "workflow-syntax",
        "severity": Severity.ERROR,
        "message": "Unexpected value 'jobz'",
        "span": SOURCE.span(9, 13),
        **changes,
    }
    return Diagnostic(**values)  # type: ignore[arg-type]


def test_json_is_the_contract():
    fix = Fix("rename", (Edit(SOURCE.span(9, 13), "jobs"),))
    problem = diagnostic(authority=Authority.GITHUB, help="try `jobs`", fixes=(fix,))

    assert problem.to_json() == {
        "id": "workflow-syntax",
        "severity": "error",
        "source": "github",
        "message": "Unexpected value 'jobz'",
        "path": "ci.yml",
        "line": 2,
        "column": 1,
        "end_line": 2,
        "end_column": 5,
        "help": "try `jobs`",
        "fixes": [
            {
                "title": "rename",
                "safe": True,
                "edits": [
                    {
                        "path": "ci.yml",
                        "line": 2,
                        "column": 1,
                        "end_line": 2,
                        "end_column": 5,
                        "replacement": "jobs",
                    }
                ],
            }
        ],
    }


def test_only_an_error_is_an_error():
    assert diagnostic().is_error
    assert not diagnostic(severity=Severity.WARNING).is_error


def test_order_is_by_place():
    assert diagnostic().order == ("ci.yml", Position(2, 1), "workflow-syntax")


def test_repr_holds_the_reason_on_one_line():
    problem = diagnostic(message="a\nb")

    assert repr(problem) == r"<error workflow-syntax at ci.yml:2:1: a\nb>"


def test_a_long_repr_is_cut_in_its_middle():
    text = repr(diagnostic(message="a" * 300 + "end"))

    assert len(text) < 240
    assert text.endswith("aend>")
