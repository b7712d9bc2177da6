"""One's own certificates."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intelligent_bhutan.certificates import codes, queries
from intelligent_bhutan.certificates.models import Award


def own_or_404(request, public_id):
    """The person's own award."""
    awards = Award.objects.visible_to(request.user).select_related("achievement", "replaces")
    return get_object_or_404(awards, public_id=public_id)


@never_cache
@login_required
@require_safe
def detail(request, public_id):
    """The certificate as the screen shows it, or that it is being made, or that it was revoked."""
    award = own_or_404(request, public_id)
    context = {"award": award}
    if award.issued_at and not award.revoked_at:
        address = queries.verify_address(award)
        svg = codes.qr_svg(address, title=_("Picture code that leads to the check page"))
        context |= {
            "address": address,
            "grouped": codes.grouped(award.code),
            "showed": [fact["en"] for fact in award.evidence],
            "qr": mark_safe(svg.replace("<svg ", '<svg class="qr" ', 1)),
        }
    return render(request, "certificates/detail.html", context)


@never_cache
@login_required
@require_safe
def download(request, public_id):
    """The PDF, under the serial number's name; 404 until it is made."""
    award = own_or_404(request, public_id)
    path = queries.pdf_path(award.pdf_sha256)
    if not award.pdf_sha256 or award.revoked_at or not default_storage.exists(path):
        raise Http404
    name = f"{'demonstration-' if settings.DEMONSTRATION else ''}{award.serial}.pdf"
    return FileResponse(default_storage.open(path), as_attachment=True, filename=name, content_type="application/pdf")
