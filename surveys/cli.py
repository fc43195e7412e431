"""What the command line does with questionnaires: publishes one from a file, writes the results of a wave."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from portal.access.actor import Actor
from portal.core.i18n import _

ACTOR = Actor.system("command line")


def import_questionnaires(path: Path) -> list[str]:
    """Check the whole file, then publish everything in it; returns «код, версия N». Raises Refusal with the reason.

    YAML of the project may hold several questionnaires and shared lists; XLSForm and LimeSurvey files hold one.
    """
    from portal.core.errors import Refusal
    from surveys.loading import load_questionnaires
    from surveys.storage import publish_questionnaire
    from surveys.strict import DefinitionError

    if path.suffix.lower() in (".xlsx", ".lss"):
        return [_published_form(path)]
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise Refusal(_("Нужен файл .xlsx, .lss или .yaml, а это %(name)s.", name=path.name))
    try:
        definitions = load_questionnaires(path)
    except (DefinitionError, OSError) as fault:
        raise Refusal(str(fault)) from fault
    versions = [publish_questionnaire(ACTOR, definition) for definition in definitions]
    return [
        _("%(code)s, версия %(n)s", code=definition.code, n=version.number)
        for definition, version in zip(definitions, versions, strict=True)
    ]


def _published_form(path: Path) -> str:
    """A form of another program into the library; what it cannot say is named row by row."""
    from portal.core.errors import Refusal
    from surveys.exchange.instruments.child import read_apart
    from surveys.storage import publish_questionnaire

    if not path.is_file():
        raise Refusal(_("Файла %(name)s нет.", name=path.name))
    found = read_apart(path, path.name)
    if found.definition is None:
        rows = (f"{each.sheet}, {each.row}, {each.column}: {each.text}" for each in found.refused)
        raise Refusal("; ".join(rows))
    version = publish_questionnaire(ACTOR, found.definition)
    return _("%(code)s, версия %(n)s", code=found.definition.code, n=version.number)


def export_wave(code: str, path: Path, told: Callable[[int], None] | None = None) -> int:
    """Write the results of a wave with all that its mode allows; returns the number of rows of answers.

    The ending of `path` chooses the format (.xlsx, .csv, .sav); `told` hears how many rows are written.
    The file appears under its name only when it is whole. Raises Refusal when there is no such wave, or several.
    """
    from portal.core.errors import Refusal
    from surveys.exchange.answers.files import nobody_listens, note_export
    from surveys.exchange.answers.packages import WRITERS
    from surveys.models import Mode
    from surveys.results.privacy import Reading, reading_without_names

    kind = path.suffix.lower().lstrip(".")
    if kind not in WRITERS:
        raise Refusal(_("Нужен файл .xlsx, .csv или .sav, а это %(name)s.", name=path.name))
    wave = _find_wave(code)
    reading = Reading(names=True, k=1, k_texts=1) if wave.mode == Mode.NAMED else reading_without_names(wave)
    handle, name = tempfile.mkstemp(dir=path.resolve().parent, suffix=".part")
    try:
        with os.fdopen(handle, "w+b") as made:
            rows = WRITERS[kind](wave, reading, made, told or nobody_listens).rows
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    note_export(ACTOR, wave, kind, rows)
    return rows


def _find_wave(code: str) -> Any:
    """By the last part of its address, or by the code of a questionnaire that was assigned once."""
    import sqlalchemy as sa

    from portal.core.db import db
    from portal.core.errors import Refusal
    from surveys.models import Questionnaire, QuestionnaireVersion, SurveyAssignment

    found = db.session.scalars(
        sa.select(SurveyAssignment)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == SurveyAssignment.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(sa.or_(SurveyAssignment.public_id == code, Questionnaire.code == code))
        .order_by(SurveyAssignment.opens_at)
        .limit(20)
    ).all()
    if not found:
        raise Refusal(_("Назначения с кодом %(code)s нет.", code=code))
    if len(found) > 1:
        listed = "; ".join(f"{wave.public_id} – {wave.title}, {wave.opens_at:%d.%m.%Y}" for wave in found)
        raise Refusal(_("Анкета назначалась несколько раз, назовите одно назначение: %(listed)s", listed=listed))
    return found[0]
