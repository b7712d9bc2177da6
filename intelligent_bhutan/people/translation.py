"""Editorial content of this app in both languages."""

from modeltranslation.translator import TranslationOptions, register

from intelligent_bhutan.people.models import ConsentNotice, Organisation


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    """An organisation's name."""

    fields = ("name",)
    required_languages = ("en",)


@register(ConsentNotice)
class ConsentNoticeTranslation(TranslationOptions):
    """What people are told before they agree."""

    fields = ("short", "text")
    required_languages = ("en",)
