"""The reference page: read from the interface's own OpenAPI description, so that it can't go stale."""

from collections.abc import Mapping
from typing import Any


def groups(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Returns the calls by tag: method, path, summary, description, inputs and answers."""
    found: dict[str, list[dict[str, Any]]] = {}
    shapes = schema.get("components", {}).get("schemas", {})
    for path, methods in schema["paths"].items():
        for method, call in methods.items():
            found.setdefault(call["tags"][0], []).append(_call(path, method, call, shapes))
    return [{"name": name, "calls": calls} for name, calls in found.items()]


def _call(path: str, method: str, call: Mapping[str, Any], shapes: Mapping[str, Any]) -> dict[str, Any]:
    inputs = [
        {
            "name": item["name"],
            "place": {"path": "路径", "query": "查询", "header": "请求头"}[item["in"]],
            "need": "必填" if item.get("required") else "可选",
            "words": item.get("description") or item.get("schema", {}).get("description", ""),
        }
        for item in call.get("parameters", ())
    ]
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in body:
        inputs += _fields(body["$ref"], shapes)
    return {
        "method": method.upper(),
        "path": path,
        "summary": call["summary"],
        "words": call.get("description", ""),
        "signed": bool(call.get("security")),
        "inputs": inputs,
    }


def _fields(ref: str, shapes: Mapping[str, Any]) -> list[dict[str, str]]:
    shape = shapes[ref.rsplit("/", 1)[-1]]
    required = set(shape.get("required", ()))
    return [
        {
            "name": name,
            "place": "请求体",
            "need": "必填" if name in required else "可选",
            "words": field.get("description") or _words(field, shapes),
        }
        for name, field in shape.get("properties", {}).items()
    ]


def _words(field: Mapping[str, Any], shapes: Mapping[str, Any]) -> str:
    inner = field.get("$ref") or field.get("items", {}).get("$ref")
    if not inner:
        return ""
    shape = shapes[inner.rsplit("/", 1)[-1]]
    parts = "、".join(shape.get("properties", {}))
    return f"{shape.get('description', '').rstrip('。')}：{parts}"
