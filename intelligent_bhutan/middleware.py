"""What the portal does with every request and every answer."""

from django.core.exceptions import SuspiciousOperation
from django.shortcuts import render


class WordsForRefusedMethods:
    """A page instead of an empty 405: whoever signs in again on the way to a button lands on its address by GET."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        page = render(request, "errors/405.html", status=405)
        page["Allow"] = response.get("Allow", "")
        return page


class RefusesNul:
    """PostgreSQL keeps no text with a NUL in it: whoever writes one into an address made it by hand, and gets a 400."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path_info:
            raise SuspiciousOperation("A NUL in an address.")
        return self.get_response(request)
