"""Papers: they state what the law asks for, show values as they are, lose nothing, and are the same bytes each time."""

import hashlib
import json
import subprocess
import sys
import threading
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # it has none
from pypdf import PdfReader

from yimen.contexts.documents.api import PaperRefused, paper

pytestmark = pytest.mark.pure

VALUES: dict[str, Any] = {
    "organ": "青山县市场监督管理局",
    "number": "青市监许〔2026〕12号",
    "case_number": "150122-2026-000123-4",
    "title": "食品经营许可",
    "applicant": "张三",
    "identifier": "1501**********1234",
    "item": "食品经营许可（新办）",
    "received_on": "2026-11-03",
    "accepted_on": "2026-11-24",
    "decided_on": "2026-12-05",
    "due_on": "2026-12-18",
    "due_explanation": "承诺十个工作日，元旦放假不计。",
    "reasons": "经营场所距污染源不足二十五米。",
    "remedies": "可以自收到本文书之日起六十日内申请行政复议，或者六个月内提起行政诉讼。",
    "basis": "《食品安全法》第三十五条",
    "missing": ["营业执照复印件未上传", "平面图缺少功能分区"],
    "materials": ["营业执照（执照.pdf）", "平面图（图.jpg）"],
    "method": "窗口",
    "receiver": "李四",
    "phone": "0471-1234567",
    "supervision_phone": "0471-7654321",
    "address": "青山县政务大街1号",
    "verify_url": "https://yimen.example/cases/1/",
    "due_before": "2026-12-04",
    "added": "10个工作日",
    "approval": "局长赵六，青市监延〔2026〕3号",
    "source": "行政许可法第四十二条第一款",
    "promise": "自受理次日起 10 个工作日内办结",
    "ground": "听证",
    "needs": "20个工作日",
    "document": "听证通知书〔2026〕1号",
    "counting": "这段时间不计入办理期限。",
    "demo": False,
    "sections": [
        {"title": "一、受理条件", "lines": ["有固定的经营场所。"]},
        {"title": "二、申请材料", "head": ["材料", "份数"], "rows": [["营业执照", "一份"]]},
    ],
}
COMMON = ("organ", "case_number", "item", "applicant", "identifier")
# What each paper must state: 行政许可法 32 (accept, correct), 38 (reasons and remedies), 44 (deliver).
STATED = {
    "receipt": ("收件回执", (*COMMON, "received_on")),
    "acceptance": ("受理通知书", (*COMMON, "received_on", "accepted_on", "decided_on", "due_on", "due_explanation")),
    "correction": ("补正材料一次性告知书", (*COMMON, "received_on", "decided_on", "missing")),
    "refusal_acceptance": ("不予受理通知书", (*COMMON, "received_on", "decided_on", "reasons", "remedies")),
    "grant": ("准予决定书", (*COMMON, "number", "accepted_on", "decided_on", "basis")),
    "refuse": ("不予决定书", (*COMMON, "number", "accepted_on", "decided_on", "basis", "reasons", "remedies")),
    "delivery": ("送达回证", (*COMMON, "decided_on", "method", "receiver")),
    "extension": ("延长办理期限告知书", (*COMMON, "decided_on", "added", "approval", "reasons")),
    "special": ("特别程序告知书", (*COMMON, "decided_on", "ground", "needs", "document", "counting")),
    "suspension": ("中止办理告知书", (*COMMON, "decided_on", "ground", "needs", "document", "counting", "reasons")),
    "resumption": ("恢复办理告知书", (*COMMON, "decided_on", "ground", "document", "reasons")),
    "termination": ("终止办理告知书", (*COMMON, "decided_on", "ground", "source", "reasons", "remedies")),
    "guide": ("办事指南", ("organ", "title", "sections")),
}
SHOWN = {
    "received_on": ["2026年11月3日"],
    "accepted_on": ["2026年11月24日"],
    "decided_on": ["2026年12月5日"],
    "due_on": ["2026年12月18日"],
    "due_before": ["2026年12月4日"],
    "missing": VALUES["missing"],
    "sections": ["一、受理条件", "有固定的经营场所。", "二、申请材料", "份数", "营业执照", "一份"],
}
EACH = [(kind, name) for kind, (_, names) in STATED.items() for name in names]


def pages(pdf: bytes) -> list[str]:
    """Returns each page's text without blanks, as a reader would copy it."""
    texts = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return ["".join(text.replace("\u200b", "").split()) for text in texts]


def text_of(kind: str, **more: Any) -> str:
    return "".join(pages(paper(kind=kind, values={**VALUES, **more})))


@pytest.mark.parametrize("kind", STATED)
def test_a_paper_states_what_it_must(kind: str) -> None:
    name, stated = STATED[kind]
    text = text_of(kind)
    assert name in text
    for value in stated:
        for shown in SHOWN.get(value) or [VALUES[value]]:
            assert shown in text, value


@pytest.mark.parametrize(("kind", "name"), EACH)
@pytest.mark.parametrize("how", ["absent", "empty"])
def test_a_paper_without_what_it_must_state_is_not_made(kind: str, name: str, how: str) -> None:
    values = {**VALUES, name: [] if isinstance(VALUES[name], list) else ""}
    if how == "absent":
        del values[name]
    with pytest.raises(PaperRefused, match=f"{STATED[kind][0]}》缺少“.+”（{name}）。请"):
        paper(kind=kind, values=values)


@pytest.mark.req("PRC-013")
def test_the_acceptance_states_the_promised_day_and_how_it_came_about() -> None:
    text = text_of("acceptance")
    assert "本件最迟2026年12月18日当日办结" in text
    assert "承诺十个工作日，元旦放假不计。" in text


@pytest.mark.req("PRC-013")
@pytest.mark.parametrize("kind", ["receipt", "acceptance"])
def test_the_promise_stands_on_receipt_and_acceptance(kind: str) -> None:
    assert "自受理次日起10个工作日内办结" in text_of(kind)
    assert "承诺时限" not in text_of(kind, promise="")


def test_an_extension_states_both_days_and_who_approved_it() -> None:
    text = text_of("extension")
    for shown in ("2026年12月4日", "2026年12月18日", VALUES["approval"], "行政许可法第四十二条第一款"):
        assert shown in text


@pytest.mark.parametrize(("kind", "usual"), [("acceptance", "申请材料齐全、符合法定形式"), ("grant", "经审查")])
def test_a_paper_by_law_says_so_and_nothing_that_nobody_looked_at(kind: str, usual: str) -> None:
    said = "依照《行政许可法》第三十二条第一款第四项，自收到申请材料之日起即为受理。"
    text = text_of(kind, by_law=said)
    assert said in text
    assert usual not in text
    assert usual in text_of(kind)


def test_a_receipt_lists_every_material() -> None:
    assert "1.营业执照（执照.pdf）2.平面图（图.jpg）" in text_of("receipt")


def test_a_correction_tells_everything_at_once_however_long() -> None:
    wanted = [f"第{number}项材料需要重新提交" for number in range(1, 90)]
    text = text_of("correction", missing=wanted)
    assert all(f"{number}.{line}" in text for number, line in enumerate(wanted, 1))


@pytest.mark.parametrize("kind", STATED)
def test_what_may_be_absent_leaves_no_blank_line(kind: str) -> None:
    text = text_of(kind, phone="", supervision_phone="", address="", verify_url="")
    assert not {word for word in ("联系电话：", "监督电话", "办公地址", "核验网址") if word in text}
    assert "监督电话：0471-7654321" in text_of(kind)


@pytest.mark.parametrize("kind", STATED)
def test_demonstration_is_marked_on_every_page_and_only_then(kind: str) -> None:
    long: dict[str, Any] = {"reasons": "理由。\n" * 60, "materials": ["材料"] * 60, "missing": ["材料"] * 60}
    long["sections"] = [{"title": "条件", "lines": ["一条"] * 60}]
    marked = pages(paper(kind=kind, values={**VALUES, **long, "demo": True}))
    assert all("演示数据，不具法律效力" in page for page in marked)
    assert "演示数据" not in text_of(kind)


def test_a_paper_must_say_whether_it_is_a_demonstration() -> None:
    with pytest.raises(PaperRefused, match="demo"):
        paper(kind="grant", values={name: value for name, value in VALUES.items() if name != "demo"})


@pytest.mark.parametrize(
    "words",
    [
        '#panic("x")',
        '#read("/etc/passwd")',
        "]#pagebreak()[",
        '"); panic("',
        "*粗*_斜_`码`$x^2$",
        "\\u{41}\\n",
        "= 标题",
        "<label>@ref//注释/*注*/",
        "{{ 7 * 7 }}${7*7}",
        '{"organ":"假机关"}',
    ],
)
@pytest.mark.parametrize("kind", STATED)
def test_values_are_shown_and_never_obeyed(kind: str, words: str) -> None:
    lists = {"missing": [words], "materials": [words], "sections": [{"title": words, "lines": [words]}]}
    text = text_of(kind, organ=words, applicant=words, item=words, reasons=words, title=words, **lists)
    assert "".join(words.split()) in text
    assert "root:" not in text


@pytest.mark.parametrize("kind", STATED)
def test_same_values_are_same_bytes_in_another_process(kind: str) -> None:
    here = hashlib.sha256(paper(kind=kind, values=VALUES)).hexdigest()
    script = (
        "import sys, json, hashlib; from yimen.contexts.documents.api import paper;"
        "print(hashlib.sha256(paper(kind=sys.argv[1], values=json.loads(sys.argv[2]))).hexdigest())"
    )
    source = str(Path(__file__).parents[4])
    # The database's models are not needed, yet the api imports them: settings and apps must stand.
    script = "import django; django.setup();" + script
    environment = {
        "PYTHONPATH": source,
        "DJANGO_SETTINGS_MODULE": "yimen.config.settings.test",
        "TZ": "Asia/Tokyo",
        "HOME": "/nonexistent",
        "SOURCE_DATE_EPOCH": "1",
    }
    command = [sys.executable, "-c", script, kind, json.dumps(VALUES)]
    there = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert there.stdout.strip() == here


def test_papers_made_at_once_do_not_mix() -> None:
    alone = {str(number): paper(kind="grant", values={**VALUES, "number": str(number)}) for number in range(1, 9)}
    together: dict[str, bytes] = {}

    def make(number: str) -> None:
        together[number] = paper(kind="grant", values={**VALUES, "number": number})

    threads = [threading.Thread(target=make, args=(number,)) for number in alone]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


def test_the_date_inside_the_file_is_the_papers() -> None:
    made = PdfReader(BytesIO(paper(kind="grant", values=VALUES))).metadata
    assert made is not None
    assert made.creation_date is not None
    assert made.creation_date.date().isoformat() == "2026-12-05"


@pytest.mark.parametrize("kind", STATED)
def test_a_paper_is_a4_with_its_own_fonts_inside(kind: str) -> None:
    reader = PdfReader(BytesIO(paper(kind=kind, values=VALUES)))
    names = set()
    for page in reader.pages:
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile3" in inner["/FontDescriptor"].get_object()
            names.add(inner["/BaseFont"].split("+")[1].split("-")[0])
    assert names == {"YimenSerif", "YimenTitle"}


def test_nothing_runs_off_the_paper() -> None:
    pdf = paper(kind="refuse", values={**VALUES, "reasons": "W" * 2000, "organ": "内蒙古自治区" * 12})
    assert "".join(pages(pdf)).count("W") >= 2000
    starts: list[tuple[float, str]] = []

    def see(text: str, _cm: list[float], matrix: list[float], _font: object, _size: float) -> None:
        starts.append((matrix[4], text))

    reader = PdfReader(BytesIO(pdf))
    for page in reader.pages:
        page.extract_text(visitor_text=see)
    longest = max(run.count("W") for _, text in starts for run in text.split("\n"))
    assert longest <= 40  # 28 characters of 16 pt fill a line; a W is narrower by a third at most


@pytest.mark.parametrize("lines", range(24))
@pytest.mark.parametrize("kind", ["refuse", "grant", "correction"])
def test_no_page_holds_a_seal_without_text(kind: str, lines: int) -> None:
    """党政机关公文格式 7.3.5.5: where the seal does not fit, text goes over with it."""
    made = pages(paper(kind=kind, values={**VALUES, "reasons": "有理由。\n" * lines + "止。"}))
    signature = next(page for page in made if "盖章处" in page)
    last = {"correction": "请补齐后在网上"}.get(kind, "行政诉讼")
    assert last in signature
    assert signature is made[-1]


@pytest.mark.parametrize("name", ["张㼆", "王𬭊", "李𫓹", "买买提·吐尔逊", "欧陽龘", "赵𡎚"])
def test_rare_names_print(name: str) -> None:
    text = text_of("grant", applicant=name)
    assert f"{name}（" in text
    assert "字库中没有" not in text


def test_what_the_font_lacks_is_named_not_left_blank() -> None:
    text = text_of("refuse", applicant="李\U000e0100四\u202e五", reasons="好👍的。")
    assert "李四五（" in text
    assert "好〔U+1F44D〕的。" in text
    assert "注：〔U+1F44D〕代替字库中没有的字" in text


def test_the_list_of_printable_characters_is_that_of_the_font() -> None:
    fonts = Path(__file__).parents[1] / "fonts"
    listed = set()
    for line in (fonts / "covered.txt").read_text("ascii").splitlines():
        low, high = line.split()
        listed |= set(range(int(low, 16), int(high, 16) + 1))
    assert listed == set(TTFont(fonts / "YimenSerif-Regular.otf").getBestCmap())
    assert {ord(char) for char in "。，、；：？！“”‘’（）《》〈〉【】〔〕—…·％℃①⑩㎡￥"} <= listed
    assert len([code for code in range(0x4E00, 0x9FA6) if code in listed]) == 0x9FA6 - 0x4E00


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"decided_on": "2026-13-01"}, "“作出日期”（decided_on）“2026-13-01”不是日期"),
        ({"due_on": "明天"}, "“办结期限”（due_on）“明天”不是日期"),
        ({"missing": "一行字"}, "“需要补正的内容”（missing）格式不对"),
        ({"applicant": None}, "“申请人”（applicant）格式不对"),
    ],
)
def test_a_wrong_value_is_named(more: dict[str, Any], told: str) -> None:
    with pytest.raises(PaperRefused) as refused:
        paper(kind="grant", values={**VALUES, **more})
    assert told in str(refused.value)
    assert "请" in str(refused.value)


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(PaperRefused, match=r"没有“bill”这种文书.*acceptance"):
        paper(kind="bill", values=VALUES)


@pytest.mark.req("PRC-022")
@pytest.mark.parametrize("kind", ["grant", "refuse"])
def test_a_decision_by_a_delegate_says_by_whom_it_was_entrusted(kind: str) -> None:
    said = "本决定受青山县市场监督管理局首席代表委托作出，委托权限：仅限本件，委托期限至2026年12月31日。"
    assert said in text_of(kind, entrusted=said)
    assert "委托" not in text_of(kind)
