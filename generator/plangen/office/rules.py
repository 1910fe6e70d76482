"""What plangen has to say about Office files that cannot be opened."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

DOCUMENT_TOO_LARGE = rule(
    "document-too-large",
    Severity.ERROR,
    "{what}，远超任何一份规划，可能已损坏，或系蓄意构造的“压缩炸弹”，已停止读取",
    "请核对文件来源；如确系规划，请用Word或WPS打开，将正文复制到新建文档后另存为.docx再试",
    why="几十KB的压缩包可以展开成几个GB，读下去会占满内存；上限远高于最长的真实规划。",
    example="一份55KB的.docx，里面是25万行的表格。",
    unusable=True,
)
DOCUMENT_DAMAGED = rule(
    "document-damaged",
    Severity.ERROR,
    "文件不完整或已损坏：{detail}",
    "请重新下载或重新拷贝；能用Word、WPS打开的，另存为新的.docx再试",
    why="读不完整的文件会漏掉条目，宁可不读。",
    example="下载到一半的.docx。",
    unusable=True,
)
DOCUMENT_ENCRYPTED = rule(
    "document-encrypted",
    Severity.ERROR,
    "{kind}设有打开密码，无法读取",
    "请先用密码打开，取消密码（Word：文件—信息—保护文档—用密码进行加密，清空密码）后另存再试",
    why="没有密码读不出其中的文字。",
    example="用密码加密过的.docx。",
    unusable=True,
)
DOCUMENT_WITH_ENTITIES = rule(
    "document-with-entities",
    Severity.ERROR,
    "文件内的XML带有文档类型或外部实体声明，正常的Word文件不会有，可能系蓄意构造，已停止读取",
    "请核对文件来源；确系规划的，请用Word或WPS打开后另存为新的.docx再试",
    why="实体声明可以读取本机文件或让内容成倍膨胀，Office自己从不写它。",
    example="document.xml开头有<!DOCTYPE …>。",
    unusable=True,
)
