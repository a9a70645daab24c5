"""The Django app: models and migrations."""
