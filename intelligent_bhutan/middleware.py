"""What the portal does with every answer."""

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
