"""One file to start everything from a bare clone: ``python3 run.py demo``, ``python3 run.py test`` and so on.

Standard library only, and written so that an old Python can still parse it and say that it is too old. It makes
``.venv`` beside this file, installs what the verb needs, remembers that in ``.venv/.zhucun-stamp``, and hands over.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

NEEDED = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / ".zhucun-stamp"
LOG = VENV / "install.log"
BUILT_FROM_SOURCE = "durable-rules"
SAMPLE = ("基础资料", "2023-10", "2023-11")
DEMO_POLICIES = "dapaicha-2023,sanjian-2023-106,bazhong-2015-125,daxiang-2024-18"


def main(words):
    """Run the verb that the words of the command line begin with; give back the exit code."""
    safe_console()
    if sys.version_info[:2] < NEEDED:
        return refuse_old_python()
    verb = words[0] if words else ""
    if verb not in VERBS:
        return refuse_verb(verb)
    extras, action = VERBS[verb]
    if not prepare(extras, again=verb == "dev"):
        return 3
    return action(words[1:])


def safe_console():
    """Let a GBK or ASCII console print a question mark where it lacks a character, and never stop for it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def refuse_old_python():
    """Say in one sentence which Python is needed; stderr, because an old one can print anything there."""
    found = "{}.{}".format(*sys.version_info[:2])
    text = f"需要 Python 3.11 或更新版本，现在是 {found}，请安装后重试。 Python 3.11+ is needed, this is {found}.\n"
    sys.stderr.write(text)
    return 2


def refuse_verb(verb):
    """Say in one sentence which verbs there are."""
    head = f"不认识“{verb}”，" if verb else ""
    say(f"{head}请用 python3 run.py 加上其中一个：{'、'.join(VERBS)}。 Use one of: {', '.join(VERBS)}.")
    return 2


def say(text):
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


# ------ the virtual environment


def prepare(extras, *, again=False):
    """Make the virtual environment and install what is needed, unless the stamp says that it is there already."""
    stamp = read_stamp()
    wanted = sorted(set(extras) | set(stamp.get("extras", [])))
    if stamp == make_stamp(wanted) and not again:
        return True
    say("正在准备环境（只需一次，约几分钟，须能连接软件包源）…… Preparing, needed once.")
    if stamp.get("python") != sys.version or not python().exists():
        say("  1/4 建立虚拟环境 .venv")
        if not make_venv():
            return False
    if not install(wanted):
        return False
    STAMP.write_text(json.dumps(make_stamp(wanted)), encoding="utf-8")
    say("  环境已就绪，下次直接运行。 Ready.")
    return True


def make_stamp(extras):
    """Everything that, when it changes, asks for another installation."""
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    return {"pyproject": digest, "python": sys.version, "folder": str(ROOT), "extras": list(extras)}


def read_stamp():
    """What the last installation left; empty when there is none or it cannot be read."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def python():
    """The interpreter of the virtual environment."""
    return tool("python")


def tool(name):
    """The path of a program in the virtual environment, on Windows and elsewhere."""
    return VENV / "Scripts" / (name + ".exe") if os.name == "nt" else VENV / "bin" / name


def make_venv():
    """Make ``.venv`` anew with the interpreter that runs this file."""
    maker = getattr(sys, "_base_executable", None) or sys.executable
    done = subprocess.run([maker, "-m", "venv", "--clear", str(VENV)], capture_output=True)
    if done.returncode:
        say(done.stdout.decode("utf-8", "replace")[-800:])
        say("建立虚拟环境失败。Debian、Ubuntu 请先 apt install python3-venv。 Could not make a virtual environment.")
    return done.returncode == 0


def install(extras):
    """Install the dependencies, the program itself, and durable-rules if this machine can build it."""
    LOG.write_text("", encoding="utf-8")
    ordinary, from_source = requirements(extras)
    say(f"  2/4 安装依赖：pandas 等{len(ordinary)}项")
    if not pip("依赖", *ordinary):
        return False
    say("  3/4 安装本程序（就地，可编辑）")
    if not pip("本程序", "--no-deps", "--editable", str(ROOT)):
        return False
    say("  4/4 编译 durable-rules（规则复核引擎，需要 C 编译器）")
    pip("", *from_source)
    if run(python(), "-c", "import durable_rules_engine", quiet=True):
        say("      本机用不了 durable-rules，复核改用内置的参照引擎，其余不变。 Reference engine used instead.")
    return True


def requirements(extras):
    """Read pyproject.toml; give back the ordinary requirements and those that are built from source."""
    import tomllib  # only Python 3.11 has it, and an older one must be able to read this file

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    every = list(project["dependencies"])
    for extra in extras:
        every += project["optional-dependencies"][extra]
    from_source = [line for line in every if line.startswith(BUILT_FROM_SOURCE)]
    return [line for line in every if line not in from_source], from_source


def pip(what, *arguments):
    """Install with pip, one line per download; say what failed unless ``what`` is empty. Everything goes to the log."""
    command = [str(python()), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *arguments]
    environment = dict(os.environ, PYTHONIOENCODING="utf-8")
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment) as process:
        for raw in process.stdout:
            lines.append(raw.decode("utf-8", "replace").rstrip())
            show_progress(lines[-1])
    with LOG.open("a", encoding="utf-8") as log:
        log.write("\n".join(lines) + "\n")
    if process.returncode and what:
        say("\n".join(lines[-8:]))
        say(f"安装{what}失败，请检查网络或软件包源（pip 配置），详情见 {LOG}。 Installation failed, see the log.")
    return process.returncode == 0


def show_progress(line):
    """Repeat the few lines of pip that tell how far it is."""
    words = line.strip().split()
    if words[:1] == ["Downloading"] and not words[1].endswith(".metadata"):
        say("      下载 " + words[1].rsplit("/", 1)[-1])
    elif words[:2] == ["Installing", "collected"]:
        say("      正在写入……")


def run(*command, quiet=False):
    """Run a program in this repository; give back its exit code."""
    hidden = subprocess.DEVNULL if quiet else None
    # Tests start the program some hundred times: what Python compiled once is kept, whatever the machine's habit.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.call([str(word) for word in command], cwd=str(ROOT), stdout=hidden, stderr=hidden, env=kept)


# ------ the verbs


def demo(words):
    """Check November 2023 of the sample township; problems being found is what it should do."""
    folders = ["sample_data/" + name for name in SAMPLE]
    options = ["--policy", DEMO_POLICIES, "--month", "2023-11", "--as-of", "2024-01-10", "--out", "out/demo"]
    say("核验示例乡镇 2023年11月…… Checking the sample township.")
    code = run(python(), "-P", "-m", "audit", "check", *folders, *options, *words)
    return 0 if code == 1 else code


def check(words):
    """Hand everything to ``zhucun check``, in the folder where the user stands."""
    return subprocess.call([str(python()), "-P", "-m", "audit", "check", *words])


def test(words):
    """Run the tests and every check of style, types and layers; with words, only pytest with these words."""
    if words:
        return run(python(), "-m", "pytest", *words)
    checks = (
        ("ruff check", [tool("ruff"), "check", "."]),
        ("ruff format --check", [tool("ruff"), "format", "--check", "."]),
        ("lint-imports", [tool("lint-imports")]),
        ("mypy", [tool("mypy")]),
        ("pytest", [python(), "-m", "pytest", "-n", "auto", "-q"]),
    )
    failed = []
    for name, command in checks:
        say("── " + name)
        if run(*command):
            failed.append(name)
    say("未通过 failed: " + "、".join(failed) if failed else "全部通过。 All passed.")
    return 1 if failed else 0


def dev(words):
    """Install everything for developing, also what a missing compiler prevented last time; say where it is."""
    say(f"开发环境：{python()}（测试：python3 run.py test）")
    return 0


def bench(words):
    """Measure every stage beside the same counts written by hand in polars."""
    return run(python(), "-m", "tests.bench", *words)


VERBS = {
    "demo": ((), demo),
    "check": ((), check),
    "test": (("dev",), test),
    "dev": (("bench", "dev"), dev),
    "bench": (("bench",), bench),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
