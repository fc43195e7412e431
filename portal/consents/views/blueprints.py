"""Pages of consents."""

from flask import Blueprint

consents = Blueprint("consents", __name__, url_prefix="/consents")
own_consents = Blueprint("own_consents", __name__, url_prefix="/account/consents")
campaigns = Blueprint("campaigns", __name__, url_prefix="/campaigns")
