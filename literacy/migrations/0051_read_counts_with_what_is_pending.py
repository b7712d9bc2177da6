"""Views over the bounded tables and the deltas that are not folded yet: one statement reads the exact numbers."""

from django.db import migrations

DAYS = """
create view literacy_daytally as
select metric, dzongkhag_id, audience, day, n from literacy_daycount
union all
select d.metric, g.dzongkhag_id, d.audience, d.day, d.n
from literacy_standingdelta d left join places_gewog g on g.id = d.gewog_id
"""

MARGINS = """
create view literacy_margintally as
select month, metric, dimension, dzongkhag_id, audience, value, n from literacy_margincount
union all
select p.month, d.metric, v.dimension, g.dzongkhag_id, d.audience, v.value, d.n
from literacy_standingdelta d left join places_gewog g on g.id = d.gewog_id
cross join lateral (values (null::date), (date_trunc('month', d.day)::date)) p(month)
cross join lateral (values ('people', ''), ('gewog', coalesce(d.gewog_id::text, '')), ('gender', d.gender),
                           ('age_band', d.age_band), ('disability', d.disability)) v(dimension, value)
"""


class Migration(migrations.Migration):
    dependencies = [("literacy", "0050_count_each_dimension_by_itself")]
    operations = [
        migrations.RunSQL(DAYS, "drop view literacy_daytally"),
        migrations.RunSQL(MARGINS, "drop view literacy_margintally"),
    ]
