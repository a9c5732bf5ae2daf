from __future__ import annotations

import dataclasses
import hashlib
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from understudy.actions.artifacts import (
    Artifact,
    Artifacts,
    check_name,
    check_path,
    deprecations,
    pack,
    unpack,
)
from understudy.engine.contract import ActionFailed


@pytest.fixture
def leg(host):
    return host("actions/upload-artifact@v4")


def content(leg, text="x"):
    path = leg.temp / f"content-{len(list(leg.temp.iterdir()))}"
    path.write_text(text)
    return path


def test_what_was_added_is_there_for_every_leg_of_the_workflow(leg):
    added = Artifacts(leg).add("dist", content(leg), archive=True, overwrite=False)

    other = dataclasses.replace(leg, address="ci/publish")
    assert list(Artifacts(other)) == [added]
    assert added == Artifact(
        id=1,
        name="dist",
        size=1,
        digest=hashlib.sha256(b"x").hexdigest(),
        file="dist.zip",
        archive=True,
        leg="ci/tests/3.12",
    )
    assert Artifacts(other).path(added) == leg.run_folder / "artifacts/ci/dist.zip"
    assert Artifacts(other).path(added).read_text() == "x"


def test_another_workflow_has_its_own(leg):
    other = dataclasses.replace(leg, address="release/build")
    Artifacts(leg).add("dist", content(leg), archive=True, overwrite=False)

    second = Artifacts(other).add("dist", content(leg), archive=True, overwrite=False)

    assert second.id == 2
    assert list(Artifacts(other)) == [second]


def test_a_name_is_used_once(leg):
    store = Artifacts(leg)
    store.add("dist", content(leg), archive=True, overwrite=False)

    with pytest.raises(ActionFailed) as failure:
        store.add("dist", content(leg), archive=True, overwrite=False)

    assert failure.value.message == (
        "Failed to CreateArtifact: Received non-retryable error: Failed request: (409) "
        "Conflict: an artifact with this name already exists on the workflow run"
    )


def test_it_may_be_replaced_under_a_new_number(leg):
    store = Artifacts(leg)
    other = store.add("other", content(leg), archive=True, overwrite=True)
    store.add("dist", content(leg, "old"), archive=True, overwrite=True)

    new = store.add("dist", content(leg, "new"), archive=True, overwrite=True)

    assert list(store) == [other, new]
    assert (new.id, new.file, store.path(new).read_text()) == (3, "dist.zip", "new")


@pytest.mark.parametrize(
    "name, archive, file",
    [
        ("dist", True, "dist.zip"),
        ("report.html", False, "report.html"),
        ("..", True, "artifact.zip"),
        ("ä", True, "artifact.zip"),
        ("a" * 300, True, "artifact.zip"),
        ("artifacts.json", False, "artifacts.json~2"),
        ("FIRST", True, "FIRST~2.zip"),
    ],
)
def test_no_name_leads_out_of_the_folder_or_onto_another(leg, name, archive, file):
    store = Artifacts(leg)
    store.add("first", content(leg), archive=True, overwrite=False)

    added = store.add(name, content(leg), archive=archive, overwrite=False)

    assert added.file == file
    assert store.path(added).parent == store.folder
    assert len(list(store)) == 2


def test_many_legs_add_at_the_same_time(leg):
    def add(number):
        path = leg.temp / f"{number}"
        path.write_text("x")
        return Artifacts(leg).add(f"n{number}", path, archive=True, overwrite=False)

    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(add, range(24)))

    assert sorted(artifact.id for artifact in added) == list(range(1, 25))
    assert {artifact.name for artifact in Artifacts(leg)} == {
        f"n{number}" for number in range(24)
    }


def test_a_list_that_somebody_broke_is_empty(leg):
    store = Artifacts(leg)
    store.folder.joinpath("artifacts.json").write_text('{"artifacts": 1}')

    assert list(store) == []


@pytest.mark.parametrize("name", ["a/b", "a\\b", 'a"b', "a:b", "a\nb", "a*"])
def test_a_name_has_no_character_that_some_file_system_refuses(name):
    with pytest.raises(ActionFailed) as failure:
        check_name(name)

    message = failure.value.message
    assert message.startswith(
        f"The artifact name is not valid: {name}. Contains the following character: "
    )
    assert " Backslash \\, Forward slash /\n" in message


def test_a_name_is_not_empty():
    with pytest.raises(
        ActionFailed, match="^Provided artifact name input during validation is empty$"
    ):
        check_name("")


@pytest.mark.parametrize("name", ["dist", "..", "a b", "dist-3.12 (linux)"])
def test_any_other_name_is_fine(name):
    check_name(name)


def test_a_path_may_have_slashes_and_nothing_else_of_these():
    check_path("a/b\\c")
    with pytest.raises(ActionFailed) as failure:
        check_path("a/b:c")

    assert failure.value.message.startswith(
        "The path for one of the files in artifact is not valid: a/b:c. Contains the "
        "following character:  Colon :\n"
    )


@pytest.mark.parametrize("level", [0, 6])
def test_a_pack_holds_the_files_under_their_other_names(tmp_path, level):
    tmp_path.joinpath("a").write_text("a" * 1000)

    archive = pack([(tmp_path / "a", "d/b")], level, tmp_path)

    with zipfile.ZipFile(archive) as opened:
        assert opened.namelist() == ["d/b"]
        assert opened.read("d/b") == b"a" * 1000
        packed = opened.getinfo("d/b").compress_size
    assert (packed == 1000) is (level == 0)


def test_what_was_packed_is_unpacked_without_permissions(tmp_path):
    program = tmp_path / "a"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    archive = pack([(program, "d/b")], 6, tmp_path)

    unpack(archive, tmp_path / "out")

    out = tmp_path / "out" / "d" / "b"
    assert out.read_text() == "#!/bin/sh\n"
    assert not out.stat().st_mode & 0o111


@pytest.mark.parametrize("name", ["../evil", "/evil", "a/../../evil", "link/evil"])
def test_nothing_is_unpacked_elsewhere(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr(name, "evil")
    out = tmp_path / "out"
    out.mkdir()
    out.joinpath("link").symlink_to(tmp_path)

    with pytest.raises(ActionFailed, match="^Malicious entry: "):
        unpack(tmp_path / "evil.zip", out)

    assert not tmp_path.joinpath("evil").exists()


def test_the_refusals_name_the_action():
    messages = deprecations("actions/upload-artifact")

    assert messages["v3"] == (
        "This request has been automatically failed because it uses a deprecated "
        "version of `actions/upload-artifact: {ref}`. Learn more: "
        "https://github.blog/changelog/"
        "2024-04-16-deprecation-notice-v3-of-the-artifact-actions/"
    )
    assert messages["v1"] == messages["v2"] != messages["v3"]
