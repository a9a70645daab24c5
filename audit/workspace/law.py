"""Rules, policies, contracts and the office's own profile as they stood: kept by hash, and taken up again."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audit import catalog, pipeline, resources
from audit.store import blobs, bundles, runs
from audit.workspace.inputs import digest


def as_it_stands() -> bytes:
    """Bundle every file that decides what a run finds, as it is in force now."""
    pieces = {
        f"{name}/{relative}": path.read_bytes()
        for name in resources.LAW
        for relative, path in resources.files(name, "**/*.yml").items()
    }
    return bundles.tie(pieces)


def stow() -> str:
    """Keep the law as it stands and give its hash."""
    return blobs.keep("laws", as_it_stands())


@contextmanager
def taken_up() -> Iterator[str]:
    """Keep the law as it stands, judge by it for a while, and give its hash. Raises CatalogError.

    What was read and checked once is remembered as it was read; to execute a run again the law itself is read.
    """
    told = as_it_stands()
    key = digest("law as read", pipeline.program(), blobs.hash_of(told))
    known = runs.shared([key])
    read = blobs.read("results", known[key]) if key in known else catalog.as_read()
    if key not in known:
        runs.share({key: blobs.keep("results", read)})
    with catalog.taken_up(read):
        yield blobs.keep("laws", told)


@contextmanager
def in_force(law: str) -> Iterator[None]:
    """Judge by the law of this hash for a while; AlteredError where it is gone or changed.

    Where it is the law as it stands, what was loaded of it is not loaded again.
    """
    kept = blobs.read("laws", law)
    if kept == as_it_stands():
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, data in bundles.untie(kept).items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        with resources.only(Path(folder)):
            yield
