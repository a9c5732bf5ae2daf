from __future__ import annotations

from understudy.engine.observe import LegStarted, RunStarted, StepFinished
from understudy.model.result import Fidelity, StepResult, Verdict
from understudy.report.run_progress import Lineage, Progress


def test_the_nearest_failed_need_is_named_before_others(mathkit, leg):
    lineage = Lineage(mathkit)
    for address in ("ci/build", "ci/coverage", "ci/tests/3.9"):
        lineage.add(leg(address, Verdict.FAILED))

    assert lineage.after(leg("ci/all-green", Verdict.FAILED)) == "ci/coverage"


def test_a_failed_ancestor_is_named_where_no_need_failed(mathkit, leg):
    lineage = Lineage(mathkit)
    lineage.add(leg("ci/build", Verdict.FAILED))

    assert lineage.after(leg("ci/coverage", Verdict.SKIPPED)) == "ci/build"


def test_a_leg_is_above_those_that_wait_for_its_job(mathkit, leg):
    lineage = Lineage(mathkit)

    assert lineage.is_above(leg("ci/build"), leg("ci/tests/3.9"))
    assert lineage.is_above(leg("ci/tests/3.9"), leg("ci/all-green"))
    assert not lineage.is_above(leg("ci/tests/3.9"), leg("ci/build"))
    assert not lineage.is_above(leg("other/job"), leg("ci/tests/3.9"))


def test_actions_are_named_without_their_version_and_once(mathkit, leg):
    def step(id, **more):
        return StepResult(id, f"Step {id}", Verdict.PASSED, **more)

    emulated = {"fidelity": Fidelity.EMULATED}
    passed = leg(
        "ci/tests/3.9",
        steps=(
            step("__actions_checkout", **emulated),
            step("__actions_setup-python", **emulated),
            step("__run", **emulated),
            step("__run", **emulated),
            step("__post___actions_checkout", **emulated),
            step("other"),
        ),
    )

    assert Lineage(mathkit).played_as(passed, Fidelity.EMULATED) == (
        "actions/checkout",
        "actions/setup-python",
        "Step __run",
    )


def test_the_last_lines_are_those_of_the_step_that_failed(
    mathkit, leg, failing, tmp_path
):
    tmp_path.joinpath("x.log").write_text("one\ntwo\nthree\n")
    progress = Progress(mathkit)
    failed = failing()

    progress.notify(RunStarted(0.0, 1, (), str(tmp_path)))
    progress.notify(LegStarted(0.0, "ci/build", 2, "x.log"))
    progress.notify(StepFinished(1.0, "ci/build", failed, 4, 8))

    assert progress.log("ci/build") == tmp_path / "x.log"
    assert progress.last_lines(leg("ci/build", Verdict.FAILED, steps=(failed,))) == [
        "two"
    ]
    assert progress.last_lines(leg("ci/tests/3.9", Verdict.FAILED)) == []


def test_legs_stand_in_the_order_of_the_plan(mathkit, leg):
    ended = ("zz/y", "ci/all-green", "ci/tests/4", "ci/tests/3.10", "ci/tests/3.9")
    ended += ("ci/bench", "ci/build")

    ordered = Lineage(mathkit).in_order(leg(address) for address in ended)

    assert [found.address for found in ordered] == [
        "ci/build",
        "ci/bench",
        "ci/tests/3.9",
        "ci/tests/3.10",
        "ci/tests/4",
        "ci/all-green",
        "zz/y",
    ]
