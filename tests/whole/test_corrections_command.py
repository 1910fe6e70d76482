"""``plangen import --review`` and ``--correct``: a person puts the import right, and it stays right."""

from __future__ import annotations

from pathlib import Path

import plangen

DOCUMENT = (
    "青河市“十五五”应急体系规划\n\n一、规划背景\n\n本规划期为2026-2030年。\n\n二、主要任务\n\n（一）加强源头治理\n\n"
    "1.严格安全准入\n\n新建项目由市安监局把关。（市安监局牵头，市发展改革委按职责分工负责）\n\n应急广播建设\n\n"
    "行政村全部覆盖应急广播。\n\n2.排查事故隐患\n\n2027年底前完成一轮全面排查。（市应急局负责）\n\n"
    "三、重点工程\n\n（一）避难场所工程\n\n建设避难场所。\n"
)
CORRECTIONS = "是条目: [{行文: 应急广播建设, 种类: 工程}]\n不是条目: [排查事故隐患]\n单位: {市安监局: 市应急管理局}\n"
REVISED = DOCUMENT.replace("1.严格", "1.新增一项\n\n新写的内容。（市安监局牵头）\n\n2.严格").replace("2.排查", "3.排查")


def test_corrections_are_carried_out_written_down_and_hold_for_the_revised_document(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text(DOCUMENT, "utf-8")
    (tmp_path / "修正.yaml").write_text(CORRECTIONS, "utf-8")
    result = invoke("import", "规划.txt", "-o", "青河.yaml", "--correct", "修正.yaml")
    assert result.code == 0, result.err
    assert "corrections-applied" in result.err and "correction-drops-clause" in result.err
    first = (tmp_path / "青河.yaml").read_text("utf-8")
    assert "修正:\n  是条目:\n" in first
    plan = plangen.load_parent("青河.yaml").plan
    assert [one.title for one in plan.tasks] == ["严格安全准入"]
    assert [one.title for one in plan.projects] == ["应急广播建设", "避难场所工程"]
    # the file that they were read from is needed no more
    (tmp_path / "修正.yaml").unlink()
    assert invoke("import", "规划.txt", "-o", "青河.yaml").code == 0
    assert (tmp_path / "青河.yaml").read_text("utf-8") == first
    (tmp_path / "规划.txt").write_text(REVISED, "utf-8")
    again = invoke("import", "规划.txt", "-o", "青河.yaml")
    assert again.code == 0, again.err
    plan = plangen.load_parent("青河.yaml").plan
    assert [one.title for one in plan.tasks] == ["新增一项", "严格安全准入"]
    assert all(one.responsibility and one.responsibility.leads == ("市应急管理局",) for one in plan.tasks)
    assert "应急广播建设" in [one.title for one in plan.projects]
    # gone from the document, and not from the file: it is said
    (tmp_path / "规划.txt").write_text(REVISED.replace("应急广播建设\n\n行政村全部覆盖应急广播。\n\n", ""), "utf-8")
    gone = invoke("import", "规划.txt", "-o", "青河.yaml")
    assert gone.code == 0 and "警告 correction-line-not-found" in gone.err and "应急广播建设" in gone.err
    assert "应急广播建设" in (tmp_path / "青河.yaml").read_text("utf-8").split("indicators:")[0]


def test_corrections_written_into_the_file_itself_need_no_force_and_stay_as_they_are(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text(DOCUMENT, "utf-8")
    assert invoke("import", "规划.txt", "-o", "青河.yaml", "--review").code == 0
    target = tmp_path / "青河.yaml"
    block = "# 张三核对\ncorrections:\n  # 会议定的\n  not_items:\n  - 排查事故隐患\n"
    text = target.read_text("utf-8")
    assert "# 存疑（" in text and "#修正:" in text
    target.write_text(text.replace("indicators:", f"{block}indicators:"), "utf-8")
    result = invoke("import", "规划.txt", "-o", "青河.yaml")
    assert result.code == 0, result.err
    assert block in target.read_text("utf-8") and "# 存疑（" not in target.read_text("utf-8")
    assert len(plangen.load_parent("青河.yaml").plan.tasks) == 1
    # what else a person changes is not replaced without being asked
    target.write_text(target.read_text("utf-8").replace("严格安全准入", "严把安全准入"), "utf-8")
    edited = target.read_bytes()
    refused = invoke("import", "规划.txt", "-o", "青河.yaml")
    assert refused.code == 1 and "output-changed" in refused.err and target.read_bytes() == edited
    assert invoke("import", "规划.txt", "-o", "青河.yaml", "--force").code == 0
    assert block in target.read_text("utf-8") and (tmp_path / "青河.备份1.yaml").read_bytes() == edited


def test_a_persons_comments_go_along_with_their_items(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text(DOCUMENT, "utf-8")
    assert invoke("import", "规划.txt", "-o", "青河.yaml", "--review").code == 0
    target = tmp_path / "青河.yaml"
    text = target.read_text("utf-8").replace("  - id: T02\n", "  # 张三：已核对\n  - id: T02\n")
    target.write_text(text.replace("title: 严格安全准入", "title: 严格安全准入  # 李四：对"), "utf-8")
    (tmp_path / "规划.txt").write_text(REVISED, "utf-8")
    assert invoke("import", "规划.txt", "-o", "青河.yaml", "--force").code == 0
    text = target.read_text("utf-8")
    assert "  # 张三：已核对\n  - id: T02\n" in text and "  # 李四：对\n  - id: T01\n" in text
    assert "# 存疑（" not in text and text.count("张三") == 1
    # from now on they are part of the file: no force is needed, and they stay
    assert invoke("import", "规划.txt", "-o", "青河.yaml").code == 0
    assert target.read_text("utf-8") == text


def test_an_item_added_by_hand_and_corrections_live_together(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text(DOCUMENT, "utf-8")
    (tmp_path / "修正.yaml").write_text(CORRECTIONS, "utf-8")
    assert invoke("import", "规划.txt", "-o", "青河.yaml", "--correct", "修正.yaml").code == 0
    target = tmp_path / "青河.yaml"
    added = "\n  - {id: T90, title: 补充的任务}\nprojects:"
    target.write_text(target.read_text("utf-8").replace("\nprojects:", added), "utf-8")
    (tmp_path / "规划.txt").write_text(REVISED, "utf-8")
    result = invoke("import", "规划.txt", "-o", "青河.yaml", "--force")
    assert result.code == 0 and "added-items-kept" in result.err
    plan = plangen.load_parent("青河.yaml").plan
    assert [one.title for one in plan.tasks] == ["新增一项", "严格安全准入", "补充的任务"]
    assert "应急广播建设" in [one.title for one in plan.projects]


def test_two_sources_that_differ_the_file_of_the_command_wins(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text(DOCUMENT, "utf-8")
    (tmp_path / "修正.yaml").write_text("修正:\n  单位: {市安监局: 市应急管理局}\n  题名: 甲市规划\n", "utf-8")
    assert invoke("import", "规划.txt", "-o", "青河.yaml", "--correct", "修正.yaml").code == 0
    (tmp_path / "修正.yaml").write_text("单位: {市安监局: 市安全生产局}\n", "utf-8")
    result = invoke("import", "规划.txt", "-o", "青河.yaml", "--correct", "修正.yaml")
    assert result.code == 0 and "警告 correction-overridden" in result.err and "市安监局" in result.err
    plan = plangen.load_parent("青河.yaml").plan
    assert plan.title == "甲市规划" and plan.tasks[0].responsibility is not None
    assert plan.tasks[0].responsibility.leads == ("市安全生产局",)


def test_a_plan_that_was_taken_for_another_places_may_be_put_right(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text(DOCUMENT, "utf-8")
    assert invoke("import", "规划.txt", "-o", "青河.yaml").code == 0
    target = tmp_path / "青河.yaml"
    text = target.read_text("utf-8")
    target.write_text(text.replace("indicators:", "修正: {地区: 晋城市, 规划期: 十四五}\nindicators:"), "utf-8")
    assert invoke("import", "规划.txt", "-o", "青河.yaml").code == 0
    plan = plangen.load_parent("青河.yaml").plan
    assert (plan.place, plan.period) == ("晋城市", (2021, 2025))
    (tmp_path / "规划.txt").write_text(REVISED, "utf-8")
    assert invoke("import", "规划.txt", "-o", "青河.yaml").code == 0


def test_what_is_no_correction_stops_the_run_and_writes_nothing(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text(DOCUMENT, "utf-8")
    (tmp_path / "修正.yaml").write_text("不是条木: [排查事故隐患]\n", "utf-8")
    result = invoke("import", "规划.txt", "-o", "青河.yaml", "--correct", "修正.yaml")
    assert result.code in {1, 2} and "修正.yaml:1:1" in result.err and "不是条目" in result.err
    assert not (tmp_path / "青河.yaml").exists()
    missing = invoke("import", "规划.txt", "-o", "青河.yaml", "--correct", "没有.yaml")
    assert missing.code == 2
    bare = invoke("import", "规划.txt", "--review")
    assert bare.code == 2 and "-o" in bare.err


def test_the_file_of_corrections_is_not_written_over(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text(DOCUMENT, "utf-8")
    (tmp_path / "修正.yaml").write_text(CORRECTIONS, "utf-8")
    result = invoke("import", "规划.txt", "-o", "修正.yaml", "--correct", "修正.yaml", "--force")
    assert result.code == 2 and (tmp_path / "修正.yaml").read_text("utf-8") == CORRECTIONS


def test_a_new_spec_of_a_document_keeps_to_the_corrections(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text(DOCUMENT, "utf-8")
    (tmp_path / "修正.yaml").write_text(CORRECTIONS, "utf-8")
    assert invoke("import", "规划.txt", "-o", "规划.yaml", "--correct", "修正.yaml").code == 0
    before = (tmp_path / "规划.yaml").read_bytes()
    assert invoke("init", "永和县", "--parent", "规划.txt").code == 0
    assert (tmp_path / "规划.yaml").read_bytes() == before
    assert "应急广播建设" in (tmp_path / "永和县.yaml").read_text("utf-8")


def test_the_lines_of_changes_say_what_of_an_item_changed(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text(DOCUMENT, "utf-8")
    assert invoke("import", "规划.txt", "-o", "青河.yaml").code == 0
    revised = DOCUMENT.replace("2027年底前", "2028年底前").replace("（市安监局牵头", "（市公安局牵头")
    (tmp_path / "规划.txt").write_text(revised.replace("避难场所工程", "避难场所建设工程"), "utf-8")
    lines = invoke("import", "规划.txt", "-o", "青河.yaml").out.split("\n")
    changed = {line.split()[1]: line for line in lines if line.strip().startswith("改写")}
    assert "（改的是单位）" in changed["T01"] and "时限" in changed["T02"] and "原为" not in changed["T02"]
    assert changed["P01"].endswith("（改的是标题；原为：避难场所工程）")
