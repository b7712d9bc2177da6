"""Editorial content in both languages; English is required, Dzongkha falls back to it with the fallback marked."""

from modeltranslation.translator import TranslationOptions, register

from literacy.models import (
    Block,
    Centre,
    CheckOption,
    CourseVersion,
    Domain,
    Guide,
    Item,
    ItemOption,
    Lesson,
    Module,
)


@register(CourseVersion)
class CourseVersionTranslation(TranslationOptions):
    """Title and summary."""

    fields = ("title", "summary")
    required_languages = ("en",)


@register(Module)
class ModuleTranslation(TranslationOptions):
    """The part's title."""

    fields = ("title",)
    required_languages = ("en",)


@register(Lesson)
class LessonTranslation(TranslationOptions):
    """Title, what it will hold while it is an outline, and the words to be read aloud."""

    fields = ("title", "outline", "audio_script")
    required_languages = {"en": ("title",)}


@register(Domain)
class DomainTranslation(TranslationOptions):
    """The domain's name."""

    fields = ("name",)
    required_languages = ("en",)


@register(Centre)
class CentreTranslation(TranslationOptions):
    """The centre's name, where it stands, and when it is closed beside its usual hours."""

    fields = ("name", "address", "closed_days")
    required_languages = {"en": ("name",)}


@register(Block)
class BlockTranslation(TranslationOptions):
    """What is read, what stands for a picture, and the words of a recording or film."""

    fields = ("text", "alternative_text", "transcript", "captions")
    required_languages = ()


@register(CheckOption)
class CheckOptionTranslation(TranslationOptions):
    """An answer and what follows from it."""

    fields = ("text", "feedback")
    required_languages = ("en",)


@register(Item)
class ItemTranslation(TranslationOptions):
    """The question."""

    fields = ("stem",)
    required_languages = ("en",)


@register(ItemOption)
class ItemOptionTranslation(TranslationOptions):
    """An option, and the other half of a pair."""

    fields = ("text", "match")
    required_languages = ()


@register(Guide)
class GuideTranslation(TranslationOptions):
    """All that a trainer reads beside a lesson."""

    fields = ("objective", "materials", "steps", "mistakes", "adapting", "checks")
    required_languages = {"en": ("objective", "steps")}
