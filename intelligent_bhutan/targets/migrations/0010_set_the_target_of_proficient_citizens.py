"""The strategy's target. Launched on 12 July 2024; Kuensel says "by 2029" (another article of Kuensel says 2034).

No milestone on the way has been published, so the plan is an even pace between the two days: about 73,000 a year. Both
are data and may be changed. The Dzongkha title is a draft for review.
"""

from datetime import date

from django.db import migrations

SLUG = "proficient-citizens"
SOURCE = "Kuensel, kuenselonline.com/?p=229683; plan: an even pace, as no yearly milestones have been published"
PLAN = (
    (date(2024, 7, 12), 0),
    (date(2024, 12, 31), 34_400),
    (date(2025, 12, 31), 107_500),
    (date(2026, 12, 31), 180_600),
    (date(2027, 12, 31), 253_700),
    (date(2028, 12, 31), 326_900),
    (date(2029, 12, 31), 400_000),
)


def set_target(apps, schema_editor):
    target, _created = apps.get_model("targets", "Target").objects.get_or_create(
        slug=SLUG,
        defaults={
            "title": "Proficient citizens",
            "title_en": "Proficient citizens",
            "title_dz": "ཌི་ཇི་ཊཱལ་རིག་རྩལ་ ཐོབ་པའི་ མི་ཁུངས།",
            "goal": 400_000,
            "starts_on": PLAN[0][0],
            "due_on": PLAN[-1][0],
            "source": SOURCE,
        },
    )
    points = apps.get_model("targets", "PlanPoint").objects
    for day, value in PLAN:
        points.get_or_create(target=target, day=day, defaults={"value": value})


def unset_target(apps, schema_editor):
    apps.get_model("targets", "Target").objects.filter(slug=SLUG).delete()


class Migration(migrations.Migration):
    dependencies = [("targets", "0002_forbid_changes_to_releases")]
    operations = [migrations.RunPython(set_target, unset_target)]
