"""A server that is full: who only looks around is asked to come back, an answer is saved. Real server."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.urls import reverse

from literacy.models import Answer
from tests.factories.literacy_assessment import an_attempt, right_response
from tests.installation import session_of

pytestmark = pytest.mark.faults
LOOKERS = 24
COURSES = "literacy_course, literacy_courseversion, literacy_module, literacy_lesson"


def ask(installation, path, method="GET", body=None, cookie=""):
    """The status, and when to come back."""
    link = HTTPConnection("127.0.0.1", installation.port, timeout=60)
    headers = {"Host": f"localhost:{installation.port}", "Cookie": cookie, "Accept": "application/json"}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    link.request(method, path, body=body, headers=headers)
    answer = link.getresponse()
    answer.read()
    link.close()
    return answer.status, answer.getheader("Retry-After")


def test_answer_is_saved_while_the_server_is_full(installation):
    attempt = an_attempt()
    token = "a" * 32
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(attempt.citizen)}; {settings.CSRF_COOKIE_NAME}={token}"
    installation.environment |= {"BUSY_ANONYMOUS": "1", "BUSY_SIGNED_IN": "1"}
    installation.start_web()
    chosen = right_response(attempt.paper[0]["item"]).get("chosen", [])
    body = urlencode({"csrfmiddlewaretoken": token, "sequence": 1, "option": chosen}, doseq=True)
    save = reverse("literacy:save_answer", args=[attempt.public_id, 1])
    with ThreadPoolExecutor(LOOKERS) as crowd:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute(f"lock table {COURSES} in access exclusive mode")  # every list of courses waits here
            waiting = [crowd.submit(ask, installation, "/en/learn/") for _ in range(LOOKERS)]
            turned_away = [one.result(30) for one in waiting if done_within(one, 10)]
            status, _ = ask(installation, save, "POST", body, cookie)
        served = [one.result(60) for one in waiting]
    assert status in (200, 204, 302), status
    assert Answer.objects.filter(attempt=attempt).count() == 1
    assert turned_away
    assert {status for status, _ in turned_away} == {503}
    assert all(15 <= int(retry) <= 45 for _, retry in turned_away)
    assert {status for status, _ in served} == {200, 503}


def done_within(future, seconds):
    """Whether there is an answer by then."""
    try:
        future.result(seconds)
    except TimeoutError:
        return False
    return True
