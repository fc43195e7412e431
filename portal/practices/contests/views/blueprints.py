"""The blueprint of contests, and the words that its templates use."""

from flask import Blueprint

from portal.practices.contests import labels

contests = Blueprint("contests", __name__, url_prefix="/contests")
for words in (
    labels.state_label, labels.state_tone, labels.subject_label, labels.entry_label, labels.entry_tone,
    labels.bond_label, labels.points_words,
):  # fmt: skip
    contests.add_app_template_filter(words, f"contest_{words.__name__}")
