"""驻村工作队核验 (zhucun-audit): every day of every member checked against the notices in force."""

__version__ = "0.1.0"
