"""Pages of plans, and the words that their templates use."""

from flask import Blueprint

from portal.mentorships.plans import labels, words

plans = Blueprint("plans", __name__, url_prefix="/plans")
pair_plans = Blueprint("pair_plans", __name__, url_prefix="/mentorships")
for each in (labels.kind_label, labels.state_label, labels.state_tone, labels.responsible_label, labels.section_label,
             labels.activity_label, labels.achievement_label, labels.level_label, words.whose, words.lateness,
             words.read_by, words.title_of, words.day_of):  # fmt: skip
    plans.add_app_template_filter(each, f"plan_{each.__name__}")
