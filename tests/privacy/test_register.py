"""The register of personal data is executable: every table is reached, every column has a rule and a Russian name."""

from enum import StrEnum
from typing import Any

from portal.core.db import Base
from portal.core.personal_data import Basis, Erasure, handling_of
from portal.core.subjects import COLLECTORS, is_personal, unerasable, untraced, ways
from portal.privacy import words
from portal.privacy.column_words import COLUMNS, DULL
from portal.privacy.queries import holdings  # noqa: F401 — rooms register what keys cannot find

BY_SUBJECTS = {"given_by_id", "refused_by_id", "asked_by_id"}  # the other «…_by_id» are hands of the staff
TABLES = Base.metadata.sorted_tables
COLLECTED = {name for names in COLLECTORS.values() for name in names}  # a room finds its rows itself, by every key


def test_every_personal_table_leads_to_the_person() -> None:
    assert untraced() == [], "say @concerns, or register @erases and @collects for these"


def test_every_anonymised_column_has_a_room_that_does_it() -> None:
    assert unerasable() == []


def test_every_key_to_a_person_in_a_personal_table_is_a_subject_or_a_hand() -> None:
    """A table about two persons must say so: a second key that is not «…_by_id» is either named or forgotten."""
    forgotten = [
        f"{table.name}.{column.name}"
        for table in TABLES
        if is_personal(table) and table.name not in COLLECTED
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
        and (not column.name.endswith("_by_id") or column.name in BY_SUBJECTS)
        and column not in ways(table)
    ]
    assert forgotten == [], "say @concerns with both columns"


def test_every_personal_column_has_a_russian_name() -> None:
    unnamed = [table.name for table in TABLES if is_personal(table) and table.name not in words.TABLES]
    unnamed += [
        f"{table.name}.{column.name}"
        for table in TABLES
        for column in table.columns
        if (handling := handling_of(column))
        and handling.basis is not Basis.NOT_PERSONAL
        and column.name not in COLUMNS
        and column.name not in DULL
    ]
    assert unnamed == []


def test_every_code_has_a_word() -> None:
    """Codes of the tables that the card shows: an English word must not reach the page."""
    silent = set()
    for mapper in Base.registry.mappers:
        if not ways(mapper.local_table):
            continue
        for name, annotation in mapper.class_.__annotations__.items():
            if name in ("event", "role"):
                continue
            for kind in _enums_in(annotation):
                silent |= {
                    f"{kind.__name__}.{code.value}" for code in kind if code.value and code.value not in words.CODES
                }
    assert silent == set()


def _enums_in(annotation: Any) -> list[type[StrEnum]]:
    inner = [each for part in getattr(annotation, "__args__", ()) for each in (part, *getattr(part, "__args__", ()))]
    return [each for each in inner if isinstance(each, type) and issubclass(each, StrEnum)]


def test_every_category_says_who_sees_it() -> None:
    categories = {
        handling.category
        for table in TABLES
        for column in table.columns
        if (handling := handling_of(column)) and handling.basis is not Basis.NOT_PERSONAL
    }
    assert categories <= set(words.SEEN_BY)
    assert categories <= set(words.CATEGORIES)


def test_deleted_rows_hold_nothing_that_must_be_kept() -> None:
    mixed = []
    for table in TABLES:
        rules = {
            handling.erasure
            for column in table.columns
            if (handling := handling_of(column)) and handling.basis is not Basis.NOT_PERSONAL
        }
        if Erasure.DELETE_ROW in rules and rules & {Erasure.KEEP, Erasure.ANONYMIZE}:
            mixed.append(table.name)
    assert mixed == []
