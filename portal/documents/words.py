"""A draft in words: both texts when two people saved at once."""

from portal.core.i18n import _
from portal.documents.content import Content


def draft_words(title: str, content: Content) -> dict[str, str]:
    """Labels and texts of the free parts; empty ones are left out."""
    questions = [" — ".join(filter(None, (each.title, each.decided))) for each in content.agenda]
    said = {
        _("Заголовок"): title,
        _("Вводная часть"): content.preamble,
        _("Пункты"): "\n".join(content.items),
        _("Основание"): content.basis,
        _("Текст"): content.text,
        _("Председатель"): content.chair,
        _("Присутствовали"): "\n".join(content.present),
        _("Вопросы"): "\n".join(questions),
    }
    return {label: words for label, words in said.items() if words}
