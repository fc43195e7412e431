"""A person with a different mark in every text that the portal can hold, and the search for those marks."""

import io
import json
import os
import time
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts import letters
from portal.accounts.actions import grant_role, open_account, sign_in
from portal.core import notices
from portal.core.db import Base, db
from portal.core.files import store
from portal.core.jobs import JobState, request_job
from portal.core.search import index
from portal.core.subjects import about, ways
from portal.demo.town import SYSTEM, consent_to_participate
from portal.people.actions import add_membership, add_person, add_representation
from portal.people.kinds import MembershipKind
from portal.people.models import Person
from portal.privacy.actions.requests import ask
from portal.privacy.kinds import RequestKind
from surveys.actions.responses import save_answers, submit_response
from tests.surveys.waves import invitation_of, open_wave
from tests.world import World

TODAY = date(2026, 11, 20)


def mark(key: str, what: str) -> str:
    """A word that occurs nowhere else: «Канарейка» with the person's key and the place, letters only."""
    return f"Канарейка{key}{what}"


def settle(world: World, key: str, *, parent: Person | None = None) -> Person:
    """A learner of school 1 whose every text bears marks; all of it goes through the deeds that people use."""
    person = add_person(
        SYSTEM, family_name=mark(key, "фамилия"), given_name=mark(key, "имя"), patronymic=mark(key, "отчество"),
        birth_on=date(2004, 2, 29), email=f"{mark(key, 'почта')}@demo.example".lower(), phone=mark(key, "телефон"),
    )  # fmt: skip
    add_membership(
        SYSTEM, person, world.school_1, kind=MembershipKind.LEARNER, starts_on=TODAY, post=mark(key, "должность"),
        subject=mark(key, "предмет"), group=world.group_1,
    )  # fmt: skip
    grant_role(SYSTEM, person, world.school_1, Role.MENTEE, starts_on=TODAY)
    account = open_account(SYSTEM, person, login=mark(key, "вход").lower(), password="growth-2026")
    sign_in(account, device=mark(key, "устройство"))
    consent_to_participate(person, world.town.consent_texts[1], TODAY)
    if parent is not None:
        add_representation(SYSTEM, person, parent, relation=mark(key, "родство"), starts_on=TODAY)
    _write_about(person, key)
    db.session.commit()
    return person


def _write_about(person: Person, key: str) -> None:
    letters.password_changed(person.email or "", zone="Asia/Irkutsk")
    about_them = f"{person.full_name}: новая встреча"
    notices.notify([person.id], "test", mark(key, "уведомление"), "/")
    index.put("person", person.id, person.full_name, mark(key, "поиск"))
    asked = ask(SYSTEM, person, RequestKind.CORRECTION, text=mark(key, "обращение"), wanted=mark(key, "исправление"))
    assert asked.person_id == person.id
    index.put("elsewhere", person.id, f"Встреча: {person.name}", about_them)


def tell_others(person: Person, other: Person) -> None:
    """Texts of other people and exports that speak of the person."""
    notices.notify([other.id], "test", f"Новый ответ: {person.name}", "/")
    made = store(io.BytesIO(f"{person.full_name};{person.email}".encode()), "people.csv", made_here=True)
    job = request_job(SYSTEM, "test", {}, title="Выгрузка")
    job.state, job.result_file_id = JobState.DONE, made.id
    job.finished_at = job.created_at
    db.session.commit()


def answer_questionnaires(world: World, person: Person, key: str) -> None:
    """One questionnaire submitted by name, and one begun and put aside."""
    world.town.people[key] = person
    actor = Actor(person_id=person.id, time_zone="Asia/Irkutsk")
    for place, is_draft in (("ответ", False), ("черновик", True)):
        wave = open_wave(world, persons=(key,))
        invitation = invitation_of(world, wave, key)
        fields = {"MET": ["yes"], "MARK": ["7"], "NOTE": [mark(key, place)]}
        if is_draft:
            save_answers(actor, invitation, fields, client="c", seq=1)
        else:
            submit_response(actor, invitation, fields, f"key-{person.id}")
        db.session.commit()


def words_in_tables() -> str:
    """All texts of all tables, for a database without a file."""
    found = []
    for table in Base.metadata.sorted_tables:
        found += [repr(tuple(row)) for row in db.session.execute(sa.select(table)).all()]
    return "\n".join(found)


def age_files(folder: Path) -> None:
    """Let the blobs be an hour old, so that they may be erased at once."""
    hour_ago = time.time() - 3600
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (hour_ago, hour_ago))


def found_on_disk(folder: Path, word: str) -> list[str]:
    """Files under the folder whose bytes hold the word, in any case it is kept in."""
    spelled = (word, word.lower(), word.upper())
    forms = {form.encode(code) for form in spelled for code in ("utf-8", "utf-16-le")}
    forms |= {json.dumps(form)[1:-1].encode() for form in spelled}  # as JSON columns keep it
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


def rows_about(person_id: int) -> dict[str, int]:
    """How many rows of each table lead to the person by keys."""
    counted = {}
    for table in Base.metadata.sorted_tables:
        if ways(table):
            query = sa.select(sa.func.count()).select_from(table).where(about(table, person_id))
            counted[table.name] = db.session.scalar(query) or 0
    return counted
