"""Takes in files handed in for the materials of a guide: each as its material allows, the good ones kept."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from yimen.contexts.catalogue.api import Guide
from yimen.contexts.documents.api import DocumentRefused, checked, store
from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.contexts.matters.api import NoSuchMatter, StepGone, by_ids, matter
from yimen.kernel.forms import Material

from .applications import Upload
from .items import item_of
from .models import CaseRow, CorrectionRow

Refusals = list[tuple[str, str]]
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def hand_in(*, act: Act, reader: Reader, number: str, uploads: Sequence[Upload]) -> Refusals:
    """Takes in files that answer a correction notice; returns a sentence for each one refused, by field.

    For the applicant, or the counter in the applicant's place. Raises NoSuchMatter, or StepGone where nothing is
    asked for any more.
    """
    found = matter(reader=reader, number=number)
    if found.owner not in reader.keys and not reader.holds("window", found.centre):
        raise NoSuchMatter(f"没有找到您的办件“{number}”。")
    with transaction.atomic():
        case = CaseRow.objects.select_for_update().get(matter_id=found.id)
        asked = CorrectionRow.objects.filter(case=case, answered_at=None).exists()
        if not asked or not by_ids(ids=[found.id])[found.id].open:
            raise StepGone("本件现在没有等您补正的内容，可能已经提交过。请刷新办件页面查看进度。")
        return take(act=act, owner=found.id, guide=item_of(case), uploads=uploads)


def take(*, act: Act, owner: UUID, guide: Guide, uploads: Sequence[Upload]) -> Refusals:
    """Stores files under an application or matter, with one entry, inside the caller's transaction."""
    materials = {material.code: material for material in guide.form.materials}
    stored, refused = [], []
    for upload in uploads:
        try:
            _fits(materials.get(upload.code), upload)
            kept = store(
                act=act,
                owner=owner,
                region=guide.region,
                name=upload.name,
                content=upload.content,
                kind="material",
                code=upload.code,
            )
        except DocumentRefused as error:
            refused.append((f"material_{upload.code}", str(error)))
        else:
            stored.append(kept.sha256)
    if stored:
        record(act=act, verb="case.upload", subject=owner, region=guide.region, facts={"documents": stored})
    return refused


def _fits(material: Material | None, upload: Upload) -> None:
    """Raises DocumentRefused where the guide asks for no such material, or for another format or a smaller file."""
    if material is None:
        raise DocumentRefused(f"“{upload.name}”不属于本事项要交的材料。请对照办事指南上传。")
    name, media = checked(name=upload.name, content=upload.content)
    if _ENDINGS[media] not in material.formats:
        kinds = "、".join(kind.upper() for kind in material.formats)
        raise DocumentRefused(f"“{material.name}”只收 {kinds} 文件，“{name}”不是。请转换格式后重新上传。")
    if len(upload.content) > material.max_bytes:
        most = material.max_bytes / 1_048_576
        raise DocumentRefused(f"“{material.name}”每个文件最多 {most:.0f} MB，“{upload.name}”太大。请压缩后重新上传。")
