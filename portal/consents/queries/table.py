"""The curator's table: crowd by crowd, a row for each person, a cell for each registered column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.consents.columns import Cell, Column, columns
from portal.consents.crowds import Crowd, people_of
from portal.people.models import Person

EMPTY = Cell(label="–")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A person of the crowd with the cells in the order of the columns."""

    person: Person
    cells: Sequence[Cell]


@dataclass(frozen=True, kw_only=True)
class Block:
    """A crowd: its rows and, by column, how many of them are done."""

    crowd: Crowd
    rows: Sequence[Row]
    done: Sequence[int]

    @property
    def is_ready(self) -> bool:
        return all(count == len(self.rows) for count in self.done)


def table_of(crowds: Sequence[Crowd]) -> list[Block]:
    """The table of crowds of one organisation; costs as many questions for two people as for two hundred."""
    if not crowds:
        return []
    organization, on = crowds[0].organization, crowds[0].today
    members = people_of(crowds)
    everybody = list({person.id: person for people in members.values() for person in people}.values())
    made = [(each, each.make(organization, everybody, on)) for each in columns()]
    return [_block(crowd, members[crowd.key], made) for crowd in crowds]


def _block(crowd: Crowd, people: Sequence[Person], made: Sequence[tuple[Column, Mapping[int, Cell]]]) -> Block:
    rows = [Row(person=person, cells=[cells.get(person.id, EMPTY) for _column, cells in made]) for person in people]
    done = [sum(row.cells[place].is_done for row in rows) for place in range(len(made))]
    return Block(crowd=crowd, rows=rows, done=done)


def lacking(block: Block, name: str) -> list[Row]:
    """The rows of those who lack the column `name`; all of them where there is no such column."""
    places = [place for place, each in enumerate(columns()) if each.name == name]
    return [row for row in block.rows if not places or not row.cells[places[0]].is_done]
