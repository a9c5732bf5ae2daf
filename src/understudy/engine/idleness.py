"""Owns the words by which tools say that they did nothing, and yet exit with 0.

They are what silent green is made of: the step passed, and no test ran. The verdict is
the exit status's, as on the hosted machine; what is found here stands beside it.
"""

from __future__ import annotations

import re
from typing import Tuple

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_WORDS = (
    # tox without --skip-missing-interpreters=false: `py39: SKIP`, then congratulations.
    (r"^ +(?P<what>\S+): SKIP\b", "tox skipped {what}"),
    (r"^(?P<what>\S+): skipped because (?P<why>.+)$", "tox skipped {what}: {why}"),
    (r"^Skipped (?P<what>\d+ incompatible environments?)\b", "hatch skipped {what}"),
    (r"^nox > Session (?P<what>.+?) skipped\b", "nox skipped {what}"),
    (r"^=* ?no tests ran in ", "pytest ran no tests"),
    (r"^=* ?(?P<what>\d+) deselected in ", "pytest deselected all tests ({what})"),
    (r"^Ran 0 tests in ", "unittest ran no tests"),
    (r"^NO TESTS RAN\b", "unittest ran no tests"),
)
_PATTERNS = tuple((re.compile(pattern, re.M), text) for pattern, text in _WORDS)
_LIMIT = 3


def idle_words(output: str) -> Tuple[str, ...]:
    """Return what tools of a step did not do, as far as its output says so."""
    output = _COLOUR.sub("", output).replace("\r\n", "\n")
    said = [
        text.format(**match.groupdict())
        for pattern, text in _PATTERNS
        for match in pattern.finditer(output)
    ]
    # The longer sentence has the reason; the summary of tox says it again without.
    return tuple(
        text
        for text in dict.fromkeys(said)
        if not any(other.startswith(f"{text}:") for other in said)
    )[:_LIMIT]
