"""The Word list and the page: what they say, what they refuse, and that they repeat to the byte."""

import importlib.util
import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from docxtpl import DocxTemplate
from jinja2 import UndefinedError, meta
from jinja2.sandbox import SecurityError
from render_factory import day, make_contracts, make_finding, make_report

from audit.model.finding import DayMark, PersonMonth
from audit.model.outcome import Kind
from audit.render import environment, render
from audit.render.lookup import lookup
from audit.render.page import fill_page
from audit.render.rows import CLUE_COLUMNS, PROBLEM_COLUMNS
from audit.render.sandbox import sandbox
from audit.render.village import page_context, word_context
from audit.render.word import fill_word

WORD = environment.template_file("problem_list.village.docx")
PAGE = environment.template_file("problem_list.village.html")
ATTACKS = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "</w:t></w:r><w:r><w:t>x",
    '\' onmouseover="x" &amp; <b>',
    "=1+1",
)


def words_of(report):
    return lookup(report, make_contracts())


def word_of(report, village="桃溪村") -> bytes:
    return fill_word(WORD, word_context(report, village, words_of(report)))


def page_of(report, village="桃溪村") -> str:
    return fill_page(PAGE, page_context(report, village, words_of(report))).decode("utf-8")


def xml_of(data: bytes, part="word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(part).decode("utf-8")


def text_of(data: bytes) -> str:
    """Text of a Word file: a line per paragraph, cells of a row joined."""
    from lxml import etree

    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    body = etree.fromstring(xml_of(data).encode("utf-8"))[0]
    lines = []
    for block in body:
        units = block.findall("w:tr", space) if block.tag.endswith("}tbl") else [block]
        for unit in units:
            cells = unit.findall("w:tc", space) or [unit]
            lines.append(" | ".join(_text(cell, space) for cell in cells))
    return "\n".join(line for line in lines if line) + "\n"


def _text(element, space) -> str:
    found = element.xpath(".//w:r/w:t | .//w:r/w:br | .//w:r/w:tab", namespaces=space)
    return "".join(
        "／" if node.tag.endswith("}br") else "\t" if node.tag.endswith("}tab") else node.text or "" for node in found
    )


@pytest.mark.parametrize("village", ["桃溪村", "柳湾村", "石磨村"])
def test_the_word_list_says_what_the_golden_text_says(golden, village):
    golden(f"render/问题清单_{village}.docx.txt", text_of(word_of(make_report(), village)))


@pytest.mark.parametrize("village", ["桃溪村", "石磨村"])
def test_the_page_is_the_golden_one(golden, village):
    page = re.sub(r"<style>.*?</style>\n?", "", page_of(make_report(), village), flags=re.S)
    golden(f"render/问题清单_{village}.html", re.sub(r"\n\s*\n+", "\n", page))


def test_a_village_without_problems_says_so_and_what_was_not_checked():
    text = text_of(word_of(make_report(), "石磨村"))
    assert "未发现问题" in text
    assert "石磨村没有报送2023年11月签到册" in text
    assert "月驻村天数不足、连续无在村痕迹" in text
    assert "须由检查组现场核查" in text
    page = page_of(make_report(), "石磨村")
    assert "未发现问题" in page
    assert "石磨村没有报送2023年11月签到册" in page


def test_the_word_list_has_the_seventeen_columns_and_clues_stand_apart():
    lines = text_of(word_of(make_report())).splitlines()
    table = [line.replace("／", "") for line in lines if line.startswith("序号 |")]
    assert table[0].split(" | ") == list(PROBLEM_COLUMNS.values())
    assert table[1].split(" | ") == list(CLUE_COLUMNS.values())
    clue_head = next(n for n, line in enumerate(lines) if line.startswith("二、疑点"))
    clue = next(n for n, line in enumerate(lines) if "日志疑似雷同" in line)
    assert clue > clue_head
    assert "尚未核实" in lines[clue_head + 1]
    assert lines[clue].split(" | ")[2].startswith("疑点：")


def test_warnings_appear_only_in_a_list_that_has_them():
    assert "附：预警" in text_of(word_of(make_report(), "柳湾村"))
    assert "附：预警" not in text_of(word_of(make_report()))


def test_a_gap_of_the_whole_township_is_told_to_every_village():
    report = make_report()
    gap = report.unknown[0].__class__("", "2023-11", "punches", ("untraced-run",), "全镇没有报送11月钉钉考勤，请补报")
    assert "全镇没有报送11月钉钉考勤" in text_of(word_of(make_report(unknown=(gap,))))


def test_word_tables_repeat_their_head_keep_rows_whole_and_have_fixed_widths():
    xml = xml_of(word_of(make_report()))
    tables = re.findall(r"<w:tbl>.*?</w:tbl>", xml, flags=re.S)
    assert len(tables) == 3
    for table in tables:
        assert table.count("<w:tblHeader") == 1
        assert table.count("<w:cantSplit") == table.count("<w:tr>") + table.count("<w:tr ")
        assert '<w:tblLayout w:type="fixed"/>' in table
        grid = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', table)]
        assert abs(sum(grid) - 267 / 25.4 * 1440) < 30


def test_every_run_names_its_east_asian_font_and_fields_stand_in_separate_runs():
    data = word_of(make_report())
    for xml in (xml_of(data), xml_of(data, "word/footer1.xml")):
        runs = re.findall(r"<w:r>.*?</w:r>|<w:r .*?</w:r>", xml, flags=re.S)
        assert runs
        assert all("w:eastAsia=" in run for run in runs)
        assert all(run.count("<w:fldChar") + run.count("<w:instrText") <= 1 for run in runs)
    footer = xml_of(data, "word/footer1.xml")
    assert re.findall(r'w:fldCharType="(\w+)"', footer) == ["begin", "separate", "end"] * 2


def test_the_word_page_is_landscape_a4():
    size = re.search(r'<w:pgSz w:w="(\d+)" w:h="(\d+)" w:orient="landscape"', xml_of(word_of(make_report())))
    assert [round(int(twips) / 1440 * 25.4) for twips in size.groups()] == [297, 210]


@pytest.mark.parametrize("name", [WORD.name, "interview_notice.village.docx", "supervision_order.village.docx"])
def test_each_template_can_be_made_again_to_the_byte(name):
    script = Path(__file__).parents[3] / "templates" / "build_templates.py"
    spec = importlib.util.spec_from_file_location("build_templates", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made, committed = (
        zipfile.ZipFile(io.BytesIO(module.BUILT[name]())),
        zipfile.ZipFile(script.parent / "reports" / name),
    )
    assert made.namelist() == committed.namelist()
    for part in made.namelist():
        assert made.read(part) == committed.read(part), part


def test_templates_use_exactly_the_names_they_are_given():
    report = make_report()
    words = words_of(report)
    env = sandbox()
    used = meta.find_undeclared_variables(env.parse(PAGE.read_text(encoding="utf-8")))
    assert used == set(page_context(report, "桃溪村", words))
    in_word = DocxTemplate(WORD).get_undeclared_template_variables(sandbox())
    assert in_word == set(word_context(report, "桃溪村", words))


def test_templates_see_plain_dicts_lists_and_values_only():
    report = make_report()

    def kinds(thing):
        yield type(thing)
        parts = thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ()
        for part in parts:
            yield from kinds(part)

    assert set(kinds(page_context(report, "桃溪村", words_of(report)))) <= {dict, list, str, int, bool}


@pytest.mark.parametrize(
    "template",
    ["{{ ''.__class__ }}", "{{ rows.append(1) }}", "{{ rows.__class__.__mro__ }}", "{{ ''.format.__globals__ }}"],
)
def test_the_sandbox_refuses_to_leave_the_data(template):
    with pytest.raises(SecurityError):
        sandbox().from_string(template).render(rows=[])


def test_a_word_template_is_held_by_the_sandbox_too(tmp_path):
    document = Document()
    document.add_paragraph("{{ title.__class__.__mro__ }}")
    document.save(tmp_path / "own.docx")
    with pytest.raises(SecurityError):
        fill_word(tmp_path / "own.docx", {"title": "清单"})


def test_a_name_that_is_not_given_is_an_error_and_not_an_empty_text():
    with pytest.raises(UndefinedError):
        sandbox().from_string("{{ nobody }}").render()
    context = word_context(make_report(), "桃溪村", words_of(make_report()))
    del context["title"]
    with pytest.raises(UndefinedError):
        fill_word(WORD, context)


@pytest.mark.parametrize("attack", ATTACKS)
def test_names_and_messages_stay_plain_text_in_word(attack):
    finding = make_finding(1, message=attack, person=attack, title=attack, details=(attack,), do=attack)
    text = text_of(word_of(make_report(findings=(finding,), township=attack)))
    assert text.count(attack) >= 5


class Reader(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def read_page(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


@pytest.mark.parametrize("attack", ATTACKS)
def test_names_and_messages_stay_plain_text_on_the_page(attack):
    finding = make_finding(1, message=attack, person=attack, title=attack, details=(attack,), do=attack)
    mark = DayMark(day(1), "workday", "yes", "no", "yes", "", "", (finding.id,))
    months = (PersonMonth(attack, "队员", attack, "桃溪村", 22, {}, (mark,)),)
    reader = read_page(page_of(make_report(findings=(finding,), township=attack, months=months)))
    clean = read_page(page_of(make_report(findings=(make_finding(1),), months=months)))
    assert reader.text.count(attack) >= 5
    assert set(reader.tags) == set(clean.tags)
    assert reader.names == clean.names


def test_the_page_needs_nothing_from_outside_and_runs_nothing():
    page = page_of(make_report())
    reader = read_page(page)
    assert "http" not in page
    assert not {"script", "link", "img", "iframe", "object", "a", "form"} & set(reader.tags)
    assert not {name for name in reader.names if name.startswith("on") or name in ("src", "href")}
    assert "@import" not in page
    assert "url(" not in page
    assert page.index('<meta charset="utf-8">') < 100
    assert '<meta name="renderer" content="webkit">' in page


def test_the_page_uses_no_style_that_old_browsers_do_not_know():
    style = re.search(r"<style>(.*?)</style>", PAGE.read_text(encoding="utf-8"), flags=re.S).group(1)
    for unknown in (":is(", ":where(", ":has(", "@layer", "@container", "inset:", "aspect-ratio", "accent-color", "&"):
        assert unknown not in style
    assert "size: A4 landscape" in style


@pytest.mark.parametrize(
    ("ink", "ground"),
    [("ink", "paper"), ("ink", "head"), ("ink", "off"), ("ink", "sand"), ("soft", "paper"), ("soft", "off"),
     ("red", "paper"), ("red", "off"), ("green", "greenish"), ("green", "paper"), ("blue", "bluish")],
)  # fmt: skip
def test_text_stands_out_from_its_ground(ink, ground):
    colours = dict(re.findall(r"--(\w+): (#\w{6});", PAGE.read_text(encoding="utf-8")))
    lighter, darker = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_all_documents_are_written_once_each_and_repeat_to_the_byte(tmp_path):
    report = make_report()
    first = render(report, tmp_path / "a", contracts=make_contracts())
    second = render(report, tmp_path / "b", contracts=make_contracts())
    expected = [f"问题清单_{v}_2023-11.{kind}" for v in ("桃溪村", "柳湾村", "石磨村") for kind in ("docx", "html")]
    assert [path.name for path in first] == [*expected, "台账_青禾镇_2023-11.xlsx"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert sorted(path.name for path in (tmp_path / "a" / "reports").iterdir()) == sorted(path.name for path in first)


def test_villages_whose_names_differ_only_in_odd_signs_get_files_of_their_own(tmp_path):
    report = make_report(villages=("桃溪/村", "桃溪:村", "../桃溪_村"), findings=(), months=(), unknown=())
    written = render(report, tmp_path)
    assert len({path.name for path in written}) == 7
    assert {path.parent for path in written} == {tmp_path / "reports"}


def test_a_clue_is_never_counted_as_a_problem():
    clue = make_finding(1, kind=Kind.CLUE, message="疑似代签")
    assert "未发现问题；疑点1条（待核实）" in text_of(word_of(make_report(findings=(clue,))))


def test_the_office_may_bring_its_own_template(tmp_path, monkeypatch):
    own = tmp_path / "templates" / "reports" / PAGE.name
    own.parent.mkdir(parents=True)
    own.write_text("<p>{{ title }}</p>", encoding="utf-8")
    monkeypatch.setenv("ZHUCUN_HOME", str(tmp_path))
    written = render(make_report(), tmp_path / "out")
    assert written[1].read_text(encoding="utf-8") == "<p>桃溪村驻村工作问题清单</p>"


def test_a_missing_template_is_named():
    with pytest.raises(environment.TemplateMissingError, match=r"缺少报表模板 templates/reports/no\.docx"):
        environment.template_file("no.docx")


def test_nothing_found_in_what_was_handed_in_is_not_said_of_what_was_not():
    nothing = make_report(findings=())
    assert "问题汇总：未发现问题；" in text_of(word_of(nothing, "桃溪村"))
    assert "问题汇总：已核查范围内未发现问题；" in text_of(word_of(nothing, "石磨村"))
