"""What was noticed while a file was read: a refusal keeps the whole file out, a note tells what was left behind."""

from dataclasses import dataclass

MOST = 300


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One place of the file: sheet (or part), row as its program numbers it (0: the whole sheet), column, reason."""

    sheet: str
    row: int
    column: str
    text: str
    refused: bool = True


class Remarks:
    """Collects remarks in the order of the file; the same one is kept once."""

    def __init__(self) -> None:
        self.found: list[Remark] = []

    def refuse(self, sheet: str, row: int, column: str, text: str) -> None:
        """This cannot be represented: nothing of the file will be taken."""
        self._add(Remark(sheet=sheet, row=row, column=column, text=text))

    def note(self, sheet: str, row: int, column: str, text: str) -> None:
        """This is left out, and the questionnaire means the same without it."""
        self._add(Remark(sheet=sheet, row=row, column=column, text=text, refused=False))

    @property
    def is_refused(self) -> bool:
        return any(each.refused for each in self.found)

    def _add(self, remark: Remark) -> None:
        if remark not in self.found and len(self.found) < MOST:
            self.found.append(remark)
