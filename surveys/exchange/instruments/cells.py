"""A sheet of a form together with what its headings mean and where remarks about it go."""

from dataclasses import dataclass

from surveys.exchange.instruments.remarks import Remarks
from surveys.exchange.instruments.sheets import Row, Sheet
from surveys.exchange.instruments.xlsform_words import Headings


@dataclass(frozen=True)
class Cells:
    """Reads a sheet by plain names of columns, and remarks on its cells by the names that its author sees."""

    sheet: Sheet
    headings: Headings
    remarks: Remarks

    def get(self, row: Row, name: str) -> str:
        """The cell of the column called `name`."""
        return self.headings.cell(row, name)

    def refuse(self, row: Row, name: str, reason: str) -> None:
        """Nothing of the file is taken, because of this cell."""
        self.remarks.refuse(self.sheet.name, row.number, self.headings.raw(name), reason)

    def note(self, row: Row, name: str, reason: str) -> None:
        """This cell is left out."""
        self.remarks.note(self.sheet.name, row.number, self.headings.raw(name), reason)
