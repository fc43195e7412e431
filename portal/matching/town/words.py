"""Words of the town's bases."""

from portal.core.i18n import _, ru_number
from portal.matching.town.queries import LEAST_SHOWN, Entry
from portal.programs.definitions import formats


def role_in_words(entry: Entry) -> str:
    """«наставляемый, наставник»."""
    said = ([_("наставляемый")] if entry.requests else []) + ([_("наставник")] if entry.profiles else [])
    return ", ".join(said)


def place_in_words(entry: Entry) -> str:
    """Group or post in the organisations whose consent covers it."""
    said = (", ".join(filter(None, (each.post, each.group.name if each.group else ""))) for each in entry.places)
    return "; ".join(dict.fromkeys(filter(None, said)))


def homes_in_words(entry: Entry) -> str:
    """Organisations in whose bases the person stands."""
    return "; ".join(each.short_name for each in entry.organizations)


def formats_in_words(entry: Entry) -> str:
    """Formats of both sides."""
    return "; ".join(formats()[code].name for code in entry.format_codes)


def goals_in_words(entry: Entry) -> str:
    """What the person asks a mentor for."""
    return "; ".join(dict.fromkeys(each.goal for each in entry.requests))


def number_in_words(number: int | None) -> str:
    """The number, or that it is too small to be shown."""
    return _("меньше %(n)s", n=LEAST_SHOWN) if number is None else ru_number(number)


def whole_in_words(number: int | None) -> str:
    """The whole of the town, or that it would tell of a small group."""
    return _("не показано") if number is None else ru_number(number)
