"""Readies Django without any settings file of the user's."""

import os

from django.apps import apps
from django.conf import settings


def ready() -> None:
    """Set Django up with this package's settings, unless a program that embeds it is doing so."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "audit.store.settings")
    if not apps.ready and not apps.loading:
        # What django.setup() does beside this serves web pages and their logs.
        apps.populate(settings.INSTALLED_APPS)
