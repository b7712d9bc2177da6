"""A cache that may fail, and pages kept in it for everyone who is not signed in."""

import logging
import re
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PLAIN = re.compile(r"[\w&=.-]{0,60}", re.ASCII)  # as it was sent, nothing escaped: two addresses never share a key


def softly(name, otherwise):
    """The cache's method of that name, which answers `otherwise` while the server is away."""

    def method(self, *arguments, **named):
        try:
            return getattr(RedisCache, name)(self, *arguments, **named)
        except RedisError:
            logger.warning("the cache is away", extra={"asked": name})
            return otherwise(*arguments, **named)

    method.__name__ = name
    return method


class SoftRedisCache(RedisCache):
    """Redis or Valkey; while it is away everything is missing and nothing is kept, but no page fails.

    Nothing that protects a person may rest on it alone: limits on signing in stand in the database.
    """

    get = softly("get", lambda key, default=None, version=None: default)
    get_many = softly("get_many", lambda keys, version=None: {})
    has_key = softly("has_key", lambda key, version=None: False)
    set = softly("set", lambda *_, **__: None)
    set_many = softly("set_many", lambda data, *_, **__: list(data))
    add = softly("add", lambda *_, **__: True)
    touch = softly("touch", lambda *_, **__: False)
    delete = softly("delete", lambda *_, **__: False)
    delete_many = softly("delete_many", lambda *_, **__: None)
    incr = softly("incr", lambda key, delta=1, version=None: delta)


def shared(*names):
    """Make the page once and give it to everyone who is not signed in, for `SHARED_PAGE_SECONDS`.

    `names` are the query parameters that change the page; asked with any other it is made anew. What carries a token, a
    nonce or a cookie is never kept, and a response with `true_for` not longer than so many seconds. Put it inside the
    decorators that look at the method.
    """

    def decorate(view):
        @wraps(view)
        def give(request, *arguments, **named):
            key = key_of(request, names)
            kept = cache.get(key) if key else None
            if kept:
                return HttpResponse(kept[0], headers=kept[1])
            response = view(request, *arguments, **named)
            patch_vary_headers(response, ["Cookie", "Save-Data"] if request.session.accessed else ["Save-Data"])
            seconds = min(settings.SHARED_PAGE_SECONDS, getattr(response, "true_for", settings.SHARED_PAGE_SECONDS))
            if key and seconds >= 1 and is_the_same_for_all(request, response):
                cache.set(key, (response.content, dict(response.headers)), int(seconds))
            return response

        return give

    return decorate


def key_of(request, names):
    """Under which the page is kept; None where it must be made for this person alone."""
    if not settings.SHARED_PAGE_SECONDS or request.method != "GET" or request.GET.keys() - set(names):
        return None
    if {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys():
        return None
    asked = request.META.get("QUERY_STRING", "")
    if not PLAIN.fullmatch(asked):
        return None
    sparing = request.headers.get("Save-Data") == "on"
    return f"page:{get_language()}:{sparing}:{request.get_host()}:{request.path}?{asked}"


def is_the_same_for_all(request, response):
    """Whether nothing on the page was made for one person."""
    personal = request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or hasattr(request, "_csp_nonce") or response.cookies
    return response.status_code == 200 and not response.streaming and not personal
