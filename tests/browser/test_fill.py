"""A person fills in a questionnaire: with a bad line, a dying server, an ended session, and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import PHONE, give_password, tab_to
from tests.browser.filling import (
    STEPS,
    answer,
    end_sessions,
    expect_saved,
    go_on,
    invitation_path,
    participations,
    put,
    responses,
    stored_answers,
)
from tests.server import TownServer

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]


def test_nothing_typed_is_lost_on_the_way(open_as: OpenAs, server: TownServer) -> None:
    """On a phone: the line is lost twice, the server is killed, the session ends."""
    path = invitation_path(server, "mentee2", "needs_teacher")
    page = open_as("mentee2", viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator(f'main a[href="{path}"]').first.tap()
    page.get_by_role("link", name="Начать").locator("visible=true").tap()
    accidents = {
        "TD_STAGE": line_is_lost,
        "TD_REQUEST": server_dies,
        "TD_CASE": session_ends,
        "START_DATE": line_is_lost_before_going_on,
    }
    for code in STEPS:
        page.wait_for_url(re.compile(f"item={code}$"))
        accidents.get(code, answer_and_go_on)(page, server, code)
    expect(page.get_by_role("heading", level=1)).to_have_text("Проверьте ответы")
    page.get_by_role("button", name="Отправить анкету").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Спасибо, анкета отправлена")
    [response] = responses(server, path)
    assert response["state"] == "submitted"
    assert response["answers"] == stored_answers()
    assert participations(server, path) == 1
    expect(page.locator("main")).to_contain_text(response["receipt"])
    page.goto(path)
    expect(page).to_have_url(f"{server.url}{path}/receipt")
    expect(page.locator("main")).to_contain_text(response["receipt"])


def answer_and_go_on(page: Page, _server: TownServer, code: str) -> None:
    answer(page, code)
    go_on(page)


def line_is_lost(page: Page, server: TownServer, code: str) -> None:
    """The mark says so; the answer goes by itself when the line is back, and again after a change of mind."""
    page.context.set_offline(True)
    answer(page, code)
    expect(page.locator("#saved_mark")).to_contain_text("нет связи")
    page.context.set_offline(False)
    expect_saved(page)
    [response] = responses(server, page.url.removeprefix(server.url).partition("?")[0])
    assert response["answers"][code] == stored_answers()[code]
    go_on(page)


def line_is_lost_before_going_on(page: Page, _server: TownServer, code: str) -> None:
    """«Продолжить» without a line leaves the page as it is and happens when the line is back."""
    before = page.url
    page.context.set_offline(True)
    answer(page, code)
    page.get_by_role("button", name="Продолжить").tap()
    expect(page.locator("#saved_mark")).to_contain_text("нет связи")
    expect(page).to_have_url(before)
    page.context.set_offline(False)
    page.wait_for_url(lambda url: url != before)


def server_dies(page: Page, server: TownServer, code: str) -> None:
    """Killed in the middle of a sentence; what is typed meanwhile goes to the server that was started again."""
    put(page, code, "Хочу научиться")
    expect_saved(page)
    server.kill()
    answer(page, code)
    expect(page.locator("#saved_mark")).to_contain_text("нет связи")
    server.start()
    expect_saved(page)
    go_on(page)


def session_ends(page: Page, server: TownServer, code: str) -> None:
    """The page keeps the words, offers to sign in and takes them along."""
    end_sessions(server, "mentee2")
    answer(page, code)
    expect(page.locator("#saved_mark")).to_contain_text("время работы истекло")
    page.get_by_role("button", name="Войти и сохранить").tap()
    give_password(page, "mentee2")
    page.get_by_role("button", name="Сохранить введённое").tap()


def test_without_scripts(open_as: OpenAs, server: TownServer) -> None:
    """Page by page, with an error, a change of mind and a double press of the last button."""
    path = invitation_path(server, "mentor2", "needs_teacher")
    page = open_as("mentor2", scripts=False)
    page.goto(path)
    page.get_by_role("link", name="По одному вопросу").click()
    page.get_by_role("button", name="Продолжить").click()
    expect(page).to_have_title(re.compile("^Ошибка: "))
    page.get_by_role("alert").get_by_role("link").click()
    expect(page).to_have_url(re.compile("#TD_STAGE$"))
    for code in STEPS:
        answer(page, code)
        page.get_by_role("button", name="Продолжить").click()
    page.get_by_role("link", name=re.compile("Изменить.*нравится ваша работа")).click()
    put(page, "TE_WORK_SAT", "10")
    page.get_by_role("button", name="Продолжить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Проверьте ответы")
    page.get_by_role("button", name="Отправить анкету").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Спасибо, анкета отправлена")
    [response] = responses(server, path)
    assert response["answers"] == stored_answers() | {"TE_WORK_SAT": 10}
    assert participations(server, path) == 1


def test_reload_back_tabs_and_a_second_device(open_as: OpenAs, server: TownServer) -> None:
    """One draft, wherever it is open; a page left open long ago takes nothing away."""
    path = invitation_path(server, "curator2", "needs_teacher")
    page = open_as("curator2")
    page.goto(f"{path}?item=TD_STAGE")
    other = page.context.new_page()
    other.complaints = []  # type: ignore[attr-defined]
    other.goto(f"{path}?item=TD_STAGE")
    put(page, "TD_STAGE", "y1_3")
    expect_saved(page)
    page.reload()
    expect(page.locator('[name="TD_STAGE"][value="y1_3"]')).to_be_checked()
    go_on(page)
    answer(page, "TD_REASON")
    expect_saved(page)
    page.go_back()
    expect(page.locator('[name="TD_STAGE"][value="y1_3"]')).to_be_checked()
    put(page, "TD_STAGE", "y3_5")
    go_on(page)
    expect(page.locator('[name="TD_REASON"][value="novice"]')).to_be_checked()
    other.get_by_role("button", name="Продолжить").click()
    expect(other).to_have_url(re.compile("item=TD_REASON$"))
    put(other, "TD_REASON", "attest")
    expect_saved(other)
    put(page, "TD_REASON", "tired")
    expect_saved(page)
    phone = open_as(viewport=PHONE, has_touch=True, is_mobile=True)
    phone.goto(personal_link(page, path))
    phone.get_by_role("link", name="Продолжить").locator("visible=true").tap()
    expect(phone).to_have_url(re.compile("item=TD_MATRIX$"))
    phone.get_by_role("link", name="Назад").tap()
    expect(phone.locator('[name="TD_REASON"][value="tired"]')).to_be_checked()
    [response] = responses(server, path)
    assert response["answers"]["TD_STAGE"] == "y3_5"
    assert response["state"] == "draft"


def personal_link(page: Page, path: str) -> str:
    """The signed address of the same invitation, as a curator finds it on the sheet to print."""
    page.goto("/surveys")
    page.get_by_role("link", name="дефициты").first.click()
    page.get_by_role("link", name="Личные ссылки").click()
    return page.locator(".link-address", has_text=path).inner_text()


def test_double_click_sends_once(open_as: OpenAs, server: TownServer) -> None:
    path = invitation_path(server, "mentor", "mentor_readiness")
    page = open_as("mentor")
    page.goto(f"{path}?view=all")
    for number in range(1, 13):
        put(page, f"MR{number:02}", "7")
    page.get_by_role("button", name="Проверить ответы").click()
    page.get_by_role("button", name="Отправить анкету").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Спасибо, анкета отправлена")
    [response] = responses(server, path)
    assert response["answers"] == {f"MR{number:02}": 7 for number in range(1, 13)}
    assert participations(server, path) == 1


def test_reply_is_lost_on_the_way_back(open_as: OpenAs, server: TownServer) -> None:
    """The server has taken the form and the browser never hears of it: pressing again does no harm, typing counts."""
    path = invitation_path(server, "director", "mentor_readiness")
    page = open_as("director")
    page.clock.install()
    page.goto(f"{path}?view=all")
    for number in range(1, 13):
        put(page, f"MR{number:02}", "8")
    put(page, "MR_COMMENT", "Сначала одно")
    lose_one_reply(page, path, page.get_by_role("button", name="Сохранить и вернуться позже"))
    put(page, "MR_COMMENT", "Потом другое")
    expect_saved(page)
    page.clock.fast_forward(5000)
    page.get_by_role("button", name="Проверить ответы").click()
    expect(page.locator(".check-list")).to_contain_text("Потом другое")
    send = page.get_by_role("button", name="Отправить анкету")
    lose_one_reply(page, path, send)
    [first] = responses(server, path)
    assert first["state"] == "submitted"
    page.clock.fast_forward(5000)
    send.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Спасибо, анкета отправлена")
    assert responses(server, path) == [first]
    assert first["answers"]["MR_COMMENT"] == "Потом другое"
    assert participations(server, path) == 1


def lose_one_reply(page: Page, path: str, button: Locator) -> None:
    """Press; the request arrives, what the server says to it does not: the page stays as it is."""
    lost = []

    def lose(route: Route) -> None:
        if route.request.is_navigation_request() and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.fulfill(status=204)
        else:
            route.fallback()

    page.route(f"**{path}", lose)
    with page.expect_response(lambda response: response.status == 204):
        button.click()
    page.unroute(f"**{path}", lose)
    assert lost == [303]


def test_by_keyboard_alone(open_as: OpenAs, server: TownServer) -> None:
    """Marks by arrows, places by «Ниже», on by Enter; the focus stays where the hand is."""
    path = invitation_path(server, "psychologist", "mentor_readiness")
    page = open_as("psychologist")
    page.goto(f"{path}?item=MR01")
    tab_to(page, page.locator("#MR01"))
    page.keyboard.press("Space")
    for _press in range(3):
        page.keyboard.press("ArrowRight")
    expect_saved(page)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("item=MR02$"))
    page.goto(f"{path}?item=MR_GAPS")
    lower = page.get_by_role("button", name=re.compile("Ниже.*Контакт"))
    tab_to(page, lower)
    page.keyboard.press("Enter")
    expect(lower).to_be_focused()
    page.keyboard.press("Enter")
    expect(lower).to_be_focused()
    expect(page.locator("#page_status")).to_have_text("Теперь место 3")
    expect_saved(page)
    tab_to(page, page.get_by_role("button", name="Продолжить"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("item=MR_COMMENT$"))
    tab_to(page, page.locator("#MR_COMMENT"))
    page.keyboard.type("Пары для наблюдения")
    tab_to(page, page.get_by_role("button", name="Продолжить"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Проверьте ответы")
    [response] = responses(server, path)
    order = ["diagnosis", "planning", "contact", "transfer", "feedback", "self"]
    assert response["answers"] == {"MR01": 4, "MR_GAPS": order, "MR_COMMENT": "Пары для наблюдения"}


def test_back_after_signing_out_shows_nothing(open_as: OpenAs) -> None:
    page = open_as("pupil")
    page.goto("/my/surveys")
    page.locator('main a[href^="/s/"]').first.click()
    page.locator("summary", has_text="Личное меню").click()
    page.get_by_role("button", name="Выйти").click()
    expect(page.get_by_role("status").filter(has_text="Выход выполнен")).to_be_visible()
    for _page in range(2):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Вход на портал")
        assert "Седов" not in page.content()
    kept = page.evaluate("() => [...Object.values(localStorage), ...Object.values(sessionStorage)]")
    assert [value for value in kept if not value.startswith("/login")] == []
