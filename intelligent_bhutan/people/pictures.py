"""What the twelve pictures are called, for screen readers and for the line below each."""

from django.utils.translation import gettext_lazy as _

PICTURE_WORDS = {
    "yak": _("Yak"),
    "dzong": _("Dzong"),
    "chilli": _("Chilli"),
    "flag": _("Flag"),
    "lamp": _("Lamp"),
    "cypress": _("Cypress"),
    "mountain": _("Mountain"),
    "river": _("River"),
    "target": _("Target"),
    "poppy": _("Poppy"),
    "maize": _("Maize"),
    "moon": _("Moon"),
}
