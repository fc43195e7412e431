"""Every address with a request that no page of ours would send: a token missing, a method it does not know."""

import pytest
from werkzeug.exceptions import HTTPException

from tests.house.asking import METHODS, Endpoint, address, ask, endpoints, named
from tests.house.examples import EXAMPLES
from tests.house.stage import GUEST, Stage

pytestmark = pytest.mark.timeout(900)


def first_in(endpoint: Endpoint) -> str:
    """Somebody who gets through with the valid request."""
    return min(EXAMPLES[endpoint.key].cases[0].who - {GUEST}, default=GUEST)


def test_no_unsafe_request_passes_without_its_token(stage: Stage) -> None:
    passed = []
    for endpoint in named(stage.app):
        if endpoint.method == "GET":
            continue
        for htmx in (False, True):
            with stage.trial():
                answer = ask(
                    stage, endpoint, EXAMPLES[endpoint.key].cases[0], first_in(endpoint), htmx=htmx, csrf=False
                )
                if answer.status_code != 400 or stage.changed():
                    passed.append(f"{endpoint.key}: {answer.status_code}")
    assert not passed, "\n".join(passed)


def test_a_wrong_method_is_named_so(stage: Stage) -> None:
    served: dict[str, set[str]] = {}
    for endpoint in endpoints(stage.app):
        served.setdefault(endpoint.path, set()).add(endpoint.method)
    wrong = []
    for endpoint in named(stage.app):
        for method in set(METHODS) - served[endpoint.path]:
            if _is_served(stage, endpoint, method):
                continue  # this very address is also that of another endpoint, as /s/next is a token
            asked = Endpoint(method, endpoint.name, endpoint.path, endpoint.arguments)
            with stage.trial():
                answer = ask(stage, asked, EXAMPLES[endpoint.key].cases[0], first_in(endpoint))
                if answer.status_code != 405 or "Allow" not in answer.headers:
                    wrong.append(f"{method} {endpoint.path}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def _is_served(stage: Stage, endpoint: Endpoint, method: str) -> bool:
    """Whether some endpoint answers the method at the address of the example."""
    path, _body = address(stage, endpoint, EXAMPLES[endpoint.key].cases[0], GUEST)
    try:
        stage.app.url_map.bind("localhost").match(path.partition("?")[0], method=method)
    except HTTPException:
        return False
    return True
