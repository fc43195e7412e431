"""Sign-in as a class meets it: slips, a shared computer, the second step on a telephone."""

import re
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, axe_faults, give_password

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]
OWN = "утренний трамвай идёт"


def stored(page: Page) -> int:
    """Bytes that this site keeps in the browser outside of cookies."""
    return int(
        page.evaluate(
            """async () => {
                const boxes = [localStorage, sessionStorage].map((box) => JSON.stringify(box).length - 2);
                const caches_ = 'caches' in window ? (await caches.keys()).length : 0;
                return boxes[0] + boxes[1] + caches_;
            }"""
        )
    )


def test_a_slip_leads_to_a_password_on_a_telephone(open_as: OpenAs) -> None:
    curator = open_as("curator")
    curator.goto("/groups")
    curator.get_by_role("link", name="М-21").first.click()
    curator.get_by_role("link", name="Напечатать листки").click()
    curator.get_by_role("button", name=re.compile("листки|заново")).dblclick()
    expect(curator).to_have_url(re.compile("/accounts/slips/"))
    words = curator.locator(".slip-word").all_inner_texts()
    login, code = words[0], words[1]
    curator.emulate_media(media="print")
    expect(curator.locator(".slips svg").first).to_be_visible()
    expect(curator.get_by_role("link", name="Назад")).to_be_hidden()
    pupil = open_as(viewport=PHONE)
    pupil.goto("/login")
    assert axe_faults(pupil) == []
    pupil.fill("#email", login.upper())
    pupil.fill("#password", code.replace("-", " "))
    pupil.press("#password", "Enter")
    expect(pupil.get_by_role("heading", level=1)).to_have_text("Придумайте свой пароль")
    assert axe_faults(pupil) == []
    pupil.goto("/my/surveys")
    expect(pupil.get_by_role("heading", level=1)).to_have_text("Придумайте свой пароль")
    pupil.fill("#new", OWN)
    pupil.fill("#again", OWN)
    pupil.get_by_role("button", name="Сохранить пароль").click()
    expect(pupil).to_have_url(re.compile("/my/surveys"))


def test_the_next_person_at_a_shared_computer_finds_nothing(open_as: OpenAs) -> None:
    page = open_as()
    page.goto("/login")
    page.get_by_label("Это общий компьютер").check()
    give_password(page, "curator")
    expect(page.get_by_role("button", name="Следующий")).to_be_visible()
    page.goto("/account")
    expect(page.locator("main")).to_contain_text("Соколова")
    page.goto("/curators")
    page.get_by_label("Фамилия или имя").press_sequentially("Лунина")
    expect(page).to_have_url(re.compile("q="))
    page.get_by_role("button", name="Следующий").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Вход на портал")
    expect(page.get_by_label("Это общий компьютер")).to_be_checked()
    assert stored(page) == 0
    assert page.input_value("#email") == page.input_value("#password") == ""
    for _step in range(4):
        page.go_back()
        expect(page.locator("body")).not_to_contain_text("Соколова")
        expect(page.locator("body")).not_to_contain_text("Лунина")
    assert [cookie["name"] for cookie in page.context.cookies() if cookie["name"] == "view"] == []


def test_the_second_step_is_set_up_and_switched_off(open_as: OpenAs) -> None:
    page = open_as("mentor2", viewport=PHONE)
    page.goto("/account")
    page.get_by_role("link", name="Второй шаг входа").click()
    expect(page.locator(".link-qr svg")).to_be_visible()
    assert axe_faults(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    secret = page.locator(".address").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Код").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Включить").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="Коды сохранены, продолжить").click()
    page.goto("/account/second-factor")
    expect(page.locator("main")).to_contain_text("Осталось 10 запасных кодов")
    page.get_by_role("button", name="Отключить второй шаг").click()
    expect(page.locator("[data-focus]")).to_contain_text("Второй шаг входа отключён")
