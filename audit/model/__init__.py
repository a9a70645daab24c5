"""The things that pass between stages: frozen records (msgspec) and enums, without files, frames or databases."""
