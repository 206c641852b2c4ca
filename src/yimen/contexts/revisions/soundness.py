"""What only a room above catalogue and procedures can check of a draft: that the two fit each other."""

from datetime import date

from yimen.contexts.catalogue.api import OWN_MOTION, Draft, DraftRefused, Finding, draft_values, findings
from yimen.contexts.procedures.api import NoSuchProcedure, Version, in_force
from yimen.kernel.clock import Unit
from yimen.kernel.procedure import limit_parts

_ENDING = ("取消", "下放")
_SPAN = ("受理", "审查", "决定")  # stages whose steps a promise covers


def all_findings(*, draft: Draft, on: date) -> tuple[Finding, ...]:
    """Returns what is wrong with a draft by itself and beside the procedure that it names."""
    own = findings(draft=draft, on=on)
    return own if draft.kind in _ENDING else (*own, *_beside(draft, on))


def check(draft: Draft, on: date) -> None:
    """Raises DraftRefused where a draft may not be submitted as it is."""
    faults = tuple(one for one in all_findings(draft=draft, on=on) if one.must)
    if faults:
        said = "".join(f"“{one.label}”{one.words}" for one in faults[:3])
        raise DraftRefused(f"“{draft.name or '未命名的事项'}”还有 {len(faults)} 处必须改正：{said}", faults)


def _beside(draft: Draft, on: date) -> tuple[Finding, ...]:
    values = draft_values(draft=draft, on=on)
    key = values.get("procedure_key")
    if not key:
        return ()
    day = max(draft.first_day, on) if draft.first_day else on
    try:
        version = in_force(key=key, on=day)
    except NoSuchProcedure:
        words = f"“{key}”没有在 {day} 生效的流程。请从列表选择，或先在“流程管理”发布。"
        return (Finding("procedure_key", "办理流程", words),)
    promised, statutory = values.get("promised"), values.get("statutory")
    if promised is None or statutory is None or values.get("type") in OWN_MOTION or values.get("instant"):
        return ()
    days = step_days(version)
    if days > promised:
        words = f"{promised} 个工作日，少于流程“{version.name}”最长一路各步之和 {days} 个工作日。"
        return (Finding("promised", "承诺时限", f"{words}请压缩流程各步的时限，或放宽承诺。", must=False),)
    if statutory.unit is Unit.WORKING_DAY and days > statutory.length:
        words = f"的各步之和 {days} 个工作日，超过法定时限 {statutory.length} 个工作日。请换一个流程。"
        return (Finding("procedure_key", "办理流程", words),)
    return ()


def step_days(version: Version) -> int:
    """Returns the working days of a procedure's steps from acceptance to decision, all together."""
    nodes = version.procedure.nodes.values()
    parts = [limit_parts(node.limit) for node in nodes if node.limit and node.stage in _SPAN[1:]]
    return sum(number for number, unit in parts if unit == "wd")
