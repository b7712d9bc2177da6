"""Reading certificates: the face that is printed, and what a stranger may learn of one."""

import unicodedata
from datetime import date
from functools import reduce
from operator import or_
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import BigIntegerField, Count, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import get_language

from intelligent_bhutan.certificates import codes, rendering
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.dzongkha import tidy
from intelligent_bhutan.keyring import by_fingerprint, ring
from intelligent_bhutan.outbox.models import Message

KINDS = ("certificates.issue", "certificates.print")
ISSUER = rendering.Words("GovTech Agency, Royal Government of Bhutan", None)


def fonts() -> Path:
    """Where the fonts of certificates are, made with the front end."""
    return Path(settings.FONTS_DIR)


def folder():
    """Below which PDFs are kept: a folder, or the store of objects that several servers share."""
    return default_storage if settings.MEDIA_STORAGE else Path(settings.MEDIA_ROOT)


def holds_any(person):
    """Whether the person holds a certificate, or is about to."""
    return Award.objects.visible_to(person).live().exists()


def line_of(award):
    """The primary keys of an award, of all that it replaced and of all that replaced it; `award` is one of them."""
    line, more = set(), {award}
    while more:
        line |= more
        related = Award.objects.filter(Q(replaces__in=more) | Q(replaced_by__in=more))
        more = set(related.values_list("pk", flat=True)) - line
    return line


def verify_address(award):
    """The whole address in the picture code, with the second secret."""
    return f"{settings.PUBLIC_URL}/verify/{award.code}/{codes.secret(award.code, key_of(award).encode())}/"


def key_of(award):
    """The key under which the certificate was issued; the one in use where that key is not given any more.

    Certificates from before keys had a name were issued under the oldest.
    """
    given = by_fingerprint("CERTIFICATE_KEY")
    return given.get(award.key_id, settings.CERTIFICATE_KEY) if award.key_id else list(given.values())[-1]


def face_of(award):
    """All that the certificate says, in the form that is printed."""
    achieved = award.achievement
    return rendering.CertificateFace(
        serial=award.serial,
        code=award.code,
        verify_address=verify_address(award),
        verify_at=settings.PUBLIC_URL.split("://")[-1] + "/verify/",
        name=award.printed_name,
        name_dz=award.printed_name_dz,
        title=achieved.title_en,
        title_dz=achieved.title_dz,
        statement=achieved.statement_en,
        statement_dz=achieved.statement_dz,
        domains=[rendering.DomainLine(fact["key"], fact["en"], fact.get("dz")) for fact in award.evidence],
        issued_on=timezone.localdate(award.issued_at),
        standard=achieved.version,
        issuer=ISSUER.en,
        issuer_dz=ISSUER.dz,
        replaces=award.replaces.serial if award.replaces else None,
        demonstration=award.is_demonstration,
        dzongkha_is_draft=rendering.DZONGKHA_IS_DRAFT,
    )


def by_code(code):
    """The issued award under this code, or None."""
    return Award.objects.issued().select_related("achievement", "replaces").filter(code=code).first()


def by_picture_code(code, secret):
    """The award whose picture code carries this secret, or None: a wrong secret and no such code look the same."""
    if sum(codes.secret_matches(code, secret, key.encode()) for key in ring("CERTIFICATE_KEY")) == 0:
        return None
    award = by_code(code)
    return award if award and codes.secret_matches(code, secret, key_of(award).encode()) else None


def carries_name(award, name):
    """Whether the name is the one printed, in either language, without regard to case and spacing."""
    return bool(folded(name)) and folded(name) in {folded(award.printed_name), folded(award.printed_name_dz)}


def folded(name):
    """A name as it is compared."""
    return "".join(unicodedata.normalize("NFKC", tidy(name)).casefold().split())


def tested(award):
    """What was tested and when: (words, their language, day) in the order of the certificate."""
    return [(*in_page_language(fact), date.fromisoformat(fact["on"])) for fact in award.evidence]


def in_page_language(fact):
    """A fact's words in the page's language where it has them, else in English, and which language that is."""
    spoken = "dz" if get_language() == "dz" and fact.get("dz") else "en"
    return fact[spoken], spoken


def replacement_of(award):
    """The issued certificate that stands in for a revoked one, or None."""
    return Award.objects.issued().filter(replaces=award).first() if award.revoked_at else None


def matching(text):
    """Awards for the staff page: by serial number, code or part of the printed name; all, newest first, for no text."""
    found = Award.objects.select_related("achievement", "citizen").order_by("-awarded_at", "-pk")
    if not text:
        return found
    serial = text.upper().removeprefix("IB-").split("-")
    if len(serial) == 2 and all(part.isdecimal() for part in serial):
        return found.filter(serial_year=int(serial[0]), serial_number=int(serial[1]) % 2**31)
    if code := codes.tidy(text):
        return found.filter(code=code)
    names = ("printed_name", "printed_name_dz", "citizen__full_name", "citizen__full_name_dz")
    return found.filter(reduce(or_, (Q(**{f"{name}__icontains": text}) for name in names)))


def progress():
    """How many awards wait for their number, wait for their PDF, are ready, are revoked; erased ones wait no more."""
    waits = Q(pdf_sha256="", revoked_at__isnull=True, erased_at__isnull=True)
    return Award.objects.aggregate(
        waiting=Count("pk", filter=waits & Q(issued_at__isnull=True)),
        unprinted=Count("pk", filter=waits & Q(issued_at__isnull=False)),
        ready=Count("pk", filter=~Q(pdf_sha256="") & Q(revoked_at__isnull=True)),
        revoked=Count("pk", filter=Q(revoked_at__isnull=False)),
    )


def given_up(award):
    """The dead messages of this award's certificate."""
    return list(Message.objects.dead().filter(kind__in=KINDS, payload__award=award.pk).order_by("pk"))


def stuck():
    """Awards whose certificate was given up half-way and holds: no number, or no PDF. The longest stuck come first."""
    dead = Message.objects.dead().filter(kind__in=KINDS)
    numbers = dead.annotate(award=Cast(KeyTextTransform("award", "payload"), BigIntegerField())).values("award")
    unfinished = Award.objects.live().borne().filter(pdf_sha256="", pk__in=numbers)
    return unfinished.select_related("citizen").order_by("awarded_at", "pk")
