"""What came out of a file: a questionnaire, or the reasons why there is none, and what was left behind."""

from dataclasses import dataclass, replace

from portal.core.i18n import _
from surveys.checks import find_problems
from surveys.definitions import QuestionnaireDefinition
from surveys.exchange.instruments.remarks import Remark, Remarks

Place = tuple[str, int]
"""Sheet and row in which an item stands."""


@dataclass(frozen=True, kw_only=True)
class Understood:
    """`definition` is there only where nothing was refused; `draft` shows what was understood all the same."""

    definition: QuestionnaireDefinition | None
    draft: QuestionnaireDefinition | None
    remarks: tuple[Remark, ...]

    @property
    def refused(self) -> list[Remark]:
        return sorted((each for each in self.remarks if each.refused), key=_by_place)

    @property
    def notes(self) -> list[Remark]:
        return sorted((each for each in self.remarks if not each.refused), key=_by_place)


def _by_place(remark: Remark) -> tuple[str, int]:
    """In the order in which an author walks through the file: the sheet of questions before that of choices."""
    return ("" if remark.sheet.casefold() in ("survey", "questions") else remark.sheet, remark.row)


def judged(
    draft: QuestionnaireDefinition, remarks: Remarks, places: dict[str, Place], sheet: str, column: str = ""
) -> Understood:
    """The draft checked as any questionnaire is; what does not make sense is said at the row of its item.

    What only follows from an earlier refusal (of the same row, or of something without a row) is not said again.
    """
    known = {(each.sheet, each.row) for each in remarks.found if each.refused}
    for problem in find_problems(draft):
        where = places.get(problem.code)
        if where and where not in known:
            remarks.refuse(*where, column, problem.text)
        elif not where and not known:
            remarks.refuse(sheet, 0, column, str(problem))
    return Understood(
        definition=None if remarks.is_refused else draft, draft=draft if draft.items else None,
        remarks=tuple(remarks.found),
    )  # fmt: skip


def titled(draft: QuestionnaireDefinition, file_name: str) -> QuestionnaireDefinition:
    """The draft under the name of its file, where the form itself has no title."""
    stem = file_name.rpartition(".")[0] or file_name
    return draft if draft.title else replace(draft, title=stem.replace("_", " ").strip() or _("Анкета из файла"))
