"""How each kind of matter is spoken of on the desk: where its pages are, and what gestures mean for it, in words.

A kind that says nothing of its own here is no application: no applicant is told, and the licence law does not apply.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

DUE, COUNTS, FILED = "<due>", "<counts>", "<filed>"  # stand for the step's day, the limits, where the reason is kept
_RULED = "规定了这种情形的法律、法规或者规章和条款，写成《名称》第几条的样子。"
_NO_APPLICATION: Mapping[str, list[str]] = {
    "delegate": [
        "委托期间由受托人办理，您的待办里不再有这一步。",
        DUE,
        "最后一天过后自动收回；之前也可以提前收回。",
        "受托人不能再转交他人。应当由负责人本人决定的，不要委托。",
        "委托人的岗位、权限、期限写进留痕；受托人办的，留痕写明受谁委托。",
    ],
    "add": [
        "选定的人在待办里看到“加签”。",
        DUE,
        "在您之前签的，他的意见供您参考，结果由您定。",
        "在您之后签的，他的结果和意见就是这一步的。",
    ],
    "suspend": [
        "全部步骤停住，恢复前谁也不能办。",
        "事由是本件时限的法定事由的，期间不计入时限；不是的，时限照常计算。",
        FILED,
    ],
    "resume": ["各步骤可以继续办。", COUNTS, FILED],
    "terminate": [
        "全部步骤关闭，本件以“终止”结束，不能恢复。",
        "计时停止，按期或超期的结论留存。",
        FILED,
    ],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """The words of one kind of matter.

    ``page``: where it is decided, "" on the desk's own page of cases. ``entrusted``: what says on whose behalf a
    delegate decided. ``party``: whom a matter is about, "" where there is nobody to be named. ``filed``: where the
    reason of a gesture is kept, as a sentence; ``reason``: the same as a hint. ``hints``, ``told``: by gesture, what
    stands in place of the usual words.
    """

    page: str = ""
    entrusted: str = "留痕"
    party: str = ""
    law: str = _RULED
    days: str = "只填数字。"
    reason: str = "写进办理记录"
    filed: str = "理由和依据写进办理记录。"
    hints: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, list[str]] = field(default_factory=lambda: _NO_APPLICATION)


KINDS: Mapping[str, KindWords] = {
    "case": KindWords(
        entrusted="文书",
        party="申请人",
        law="法律和条款，例如《行政许可法》第七十条。",
        days="只填数字，会告知申请人。",
        reason="会告知申请人",
        told={},
    ),
    "penalty": KindWords(
        page="/powers/desk/cases/",
        party="当事人",
        reason="写进案卷",
        filed="理由和依据写进案卷；应当告知当事人的，由办案单位另行送达。",
        hints={
            "return": "退到前面的步骤补充调查或者重办。",
            "suspend": "依法不能继续调查、办理的，停住全部步骤。",
            "terminate": "依法不再继续的，不作处罚决定，结束案件。",
        },
    ),
    "complaint": KindWords(page="/complaints/desk/"),
    "revision": KindWords(page="/catalogue/reviews/"),
    "listing": KindWords(page="/powers/desk/proposals/"),
}
_OTHER = KindWords()


def words_of(kind: str) -> KindWords:
    """Returns the words of a kind of matter."""
    return KINDS.get(kind, _OTHER)
