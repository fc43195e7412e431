"""What the portal is told from outside, read once at start and refused in words where it is unsafe."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portal.core.i18n import _

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 32


class UnsafeSettings(Exception):
    """The portal must not start like this; the message says which settings and why, a line each."""


def _setting(name: str, default: str, about: str) -> Any:
    """A field that is read from the environment variable `name`."""
    return field(default=default, metadata={"name": name, "about": about})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One field a setting. `.env.example` is printed from here, so the words are for administrators."""

    env: str = _setting("PORTAL_ENV", "development", "development или production")
    database_url: str = _setting(
        "PORTAL_DATABASE_URL",
        "sqlite:///var/portal.db",
        "База данных: sqlite:///путь или postgresql://имя:пароль@узел/база",
    )
    secret_key: str = _setting(
        "PORTAL_SECRET_KEY", "", "Ключ подписи, от 32 знаков; для make run создаётся в var/secret_key"
    )
    base_url: str = _setting(
        "PORTAL_BASE_URL", "http://127.0.0.1:8000", "Адрес портала для ссылок в письмах и QR-кодах"
    )
    allowed_hosts: str = _setting(
        "PORTAL_ALLOWED_HOSTS", "", "Имена узла через запятую; пусто — узел из PORTAL_BASE_URL и localhost"
    )
    files_url: str = _setting("PORTAL_FILES_URL", "file:var/files", "Хранилище файлов: file:папка или s3://корзина")
    queue_url: str = _setting(
        "PORTAL_QUEUE_URL",
        "sqlite:var/queue.db",
        "Очередь работ: sqlite:файл, postgresql://… или redis://…",
    )
    smtp_url: str = _setting(
        "PORTAL_SMTP_URL",
        "",
        "Почта: smtps://имя:пароль@узел:465 или smtp+starttls://…; пусто — письма остаются в /admin/outbox",
    )
    mail_from: str = _setting("PORTAL_MAIL_FROM", "Территория роста <portal@localhost>", "От чьего имени уходят письма")
    demo: str = _setting("PORTAL_DEMO", "0", "1 показывает демонстрационные входы")
    time_zone: str = _setting("PORTAL_TIME_ZONE", "Europe/Moscow", "Часовой пояс новой организации")
    proxy_hops: str = _setting("PORTAL_PROXY_HOPS", "0", "Сколько своих прокси стоит перед порталом")
    export_threshold: str = _setting(
        "PORTAL_EXPORT_THRESHOLD", "100", "Сколько людей в одном файле выгружается без второго человека"
    )
    var_dir: str = _setting("PORTAL_VAR_DIR", "var", "Папка для базы, файлов и очереди")
    host: str = _setting("HOST", "127.0.0.1", "На каком адресе слушает portal run")
    port: str = _setting("PORT", "8000", "На каком порту слушает portal run")
    debug: str = _setting("FLASK_DEBUG", "0", "1 включает отладку; в рабочем режиме недопустимо")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read `.env` under the project's root, then the environment (which wins), and check the values.

        Raises UnsafeSettings with every complaint at once.
        """
        seen = {**_read_env_file(ROOT / ".env"), **(os.environ if environ is None else environ)}
        values = {f.name: seen[f.metadata["name"]] for f in fields(cls) if seen.get(f.metadata["name"])}
        if "base_url" not in values:
            values["base_url"] = f"http://{values.get('host', cls.host)}:{values.get('port', cls.port)}"
        settings = cls(**values)
        complaints = settings.complaints()
        if complaints:
            raise UnsafeSettings("\n".join(complaints))
        return settings

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def is_demo(self) -> bool:
        return self.demo == "1"

    @property
    def var(self) -> Path:
        return under_root(self.var_dir)

    @property
    def hosts(self) -> list[str]:
        """Host names that the portal answers to; anything else is 400 (reliability S6)."""
        named = [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]
        if named:
            return named
        own = urlsplit(self.base_url).hostname or "localhost"
        return [own] if self.is_production else [own, "localhost", "127.0.0.1"]

    @property
    def sqlalchemy_url(self) -> str:
        """The address of the database for SQLAlchemy; relative SQLite paths count from the root."""
        if not self.database_url.startswith("sqlite:"):
            return self.database_url
        path = self.database_url.removeprefix("sqlite:").removeprefix("//").removeprefix("/")
        rooted = self.database_url.startswith("sqlite:////")
        return f"sqlite+fair:///{Path('/') / path if rooted else under_root(path)}"

    @property
    def files_folder(self) -> Path:
        """The folder of a `file:` store; of temporary files where the store is elsewhere."""
        return self._files_path() or self.var / "incoming"

    @property
    def queue_address(self) -> str:
        """The address of the queue; a relative SQLite path counts from the root."""
        if not self.queue_url.startswith("sqlite:"):
            return self.queue_url
        path = self.queue_url.removeprefix("sqlite:")
        return f"sqlite:{under_root(path.removeprefix('///') if path.startswith('///') else path)}"

    def signing_key(self) -> str:
        """The secret key; outside production one is made once and kept in `var/secret_key`."""
        if self.secret_key:
            return self.secret_key
        kept = self.var / "secret_key"
        if not kept.exists():
            self.var.mkdir(parents=True, exist_ok=True)
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return kept.read_text(encoding="ascii").strip()

    def complaints(self) -> list[str]:
        """What is wrong, in words; production is stricter (reliability A11)."""
        found = []
        if self.env not in ("development", "production"):
            found.append(_("PORTAL_ENV: допустимо development или production."))
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            found.append(_("PORTAL_TIME_ZONE: такого часового пояса нет, пример: Asia/Irkutsk."))
        if not self.database_url.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
            found.append(_("PORTAL_DATABASE_URL: нужен адрес sqlite: или postgresql:."))
        if not self.files_url.startswith(("file:", "s3:")):
            found.append(_("PORTAL_FILES_URL: нужен адрес file: или s3:."))
        if not self.queue_url.startswith(("sqlite:", "postgresql:", "redis:", "rediss:")):
            found.append(_("PORTAL_QUEUE_URL: нужен адрес sqlite:, postgresql: или redis:."))
        if not self.port.isdigit() or not 0 < int(self.port) < 65536:
            found.append(_("PORT: нужен номер порта, пример: 8000."))
        if not self.smtp_url.startswith(("smtps://", "smtp+starttls://", "smtp://")) and self.smtp_url:
            found.append(_("PORTAL_SMTP_URL: нужен адрес smtps: или smtp+starttls:."))
        if not self.export_threshold.isdigit():
            found.append(_("PORTAL_EXPORT_THRESHOLD: нужно целое число."))
        if not self.proxy_hops.isdigit():
            found.append(_("PORTAL_PROXY_HOPS: нужно целое число."))
        if self.is_production:
            found += self._production_complaints()
        return found

    def _production_complaints(self) -> list[str]:
        found = []
        if len(self.secret_key) < SHORTEST_KEY:
            found.append(_("PORTAL_SECRET_KEY: нужен свой ключ не короче 32 знаков."))
        if not self.base_url.startswith("https://"):
            found.append(_("PORTAL_BASE_URL: в рабочем режиме нужен адрес https://."))
        if not self.allowed_hosts.strip():
            found.append(_("PORTAL_ALLOWED_HOSTS: перечислите имена узла, на которые отвечает портал."))
        if self.is_demo:
            found.append(_("PORTAL_DEMO: демонстрационные входы в рабочем режиме недопустимы."))
        if self.debug not in ("", "0"):
            found.append(_("FLASK_DEBUG: отладка в рабочем режиме показывает код и данные, уберите её."))
        if self.smtp_url.startswith("smtp:"):
            found.append(_("PORTAL_SMTP_URL: почта без шифрования недопустима, нужен smtps: или smtp+starttls:."))
        public = (ROOT / "static", ROOT / "templates")
        for name, path in (("PORTAL_VAR_DIR", self.var), ("PORTAL_FILES_URL", self._files_path())):
            if path and any(path.is_relative_to(folder) for folder in public):
                found.append(_("%(name)s: данные не должны лежать в папке, которую видит браузер.", name=name))
        return found

    def _files_path(self) -> Path | None:
        return under_root(self.files_url.removeprefix("file:")) if self.files_url.startswith("file:") else None


def under_root(path: str) -> Path:
    """An absolute path; a relative one counts from the project's root, wherever the command was typed."""
    return (ROOT / path).resolve()


def env_example() -> str:
    """The text of `.env.example`: every setting, its meaning and its default."""
    lines = ["# Настройки портала. Скопируйте в .env и раскомментируйте то, что меняете."]
    for setting in fields(Settings):
        lines += [f"\n# {setting.metadata['about']}", f"# {setting.metadata['name']}={setting.default}"]
    return "\n".join(lines) + "\n"


def _read_env_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    pairs = (
        line.split("=", 1)
        for line in path.read_text(encoding="utf-8").splitlines()
        if "=" in line and not line.lstrip().startswith("#")
    )
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}
