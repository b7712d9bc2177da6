"""Clean input about people. allauth's forms import this package, so nothing here may import those."""

from intelligent_bhutan.people.forms.about_me import (
    AboutMe,
    DetailsForm,
    PhoneField,
    PlaceSelect,
    ProfileForm,
    gewog_choices,
)

__all__ = ["AboutMe", "DetailsForm", "PhoneField", "PlaceSelect", "ProfileForm", "gewog_choices"]
