"""The things that pass between stages: frozen dataclasses and enums, without files, frames or databases."""
