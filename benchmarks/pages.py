"""Pages under load with 400,000 citizens: requests a second and p95, one client and eight at once, on this machine.

The load generator runs on the same processors as the portal.
"""

import os
import re
import tempfile
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from time import perf_counter

from benchmarks import Measurement, load, world

CITIZENS = int(os.environ.get("BENCH_CITIZENS", "400000"))
LEARNERS = 500  # signed in at once
CANDIDATES = 1_500
QUESTIONS = 5
SECONDS = float(os.environ.get("BENCH_SECONDS", "8"))
AT_ONCE = (1, 8)
TOKEN = "b" * 32
AIMS = {
    "home": "1,000/s",
    "lesson": "320/s",
    "learner dashboard": "250/s",
    "one answer saved": "p95 under 40 ms",
    "whole attempt of seven requests": "40/s",
}


def run():
    """Load the country, start the web server, and let the clients loose."""
    from django.conf import settings

    from tests.installation import Installation

    with world.database("ib_bench_pages") as name, tempfile.TemporaryDirectory() as folder:
        sessions, turns = prepare()
        installation = Installation(name, Path(folder))
        installation.environment |= {"DJANGO_ENV": "local", "HASHED_STATIC": "1", "STATIC_ROOT": settings.STATIC_ROOT}
        installation.start_web()
        try:
            for what, turn in turns.items():
                yield from measure(installation.port, what, partial(turn, sessions))
        finally:
            installation.stop()


def measure(port, what, turn):
    """Both loads of one kind of request, after a second that warms up."""
    load.hammer(port, turn, clients=2, seconds=1)
    for clients in AT_ONCE:
        found = load.hammer(port, turn, clients=clients, seconds=SECONDS)
        aim = AIMS.get(what, "") if clients > 1 else ""
        yield Measurement(f"{what}, {clients} at once", str(found), aim)


def prepare():
    """The country, who is signed in, who sits; returns cookies and what each kind of client does in its turn."""
    from literacy.actions import counting

    version = world.add_courses()
    world.add_people(0, CITIZENS)
    world.add_learning(0, CITIZENS, version)
    counting.fold_all()
    papers = candidates(CANDIDATES)
    world.settle()
    lesson = version.lessons.order_by("position").first()
    sessions = {
        "learners": [cookies(world.START + number) for number in range(LEARNERS)],
        "analyst": cookies(analyst().pk),
        "papers": papers,
        "next": count(),
        "open": {},
        "lesson": f"/en/learn/courses/{version.course.slug}/{lesson.slug}/",
    }
    return sessions, {
        "home": lambda s, c, n: [load.timed(c, load.get("/en/"))],
        "lesson": lambda s, c, n: [load.timed(c, load.get(s["lesson"]))],
        "lesson, signed in": lambda s, c, n: [load.timed(c, load.get(s["lesson"], learner(s, n)))],
        "learner dashboard": lambda s, c, n: [load.timed(c, load.get("/en/me/", learner(s, n)))],
        "public progress page": lambda s, c, n: [load.timed(c, load.get("/en/progress/"))],
        "staff dashboard": lambda s, c, n: [load.timed(c, load.get("/en/progress/staff/", s["analyst"]))],
        "one answer saved": one_answer,
        "whole attempt of seven requests": whole_attempt,
    }


def learner(sessions, number):
    """The cookies of the learner whose turn it is."""
    return sessions["learners"][number % LEARNERS]


def cookies(person):
    """Cookies of somebody who signed in, by primary key."""
    from intelligent_bhutan.people.models import User
    from tests.installation import session_of

    return f"sessionid={session_of(User.objects.get(pk=person))}; csrftoken={TOKEN}"


def analyst():
    from intelligent_bhutan.people.models import Membership
    from tests.factories.people import holder_of

    return holder_of(Membership.Role.ANALYST)


def candidates(number):
    """People admitted to an open sitting of five short papers: (cookies, candidate, domain key, addresses)."""
    from django.utils import timezone

    from intelligent_bhutan.people.models import Membership, User
    from intelligent_bhutan.places.models import Gewog
    from literacy.models import Candidate, Centre, Domain, Sitting, StandardDomain
    from literacy.queries import standards
    from tests.factories.people import OrganisationFactory, holder_of

    StandardDomain.objects.update(blueprint={"single": QUESTIONS})
    office, now = OrganisationFactory(), timezone.now()
    invigilator = holder_of(Membership.Role.INVIGILATOR, office)
    centre = Centre.objects.create(name_en="Bench", gewog=Gewog.objects.first(), organisation=office, seats=20_000)
    sitting = Sitting.objects.create(
        centre=centre,
        standard=standards.in_force(),
        starts_at=now,
        ends_at=now + timedelta(hours=6),
        state=Sitting.State.OPEN,
        invigilator=invigilator,
        opened_at=now,
    )
    domains = list(Domain.objects.all())
    sitting.domains.set(domains)
    people = User.objects.filter(pk__gte=world.START).order_by("pk")[LEARNERS : LEARNERS + number]
    admitted = {"state": "admitted", "evidence": "card", "checked_at": now, "checked_by": invigilator}
    made = Candidate.objects.bulk_create(
        [Candidate(sitting=sitting, citizen=person, seat=seat, **admitted) for seat, person in enumerate(people, 1)]
    )
    signed_in = [(cookies(one.citizen_id), one.public_id) for one in made]
    return [(*one, domain.key) for domain in domains for one in signed_in]


def whole_attempt(sessions, client, _number):
    """Open, five saves, submit: as a phone with JavaScript sends them."""
    cookies, candidate, domain = sessions["papers"][next(sessions["next"])]
    began = perf_counter()
    address = open_paper(client, cookies, candidate, domain)
    times = [1_000 * (perf_counter() - began)]
    times += [save(client, address, cookies, number, sequence=number) for number in range(1, QUESTIONS + 1)]
    hand_in = load.post(f"{address}hand-in/", f"csrfmiddlewaretoken={TOKEN}&sure=1", cookies)
    return [*times, load.timed(client, hand_in, expected=302)]


def one_answer(sessions, client, number):
    """The first question of a client's one open paper, answered again with a higher sequence number each time."""
    if client not in sessions["open"]:
        cookies, candidate, domain = sessions["papers"][next(sessions["next"])]
        sessions["open"][client] = (open_paper(client, cookies, candidate, domain), cookies)
    address, cookies = sessions["open"][client]
    return [save(client, address, cookies, 1, sequence=number + 1)]


def open_paper(client, cookies, candidate, domain):
    """Begin a domain; returns the paper's address."""
    begin = load.post(f"/en/learn/exam/begin/{candidate}/{domain}/", f"csrfmiddlewaretoken={TOKEN}", cookies)
    status, head = client.ask(begin)
    assert status == 302, head
    return re.search(rb"(?i)location: (\S+)", head)[1].decode()


def save(client, address, cookies, number, sequence):
    """Save one answer as the page's script does; the milliseconds it took."""
    fields = f"csrfmiddlewaretoken={TOKEN}&sequence={sequence}&chosen=1"
    return load.timed(client, load.post(f"{address}answers/{number}/", fields, cookies, "application/json"))
