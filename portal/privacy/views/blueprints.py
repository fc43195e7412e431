"""Pages of the rights of the subject."""

from flask import Blueprint

privacy = Blueprint("privacy", __name__, url_prefix="/privacy")
own_data = Blueprint("own_data", __name__, url_prefix="/account/data")
