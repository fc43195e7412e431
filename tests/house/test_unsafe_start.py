"""Production refuses an unsafe start and says why in Russian (reliability A11)."""

from dataclasses import replace
from typing import Any

import pytest

from portal.admin import checks
from portal.settings import ROOT, Settings, UnsafeSettings, env_example

SAFE = {
    "PORTAL_ENV": "production",
    "PORTAL_SECRET_KEY": "k" * 48,
    "PORTAL_BASE_URL": "https://portal.example",
    "PORTAL_ALLOWED_HOSTS": "portal.example",
    "PORTAL_SMTP_URL": "smtps://u:p@mail.example:465",
    "PORTAL_VAR_DIR": "/var/lib/portal",
    "PORTAL_FILES_URL": "file:/var/lib/portal/files",
}
UNSAFE = [
    ({"PORTAL_SECRET_KEY": ""}, "PORTAL_SECRET_KEY"),
    ({"PORTAL_SECRET_KEY": "short"}, "PORTAL_SECRET_KEY"),
    ({"PORTAL_BASE_URL": "http://portal.example"}, "PORTAL_BASE_URL"),
    ({"PORTAL_BASE_URL": ""}, "PORTAL_BASE_URL"),
    ({"PORTAL_ALLOWED_HOSTS": ""}, "PORTAL_ALLOWED_HOSTS"),
    ({"PORTAL_DEMO": "1"}, "PORTAL_DEMO"),
    ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
    ({"PORTAL_SMTP_URL": "smtp://mail.example"}, "PORTAL_SMTP_URL"),
    ({"PORTAL_VAR_DIR": str(ROOT / "static" / "var")}, "PORTAL_VAR_DIR"),
    ({"PORTAL_FILES_URL": "file:static/files"}, "PORTAL_FILES_URL"),
]
WRONG = [
    ({"PORTAL_ENV": "prod"}, "PORTAL_ENV"),
    ({"PORTAL_TIME_ZONE": "Irkutsk"}, "PORTAL_TIME_ZONE"),
    ({"PORTAL_DATABASE_URL": "mysql://x"}, "PORTAL_DATABASE_URL"),
    ({"PORTAL_FILES_URL": "ftp://x"}, "PORTAL_FILES_URL"),
    ({"PORTAL_QUEUE_URL": "amqp://x"}, "PORTAL_QUEUE_URL"),
    ({"PORTAL_SMTP_URL": "mail.example"}, "PORTAL_SMTP_URL"),
    ({"PORTAL_PROXY_HOPS": "many"}, "PORTAL_PROXY_HOPS"),
    ({"PORT": "99999"}, "PORT"),
]


def test_safe_settings_start() -> None:
    assert Settings.from_environment(SAFE).is_production


@pytest.mark.parametrize(("change", "named"), UNSAFE + WRONG)
def test_an_unsafe_setting_is_refused_by_name(change: dict[str, str], named: str) -> None:
    with pytest.raises(UnsafeSettings, match=named) as refused:
        Settings.from_environment({**SAFE, **change})
    assert any("а" <= letter <= "я" for letter in str(refused.value).lower())


def test_all_complaints_come_at_once() -> None:
    with pytest.raises(UnsafeSettings) as refused:
        Settings.from_environment({"PORTAL_ENV": "production"})
    assert len(str(refused.value).splitlines()) >= 3


def test_the_cookie_of_production_is_secure_and_bound_to_the_host() -> None:
    from portal.app import configuration

    said = configuration(Settings.from_environment({**SAFE, "PORTAL_DATABASE_URL": "postgresql://x/y"}))
    assert said["SESSION_COOKIE_SECURE"] is True
    assert str(said["SESSION_COOKIE_NAME"]).startswith("__Host-")


def test_demo_accounts_keep_production_from_starting(app: Any, world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "демонстрационные" in checks.demo_problem()
    production = replace(app.extensions["settings"], env="production")
    monkeypatch.setitem(app.extensions, "settings", production)
    with pytest.raises(UnsafeSettings, match="демонстрационные"):
        checks.refuse_unsafe(app)


def test_an_empty_database_without_them_may_start(app: Any, database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    production = replace(app.extensions["settings"], env="production")
    monkeypatch.setitem(app.extensions, "settings", production)
    problems = checks.unsafe_in_production()
    assert [problem for problem in problems if "PostgreSQL" not in problem] == []


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_a_sqlite_that_may_damage_the_file_is_refused(version: tuple[int, ...]) -> None:
    assert "3.51.3" in checks.sqlite_problem(version)
    assert checks.sqlite_problem((3, 51, 3)) == ""


def test_a_database_that_does_not_wait_for_the_disk_is_refused() -> None:
    assert checks.synchronous_problem(1)
    assert not checks.synchronous_problem(2)
    durable = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
    assert checks.postgres_problem(durable) == ""
    for name in durable:
        assert name in checks.postgres_problem({**durable, name: "off"})


def test_a_database_behind_the_code_is_refused(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.core.migrations.wanted_revision", lambda: "9999")
    assert "9999" in checks.unsafe_in_production()[0]


def test_the_example_of_settings_is_up_to_date() -> None:
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example(), (
        "portal settings example > .env.example"
    )


def test_the_page_of_permissions_is_up_to_date() -> None:
    from portal.access.matrix import matrix_text

    page = ROOT / "docs" / "permissions.md"
    assert page.read_text(encoding="utf-8") == matrix_text(), "portal access matrix --write"
