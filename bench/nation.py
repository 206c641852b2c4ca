"""A catalogue of national size for measuring: invented names and places, every code well formed, all content valid.

31 provinces of 3,000 items each; provinces and cities carry some out themselves, 2,800 counties each their share. One
county in ten says something of its own about its items; the others say what the province says.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from yimen.contexts.catalogue import indexing, words
from yimen.contexts.catalogue.content import read_content
from yimen.contexts.catalogue.models import TextRow
from yimen.kernel.codes.check_digits import org_check, uscc_check
from yimen.kernel.codes.regions import PROVINCES

FROM = date(2026, 1, 1)
NAMES, DEPARTMENTS, CITIES = 3000, 10, 11
THE_PROVINCES = 31  # fewer for a quick look: every province has its share of the 2,800 counties
OF_PROVINCE, OF_CITY, OF_COUNTY = 600, 500, 290  # items that each carries out itself: a million in all
_SAID_THINGS = """
食品经营 药品零售 道路货物运输 道路旅客运输 建设工程规划 建筑工程施工 取水 采矿 探矿 林木采伐 渔业捕捞
种子生产经营 兽药经营 饲料生产 动物防疫条件 农药经营 排污 危险废物经营 放射诊疗 医疗机构执业 护士执业
医师执业 母婴保健技术 公共场所卫生 饮用水供水 消毒产品生产 民办学校办学 教师资格 校车使用 出版物零售
印刷经营 营业性演出 娱乐场所经营 互联网上网服务 文物保护单位修缮 体育场所经营 旅行社设立 特种设备使用
计量标准器具 工业产品生产 烟草专卖零售 企业设立 个体工商户 农民专业合作社 外商投资企业 股权出质 不动产权
房屋买卖 商品房预售 物业维修资金 住房公积金提取 城镇燃气经营 户外广告设置 占用城市道路 城市树木移植
建筑垃圾处置 结婚 离婚 收养 残疾人证 最低生活保障 特困人员供养 临时救助 老年人优待证 社会团体成立 慈善组织
养老机构 殡葬设施 退役军人优待 职工养老保险 城乡居民医疗保险 失业保险金 工伤认定 生育津贴 灵活就业参保
劳务派遣经营 人力资源服务
"""
_SAID_ACTS = """
许可 核准 审批 登记 变更登记 注销登记 备案 延续 补办 换证 年度报告 信息查询 资格认定 补贴申领 证明开具
转移接续 费用减免 异地办理 首次申请 撤销 信息修改 检验检测 现场核查 复核 公示 延期 审核转报 档案查阅
技术审查 缴费 退费 预约办理 委托办理 遗失声明 停业 复业 迁移 合并 分立 验收
"""
_SAID_THEMES = """
开办企业 食品药品 交通运输 工程建设 资源能源 农林牧渔 环境保护 医疗卫生 教育科研 文化体育 旅游观光 质量技术
住房保障 城市管理 婚姻登记 社会救助 养老助残 社会保障 就业创业 户籍身份
"""
_SAID_EVENTS = """
开办企业 经营变更 企业退出 生育 上学 就业 结婚 购房 看病 退休 养老 身后事
"""
_THINGS, _ACTS, THEMES, _EVENTS = (said.split() for said in (_SAID_THINGS, _SAID_ACTS, _SAID_THEMES, _SAID_EVENTS))
_KINDS = (("01", "行政许可"), ("05", "行政给付"), ("07", "行政确认"), ("10", "其他行政权力"), ("20", "公共服务"))
_ONLINE = ("网上咨询", "网上申请", "全程网办", "全程网办")


@dataclass(frozen=True)
class Place:
    """A place that carries items out, with its departments' codes."""

    region: str
    level: int
    units: tuple[str, ...]


def places() -> list[Place]:
    """Returns the provinces, their cities and counties."""
    provinces = list(PROVINCES)[:THE_PROVINCES]
    found, left = [], 2800 * len(provinces) // 31
    for number, province in enumerate(provinces):
        found.append(_place(province, 2))
        share = left // (len(provinces) - number)
        left -= share
        for city in range(1, CITIES + 1):
            found.append(_place(f"{province}{city:02}", 3))
            mine = share // CITIES + (city <= share % CITIES)
            found += [_place(f"{province}{city:02}{county:02}", 4) for county in range(1, mine + 1)]
    return found


def _place(short: str, level: int) -> Place:
    six = short.ljust(6, "0")
    return Place(six.ljust(12, "0"), level, tuple(_uscc(six, number) for number in range(DEPARTMENTS)))


def _uscc(six: str, number: int) -> str:
    org = f"{int(six) * 10 + number:08}"[-8:]
    body = f"11{six}{org}{org_check(org)}"
    return body + uscc_check(body)


def name(number: int) -> str:
    """Returns the name of the item of a number."""
    return _THINGS[number % len(_THINGS)] + _ACTS[(number // len(_THINGS) + number) % len(_ACTS)]


def item(place: Place, number: int, own: str) -> dict[str, Any]:
    """Returns an item as it is published."""
    kind, title = _KINDS[number % len(_KINDS)]
    unit = place.units[number % DEPARTMENTS]
    base = f"{place.region[:2]}{kind}{number % DEPARTMENTS + 1:03}{number % 1000:03}{number // 1000 + 1:02}"
    said = name(number)
    return {
        "code": f"{unit}{place.level}{base}", "name": said, "type": title, "region": place.region, "unit": unit,
        "centre": unit, "procedure_key": "township-service", "promised": 1 if number % 7 == 0 else 5,
        "statutory": {"days": 20, "unit": "wd", "law": "行政许可法", "article": "第四十二条"},
        "audience": (["自然人"], ["法人"], ["自然人", "法人"])[number % 3],
        "themes": [THEMES[number % len(THEMES)]], "life_events": [_EVENTS[number % len(_EVENTS)]],
        "basis": [{"law": "行政许可法", "article": "第十二条", "text": "演示"}], "conditions": ["符合条件"],
        "online": _ONLINE[number % len(_ONLINE)], "instant": number % 7 == 0, "result": f"{said}结果",
        "faq": [{"question": f"{said}要多久？{own}", "answer": "见承诺时限。"}],
        "form": {
            "code": "form", "title": "申请表",
            "sections": [{"title": "申请人", "fields": [
                {"element": {"code": "name", "label": "姓名或名称", "type": "text", "max_length": 50}}]}],
            "materials": [{"code": "id", "name": "身份证明", "formats": ["pdf"], "originals": 0, "copies": 1}],
        },
    }  # fmt: skip


def items() -> Iterator[tuple[Place, int, str, dict[str, Any]]]:
    """Yields all: place, number, the key of what it says, and the item."""
    counts = {2: OF_PROVINCE, 3: OF_CITY, 4: OF_COUNTY}
    for order, place in enumerate(places()):
        first = {2: 0, 3: OF_PROVINCE, 4: OF_PROVINCE + OF_CITY}[place.level]
        own = f"本县第{order}号说明" if place.level == 4 and order % 10 == 0 else ""
        for step in range(counts[place.level]):
            number = first + step
            if place.level == 4:
                number = first + (order * 37 + step * 6) % (NAMES - first)
            yield place, number, own, item(place, number, own or PROVINCES[place.region[:2]])


def fill(table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Puts rows into a table as fast as the database takes them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(columns.split(",")))
            connection.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def texts(progress: Any) -> dict[tuple[str, int, str], tuple[int, int]]:
    """Enters what the items say, as publishing does; returns ids of texts and names by province, number, own words."""
    found: dict[tuple[str, int, str], tuple[int, int]] = {}
    batch: dict[tuple[str, int, str], TextRow] = {}

    def enter() -> None:
        rows = list(batch.values())
        for number, row in enumerate(rows, len(found) + 1_000_000):
            row.id = number
        TextRow.objects.bulk_create(rows)
        words.add((row.id, indexing.tokens(row)) for row in rows)
        names = indexing.named(rows)
        found.update((key, (row.id, names[row.name])) for key, row in batch.items())
        progress(len(rows))
        batch.clear()

    for place, number, own, data in items():
        key = (place.region[:2], number, own)
        if key not in found and key not in batch:
            batch[key] = indexing._text(read_content(data))
        if len(batch) == 1000:
            enter()
    enter()
    return found


def units() -> Iterator[tuple[Any, ...]]:
    """Yields the departments as rows."""
    for place in places():
        for number, code in enumerate(place.units):
            yield code, f"{place.region[:6]}第{number}局", "测", "department", place.region, "", "", "", True


def rows(ids: dict[tuple[str, int, str], tuple[int, int]]) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Yields each item as its rows of versions and of entries."""
    at = datetime(2026, 1, 1, tzinfo=UTC).isoformat()
    change = json.dumps({"kind": "新增", "reason": "测量", "document": ""}, ensure_ascii=False)
    native = connection.vendor == "postgresql"
    degrees = ("网上咨询", "网上申请", "全程网办")
    for order, (place, number, own, data) in enumerate(items(), 1):
        version = uuid.UUID(int=(1 << 120) + (order << 64))
        key = str(version) if native else version.hex
        text = json.dumps(data, ensure_ascii=False)
        yield (
            (key, data["code"], data["code"][19:], 1, data["name"], data["type"], place.region, text, FROM.isoformat(),
             None, change, None, at, data["unit"], data["unit"]),
            (key, *ids[place.region[:2], number, own], data["code"], place.region, place.level, data["unit"],
             data["type"], degrees.index(data["online"]), data["instant"], FROM.isoformat(), None),
        )  # fmt: skip


VERSION = "id,code,base_code,number,name,type,region,content,valid_from,valid_to,change,ending,published_at,"
VERSION += "unit_id,centre_id"
ENTRY = "version_id,text_id,name_id,code,region,level,unit,type,online,instant,valid_from,valid_to"
UNIT = "code,name,short,kind,region,phone,supervision_phone,address,demo"
