"""A notice as an e-mail: in the person's language, with plain words and simple HTML."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation


def letter(delivery, reach):
    """The e-mail of this copy. Sent again it bears the same Message-ID.

    A Dzongkha subject has the English one beside it: many mail programs show a list without the font.
    """
    notice, language = delivery.notice, reach.person.language
    with translation.override(language):
        context = {
            "language": language,
            "notice": notice,
            "link": settings.PUBLIC_URL + notice.get_absolute_url(),
            "choices": settings.PUBLIC_URL + reverse("notices:choices"),
        }
        subject, text = one_line(notice.subject), render_to_string("notices/letter.txt", context)
        page = render_to_string("notices/letter.html", context)
    with translation.override("en"):
        english = one_line(notice.subject)
    made = EmailMultiAlternatives(
        subject=subject if subject == english else f"{subject} – {english}",
        body=text,
        to=[reach.email],
        headers={"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"},
    )
    made.attach_alternative(page, "text/html")
    return made


def message_id(delivery):
    """Made of the copy's reference, so that mail programs can tell a twin."""
    return f"<{delivery.reference}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def one_line(text):
    """A subject holds no line breaks, whatever a fact holds."""
    return " ".join(text.split())
