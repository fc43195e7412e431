"""A device as its owner knows it: «Chrome, Android» instead of the long line that the browser sends."""

from portal.core.i18n import _

BROWSERS = (
    ("YaBrowser", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """Browser and system named in the User-Agent; nothing that tells one device from its twin."""
    known = [next((name for mark, name in kind if mark in user_agent), "") for kind in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, known)) or _("Неизвестное устройство")
