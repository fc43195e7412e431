"""The blank of one's own signature: the curator's sheet, filled in, for whoever would rather sign on paper."""

from flask import url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.consents.actions.sheets import print_own_sheet
from portal.consents.codes import qr_svg, shown_code
from portal.consents.forms import GiveForm
from portal.consents.models import ConsentText
from portal.consents.queries.own import Paper
from portal.consents.queries.sheets import own_sheet, relation_of
from portal.consents.queries.texts import policy_of
from portal.consents.views.blueprints import own_consents as bp
from portal.consents.views.own import myself, own_paper
from portal.consents.views.sheets import items_of
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other

ADDRESS = "/<public_id>/<organization>/<purpose>/blank"


@bp.get(ADDRESS)
@requires(Permission.CONSENT_GIVE)
def blank(public_id: str, organization: str, purpose: str) -> Response:
    """The sheet that waits for my signature, ready for the printer; once it is not awaited, the page of the consent."""
    paper, me = own_paper(public_id, organization, purpose), myself()
    text = paper.text_for(me)
    sheet = own_sheet(me.id, paper.person.id, text.id) if text and paper.lacks(me) else None
    if sheet is None:
        return see_other(url_for(".show", public_id=public_id, organization=organization, purpose=purpose))
    # The picture is made here from the sheet's own random name; nothing typed gets into it.
    return page(
        "own_consents/blank.html", paper=paper, sheet=sheet, person=paper.person, signer=me, text=text,
        relation=relation_of(sheet), organization=paper.organization, policy=policy_of(paper.organization),
        code=shown_code, items=items_of, of=sheet.batch.sheets,
        qr=lambda public_id: Markup(qr_svg(public_id)),  # noqa: S704
    )  # fmt: skip


@bp.post(ADDRESS)
@requires(Permission.CONSENT_GIVE)
def print_blank(public_id: str, organization: str, purpose: str) -> Response:
    """Make the sheet, once however often it is asked for, and go to the paper."""
    paper, form = own_paper(public_id, organization, purpose), GiveForm()
    text = _asked_text(paper)
    to_paper = see_other(url_for(".blank", public_id=public_id, organization=organization, purpose=purpose))
    body = submissions.hash_body((paper.person.id, paper.organization.id, paper.purpose.value))
    if submissions.claim(form.submission_key.data or "", "consent-blank", body) is not None:
        return to_paper
    print_own_sheet(current_actor(), paper.organization, paper.person, text)
    db.session.commit()
    return to_paper


def _asked_text(paper: Paper) -> ConsentText:
    """The wording under which my signature is missing; Refusal where it is not."""
    me = myself()
    text = paper.text_for(me)
    if text is None or not paper.lacks(me):
        raise Refusal(_("Здесь ваша подпись не нужна."))
    return text
