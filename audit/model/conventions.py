"""How days are counted and which records decide: the office's conventions (口径)."""

from msgspec import Struct


class Conventions(Struct, frozen=True):
    """Defaults stand in ``rules/conventions.yml``; a policy may override them. Percent, characters, days, months,
    meters, minutes; clock times as four digits (930 is 09:30).
    """

    presence_from: str
    leave_source: str
    outing_counts_as: str
    trip_counts_as: str
    not_kept: tuple[str, ...]
    log_frequency: str
    log_similarity: int
    log_min_chars: int
    log_copy_chars: int
    log_window_days: int
    log_thin_chars: int
    log_late_days: int
    log_batch_minutes: int
    visit_min_chars: int
    visit_similarity: int
    plan_similarity: int
    minutes_window_days: int
    stock_phrases: tuple[str, ...]
    rotation_window_days: int
    look_back_months: int
    sick_proof_days: int
    urgent_leave: tuple[str, ...]
    proof_leave: tuple[str, ...]
    keep_coordinates: bool
    night_punches: bool
    evening_from: int
    morning_until: int
    punch_radius_meters: int
    punch_buffer_meters: int
    far_meters: int
    shared_device_minutes: int
    sign_late_days: int
    sign_batch_minutes: int
    outage_days: tuple[str, ...]
    annual_leave_excludes: tuple[str, ...]
    split_gap_workdays: int
    split_window_days: int
    overlap_minutes: int
    travel_kmh: int
    travel_min_meters: int
    visits_by: str
    away_contact: str
    new_household_days: int
    health_tags: bool
    visit_round_from: str
    visit_round_by: str
    visit_memory_days: int
