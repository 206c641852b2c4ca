"""Files: taken whole or refused with a sentence, unreadable on the disk, read back only if unchanged."""

import os
import threading
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from yimen.contexts.documents.api import (
    Document,
    DocumentLost,
    DocumentRefused,
    NoSuchDocument,
    content,
    listed,
    remove,
    store,
)
from yimen.contexts.journal.api import Act

OWNER, OTHER = UUID(int=0xA), UUID(int=0xB)
REGION = "150122000000"
PDF = b"%PDF-1.7\nZhang San's licence\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
JPG = b"\xff\xd8\xff\xe0" + bytes(50)
MEGABYTE = 1024 * 1024

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.YIMEN_FILES = tmp_path / "files"
    return tmp_path / "files"


def put(act: Act, plain: bytes = PDF, *, name: str = "执照.pdf", owner: UUID = OWNER, code: str = "M1") -> Document:
    return store(act=act, owner=owner, region=REGION, name=name, content=plain, kind="material", code=code)


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_stored_comes_back(act: Act) -> None:
    stored = put(act)
    assert content(document_id=stored.id, owner=OWNER) == (stored, PDF)
    assert (stored.owner, stored.kind, stored.code, stored.name) == (OWNER, "material", "M1", "执照.pdf")
    assert (stored.media, stored.size, stored.at) == ("application/pdf", len(PDF), act.now)
    assert len(stored.sha256) == 64


def test_files_are_listed_as_they_came_and_by_owner(act: Act) -> None:
    first, second = put(act, code="B"), put(act, PNG, code="A", name="图.png")
    put(act, owner=OTHER)
    assert listed(owner=OWNER) == (first, second)


def test_the_same_file_twice_is_one_document(act: Act, folder: Path) -> None:
    first = put(act)
    assert put(act, name="又一次.pdf") == first
    assert put(act, code="M2") != first
    assert put(act, owner=OTHER) != first
    assert len(on_disk(folder)) == 3


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_once_is_one_document(act: Act, folder: Path) -> None:
    both = threading.Barrier(2, timeout=10)
    results: list[Document] = []

    class Waiting:
        """Holds each caller between its look for a known file and its writing, until both stand there."""

        def __init__(self, number: int) -> None:
            self.number = number

        def id(self) -> UUID:
            both.wait()
            return UUID(int=self.number)

        def salt(self) -> bytes:
            return bytes(16)

    def send(number: int) -> None:
        try:
            results.append(put(replace(act, mint=Waiting(number))))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 2
    assert results[0] == results[1]
    assert len(on_disk(folder)) == 1


@pytest.mark.parametrize(
    ("plain", "name", "why"),
    [
        (b"", "空.pdf", "是空的"),
        (b"MZ\x90\x00program", "执照.pdf", "不是 PDF、JPG 或 PNG"),
        (b"<html>%PDF-", "页.pdf", "不是 PDF、JPG 或 PNG"),
        (b"\x89PNG", "半.png", "不是 PDF、JPG 或 PNG"),
        (b"PK\x03\x04", "表.docx", "不是 PDF、JPG 或 PNG"),
        (PDF + bytes(10 * MEGABYTE), "大.pdf", "超过 10 MB"),
    ],
)
def test_a_file_is_refused_with_its_name_the_reason_and_a_way_on(
    act: Act, folder: Path, plain: bytes, name: str, why: str
) -> None:
    with pytest.raises(DocumentRefused) as refused:
        put(act, plain, name=name)
    assert f"“{name}”" in str(refused.value)
    assert why in str(refused.value)
    assert "请" in str(refused.value)
    assert listed(owner=OWNER) == ()
    assert not on_disk(folder)


def test_ten_megabytes_are_taken(act: Act) -> None:
    assert put(act, PDF + bytes(10 * MEGABYTE - len(PDF))).size == 10 * MEGABYTE


@pytest.mark.parametrize(
    ("name", "plain", "shown"),
    [
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\材料\\执照.PDF", PDF, "执照.PDF"),
        ("照片.pdf", JPG, "照片.pdf.jpg"),
        ("照片.JPEG", JPG, "照片.JPEG"),
        ("fdp.\u202egnp.exe", PNG, "fdp.gnp.exe.png"),
        (" a\r\nb\x00 .pdf", PDF, "a b .pdf"),
        ('"><script>.png', PNG, "script.png"),
        ("", PDF, "未命名文件.pdf"),
        ("...", PDF, "未命名文件.pdf"),
        ("长" * 300 + ".pdf", PDF, "长" * 76 + ".pdf"),
    ],
)
def test_names_are_made_safe_to_show(act: Act, name: str, plain: bytes, shown: str) -> None:
    assert put(act, plain, name=name).name == shown


def test_nothing_is_readable_at_rest(act: Act, folder: Path) -> None:
    stored = put(act, name="张三的执照.pdf")
    (path,) = on_disk(folder)
    assert b"Zhang San" not in path.read_bytes()
    assert b"%PDF" not in path.read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM documents_document")
        assert "张三" not in str(cursor.fetchall())
    assert stored.name == "张三的执照.pdf"


def test_a_failed_act_leaves_no_document(act: Act) -> None:
    with transaction.atomic():
        put(act)
        transaction.set_rollback(True)
    assert listed(owner=OWNER) == ()


def test_a_file_that_never_reached_the_disk_is_not_named(
    act: Act, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        put(act)
    monkeypatch.undo()
    assert listed(owner=OWNER) == ()
    assert all(path.suffix == ".part" for path in on_disk(folder))


def test_another_owner_finds_nothing(act: Act) -> None:
    stored = put(act)
    with pytest.raises(NoSuchDocument, match="请"):
        content(document_id=stored.id, owner=OTHER)
    with pytest.raises(LookupError):
        content(document_id=UUID(int=99), owner=OWNER)


@pytest.mark.parametrize("harm", ["gone", "cut", "bit"])
def test_a_harmed_file_is_never_shown(act: Act, folder: Path, harm: str) -> None:
    stored = put(act)
    (path,) = on_disk(folder)
    sealed = path.read_bytes()
    if harm == "gone":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(sealed[:-5])
    else:
        path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(DocumentLost, match=r"“执照\.pdf”.*请联系系统管理员"):
        content(document_id=stored.id, owner=OWNER)


def test_a_file_in_anothers_place_is_never_shown(act: Act, folder: Path) -> None:
    first = put(act)
    (path,) = on_disk(folder)
    put(act, PNG, code="M2", name="图.png")
    (other,) = (one for one in on_disk(folder) if one != path)
    path.write_bytes(other.read_bytes())
    with pytest.raises(DocumentLost):
        content(document_id=first.id, owner=OWNER)


def test_removing_takes_the_file_and_leaves_a_trace(
    act: Act, folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    stored, kept = put(act), put(act, PNG, code="M2", name="图.png")
    with django_capture_on_commit_callbacks(execute=True):
        remove(act=act, owner=OWNER, document=stored.id)
    assert listed(owner=OWNER) == (kept,)
    assert len(on_disk(folder)) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb, region, body FROM journal_entry")
        ((verb, region, body),) = cursor.fetchall()
    assert (verb, region) == ("documents.remove", REGION)
    assert stored.sha256 in body


def test_a_removal_undone_leaves_the_file(act: Act) -> None:
    stored = put(act)
    with transaction.atomic():
        remove(act=act, owner=OWNER, document=stored.id)
        transaction.set_rollback(True)
    assert content(document_id=stored.id, owner=OWNER)[1] == PDF


def test_no_one_removes_anothers_file(act: Act) -> None:
    stored = put(act)
    with pytest.raises(NoSuchDocument):
        remove(act=act, owner=OTHER, document=stored.id)
    assert listed(owner=OWNER) == (stored,)
