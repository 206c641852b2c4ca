"""Samples and blank forms that come and go with a draft's form: one file a time."""

from django.http import HttpRequest

from yimen.contexts.catalogue.api import Draft, NewSample, Sample, attach_sample, detach_sample
from yimen.sites.pieces.who import act, reader

from .room import Slip

_LARGEST = 10 * 1024 * 1024  # bytes of a file; one more is read, so that what is beyond is refused by its size


def file(request: HttpRequest, found: Draft) -> str:
    """Takes the file of a form into a draft, or the one whose button was pressed out of it, and says so."""
    return _attach(request, found) if "attach" in request.POST else _detach(request, found)


def _attach(request: HttpRequest, found: Draft) -> str:
    given = request.FILES.get("sample_file")
    if given is None:
        raise Slip("没有选择文件，没有上传。请选择一个 PDF、JPG 或 PNG 文件。")
    sent = request.POST
    new = NewSample(
        material=sent.get("sample_material", ""),
        kind=sent.get("sample_kind", ""),
        name=str(given.name or ""),
        content=given.read(_LARGEST + 1),
    )
    saved = attach_sample(act=act(request), reader=reader(request), id=found.id, revision=found.revision, new=new)
    return f"已保存为第 {saved.revision} 稿，{new.kind}“{new.name[:40]}”已上传。"


def _detach(request: HttpRequest, found: Draft) -> str:
    material, _, rest = request.POST.get("detach", "").partition("|")
    kind, _, sha256 = rest.partition("|")
    rows = found.content.get("samples", ())
    name = next(
        (one["name"] for one in rows if (one["material"], one["kind"], one["sha256"]) == (material, kind, sha256)), ""
    )
    sample = Sample(material, kind, name, sha256)
    saved = detach_sample(act=act(request), reader=reader(request), id=found.id, revision=found.revision, sample=sample)
    return f"已保存为第 {saved.revision} 稿，“{name}”已移除。已公布的版本不受影响。"
