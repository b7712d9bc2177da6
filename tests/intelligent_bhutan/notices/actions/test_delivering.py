"""Carrying copies: once, to the right address, in the right language, or not at all and why."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from intelligent_bhutan import notices
from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.notices.actions import delivering
from intelligent_bhutan.notices.gateways import Fate, TryLaterError
from intelligent_bhutan.notices.gateways.callbacks import Report
from intelligent_bhutan.notices.models import Choices, Delivery
from intelligent_bhutan.outbox.models import Message
from tests.factories.notices import a_kind, reachable
from tests.factories.people import PersonFactory
from tests.provider import provider

pytestmark = pytest.mark.django_db
NOON = timezone.make_aware(timezone.datetime(2026, 12, 5, 12))
NIGHT = timezone.make_aware(timezone.datetime(2026, 12, 5, 23, 30))
PHONE = "+97517123456"


@pytest.fixture(autouse=True)
def kind():
    """A kind of notice with a text message."""
    with a_kind(subject=gettext_lazy("Monday")) as made:
        yield made


@pytest.fixture
def there(settings):
    """A provider that the portal sends through."""
    with provider(key="secret") as made:
        settings.SMS_GATEWAY, settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_TIMEOUT = (
            "http",
            made.address,
            "secret",
            2,
        )
        yield made


def a_copy(channel="text", *, person=None, kind=None, place="Paro"):
    """A copy that waits."""
    with a_kind(name="tests.other") as other:
        told = notices.tell(person=person or reachable(), kind=kind or other, place=place)
    return told.deliveries.get(channel=channel)


def carried(copy, *, again=False, last=False, at=NOON):
    """The copy after it was carried, as the database has it."""
    delivering.deliver(delivery=copy.pk, again=again, last=last, at=at)
    return Delivery.objects.get(pk=copy.pk)


def standing(copy):
    """Its state, and why if it did not go."""
    copy.refresh_from_db()
    return copy.reason or copy.state


# --- texts -----------------------------------------------------------------------------------------------------------


def test_text_goes_to_the_provider_under_its_reference(kind, there):
    copy = carried(a_copy(kind=kind))
    assert (copy.state, copy.handed_at, copy.ended_at, copy.parts, copy.number) == ("handed_over", NOON, None, 1, "p1")
    assert there.texts[str(copy.reference)]["to"] == PHONE
    assert there.texts[str(copy.reference)]["text"] == "Come to Paro!"


def test_text_that_was_carried_is_not_carried_again(kind, there):
    copy = carried(a_copy(kind=kind))
    for again in (False, True):
        carried(copy, again=again)
    assert there.sent == [str(copy.reference)]
    assert there.asked == []


def test_text_whose_worker_died_is_asked_for_and_not_sent_again(kind, there):
    copy = a_copy(kind=kind)
    with transaction.atomic():  # a worker that dies between the provider's yes and its commit
        delivering.deliver(delivery=copy.pk, at=NOON)
        transaction.set_rollback(True)
    assert standing(copy) == "waiting"
    there.texts[str(copy.reference)]["state"] = "delivered"
    assert carried(copy, again=True).state == "delivered"
    assert there.sent == there.asked == [str(copy.reference)]


def test_text_whose_worker_died_is_recorded_whatever_the_hour(kind, there):
    copy = a_copy(kind=kind)
    with transaction.atomic():
        delivering.deliver(delivery=copy.pk, at=NOON)
        transaction.set_rollback(True)
    assert carried(copy, again=True, at=NIGHT).state == "handed_over"


def test_text_that_never_arrived_is_sent_by_the_next_worker(kind, there):
    copy = a_copy(kind=kind)
    assert carried(copy, again=True).state == "handed_over"
    assert there.asked == there.sent == [str(copy.reference)]


def test_text_whose_answer_got_lost_is_not_sent_again(kind, there, settings):
    settings.SMS_TIMEOUT = 0.3
    there.after.clear()
    copy = a_copy(kind=kind)
    with pytest.raises(TryLaterError), transaction.atomic():
        delivering.deliver(delivery=copy.pk, at=NOON)
    there.after.set()
    assert carried(copy, again=True).state == "handed_over"
    assert there.sent == [str(copy.reference)]


def test_refused_text_fails_and_one_that_waits_is_tried_until_the_last(kind, there):
    copy = a_copy(kind=kind)
    there.answers = [422]
    assert (carried(copy).state, standing(copy)) == ("failed", "refused")
    other = a_copy(kind=kind, person=reachable(email=None, phone="+97577123456"))
    there.answers = [503, 503]
    with pytest.raises(TryLaterError), transaction.atomic():
        delivering.deliver(delivery=other.pk, again=True, at=NOON)
    assert standing(other) == "waiting"
    there.answers = [503]
    carried(other, again=True, last=True)
    assert standing(other) == "gave_up"


def test_text_of_a_notice_that_was_erased_goes_nowhere(kind, there):
    copy = a_copy(kind=kind)
    copy.notice.delete()
    assert delivering.deliver(delivery=copy.pk, at=NOON) is None
    assert there.sent == []


# --- whether it goes -------------------------------------------------------------------------------------------------


def test_text_that_falls_due_at_night_is_put_off_till_the_morning(kind, there):
    copy = carried(a_copy(kind=kind), at=NIGHT)
    assert (copy.state, there.sent) == ("waiting", [])
    later = Message.objects.filter(payload__delivery=copy.pk).latest("pk")
    assert later.next_at - timezone.now() > timedelta(hours=7)
    morning = carried(copy)
    assert (morning.state, morning.tries, there.asked) == ("handed_over", 1, [])


def test_urgent_text_goes_at_night(there):
    with a_kind(name="tests.urgent", urgent=True) as urgent:
        assert carried(a_copy(kind=urgent), at=NIGHT).state == "handed_over"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"phone": None, "phone_verified": False}, "no_address"),
        ({"phone": "+97577123456", "phone_verified": False}, "unverified"),
    ],
)
def test_text_follows_what_changed_while_it_waited(kind, there, change, reason):
    copy = a_copy(kind=kind)
    person = copy.notice.person
    for name, value in change.items():
        setattr(person, name, value)
    person.save()
    carried(copy)
    assert (standing(copy), there.sent) == (reason, [])


def test_text_that_was_switched_off_while_it_waited_does_not_go(kind, there):
    copy = a_copy(kind=kind)
    Choices.objects.create(person=copy.notice.person, no_text=["work"])
    carried(copy)
    assert (standing(copy), there.sent) == ("chosen", [])


def test_texts_of_a_day_are_limited_and_the_inbox_has_them_all(kind, there, settings):
    settings.TEXTS_A_DAY = 2
    person = reachable()
    copies = [a_copy(kind=kind, person=person) for _ in range(4)]
    late = NOON.replace(hour=19, minute=59)
    for copy in copies[:3]:
        carried(copy, at=late)
    assert [standing(copy) for copy in copies] == ["handed_over", "handed_over", "limit", "waiting"]
    carried(copies[3], at=NOON + timedelta(days=1))
    assert standing(copies[3]) == "handed_over"
    assert person.notices.count() == 4


def test_urgent_texts_do_not_count_toward_the_limit(kind, there, settings):
    settings.TEXTS_A_DAY = 1
    person = reachable()
    with a_kind(name="tests.urgent", urgent=True) as urgent:
        for _ in range(2):
            assert carried(a_copy(kind=urgent, person=person)).state == "handed_over"
        assert carried(a_copy(kind=kind, person=person)).state == "handed_over"
        assert carried(a_copy(kind=urgent, person=person)).state == "handed_over"
    assert carried(a_copy(kind=kind, person=person)).reason == "limit"


# --- in which words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "shows", "words"),
    [
        ("dz", "yes", "གཟའ་མིག་དམར་"),
        ("dz", "no", "Monday"),
        ("dz", "unknown", "Monday"),
        ("en", "yes", "Monday"),
    ],
)
def test_text_is_in_dzongkha_where_the_phone_shows_it(there, language, shows, words):
    person = reachable(language=language)
    Choices.objects.create(person=person, phone_shows_dzongkha=shows)
    with a_kind(name="tests.day", text=gettext_lazy("Monday")) as day:
        copy = carried(a_copy(kind=day, person=person))
    assert there.texts[str(copy.reference)]["text"] == words


def test_text_is_short_enough(there, settings):
    settings.SMS_PARTS = 2
    with a_kind(name="tests.long", text="“Come” to %(place)s. " + "And bring your card. " * 30) as long:
        copy = carried(a_copy(kind=long))
    sent = there.texts[str(copy.reference)]["text"]
    assert copy.parts == 2
    assert sent.startswith('"Come" to Paro. And')
    assert sent.endswith(" ...") or sent.endswith("...")
    assert len(sent) <= 306


# --- e-mail ----------------------------------------------------------------------------------------------------------


def test_letter_is_in_the_persons_language_with_an_english_subject_beside_it(kind, settings):
    settings.PUBLIC_URL = "https://portal.example.bt"
    copy = carried(a_copy("email", kind=kind, person=reachable(language="dz"), place="<Paro> & \n more"))
    assert copy.state == "handed_over"
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["pema@example.bt"], "གཟའ་མིག་དམར་ – Monday")
    assert letter.extra_headers["Message-ID"] == f"<{copy.reference}@portal.example.bt>"
    assert "Come to <Paro> & \n more." in letter.body
    assert f"https://portal.example.bt/dz/me/notices/{copy.notice.public_id}/" in letter.body
    page = letter.alternatives[0].content
    assert 'lang="dz"' in page
    assert "&lt;Paro&gt; &amp;" in page


def test_english_letter_has_one_subject_on_one_line():
    with a_kind(name="tests.lines", subject="To %(place)s") as lines:
        carried(a_copy("email", kind=lines, place="Paro\nBcc: all@example.bt"))
    assert mail.outbox[0].subject == "To Paro Bcc: all@example.bt"


def test_letter_sent_again_bears_the_same_id(kind):
    copy = a_copy("email", kind=kind)
    with transaction.atomic():
        delivering.deliver(delivery=copy.pk, at=NOON)
        transaction.set_rollback(True)
    carried(copy, again=True)
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 1
    assert len(mail.outbox) == 2


class Refusing(BaseEmailBackend):
    """A mail server that answers with `problem`."""

    problem = None

    def send_messages(self, messages):
        raise self.problem


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (smtplib.SMTPRecipientsRefused({"pema@example.bt": (550, b"no such user")}), "refused"),
        (smtplib.SMTPRecipientsRefused({"pema@example.bt": (450, b"busy")}), None),
        (smtplib.SMTPDataError(554, b"no"), "refused"),
        (smtplib.SMTPDataError(451, b"later"), None),
        (smtplib.SMTPAuthenticationError(535, b"who?"), None),
        (smtplib.SMTPServerDisconnected("gone"), None),
        (TimeoutError(), None),
    ],
)
def test_mail_server_refuses_for_good_or_for_now(kind, settings, monkeypatch, problem, reason):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    monkeypatch.setattr(Refusing, "problem", problem)
    copy = a_copy("email", kind=kind)
    if reason:
        carried(copy)
        assert standing(copy) == reason
    else:
        with pytest.raises(TryLaterError) as said, transaction.atomic():
            delivering.deliver(delivery=copy.pk, at=NOON)
        assert "pema" not in str(said.value)


# --- reports ---------------------------------------------------------------------------------------------------------


def reported(copy, *fates):
    """The copy after these reports, in this order."""
    for fate in fates:
        delivering.note_report(report=Report(copy.reference, Fate(fate), "p1"), at=NOON + timedelta(minutes=1))
    return standing(copy)


@pytest.mark.parametrize(
    ("fates", "stands"),
    [
        (["accepted"], "handed_over"),
        (["delivered"], "delivered"),
        (["delivered", "delivered"], "delivered"),
        (["delivered", "accepted"], "delivered"),
        (["delivered", "failed"], "delivered"),
        (["failed"], "undelivered"),
        (["failed", "accepted"], "undelivered"),
        (["failed", "delivered"], "delivered"),
    ],
)
def test_report_goes_forward_only(kind, there, fates, stands):
    assert reported(carried(a_copy(kind=kind)), *fates) == stands


def test_report_that_overtakes_the_workers_commit_is_the_record(kind, there):
    copy = a_copy(kind=kind)
    assert reported(copy, "delivered") == "delivered"
    carried(copy, again=True)
    assert there.sent == []


def test_report_of_a_text_that_was_given_up_is_believed(kind, there):
    copy = a_copy(kind=kind)
    there.answers = [503, 503]
    carried(copy, again=True, last=True)
    assert reported(copy, "accepted") == "handed_over"


def test_report_of_a_letter_is_of_no_text(kind):
    with pytest.raises(Delivery.DoesNotExist):
        reported(a_copy("email", kind=kind), "delivered")


# --- once more -------------------------------------------------------------------------------------------------------


def test_retry_of_an_undelivered_text_is_a_new_text(kind, there):
    copy, operator = carried(a_copy(kind=kind)), PersonFactory()
    first = copy.reference
    reported(copy, "failed")
    delivering.retry(delivery=copy, by=operator)
    again = carried(copy)
    assert again.state == "handed_over"
    assert there.sent == [str(first), str(again.reference)]
    assert Entry.objects.filter(verb="delivery:retried", actor=str(operator.public_id)).count() == 1


def test_retry_of_what_was_given_up_asks_first(kind, there):
    copy = a_copy(kind=kind)
    with transaction.atomic():
        delivering.deliver(delivery=copy.pk, at=NOON)  # it arrived, and nobody learnt of it
        transaction.set_rollback(True)
    there.answers = [503]
    carried(copy, again=True, last=True)
    assert standing(copy) == "gave_up"
    delivering.retry(delivery=copy, by=PersonFactory())
    assert carried(copy).state == "handed_over"
    assert there.sent == [str(copy.reference)]


def test_retry_leaves_what_did_not_fail(kind, there):
    copy = carried(a_copy(kind=kind))
    delivering.retry(delivery=copy, by=PersonFactory())
    assert standing(copy) == "handed_over"


def test_retry_of_a_code_is_refused(there):
    code = notices.text_code(phone=PHONE, words="Your code: 482913")
    there.answers = [422]
    carried(code)
    with pytest.raises(ValidationError, match="new one"):
        delivering.retry(delivery=code, by=PersonFactory())
