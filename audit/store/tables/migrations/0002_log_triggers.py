"""Let the database itself refuse any alteration of the log, REPLACE and gaps included."""

from typing import Any

from django.db import migrations

_SAYS = "log entries are never changed"
_IN_ORDER = f"""CREATE TRIGGER log_in_order BEFORE INSERT ON store_logentry
    WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM store_logentry)
    BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"""
_KEPT = f"""CREATE FUNCTION store_log_kept() RETURNS trigger AS $$ BEGIN
    IF TG_OP = 'INSERT' AND NEW.number = (SELECT coalesce(max(number), 0) + 1 FROM store_logentry)
    THEN RETURN NEW; END IF; RAISE EXCEPTION '{_SAYS}'; END $$ LANGUAGE plpgsql"""
_EACH = "FOR EACH ROW EXECUTE FUNCTION store_log_kept()"
_ALL = "FOR EACH STATEMENT EXECUTE FUNCTION store_log_kept()"
_SQLITE = (
    f"CREATE TRIGGER log_no_update BEFORE UPDATE ON store_logentry BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    f"CREATE TRIGGER log_no_delete BEFORE DELETE ON store_logentry BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    _IN_ORDER,
)
_POSTGRES = (
    _KEPT,
    f"CREATE TRIGGER log_kept BEFORE INSERT OR UPDATE OR DELETE ON store_logentry {_EACH}",
    f"CREATE TRIGGER log_not_emptied BEFORE TRUNCATE ON store_logentry {_ALL}",
)


def _make(apps: Any, editor: Any) -> None:
    for statement in _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the log."""

    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(_make, migrations.RunPython.noop)]
