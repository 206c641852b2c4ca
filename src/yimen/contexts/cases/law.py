"""Which articles a case's acts rest on: for licences the licence law; else what the procedure's own steps state."""

LICENCE = "行政许可"
HEARING_NOTICE = "xk.hearing.notify"  # 第四十八条第一款第一项
_LICENCE_LAW = {
    "apply": "《行政许可法》第二十九条",
    "accept": "《行政许可法》第三十二条",
    "decide": "《行政许可法》第三十八条",
    "deliver": "《行政许可法》第四十四条",
}


def basis(item_type: str, act: str) -> str:
    """Returns the article of an act (apply, accept, decide, deliver), '' where the item's type has none of its own."""
    return _LICENCE_LAW[act] if item_type == LICENCE else ""


def statute(item_type: str) -> str:
    """Returns the law as papers name it."""
    return f"{'' if item_type == LICENCE else '参照'}《中华人民共和国行政许可法》"


def source(item_type: str) -> str:
    """Returns the law that a limit is taken from: other items borrow the licence law's until their own law says."""
    return "行政许可法" if item_type == LICENCE else "参照行政许可法"
