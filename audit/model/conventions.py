"""How days are counted and which records decide: the office's conventions (口径)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Conventions:
    """Defaults stand in ``rules/conventions.yml``; a policy may override them. Percent, characters, days, months."""

    presence_from: str
    leave_source: str
    outing_counts_as: str
    trip_counts_as: str
    not_kept: tuple[str, ...]
    log_similarity: int
    log_min_chars: int
    log_copy_chars: int
    log_window_days: int
    stock_phrases: tuple[str, ...]
    rotation_window_days: int
    look_back_months: int
    sick_proof_days: int
    urgent_leave: tuple[str, ...]
    proof_leave: tuple[str, ...]
    keep_coordinates: bool
