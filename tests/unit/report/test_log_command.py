from __future__ import annotations

import pytest

from understudy.report.log_command import log_command


@pytest.mark.parametrize(
    ("properties", "message", "written"),
    [
        pytest.param({}, "", "::error::", id="bare"),
        pytest.param({"title": ""}, "x", "::error::x", id="an empty property"),
        pytest.param(
            {"file": "a,b:c%", "line": "1"},
            "x",
            "::error file=a%2Cb%3Ac%25,line=1::x",
            id="escaped properties",
        ),
        pytest.param({}, "100%\nb, c: d", "::error::100%25%0Ab, c: d", id="a message"),
        pytest.param({}, "\x1b[1m", "::error::\\x1b[1m", id="an escape sequence"),
    ],
)
def test_a_command_is_one_line_whatever_it_says(properties, message, written):
    assert log_command("error", properties, message) == written
