"""Signing in without e-mail or phone: class code, roll number, then pictures or digits. Works without JavaScript.

The session keeps what was given so far. A roll number that nobody has looks like one that somebody has until the PIN
fails, so that a class list cannot be read off.
"""

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intelligent_bhutan.dzongkha import to_ascii_digits
from intelligent_bhutan.people import pins
from intelligent_bhutan.people.actions import limits
from intelligent_bhutan.people.actions import pins as pin_actions
from intelligent_bhutan.people.models import Pin
from intelligent_bhutan.people.rules import is_staff_member
from literacy.actions.cohorts import first_sign_ins_are_open
from literacy.forms.cohorts import ClassCodeForm, NumberPinForm, RollForm
from literacy.models import Cohort, Enrolment
from literacy.pictures import PICTURE_WORDS

KEY = "class"
BACKEND = "intelligent_bhutan.people.backends.PortalBackend"
A_SCHOOL_DAY = 8 * 60 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request):
    """Which class?"""
    form = ClassCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cohort = cohort_by(form.cleaned_data["code"])
        if cohort is not None:
            request.session[KEY] = {"code": cohort.code}
            return redirect("literacy:class_roll")
        form.add_error("code", _("There is no class with this code. Look at your card, or ask your teacher."))
    return render(request, "literacy/class_code.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def roll(request):
    """Which learner?"""
    given = request.session.get(KEY)
    if not given:
        return redirect("literacy:class_sign_in")
    form = RollForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = to_ascii_digits(form.cleaned_data["roll_number"]).strip(" ་")
        if number.isdecimal() and len(number) < 8:
            request.session[KEY] = {"code": given["code"], "roll": int(number)}
            return redirect("literacy:class_pin")
        form.add_error("roll_number", _("A roll number is a number, such as 14."))
    context = {"form": form, "cohort": cohort_by(given["code"])}
    return render(request, "literacy/class_roll.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pin(request):
    """The pictures or the digits; the first time, choosing them."""
    given = request.session.get(KEY)
    if not given or "roll" not in given:
        return redirect("literacy:class_sign_in")
    cohort = cohort_by(given["code"])
    enrolments = Enrolment.objects.filter(cohort=cohort, roll_number=given["roll"], left_at=None)
    enrolment = enrolments.select_related("citizen").first()
    person = enrolment.citizen if enrolment else None
    held = Pin.objects.filter(person=person).first() if person else None
    if person and held is None:
        return choose(request, cohort, person, given)
    kind = held.kind if held else pins.PICTURE
    if wait := limits.blocked_until(*keys(person, given)):
        return shown(request, kind, person, given, wait=wait)
    if request.method == "POST" and (symbols := gathered(request, kind, given)) is not None:
        return entered(request, person, kind, symbols, given)
    return shown(request, kind, person, given)


def entered(request, person, kind, symbols, given):
    """A whole PIN came: sign in, or count the failure."""
    may = person is not None and person.is_active and not is_staff_member(person)
    if may and pin_actions.check_pin(person=person, symbols=symbols):
        limits.forget(limits.of_person(person))
        return signed_in(request, person)
    limits.note_failure(*keys(person, given))
    return shown(request, kind, person, given, wrong=True, wait=limits.blocked_until(*keys(person, given)))


def choose(request, cohort, person, given):
    """No PIN yet: while the coordinator has opened it, the learner chooses one."""
    if not first_sign_ins_are_open(cohort):
        return render(request, "literacy/class_closed.html", {"cohort": cohort}, status=403)
    kind = request.POST.get("kind") or request.GET.get("kind") or given.get("kind", "")
    if kind not in pins.LENGTHS:
        return render(request, "literacy/class_choose.html", {"person": person})
    remember(request, given | {"kind": kind})
    given = request.session[KEY]
    if request.method == "POST" and (symbols := gathered(request, kind, given)) is not None:
        try:
            pin_actions.set_pin(person=person, kind=kind, symbols=symbols, by=person)
        except ValidationError as refusal:
            return shown(request, kind, person, given, choosing=True, refusal=refusal.messages)
        return signed_in(request, person)
    return shown(request, kind, person, given, choosing=True)


def gathered(request, kind, given):
    """The whole PIN once it is there, else None; pictures come one by one and are kept in the session."""
    if kind == pins.NUMBER:
        digits = to_ascii_digits(request.POST.get("pin", "")).strip(" ་")
        return list(digits[:20]) if digits else None
    if request.POST.get("again"):
        remember(request, given | {"given": []})
        return None
    so_far = [*given.get("given", []), request.POST.get("picture", "")][: pins.LENGTHS[pins.PICTURE]]
    if so_far[-1] not in pins.PICTURES:
        return None
    whole = len(so_far) == pins.LENGTHS[pins.PICTURE]
    remember(request, given | {"given": [] if whole else so_far})
    return so_far if whole else None


def shown(request, kind, person, given, **context):
    """The page of the pictures or of the digits."""
    place = str(person.public_id) if person else f"nobody:{given['code']}:{given['roll']}"
    so_far = request.session[KEY].get("given", [])
    context |= {
        "kind": kind,
        "pictures": [(one, PICTURE_WORDS[one]) for one in pins.layout(place, settings.PIN_KEY)],
        "given": len(so_far),
        "length": pins.LENGTHS[kind],
        "form": NumberPinForm(),
    }
    refused = context.get("wrong") or context.get("wait") or context.get("refusal")
    return render(request, "literacy/class_pin.html", context, status=422 if refused else 200)


def signed_in(request, person):
    """A session for a school day."""
    request.session.pop(KEY, None)
    login(request, person, backend=BACKEND)
    request.session.set_expiry(A_SCHOOL_DAY)
    return redirect("my_page")


def remember(request, given):
    """Keep what was given so far."""
    request.session[KEY] = given


def keys(person, given):
    """What failures are counted under: the learner, real or not, and the class."""
    who = limits.of_person(person) if person else f"person:{given['code']}:{given['roll']}"
    return who, limits.of_cohort(given["code"])


def cohort_by(text):
    """The class with this code, forgiving case, spaces and dashes; or None. No code holds signs that look alike."""
    bare = "".join(to_ascii_digits(text).upper().replace("-", " ").replace("་", " ").split())
    return Cohort.objects.filter(code=bare).first() if bare else None
