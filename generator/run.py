"""Sets plangen up in the project's own .venv and runs it: ``python3 generator/run.py render specs/yonghe.yaml``.

Needs nothing but Python 3.11 or newer. What stands after the file name is handed to plangen. The first run fetches the
libraries; later runs start at once. On Debian and Ubuntu, where Python comes without venv, it is installed by apt.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
ENVIRONMENT = REPOSITORY / ".venv"
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


def make_environment() -> None:
    """Create the private environment if it is not there."""
    if environment_python().exists():
        return
    say("首次运行：正在建立运行环境……")
    command = [sys.executable, "-m", "venv", str(ENVIRONMENT)]
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


def install(extras: str = "") -> None:
    """Install plangen with its libraries into the private environment, unless that is already done.

    Args:
        extras: names of optional dependencies, for instance ``test``.
    """
    mark = ENVIRONMENT / f"installed-{extras or 'plain'}"
    state = hashlib.sha256((REPOSITORY / "pyproject.toml").read_bytes()).hexdigest()
    if mark.exists() and mark.read_text("utf-8") == state:
        return
    say("正在安装所需的程序库，请稍候……")
    target = f"{REPOSITORY}[{extras}]" if extras else str(REPOSITORY)
    words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", target]
    if subprocess.run([str(environment_python()), *words], check=False).returncode:
        say("程序库没有装成，请检查网络后重试。")
        raise SystemExit(2)
    mark.write_text(state, "utf-8")


def prepare(extras: str = "") -> Path:
    """Do all the set-up and return the Python to run with."""
    if sys.version_info < OLDEST_PYTHON:
        say(f"需要 Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} 或更新的版本，现在是 {sys.version.split()[0]}。")
        raise SystemExit(2)
    make_environment()
    install(extras)
    return environment_python()


def main() -> int:
    """Set up, then run plangen with the arguments given."""
    return subprocess.run([str(prepare()), "-m", "plangen", *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
