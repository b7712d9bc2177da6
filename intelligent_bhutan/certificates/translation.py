"""What certificates say, in both languages."""

from modeltranslation.translator import TranslationOptions, register

from intelligent_bhutan.certificates.models import Achievement


@register(Achievement)
class AchievementTranslation(TranslationOptions):
    """Title and sentence."""

    fields = ("title", "statement")
    required_languages = ("en",)
