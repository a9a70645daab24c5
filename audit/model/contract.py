"""Contracts: what tables look like, both those that offices hand in and those that rules read."""

from collections.abc import Mapping

from msgspec import Struct, field

from audit.model.rule import Condition, Value


class ImportColumn(Struct, frozen=True):
    """One column of an uploaded table.

    ``type`` is one of the typed parsers' names: text, name, names, village, date, datetime, month, days, integer,
    number, money (whole fen), yes_no, choice, punch_times, day_state, approvals, half_day. ``aliases`` are header
    texts, compared after NFKC and without white space. ``choices`` maps what is written to a code; a key in slashes is
    a regular expression.
    """

    name: str
    title: str
    type: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    example: str = ""


class Reading(Struct, frozen=True):
    """How a sheet of this table is recognised and read.

    ``layout`` names a function of ``audit.intake.layouts``. ``titles`` are regular expressions looked for in the
    sheet's title rows and name; ``needs`` are the columns whose headers must all be found; ``options`` belong to the
    layout. Two hold for every layout: ``titled`` (a sheet without one of the titles is not this table) and ``never``
    (a title or name with this regular expression is not).
    """

    layout: str
    titles: tuple[str, ...]
    needs: tuple[str, ...]
    options: Mapping[str, Value] = field(default_factory=dict)


class Recorded(Struct, frozen=True):
    """What the rows of a table are about: names of its columns, "" where it has none.

    ``person`` rows are matched with the roster (``unit`` helps), others with the village list. ``day`` is the day of
    the row; ``of`` is what else it is about (a household, a unit). A table that ``stands`` always speaks, whatever
    its days. In a ``townwide`` table rows may be about the whole township; where rows may come from ``elsewhere``,
    those that name none of its villages stay, without a village. ``source`` is what the contract feeds.
    """

    source: str
    village: str = ""
    person: str = ""
    unit: str = ""
    day: str = ""
    of: str = ""
    stands: bool = False
    townwide: bool = False
    elsewhere: bool = False


class ImportContract(Struct, frozen=True, eq=False):
    """One table as offices hand it in, equal only to itself.

    ``key`` columns identify a row; ``checks`` run on typed rows.

    ``feeds`` is the source it belongs to: several exports can feed one source (four DingTalk sheets feed punches).
    ``ignored`` are header texts (folded) that the office wants left aside. ``exported`` tables come out of a system:
    nobody fills them in, so they have no blank form. ``records`` says what the rows are about, where that is all that
    reconciliation needs to know.
    """

    table: str
    feeds: str
    title: str
    about: str
    key: tuple[str, ...]
    read: Reading
    columns: Mapping[str, ImportColumn]
    checks: tuple[Condition, ...] = ()
    accept: tuple[Mapping[str, str], ...] = ()
    reject: tuple[Mapping[str, str], ...] = ()
    exported: bool = False
    file: str = ""
    ignored: frozenset[str] = frozenset()
    records: Recorded | None = None


class FactColumn(Struct, frozen=True):
    """One value rules may read.

    ``type``: text, bool, int, days (a multiple of 0.5), date. ``sources`` are the import tables without which the
    value is missing; an empty tuple means it is never missing. ``days`` names the day table's boolean column whose
    true days this number counts.
    """

    name: str
    title: str
    type: str
    sources: tuple[str, ...] = ()
    days: str | None = None


class FactContract(Struct, frozen=True, eq=False):
    """One fact table, equal only to itself. ``key`` identifies a row and makes the finding's subject; ``period`` is
    ``month``, or the names of the columns holding its first and last day; ``day_table`` is where its ``days`` columns
    are found.
    """

    table: str
    title: str
    about: str
    key: tuple[str, ...]
    period: tuple[str, ...]
    columns: Mapping[str, FactColumn]
    day_table: str | None = None
    file: str = ""
