from __future__ import annotations

import pytest

from understudy.plan import addresses


@pytest.mark.parametrize(
    "paths, stems",
    [
        pytest.param([".github/workflows/ci.yml"], ["ci"], id="name without suffix"),
        pytest.param(["w/ci.YAML", "w/release.yaml"], ["ci", "release"], id="yaml"),
        pytest.param(["w/ci.yml", "w/ci.yaml"], ["ci.yml", "ci.yaml"], id="both"),
        pytest.param(
            ["w/ci.yml", "w/CI.yaml", "w/a.yml"],
            ["ci.yml", "CI.yaml", "a"],
            id="both, ignoring case",
        ),
        pytest.param(["w/build docs.yml"], ["build-docs"], id="a blank"),
        pytest.param(["w/a b.yml", "w/a-b.yml"], ["a-b", "a-b~2"], id="a clash"),
        pytest.param(["w/CI.yml", "w/ci.yml"], ["CI.yml", "ci.yml~2"], id="only case"),
        pytest.param(["w/tests,all.yml"], ["tests-all"], id="a comma"),
    ],
)
def test_a_stem_is_the_name_of_the_file(paths, stems):
    assert addresses.stems(paths) == dict(zip(paths, stems))


@pytest.mark.parametrize(
    "combinations, expected",
    [
        pytest.param([()], ["ci/tests"], id="no matrix"),
        pytest.param(
            [("3.10",), ("3.9",)], ["ci/tests/3.10", "ci/tests/3.9"], id="one value"
        ),
        pytest.param([("3.10", "mac")], ["ci/tests/3.10,mac"], id="two values"),
        pytest.param([("a/b c:d@e=f,g_h",)], ["ci/tests/a-b-c-d-e-f-g_h"], id="unsafe"),
        pytest.param([("Größe ☃",)], ["ci/tests/Gr--e--"], id="beyond ASCII"),
        pytest.param([("..",), (".",)], ["ci/tests/--", "ci/tests/-"], id="folders"),
        pytest.param([("x" * 61,)], ["ci/tests/" + "x" * 60], id="cut at 60"),
        pytest.param(
            [("a b",), ("a-b",), ("A:b",)],
            ["ci/tests/a-b", "ci/tests/a-b~2", "ci/tests/A-b~3"],
            id="clashes, ignoring case",
        ),
        pytest.param([(), ()], ["ci/tests", "ci/tests~2"], id="no values twice"),
        pytest.param(
            [("a",), ("a~2",), ("a",)],
            ["ci/tests/a", "ci/tests/a-2", "ci/tests/a~2"],
            id="a value never looks like a clash",
        ),
    ],
)
def test_a_leg_has_the_address_of_its_values(combinations, expected):
    assert addresses.legs("ci/tests", combinations) == tuple(expected)
