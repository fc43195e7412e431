"""Forms of an import: the upload, and what the page of columns says."""

from collections.abc import Mapping

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField

from portal.core.i18n import _
from portal.core.web.forms import CreatingForm


class UploadForm(CreatingForm):
    """A table for a register of an organisation."""

    kind = HiddenField()
    organization = SelectField(_("Организация"), validate_choice=False)
    file = FileField(_("Файл XLSX или CSV"))

    def validate(self, extra_validators: object = None) -> bool:
        """A file must have been chosen; what is in it is looked at later."""
        upload = self.file.data
        is_chosen = upload is not None and bool(getattr(upload, "filename", ""))
        is_valid = bool(super().validate(extra_validators))
        if not is_chosen:
            self.file.errors = [_("Выберите файл.")]
        return is_valid and is_chosen


def chosen_columns(fields: Mapping[str, str], width: int) -> dict[int, str]:
    """Place in the file → key of the column, as the page of columns sends it."""
    return {place: fields.get(f"column_{place}", "") for place in range(width)}
