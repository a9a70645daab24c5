"""The parts of an Office file: a zip of XML parts that name each other by relationships."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_USUAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TYPES_PART = "[Content_Types].xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)


class CannotAnnotateError(Exception):
    """A file whose parts are not as a workbook's should be; nothing is written then."""

    def __init__(self, lacking: str) -> None:
        """Say what is lacking or broken."""
        super().__init__(lacking)


def parse(data: bytes) -> Any:
    """Parse a part; entities are not followed, nothing is fetched. Raises CannotAnnotateError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotAnnotateError(str(error)) from error


def serialize(root: Any) -> bytes:
    """Write a part as UTF-8 with its declaration."""
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return text


def relations_space(space: str) -> str:
    """Give the namespace of ``r:id`` that goes with a main namespace: strict files have their own."""
    return _STRICT if "purl.oclc.org" in space else _USUAL


def local(element: Any) -> str:
    """Give an element's name without its namespace; comments and instructions have none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class Package:
    """An opened file: ``parts`` maps part names to bytes, in the order of the archive."""

    def __init__(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = {entry.filename: entry for entry in archive.infolist() if not entry.is_dir()}
                self.parts = {name: archive.read(entry) for name, entry in entries.items()}
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
            raise CannotAnnotateError(str(error)) from error
        self._dates = {name: entry.date_time for name, entry in entries.items()}

    def part(self, name: str) -> bytes:
        """Give one part. Raises CannotAnnotateError where there is none of this name."""
        try:
            return self.parts[name]
        except KeyError as error:
            raise CannotAnnotateError(name) from error

    def related(self, source: str) -> Iterator[tuple[str, str, str]]:
        """Give the (id, type, part name) of every part inside the file that ``source`` names; "" is the file itself."""
        name = _relations_of(source)
        if name not in self.parts:
            return
        for element in parse(self.parts[name]):
            if element.get("TargetMode") != "External" and element.get("Id") and element.get("Target"):
                yield element.get("Id"), element.get("Type") or "", _resolved(source, element.get("Target"))

    def find(self, source: str, kind: str) -> str | None:
        """Give the part of a kind (the last word of the relationship's type) that ``source`` names."""
        return next((part for _, type_, part in self.related(source) if type_.rpartition("/")[2] == kind), None)

    def relation_type(self, kind: str) -> str:
        """Give the full type of a relationship, in the words this file uses."""
        main = next((type_ for _, type_, _ in self.related("") if type_.endswith("/officeDocument")), "")
        return f"{relations_space(main)}/{kind}"

    def relate(self, source: str, type_: str, target: str) -> str:
        """Let ``source`` name another part; give the relationship's id."""
        name = _relations_of(source)
        empty = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
        root = parse(self.parts[name]) if name in self.parts else empty
        taken = {element.get("Id") for element in root}
        identity = next(f"rIdZc{n}" for n in range(1, len(taken) + 2) if f"rIdZc{n}" not in taken)
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=identity, Type=type_, Target=f"/{target}")
        self.parts[name] = serialize(root)
        return identity

    def drop_relations(self, source: str) -> None:
        """Let ``source`` name no other part any more."""
        self.parts.pop(_relations_of(source), None)

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """Add a part of this content type."""
        root = parse(self.part(_TYPES_PART))
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=content_type)
        self.parts[_TYPES_PART] = serialize(root)
        self.parts[part] = data

    def free_name(self, stem: str, extension: str) -> str:
        """Give a part name that is not taken: ``xl/comments1.xml``."""
        taken = {name.casefold() for name in self.parts}
        return next(f"{stem}{n}.{extension}" for n in range(1, len(taken) + 2)
                    if f"{stem}{n}.{extension}".casefold() not in taken)  # fmt: skip

    def data(self) -> bytes:
        """Write the file; the same parts give the same bytes."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                entry = zipfile.ZipInfo(name, self._dates.get(name, _EPOCH))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
        return stream.getvalue()


def _relations_of(source: str) -> str:
    folder, _, name = source.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(source: str, target: str) -> str:
    """Make a part name of a target that is relative to its source's folder, or absolute."""
    joined = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(source), target)
    return re.sub("^/+", "", posixpath.normpath(joined))
