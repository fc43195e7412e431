"""Fields of a form together with its files: a file is stored at once, and its answer is the name it got."""

from flask import request

from portal.core.errors import Refusal
from portal.core.files import store
from surveys.definitions import QuestionnaireDefinition
from surveys.items import PRESENT, Fields


def fields_of_form() -> Fields:
    """Every posted field with all its values."""
    return dict(request.form.lists())


def received(definition: QuestionnaireDefinition) -> tuple[Fields, dict[str, str]]:
    """The posted fields, and why a file was not taken, by item code.

    What a form says in text about a file is not believed: it could name the file of somebody else. A form without
    a file leaves the stored one where it is.
    """
    fields, refused = dict(fields_of_form()), {}
    for item in definition.items:
        if item.type != "file":
            continue
        fields.pop(item.code, None)
        fields.pop(f"{item.code}.{PRESENT}", None)
        upload = request.files.get(item.code)
        if upload is None or not upload.filename:
            continue
        try:
            fields[item.code] = [store(upload.stream, upload.filename).public_id]
        except Refusal as refusal:
            refused[item.code] = refusal.message
    return fields, refused
