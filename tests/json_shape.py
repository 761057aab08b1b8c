"""Whether a JSON value has the shape of a dataclass, field for field."""

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints


def check_shape(value: Any, kind: Any) -> None:
    """`value` is the JSON of a `kind`, field for field."""
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        assert list(value) == [field.name for field in fields(kind)]
        for name, hint in hints.items():
            check_shape(value[name], hint)
    elif origin is tuple:
        assert isinstance(value, list)
        for item in value:
            check_shape(item, arguments[0])
    elif origin is Literal:
        assert value in arguments
    elif origin is UnionType:
        options = [option for option in arguments if option is not NoneType]
        if value is None:
            assert NoneType in arguments
        elif len(options) == 1:
            check_shape(value, options[0])
        else:
            (option,) = (o for o in options if get_type_hints(o)["type"] == Literal[value["type"]])
            check_shape(value, option)
    else:
        assert isinstance(value, kind)
