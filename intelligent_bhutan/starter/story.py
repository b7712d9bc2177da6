"""What happens in the demonstration, from the first file to the published figures: through the same actions as in life.

`Story` tells it for each class; `work` lets the outbox do its part, by Celery or, in tests, at once. One that was cut
off may be told again: what has happened is not repeated, and an examination that was cut off is declared void.
"""

from datetime import timedelta
from random import Random

from django.utils import timezone

from intelligent_bhutan import audit, tables
from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.people import pins
from intelligent_bhutan.people.actions import merging, registering
from intelligent_bhutan.people.actions import pins as pin_actions
from intelligent_bhutan.people.models import MergeProposal, User
from intelligent_bhutan.people.queries.consent import notice_in_force
from intelligent_bhutan.starter import appointing, classroom, coming, population, staff
from intelligent_bhutan.targets.actions import publish_release
from literacy import content
from literacy.actions import assessing, cohorts, counting, enrolling, importing, learning, loading, sittings
from literacy.checking import HEADERS
from literacy.models import Attempt, Cohort, CohortImport, Course, Item, Sitting
from literacy.queries import assessing as papers
from literacy.queries import standards

LOADED = "starter_world:loaded"
FIRST_COURSE = "first-steps-online"
SKILL = 0.94  # how likely a demonstration candidate knows an answer


def is_told():
    """Whether the demonstration was told to its end."""
    return Entry.objects.filter(verb=LOADED).exists()


class Story:
    """Tells the demonstration; `say` gets a sentence for each step, `work(done)` returns once `done()` holds."""

    def __init__(self, say, work, *, scale=1.0):
        self.say, self.work, self.scale = say, work, scale
        self.chance = Random("the story")  # noqa: S311 the same demonstration each time
        self.password = staff.new_password()
        self.sign_ins = []

    def tell(self):
        """All of it."""
        self.houses = staff.organisations()
        self.people = staff.people(self.houses, self.password)
        self.sign_ins += appointing.under_way(self.people, self.houses["office"])
        self.centres = staff.centres(self.houses)
        self.load_content()
        for one in population.CLASSES:
            self.live_through(one)
        self.meet_twice()
        self.look_ahead()
        self.say("Waiting for the certificates …")
        self.work(lambda: not Award.objects.filter(pdf_sha256="", revoked_at=None).exists())
        while counting.fold():
            pass
        audit.record(LOADED, subject=publish_release(), by=None)
        self.say(f"{Award.objects.filter(revoked_at=None).count()} people are proficient; the figures are published.")

    def load_content(self):
        """Courses and the item bank."""
        for one in content.courses():
            loading.load_course(one, by_editor=self.people["editor"], by_publisher=self.people["publisher"])
        for one in content.guides():
            loading.load_guide(one, by=self.people["editor"])
        new = loading.load_items(content.items(), by=self.people["editor"])
        self.say(f"{Course.objects.count()} courses, {Item.objects.count()} exam items ({new} new).")

    def live_through(self, one):
        """One class: enrolled from a file, taught, met, asked, examined."""
        cohort = self.cohort(one)
        self.enrol(one, cohort)
        self.teach(one, cohort)
        classroom.meet(cohort)
        classroom.ask(cohort)
        self.examine(one, cohort)

    def look_ahead(self):
        """Sittings are planned for the next weeks, and people book seats in them."""
        ahead = 0
        for number, one in enumerate(population.CLASSES):
            centre = self.centres[one.gewog]
            ahead += len(coming.plan(centre, self.cohort(one), number, self.people["officer"]))
        self.say(f"{ahead} sittings lie ahead, open to everyone.")

    def cohort(self, one):
        """The class, founded by its coordinator."""
        there = Cohort.objects.filter(organisation=self.houses[one.slug], name=one.name).first()
        if there:
            return there
        return cohorts.found(
            organisation=self.houses[one.slug],
            name=one.name,
            course=Course.objects.get(slug=FIRST_COURSE),
            trainer=self.people[f"{one.slug}.trainer"],
            by=self.people[f"{one.slug}.coordinator"],
        )

    def enrol(self, one, cohort):
        """The coordinator sends a file, looks at the report and enrols."""
        if cohort.imports.filter(state=CohortImport.State.DONE).exists():
            return
        sheet = cohort.imports.first() or self.upload(one, cohort)
        self.until(sheet, CohortImport.State.CHECKED, CohortImport.State.ENROLLING, CohortImport.State.DONE)
        if sheet.state == CohortImport.State.CHECKED:
            importing.begin(cohort_import=sheet, by=sheet.uploaded_by)
        self.until(sheet, CohortImport.State.DONE)
        self.say(f"{one.name}: {sheet.rows_enrolled} of {sheet.rows_read} rows enrolled.")

    def upload(self, one, cohort):
        """The file of a class, as its coordinator sends it."""
        rows = self.rows(one)
        fields = [field for field in HEADERS if field in rows[0]]
        table = [[HEADERS[field][0] for field in fields], *([row[field] for field in fields] for row in rows)]
        return importing.upload(
            cohort=cohort,
            content="".join(tables.lines(table)).encode(),
            file_name=f"{one.slug}.csv",
            notice=notice_in_force(),
            by=self.people[f"{one.slug}.coordinator"],
        )

    def rows(self, one):
        """The people of a class as its coordinator typed them."""
        return list(population.people(one, size=self.size(one.size), today=timezone.localdate()))

    def until(self, sheet, *states):
        """Wait until the import stands in one of these states."""

        def there():
            sheet.refresh_from_db()
            return sheet.state in states

        self.work(there)

    def teach(self, one, cohort):
        """Everybody learns; some finish, some stop half-way, some never begin. The first learner gets a PIN."""
        lessons = list(cohort.course.versions.get(state="published").lessons.all())
        for enrolment in cohort.enrolments.select_related("citizen").order_by("roll_number"):
            finished = enrolment.roll_number <= self.size(one.examined) + 4
            steps = len(lessons) if finished else self.chance.randint(0, len(lessons) - 1)
            for lesson in lessons[:steps]:
                learning.finish_lesson(lesson=lesson, citizen=enrolment.citizen)
        first = cohort.enrolments.order_by("roll_number").first()
        symbols = pin_actions.reset_pin(person=first.citizen, kind=pins.PICTURE, by=cohort.coordinator)
        line = f"class {cohort.code}, roll number {first.roll_number}, pictures {', '.join(symbols)}"
        self.sign_ins.append(f"{one.name}: {line}")

    def examine(self, one, cohort):
        """A sitting in all five domains, held by an invigilator from elsewhere and signed."""
        centre = self.centres[one.gewog]
        if centre.sittings.filter(state=Sitting.State.SIGNED).exists():
            return
        officer, invigilator = self.people["officer"], self.people["invigilator"]
        for cut_off in centre.sittings.exclude(state=Sitting.State.VOIDED):
            sittings.void(sitting=cut_off, reason="The loading of the demonstration was cut off.", by=officer)
        standard, now = standards.in_force(), timezone.now()
        sitting = sittings.plan(
            centre=centre,
            standard=standard,
            domains=standard.domains.all(),
            starts_at=now,
            ends_at=now + timedelta(hours=6),
            by=officer,
        )
        learners = cohort.enrolments.select_related("citizen").order_by("roll_number")[: self.size(one.examined)]
        sittings.register(sitting=sitting, citizens=[learner.citizen for learner in learners], by=officer)
        sittings.assign(sitting=sitting, invigilator=invigilator, by=officer)
        sittings.open_sitting(sitting=sitting, by=invigilator)
        cards = {int(row["roll_number"]): row["identity_number"] for row in self.rows(one)}
        rolls = dict(learners.values_list("citizen", "roll_number"))
        for candidate in sitting.candidates.select_related("citizen", "sitting"):
            self.sit(candidate, standard, invigilator, card=cards[rolls[candidate.citizen_id]])
        sittings.close(sitting=sitting, by=invigilator)
        sittings.sign(sitting=sitting, by=invigilator)
        passed = Attempt.objects.filter(candidate__sitting=sitting, passed=True).count()
        self.say(f"{one.name}: {sitting.candidates.count()} examined, {passed} papers passed, protocol signed.")

    def sit(self, candidate, standard, invigilator, card):
        """One person's identity check and five papers; one in twelve does not come, some have no card with them."""
        if self.chance.random() < 1 / 12:
            sittings.mark_absent(candidate=candidate, by=invigilator)
            return
        sittings.admit(
            candidate=candidate,
            evidence="card" if card else "witnesses",
            number=card,
            witnesses=("Demonstration witness", "Another demonstration witness"),
            by=invigilator,
        )
        for domain in standard.domains.all():
            attempt = assessing.open_attempt(candidate=candidate, domain=domain, by=candidate.citizen)
            for number, question in enumerate(papers.questions(attempt), start=1):
                assessing.save_answer(
                    attempt=attempt,
                    item=question.item.pk,
                    response=self.answer(question),
                    sequence=number,
                    by=candidate.citizen,
                )
            assessing.submit(attempt=attempt, by=candidate.citizen)

    def answer(self, question):
        """Mostly what is right, at times what chance says."""
        options = {option.key: option for option in question.options}
        key = papers.key_of(question.item, options)
        knows = self.chance.random() < SKILL
        if question.item.kind == Item.Kind.ORDERING:
            return {"order": list(key.order) if knows else self.chance.sample(list(key.order), len(key.order))}
        if question.item.kind == Item.Kind.MATCHING:
            partners = list(key.pairs) if knows else self.chance.sample(list(key.pairs), len(key.pairs))
            return {"pairs": dict(zip(key.pairs, partners, strict=True))}
        return {"chosen": sorted(key.correct) if knows else [self.chance.choice(sorted(options))]}

    def meet_twice(self):
        """A weaver was enrolled at the ministry as well; an officer holds both for one person, a second one decides."""
        if MergeProposal.objects.exists():
            return
        weavers, clerks = (Cohort.objects.get(organisation=self.houses[slug]) for slug in ("centre", "ministry"))
        first = weavers.enrolments.select_related("citizen").order_by("roll_number").last().citizen
        known = {name: getattr(first, name) for name in ("full_name", "date_of_birth", "gender", "gewog")}
        again = User(**known, audience=User.Audience.CIVIL_SERVANT, is_demonstration=True)
        [again] = registering.register_many(people=[again], numbers=[""], by=clerks.coordinator)
        notice = notice_in_force()
        enrolling.enrol(cohort=clerks, citizen=again, basis="self", notice=notice, by=clerks.coordinator)
        why = "Both came to the centre with one card, says the coordinator."
        merging.propose(survivor=first, loser=again, reason=why, by=self.people["officer"])
        self.say(f"{first.full_name} is here twice; the second officer is asked.")

    def size(self, whole):
        """The number at this scale, at least two."""
        return max(2, round(whole * self.scale))
