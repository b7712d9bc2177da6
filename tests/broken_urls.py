"""The portal's addresses, and some that fail in each way; `test_errors.py` and `test_logs.py` point to them."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from intelligent_bhutan import urls
from intelligent_bhutan.people.models import User

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


def raising(error):
    """A view that fails so."""

    def view(request):
        raise error

    return view


PERSON = {"username": "pema.lhaden", "full_name": "Pema Lhaden", "phone": "+97517123456"}


def same_name_twice(request):
    """The database refuses, and quotes the row."""
    for _ in range(2):
        User.objects.create_user(**PERSON)


urlpatterns = [
    *urls.urlpatterns,
    *i18n_patterns(
        path("fails/400/", raising(SuspiciousOperation("secret words"))),
        path("fails/403/", raising(PermissionDenied("secret words"))),
        path("fails/500/", raising(ValueError("secret words of Pema Lhaden, 17123456"))),
        path("fails/csrf/", csrf_protect(lambda request: HttpResponse())),
        path("fails/405/", require_POST(lambda request: HttpResponse())),
        path("fails/413/", lambda request: HttpResponse(request.POST.get("text"))),
        path("fails/row/", same_name_twice),
    ),
]
