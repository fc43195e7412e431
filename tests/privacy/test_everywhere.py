"""No table is forgotten: every free text about a person is marked, and after the erasure no mark is left."""

from pathlib import Path

import pytest
from flask import Flask

from portal.core import backup
from portal.core.db import db
from portal.people.models import Person
from portal.privacy.packages import make_package
from portal.privacy.restoring import replay
from tests.privacy import canaries, everywhere
from tests.privacy.test_erasure import MARK, erase, settle_alpha
from tests.privacy.test_packages import texts_of
from tests.world import World, build_world


def settle_everywhere(world: World) -> tuple[Person, list[str]]:
    """A person with a row in every table and a mark in every text."""
    person = settle_alpha(world)
    everywhere.seed(world, person, "Альфа")
    return person, everywhere.mark_all(person, "Альфа")


def test_every_table_holds_a_marked_row(world: World) -> None:
    _person, lacking = settle_everywhere(world)
    assert lacking == [], "seed these tables in tests/privacy/everywhere.py"


def test_nothing_marked_is_left_in_any_table(world: World) -> None:
    person, _lacking = settle_everywhere(world)
    erase(world, person)
    left = [line for line in canaries.words_in_tables().splitlines() if MARK in line.casefold()]
    assert left == []


def test_reasons_are_about_columns_that_exist() -> None:
    places = {f"{table.name}.{column.name}" for table in everywhere.tables() for column in everywhere.texts_of(table)}
    assert set(everywhere.EXEMPT) <= places


def test_the_package_holds_every_text_about_the_person(world: World) -> None:
    person, _lacking = settle_everywhere(world)
    db.session.commit()
    said = texts_of(make_package(person, "Asia/Irkutsk"))
    missing = []
    for table in everywhere.tables():
        for column in everywhere.texts_of(table):
            place = f"{table.name}.{column.name}"
            mark = canaries.mark("Альфа", place.replace(".", "").replace("_", ""))
            if place not in everywhere.UNTOLD and mark in canaries.words_in_tables() and mark not in said:
                missing.append(place)
    assert missing == []


def test_whoever_handles_the_data_of_others_does_not_carry_it_away(world: World) -> None:
    person, _lacking = settle_everywhere(world)
    db.session.commit()
    for handler in (world.kira, world.denis, world.admin):
        assert MARK not in texts_of(make_package(handler, "Asia/Irkutsk")).casefold(), handler.id
    assert person.full_name.split()[0] in texts_of(make_package(person, "Asia/Irkutsk"))


@pytest.mark.slow
def test_no_byte_of_any_table_is_left_nor_comes_back_with_a_copy(portal_on_disk: Flask, tmp_path: Path) -> None:
    with portal_on_disk.app_context():
        world = build_world()
        person, lacking = settle_everywhere(world)
        assert lacking == []
        db.session.commit()
        copy = tmp_path.parent / f"{tmp_path.name}-copy.tar"
        backup.write_backup(copy)
        canaries.age_files(tmp_path / "files")
        assert canaries.found_on_disk(tmp_path / "files", "КанарейкаАльфа")
        erase(world, person, with_papers=True)
        assert MARK not in canaries.words_in_tables().casefold()
        assert canaries.found_on_disk(tmp_path, "КанарейкаАльфа") == []
        db.session.rollback()

        backup.restore_backup(copy)
        db.session.rollback()
        assert MARK in canaries.words_in_tables().casefold()
        canaries.age_files(tmp_path / "files")
        assert replay().again == 1
        assert MARK not in canaries.words_in_tables().casefold()
        assert canaries.found_on_disk(tmp_path, "КанарейкаАльфа") == []
    copy.unlink()
