"""Locks one draft for a verb."""

from collections.abc import Container
from uuid import UUID

from .drafts import STATES, DraftRefused, NoSuchDraft
from .models import DraftRow


class DraftMoved(DraftRefused):
    """Somebody else changed the draft meanwhile: nothing was changed (HTTP 409). ``revision``: where it stands now."""

    def __init__(self, words: str, revision: int) -> None:
        super().__init__(words)
        self.revision = revision


def locked(id: UUID, states: Container[str], doing: str) -> DraftRow:  # noqa: A002 - the plain word
    """Returns a draft locked for this transaction; raises NoSuchDraft, or DraftMoved where its state forbids it."""
    row = DraftRow.objects.select_for_update().filter(id=id).first()
    if row is None:
        raise NoSuchDraft("没有找到这份流程草稿。请从“流程管理”的列表进入。")
    if row.state not in states:
        raise DraftMoved(
            f"这份草稿现在是“{STATES[row.state]}”，不能{doing}。请刷新页面，看它到了哪一步。", row.revision
        )
    return row


def check_revision(row: DraftRow, revision: int) -> None:
    """Raises DraftMoved where the draft is no longer as somebody saw it."""
    if row.revision != revision:
        words = f"这份草稿已由别人改到第 {row.revision} 稿，您看到的是第 {revision} 稿。没有保存，别人的改动没有丢失。"
        raise DraftMoved(f"{words}请先下载您的文件留底，再刷新页面，在最新一稿上改。", row.revision)
