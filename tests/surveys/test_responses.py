"""Rules of saving and submitting, without HTTP."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.models import Consent
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import Base, db, is_sqlite
from portal.core.errors import Refusal
from surveys.actions import (
    Incomplete,
    close_assignment,
    extend_assignment,
    save_answers,
    submit_response,
    withdraw_invitation,
)
from surveys.counting import response_counts
from surveys.links import qr_svg
from surveys.loading import load_questionnaires
from surveys.models import Answer, Mode, Participation, Response, ResponseState
from surveys.signals import response_submitted
from surveys.storage import compiled
from surveys.validation import check_submission
from tests.surveys.forms import parse_form, random_form
from tests.surveys.waves import answers_of, counts_of, invitation_of, open_wave, short

GUEST = Actor.guest()
CODES = {"misha": "сова-клен-река-42", "nina": "лес-гора-снег-11"}
FULL = {"MET": ["yes"], "MARK": ["7"], "WAYS": ["task", "talk"], "NOTE": ["Спокойно"]}


@pytest.fixture
def wave(world: Any) -> Any:
    return open_wave(world)


@pytest.fixture
def invitation(world: Any, wave: Any) -> Any:
    return invitation_of(world, wave)


def save(invitation: Any, client: str = "", seq: int = 0, **fields: list[str]) -> Any:
    return save_answers(GUEST, invitation, {name.replace("__", ".", 1): v for name, v in fields.items()}, client, seq)


def test_only_named_fields_are_stored_and_the_rest_stays(invitation: Any) -> None:
    save(invitation, MARK=["7"])
    saved = save(invitation, NOTE=["Хорошо"])
    assert saved.answers == answers_of(invitation) == {"MARK": 7, "NOTE": "Хорошо"}


def test_an_empty_form_never_blanks_an_answer(invitation: Any) -> None:
    save(invitation, **FULL)
    save(invitation)
    save(invitation, MET=[""], MARK=[""], WAYS=[""], NOTE=[""])
    assert answers_of(invitation) == {"MET": "yes", "MARK": 7, "WAYS": ["talk", "task"], "NOTE": "Спокойно"}


def test_a_marked_empty_field_takes_the_answer_back(invitation: Any) -> None:
    save(invitation, **FULL)
    save_answers(GUEST, invitation, {"NOTE": [""], "NOTE.__present__": ["1"], "WAYS.__present__": ["1"]})
    assert answers_of(invitation) == {"MET": "yes", "MARK": 7}


def test_what_cannot_be_read_is_said_and_the_rest_is_stored(invitation: Any) -> None:
    saved = save(invitation, MARK=["11"], NOTE=["да"])
    assert list(saved.errors) == ["MARK"]
    assert answers_of(invitation) == {"NOTE": "да"}


def test_a_late_packet_is_acknowledged_and_ignored(invitation: Any) -> None:
    save(invitation, "page1", 2, NOTE=["позже"])
    late = save(invitation, "page1", 1, NOTE=["раньше"])
    assert late.is_late
    assert save(invitation, "page1", 2, NOTE=["повтор"]).is_late
    assert not save(invitation, "page2", 1, MARK=["5"]).is_late
    assert answers_of(invitation) == {"NOTE": "позже", "MARK": 5}


def test_only_the_latest_pages_are_remembered(invitation: Any) -> None:
    for number in range(40):
        save(invitation, f"page{number}", 1, MARK=["5"])
    remembered = db.session.scalar(sa.select(Response.clients))
    assert len(remembered) == 30
    assert {"page39", "page10"} <= set(remembered)


def test_a_hidden_answer_is_kept_and_never_counted(invitation: Any, wave: Any) -> None:
    saved = save(invitation, MET=["no"], WHY=["Болезнь"])
    assert "WHY" in saved.visible
    saved = save(invitation, MET=["yes"])
    assert "WHY" not in saved.visible
    submit_response(GUEST, invitation, {}, "k1")
    assert answers_of(invitation) == {"MET": "yes", "WHY": "Болезнь"}
    assert not [key for key in counts_of(wave) if key[0] == "WHY"]


def test_a_submission_counts_once_and_leaves_its_traces(world: Any, invitation: Any, wave: Any) -> None:
    heard = []

    def hear(_sender: Any, **told: Any) -> None:
        heard.append(told)

    response_submitted.connect(hear)
    receipt = submit_response(GUEST, invitation, FULL, "k1")
    response = db.session.scalars(sa.select(Response)).one()
    assert (response.state, response.invitation_id, response.receipt) == (
        ResponseState.SUBMITTED, invitation.id, receipt,
    )  # fmt: skip
    assert [(told["invitation"].id, told["response_id"]) for told in heard] == [(invitation.id, response.id)]
    assert counts_of(wave) == dict(response_counts(short(), answers_of(invitation)))
    db.session.refresh(wave)
    assert (wave.invited, wave.submitted, wave.version) == (1, 1, 1)
    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == AuditEvent.RESPONSE_SUBMITTED)).all()
    assert [(entry.subject_id, entry.changes) for entry in entries] == [(invitation.public_id, {})]


def test_the_same_key_gives_the_same_receipt_and_stores_nothing(invitation: Any, wave: Any) -> None:
    receipts = {submit_response(GUEST, invitation, FULL, "k1") for _turn in range(10)}
    assert len(receipts) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Response)) == 1
    assert counts_of(wave)["MET", "yes"] == 1


def test_another_key_with_nothing_new_gets_the_receipt_and_with_other_answers_a_refusal(invitation: Any) -> None:
    receipt = submit_response(GUEST, invitation, FULL, "k1")
    assert submit_response(GUEST, invitation, FULL, "k2") == receipt
    assert submit_response(GUEST, invitation, {}, "k3") == receipt
    with pytest.raises(Refusal, match=receipt):
        submit_response(GUEST, invitation, {**FULL, "MARK": ["1"]}, "k4")
    with pytest.raises(Refusal, match="с другими данными"):
        submit_response(GUEST, invitation, {**FULL, "MARK": ["1"]}, "k1")
    assert answers_of(invitation)["MARK"] == 7


def test_a_key_of_another_form_is_refused(world: Any, invitation: Any) -> None:
    submit_response(GUEST, invitation, FULL, "k1")
    other = invitation_of(world, open_wave(world))
    with pytest.raises(Refusal):
        submit_response(GUEST, other, FULL, "k1")


@pytest.mark.parametrize("key", ["", "x" * 65, "a\x00b", "ключ", "a b"])
def test_a_malformed_key_is_refused(invitation: Any, key: str) -> None:
    with pytest.raises(Refusal, match="Форма устарела"):
        submit_response(GUEST, invitation, FULL, key)


def test_what_is_missing_is_said_in_the_order_of_the_page(invitation: Any) -> None:
    with pytest.raises(Incomplete) as refusal:
        submit_response(GUEST, invitation, {"MARK": ["x"]}, "k1")
    assert list(refusal.value.errors) == ["MET", "MARK"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Participation)) == 0


def test_nothing_is_saved_after_the_submission(invitation: Any) -> None:
    submit_response(GUEST, invitation, FULL, "k1")
    with pytest.raises(Refusal, match="Ответы приняты раньше"):
        save(invitation, MARK=["1"])
    assert answers_of(invitation)["MARK"] == 7


def test_a_closed_wave_refuses_and_an_extended_one_takes_answers_again(world: Any, wave: Any, invitation: Any) -> None:
    save(invitation, MARK=["7"])
    close_assignment(world.actor("kira"), wave)
    for attempt in (lambda: save(invitation, MARK=["8"]), lambda: submit_response(GUEST, invitation, FULL, "k1")):
        with pytest.raises(Refusal, match="продлить"):
            attempt()
    extend_assignment(world.actor("kira"), wave, clock.now() + timedelta(days=1))
    assert submit_response(GUEST, invitation, {"MET": ["yes"]}, "k1")
    assert answers_of(invitation) == {"MARK": 7, "MET": "yes"}


def test_a_replay_after_the_close_still_gets_its_receipt(world: Any, wave: Any, invitation: Any) -> None:
    receipt = submit_response(GUEST, invitation, FULL, "k1")
    close_assignment(world.actor("kira"), wave)
    assert submit_response(GUEST, invitation, FULL, "k1") == receipt


def test_the_term_ends_with_its_last_moment(wave: Any, invitation: Any) -> None:
    with clock.freeze(wave.closes_at):
        save(invitation, MARK=["7"])
    with clock.freeze(wave.closes_at + timedelta(seconds=1)), pytest.raises(Refusal, match="Ответы принимались до"):
        save(invitation, MARK=["7"])


def test_a_wave_that_is_not_open_yet_says_when(world: Any) -> None:
    later = clock.now() + timedelta(days=1)
    wave = open_wave(world)
    wave.opens_at, wave.closes_at = later, later + timedelta(days=7)
    db.session.flush()
    invitation = invitation_of(world, wave)
    with pytest.raises(Refusal, match="Отвечать можно с 21"):
        save(invitation, MARK=["7"])


def test_a_withdrawn_invitation_takes_nothing(world: Any, invitation: Any) -> None:
    withdraw_invitation(world.actor("kira"), invitation)
    with pytest.raises(Refusal, match="больше не нужно"):
        save(invitation, MARK=["7"])


def test_named_answers_need_a_consent_and_the_refusal_names_the_paper(world: Any) -> None:
    wave = open_wave(world, persons=("pasha",))
    invitation = invitation_of(world, wave, "pasha")
    db.session.execute(sa.delete(Consent).where(Consent.person_id == world.pasha.id, Consent.by_representative))
    with pytest.raises(Refusal, match="согласие представителя на участие и мониторинг"):
        save(invitation, MARK=["7"])
    db.session.execute(sa.delete(Consent).where(Consent.person_id == world.pasha.id))
    with pytest.raises(Refusal, match="согласие на участие и мониторинг, согласие представителя"):
        submit_response(GUEST, invitation, FULL, "k1")


def test_anonymous_answers_need_no_consent(world: Any) -> None:
    wave = open_wave(world, mode=Mode.ANONYMOUS)
    db.session.execute(sa.delete(Consent))
    assert submit_response(GUEST, invitation_of(world, wave), FULL, "k1")


@pytest.mark.parametrize("definition", load_questionnaires(), ids=lambda each: each.code)
def test_every_questionnaire_is_filled_at_random_and_read_back(world: Any, definition: Any) -> None:
    wave = open_wave(world, definition)
    invitation = invitation_of(world, wave)
    form = random_form(definition, seed=7)
    expected, errors = parse_form(definition, form)
    assert not errors
    for name, values in form.items():  # one field a packet, as typed
        prefix = name.partition(".")[0]
        together = {other: given for other, given in form.items() if other.partition(".")[0] == prefix}
        save_answers(GUEST, invitation, together if "." in name else {name: values})
    assert answers_of(invitation) == expected
    missing = set(check_submission(definition, expected))
    if missing:
        with pytest.raises(Incomplete):
            submit_response(GUEST, invitation, form, "k1")
    assert not missing & set(expected)
    full = form
    while missing:  # an answer may open another question
        full = {**full, **_rest(definition, missing)}
        missing = set(check_submission(definition, parse_form(definition, full)[0]))
    submit_response(GUEST, invitation, full, "k1")
    expected, _errors = parse_form(definition, full)
    assert answers_of(invitation) == expected
    assert counts_of(wave) == dict(response_counts(definition, expected))


def _rest(definition: Any, codes: set[str]) -> dict[str, list[str]]:
    import random

    from tests.surveys.forms import random_fields

    found: dict[str, list[str]] = {}
    for code in codes:
        found.update(random_fields(definition.by_code[code], random.Random(3)))
    return found


def test_17_every_item_type_comes_back_as_it_was_typed(world: Any, every_type: Any) -> None:
    invitation = invitation_of(world, open_wave(world, every_type))
    form = {
        "ONE": ["b"], "MANY": ["other", "a"], "MANY.other": ["своё"], "YN": ["no"], "TEN": ["10"], "TENREV": ["1"],
        "FIVE": ["3"], "RANGE": ["0"], "REC": ["0"], "LINE": ["строка"], "PAGE": ["два\nабзаца"], "NUM": ["2,5"],
        "DAY": ["17.11.2026"], "ROW1": ["2"], "ROW2": ["__na__"], "MON": ["a", "c"], "TUE": ["b"],
        "RANK.a": ["2"], "RANK.b": ["1"], "RANK.c": ["3"], "PAPER": ["AbCdEfGhIjKlMnOpQrStUv"],
    }  # fmt: skip
    submit_response(GUEST, invitation, form, "k1")
    assert answers_of(invitation) == {
        "ONE": "b", "MANY": ["a", "other"], "MANY.other": "своё", "YN": "no", "TEN": 10, "TENREV": 1, "FIVE": 3,
        "RANGE": 0, "REC": 0, "LINE": "строка", "PAGE": "два\nабзаца", "NUM": 2.5, "DAY": "2026-11-17", "ROW1": "2",
        "ROW2": "__na__", "MON": ["a", "c"], "TUE": ["b"], "RANK": ["b", "a", "c"], "PAPER": "AbCdEfGhIjKlMnOpQrStUv",
    }  # fmt: skip


@pytest.mark.parametrize("mode", list(Mode))
def test_a_submission_costs_at_most_ten_statements_however_many_items(
    world: Any, count_queries: Any, questionnaires: Any, mode: Mode
) -> None:
    costs = []
    for definition in (short(), questionnaires["needs_student"]):
        invitation = invitation_of(world, open_wave(world, definition, mode=mode))
        full = _rest(definition, {item.code for item in definition.items if item.type not in ("section", "note")})
        save_answers(GUEST, invitation, dict(list(full.items())[:2]))
        taken_back = {f"{code}.__present__": ["1"] for code in ("NOTE",) if code in full}
        with count_queries() as seen:
            submit_response(GUEST, invitation, {**full, **taken_back}, f"k{definition.code}")
        costs.append(len(seen))
    assert len(set(costs)) == 1
    assert costs[0] <= 10


def test_a_save_costs_the_same_however_many_items(world: Any, count_queries: Any, questionnaires: Any) -> None:
    invitation = invitation_of(world, open_wave(world, questionnaires["needs_student"]))
    form = random_form(questionnaires["needs_student"], seed=1)
    compiled(invitation.assignment.version_id)
    with count_queries() as seen:
        save_answers(GUEST, invitation, form, "page", 1)
    assert len(seen) == (3 if is_sqlite() else 4)  # PostgreSQL holds the invitation first


def test_a_copy_of_all_tables_joins_no_anonymous_answer_with_a_person(world: Any) -> None:
    wave = open_wave(world, mode=Mode.ANONYMOUS, persons=("misha", "nina", "kira"))
    invitations = [invitation_of(world, wave, key) for key in ("misha", "nina", "kira")]
    before = {table.name: db.session.execute(sa.select(table)).all() for table in _tables()}
    for number, invitation in enumerate(invitations):
        save_answers(GUEST, invitation, {"MARK": [str(number + 1)]}, "page", 1)
        submit_response(GUEST, invitation, FULL | {"NOTE": [f"мнение {number}"]}, f"key{number}")
    responses = db.session.scalars(sa.select(Response)).all()
    assert len(responses) == 3
    for response in responses:
        assert (response.invitation_id, response.started_at, response.receipt, response.clients) == (
            None, None, None, {},
        )  # fmt: skip
        assert (response.submitted_at.hour, response.submitted_at.minute, response.submitted_at.second) == (0, 0, 0)
    assert {row.submitted_on for row in db.session.scalars(sa.select(Participation))} == {None}
    _assert_nothing_joins(before, invitations, {response.id for response in responses})


def _tables() -> list[sa.Table]:
    there = set(sa.inspect(db.session.connection()).get_table_names())
    return [table for table in Base.metadata.sorted_tables if table.name in there]


def _assert_nothing_joins(before: dict[str, Any], invitations: list[Any], responses: set[str]) -> None:
    """No new value is shared by a row about answers and a row about people, except what every such row shares."""
    people = {str(each.id) for each in invitations} | {each.public_id for each in invitations}
    about_answers, elsewhere = {"response", "answer", "answer_count"}, {}
    for table in _tables():
        rows = [row for row in db.session.execute(sa.select(table)).all() if row not in before[table.name]]
        elsewhere[table.name] = [[str(value) for value in row] for row in rows]
    for name, rows in elsewhere.items():
        for row in rows:
            if name in about_answers:
                assert not {cell for cell in row if len(cell) > 10} & people
            else:
                assert not any(answer in cell for cell in row for answer in responses)
    assert elsewhere["audit_entry"] == []
    keys = {cell for row in elsewhere["submission_key"] for cell in row}
    assert not keys & (people | responses)


def test_a_closed_anonymous_wave_keeps_who_took_part_apart_from_what_was_said(world: Any) -> None:
    wave = open_wave(world, mode=Mode.ANONYMOUS, persons=("misha", "nina", "kira"))
    for key in ("misha", "nina"):
        submit_response(GUEST, invitation_of(world, wave, key), FULL, f"key {key}".replace(" ", "-"))
    before = set(db.session.scalars(sa.select(Participation.invitation_id)))
    close_assignment(world.actor("kira"), wave)
    assert set(db.session.scalars(sa.select(Participation.invitation_id))) == before
    if db.engine.dialect.name == "postgresql":
        assert len(set(db.session.scalars(sa.text("SELECT xmin::text FROM participation")))) == 1


def test_linked_waves_share_a_code_that_names_nobody(world: Any) -> None:
    for number in range(2):
        wave = open_wave(world, mode=Mode.LINKED, persons=("misha", "nina"))
        for key in ("misha", "nina"):
            submit_response(GUEST, invitation_of(world, wave, key), FULL, f"k{number}{key}", code=CODES[key])
    codes = db.session.scalars(sa.select(Response.link_code)).all()
    assert not set(codes) & set(CODES.values())
    assert sorted(codes.count(code) for code in set(codes)) == [2, 2]
    assert db.session.scalars(sa.select(Response.invitation_id).where(Response.invitation_id.is_not(None))).all() == []


def test_an_anonymous_draft_is_found_again_and_gone_after_the_submission(world: Any) -> None:
    invitation = invitation_of(world, open_wave(world, mode=Mode.ANONYMOUS))
    save(invitation, MARK=["7"])
    assert save(invitation, NOTE=["да"]).answers == {"MARK": 7, "NOTE": "да"}
    submit_response(GUEST, invitation, {"MET": ["yes"]}, "k1")
    stored = db.session.execute(sa.select(Answer.item_code, Answer.value)).all()
    assert dict(tuple(row) for row in stored) == {"MARK": 7, "NOTE": "да", "MET": "yes"}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Response)) == 1


def test_a_qr_code_scales_as_a_whole() -> None:
    picture = qr_svg("https://portal.example/s/abc.def")
    assert "viewBox=" in picture
    assert "style=" not in picture
