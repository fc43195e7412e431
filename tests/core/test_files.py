"""Files: on disk before the row, one content once, served inert, erased with the last row (reliability A8, S4)."""

import io
import os
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import blobs, files
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.files import StoredFile
from tests.copies import blobs_of

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n"


def store(content: bytes, name: str) -> StoredFile:
    return files.store(io.BytesIO(content), name)


def blob_of(file: StoredFile) -> Path:
    return files.blobs().folder / file.sha256[:2] / file.sha256  # type: ignore[attr-defined]


def docx(extra: dict[str, bytes] | None = None, *, main: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<Types/>", main: b"<d/>", **(extra or {})}.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_file_is_kept_once_and_each_upload_has_its_row(database: Any) -> None:
    first, second = store(PNG, "photo.png"), store(PNG, "the same.png")
    assert first.id != second.id
    assert first.sha256 == second.sha256
    assert blob_of(first).read_bytes() == PNG
    with files.open_file(second) as stream:
        assert stream.read() == PNG


def test_the_blob_is_on_disk_before_the_row(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real_fsync, real_flush = os.fsync, db.session.flush
    monkeypatch.setattr(os, "fsync", lambda handle: (order.append("fsync"), real_fsync(handle))[1])
    monkeypatch.setattr(db.session, "flush", lambda *args: (order.append("row"), real_flush())[1])
    store(PDF, "приказ.pdf")
    assert order == ["fsync", "fsync", "fsync", "row"]  # the file, its folder, the folder above


def test_a_failed_write_leaves_neither_row_nor_half_a_file(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    content = PDF + b"% unique"
    with pytest.raises(OSError, match="space"):
        store(content, "приказ.pdf")
    folder = files.blobs().workshop
    assert [path for path in folder.rglob("*") if path.name.startswith(("half-", "incoming-"))] == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == 0


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00 program", "photo.png"),
        (PNG, "script.html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture.svg"),
        (PNG, "picture"),
        (b"", "empty.txt"),
        (b"a\x00b", "text.txt"),
        (PDF, "document.docx"),
        (docx(main="xl/workbook.xml"), "document.docx"),
        (docx({"word/vbaProject.bin": b"macro"}), "document.docx"),
        (docx({"word/externalLinks/1.xml": b"link"}), "document.docx"),
        (docx({"../../etc/passwd": b"x"}), "document.docx"),
        (docx({"bomb.xml": b"0" * (12 * 2**20)}), "document.docx"),
        (docx()[:60], "document.docx"),
    ],
)
def test_what_is_not_what_it_says_is_refused(database: Any, content: bytes, name: str) -> None:
    with pytest.raises(Refusal):
        store(content, name)


def test_what_is_honest_is_taken(database: Any) -> None:
    kinds = {name: store(content, name).media_type for content, name in [
        (PNG, "a.PNG"), (PDF, "a.pdf"), (docx(), "a.docx"), ("ё".encode("cp1251"), "a.txt"), ("ё;1".encode(), "a.csv"),
    ]}  # fmt: skip
    assert kinds["a.PNG"] == "image/png"
    assert kinds["a.docx"].endswith("wordprocessingml.document")
    assert kinds["a.txt"] == "text/plain"


def test_a_file_over_the_limit_is_refused_while_it_is_read(database: Any) -> None:
    with pytest.raises(Refusal, match="больше 1 МБ"):
        files.store(io.BytesIO(b"x" * (2 * 2**20)), "a.txt", largest=2**20)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd.txt", "passwd.txt"), ("C:\\docs\\план.txt", "план.txt"),
     ("a\r\nSet-Cookie: x.txt", "a Set-Cookie_ x.txt"),
     ("\u202etxt.exe", "txt.exe"), ("", "файл"), ("я" * 300 + ".txt", "я" * 146 + ".txt")],
)  # fmt: skip
def test_names_lead_nowhere(given: str, kept: str) -> None:
    assert files.safe_name(given) == kept


def test_a_file_is_served_inert(app: Any, database: Any) -> None:
    with app.test_request_context():
        response = files.send(store(PDF, 'приказ "№ 1".pdf'))
        assert response.headers["Content-Disposition"].startswith("attachment; filename=")
        assert "filename*=UTF-8''%D0%BF%D1%80%D0%B8%D0%BA%D0%B0%D0%B7" in response.headers["Content-Disposition"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert b"".join(response.response) == PDF  # type: ignore[arg-type]
        response.close()
        picture = files.send(store(PNG, "a.png"))
        assert picture.headers["Content-Disposition"].startswith("inline")
        picture.close()


def test_a_blob_goes_with_its_last_row_and_only_after_the_commit(database: Any) -> None:
    first, second = store(PNG + b"1", "a.png"), store(PNG + b"1", "b.png")
    db.session.commit()
    blob = blob_of(first)
    old = time.time() - 3600
    os.utime(blob, (old, old))
    files.erase(first)
    db.session.commit()
    assert blob.exists(), "another row needs it"
    files.erase(second)
    assert blob.exists(), "not before the commit"
    db.session.rollback()
    db.session.commit()
    assert blob.exists(), "the erasure was undone"
    files.erase(db.session.scalars(sa.select(StoredFile)).one())
    db.session.commit()
    assert not blob.exists()


def test_a_released_savepoint_is_not_a_commit(database: Any) -> None:
    kept = store(PNG + b"3", "a.png")
    db.session.commit()
    blob = blob_of(kept)
    old = time.time() - 3600
    os.utime(blob, (old, old))
    with db.session.begin_nested():
        files.erase(kept)
    assert blob.exists()
    db.session.rollback()
    assert blob.exists()


def test_a_fresh_blob_without_a_row_may_belong_to_an_upload_and_is_swept_later(database: Any) -> None:
    kept = store(PNG + b"2", "a.png")
    blob = blob_of(kept)
    db.session.rollback()
    files.sweep()
    assert blob.exists()
    old = time.time() - 3600
    os.utime(blob, (old, old))
    files.sweep()
    assert not blob.exists()


def test_an_object_store_keeps_the_same_promises(database: Any, app: Any, tmp_path: Path) -> None:
    from obstore.store import MemoryStore

    objects = blobs.ObjectBlobs(MemoryStore(), tmp_path)
    with blobs_of(app, objects):
        kept = store(PDF, "приказ.pdf")
        with files.open_file(kept) as stream:
            assert stream.read() == PDF
        assert list(objects.digests()) == [kept.sha256]
        assert list(objects.older_than(timedelta(minutes=1))) == []
        assert not objects.delete_unless_fresh(kept.sha256, timedelta(minutes=1))
        assert objects.delete_unless_fresh(kept.sha256, timedelta(0))
        assert list(objects.digests()) == []


def test_a_large_file_is_streamed_and_closed_with_the_answer(app: Any, database: Any) -> None:
    with app.test_request_context():
        kept = store(PDF + b"%" * files.CHUNK * 2, "большой.pdf")
        unread = files.send(kept)
        unread.close()
        read = files.send(kept)
        assert sum(len(piece) for piece in read.iter_encoded()) == kept.size
        read.close()
