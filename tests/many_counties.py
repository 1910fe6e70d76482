"""A folder of small counties under one small parent, and a process of the pool that dies at one of them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from plangen.api import county_work
from plangen.terms import allowance

PARENT = """
plan: {id: moushi-155, title: 某市“十五五”应急体系规划, place: 某市, level: city, kind: plan, period: [2026, 2030]}
tasks:
  - id: T01
    number: 1.
    group: 加强源头治理
    title: 严格安全准入
    text: 新建项目由市应急局把关。
    responsibility: {text: 市应急局牵头，市水利局按职责分工负责, leads: [市应急局], participants: [市水利局]}
  - id: T02
    number: 2.
    group: 加强源头治理
    title: 排查事故隐患
    text: 2027年底前完成一轮全面排查。
    deadline: 2027
    responsibility: {text: 市应急局负责, leads: [], participants: [市应急局]}
projects:
  - {id: P01, title: 避难场所工程, text: 建设避难场所。}
"""
SPEC = """
县: {{名称: {county}, 所属市: 某市, 所属省: 山西省, 镇: [河口镇]}}
部门名册:
  - {{名称: {county}应急管理局, 简称: 县应急局}}
  - {{名称: {county}水利局, 简称: 县水利局}}
方案: {{规划期: [2026, 2030], 印发单位: {county}人民政府办公室, 成文日期: 2026-12-15}}
上位规划: [{parent}]
承接: {{moushi-155: {waived}}}
"""
WAIVED = "{P01: {不承接: 已经建成, 决定单位: 县政府, 日期: 2026-11-20}}"


def spec(county: str, *, waived: bool = False, parent: str = "上位规划.yaml") -> str:
    return SPEC.format(county=county, parent=parent, waived=WAIVED if waived else "{}")


def write_counties(folder: Path, counties: Mapping[str, str]) -> None:
    """Write specs by the names of their files, and their parent."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "上位规划.yaml").write_text(PARENT, "utf-8")
    for name, text in counties.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")


DYING = "many_counties:dying_work"
"""In the place of ``plangen.api.many.WORK``."""


def dying_work(piece: Mapping[str, Any], ask: Callable[[Mapping[str, Any]], Any]) -> object:
    """Do the work, but die at a county whose file is called so; or wait until somebody ends it."""
    name = Path(piece.get("spec") or piece.get("path") or "").stem
    if "断" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "停" in name:
        signal.pause()
    return county_work.work(piece, ask)


def busy_work(piece: Mapping[str, Any], ask: Callable[[Mapping[str, Any]], Any]) -> object:
    """Do what a test of the pool asks for."""
    print("what a library prints is no answer")
    if piece["do"] == "die":
        os._exit(7)
    if piece["do"] == "wait":
        time.sleep(60)
    if piece["do"] == "burn":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (1, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        while True:
            pass
    if piece["do"] == "spend":
        until = time.process_time() + 0.5
        while time.process_time() < until:
            pass
        return allowance.seconds_left() / allowance._ALLOWANCE.slowness
    if piece["do"] == "ask":
        return [ask({"what": word}) for word in ("甲", "乙")]
    return {"pid": os.getpid(), "folder": str(Path.cwd()), "text": piece.get("text")}
