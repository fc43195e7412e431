"""Why there is no answer: three reasons that must never be mixed, since each has another denominator.

«Не могу ответить» is an answer and none of them. The values are marks for cells of files, in the eight characters that
SPSS allows for a missing text; a cell that was shown and left empty bears its mark only where empty cells do not exist.
"""

from enum import StrEnum

from portal.core.i18n import _


class Missing(StrEnum):
    """Shown and left empty; hidden by a condition; not asked by the version that the response was given to."""

    NOT_ANSWERED = "__none__"
    NOT_SHOWN = "__skip__"
    NOT_IN_VERSION = "__gone__"

    @property
    def label(self) -> str:
        """The reason in words for whoever reads the file."""
        return LABELS[self]


LABELS = {
    Missing.NOT_ANSWERED: _("Нет ответа"),
    Missing.NOT_SHOWN: _("Вопрос не показан"),
    Missing.NOT_IN_VERSION: _("Вопроса нет в этой версии"),
}
