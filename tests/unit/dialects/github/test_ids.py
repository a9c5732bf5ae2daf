"""Ids are unique in their scope in any case, and generated ones are reserved."""

from __future__ import annotations

import pytest

from understudy.dialects.github.ids import Ids, action_reference, base_of_action


@pytest.mark.parametrize(
    "id", ["a", "_a", "a-b", "A1", "_", pytest.param("x" * 99, id="99 characters")]
)
def test_an_id_is_letters_digits_and_two_signs(id: str) -> None:
    assert Ids().claim(id) is None


@pytest.mark.parametrize(
    "id",
    [
        "",
        " ",
        "1a",
        "-a",
        "a.b",
        "ä",
        "a\n",
        pytest.param("x" * 100, id="100 characters"),
    ],
)
def test_any_other_id_is_invalid(id: str) -> None:
    assert Ids().claim(id) == (
        f"The identifier '{id}' is invalid. IDs may only contain alphanumeric "
        "characters, '_', and '-'. IDs must start with a letter or '_' and and must "
        "be less than 100 characters."
    )


def test_two_underscores_are_reserved() -> None:
    assert Ids().claim("__a") == (
        "The identifier '__a' is invalid. IDs starting with '__' are reserved."
    )


def test_an_id_is_taken_in_any_case() -> None:
    ids = Ids()
    ids.claim("Build")

    assert ids.claim("build") == (
        "The identifier 'build' may not be used more than once within the same scope."
    )


def test_generated_ids_count_up() -> None:
    ids = Ids()

    generated = [ids.generate("run"), ids.generate("Run"), ids.generate("a/b.c")]

    assert generated == ["__run", "__Run_2", "__a_b_c"]


def test_generated_ids_are_cut_and_still_unique() -> None:
    ids = Ids()

    first, second = ids.generate("x" * 200), ids.generate("x" * 200)

    assert (len(first), len(second)) == (100, 100)
    assert second.endswith("xx_2")


@pytest.mark.parametrize(
    ("uses", "base"),
    [
        ("actions/checkout@v4", "actions/checkout"),
        ("github/codeql-action/init@v3", "github/codeql-action"),
        ("./local", "self"),
        (".\\local", "self"),
        ("$/local", "self"),
        ("docker://alpine:3.8", "alpine:3.8"),
        ("docker://", "run"),
        ("nothing", "run"),
    ],
)
def test_an_action_names_its_step(uses: str, base: str) -> None:
    assert base_of_action(uses) == base


@pytest.mark.parametrize(
    "uses", ["owner@v1", "owner/name", "owner/name@", "owner/name@v1@v2", "//@v1", ""]
)
def test_a_reference_needs_an_owner_a_name_and_a_ref(uses: str) -> None:
    assert action_reference(uses) is None
