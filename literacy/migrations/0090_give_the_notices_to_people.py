"""What people are told before they agree belongs to the foundation: the notices are copied there under the same ids.

`literacy_consentnotice` stays where it is for the release before this one, whose code still reads it; nothing writes to
it any more. The next release drops it (ADR 17).
"""

from django.db import migrations

COPY = """
insert into people_consentnotice (id, public_id, purpose, version, short, short_en, short_dz, text, text_en, text_dz,
                                  in_force_from)
select id, gen_random_uuid(), 'learning', version, '', '', '', text, text_en, text_dz, in_force_from
from literacy_consentnotice;
select setval(pg_get_serial_sequence('people_consentnotice', 'id'), coalesce(max(id), 1), max(id) is not null)
from people_consentnotice;
"""
# who agreed before consents were rows of their own; who wrote it down was not kept
REMEMBER = """
insert into people_consent (public_id, person_id, notice_id, basis, guardian_name, guardian_relation, given_at)
select distinct on (citizen_id, consent_notice_id)
       gen_random_uuid(), citizen_id, consent_notice_id, consent_basis, '', '', enrolled_at
from literacy_enrolment order by citizen_id, consent_notice_id, enrolled_at;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("literacy", "0082_hold_people_and_invigilators_in_one_place"),
        ("people", "0030_ask_for_consent"),
    ]
    operations = [
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.RunSQL(REMEMBER, migrations.RunSQL.noop),
    ]
