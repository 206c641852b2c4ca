"""What a gesture may not undo: once a case is decided it goes neither back before its decision nor to an early end."""

from yimen.contexts.matters.api import Gesture, Matter, StepRefused
from yimen.kernel.procedure import flat

from .models import PenaltyRow

_NAMES = {"return": "退回到决定以前的步骤", "withdraw_step": "撤回决定以前的步骤", "terminate": "终止"}
_WAY = (
    "发现决定有错误的，应当主动改正（行政处罚法第七十五条第二款）：依法撤销或者变更决定，另行送达，在后面步骤的意见里写明。"
    "当事人不服的，可以申请行政复议或者提起行政诉讼。"
)


def check_standing(matter: Matter, gesture: Gesture) -> None:
    """Raises StepRefused where a gesture would undo a decision that stands, or one that waits for its approval."""
    words = standing_words(matter, gesture)
    if words:
        raise StepRefused(words)


def standing_words(matter: Matter, gesture: Gesture) -> str:
    """Returns why a gesture would undo a decision that stands or waits, '' where it would not."""
    if gesture.verb not in _NAMES:
        return ""
    made = PenaltyRow.objects.filter(matter_id=matter.id).exclude(state="denied").first()
    outcome = matter.outcome if gesture.verb != "terminate" else ""  # its own by now; it is refused after any other
    if not (made or outcome) or not _goes_back(matter, gesture):
        return ""
    what = _NAMES[gesture.verb]
    if made is not None and made.state == "waiting":
        words = f"本案的决定“{made.number}”超出裁量幅度，正在等上级岗位审批，不能{what}"
        return f"{words}。请等上级岗位答复：不批准的，可以再退回或者重新决定。"
    words = f"处罚决定“{made.number}”" if made is not None else f"“{outcome}”的决定"
    return f"本案已经作出{words}，不能{what}：决定依法有效，内部操作不能使它失效。{_WAY}"


def _goes_back(matter: Matter, gesture: Gesture) -> bool:
    """Tells whether a gesture ends the case, or opens a step that leads to the decision once more."""
    if gesture.verb == "terminate":
        return True
    procedure = matter.procedure.procedure
    nodes, ways = procedure.nodes, flat(procedure)
    undone = [one.id for one in nodes.values() if any(each.code == gesture.undone for each in one.outcomes)]
    todo = [gesture.to] if gesture.verb == "return" else undone
    seen = set(todo)
    while todo:
        node = todo.pop()
        if any(one.code == "decide" for one in nodes[node].outcomes):
            return True
        fresh = {flow.target for flow in ways[node]} - seen
        seen |= fresh
        todo += fresh
    return False
