"""Pages of requests, and the words that their templates use."""

from flask import Blueprint

from portal.matching import labels
from portal.matching.languages import languages_in_words

requests = Blueprint("requests", __name__, url_prefix="/requests")
own_requests = Blueprint("own_requests", __name__, url_prefix="/my/requests")
for words in (labels.mark_label, labels.origin_label, labels.state_label, labels.state_tone, labels.variant_label):
    requests.add_app_template_filter(words, f"request_{words.__name__}")
requests.add_app_template_filter(languages_in_words, "languages_in_words")
