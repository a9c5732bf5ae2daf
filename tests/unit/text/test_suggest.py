"""The word that was meant."""

from __future__ import annotations

from typing import Optional

import pytest

from understudy.text.suggest import suggest

KEYS = ("run", "uses", "with", "runs-on", "needs", "if", "environment", "env")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("runn", "run"),
        ("rnu", "run"),
        ("Run", "run"),
        ("use", "uses"),
        ("runs_on", "runs-on"),
        ("enviroment", "environment"),
        ("need", "needs"),
        ("jobs", None),
        ("x", None),
        ("", None),
        ("run", None),
    ],
)
def test_only_a_close_word_is_suggested(word: str, meant: Optional[str]):
    assert suggest(word, KEYS) == meant


def test_another_case_is_closer_than_another_letter():
    assert suggest("PATH", ["paths", "path"]) == "path"


def test_a_candidate_is_suggested_as_it_is_written():
    assert suggest("python_version", ["Python-Version"]) == "Python-Version"
