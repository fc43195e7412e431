"""Words of the town's bases."""

from datetime import date

from portal.core.i18n import _, ru_date, ru_number
from portal.matching.exports import contacts_of
from portal.matching.town.coverage import Extra
from portal.matching.town.queries import LEAST_SHOWN, Entry
from portal.people.ages import ADULT_FROM
from portal.people.periods import age_on
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


def contacts_in_words(entry: Entry) -> str:
    """Own contacts of a grown-up, those of the representatives who signed for a child; where their text names them."""
    if not entry.homes_of(Extra.CONTACTS):
        return ""
    if entry.person.birth_on is None or age_on(entry.person.birth_on, entry.on) >= ADULT_FROM:
        return contacts_of(entry.person, None)
    return contacts_of(entry.person, entry.kin) if entry.kin else ""


def birth_year(entry: Entry) -> int | None:
    """Where the text names it."""
    return entry.person.birth_on.year if entry.person.birth_on and entry.homes_of(Extra.BORN) else None


def entered_on(entry: Entry) -> date | None:
    """The first day on which the person stood in a base of an organisation whose text names it."""
    homes = entry.homes_of(Extra.ENTERED)
    days = [each.decided_on for each in entry.requests if each.organization_id in homes and each.decided_on]
    days += [each.starts_on for each in entry.profiles if each.organization_id in homes]
    return min(days, default=None)


def more_in_words(entry: Entry) -> str:
    """«2006 г. р. · +7 900 000-00-00 · в базе с 3 ноября 2026»: what only a later wording hands over."""
    year, day = birth_year(entry), entered_on(entry)
    said = (_("%(year)s г. р.", year=year) if year else "", contacts_in_words(entry),
            _("в базе с %(day)s", day=ru_date(day, "full")) if day else "")  # fmt: skip
    return " · ".join(filter(None, said))


def number_in_words(number: int | None) -> str:
    """The number, or that it is too small to be shown."""
    return _("меньше %(n)s", n=LEAST_SHOWN) if number is None else ru_number(number)


def whole_in_words(number: int | None) -> str:
    """The whole of the town, or that it would tell of a small group."""
    return _("не показано") if number is None else ru_number(number)
