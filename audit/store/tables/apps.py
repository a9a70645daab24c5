"""The app's name."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The workspace's tables."""

    name = "audit.store.tables"
    label = "store"
    verbose_name = "核验工作区"
