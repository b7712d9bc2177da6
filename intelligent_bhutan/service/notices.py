"""What this app tells people."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.notices.kinds import Kind, Topic

PROBLEM_ANSWERED = Kind(
    name="service.problem_answered",
    topic=Topic.ACCOUNT,
    subject=_("Your report was answered"),
    body=_("You told us that something is wrong on a page (%(reference)s). We have answered."),
    page=lambda facts: reverse("service:problem", args=[facts["problem"]]),
)
