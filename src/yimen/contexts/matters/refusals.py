"""Why a step is not done: the ways in which the verbs of matters say no."""


class StepRefused(ValueError):
    """The step cannot be done so: says why and what to do (HTTP 422)."""


class StepGone(StepRefused):
    """Somebody else did this step first, or the matter moved on: nothing was changed (HTTP 409)."""


class OutOfOrder(StepRefused):
    """The step has no such outcome: somebody tried to leave the procedure's way (HTTP 422)."""


class NotYours(PermissionError):
    """The reader holds no post (or is not the applicant) that this step needs (HTTP 403)."""


class NotYourStep(NotYours):
    """A step of another post: not one that a room keeps from a holder of its post, as where that one stands aside."""
