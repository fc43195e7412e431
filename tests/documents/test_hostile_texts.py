"""Texts that would like to run, in every part of a document: on pages, in print and in the file they stay texts."""

import io
import zipfile
from xml.etree import ElementTree

import openpyxl

from portal.core.db import db
from portal.documents import actions as documents
from portal.documents.actions import Named
from portal.documents.content import AgendaItem, Appendix, Content, Row
from portal.documents.models import Acquaintance
from tests.conftest import NOW
from tests.hostile_texts import ALL, LINE, MARK, PAYLOADS, executable, hits

TODAY = NOW.date()
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
SAID = Content(
    place=LINE, preamble=ALL, items=PAYLOADS, basis=LINE, body=ALL, chair=LINE, secretary=LINE, present=PAYLOADS[:20],
    agenda=(AgendaItem(title=LINE, heard=ALL, decided=ALL),), to_whom=LINE, from_whom=LINE, text=ALL,
    appendix=Appendix(title=LINE, columns=(LINE,), rows=tuple(Row(cells=(text,)) for text in PAYLOADS)),
)  # fmt: skip


def written(world, kind="order_curators"):
    """A document whose every part would like to run, on its way to a signature."""
    people = [Named(person=world.nina, note=LINE)] if kind != "protocol" else []
    made = documents.issue_document(
        world.actor("kira"), kind, world.school_1, title=f"О деле {LINE}", people=people, content=SAID
    )
    documents.edit_draft(
        world.actor("kira"), made, title=made.title, content=SAID, signatory=world.denis, signatory_post=LINE
    )
    return made


def words_of(docx):
    """The text of a file as a word processor shows it, without line breaks."""
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        return "".join(each.text or "" for each in ElementTree.fromstring(file.read("word/document.xml")).iter(WORD))


def test_pages_and_files_of_documents_show_hostile_texts_as_texts(world, college, client_as, client, post):
    order, protocol = written(world), written(world, "protocol")
    db.session.commit()
    paths = {each.public_id: f"/documents/{each.public_id}" for each in (order, protocol)}
    kira = client_as("kira")
    for path in paths.values():
        assert hits(kira, path, f"{path}/edit", f"{path}/print", f"{path}/people", f"{path}/cancellation") == {}
        text = words_of(kira.get(f"{path}.docx").data)
        assert f"{{{{ {MARK} }}}}" in text
        assert PAYLOADS[0] in text
    path = paths[order.public_id]
    stale = post(kira, f"{path}/edit", title=LINE[:200], items=ALL[:5_000], version="0")
    refused = post(kira, f"{path}/edit", title=LINE, items=ALL, version="1")
    assert [(each.status_code, executable(each.text)) for each in (stale, refused)] == [(409, []), (422, [])]
    documents.send_to_signature(world.actor("kira"), order)
    db.session.commit()
    assert hits(client_as("denis"), "/", f"{path}/registration") == {}
    documents.register(
        world.actor("kira"), order, registered_on=TODAY, scan=(io.BytesIO(b"%PDF-1.4\n%%EOF"), f"{PAYLOADS[0]}.pdf")
    )
    documents.publish(world.actor("kira"), order, is_open=True)
    db.session.commit()
    name = kira.get(f"{path}/scan").headers["Content-Disposition"]
    assert name.count('"') == 2
    assert hits(kira, path, "/documents", f"/search?q={MARK}") == {}
    asked = db.session.query(Acquaintance).one()
    assert hits(client_as("nina"), f"/my/documents/{asked.public_id}") == {}
    assert executable(client.get(f"/papers/{order.public_id}").text) == []
    book = openpyxl.load_workbook(io.BytesIO(kira.get("/documents/register.xlsx").data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if MARK in str(cell.value)]
    assert cells
    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None)}
