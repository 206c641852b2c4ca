"""What the law asks of the record of a hearing, whatever it is about: announced in time, and held by somebody else."""

from collections.abc import Collection
from datetime import date

from yimen.contexts.limits.api import limit
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Ledger
from yimen.kernel.clock import said as day_said

from . import views
from .records import NOTICED_ON, Record, RecordRefused

_HEARING, _HOST = "hearing", "host"


def check_hearing(*, record: Record, matter: views.Matter, code: str, apart: Collection[str], why: str) -> None:
    """Raises RecordRefused where a hearing was announced too late by a limit of law (``code``), or held by who may not.

    ``apart``: the accounts that keep away from it, as ``why`` says behind the host's post and name. Any other record
    passes.
    """
    if record.special != _HEARING:
        return
    late = noticed_late(noticed=record.noticed_on, held=record.held_on, region=matter.region, code=code)
    if late:
        raise RecordRefused(record.title, [(NOTICED_ON, late)])
    if record.values[_HOST] in apart:
        host = next(line.text for line in record.lines if line.code == _HOST)
        raise RecordRefused(record.title, [(_HOST, f"“{host}”{why}；请另选一位。")])


def noticed_late(*, noticed: date, held: date, region: str, code: str) -> str:
    """Returns why a hearing was announced too late by a limit of law (``code``), '' where it was in time.

    For every room that holds hearings: licences and penalties each have an article of their own.
    """
    rule = limit(code=code, on=held, region=region)
    last = Ledger(rule.limit, held).due(calendar(region=region)).date
    if last is None or noticed <= last:
        return ""
    when = f"{day_said(held)}举行的，最迟{day_said(last)}通知，填写的是{day_said(noticed)}"
    return f"应在听证{rule.limit.length}个工作日以前通知时间、地点（{rule.limit.source}）：{when}。请核对。"
