"""Headers of every answer, compared literally: the policy of content and what a shared computer needs."""

from typing import Any

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)


def test_every_answer_carries_the_policy_of_content(world: Any, client: Any, client_as: Any) -> None:
    browser = client_as("kira")
    addresses = [(client, "/"), (client, "/no-such-page"), (browser, "/account"), (client, "/static/css/ui.css")]
    for asker, address in addresses:
        with asker.get(address) as answer:
            assert answer.headers["Content-Security-Policy"] == CSP
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_of_a_person_may_be_kept(world: Any, client_as: Any) -> None:
    answer = client_as("kira").get("/account")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert {"Cookie", "HX-Request"} <= {part.strip() for part in answer.headers["Vary"].split(",")}


def test_the_back_button_gets_the_whole_page(world: Any, client_as: Any) -> None:
    browser = client_as("kira")
    part = browser.get("/account/notifications", headers={"HX-Request": "true"})
    whole = browser.get("/account/notifications", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" not in part.text
    assert "<html" in whole.text


def test_an_ended_session_sends_htmx_to_the_sign_in_page(world: Any, client: Any) -> None:
    answer = client.get("/account", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/login?next=/account"


def test_a_page_that_does_not_exist_answers_calmly(world: Any, client: Any) -> None:
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "Такой страницы нет" in answer.text


def test_a_method_that_does_not_fit_is_405_and_says_which_do(world: Any, client: Any) -> None:
    answer = client.get("/logout")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_post_without_its_token_is_refused(world: Any, client_as: Any) -> None:
    assert client_as("kira").post("/account/role", data={"role": ""}).status_code == 400
