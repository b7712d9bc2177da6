"""Editorial content of this app in both languages."""

from modeltranslation.translator import TranslationOptions, register

from intelligent_bhutan.people.models import Organisation


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    """An organisation's name."""

    fields = ("name",)
    required_languages = ("en",)
