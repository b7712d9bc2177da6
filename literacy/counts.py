"""The bounded tables that counts are kept in, and the SQL that keeps and checks them. Pure: builds text, runs nothing.

Each table is described once, by its columns as expressions over a source of changes `d` (a delta, or a milestone of a
standing). Folding adds the changes that it has taken away; checking counts the standings anew and compares.
"""

from dataclasses import dataclass

FOLDED = "metric, day, gewog_id, audience, gender, age_band, disability, n"
PLACE = "left join places_gewog g on g.id = d.gewog_id"
MONTH = "date_trunc('month', d.day)::date"
MARGINS = f"""
cross join lateral (values (null::date), ({MONTH})) p(month)
cross join lateral (values ('people', ''), ('gewog', coalesce(d.gewog_id::text, '')), ('gender', d.gender),
                           ('age_band', d.age_band), ('disability', d.disability)) v(dimension, value)
"""
MILESTONES = """
select m.metric, m.day, s.gewog_id, s.audience, s.gender, s.age_band, s.disability, 1 as n
from literacy_standing s
cross join lateral (values ('enrolled', s.enrolled_on), ('completed', s.completed_on), ('assessed', s.assessed_on),
                           ('proficient', s.proficient_on)) m(metric, day)
where m.day is not null
"""


@dataclass(frozen=True)
class Table:
    """A bounded table: its name, its key columns as expressions, and what they join."""

    name: str
    keys: dict[str, str]
    joins: str = ""

    @property
    def columns(self) -> str:
        return ", ".join(self.keys)

    @property
    def numbers(self) -> str:
        return ", ".join(str(number) for number in range(1, len(self.keys) + 1))

    def cells(self, source: str) -> str:
        """The source's changes as cells of this table, in key order, so that folders cannot block each other."""
        expressions = ", ".join(f"{expression} as {column}" for column, expression in self.keys.items())
        return f"""select {expressions}, sum(d.n) as n from {source} d {self.joins}
                   group by {self.numbers} having sum(d.n) <> 0 order by {self.numbers}"""


TABLES = (
    Table(
        "literacy_placecount",
        {column: f"d.{column}" for column in ("metric", "gewog_id", "audience", "gender", "age_band", "disability")},
    ),
    Table(
        "literacy_daycount",
        {"metric": "d.metric", "dzongkhag_id": "g.dzongkhag_id", "audience": "d.audience", "day": "d.day"},
        PLACE,
    ),
    Table(
        "literacy_monthcount",
        {"metric": "d.metric", "gewog_id": "d.gewog_id", "audience": "d.audience", "month": MONTH},
    ),
    Table(
        "literacy_margincount",
        {
            "month": "p.month",
            "metric": "d.metric",
            "dimension": "v.dimension",
            "dzongkhag_id": "g.dzongkhag_id",
            "audience": "d.audience",
            "value": "v.value",
        },
        PLACE + MARGINS,
    ),
)


def fold_statement() -> str:
    """One statement whose parameter is the limit: takes deltas that nobody holds, adds them up, tells how many."""
    adding = ",\n".join(
        f"""add_{number} as (
              insert into {table.name} ({table.columns}, n) {table.cells("taken")}
              on conflict ({table.columns}) do update set n = {table.name}.n + excluded.n)"""
        for number, table in enumerate(TABLES)
    )
    return f"""
        with taken as (
          delete from literacy_standingdelta
          where id in (select id from literacy_standingdelta order by id limit %s for update skip locked)
          returning {FOLDED}),
        {adding}
        select count(*) from taken
    """


def difference_statement(table: Table) -> str:
    """One statement, so one moment: the cells where table plus pending deltas differ from a recount of the standings.

    Gives how many cells differ, what is counted in them and what a recount finds there.
    """
    return f"""
        with counted as (
          select {table.columns}, n, 0 as m from {table.name}
          union all select c.*, 0 from ({table.cells("literacy_standingdelta")}) c
          union all select {table.columns}, 0, n from ({table.cells(f"({MILESTONES})")}) r),
        differing as (
          select sum(n) as n, sum(m) as m from counted group by {table.columns} having sum(n) <> sum(m))
        select count(*), coalesce(sum(n), 0)::bigint, coalesce(sum(m), 0)::bigint from differing
    """
