"""Django's settings, all of them: which database, and what every connection to it must be like."""

import os
from pathlib import Path
from typing import Any

from audit import resources

URL = "ZHUCUN_DATABASE_URL"
DATABASE = "workspace.sqlite3"
_WAIT_SECONDS = 120
_EACH_CONNECTION = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"


def database(home: Path, url: str = "") -> dict[str, Any]:
    """Give the settings of the database: SQLite in the workspace's folder, or PostgreSQL where a URL is given.

    Every SQLite transaction is IMMEDIATE (a deferred one fails "locked" as soon as two write); FULL loses nothing
    that was acknowledged when the power goes.
    """
    if url:
        return _postgres(url)
    options = {"transaction_mode": "IMMEDIATE", "timeout": _WAIT_SECONDS, "init_command": _EACH_CONNECTION}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(home / DATABASE), "OPTIONS": options}


def _postgres(url: str) -> dict[str, Any]:
    from psycopg.conninfo import conninfo_to_dict

    parts = {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    named = {setting: str(parts.pop(name)) for name, setting in known.items() if name in parts}
    return {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", **named, "OPTIONS": parts}


SECRET_KEY = "no sessions, no cookies"  # noqa: S105 - nothing is signed with it
INSTALLED_APPS = ["audit.store.tables"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
DATABASES = {"default": database(resources.office(), os.environ.get(URL, ""))}
