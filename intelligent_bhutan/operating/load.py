"""How busy this process is, and who is served first when it is too busy: whoever is examined before all others."""

import time
from contextlib import contextmanager
from threading import Lock

from django.conf import settings

lock = Lock()
progress = {"requests": 0}


@contextmanager
def one_more():
    """A request in progress."""
    with lock:
        progress["requests"] += 1
    try:
        yield
    finally:
        with lock:
            progress["requests"] -= 1


def is_too_much(request):
    """Whether this request must give way to others. Whoever is signed in gives way later than who only looks around."""
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    most = settings.BUSY_SIGNED_IN if signed_in else settings.BUSY_ANONYMOUS
    patience = settings.BUSY_AFTER_SECONDS * (2 if signed_in else 1)
    return bool(most and progress["requests"] > most) or waited(request) > patience > 0


def waited(request, *, now=None):
    """Seconds since the proxy took the request; 0 without a proxy. X-Request-Start has milliseconds, dotted or not."""
    if not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return 0.0
    began = request.headers.get("X-Request-Start", "").removeprefix("t=").replace(".", "")
    return max(0.0, (now or time.time()) - int(began) / 1000) if began.isdecimal() and len(began) == 13 else 0.0
