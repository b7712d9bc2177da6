"""What is under way among the demonstration's staff: an invitation, an approval that waits, a role that ends soon."""

from datetime import timedelta

from django.utils import timezone

from intelligent_bhutan import typed_codes
from intelligent_bhutan.people import appointing
from intelligent_bhutan.people.actions import appointing as actions
from intelligent_bhutan.people.models import Appointment, Membership

Role = Membership.Role
INVITED = "Demo Invited Editor"
WHY = "Part of the demonstration."


def under_way(people, house):
    """What waits, once each. Returns lines for the file of sign-ins: the code of the new invitation."""
    officer, last_day = people["officer"], appointing.usual_last_day(timezone.localdate())
    if not Membership.objects.filter(role=Role.TRAINER, organisation=house, person=people["analyst"]).exists():
        soon = timezone.localdate() + timedelta(days=20)
        what = {"role": Role.TRAINER, "organisation": house, "last_day": soon, "why": WHY}
        actions.appoint(person=people["analyst"], by=officer, **what)
    if not Appointment.objects.filter(person=people["editor"]).exists():
        actions.appoint(person=people["editor"], role=Role.INVIGILATOR, last_day=last_day, why=WHY, by=officer)
    if Appointment.objects.filter(called=INVITED).exists():
        return []
    _invitation, code = actions.invite(role=Role.EDITOR, last_day=last_day, called=INVITED, why=WHY, by=officer)
    return [f"Invitation of an editor, to type at people/join: {typed_codes.grouped(code)}"]
