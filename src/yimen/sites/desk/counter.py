"""An applicant answers a correction at the counter: the same case, the same number (线上线下融合)."""

from typing import Any

from django.http import QueryDict

from yimen.contexts.cases.api import Case
from yimen.sites.pieces import formpage


def asked(case: Case, typed: QueryDict) -> dict[str, Any]:
    """Returns the fields and materials to supplement. Fields start empty: what is already there stays masked."""
    form = case.guide.form
    address = f"/desk/cases/{case.matter.number}/materials/"
    return {
        "groups": formpage.groups(form, formpage.answers(form, typed), {}),
        "materials": formpage.materials(form, {}, (), address),
    }


def answers(case: Case, sent: QueryDict) -> dict[str, str | list[str]]:
    """Returns the answers that were filled in anew; a field left empty keeps what it had."""
    return {code: value for code, value in formpage.answers(case.guide.form, sent).items() if value}
