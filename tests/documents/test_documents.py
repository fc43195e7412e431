"""Documents without HTTP: a paper is drafted, signed once and for all, numbered without gaps, read, amended."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock, files
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.mail import OutboxMessage
from portal.documents import actions as documents
from portal.documents.content import AgendaItem, Appendix, Content, Row
from portal.documents.kinds import DocumentState, Numbering
from portal.documents.models import Acquaintance, Document, SignedNeverChanges
from portal.documents.publishing import public_context
from portal.documents.queries import about, acquaintances_of, amended_by, context_now, people_of, subjects_of
from portal.documents.registry import SOURCES, Fresh, Gap, source
from portal.documents.signals import document_repealed, document_signed
from portal.documents.views.reading import own_context
from portal.people.models import CollegialBody
from tests.conftest import NOW
from tests.documents.conftest import TODAY
from tests.world import World

Make = Callable[..., Document]


def words_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode()


def test_an_order_goes_from_draft_to_a_numbered_file_that_can_be_made_again(world: World, draft: Make) -> None:
    kira, made = world.actor("kira"), draft()
    assert (made.state, made.number, made.signatory_name) == (DocumentState.DRAFT, None, "Громов Денис Аркадьевич")
    with pytest.raises(Refusal, match="передан на подпись"):
        documents.register(kira, made, registered_on=TODAY)
    content = replace(Content.from_json(made.content), basis="Служебная записка <№ 1> & план")
    documents.edit_draft(kira, made, title="О назначении кураторов", content=content)
    documents.send_to_signature(kira, made)
    with pytest.raises(Refusal, match="не черновик"):
        documents.edit_draft(kira, made, title="Иное", content=content)
    with pytest.raises(Refusal, match="не настал"):
        documents.register(kira, made, registered_on=TODAY + timedelta(days=1))
    documents.register(kira, made, registered_on=TODAY)
    db.session.commit()
    assert (made.state, made.number, made.year) == (DocumentState.SIGNED, "1", 2026)
    with files.open_file(made.file) as stream:
        kept = stream.read()
    assert documents.regenerate(made) == kept
    said = words_of(kept)
    for part in ("ПРИКАЗ", "№ 1", "20 ноября 2026 г.", "г. Ангарск", "&lt;№ 1&gt; &amp; план", "Орлова Нина Павловна",
                 "Д.\u00a0А.\u00a0Громов", "w:tblHeader"):  # fmt: skip
        assert part in said, part


def test_what_is_signed_never_changes_and_only_another_document_repeals_it(world: World, signed: Make) -> None:
    kira, order = world.actor("kira"), signed()
    order.title = "Другой заголовок"
    with pytest.raises(SignedNeverChanges):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(Refusal, match="отменяет другой документ"):
        documents.cancel(kira, order, reason="Ошибка")
    assert documents.flag_for_amendment(kira, order, "Нина больше не работает")
    assert not documents.flag_for_amendment(kira, order, "Ещё причина")
    told: list[Document] = []
    document_repealed.connect(told_of := lambda _actor, document, by: told.append(document))
    repealing = signed(kind="order_amendment", amends=order, repeals=True, title="Об отмене",
                       content=Content(items=("Приказ № 1 отменить.",)))  # fmt: skip
    document_repealed.disconnect(told_of)
    assert (order.state, order.flagged_on, order.number) == (DocumentState.CANCELLED, None, "1")
    assert order.reason == "Приказ № 2 от 20\u00a0ноября 2026"
    assert told == [order]
    assert amended_by(order) == [repealing]


def test_a_database_keeps_no_signed_paper_without_number_and_no_draft_with_one(world: World, draft: Make) -> None:
    made = draft()
    for values in ({"state": "signed"}, {"number": "7", "registered_on": TODAY, "year": 2026}, {"state": "cancelled"}):
        with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
            db.session.execute(sa.update(Document).where(Document.id == made.id).values(**values))


def test_numbers_follow_each_other_by_series_and_day_or_come_from_the_journal(
    world: World, college: Any, signed: Make
) -> None:
    kira = world.actor("kira")
    documents.set_numbering(kira, college, "orders", mode=Numbering.AUTO, suffix="-од", last=46)
    assert [signed().number, signed().number] == ["47-од", "48-од"]
    with pytest.raises(Refusal, match="уже дал номер 48"):
        documents.set_numbering(kira, college, "orders", mode=Numbering.AUTO, suffix="-од", last=100)
    with pytest.raises(Refusal, match="не может быть раньше"):
        signed(on=TODAY - timedelta(days=1))
    db.session.rollback()
    assert signed().number == "49-од", "what was refused gives its number back"
    documents.set_numbering(kira, college, "orders", mode=Numbering.TYPED, suffix="")
    with pytest.raises(Refusal, match="общего журнала"):
        signed()
    db.session.rollback()
    assert signed(number=" 112/1 ").number == "112/1"
    with pytest.raises(Refusal, match="уже занят"):
        signed(number="112/1")


def test_whom_a_signed_order_names_is_asked_to_read_it_reminded_and_counted(world: World, signed: Make) -> None:
    world.polina.email = world.misha.email = None
    db.session.commit()
    told: list[Document] = []
    document_signed.connect(told_of := lambda _actor, document: told.append(document))
    order = signed(subjects=[("mentorship", "abc"), ("mentorship", "abc")])
    document_signed.disconnect(told_of)
    assert told == [order]
    assert (subjects_of(order), about("mentorship", "abc")) == ([("mentorship", "abc")], [order])
    waiting = acquaintances_of(order)
    assert [one.person_id for one in waiting] == [world.polina.id, world.nina.id]
    letters = sa.select(sa.func.count()).where(OutboxMessage.letter == "document_to_read")
    assert db.session.scalar(letters) == 1
    mine = next(one for one in waiting if one.person_id == world.nina.id)
    documents.acknowledge(world.actor("nina"), mine)
    assert documents.ask_to_read(world.actor("kira"), order, [world.nina, world.misha]) == 1
    assert documents.remind_due() == 0
    for days, expected in ((3, 2), (5, 0), (10, 2), (17, 2), (40, 0)):
        with clock.freeze(NOW + timedelta(days=days)):
            assert documents.remind_due() == expected, days
    with clock.freeze(NOW + timedelta(days=41)):
        assert [documents.remind(world.actor("kira"), order) for _twice in range(2)] == [2, 0]
    assert db.session.scalar(letters) == 1, "who has read is left in peace"


def test_one_sees_the_own_line_of_an_appendix_and_the_public_sees_no_names(
    world: World, college: Any, signed: Make
) -> None:
    rows = tuple(
        Row(cells=(str(n), one.full_name, "студент – студент"), persons=(one.public_id,))
        for n, one in enumerate((world.misha, world.pasha), 1)
    )
    table = Appendix(title="Пары", columns=("№", "Наставляемый", "Форма"), rows=rows, named=(1,))
    content = Content(items=(f"Закрепить: {world.misha.full_name}.",), appendix=table)
    order = signed(kind="order_pairs", content=content)
    mine = own_context(context_now(order), world.misha.public_id)
    assert [row["cells"][1] for row in mine["appendix"]["rows"]] == [world.misha.full_name]
    hidden = str(public_context(order))
    assert not [name for name in ("Ковалёв", "Седов", "Орлова", "Лунина", "Нина") if name in hidden]
    curators = str(public_context(signed()))
    assert "Орлова" not in curators
    assert "О. Н. П." in curators


def test_a_sitting_has_a_protocol_with_votes_and_an_extract_of_one_question(
    world: World, draft: Make, council: CollegialBody
) -> None:
    kira = world.actor("kira")
    protocol = draft(kind="protocol", people=(), body=council)
    said = Content.from_json(protocol.content)
    assert (said.chair, said.secretary) == (world.denis.full_name, world.kira.full_name)
    assert len(said.present) == 3
    with pytest.raises(Refusal, match="вопросы повестки"):
        documents.send_to_signature(kira, protocol)
    agenda = (AgendaItem(title="О базе наставников", heard="Кира", decided="Рекомендовать", votes_for=3),
              AgendaItem(title="Разное", decided="Принять к сведению"))  # fmt: skip
    documents.edit_draft(kira, protocol, title="", content=replace(said, agenda=agenda))
    with pytest.raises(Refusal, match="подписанного протокола"):
        documents.issue_extract(kira, protocol, 1)
    documents.send_to_signature(kira, protocol)
    documents.register(kira, protocol, registered_on=TODAY)
    extract = documents.issue_extract(kira, protocol, 1)
    documents.send_to_signature(kira, extract)
    documents.register(kira, extract, registered_on=TODAY)
    assert (extract.number, extract.based_on, extract.signatory_name) == ("1", protocol, world.kira.full_name)
    text = words_of(documents.regenerate(extract))
    assert "за – 3, против – 0" in text
    assert "Протокол № 1" in text
    assert "Разное" not in text


def test_a_room_above_makes_its_draft_anew_and_says_what_is_missing(world: World, draft: Make) -> None:
    kira = world.actor("kira")

    @source("order_mentor_base")
    def base_now(document: Document) -> Fresh:
        return Fresh(content=Content(items=("Утвердить базу.",)), gaps=(Gap(what="должность", path="/people"),))

    order = draft(kind="order_mentor_base", people=(), content=Content())
    documents.refresh_draft(kira, order)
    assert Content.from_json(order.content).items == ("Утвердить базу.",)
    with pytest.raises(Refusal, match="должность"):
        documents.send_to_signature(kira, order)
    del SOURCES["order_mentor_base"]
    documents.send_to_signature(kira, order)
    documents.return_to_draft(kira, order)
    documents.cancel(kira, order, reason="Не нужен")
    assert (order.state, order.cancelled_on, order.number) == (DocumentState.CANCELLED, TODAY, None)


def test_one_person_signs_a_statement_and_a_draft_lets_people_go(world: World, draft: Make) -> None:
    kira, asked = world.actor("kira"), draft(kind="application", people=())
    with pytest.raises(Refusal, match="человек, который подписывает"):
        documents.send_to_signature(kira, asked)
    documents.put_person(kira, asked, documents.Named(person=world.nina))
    assert asked.signatory_name == world.nina.full_name
    with pytest.raises(Refusal, match="уберите прежнего"):
        documents.put_person(kira, asked, documents.Named(person=world.polina))
    documents.drop_person(kira, asked, world.nina)
    assert people_of(asked) == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Acquaintance)) == 0
