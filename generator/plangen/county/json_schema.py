"""The schema as a JSON Schema, so that an editor explains, completes and checks a spec while it is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from plangen.county.schema import SCHEMA
from plangen.county.schema_parts import Rules

Json = dict[str, Any]

SHORT_ENOUGH = 120
"""A sub-schema of fewer characters is written out wherever it stands."""

_SCHEMA_WORDS = {"type", "anyOf", "oneOf", "allOf", "enum", "items", "pattern"}
_YES_AND_NO = [True, False, "是", "否", "有", "无", "没有"]
_DAY = (
    r"^\s*(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
    r"|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]+月[一二三四五六七八九十]+日)\s*$"
)
_MONTH = r"^\s*\d{4}\s*(年|[-/.年]\s*\d{1,2}\s*月?\s*([-/.]?\s*\d{1,2}\s*日?)?)?\s*$"
_PERIOD = r"^\s*\d{4}\s*年?\s*[-—–~～―至到]+\s*\d{4}\s*年?\s*$"


def json_schema() -> Json:
    """Return the schema of a spec as a JSON Schema (draft 7, which editors for YAML know best).

    Both spellings of each key are properties; the Chinese one refers to the English one.
    """
    schema: Json = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "plangen 县级填报文件",
        "description": "县情、部门名册和对上位规划各条目的处理。各项名称写中文或英文均可，同一项不能两种都写。",
    }
    return _with_definitions(schema | _fields(SCHEMA, "#"))


def _with_definitions(schema: Json) -> Json:
    """Return the schema with every sub-schema that stands in it several times written once, under ``definitions``."""
    counts: Counter[str] = Counter()

    def count(value: object) -> None:
        if isinstance(value, Mapping):
            counts[json.dumps(value, ensure_ascii=False, sort_keys=True)] += 1
            for part in value.values():
                count(part)
        elif isinstance(value, list):
            for part in value:
                count(part)

    definitions: Json = {}
    names: dict[str, str] = {}

    def shorten(value: object, *, top: bool = False) -> object:
        if isinstance(value, list):
            return [shorten(part) for part in value]
        if not isinstance(value, Mapping):
            return value
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        if top or counts[text] == 1 or len(text) < SHORT_ENOUGH or not _SCHEMA_WORDS & value.keys():
            return {key: shorten(part) for key, part in value.items()}
        if text not in names:
            names[text] = f"part{len(names) + 1}"
            definitions[names[text]] = {key: shorten(part) for key, part in value.items()}
        return {"$ref": f"#/definitions/{names[text]}"}

    count(schema)
    short = shorten(schema, top=True)
    assert isinstance(short, dict)  # a mapping at the top stays one
    return short | {"definitions": definitions}


def _fields(fields: Mapping[str, Rules], pointer: str) -> Json:
    """Return the schema of a mapping with known keys; ``pointer`` is its own place in the whole."""
    properties: Json = {}
    exclusions: Json = {}
    conditions: list[Json] = []
    for key, rules in fields.items():
        meta = rules["meta"]
        name, here = meta["name"], f"{pointer}/properties/{key}"
        properties[key] = {"title": f"{name} {key}", "description": _description(rules), **_value(rules, here)}
        properties[name] = {"$ref": here}
        exclusions[key] = {"not": {"required": [name]}}
        if rules.get("required"):
            conditions.append({"anyOf": [{"required": [key]}, {"required": [name]}]})
    schema: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    schema["dependencies"] = exclusions
    return schema | {"allOf": conditions} if conditions else schema


def _description(rules: Rules) -> str:
    meta = rules["meta"]
    return f"{meta['description']}。例如：{meta['example']}"


def _value(rules: Rules, pointer: str) -> Json:
    """Return the schema of a value, without title and description."""
    meta = rules.get("meta", {})
    writers = {
        "mapping": _mapping,
        "free-mapping": _free_mapping,
        "entries": _list,
        "names": _list,
        "identifiers": _list,
        "texts": _list,
        "period": _period,
        "choice": _choice,
        "flag": _flag,
        "number": _number,
        "fact": _number,
        "free": _free,
        "date": _date,
        "month": _month,
    }
    schema = writers.get(meta.get("read", ""), _text)(rules, pointer)
    return _or_nothing(schema) if rules.get("nullable") else schema


def _or_nothing(schema: Json) -> Json:
    """Return the schema with room for a key that was left empty."""
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None]}
    if "anyOf" in schema and "type" not in schema:
        return schema | {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return schema | {"type": [*types, "null"]}


def _text(rules: Rules, pointer: str) -> Json:
    schema: Json = {"type": ["string", "number"]}
    if rules.get("empty") is False:
        schema["minLength"] = 1
    if "maxlength" in rules:
        schema["maxLength"] = rules["maxlength"]
    return schema


def _list(rules: Rules, pointer: str) -> Json:
    schema: Json = {"type": "array", "items": _value(rules["schema"], f"{pointer}/items")}
    if "minlength" in rules:
        schema["minItems"] = rules["minlength"]
    if rules["meta"]["read"] != "entries":
        schema["type"] = ["array", "string", "number"]  # one text stands for a list of one
    elif pattern := rules["meta"].get("file"):
        schema |= {"type": ["array", "string"], "pattern": pattern}
    return schema


def _mapping(rules: Rules, pointer: str) -> Json:
    shorthand = rules.get("meta", {}).get("shorthand")
    if shorthand is None:
        return _fields(rules["schema"], pointer)
    short = _value(rules["schema"][shorthand], f"{pointer}/anyOf/1")
    # A group's shorthand is a fact, which is itself a bare value or a mapping: only the bare value is meant here.
    if "anyOf" in short and any(option.get("type") == "object" for option in short["anyOf"]):
        short = next(option for option in short["anyOf"] if option.get("type") != "object")
    return {"anyOf": [_fields(rules["schema"], f"{pointer}/anyOf/0"), short]}


def _free_mapping(rules: Rules, pointer: str) -> Json:
    inner = rules["valuesrules"]
    return {"type": "object", "additionalProperties": _value(inner, f"{pointer}/additionalProperties")}


def _period(rules: Rules, pointer: str) -> Json:
    year = {"type": "integer", "minimum": rules["items"][0]["min"], "maximum": rules["items"][0]["max"]}
    text = {"type": "string", "pattern": r"^\d{4}年?$"}
    years = {"type": "array", "items": {"anyOf": [year, text]}, "minItems": 2, "maxItems": 2}
    return {"anyOf": [years, {"type": "string", "pattern": _PERIOD}]}


def _choice(rules: Rules, pointer: str) -> Json:
    return {"enum": list(dict.fromkeys([*rules["meta"]["values"], *rules["allowed"]]))}


def _flag(rules: Rules, pointer: str) -> Json:
    return {"enum": list(_YES_AND_NO)}


def _number(rules: Rules, pointer: str) -> Json:
    types = rules["type"] if isinstance(rules["type"], list) else [rules["type"]]
    number: Json = {"type": "integer" if "integer" in types else "number"}
    if "min" in rules:
        number["minimum"] = rules["min"]
    return {"anyOf": [number, {"enum": list(_YES_AND_NO)}]} if "boolean" in types else number


def _free(rules: Rules, pointer: str) -> Json:
    return {"type": ["string", "number", "boolean"]}


def _date(rules: Rules, pointer: str) -> Json:
    return {"type": "string", "pattern": _DAY}


def _month(rules: Rules, pointer: str) -> Json:
    return {"anyOf": [{"type": "integer", "minimum": 1900, "maximum": 2100}, {"type": "string", "pattern": _MONTH}]}


def describe() -> list[str]:
    """Return the schema as lines for a person: each key in both spellings, what it means, and an example."""
    lines = ["填报文件的全部项目（中文名称、英文名称写哪个都行，同一项不能两种都写）：", ""]
    for key, rules in SCHEMA.items():
        lines += [*_described(key, rules, 0), ""]
    return lines[:-1]


def _described(key: str, rules: Rules, depth: int) -> list[str]:
    meta = rules["meta"]
    required = "（必填）" if rules.get("required") else ""
    indent = "    " * depth
    lines = [f"{indent}{meta['name']} {key}{required}：{meta['description']}。例如：{meta['name']}: {meta['example']}"]
    if meta.get("shorthand") == "value":
        return lines  # a fact: value, year and note are explained once, at the situation
    inner = rules
    while inner.get("valuesrules") or (inner["type"] == "list" and "schema" in inner):
        inner = inner.get("valuesrules") or inner["schema"]
    fields: Mapping[str, Rules] = inner.get("schema", {}) if inner["type"] == "dict" else {}
    if key == "situation":
        full = "{数值 value: ……, 年份 year: ……, 备注 note: ……}"
        lines.append(f"{indent}    每项数据可以只写数值，也可以写成 {full}；备注不会印进方案。")
    for name, field in fields.items():
        if not (meta.get("group") and name in ("year", "note")) and key != "other":
            lines += _described(name, field, depth + 1)
    return lines
