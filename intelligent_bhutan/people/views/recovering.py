"""Getting back in by oneself: a code to a verified e-mail or phone, or the slip from a centre; and proving a phone.

Every answer is the same whether the name exists or not. What was confirmed so far stands in the session.
"""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intelligent_bhutan import refusals
from intelligent_bhutan.people import pins
from intelligent_bhutan.people.actions import codes, details, limits
from intelligent_bhutan.people.actions import recovering as actions
from intelligent_bhutan.people.forms.recovering import CodeForm, ForgottenForm, MyPhoneForm, NewPasswordForm, SlipForm
from intelligent_bhutan.people.models import Code
from intelligent_bhutan.people.origins import line_of
from intelligent_bhutan.people.pictures import PICTURE_WORDS
from intelligent_bhutan.people.queries import recovering as queries
from intelligent_bhutan.templatetags.dzongkha import clock

KEY = "recovering"
Purpose, Way = Code.Purpose, Code.Way
page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@page
def forgotten(request):
    """Who? Then a code is on its way, or is not: the answer is the same."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        login = form.cleaned_data["login"]
        if may_try(request, form, limits.of_reset(login)):
            reach = queries.reach_of(login)
            if reach and not limits.take(limits.of_reset(str(reach.person.public_id))):
                reach = None  # asked for under other names: silence, or the names would be known to be one person's
            person, way = (reach.person, reach.way) if reach else (None, Way.EMAIL)
            sent = codes.send(purpose=Purpose.PASSWORD, person=person, way=way)
            request.session[KEY] = {"code": str(sent.public_id)}
            return redirect("people:recover_code")
    return render(request, "account/password_reset.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@page
def code(request):
    """The code that came; the right one leads to a new password."""
    given = request.session.get(KEY, {})
    if "code" not in given:
        return redirect("account_reset_password")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and is_right(form, given["code"], Purpose.PASSWORD):
        request.session[KEY] = {"confirmed": given["code"]}
        return redirect("people:recover_new")
    return render(request, "people/recover_code.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@page
def slip(request):
    """The number on the slip from the centre."""
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and may_try(request, form):
        digest = actions.slip_digest(form.cleaned_data["slip"])
        if actions.by_slip(digest):
            request.session[KEY] = {"slip": digest.hex()}
            return redirect("people:recover_new")
        form.add_error("slip", _("This number does not work. Look at the slip, or ask the officer for a new one."))
    return render(request, "people/recover.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("password")
@page
def new_password(request):
    """A new password, or a new PIN for whoever has a class card."""
    given = request.session.get(KEY, {})
    held = actions.by_slip(bytes.fromhex(given["slip"])) if "slip" in given else None
    if held is None and "confirmed" not in given:
        return redirect("people:recover" if "slip" in given else "account_reset_password")
    by_pin = held is not None and actions.signs_in_by_pin(held.person)
    if by_pin and request.POST.get("kind") in pins.LENGTHS:
        return drawn(request, held, request.POST["kind"])
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return set_and_in(request, given, form.cleaned_data["password"])
        except ValidationError as refusal:
            refusals.say(form, refusal)
    context = {"form": form, "by_pin": by_pin, "person": held.person if held else None}
    return render(request, "people/recover_new.html", context, status=422 if form.errors else 200)


def set_and_in(request, given, password):
    """Keep the password and sign in by allauth's steps, of which a second factor is one."""
    if "slip" in given:
        person, _signs = actions.use_slip(digest=bytes.fromhex(given["slip"]), password=password)
    else:
        person = codes.reset_password(public_id=given["confirmed"], password=password)
    del request.session[KEY]
    messages.success(request, _("Your new password is kept. Everybody else is signed out."))
    answer = perform_login(request, person, email_verification="none")
    request.session.set_expiry(0)  # the device may be the centre's
    return answer


def drawn(request, held, kind):
    """The new PIN, shown once."""
    try:
        _person, symbols = actions.use_slip(digest=bytes(held.slip_digest), pin_kind=kind)
    except ValidationError as refusal:
        form = SlipForm()
        return render(request, "people/recover.html", {"form": form, "refusal": refusal.messages}, status=422)
    del request.session[KEY]
    shown = [(one, PICTURE_WORDS.get(one, one)) for one in symbols]
    return render(request, "people/recover_pin.html", {"kind": kind, "symbols": shown})


@never_cache
@login_required
@page
def phone(request):
    """The number of one's own phone, and a code to it."""
    form = MyPhoneForm(request.POST or None, initial={"phone": request.user.phone or ""})
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["phone"]
        if may_try(request, form, limits.of_reset(number), limits.of_reset(str(request.user.public_id))):
            details.claim_phone(person=request.user, phone=number, by=request.user)
            sent = codes.send(purpose=Purpose.PHONE, person=request.user, way=Way.PHONE)
            request.session[KEY] = {"phone": str(sent.public_id)}
            return redirect("account_verify_phone")
    return render(request, "people/phone.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@login_required
@page
def phone_code(request):
    """The code that came to the phone: the right one proves that it is theirs."""
    given = request.session.get(KEY, {})
    if "phone" not in given:
        return redirect("account_change_phone")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and is_right(form, given["phone"], Purpose.PHONE):
        try:
            codes.verify_phone(person=request.user, public_id=given["phone"])
        except ValidationError as refusal:  # the button was pressed twice
            form.add_error("code", refusal)
        else:
            del request.session[KEY]
            messages.success(request, _("This phone is yours. You can get a new password with it."))
            return redirect("my_details")
    return render(request, "people/phone_code.html", {"form": form}, status=422 if form.errors else 200)


def is_right(form, public_id, purpose):
    """Whether the form's code is the one that was sent; says why not."""
    try:
        if codes.confirm(public_id=public_id, purpose=purpose, digits=form.cleaned_data["code"]):
            return True
        form.add_error("code", _("That was not right. Look at the code again."))
    except ValidationError as refusal:
        form.add_error("code", refusal)
    return False


def may_try(request, form, *keys):
    """Take one try of the line that asks and of each key; says until when there is a pause."""
    keys = (limits.of_line(line_of(request)), *keys)
    if all(limits.take(key) for key in keys):
        return True
    until = limits.blocked_until(*keys)
    form.add_error(None, _("Too many tries. You can try again at %(clock)s.") % {"clock": clock(until)})
    return False
