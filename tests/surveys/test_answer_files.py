"""Files with answers that could not be sent: sealed for one invitation, taken once, never over a newer answer."""

import io
import json
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from surveys.actions import close_assignment, save_answers, submit_response, take_files, take_own_file
from surveys.answer_files import open_file, read_file
from surveys.links import token_of
from surveys.models import Mode, Response, ResponseState
from surveys.stamps import now_stamp
from tests.conftest import csrf_of
from tests.surveys.sealing import sealed_file
from tests.surveys.waves import answers_of, counts_of, invitation_of, open_wave

GUEST = Actor.guest()


def entries(**fields: Any) -> dict[str, tuple[int, list[str]]]:
    """Fields typed a second ago."""
    return {name: (now_stamp() - 1_000, values) for name, values in fields.items()}


FULL = {"MET": ["yes"], "MARK": ["7"], "WAYS": ["talk", "task"], "NOTE": ["Без связи"]}


def test_the_answers_come_out_as_they_were_typed(world: Any) -> None:
    invitation = invitation_of(world, open_wave(world))
    taken = take_own_file(GUEST, invitation, sealed_file(invitation.public_id, entries(**FULL)))
    assert (taken.saved, taken.newer, taken.is_sent) == (4, 0, False)
    assert answers_of(invitation) == {"MET": "yes", "MARK": 7, "WAYS": ["talk", "task"], "NOTE": "Без связи"}


def test_nobody_without_the_portal_reads_the_file(world: Any) -> None:
    invitation = invitation_of(world, open_wave(world))
    assert "Без связи" not in sealed_file(invitation.public_id, entries(**FULL)).decode()


def test_a_newer_answer_of_the_portal_stays(world: Any) -> None:
    invitation = invitation_of(world, open_wave(world))
    save_answers(GUEST, invitation, {"NOTE": ["На портале"]})
    taken = take_own_file(GUEST, invitation, sealed_file(invitation.public_id, entries(**FULL)))
    assert (taken.saved, taken.newer) == (3, 1)
    assert answers_of(invitation)["NOTE"] == "На портале"


def test_a_file_of_another_and_a_file_that_lies_are_refused(world: Any) -> None:
    wave = open_wave(world, persons=("misha", "nina"))
    misha, nina = invitation_of(world, wave), invitation_of(world, wave, "nina")
    with pytest.raises(Refusal, match="от другого человека"):
        take_own_file(GUEST, misha, sealed_file(nina.public_id, entries(**FULL)))
    with pytest.raises(Refusal, match="изменён"):
        take_own_file(GUEST, misha, sealed_file(nina.public_id, entries(**FULL), says=misha.public_id))
    assert answers_of(misha) == {}


@pytest.mark.parametrize(
    "raw",
    [b"", b"x", b"[]", b"{}", b'{"answers": 2}', b'{"answers": 1}', b'{"answers": 1, "invitation": 5, "sealed": "."}',
     '{"answers": 1, "invitation": "я", "sealed": "."}'.encode(), b'{"answers":1,"invitation":"a","sealed":"x.y.z"}',
     b"\xff\xfe", b"[" * 100_000, b" " * 2_000_000, b'{"answers":1,"invitation":"a","sealed":"AAAA.AAAA"}'],
)  # fmt: skip
def test_what_is_no_file_of_ours_is_said_in_words(database: Any, raw: bytes) -> None:
    with pytest.raises(Refusal, match=r"Это не файл с ответами|повреждён"):
        open_file(read_file(raw))


@pytest.mark.parametrize("inside", [{"NOTE": [1, "x"]}, {"NOTE": ["1", ["x"]]}, {"NOTE": [1, [5]]}, {"NOTE": None}])
def test_a_seal_of_ours_around_nonsense_is_refused(world: Any, monkeypatch: Any, inside: Any) -> None:
    invitation = invitation_of(world, open_wave(world))
    real = json.dumps
    lines = real([[name, value] for name, value in inside.items()])
    monkeypatch.setattr(
        "tests.surveys.sealing.json.dumps", lambda said: lines if isinstance(said, list) else real(said)
    )
    raw = sealed_file(invitation.public_id, entries(NOTE=["x"]))
    with pytest.raises(Refusal, match="повреждён"):
        take_own_file(GUEST, invitation, raw)


@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.ANONYMOUS])
def test_staff_bring_many_and_a_bad_one_hinders_nobody(world: Any, mode: Mode) -> None:
    wave = open_wave(world, mode=mode, persons=("misha", "nina", "kira"))
    files = [
        sealed_file(invitation_of(world, wave).public_id, entries(**FULL)),
        b"x",
        sealed_file(invitation_of(world, wave, "nina").public_id, entries(MARK=["3"])),
        sealed_file(invitation_of(world, open_wave(world)).public_id, entries(**FULL)),
    ]
    taken = take_files(world.actor("kira"), wave, files, submit=True)
    assert [(each.saved, each.is_sent, bool(each.refusal)) for each in taken] == [
        (4, True, False), (0, False, True), (1, False, False), (0, False, True),
    ]  # fmt: skip
    assert counts_of(wave)["MARK", "7"] == 1
    again = take_files(world.actor("kira"), wave, files[:1], submit=True)
    assert "приняты раньше" in again[0].refusal
    assert counts_of(wave)["MARK", "7"] == 1
    written = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == AuditEvent.SURVEY_FILES_TAKEN)).all()
    assert [(entry.subject_id, entry.changes) for entry in written] == [
        (wave.public_id, {"files": 4, "taken": 2}), (wave.public_id, {"files": 1, "taken": 0}),
    ]  # fmt: skip


def test_in_the_linked_mode_the_respondent_sends(world: Any) -> None:
    wave = open_wave(world, mode=Mode.LINKED)
    files = [sealed_file(invitation_of(world, wave).public_id, entries(**FULL))]
    assert not take_files(world.actor("kira"), wave, files, submit=True)[0].is_sent
    assert db.session.scalar(sa.select(Response.state)) == ResponseState.DRAFT


def test_a_closed_or_answered_questionnaire_takes_no_file_and_says_why(world: Any) -> None:
    wave = open_wave(world, persons=("misha", "nina"))
    submit_response(GUEST, invitation_of(world, wave), {"MET": ["yes"]}, "k1")
    close_assignment(world.actor("kira"), wave)
    files = [sealed_file(invitation_of(world, wave, who).public_id, entries(**FULL)) for who in ("misha", "nina")]
    said = [each.refusal for each in take_files(world.actor("kira"), wave, files, submit=True)]
    assert "приняты раньше" in said[0]
    assert "продлить" in said[1]


def test_the_pages_for_the_respondent_and_for_staff(world: Any, client: Any, client_as: Any) -> None:
    wave = open_wave(world, persons=("misha", "nina"))
    misha, nina = (invitation_of(world, wave, who) for who in ("misha", "nina"))
    url, staff = f"/s/{token_of(misha)}", f"/surveys/{wave.public_id}/files"
    kira = client_as("kira")

    def send(browser: Any, address: str, *raws: bytes, **fields: str) -> Any:
        token = csrf_of(browser.get("/help").text)
        files = [(io.BytesIO(raw), f"ответы {number}.json") for number, raw in enumerate(raws)]
        data = {"csrf_token": token, "file": files, **fields}
        return browser.post(address, data=data, content_type="multipart/form-data")

    assert "Ответы из файла" in client.get(f"{url}/file").text
    assert "Выберите файл" in send(client, f"{url}/file").text
    assert send(client, f"{url}/file", b"x").status_code == 422
    done = send(client, f"{url}/file", sealed_file(misha.public_id, entries(**FULL)))
    assert (done.status_code, done.location) == (303, f"{url}?view=check")
    assert "Без связи" in client.get(done.location).text
    assert "Файлы с ответами" in kira.get(staff).text
    assert send(kira, staff).status_code == 422
    page = send(kira, staff, sealed_file(nina.public_id, entries(**FULL)), b"x", submit="1")
    assert page.status_code == 200
    for words in ("записано 4 ответа", "Отправлена", "Не принят", "ответы 1.json"):
        assert words in page.text
    assert "Ковал" not in page.text
    close_assignment(world.actor("kira"), wave)
    db.session.commit()
    assert send(client, f"{url}/file", sealed_file(misha.public_id, entries(NOTE=["поздно"]))).status_code == 409
    assert send(client_as("karim"), staff, b"x").status_code == 404
    assert send(client_as("denis"), staff, b"x").status_code == 403
