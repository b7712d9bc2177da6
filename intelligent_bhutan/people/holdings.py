"""What this app holds of a person, and what becomes of it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intelligent_bhutan import sealing
from intelligent_bhutan.holdings import Fate, Holding, register
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people.actions import erasing_people as erasing
from intelligent_bhutan.people.actions import erasing_recovering
from intelligent_bhutan.people.actions import merging_people as merging
from intelligent_bhutan.people.models import IdentityNumber, Membership, User
from intelligent_bhutan.templatetags.dzongkha import day, digits, moment


def about(person):
    """What the person says of themselves."""
    return {
        _("User name"): person.username,
        _("Full name"): person.full_name,
        _("Full name in Dzongkha"): person.full_name_dz,
        _("Date of birth"): day(person.date_of_birth),
        _("Gender"): person.get_gender_display(),
        _("Group"): person.get_audience_display(),
        _("Disability"): person.get_disability_display(),
        _("Gewog"): str(person.gewog or ""),
        _("Language of the pages"): person.get_language_display(),
        _("Language you speak"): person.get_spoken_language_display(),
        _("E-mail"): person.email or "",
        _("Phone"): person.phone or "",
        _("Here since"): moment(person.joined_at),
    }


def number(held):
    """The citizenship number by its end alone, and whether somebody saw the card."""
    whole = sealing.decrypt(held.ciphertext, *ring("IDENTITY_KEY"))
    return {
        _("Citizenship number"): digits(f"•••• {whole[-3:]}"),
        _("Checked against the card"): moment(held.checked_at) if held.checked_at else _("Not yet"),
    }


def session(held):
    """A place where the person is signed in."""
    return {_("Device"): held.user_agent, _("Address"): held.ip, _("Last used"): moment(held.last_seen_at)}


def role(held):
    """A role, where, and from when to when."""
    end = held.ended_at or held.valid_until
    return {
        _("Role"): held.get_role_display(),
        _("Where"): str(held.organisation or _("The whole programme")),
        _("From"): moment(held.valid_from),
        _("Until"): moment(end) if end else _("No end"),
    }


def consent(held):
    """What was agreed to, by whom, and whether it was taken back."""
    said = {
        _("For"): held.notice.get_purpose_display(),
        _("Version"): held.notice.version,
        _("Agreed on"): moment(held.given_at),
        _("Who agreed"): held.guardian_name or held.get_basis_display(),
    }
    return said | ({_("Taken back on"): moment(held.withdrawn_at)} if held.withdrawn_at else {})


def wish(held):
    """A wish to be erased."""
    return {
        _("Asked on"): moment(held.asked_at),
        _("Due on"): moment(held.due_at),
        _("State"): held.get_state_display(),
    }


register(
    Holding(
        name="people.me",
        label=gettext_lazy("Who I am"),
        fate=Fate.REMOVED,
        because=gettext_lazy("Your name, birth date, place, e-mail and phone are wiped out."),
        covers=(
            "people.User_groups.user",
            "people.User_user_permissions.user",
            "account.EmailAddress.user",
            "account.EmailConfirmation.email_address",
        ),
        rows=lambda person: User.objects.select_related("gewog").filter(pk=person.pk).order_by("pk"),
        tell=about,
        erase=erasing.wipe,
        move=merging.close,
        move_back=merging.reopen,
        order=10,
    )
)
register(
    Holding(
        name="people.proofs",
        label=gettext_lazy("Identity number and PIN"),
        fate=Fate.REMOVED,
        because=gettext_lazy("Your citizenship number and your PIN are wiped out."),
        covers=("people.IdentityNumber.person", "people.Pin.person"),
        rows=lambda person: IdentityNumber.objects.filter(person=person).order_by("pk"),
        tell=number,
        erase=erasing.wipe_proofs,
        move=merging.move_number,
        move_back=merging.move_number_back,
        conflicts=merging.number_conflicts,
        order=11,
    )
)
register(
    Holding(
        name="people.sign_ins",
        label=gettext_lazy("Sign-ins"),
        fate=Fate.REMOVED,
        because=gettext_lazy("You are signed out everywhere."),
        covers=("mfa.Authenticator.user", "usersessions.UserSession.user"),
        rows=lambda person: person.usersession_set.order_by("-last_seen_at"),
        tell=session,
        erase=erasing.wipe_sign_ins,
        order=12,
    )
)
register(
    Holding(
        name="people.roles",
        label=gettext_lazy("Roles"),
        fate=Fate.ANONYMOUS,
        because=gettext_lazy("Who held which role when must be known later; your name is not."),
        covers=(
            "people.Membership.person",
            "people.Appointment.person",
            "people.Appointment.membership",
            "people.Appointment.longer",
            "people.Invitation.appointment",
        ),
        rows=lambda person: Membership.objects.filter(person=person).select_related("organisation").order_by("-pk"),
        tell=role,
        erase=erasing.end_roles,
        move=merging.move_roles,
        move_back=merging.move_roles_back,
        order=13,
    )
)
register(
    Holding(
        name="people.consents",
        label=gettext_lazy("Agreements"),
        fate=Fate.ANONYMOUS,
        because=gettext_lazy("That somebody agreed must be provable; your name and your guardian's are wiped out."),
        covers=("people.Consent.person",),
        rows=lambda person: person.consents.select_related("notice"),
        tell=consent,
        erase=erasing.wipe_consents,
        move=merging.move_consents,
        move_back=merging.move_consents_back,
        order=14,
    )
)
register(
    Holding(
        name="people.wishes",
        label=gettext_lazy("Copies and erasures asked for"),
        fate=Fate.REMOVED,
        because=gettext_lazy("Copies are wiped out. That you asked stays, without your name."),
        covers=(
            "people.DataCopy.person",
            "people.Erasure.person",
            "people.Merge.survivor",
            "people.Merge.loser",
            "people.MergeProposal.survivor",
            "people.MergeProposal.loser",
            "people.Merge.proposal",
            "people.UndoProposal.merge",
        ),
        rows=lambda person: person.erasures.all(),
        tell=wish,
        erase=erasing.wipe_copies,
        order=15,
    )
)
register(
    Holding(
        name="people.work",
        label=gettext_lazy("What you did in your work for the programme"),
        fate=Fate.ANONYMOUS,
        because=gettext_lazy("What was decided stands, under a number without your name."),
        covers=(
            "people.IdentityNumber.checked_by",
            "people.Membership.begun_by",
            "people.Membership.ended_by",
            "people.Appointment.proposed_by",
            "people.Appointment.decided_by",
            "people.Consent.given_by",
            "people.Consent.withdrawn_by",
            "people.MergeProposal.proposed_by",
            "people.MergeProposal.decided_by",
            "people.UndoProposal.proposed_by",
            "people.UndoProposal.decided_by",
            "people.Recovery.proposed_by",
            "people.Recovery.decided_by",
            "people.Correction.proposed_by",
            "people.Correction.decided_by",
            "people.Correction.seen_by",
            "admin.LogEntry.user",
        ),
        order=90,
    )
)


def correction(held):
    """A correction of one's details, and how it stands."""
    return {_("Asked on"): moment(held.proposed_at), _("Why"): held.reason, _("State"): held.get_state_display()}


register(
    Holding(
        name="people.recovering",
        label=gettext_lazy("Ways back into the account, and corrections"),
        fate=Fate.ANONYMOUS,
        because=gettext_lazy("What was shown and written down goes. That two people decided stays, without your name."),
        covers=(
            "people.Code.person",
            "people.Recovery.person",
            "people.Correction.person",
            "people.CorrectionScan.correction",
        ),
        rows=lambda person: person.corrections.all(),
        tell=correction,
        erase=erasing_recovering.wipe_recovering,
        conflicts=merging.correction_conflicts,
        order=16,
    )
)
