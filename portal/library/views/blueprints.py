"""Blueprints of the library and of the open pages, and the words that their templates use."""

from flask import Blueprint

from portal.core import markup
from portal.library import labels

library = Blueprint("library", __name__, url_prefix="/library")
sections = Blueprint("sections", __name__, url_prefix="/mentoring")
for words in (labels.kind_label, labels.facet_words, labels.act_words, labels.newcomers_words):
    library.add_app_template_filter(words, f"material_{words.__name__}")
library.add_app_template_filter(markup.shown, "marked_html")
