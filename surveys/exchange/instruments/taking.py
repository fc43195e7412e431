"""A questionnaire from a file enters an organisation: read, looked at, confirmed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.file_kinds import LARGEST
from portal.core.files import blobs
from portal.core.i18n import _
from portal.people.models import Organization
from surveys.definitions import QuestionnaireDefinition
from surveys.exchange.instruments.child import as_data, read_apart, understood_from
from surveys.exchange.instruments.understood import Understood
from surveys.mapping import checksum
from surveys.models import Questionnaire, QuestionnaireUpload, QuestionnaireVersion
from surveys.storage import publish_questionnaire

KEPT_FOR = timedelta(days=14)
CHUNK = 256 * 1024


def understand(stream: IO[bytes], name: str) -> Understood:
    """Read an upload in a process of its own. Raises Refusal at a bad file; no transaction should be open."""
    with _on_disk(stream) as path:
        return read_apart(path, name)


def keep_upload(organization: Organization, name: str, found: Understood) -> QuestionnaireUpload:
    """Remember what was understood until somebody confirms it; flushes."""
    upload = QuestionnaireUpload(organization_id=organization.id, file_name=name, said=as_data(found))
    db.session.add(upload)
    db.session.flush()
    return upload


def take_upload(actor: Actor, upload: QuestionnaireUpload) -> QuestionnaireVersion:
    """Confirm: the questionnaire becomes the organisation's own. Raises Refusal where something was refused in it.

    Confirming again gives the same version.
    """
    if upload.taken_version is not None:
        return upload.taken_version
    definition = understood_from(upload.said).definition
    if definition is None:
        raise Refusal(_("В файле есть строки, которые портал не понял. Исправьте их и загрузите файл снова."))
    version = take_in(actor, upload.organization, definition)
    upload.version_id, upload.taken_at = version.id, clock.now()
    db.session.flush()
    return version


def take_in(actor: Actor, organization: Organization, definition: QuestionnaireDefinition) -> QuestionnaireVersion:
    """The one door for questionnaires from files: what they become in the organisation is decided here."""
    return publish_questionnaire(actor, definition, organization=organization)


@dataclass(frozen=True)
class Known:
    """What there is under the code of a questionnaire: the organisation's last version (0: none), the library's."""

    last: int = 0
    is_same: bool = False
    in_library: bool = False


def known_as(organization: Organization, definition: QuestionnaireDefinition) -> Known:
    """What a questionnaire from a file would meet in the organisation."""
    last = db.session.execute(
        sa.select(QuestionnaireVersion.number, QuestionnaireVersion.checksum)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.code == definition.code, Questionnaire.organization_id == organization.id)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    ).one_or_none()
    of_library = sa.and_(Questionnaire.code == definition.code, Questionnaire.organization_id.is_(None))
    in_library = db.session.scalar(sa.select(Questionnaire.id).where(of_library)) is not None
    if last is None:
        return Known(in_library=in_library)
    return Known(last.number, last.checksum == checksum(definition), in_library)


def forget_old_uploads() -> int:
    """Delete what was read and is older than KEPT_FOR; returns how many. The caller commits."""
    return run(sa.delete(QuestionnaireUpload).where(QuestionnaireUpload.created_at < clock.now() - KEPT_FOR))


@contextmanager
def _on_disk(stream: IO[bytes]) -> Iterator[Path]:
    with NamedTemporaryFile(dir=blobs().workshop, prefix="questionnaire-") as copy:
        size = 0
        while piece := stream.read(CHUNK):
            size += len(piece)
            if size > LARGEST:
                raise Refusal(_("Файл больше %(n)s МБ. Выберите файл поменьше.", n=LARGEST // 2**20))
            copy.write(piece)
        if size == 0:
            raise Refusal(_("Файл пустой."))
        copy.flush()
        yield Path(copy.name)
