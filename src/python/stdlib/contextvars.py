"""Variables whose values belong to a context: each task of asyncio has its own."""

_missing = object()


class Token:
    """What a variable was before it was set."""

    MISSING = _missing

    def __init__(self, context, var, old_value):
        self._context = context
        self.var = var
        self.old_value = old_value
        self._used = False


class Context:
    """The values of variables."""

    def __init__(self):
        self._values = {}

    def run(self, callable, *args, **kwargs):
        global _current
        before = _current
        _current = self
        try:
            return callable(*args, **kwargs)
        finally:
            _current = before

    def copy(self):
        made = Context()
        made._values = dict(self._values)
        return made

    def __getitem__(self, var):
        return self._values[var]

    def __contains__(self, var):
        return var in self._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def get(self, var, default=None):
        return self._values.get(var, default)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()


_current = Context()


class ContextVar:
    """A variable of the context that runs."""

    def __init__(self, name, *, default=_missing):
        self.name = name
        self._default = default

    def __class_getitem__(cls, key):
        return cls

    def get(self, default=_missing):
        value = _current._values.get(self, _missing)
        if value is not _missing:
            return value
        if default is not _missing:
            return default
        if self._default is not _missing:
            return self._default
        raise LookupError(self)

    def set(self, value):
        token = Token(_current, self, _current._values.get(self, _missing))
        _current._values[self] = value
        return token

    def reset(self, token):
        if token._used:
            raise RuntimeError(f'{token!r} has already been used once')
        if token.var is not self:
            raise ValueError(f'{token!r} was created by a different ContextVar')
        token._used = True
        if token.old_value is _missing:
            del _current._values[self]
        else:
            _current._values[self] = token.old_value


def copy_context():
    return _current.copy()
