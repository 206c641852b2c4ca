"""Samples and blank forms: put into a draft, taken out of it, and given out by the versions that name them.

What a file holds is kept by documents, once for each digest, and stays as long as any version may name it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from yimen.contexts.documents.api import DocumentRefused, NoSuchDocument, checked, store
from yimen.contexts.documents.api import content as stored
from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record

from .drafts import EDITABLE, Draft, DraftRefused, as_draft, check_revision, draft, locked
from .gathered import MOST_SAMPLES, SAMPLE_KINDS, Sample
from .guides import guide
from .models import DraftRow, SampleRow
from .posts import writing
from .saving import put
from .synonyms import LOADING


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSample:
    """A file for a material of a draft: the material's code, one of SAMPLE_KINDS, its name and what it holds."""

    material: str
    kind: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SampleFile:
    """What a sample holds: its name, its media type, its bytes."""

    name: str
    media: str
    content: bytes


def attach_sample(*, act: Act, reader: Reader, id: UUID, revision: int, new: NewSample) -> Draft:  # noqa: A002
    """Puts a sample or blank form into a draft over the revision seen, and returns the draft.

    It is a .docx, OFD, PDF, JPEG or PNG file by its content, of 10 MB at most.
    Raises NoSuchDraft, NotYourItem, DraftMoved, and DraftRefused for a file that is none of these or too large.
    """
    with transaction.atomic():
        row = locked(id, EDITABLE, "上传")
        post = writing(reader, row.unit_id)
        check_revision(row, revision)
        content = json.loads(row.content)
        rows = _rows(content)
        if new.material not in _materials(content):
            raise DraftRefused("没有说明是哪份材料的样表，文件没有收下。请先保存材料，再选择材料上传。")
        if new.kind not in SAMPLE_KINDS or len(rows) >= MOST_SAMPLES:
            kinds = "或".join(SAMPLE_KINDS)
            raise DraftRefused(f"请选择是{kinds}；一个事项最多 {MOST_SAMPLES} 份。文件没有收下。")
        try:
            name, media = checked(name=new.name, content=new.content, office=True)
            sha256 = _keep(act, row.id, row.region, new, media)
        except DocumentRefused as error:
            raise DraftRefused(str(error)) from error
        sample = Sample(new.material, new.kind, name, sha256)
        if asdict(sample) not in rows:
            content["samples"] = [*rows, asdict(sample)]
            _write(act, row, content)
            facts = {"revision": row.revision, **asdict(sample), "post": post.label}
            record(act=act, verb="catalogue.attach", subject=row.id, region=row.region, facts=facts)
    return as_draft(row)


def detach_sample(*, act: Act, reader: Reader, id: UUID, revision: int, sample: Sample) -> Draft:  # noqa: A002
    """Takes a sample or blank form out of a draft over the revision seen, and returns the draft.

    Versions that name the file keep it. Raises NoSuchDraft, NotYourItem, DraftMoved, DraftRefused.
    """
    with transaction.atomic():
        row = locked(id, EDITABLE, "移除文件")
        post = writing(reader, row.unit_id)
        check_revision(row, revision)
        content = json.loads(row.content)
        rows = _rows(content)
        if asdict(sample) not in rows:
            raise DraftRefused("草稿里没有这份文件，可能已经移除。请刷新页面。")
        content["samples"] = [one for one in rows if one != asdict(sample)]
        if not content["samples"]:
            del content["samples"]
        _write(act, row, content)
        facts = {"revision": row.revision, **asdict(sample), "post": post.label}
        record(act=act, verb="catalogue.detach", subject=row.id, region=row.region, facts=facts)
    return as_draft(row)


def keep_samples(*, act: Act, samples: Sequence[NewSample]) -> tuple[Sample, ...]:
    """Keeps files that items to be loaded are to name, and returns them with their digests; raises DocumentRefused.

    They are the operator's: nobody reads one before a published item names it.
    """
    found = []
    with transaction.atomic():
        for new in samples:
            name, media = checked(name=new.name, content=new.content, office=True)
            sha256 = _keep(act, LOADING, "", new, media)
            found.append(Sample(new.material, new.kind, name, sha256))
        facts = {"files": [one.sha256 for one in found]}
        record(act=act, verb="catalogue.keep_samples", subject=LOADING, region="", facts=facts)
    return tuple(found)


def sample_file(*, code: str, on: date, sha256: str) -> SampleFile:
    """Returns a file that an item names on a day; raises NoSuchItem, NoSuchDocument, DocumentLost. They are public."""
    found = next((one for one in guide(code=code, on=on).samples if one.sha256 == sha256), None)
    if found is None:
        raise NoSuchDocument("这一天的指南里没有这份文件，可能已经更换。请回到办事指南重新打开。")
    return _read(found.name, sha256)


def draft_sample_file(*, reader: Reader, id: UUID, sha256: str) -> SampleFile:  # noqa: A002 - the plain word
    """Returns a file that a draft names, for who writes or reviews it; raises NoSuchDraft, NoSuchDocument."""
    rows = _rows(draft(reader=reader, id=id).content)
    name = next((str(one.get("name")) for one in rows if one.get("sha256") == sha256), None)
    if name is None:
        raise NoSuchDocument("草稿里没有这份文件，可能已经移除。请刷新页面。")
    return _read(name, sha256)


def sample_sizes(*, samples: Iterable[Sample]) -> dict[str, int]:
    """Returns how many bytes files have, by their digests; what is not kept here is left out."""
    wanted = {one.sha256 for one in samples}
    return dict(SampleRow.objects.filter(sha256__in=wanted).values_list("sha256", "size")) if wanted else {}


def unknown(samples: Iterable[Sample]) -> tuple[Sample, ...]:
    """Returns the samples whose content is not kept here."""
    listed = tuple(samples)
    known = sample_sizes(samples=listed)
    return tuple(one for one in listed if one.sha256 not in known)


def _read(name: str, sha256: str) -> SampleFile:
    row = SampleRow.objects.filter(sha256=sha256).first()
    if row is None:
        raise NoSuchDocument("这份文件的内容不在本平台。请向实施机关索取，或请它重新上传。")
    _, content = stored(document_id=row.document, owner=row.owner)
    return SampleFile(name, row.media, content)


def _keep(act: Act, owner: UUID, region: str, new: NewSample, media: str) -> str:
    """Keeps what a file holds, once for each digest, and returns the digest."""
    sha256 = hashlib.sha256(new.content).hexdigest()
    if SampleRow.objects.filter(sha256=sha256).exists():
        return sha256
    kept = store(
        act=act,
        owner=owner,
        region=region,
        name=new.name,
        content=new.content,
        kind="sample",
        code=new.kind,
        office=True,
    )
    first = {"document": kept.id, "owner": owner, "media": media, "size": kept.size, "at": act.now}
    SampleRow.objects.get_or_create(sha256=sha256, defaults=first)
    return sha256


def _write(act: Act, row: DraftRow, content: Mapping[str, Any]) -> None:
    put(row, content)
    row.revision, row.changed_at = row.revision + 1, act.now
    row.editors = sorted({*row.editors, act.actor.id})
    row.save(force_update=True)


def _rows(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = content.get("samples")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _materials(content: Mapping[str, Any]) -> set[str]:
    form = content.get("form")
    rows = form.get("materials") if isinstance(form, Mapping) else None
    return {str(row.get("code")) for row in rows if isinstance(row, Mapping)} if isinstance(rows, list) else set()
