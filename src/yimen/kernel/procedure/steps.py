"""What is wrong with one step by itself, whatever stands around it: who, how long, with which results, by which law."""

from collections.abc import Iterator

from .errors import Severity
from .fields import FIELDS
from .model import HUMAN, Node

LONGEST_ID, LONGEST_NAME, LONGEST_OUTCOME = 80, 80, 40  # characters, as lists and papers have room for
EXCEPTED = {"hearing": "听证", "expert": "专家评审"}  # not counted where the ground is named (第四十五条)
Fault = tuple[str, Severity, str]  # in words, how much it weighs, what the file calls it


def step_faults(node: Node) -> Iterator[Fault]:
    """Yields what a step lacks; nothing for what is no step of people."""
    if node.kind not in HUMAN:
        return
    if node.special in EXCEPTED and not node.ground:
        words = (
            f"不写明事由，办理期限照常计算。依法不计入的，请填写“{FIELDS['ground']}”，例如{EXCEPTED[node.special]}。"
        )
        yield words, "warning", "yimen:ground"
    yield from _lengths(node)
    if not node.role:
        yield "没有写明由哪个岗位办理，请填写“岗位”。", "error", "yimen:role"
    if not node.limit and node.role != "applicant":
        yield "没有写明办理时限，请填写“时限”，例如 5 个工作日。", "error", 'yimen:limit="5wd"'
    if not node.outcomes:
        yield "没有写明办理结果，请在“办理结果”里至少列出一种。", "error", "yimen:outcome"
    if not node.stage:
        yield "没有写明属于哪个阶段，请填写“阶段”。", "warning", "yimen:stage"
    if not node.basis and node.role != "applicant":
        yield "没有写明法律依据，请填写“依据”。", "warning", "yimen:basis"


def _lengths(node: Node) -> Iterator[Fault]:
    if len(node.id) > LONGEST_ID:
        words = f"编号连同调用它的流程共有 {len(node.id)} 个字符，最多 {LONGEST_ID} 个，请改短，或减少调用的层次。"
        yield words, "error", "id"
    if len(node.name) > LONGEST_NAME:
        yield f"名称有 {len(node.name)} 个字，最多 {LONGEST_NAME} 个，请改短。", "error", "name"
    for one in node.outcomes:
        if max(len(one.code), len(one.name)) > LONGEST_OUTCOME:
            words = f"结果“{one.name[:LONGEST_OUTCOME]}”的代码或名称超过 {LONGEST_OUTCOME} 个字，请改短。"
            yield words, "error", "yimen:outcome"
