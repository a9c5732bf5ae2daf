"""JSON is read, and broken JSON is shown at its place."""

from __future__ import annotations

import io

import pytest

from understudy.cli.json_file import read_json
from understudy.errors import UsageError


def test_a_file_is_read_with_numbers_as_github_has_them(tmp_path):
    file = tmp_path / "pr.json"
    file.write_bytes('\ufeff{"a": [1, 2.5, true, null, "é"]}'.encode())

    found = read_json(str(file))

    assert found == {"a": [1.0, 2.5, True, None, "é"]}
    assert isinstance(found["a"][0], float)


def test_a_dash_is_the_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"a": 1}')))

    assert read_json("-") == {"a": 1.0}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b'{\n  "a": }', "x.json:2:8: this is no JSON: expecting", id="in"),
        pytest.param(b"", "x.json:1:1: this is no JSON", id="empty"),
        pytest.param(b'{"a": NaN}', "`NaN` is no value of JSON", id="no number"),
        pytest.param(b'"\xff"', "`x.json` is no UTF-8: invalid start byte", id="bytes"),
        pytest.param(b"[" * 200_000, "`x.json` is nested too deeply", id="deep"),
    ],
)
def test_what_is_broken_is_refused_at_its_place(tmp_path, monkeypatch, data, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.json").write_bytes(data)

    with pytest.raises(UsageError) as found:
        read_json("x.json")

    assert message in found.value.message


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot read `.*`: is a directory"):
        read_json(str(tmp_path))
