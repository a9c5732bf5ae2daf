"""Where runs are kept."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from understudy.engine.files import write_json
from understudy.engine.orphans import can_find, start_time
from understudy.engine.store import (
    Cleaned,
    Places,
    Run,
    Store,
    user_places,
)

NOBODY = 2**22 + 1


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "state", tmp_path / "cache")


@pytest.fixture
def store(tmp_path: Path, places: Places) -> Store:
    return Store(tmp_path / "mathkit", places)


def ended(store: Store, size: int = 0) -> Run:
    """Return a run that is over, with a log of a size."""
    run = store.start()
    with run.open_log("ci/a") as log:
        log.write(b"x" * size)
    run.finish({})
    return run


def test_places_are_where_xdg_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/s")
    monkeypatch.setenv("XDG_CACHE_HOME", "/c")

    found = user_places()

    if sys.platform == "linux":
        assert found == Places(Path("/s/understudy"), Path("/c/understudy/workspaces"))
    assert found.state != found.cache


def test_runs_count_up_and_the_last_one_has_a_link(
    store: Store, places: Places
) -> None:
    first, second = ended(store), store.start()

    assert (first.number, second.number) == (1, 2)
    assert second.folder == places.state / "mathkit" / "2"
    assert (places.state / "mathkit" / "last").resolve() == second.folder.resolve()
    assert first.tracking != second.tracking
    assert store.numbers() == (1, 2)


def test_runs_at_the_same_time_get_different_numbers(store: Store) -> None:
    runs: list[Run] = []
    threads = [
        threading.Thread(target=lambda: runs.append(store.start())) for _ in range(20)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(run.number for run in runs) == list(range(1, 21))


def test_a_checkout_has_the_name_of_its_folder_and_another_a_number(
    tmp_path: Path, places: Places
) -> None:
    def identify(name: str) -> str:
        return Store(tmp_path / name, places).id

    assert [identify(name) for name in ("a/lib", "b/lib", "a/lib", "c/lib")] == [
        "lib",
        "lib~2",
        "lib",
        "lib~3",
    ]
    assert Store(Path("/"), places).id == "root"


def test_no_folder_of_a_checkout_has_signs_that_mean_something(
    tmp_path: Path, places: Places
) -> None:
    names = ("a b", "a-b", "a,b", "übung", os.fsdecode(b"caf\xe9"))

    assert [Store(tmp_path / name, places).id for name in names] == [
        "a-b",
        "a-b~2",
        "a-b~3",
        "-bung",
        "caf-",
    ]


def test_checkouts_at_the_same_time_get_different_names(
    tmp_path: Path, places: Places
) -> None:
    names: list[str] = []
    threads = [
        threading.Thread(
            target=lambda n=n: names.append(Store(tmp_path / str(n) / "lib", places).id)
        )
        for n in range(10)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(names) == sorted(["lib", *(f"lib~{n}" for n in range(2, 11))])


def test_a_log_is_where_the_address_says(store: Store) -> None:
    run = store.start()

    with run.open_log("ci/tests/3.10") as log:
        log.write(b"a")
    with run.open_log("ci/tests/3.10") as log:
        log.write(b"b")

    assert run.folder.joinpath("ci/tests/3.10.log").read_bytes() == b"ab"
    assert run.log_path("ci/tests/3.10") == run.folder / "ci/tests/3.10.log"


@pytest.mark.parametrize("address", ["../a", "ci/../../a", "/etc/a"])
def test_no_log_is_elsewhere(store: Store, address: str) -> None:
    with pytest.raises(ValueError, match="is no address of a leg"):
        store.start().log_path(address)


def test_a_leg_has_a_folder_and_a_tracking_id_of_its_own(
    store: Store, places: Places
) -> None:
    run = store.start()

    folder = run.workspace("ci/tests/3.10")

    assert folder == places.cache / "mathkit" / "1" / "ci-tests-3.10"
    assert list(folder.iterdir()) == []
    assert run.tracking_of("ci/a") == f"{run.tracking}/ci/a"


def test_the_folder_of_a_leg_has_no_character_that_tools_split_paths_at(
    store: Store, places: Places
) -> None:
    run = store.start()

    names = [run.workspace(it).name for it in ("a/b/3,ubuntu", "a-b/3+ubuntu")]

    assert names == ["a-b-3-ubuntu", "a-b-3-ubuntu-2"]


def test_a_result_is_kept(store: Store) -> None:
    run = store.start()

    run.finish({"verdict": "passed"})

    assert store.result(run.number) == {"verdict": "passed"}
    assert store.result(7) is None
    assert sorted(path.name for path in run.folder.iterdir()) == ["result.json"]
    assert not run.workspaces.exists()


def test_what_is_kept_of_a_failed_leg_stays(store: Store) -> None:
    run = store.start()
    folder = run.workspace("ci/a")

    run.finish({})

    assert folder.exists()


def test_a_store_without_runs_has_none(store: Store) -> None:
    store.folder.joinpath("project").unlink()
    store.folder.rmdir()

    assert (store.numbers(), store.clean(), store.prune()) == ((), (), ())


KILLED = """
import os, subprocess, sys
from pathlib import Path
from understudy.engine.processes import TRACKING
from understudy.engine.store import Places, Store

store = Store(Path(sys.argv[1]), Places(Path(sys.argv[2]), Path(sys.argv[3])))
run = store.start()
for address in ("ci/a", "ci/b"):
    process = subprocess.Popen(
        ["/bin/sleep", "60"],
        env={TRACKING: run.tracking_of(address)},
        cwd=run.workspace(address),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    print(process.pid, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def left(tmp_path: Path, places: Places) -> Iterator[list[int]]:
    """Start a run in another process, kill that, and return what its legs started."""
    arguments = [tmp_path / "mathkit", places.state, places.cache]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *map(str, arguments)], stdout=subprocess.PIPE
    )
    assert done.returncode == -signal.SIGKILL
    pids = [int(line) for line in done.stdout.split()]
    yield pids
    for pid in pids:
        if start_time(pid) is not None:
            os.kill(pid, signal.SIGKILL)


@pytest.mark.skipif(not can_find(), reason="this system does not show environments")
def test_what_a_killed_run_left_is_ended_and_removed(
    store: Store, places: Places, left: list[int]
) -> None:
    running = [start_time(pid) is not None for pid in left]

    cleaned = store.clean()

    assert running == [True, True]
    assert cleaned == (Cleaned(1, processes=2, workspaces=2),)
    assert [start_time(pid) for pid in left] == [None, None]
    assert not (places.cache / "mathkit" / "1").exists()
    assert store.clean() == ()
    assert store.start().number == 2


def lock(store: Store, **values: object) -> Path:
    """Make a run whose lock says something else than that of a real one."""
    run = store.start()
    pid = os.getpid()
    path = run.folder / "lock"
    known = {
        "pid": pid,
        "started": start_time(pid),
        "host": platform.node(),
        "tracking": run.tracking,
        "since": 0.0,
    }
    write_json(path, {**known, **values})
    return path


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({}, id="it is this process"),
        pytest.param({"pid": NOBODY, "host": "elsewhere"}, id="it is elsewhere"),
        pytest.param({"started": None}, id="its start is not known"),
        pytest.param({"pid": 1, "started": None}, id="it is another user's"),
    ],
)
def test_a_run_that_may_be_alive_is_left_alone(
    store: Store, values: dict[str, object]
) -> None:
    path = lock(store, **values)

    assert store.clean() == ()
    assert path.exists()


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"pid": NOBODY}, id="nobody has its number"),
        pytest.param({"pid": NOBODY, "started": None}, id="nobody, start not known"),
        pytest.param({"started": 1.0}, id="somebody else has its number"),
    ],
)
def test_a_run_whose_process_is_gone_was_killed(
    store: Store, values: dict[str, object]
) -> None:
    path = lock(store, **values)

    assert store.clean() == (Cleaned(1, 0, 0),)
    assert sorted(file.name for file in path.parent.iterdir()) == ["killed"]


@pytest.mark.parametrize(
    "cleaned, text",
    [
        (Cleaned(14, 2, 1), "cleaned up after run 14 (killed): 2 processes, 1 work"),
        (
            Cleaned(14, 1, 2),
            "cleaned up after run 14 (killed): 1 process, 2 workspaces",
        ),
        (Cleaned(14, 0, 0), "cleaned up after run 14 (killed)"),
    ],
)
def test_what_was_cleaned_is_one_sentence(cleaned: Cleaned, text: str) -> None:
    assert str(cleaned).startswith(text)
    assert str(cleaned)[-1] != ":"


def test_the_oldest_runs_go_when_there_are_too_many(
    store: Store, places: Places
) -> None:
    for _ in range(4):
        ended(store)
    kept = store.start()
    (places.cache / "mathkit" / "1").mkdir(parents=True)

    removed = store.prune(keep=3)

    assert removed == (2, 1)
    assert store.numbers() == (3, 4, kept.number)
    assert not (places.cache / "mathkit" / "1").exists()


def test_the_oldest_runs_go_when_they_are_too_large(
    store: Store, places: Places
) -> None:
    ended(store, size=10)
    kept_workspace = store.start()
    (kept_workspace.workspace("ci/a") / "file").write_bytes(b"x" * 600)
    kept_workspace.finish({})
    ended(store, size=500)

    assert store.prune(size=1000) == (2, 1)


def test_the_last_run_and_a_running_one_stay(store: Store) -> None:
    running = store.start()
    last = ended(store, size=100)

    assert store.prune(keep=1, size=1) == ()
    assert store.numbers() == (running.number, last.number)


def test_by_default_twenty_runs_stay(store: Store) -> None:
    for _ in range(22):
        ended(store)

    assert store.prune() == (2, 1)
