"""Exam items stand on a candidate's own paper and nowhere else."""

import logging
import re

import pytest
from django.urls import NoReverseMatch, reverse

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.outbox.models import Message
from intelligent_bhutan.people.models import ConsentNotice
from literacy.actions import cohorts, enrolling
from literacy.models import Item
from literacy.urls import urlpatterns
from tests.factories import literacy_learning
from tests.factories.literacy_assessment import Role, an_attempt, an_open, sit
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"Secret stem|Option [abcd]|Partner [abcd]")


@pytest.fixture
def world():
    """A class whose learner sits two domains: one is handed in, one goes on; and everybody with a role."""
    citizen, version = PersonFactory(), literacy_learning.course()
    school = OrganisationFactory()
    coordinator = holder_of(Role.COORDINATOR, school)
    cohort = cohorts.found(organisation=school, name="Class", course=version.course, by=coordinator)
    enrolling.enrol(cohort=cohort, citizen=citizen, basis="self", notice=ConsentNotice.objects.first(), by=coordinator)
    sitting = an_open(citizens=[citizen])
    candidate, (first, second) = sitting.candidates.get(), sitting.domains.order_by("pk")
    done = sit(candidate, first, 2)
    open_paper = an_attempt(sitting, second)
    people = [None, citizen, coordinator, sitting.invigilator, sitting.assigned_by, PersonFactory()]
    people += [holder_of(role) for role in (Role.EDITOR, Role.PUBLISHER, Role.ANALYST, Role.OPERATOR)]
    for person in people[1:]:
        person.is_staff = bool(person != citizen)
        person.save()
    ids = [cohort.public_id, sitting.public_id, done.public_id, open_paper.public_id]
    return {"people": people, "paper": open_paper, "version": version, "candidate": candidate, "ids": ids}


def addresses(world):
    """Every page of the strand, with whatever it can be filled with."""
    course, lesson = world["version"].course, world["version"].lessons.first()
    fill = {"slug": course.slug, "lesson": lesson.slug, "number": 1, "domain": "test-banking"}
    fill |= {"candidate_id": world["candidate"].public_id}
    for pattern in urlpatterns:
        wanted = pattern.pattern.converters
        for public_id in world["ids"] if {"public_id", "cohort_id"} & set(wanted) else [None]:
            known = {**fill, **dict.fromkeys(set(wanted) - set(fill), public_id)}
            try:
                yield reverse(f"literacy:{pattern.name}", kwargs={name: known[name] for name in wanted})
            except NoReverseMatch:
                continue
    yield from (reverse(name) for name in ("home", "my_page", "targets:progress", "admin:index"))
    yield reverse("admin:app_list", args=["literacy"])


def test_no_page_and_no_export_shows_an_item_but_the_candidates_own_paper(client, world):
    shown, seen = set(), 0
    for person in world["people"]:
        client.logout()
        if person:
            client.force_login(person)
        for address in addresses(world):
            page = client.get(address)
            seen += page.status_code == 200
            body = b"".join(page.streaming_content) if page.streaming else page.content
            if SECRET.search(body.decode(errors="replace")):
                shown.add((person, address))
    assert shown == {(world["candidate"].citizen, world["paper"].get_absolute_url())}
    assert seen > 60  # pages really opened


def test_nothing_of_an_item_is_logged_recorded_or_posted(client, caplog, world):
    caplog.set_level(logging.DEBUG)
    paper = world["paper"]
    client.force_login(paper.citizen)
    client.get(paper.get_absolute_url())
    for number in range(1, len(paper.paper) + 2):
        address = reverse("literacy:save_answer", args=[paper.public_id, number])
        client.post(address, {"chosen": "1", "place_1": "2", "pair_1": "1"}, headers={"Accept": "application/json"})
    client.post(reverse("literacy:hand_in", args=[paper.public_id]), {"sure": "1"})
    client.post(reverse("literacy:save_answer", args=[paper.public_id, 1]), {"chosen": "2"})
    paper.refresh_from_db()
    assert paper.submitted_at
    said = [record.getMessage() for record in caplog.records]
    kept = [str(row) for model in (Entry, Message) for row in model.objects.values_list()]
    codes = set(Item.objects.values_list("code", flat=True))
    assert said
    assert [line for line in said + kept if SECRET.search(line) or codes & set(line.split())] == []
