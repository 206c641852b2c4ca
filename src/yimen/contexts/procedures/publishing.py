"""Publishes a procedure: checked before anyone runs it, never changed after."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from yimen.contexts.journal.api import Act, record
from yimen.kernel.procedure import Finding, Procedure, ProcedureError, check, compile_bpmn

from .calling import Called
from .fitting import misfits
from .models import VersionRow
from .reading import Version, as_version


class ProcedureRefused(ValueError):
    """Says, by line and element, why a procedure was not published; nothing was changed."""


def publish(*, act: Act, xml: bytes, valid_from: date, unit: str = "") -> Version:
    """Publishes a BPMN file as the next version of its procedure and returns it; raises ProcedureRefused.

    The file must compile and be sound (every step reachable, the end always attainable). A file identical with the
    newest version, and calling the same ones, is that version: nothing is published twice. A version cannot start
    before the one it follows.

    For the system administrator's command line: a unit publishes by a reviewed draft. ``unit``: whose procedure it is,
    "" the newest version's, or the platform's own.
    """
    called = Called(valid_from)
    procedure = _sound(xml, called)
    try:
        with transaction.atomic():
            newest = VersionRow.objects.select_for_update().filter(key=procedure.key).order_by("-number").first()
            if newest and bytes(newest.xml) == xml and newest.calls == called.bound:
                return as_version(newest)
            if newest and valid_from < newest.valid_from:
                words = f"生效日期 {valid_from} 早于第 {newest.number} 版的 {newest.valid_from}。请改为不早于该日。"
                raise ProcedureRefused(f"流程“{procedure.name}”不能发布：{words}")
            row = VersionRow(
                id=act.mint.id(),
                key=procedure.key,
                number=newest.number + 1 if newest else 1,
                xml=xml,
                calls=called.bound,
                valid_from=valid_from,
                published_at=act.now,
                unit=unit or (newest.unit if newest else ""),
            )
            row.save(force_insert=True)
            facts = {"key": row.key, "number": row.number, "valid_from": valid_from.isoformat()}
            facts |= {"calls": called.told} if called.found else {}
            record(act=act, verb="procedures.publish", subject=row.id, region="", facts=facts)
    except IntegrityError:
        raise ProcedureRefused(f"流程“{procedure.name}”刚有人发布了新的一版。请查看那一版，再决定是否发布。") from None
    return as_version(row)


def _sound(xml: bytes, called: Called) -> Procedure:
    """Returns the compiled procedure; raises ProcedureRefused where it does not compile or can get stuck."""
    try:
        procedure = compile_bpmn(xml, called)
    except ProcedureError as error:
        raise ProcedureRefused(_said(error.every)) from error
    found = [*check(procedure), *misfits(procedure, called.on)]
    faults = [finding for finding in found if finding.severity == "error"]
    if faults:
        raise ProcedureRefused(_said(faults))
    return procedure


def _said(findings: Iterable[Finding]) -> str:
    return "流程没有发布。" + "\n".join(each.in_file for each in findings)
