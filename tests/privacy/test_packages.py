"""The access package holds all of the person and nobody else; parents get the child's, strangers get nothing."""

import io
import json
import random
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.files import StoredFile, open_file
from portal.core.jobs import Job, JobState, run_job
from portal.people import disclosures
from portal.people.models import Person
from portal.privacy.packages import make_package
from portal.privacy.retention import erase_what_ran_out
from tests.conftest import NOW
from tests.privacy import canaries
from tests.world import World

KEYS = ("Альфа", "Бета", "Гамма", "Дельта", "Эпсилон", "Дзета")
PLACES = ("фамилия", "имя", "отчество", "почта", "телефон", "должность", "предмет", "вход", "устройство", "родство",
          "уведомление", "обращение", "исправление", "ответ", "черновик")  # fmt: skip


def texts_of(file: StoredFile) -> str:
    """Everything readable in the package, workbooks unpacked."""
    with open_file(file) as stream:
        package = zipfile.ZipFile(io.BytesIO(stream.read()))
    found = []
    for name in package.namelist():
        content = package.read(name)
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                found += [book.read(part).decode(errors="replace") for part in book.namelist()]
        else:
            found.append(content.decode(errors="replace"))
    return "\n".join(found)


@pytest.mark.parametrize("seed", range(4))
def test_all_of_one_and_nothing_of_anybody_else(world: World, seed: int) -> None:
    chance = random.Random(seed)
    everybody_gets_their_own(world, chance, chance.sample(KEYS, 3))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4, 10))
def test_a_whole_town_gets_what_is_theirs(world: World, seed: int) -> None:
    """Six more towns of 40 people, parents of one another: each package holds its owner whole and nobody else."""
    chance = random.Random(seed)
    letters = [chr(code) for code in range(ord("а"), ord("а") + 32)]
    keys = {"".join(chance.choices(letters, k=4)).capitalize() for _each in range(40)}
    everybody_gets_their_own(world, chance, sorted(keys))


def everybody_gets_their_own(world: World, chance: random.Random, keys: list[str]) -> None:
    """Settle these people, then look through the package of each."""
    people: dict[str, Person] = {}
    for key in keys:
        parent = chance.choice([*people.values(), world.maria])
        people[key] = canaries.settle(world, key, parent=parent)
        canaries.answer_questionnaires(world, people[key], key)
    for key, person in people.items():
        other = people[chance.choice([each for each in keys if each != key])]
        canaries.tell_others(other, world.misha)
        said = texts_of(make_package(person, "Asia/Irkutsk")).casefold()
        missing = [place for place in PLACES if canaries.mark(key, place).casefold() not in said]
        assert missing == [], key
        others = [each for each in keys if each != key]
        strangers = [each for each in others if f"канарейка{each}".casefold() in said.replace("родство", "")]
        leaks = [
            canaries.mark(each, place)
            for each in strangers
            for place in PLACES
            if place != "родство" and canaries.mark(each, place).casefold() in said
        ]
        assert leaks == [], key  # the word of kinship belongs to both: parent and child
        assert "седова" not in said


def test_the_package_has_its_shape(world: World) -> None:
    person = canaries.settle(world, "Альфа")
    kira = world.actor("kira")
    audit.record(kira, AuditEvent.PERSON_VIEWED, person, organization_id=world.school_1.id)
    disclosures.note_list(kira, "people.index", [person.id], organization_id=world.school_1.id)
    with open_file(make_package(person, "Asia/Irkutsk")) as stream:
        package = zipfile.ZipFile(io.BytesIO(stream.read()))
    assert sorted(package.namelist()) == ["data.json", "data.xlsx"]
    data = json.loads(package.read("data.json"))
    assert data["schema"] == "territory.personal-data/1"
    assert data["person"] == person.public_id
    assert data["operators"] == [world.school_1.name]
    assert [(view["role"], view["organization"]) for view in data["views"]] == [("Куратор", "Колледж")] * 2
    assert all(section["basis"] and section["purpose"] for section in data["held"])
    assert "password" not in package.read("data.json").decode()


def test_the_job_gives_the_file_for_seven_days(world: World, client_as, post) -> None:
    asked = post(client_as("misha"), "/account/data/package")
    job = db.session.scalars(sa.select(Job)).one()
    assert asked.location == job.path
    assert run_job(job.id)
    db.session.refresh(job)
    assert job.state == JobState.DONE
    assert client_as("misha").get(f"{job.path}/file").data[:2] == b"PK"
    assert client_as("kira").get(f"{job.path}/file").status_code == 404
    with clock.freeze(NOW + timedelta(days=7, minutes=1)):
        erase_what_ran_out()
        db.session.commit()
        assert client_as("misha").get(f"{job.path}/file").status_code == 404


def test_a_parent_gets_the_childs_and_a_curator_nobodys(world: World, client_as, post) -> None:
    key = world.pasha.public_id
    maria = client_as("maria")
    assert "Паша Седов" in maria.get(f"/account/data?person={key}").text
    assert post(maria, "/account/data/package", person=key).status_code == 303
    assert client_as("kira").get(f"/account/data?person={key}").status_code == 403
    assert client_as("yana").get(f"/account/data?person={key}").status_code == 404
