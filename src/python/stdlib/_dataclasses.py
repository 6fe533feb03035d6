"""Of dataclasses: those that a function makes, and what is told to `__post_init__` alone."""

import dataclasses


class InitVar:
    """`InitVar[int]`: what is given to `__init__`, and kept nowhere."""

    def __init__(self, type):
        self.type = type

    def __class_getitem__(cls, type):
        return InitVar(type)

    def __repr__(self):
        return f'dataclasses.InitVar[{getattr(self.type, "__name__", repr(self.type))}]'


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    """A dataclass with these fields."""
    names, annotations = dict(namespace or {}), {}
    for field in fields:
        if isinstance(field, str):
            name, kind = field, 'typing.Any'
        else:
            name, kind = field[:2]
            if len(field) == 3:
                names[name] = field[2]
        if not name.isidentifier():
            raise TypeError(f'Field names must be valid identifiers: {name!r}')
        if name in annotations:
            raise TypeError(f'Field name duplicated: {name!r}')
        annotations[name] = kind
    names['__annotations__'] = annotations
    return dataclasses.dataclass(type(cls_name, tuple(bases), names), **options)
