"""Invented identities: DingTalk user ids, staff numbers, phone numbers that cannot exist."""

from hashlib import sha256


def _digits(text: str, length: int) -> str:
    return str(int(sha256(text.encode()).hexdigest(), 16))[-length:]


def user_id(person: str, unit: str) -> str:
    """Give a DingTalk UserId: 16 to 20 characters, sometimes with a leading zero or a minus sign."""
    number = _digits(f"id {person} {unit}", 20)
    kind = int(number[-1])
    if kind < 3:
        return "0" + number[:16]
    return f"{number[:9]}-{number[9:18]}" if kind == 3 else number[: 14 + kind % 6]


def job_no(person: str, unit: str) -> str:
    """Give a staff number, unique in the sample."""
    return "QY" + _digits(f"job {person} {unit}", 5)


def phone(person: str, unit: str) -> str:
    """Give a phone number that no network serves: it starts with 100."""
    return "100" + _digits(f"phone {person} {unit}", 8)


def form_no(stamp: str, person: str) -> str:
    """Give a DingTalk approval number: the minute of filing and nine digits."""
    return stamp + _digits(f"form {stamp} {person}", 9)


def device(person: str) -> str:
    """Give a DingTalk phone id."""
    return "手机_" + sha256(f"phone {person}".encode()).hexdigest()[:32]
