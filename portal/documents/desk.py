"""What documents put on the desk: papers to read, papers that wait for a signature."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core.i18n import _, ngettext
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.documents.kinds import DocumentState
from portal.documents.labels import document_label
from portal.documents.queries import unread_by, waiting_for_signature


@finder("documents.unread")
def documents_to_read(actor: Actor, reader: Any) -> Found:
    """Papers that the reader is asked to read."""
    if actor.person_id is None or not actor.has(Permission.DOCUMENT_ACQUAINT):
        return None
    return Waiting(query=unread_by(actor.person_id), tell=_unread)


def _unread(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Прочитайте документ и отметьте ознакомление"),
            text=_("%(what)s, %(place)s", what=document_label(each.document),
                   place=each.document.organization.short_name),
            button=_("Прочитать"),
            url=url_for("own_documents.show", public_id=each.public_id),
        )
        for (each,) in rows
    ]  # fmt: skip


@finder("documents.unsigned")
def documents_to_sign(actor: Actor, reader: Any) -> Found:
    """Papers on which the reader's own signature is missing, one by one; others that wait, counted."""
    if not actor.has(Permission.DOCUMENT_SIGN):
        return None
    return Waiting(query=waiting_for_signature(actor), tell=partial(_unsigned, actor.person_id))


def _unsigned(reader_id: int | None, rows: Sequence[Any]) -> list[Step]:
    own = [each for (each,) in rows if each.signatory_id == reader_id]
    steps = [
        Step(
            title=_("Документ ждёт вашей подписи"),
            text=_("%(what)s, %(place)s", what=each.title or document_label(each), place=each.organization.short_name),
            button=_("Открыть документ"),
            url=url_for("documents.show", public_id=each.public_id),
        )
        for each in own
    ]
    if others := len(rows) - len(own):
        steps.append(
            Step(
                title=_("Документы ждут регистрации"),
                text=ngettext("На подписи %(num)s документ", "На подписи %(num)s документов", others),
                button=_("Открыть документы"),
                url=url_for("documents.index", state=DocumentState.ON_SIGNATURE.value),
            )
        )
    return steps
