"""Backup, restore and moving: every row of every table and every kept file, proved by counts and hashes."""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from audit import resources
from audit.store import blobs, connect
from audit.store.connect import reading, writing

_ROWS, _SUM = "rows.jsonl", "summary.json"
_AT_ONCE = 500


class BackupError(OSError):
    """A backup that cannot be used; ``strerror`` says why."""


def summary() -> dict[str, list[str | int]]:
    """Give each table's count and the hash of all its rows, whatever the database."""
    with reading():
        return {model._meta.label_lower: _digest(model) for model in _models()}  # noqa: SLF001


def _models() -> list[type[Model]]:
    """The store's models, those that others point to first."""
    found = list(apps.get_app_config("store").get_models())
    order = ("import", "upload", "sheetread", "replaced", "law", "run")
    return sorted(found, key=lambda model: (_place(model.__name__.lower(), order), model.__name__))


def _place(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)


def _lines(model: type[Model]) -> Iterator[str]:
    """Write each row as one line of JSON, in the order of keys."""
    rows = model._default_manager.order_by("pk").iterator(chunk_size=_AT_ONCE)  # noqa: SLF001
    for row in rows:
        told = json.loads(serializers.serialize("json", [row]))[0]
        yield json.dumps(told, ensure_ascii=False, sort_keys=True)


def _digest(model: type[Model]) -> list[str | int]:
    digest, count = hashlib.sha256(), 0
    for line in _lines(model):
        digest.update(line.encode())
        count += 1
    return [count, digest.hexdigest()]


def back_up(path: Path) -> Mapping[str, list[str | int]]:
    """Write the whole workspace into one zip beside its place, then rename; give the summary that it bears."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with reading(), zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open(_ROWS, "w", force_zip64=True) as stream:
                for model in _models():
                    for line in _lines(model):
                        stream.write(f"{line}\n".encode())
            told = summary()
            archive.writestr(_SUM, json.dumps(told, ensure_ascii=False, indent=1))
            for kind in blobs.KINDS:
                for name in blobs.all_kept(kind):
                    archive.write(blobs.path_of(kind, name), f"data/{kind}/{name}")
        _force(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return told


def _force(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def restore(path: Path) -> Mapping[str, list[str | int]]:
    """Fill an empty workspace from a backup and prove that it is the same. BackupError."""
    if any(count for count, _ in summary().values()):
        raise BackupError(17, "工作区里已有数据，请换一个空的 ZHUCUN_HOME 再恢复", str(resources.office()))
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                archive.extractall(folder)
        except zipfile.BadZipFile:
            raise BackupError(22, "不是完整的备份文件", str(path)) from None
        _restore_blobs(Path(folder) / "data")
        told: dict[str, list[str | int]] = json.loads((Path(folder) / _SUM).read_text(encoding="utf-8"))
        with (Path(folder) / _ROWS).open(encoding="utf-8") as stream:
            fill(stream)
    if summary() != told:
        raise BackupError(22, "恢复后的内容与备份不一致，请换一份备份", str(path))
    return told


def _restore_blobs(folder: Path) -> None:
    for kind in blobs.KINDS:
        for file in sorted((folder / kind).glob("*")):
            if blobs.keep(kind, file.read_bytes()) != file.name:
                raise BackupError(22, "备份里的文件被改动过", file.name)


def fill(lines: Iterator[str]) -> None:
    """Write rows as ``back_up`` wrote them, in one transaction."""
    with writing():
        for line in lines:
            for row in serializers.deserialize("json", f"[{line}]"):
                row.save(force_insert=True)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
                cursor.execute(statement)


def move(url: str) -> Mapping[str, list[str | int]]:
    """Copy everything into the database of a URL (an empty one) and prove that it is the same. BackupError."""
    home, before = resources.office(), summary()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as stream:
        for model in _models():
            stream.writelines(f"{line}\n" for line in _lines(model))
        stream.seek(0)
        connect.use(home, url)
        if any(count for count, _ in summary().values()):
            raise BackupError(17, "目标数据库里已有数据，请换一个空的数据库", url.rsplit("@", 1)[-1])
        fill(stream)
    after = summary()
    if after != before:
        raise BackupError(22, "搬过去的内容与原来不一致，请勿使用", url.rsplit("@", 1)[-1])
    return after


def wipe(home: Path) -> None:
    """Take a workspace's database and kept files away; what the office wrote itself (rules, profile) stays."""
    connect.close()
    shutil.rmtree(home / "data", ignore_errors=True)
    for file in home.glob(f"{connect.DATABASE}*"):
        file.unlink()
