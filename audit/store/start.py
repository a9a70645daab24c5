"""Readies Django without any settings file of the user's."""

import os

import django
from django.apps import apps


def ready() -> None:
    """Set Django up with this package's settings, unless a program that embeds it is doing so."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "audit.store.settings")
    if not apps.ready and not apps.loading:
        django.setup(set_prefix=False)
