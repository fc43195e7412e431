"""The private code on its way between the respondent's pages: sealed in the cookie, never in the database.

It is shown on the page before sending and on the receipt, half an hour long; afterwards only the respondent has it.
"""

from flask import request, session

from portal.core.db import read_apart
from portal.core.i18n import _
from portal.core.secrets_box import seal, unseal
from surveys.codes import WrongCode, read_code
from surveys.filling import Invited
from surveys.linking import fresh_code
from surveys.models import Mode

KEPT, PURPOSE = "survey_codes", "survey-code"
SECONDS = 1800
MOST = 3


def code_at_hand(invited: Invited) -> str:
    """The code that was minted here for this invitation; empty when there is none, or not any more."""
    sealed = session.get(KEPT, {}).get(invited.invitation.public_id, "")
    return unseal(sealed, PURPOSE, seconds=SECONDS) or "" if sealed else ""


def mint_code(invited: Invited) -> str:
    """The same, minted now if need be. Nothing for a wave with names."""
    if invited.is_named:
        return ""
    code = code_at_hand(invited)
    if not code:
        with read_apart():
            code = fresh_code(invited.assignment.organization_id, invited.assignment.id)
        kept = [*session.get(KEPT, {}).items(), (invited.invitation.public_id, seal(code, PURPOSE))]
        session[KEPT] = dict(kept[-MOST:])
    return code


def forget_code(invited: Invited) -> None:
    """The respondent brought a code, or sends without one: what was minted is nobody's."""
    kept = dict(session.get(KEPT, {}))
    if kept.pop(invited.invitation.public_id, None) is not None:
        session[KEPT] = kept


def chosen_code(invited: Invited) -> str:
    """The code under which the posted form is to be kept. Raises WrongCode where it cannot be read or was not chosen.

    Programs choose nothing and get a fresh one, which the receipt shows.
    """
    choice = request.form.get("code_choice", "" if "code_asked" in request.form else "new")
    if invited.assignment.mode != Mode.LINKED or choice == "new":
        return mint_code(invited)
    if choice == "have":
        code = read_code(request.form.get("code", ""))
    elif choice == "none":
        code = ""
    else:
        raise WrongCode(_("Выберите, с каким кодом отправить"))
    forget_code(invited)
    return code
