"""A page that asks one thing: what it is about, a form, a button."""

from django.shortcuts import render


def ask(request, form, *, title, button, back, lead="", facts=(), danger=False):
    """The page; `back` is the address and name of the page before, `facts` are pairs of what and what it is."""
    context = {"form": form, "title": title, "button": button, "back": back, "lead": lead}
    context |= {"facts": facts, "kind": "danger" if danger else ""}
    return render(request, "people/ask.html", context, status=422 if form.errors else 200)
