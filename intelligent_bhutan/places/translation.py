"""Place names in both languages."""

from modeltranslation.translator import TranslationOptions, register

from intelligent_bhutan.places.models import Dzongkhag, Gewog


@register(Dzongkhag)
class DzongkhagTranslation(TranslationOptions):
    """The name as the Dzongkha Development Commission writes it, where confirmed."""

    fields = ("name",)
    required_languages = ("en",)


@register(Gewog)
class GewogTranslation(TranslationOptions):
    """Most gewogs have no confirmed Dzongkha spelling yet; those fall back to English."""

    fields = ("name",)
    required_languages = ("en",)
