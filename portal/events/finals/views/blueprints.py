"""The blueprint of final events."""

from flask import Blueprint

from portal.events.finals.labels import presents_label

finals = Blueprint("finals", __name__, url_prefix="/finals")
finals.add_app_template_filter(presents_label, "event_presents_label")
