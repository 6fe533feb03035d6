"""Parts of typing that are classes by what they ask of others: protocols."""

from abc import ABCMeta

_ours = {
    '__abstractmethods__', '__annotations__', '__class_getitem__', '__dict__', '__doc__', '__init__', '__module__',
    '__new__', '__parameters__', '__qualname__', '__slots__', '__subclasshook__', '__weakref__', '__hash__',
    '__match_args__', '__init_subclass__', '_is_protocol', '_is_runtime_protocol',
}


def _members(cls):
    """What a protocol asks for."""
    names = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ('Protocol', 'Generic'):
            continue
        names.update(name for name in [*base.__dict__, *getattr(base, '__annotations__', {})] if name not in _ours)
    return names


def _has_methods_alone(cls):
    return all(callable(getattr(cls, name, None)) for name in _members(cls))


class _ProtocolMeta(ABCMeta):
    """Who has all that a protocol asks for is one of its objects."""

    def __call__(cls, *args, **kwargs):
        if cls._is_protocol:
            raise TypeError('Protocols cannot be instantiated')
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, instance):
        if not cls._is_protocol:
            return super().__instancecheck__(instance)
        if not cls._is_runtime_protocol and cls is not Protocol:
            raise TypeError('Instance and class checks can only be used with @runtime_checkable protocols')
        if super().__instancecheck__(instance):
            return True
        return cls is not Protocol and all(
            hasattr(instance, name)
            and (not callable(getattr(cls, name, None)) or getattr(instance, name) is not None)
            for name in _members(cls)
        )

    def __subclasscheck__(cls, other):
        if not cls.__dict__.get('_is_protocol', False) or cls is Protocol:
            return super().__subclasscheck__(other)
        if not cls._is_runtime_protocol:
            raise TypeError('Instance and class checks can only be used with @runtime_checkable protocols')
        if not _has_methods_alone(cls):
            raise TypeError("Protocols with non-method members don't support issubclass()")
        if super().__subclasscheck__(other):
            return True
        return all(getattr(other, name, None) is not None for name in _members(cls))


class Protocol(metaclass=_ProtocolMeta):
    """What is asked of an object, whatever its class."""

    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls._is_protocol = any(base is Protocol for base in cls.__bases__)

    def __class_getitem__(cls, key):
        return cls


def runtime_checkable(cls):
    """Lets isinstance and issubclass ask whether there is what a protocol asks for."""
    if not isinstance(cls, type) or not getattr(cls, '_is_protocol', False):
        raise TypeError('@runtime_checkable can be only applied to protocol classes, got %r' % cls)
    cls._is_runtime_protocol = True
    return cls


@runtime_checkable
class SupportsInt(Protocol):
    def __int__(self): ...


@runtime_checkable
class SupportsFloat(Protocol):
    def __float__(self): ...


@runtime_checkable
class SupportsComplex(Protocol):
    def __complex__(self): ...


@runtime_checkable
class SupportsBytes(Protocol):
    def __bytes__(self): ...


@runtime_checkable
class SupportsIndex(Protocol):
    def __index__(self): ...


@runtime_checkable
class SupportsAbs(Protocol):
    def __abs__(self): ...


@runtime_checkable
class SupportsRound(Protocol):
    def __round__(self, ndigits=0): ...


for _cls in [Protocol, SupportsInt, SupportsFloat, SupportsComplex, SupportsBytes, SupportsIndex, SupportsAbs, SupportsRound]:
    _cls.__module__ = 'typing'


def assert_never(arg, /):
    """For what no program comes to."""
    raise AssertionError(f'Expected code to be unreachable, but got: {arg!r}')


class NewType:
    """A name for a type that a program tells apart; what is called by it stays what it was."""

    def __init__(self, name, tp):
        self.__name__ = self.__qualname__ = name
        self.__supertype__ = tp
        self.__module__ = '__main__'

    def __call__(self, item, /):
        return item

    def __repr__(self):
        return f'{self.__module__}.{self.__qualname__}'

    def __or__(self, other):
        from typing import Union

        return Union[self, other]

    def __ror__(self, other):
        from typing import Union

        return Union[other, self]


NewType.__module__ = 'typing'
