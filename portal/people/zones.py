"""Time zones of Russia, as an organisation chooses its own."""

from portal.core.i18n import _

ZONES = {
    "Europe/Kaliningrad": _("Калининград (МСК−1)"),
    "Europe/Moscow": _("Москва (МСК)"),
    "Europe/Samara": _("Самара (МСК+1)"),
    "Asia/Yekaterinburg": _("Екатеринбург (МСК+2)"),
    "Asia/Omsk": _("Омск (МСК+3)"),
    "Asia/Novosibirsk": _("Новосибирск (МСК+4)"),
    "Asia/Krasnoyarsk": _("Красноярск (МСК+4)"),
    "Asia/Irkutsk": _("Иркутск (МСК+5)"),
    "Asia/Yakutsk": _("Якутск (МСК+6)"),
    "Asia/Vladivostok": _("Владивосток (МСК+7)"),
    "Asia/Magadan": _("Магадан (МСК+8)"),
    "Asia/Kamchatka": _("Камчатка (МСК+9)"),
}
