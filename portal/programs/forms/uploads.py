"""A file and a term in a form: what came, and which field a refusal is about."""

from typing import Any

from flask_wtf.file import FileField

from portal.core.errors import Refusal
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm


def upload_of(field: FileField) -> Any:
    """The file as (stream, name), or None where nothing was chosen."""
    chosen: Any = field.data
    return (chosen.stream, chosen.filename) if chosen and getattr(chosen, "filename", "") else None


class TermWithFile(BaseForm):
    """A form with a first day, perhaps a last one, and a file; the heirs declare the fields."""

    starts_on: RussianDateField
    ends_on: RussianDateField

    def blame(self, refusal: Refusal, file: FileField) -> None:
        """Put the words where the cause is: at the last day where the days are impossible, else at the file."""
        first, last = self.starts_on.data, self.ends_on.data
        is_days = last is not None and first is not None and last < first
        (self.ends_on if is_days else file).errors = [refusal.message]
