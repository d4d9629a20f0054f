"""What the shapes of answers are put together from, as JSON Schema."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def text(**more: Any) -> Schema:
    """A text."""
    return {"type": "string", **more}


def whole(**more: Any) -> Schema:
    """A whole number."""
    return {"type": "integer", **more}


def number(**more: Any) -> Schema:
    """A number."""
    return {"type": "number", **more}


def flag() -> Schema:
    """True or false."""
    return {"type": "boolean"}


def or_null(schema: Schema) -> Schema:
    """The value, or null when there is none."""
    if "type" in schema and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(kind: Any) -> Schema:
    """The values of an enumeration."""
    return text(enum=[each.value for each in kind])


def list_of(schema: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": schema}


def ref(name: str) -> Schema:
    """A shape by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def record(**fields: Schema) -> Schema:
    """An object with exactly these fields, all of them always there."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


INSTANT = text(format="date-time")
DAY = text(format="date")
