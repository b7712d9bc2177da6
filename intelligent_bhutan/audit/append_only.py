"""A migration operation that takes away what an append-only table must not suffer."""

from django.db.migrations.operations import RunSQL

REVOKE = """
do $$ declare grantee name; begin
  for grantee in select distinct g.grantee from information_schema.role_table_grants g
                 where g.table_name = '{table}' and g.grantee <> current_user loop
    execute format('revoke update, delete, truncate on {table} from %I', grantee);
  end loop;
end $$
"""


def forbid_changes(table):
    """Revoke UPDATE, DELETE and TRUNCATE on the table from every role but its owner."""
    return RunSQL(REVOKE.format(table=table), RunSQL.noop)
