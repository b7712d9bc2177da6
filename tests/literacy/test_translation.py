"""English is required, Dzongkha stands beside it, and what is missing falls back."""

import pytest
from django.contrib import admin
from django.utils import translation
from modeltranslation.translator import translator

from literacy.models import Block, CheckOption, CourseVersion, Lesson
from tests.factories import literacy_learning as factory


@pytest.mark.django_db
def test_what_has_no_dzongkha_yet_is_read_in_english():
    version = factory.course()
    with translation.override("dz"):
        assert version.title == "Pay safely"
        version.title_dz = "དངུལ་སྤྲོད།"
        assert version.title == "དངུལ་སྤྲོད།"
    with translation.override("en"):
        assert version.title == "Pay safely"


def test_everything_a_learner_reads_is_kept_in_both_languages():
    kept = {model: set(translator.get_options_for_model(model).fields) for model in translator.get_registered_models()}
    assert kept[CourseVersion] == {"title", "summary"}
    assert kept[Lesson] == {"title", "outline", "audio_script"}
    assert kept[Block] == {"text", "alternative_text", "transcript", "captions"}
    assert kept[CheckOption] == {"text", "feedback"}


def test_editors_must_write_the_english_and_may_leave_the_dzongkha(rf):
    form = admin.site._registry[CourseVersion].get_form(rf.get("/"))
    required = {name: field.required for name, field in form.base_fields.items() if name.startswith(("title", "summ"))}
    assert required == {"title_en": True, "title_dz": False, "summary_en": True, "summary_dz": False}
