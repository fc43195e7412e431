"""Pages of documents: a curator's walk from «Составить» to «Ознакомлен», settings, files, what a stranger finds."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.core.db import db
from portal.documents.kinds import DocumentState, Layout
from portal.documents.models import Acquaintance, Document
from portal.documents.paper import layout_of
from portal.people.models import CollegialBody
from tests.conftest import csrf_of
from tests.world import World

Make = Callable[..., Document]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def post(client: FlaskClient, page: str, path: str, **fields: Any) -> Any:
    """Send a form that stands on `page`, with its token and key."""
    html = client.get(page).get_data(as_text=True)
    key = re.search(r'name="submission_key"[^>]* value="([^"]+)"', html)
    said = {"csrf_token": csrf_of(html), **({"submission_key": key[1]} if key else {}), **fields}
    return client.post(path, data=said, content_type="multipart/form-data")


def test_a_curator_writes_an_order_a_secretary_numbers_it_and_people_read_it(
    world: World, college: Any, client_as: Callable[[str], FlaskClient]
) -> None:
    kira = client_as("kira")
    assert "Документов пока нет" in kira.get("/documents").get_data(as_text=True)
    home = world.school_1.public_id
    refused = post(kira, "/documents/new", "/documents", organization=home, title="О кураторах")
    assert refused.status_code == 422
    assert "О кураторах" in refused.get_data(as_text=True)
    body_needed = post(kira, "/documents/new", "/documents", organization=home, kind="protocol")
    assert "чьё это заседание" in body_needed.get_data(as_text=True)
    made = post(kira, "/documents/new", "/documents", organization=home, kind="order_curators")
    edit = made.headers["Location"]
    path = edit.removesuffix("/edit")
    order = db.session.scalars(sa.select(Document)).one()
    html = kira.get(edit).get_data(as_text=True)
    assert "Назначить кураторов наставничества" in html
    told = {"title": "О назначении кураторов", "items": "Назначить.\nКонтроль за собой.", "version": "1",
            "signatory": world.denis.public_id, "signatory_post": "Директор"}  # fmt: skip
    assert post(kira, edit, edit, **told).status_code == 303
    assert post(kira, edit, edit, **told).status_code == 409, "the page was opened before that save"
    post(kira, f"{path}/people", f"{path}/people", person=world.nina.public_id, note="«студент – студент»")
    assert "студент – студент" in kira.get(path).get_data(as_text=True)
    assert "(черновик)" not in kira.get(f"{path}.docx").headers["Content-Type"]
    post(kira, path, f"{path}/signature")
    assert "Документ ждёт вашей подписи" in client_as("denis").get("/").get_data(as_text=True)
    late = post(kira, f"{path}/registration", f"{path}/registration", registered_on="01.01.2030")
    assert late.status_code == 422
    assert "не настал" in late.get_data(as_text=True)
    scan = (io.BytesIO(b"%PDF-1.4\n%%EOF"), "Приказ.pdf")
    done = post(kira, f"{path}/registration", f"{path}/registration", registered_on="20.11.2026", file=scan)
    assert done.headers["Location"].endswith("done=signed")
    assert (order.state, order.number) == (DocumentState.SIGNED, "1")
    nina = client_as("nina")
    assert "отметьте ознакомление" in nina.get("/").get_data(as_text=True)
    asked = db.session.scalars(sa.select(Acquaintance)).one()
    own = f"/my/documents/{asked.public_id}"
    assert "Контроль за собой." in nina.get(own).get_data(as_text=True)
    assert post(nina, own, own).headers["Location"] == "/my/documents?done=read"
    assert "Ознакомлены 1 из 1" in kira.get(path).get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(kira.get(f"{path}.docx").data)) as file:
        assert "№ 1" in file.read("word/document.xml").decode()
    assert kira.get(f"{path}/scan").data.startswith(b"%PDF")
    assert "О назначении кураторов" in kira.get(f"{path}/print").get_data(as_text=True)
    assert kira.get("/documents/register.xlsx?state=signed").data.startswith(b"PK")
    found = kira.get("/documents?q=кураторов&year=2026").get_data(as_text=True)
    assert path in found
    assert path not in kira.get("/documents?only=flagged").get_data(as_text=True)
    assert "Приказ № 1" in kira.get("/search?q=приказ").get_data(as_text=True)


def test_a_printed_code_leads_to_a_page_without_names(
    world: World, signed: Make, client: FlaskClient, client_as: Callable[[str], FlaskClient]
) -> None:
    order = signed()
    path, open_path = f"/documents/{order.public_id}", f"/papers/{order.public_id}"
    closed = client.get(open_path).get_data(as_text=True)
    assert "Приказ № 1" in closed
    assert "Назначить кураторов" not in closed
    kira = client_as("kira")
    post(kira, f"{path}/publication", f"{path}/publication", open="1")
    text = client.get(open_path).get_data(as_text=True)
    assert "Назначить кураторов" in text
    assert not [name for name in ("Орлова", "Лунина") if name in text]
    order_id = order.public_id
    assert client.get("/papers/nothing").status_code == 404
    assert client_as("karim").get(f"/documents/{order_id}").status_code == 404


def test_a_protocol_is_written_question_by_question_and_gives_extracts(
    world: World, council: CollegialBody, client_as: Callable[[str], FlaskClient]
) -> None:
    kira, home = client_as("kira"), world.school_1.public_id
    made = post(kira, "/documents/new", "/documents", organization=home, kind="protocol", body=council.public_id)
    edit = made.headers["Location"]
    path = edit.removesuffix("/edit")
    base = {"chair": "Громов Денис Аркадьевич", "secretary": "Соколова Кира Андреевна", "present": "Орлова Н. П."}
    wrong = post(kira, edit, edit, version="1", **base, **{"agenda-0-title": "О базе", "agenda-0-votes_for": "много"})
    assert wrong.status_code == 422
    assert "agenda-0-votes_for" in wrong.get_data(as_text=True)
    first = {"agenda-0-title": "О базе", "agenda-0-decided": "Утвердить", "agenda-0-votes_for": "3"}
    more = post(kira, edit, edit, version="1", more="1", **base, **first)
    assert more.headers["Location"] == f"{edit}?done=saved"
    assert "Вопрос 2" in kira.get(edit).get_data(as_text=True)
    post(kira, path, f"{path}/signature")
    post(kira, f"{path}/registration", f"{path}/registration", registered_on="20.11.2026")
    extract = post(kira, path, f"{path}/extracts", question="1").headers["Location"]
    assert "за – 3" in kira.get(extract).get_data(as_text=True)
    assert post(kira, path, f"{path}/extracts", question="7").status_code == 409


def test_own_templates_are_taken_refused_line_by_line_and_given_back(
    world: World, signed: Make, client_as: Callable[[str], FlaskClient]
) -> None:
    kira, home = client_as("kira"), world.school_1.public_id
    path = f"/documents/templates/{home}/order_curators"
    assert "organization.name" in kira.get(path).get_data(as_text=True)
    plain = kira.get(f"{path}/file").data
    assert plain == layout_of(Layout.ORDER)

    def upload(content: bytes, name: str = "Шаблон.docx") -> Any:
        return post(kira, path, path, file=(io.BytesIO(content), name))

    mistakes = "{{ organization.boss }} {% for letter in number %}{% endfor %}"
    wrong = upload(changed(plain, "{{ preamble }}", mistakes))
    text = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert "Поле «organization.boss» неизвестно" in text
    assert "Повторять можно только списки" in text
    for hostile in ("{{ ''.__class__.__mro__ }}", "{{ range(10**9) }}", "{% set x = 1 %}", "{{ 'a' * 10**9 }}",
                    "{{ title|attr('x') }}", "{% include 'x' %}", "{{ title.__init__ }}", "{{ cycler }}"):  # fmt: skip
        assert upload(changed(plain, "{{ preamble }}", hostile)).status_code == 422, hostile
    assert upload(b"PK\x03\x04 nothing").status_code == 422
    assert upload(b"%PDF-1.4\n%%EOF", "Шаблон.pdf").status_code == 422
    assert upload(changed(plain, "{{ preamble }}", "Свой текст: {{ title|upper }}")).status_code == 303
    order = signed()
    shown = kira.get(f"/documents/{order.public_id}.docx").data
    with zipfile.ZipFile(io.BytesIO(shown)) as file:
        assert "Свой текст: О НАЗНАЧЕНИИ" in file.read("word/document.xml").decode()
    post(kira, path, f"{path}/removal")
    assert kira.get(f"{path}/file").data == plain


def test_numbering_is_set_and_a_draft_is_given_up(
    world: World, draft: Make, client_as: Callable[[str], FlaskClient]
) -> None:
    kira, path = client_as("kira"), f"/documents/numbering/{world.school_1.public_id}/orders"
    assert post(kira, path, path, mode="auto", suffix="-од", last="-5").status_code == 422
    assert post(kira, path, path, mode="auto", suffix="-од", last="46").status_code == 303
    assert "46-од" in kira.get("/documents/templates").get_data(as_text=True)
    assert kira.get(path.replace("orders", "nothing")).status_code == 404
    made = draft()
    page = f"/documents/{made.public_id}/cancellation"
    assert post(kira, page, page, reason="").status_code == 422
    assert post(kira, page, page, reason="Не нужен").status_code == 303
    assert made.state == DocumentState.CANCELLED


def changed(template: bytes, before: str, after: str) -> bytes:
    """The template with one tag replaced."""
    made = io.BytesIO()
    escaped = after.replace("&", "&amp;").replace("<", "&lt;")
    with zipfile.ZipFile(io.BytesIO(template)) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in read.infolist():
            content = read.read(entry)
            if entry.filename == "word/document.xml":
                assert before.encode() in content
                content = content.replace(before.encode(), escaped.encode(), 1)
            written.writestr(entry.filename, content)
    return made.getvalue()


@pytest.mark.parametrize("layout", list(Layout))
def test_layouts_of_the_portal_are_good_templates_and_the_same_each_time(layout: Layout) -> None:
    from portal.documents.paper import check_template

    made = layout_of(layout)
    layout_of.cache_clear()
    assert layout_of(layout) == made
    assert check_template(made) == []
