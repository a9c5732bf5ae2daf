"""Owns the outputs of a leg: what its last step leaves for the jobs that need it."""

from __future__ import annotations

from typing import Dict

from understudy.dialects.stage import NotKnown
from understudy.engine.leg import LegState
from understudy.engine.talk import StepTalk
from understudy.expressions import ExpressionError
from understudy.model.plan import Reason

_COMPLETE = "__complete_job"


def job_outputs(state: LegState) -> Dict[str, str]:
    """Return the outputs of the job, without those that are empty or hold a secret.

    Where they cannot be filled, the job fails (JobExtension.cs). A leg that was not
    played to its end has none: nobody knows what it would say.
    """
    if state.standing.unplayed is not None:
        return {}
    talk = StepTalk(state, _COMPLETE)
    hide = state.rehearsal.masker.hide
    try:
        outputs = state.stage.outputs(state.moment())
    except NotKnown as error:
        state.standing.unplayed = Reason("secret", hide(str(error)), fixable=True)
        return {}
    except ExpressionError as error:
        talk.error("Fail to evaluate job outputs")
        talk.error(str(error))
        state.standing.fail(Reason("expression", hide(str(error))))
        return {}
    kept: Dict[str, str] = {}
    for name, value in outputs.items():
        if not value:
            continue
        if state.rehearsal.masker.reveals(value):
            talk.say("warning", f"Skip output '{name}' since it may contain secret.")
        else:
            kept[name] = value
    return kept
