"""Changes of documents; each writes its entry in the audit trail."""

from portal.documents.actions.acquaintance import acknowledge, ask_to_read, remind, remind_due
from portal.documents.actions.drafting import (
    Named,
    cancel,
    drop_person,
    edit_draft,
    issue_document,
    issue_extract,
    put_person,
    refresh_draft,
    return_to_draft,
    send_to_signature,
)
from portal.documents.actions.settings import drop_template, set_numbering, set_template
from portal.documents.actions.signing import attach_scan, flag_for_amendment, publish, regenerate, register

__all__ = [
    "Named",
    "acknowledge",
    "ask_to_read",
    "attach_scan",
    "cancel",
    "drop_person",
    "drop_template",
    "edit_draft",
    "flag_for_amendment",
    "issue_document",
    "issue_extract",
    "publish",
    "put_person",
    "refresh_draft",
    "regenerate",
    "register",
    "remind",
    "remind_due",
    "return_to_draft",
    "send_to_signature",
    "set_numbering",
    "set_template",
]
