"""Sets plangen up in the project's own .venv and runs it: ``python3 generator/run.py render specs/yonghe.yaml``.

Needs nothing but Python 3.11 or newer. What stands after the file name is handed to plangen. The first run fetches the
libraries, in the versions and with the hashes of ``requirements.lock``; later runs start at once. On Debian and Ubuntu,
where Python comes without venv, it is installed by apt.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCES = REPOSITORY / "generator"
ENVIRONMENT = REPOSITORY / ".venv"
LOCK = REPOSITORY / "requirements.lock"
TESTS_HEADING = "# --- only for the tests ---"
"""The line of the lock after which stands what only the tests need."""
OLDEST_PYTHON = (3, 11)


def say(text: str) -> None:
    """Print a line to stderr, whatever the console's encoding can show of it."""
    encoding = sys.stderr.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)


def environment_python() -> Path:
    """Return the path of the private environment's Python."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def apt_install(*packages: str) -> bool:
    """Install Debian packages if this machine has apt and allows it; return whether it was done."""
    apt = shutil.which("apt-get")
    if not apt:
        return False
    administrator = hasattr(os, "geteuid") and os.geteuid() == 0
    sudo = [] if administrator else [shutil.which("sudo") or "", "-n"]
    if sudo and not sudo[0]:
        return False
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run([*sudo, apt, *words], env=settings, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            return False
    return True


def module(python: str | Path, name: str, *words: str) -> list[str]:
    """Return the command that runs a module of that Python's own, never one that lies in the current folder."""
    return [str(python), "-P", "-m", name, *words]


def make_environment() -> None:
    """Create the private environment if it is not there with a pip that runs."""
    pip = module(environment_python(), "pip", "--version")
    if environment_python().exists() and subprocess.run(pip, capture_output=True, check=False).returncode == 0:
        return
    say("首次运行：正在建立运行环境……")
    command = module(sys.executable, "venv", str(ENVIRONMENT))
    if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0:
        return
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    versioned = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if not (apt_install(versioned) or apt_install("python3-venv")):
        say("这台电脑的 Python 缺少 venv。请先运行：sudo apt-get install python3-venv")
        raise SystemExit(2)
    if subprocess.run(command, check=False).returncode:
        say("运行环境没有建成，请检查磁盘空间和写入权限。")
        raise SystemExit(2)


def library_folders() -> list[Path]:
    """Return the private environment's folders of libraries: one, unless the environment has changed its Python."""
    return [*ENVIRONMENT.glob("lib/python3*/site-packages"), *ENVIRONMENT.glob("Lib/site-packages")]


def locked(tests: bool) -> str:
    """Return the lines of the lock that running plangen needs, with those for its tests where they are asked for."""
    text = LOCK.read_text("utf-8")
    return text if tests else text.partition(TESTS_HEADING)[0]


def mark(tests: bool) -> Path:
    """Return the file that says for which lock and which Python the libraries were installed last."""
    return ENVIRONMENT / f"installed-{'test' if tests else 'plain'}"


def state(tests: bool) -> str:
    """Return what stands in :func:`mark` when the libraries are as the lock wants them."""
    return f"{environment_python().resolve()}\n{locked(tests)}"


def is_installed(tests: bool) -> bool:
    """Return whether the libraries in the private environment are those of the lock."""
    return environment_python().exists() and mark(tests).is_file() and mark(tests).read_text("utf-8") == state(tests)


def install(tests: bool) -> None:
    """Make the private environment and install what the lock names, every file checked against its hash.

    A file ``unfinished`` stands as long as that is at work: where it was killed a library may lie there half, which
    pip would take for whole, so the next run begins with none.

    Args:
        tests: whether what only the tests need is wanted too.
    """
    ENVIRONMENT.mkdir(exist_ok=True)
    unfinished = ENVIRONMENT / "unfinished"
    if unfinished.exists():
        for folder in library_folders():
            shutil.rmtree(folder)
    unfinished.touch()
    make_environment()
    say("正在安装所需的程序库，请稍候……")
    wanted = ENVIRONMENT / "wanted.txt"
    wanted.write_text(locked(tests), "utf-8")
    words = ("install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement", str(wanted))
    code = subprocess.run(module(environment_python(), "pip", *words), check=False).returncode
    if code >= 0:  # pip came to an end of its own, and takes back what it could not do
        unfinished.unlink(missing_ok=True)
    if code:
        say("程序库没有装成，请检查网络后重试。")
        raise SystemExit(2)
    for folder in library_folders():
        # A path relative to the folder outlives a move and has no letters that a system's encoding may lack.
        (folder / "plangen-here.pth").write_text(os.path.relpath(SOURCES, folder.resolve()) + "\n", "utf-8")
    mark(tests).write_text(state(tests), "utf-8")


def prepare(*, tests: bool = False) -> Path:
    """Do all the set-up that is still wanting and return the Python to run with.

    Args:
        tests: whether what only the tests need is wanted too.
    """
    if sys.version_info < OLDEST_PYTHON:
        say(f"需要 Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} 或更新的版本，现在是 {sys.version.split()[0]}。")
        raise SystemExit(2)
    if not (is_installed(tests) or is_installed(True)):
        install(tests)
    return environment_python()


def main() -> int:
    """Set up, then run plangen with the arguments given."""
    return subprocess.run(module(prepare(), "plangen", *sys.argv[1:]), check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
