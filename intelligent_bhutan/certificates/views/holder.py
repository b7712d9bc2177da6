"""One's own certificates."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intelligent_bhutan.certificates import queries, shelf
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.drawings.qr_code import qr_svg
from intelligent_bhutan.typed_codes import grouped

PAGE = 25


def own(request):
    """The person's own awards."""
    return Award.objects.visible_to(request.user).select_related("achievement", "replaces", "replaced_by")


@never_cache
@login_required
@require_safe
def mine(request):
    """All certificates of the person who is signed in, the latest first."""
    page = Paginator(own(request).order_by("-awarded_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "certificates/mine.html", {"page": page})


@never_cache
@login_required
@require_safe
def detail(request, public_id):
    """The certificate as the screen shows it, or that it is being made, or that it was revoked."""
    award = get_object_or_404(own(request), public_id=public_id)
    context = {"award": award}
    if award.issued_at and not award.revoked_at:
        address = queries.verify_address(award)
        svg = qr_svg(address, title=_("Picture code that leads to the check page"))
        context |= {
            "address": f"{address}?lang={get_language()}",
            "grouped": grouped(award.code),
            "showed": [marked(*queries.in_page_language(fact)) for fact in award.evidence],
            "qr": mark_safe(svg.replace("<svg ", '<svg class="qr" ', 1)),
        }
    return render(request, "certificates/detail.html", context)


def marked(words, language):
    """The words, marked for screen readers where they are in another language than the page."""
    return words if language == get_language() else format_html('<span lang="{}">{}</span>', language, words)


@never_cache
@login_required
@require_safe
def download(request, public_id):
    """The PDF, under the serial number's name; 404 until it is made, and for one that was damaged on disk."""
    award = get_object_or_404(own(request), public_id=public_id)
    pdf = None if award.revoked_at else shelf.take(queries.folder(), award.pdf_sha256)
    if pdf is None:
        raise Http404
    name = f"{'demonstration-' if award.is_demonstration else ''}{award.serial}.pdf"
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
