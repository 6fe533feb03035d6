"""The classes of what has no name among the built-in ones."""

import sys


def _f():
    pass


def _g():
    yield


async def _c():
    pass


async def _a():
    yield


_made = _c()
CoroutineType = type(_made)
_made.close()
AsyncGeneratorType = type(_a())
FunctionType = LambdaType = type(_f)
GeneratorType = type(_g())
BuiltinFunctionType = BuiltinMethodType = type(len)
MethodType = type(''.join) if False else type(type('C', (), {'f': _f})().f)
ModuleType = type(sys)
NoneType = type(None)
NotImplementedType = type(NotImplemented)
EllipsisType = type(...)
GenericAlias = type(list[int])
UnionType = type(int | None)


class SimpleNamespace:
    """Attributes, and no more."""

    def __init__(self, /, **kwargs):
        self.__dict__.update(kwargs)

    def __repr__(self):
        return f'namespace({", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())})'

    def __eq__(self, other):
        return self.__dict__ == other.__dict__ if isinstance(other, SimpleNamespace) else NotImplemented


class MappingProxyType:
    """A dict that can be read alone."""

    def __init__(self, mapping):
        if not hasattr(mapping, '__getitem__') or isinstance(mapping, (list, tuple)):
            raise TypeError(f'mappingproxy() argument must be a mapping, not {type(mapping).__name__}')
        self._mapping = mapping

    def __getitem__(self, key):
        return self._mapping[key]

    def __len__(self):
        return len(self._mapping)

    def __iter__(self):
        return iter(self._mapping)

    def __contains__(self, key):
        return key in self._mapping

    def keys(self):
        return self._mapping.keys()

    def values(self):
        return self._mapping.values()

    def items(self):
        return self._mapping.items()

    def get(self, key, default=None):
        return self._mapping.get(key, default)

    def __repr__(self):
        return f'mappingproxy({self._mapping!r})'

    def __str__(self):
        return str(self._mapping)


MappingProxyType.__module__ = 'builtins'
MappingProxyType.__name__ = MappingProxyType.__qualname__ = 'mappingproxy'


def new_class(name, bases=(), kwds=None, exec_body=None):
    """Make a class."""
    names = {}
    if exec_body is not None:
        exec_body(names)
    return type(name, bases, names)
