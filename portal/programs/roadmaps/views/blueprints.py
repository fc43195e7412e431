"""Pages of road maps, and the words that their templates use."""

from flask import Blueprint

from portal.programs.roadmaps import labels

roadmaps = Blueprint("roadmaps", __name__)
WORDS = (
    labels.deed_label,
    labels.fact_label,
    labels.module_label,
    labels.pattern_title,
    labels.period_label,
    labels.resource_label,
    labels.role_label,
    labels.state_label,
    labels.state_tone,
    labels.time_label,
    labels.time_state,
)
for words in WORDS:
    roadmaps.add_app_template_filter(words, f"roadmap_{words.__name__}")
