"""Founding, opening and leaving cohorts."""

import re

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.models import Membership
from literacy.actions import cohorts
from tests.factories import literacy_classes as factory
from tests.factories import literacy_learning
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role


def lines(verb):
    """Who did it to what."""
    return list(Entry.objects.filter(verb=verb).values_list("actor", "subject"))


def test_a_code_has_no_signs_that_look_alike():
    codes = {cohorts.new_code() for _ in range(200)}
    assert all(re.fullmatch("[A-HJKMNP-Z]{3}[2-9A-HJKMNP-Z]{3}", code) for code in codes)
    assert len(codes) == 200


def test_only_a_coordinator_of_the_organisation_founds_in_it():
    course = literacy_learning.course().course
    with pytest.raises(PermissionDenied):
        cohorts.found(organisation=OrganisationFactory(), name="Weavers", course=course, by=PersonFactory())
    cohort = factory.a_class(learners=0)
    assert lines("cohort:founded") == [(str(cohort.coordinator.public_id), str(cohort.public_id))]


def test_only_a_trainer_of_the_organisation_teaches_its_class():
    course, office = literacy_learning.course().course, OrganisationFactory()
    coordinator, trainer = holder_of(Role.COORDINATOR, office), holder_of(Role.TRAINER, office)
    wanted = {"organisation": office, "course": course, "by": coordinator}
    assert cohorts.found(name="Weavers", trainer=trainer, **wanted).trainer == trainer
    with pytest.raises(ValidationError, match="no trainer of the organisation"):
        cohorts.found(name="Carvers", trainer=holder_of(Role.TRAINER, OrganisationFactory()), **wanted)
    assert office.cohorts.count() == 1


def test_a_first_sign_in_is_open_for_two_hours():
    cohort = factory.a_class(learners=0)
    assert not cohorts.first_sign_ins_are_open(cohort)
    cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    assert cohorts.first_sign_ins_are_open(cohort)
    assert 7_190 < cache._cache.get_client().ttl(cache.make_key(cohorts.first_sign_in_key(cohort))) <= 7_200
    assert lines("cohort:first_sign_ins_opened") == [(str(cohort.coordinator.public_id), str(cohort.public_id))]


def test_a_cache_that_lost_it_closes_the_first_sign_in_until_it_is_opened_again():
    cohort = factory.a_class(learners=0)
    cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    cache.delete(cohorts.first_sign_in_key(cohort))
    assert not cohorts.first_sign_ins_are_open(cohort)
    cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    assert cohorts.first_sign_ins_are_open(cohort)


def test_opening_while_the_cache_is_down_is_refused_and_leaves_no_line(settings):
    cohort = factory.a_class(learners=0)
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/1"}}
    with pytest.raises(ValidationError, match="Wait a minute and press again"):
        cohorts.open_first_sign_ins(cohort=cohort, by=cohort.coordinator)
    assert not cohorts.first_sign_ins_are_open(cohort)
    assert lines("cohort:first_sign_ins_opened") == []


def test_leaving_twice_is_leaving_once_and_keeps_the_person():
    cohort = factory.a_class()
    person, enrolment = factory.learner(cohort), cohort.enrolments.get()
    first = cohorts.leave(enrolment=enrolment, by=cohort.coordinator)
    assert cohorts.leave(enrolment=enrolment, by=cohort.coordinator).left_at == first.left_at
    assert lines("enrolment:left") == [(str(cohort.coordinator.public_id), str(enrolment.public_id))]
    assert (person.is_active, person.standing.enrolled_on is not None) == (True, True)
