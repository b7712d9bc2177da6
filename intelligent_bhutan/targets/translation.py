"""A target's title in both languages."""

from modeltranslation.translator import TranslationOptions, register

from intelligent_bhutan.targets.models import Target


@register(Target)
class TargetTranslation(TranslationOptions):
    """The title."""

    fields = ("title",)
    required_languages = ("en",)
