"""Why something about a complaint was not done."""


class ComplaintRefused(ValueError):
    """Says why; ``field``: the code of the field of the form, '' for the whole form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NoSuchComplaint(LookupError):
    """There is none, or the reader may not see it: the answer is the same (HTTP 404)."""


MISSING = "没有找到这件投诉。请核对编号和查询码；查询码在提交投诉后的页面上。"
HIDDEN = "没有找到这件投诉，或者您不能查看。请从列表进入。"
