"""Signing in without e-mail or phone: class code, roll number, then pictures or digits. Works without JavaScript.

The session keeps what was given so far, pictures sealed. A roll number that nobody has looks like one that somebody
has, with or without a PIN, so that a class list cannot be read off. Accounts outlive cohorts: whoever has left a class
still signs in with its card.
"""

from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intelligent_bhutan import sealing, typed_codes
from intelligent_bhutan.dzongkha import to_ascii_digits
from intelligent_bhutan.keyring import ring
from intelligent_bhutan.people import arrivals, pins
from intelligent_bhutan.people.actions import limits, sessions
from intelligent_bhutan.people.actions import pins as pin_actions
from intelligent_bhutan.people.pictures import PICTURE_WORDS
from intelligent_bhutan.people.rules import is_staff_member, may_be_given_pin
from literacy.actions.cohorts import first_sign_ins_are_open
from literacy.forms.cohorts import ClassCodeForm, NumberPinForm, RollForm
from literacy.models import Enrolment
from literacy.queries.cohorts import with_code

KEY = "class"
BACKEND = "intelligent_bhutan.people.backends.PortalBackend"
A_SCHOOL_DAY = timedelta(hours=8)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request):
    """Which class?"""
    form = ClassCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cohort = with_code(form.cleaned_data["code"])
        if cohort is not None:
            remember(request, {"code": cohort.code})
            return redirect("literacy:class_roll")
        form.add_error("code", _("There is no class with this code. Look at your card, or ask your teacher."))
    return render(request, "literacy/class_code.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def roll(request):
    """Which learner?"""
    given = request.session.get(KEY)
    cohort = with_code(given["code"]) if given else None
    if cohort is None:
        return redirect("literacy:class_sign_in")
    form = RollForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = to_ascii_digits(form.cleaned_data["roll_number"]).strip(" ་")
        if number.isdecimal() and len(number) < 8:
            remember(request, {"code": cohort.code, "roll": int(number)})
            return redirect("literacy:class_pin")
        form.add_error("roll_number", _("A roll number is a number, such as 14."))
    context = {"form": form, "cohort": cohort}
    return render(request, "literacy/class_roll.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("pin", "picture")
@require_http_methods(["GET", "HEAD", "POST"])
def pin(request):
    """The pictures or the digits; the first time, choosing them."""
    given = request.session.get(KEY)
    cohort = with_code(given["code"]) if given and "roll" in given else None
    if cohort is None:
        return redirect("literacy:class_sign_in")
    enrolments = Enrolment.objects.filter(cohort=cohort, roll_number=given["roll"])
    enrolment = enrolments.select_related("citizen__pin").first()
    person = enrolment.citizen if enrolment else None
    held = getattr(person, "pin", None)
    if held is None and first_sign_ins_are_open(cohort) and may_choose(enrolment):
        return choose(request, person, given)
    if held and "keep" in request.POST and (symbols := unsealed(given, "chosen")):
        return kept(request, person, given, symbols)  # another browser was quicker: say so
    kind = held.kind if held else pins.decoy(place_of(person, given), settings.PIN_KEY)
    if paused := pause(person, given):
        return shown(request, kind, person, given, **paused)
    if request.method == "POST" and (symbols := gathered(request, kind, given)) is not None:
        return entered(request, kind, enrolment, symbols, given)
    return shown(request, kind, person, given)


def may_choose(enrolment):
    """Whether this is a learner of the class who may have a PIN."""
    return enrolment is not None and enrolment.left_at is None and may_be_given_pin(enrolment.citizen)


def entered(request, kind, enrolment, symbols, given):
    """A whole PIN came: take a try, then sign in, or count the failure for the class too."""
    person = enrolment.citizen if enrolment else None
    if limits.take(key_of(person, given)):
        right = pin_actions.check_pin(pin=getattr(person, "pin", None), symbols=symbols)
        if right and person.is_active and not is_staff_member(person):
            limits.forget(limits.of_person(person))
            return signed_in(request, person)
        learners = Enrolment.objects.filter(cohort__code=given["code"]).count()
        limits.take(limits.of_cohort(given["code"]), free=learners)
    return shown(request, kind, person, given, wrong=True, **pause(person, given))


def choose(request, person, given):
    """No PIN yet: while the coordinator has opened it, the learner chooses one, sees it once more and keeps it."""
    kind = request.POST.get("kind") or request.GET.get("kind") or given.get("kind", "")
    if kind not in pins.LENGTHS:
        return render(request, "literacy/class_choose.html", {"person": person})
    if kind != given.get("kind") or "again" in request.POST:
        given = remember(request, given | {"kind": kind, "given": "", "chosen": ""})
    if symbols := unsealed(given, "chosen"):
        return kept(request, person, given, symbols) if "keep" in request.POST else looked_at(request, kind, symbols)
    if request.method == "POST" and (symbols := gathered(request, kind, given)) is not None:
        try:
            pin_actions.refuse_unfit(kind, symbols)
        except ValidationError as refusal:
            return shown(request, kind, person, given, choosing=True, refusal=refusal.messages)
        remember(request, given | {"given": "", "chosen": sealed(symbols)})
        return looked_at(request, kind, symbols)
    return shown(request, kind, person, given, choosing=True)


def looked_at(request, kind, symbols):
    """What was chosen, once more in full, before it is kept."""
    pictures = [(one, PICTURE_WORDS[one]) for one in symbols] if kind == pins.PICTURE else []
    return render(request, "literacy/class_keep.html", {"kind": kind, "pictures": pictures, "digits": "".join(symbols)})


def kept(request, person, given, symbols):
    """The learner's own PIN from now on, and a session."""
    try:
        pin_actions.choose_pin(person=person, kind=given["kind"], symbols=symbols)
    except ValidationError as refusal:
        given = remember(request, given | {"chosen": ""})
        return shown(request, given["kind"], person, given, refusal=refusal.messages)
    return signed_in(request, person)


def gathered(request, kind, given):
    """The whole PIN once it is there, else None; pictures come one by one and are kept in the session, sealed."""
    if kind == pins.NUMBER:
        return list(typed_codes.bare(request.POST.get("pin", ""))[:20]) or None
    if request.POST.get("again"):
        remember(request, given | {"given": ""})
        return None
    picture = request.POST.get("picture", "")
    if picture not in pins.PICTURES:
        return None
    symbols = [*unsealed(given, "given"), picture]
    whole = len(symbols) == pins.LENGTHS[pins.PICTURE]
    remember(request, given | {"given": "" if whole else sealed(symbols)})
    return symbols if whole else None


def sealed(symbols):
    """The signs as the session keeps them."""
    return sealing.encrypt(",".join(symbols), *ring("PIN_KEY")).decode()


def unsealed(given, name):
    """The signs kept there: touched so far, or chosen; none under a key that has changed since."""
    try:
        return sealing.decrypt(given[name].encode(), *ring("PIN_KEY")).split(",") if given.get(name) else []
    except InvalidToken:
        return []


def shown(request, kind, person, given, **context):
    """The page of the pictures or of the digits."""
    context |= {
        "kind": kind,
        "pictures": [(one, PICTURE_WORDS[one]) for one in pins.layout(place_of(person, given), settings.PIN_KEY)],
        "given": len(unsealed(request.session[KEY], "given")),
        "length": pins.LENGTHS[kind],
        "form": NumberPinForm(),
    }
    refused = context.get("wrong") or context.get("wait") or context.get("refusal")
    return render(request, "literacy/class_pin.html", context, status=422 if refused else 200)


def signed_in(request, person):
    """A session for a school day, that ends with the browser: a class shares its devices."""
    request.session.pop(KEY, None)
    login(request, person, backend=BACKEND)
    sessions.on_shared_device(request, A_SCHOOL_DAY)
    arrivals.arrived(request, person)
    return redirect("my_page")


def remember(request, given):
    """Keep what was given so far; returns it."""
    request.session[KEY] = given
    return given


def place_of(person, given):
    """What the order of the pictures hangs on: the learner, real or not."""
    return str(person.public_id) if person else f"nobody:{given['code']}:{given['roll']}"


def key_of(person, given):
    """What a learner's tries are counted under, real or not."""
    return limits.of_person(person) if person else f"person:{given['code']}:{given['roll']}"


def pause(person, given):
    """When the learner may try again, in whole minutes, and whether the whole class waits; empty for now."""
    for key in (key_of(person, given), limits.of_cohort(given["code"])):
        if until := limits.blocked_until(key):
            return {"wait": until + timedelta(seconds=59), "whole_class": key.startswith("cohort:")}
    return {}
