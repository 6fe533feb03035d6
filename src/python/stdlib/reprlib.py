"""Texts of values that do not become long."""

from builtins import repr as _repr
from itertools import islice


def recursive_repr(fillvalue='...'):
    """For a `__repr__` that may come to itself."""

    def decorate(function):
        running = set()

        def wrapper(self):
            if id(self) in running:
                return fillvalue
            running.add(id(self))
            try:
                return function(self)
            finally:
                running.discard(id(self))

        wrapper.__name__, wrapper.__doc__ = function.__name__, function.__doc__
        wrapper.__qualname__, wrapper.__module__ = function.__qualname__, function.__module__
        return wrapper

    return decorate


class Repr:
    """Says of each kind how much is shown."""

    def __init__(self):
        self.fillvalue = '...'
        self.maxlevel = 6
        self.maxtuple = self.maxlist = self.maxset = self.maxfrozenset = self.maxdeque = 6
        self.maxarray, self.maxdict = 5, 4
        self.maxstring = self.maxother = 30
        self.maxlong = 40

    def repr(self, x):
        return self.repr1(x, self.maxlevel)

    def repr1(self, x, level):
        name = type(x).__name__
        if ' ' in name:
            name = '_'.join(name.split())
        method = getattr(self, 'repr_' + name, None)
        return method(x, level) if method is not None else self.repr_instance(x, level)

    def _items(self, x, level, left, right, most, trail=''):
        if level <= 0 and x:
            inner = self.fillvalue
        else:
            parts = [self.repr1(item, level - 1) for item in islice(x, most)]
            if len(x) > most:
                parts.append(self.fillvalue)
            inner = ', '.join(parts)
            if len(x) == 1 and trail:
                right = trail + right
        return f'{left}{inner}{right}'

    def repr_tuple(self, x, level):
        return self._items(x, level, '(', ')', self.maxtuple, ',')

    def repr_list(self, x, level):
        return self._items(x, level, '[', ']', self.maxlist)

    def repr_array(self, x, level):
        return self._items(x, level, f"array('{x.typecode}', [", '])', self.maxarray) if x else f"array('{x.typecode}')"

    def repr_set(self, x, level):
        return self._items(_sorted(x), level, '{', '}', self.maxset) if x else 'set()'

    def repr_frozenset(self, x, level):
        return self._items(_sorted(x), level, 'frozenset({', '})', self.maxfrozenset) if x else 'frozenset()'

    def repr_deque(self, x, level):
        return self._items(x, level, 'deque([', '])', self.maxdeque)

    def repr_dict(self, x, level):
        if not x:
            return '{}'
        if level <= 0:
            return '{' + self.fillvalue + '}'
        parts = [
            f'{self.repr1(key, level - 1)}: {self.repr1(x[key], level - 1)}' for key in islice(_sorted(x), self.maxdict)
        ]
        if len(x) > self.maxdict:
            parts.append(self.fillvalue)
        return '{' + ', '.join(parts) + '}'

    def repr_str(self, x, level):
        text = _repr(x[:self.maxstring])
        return self._cut(_repr(x), self.maxstring) if len(text) > self.maxstring else text

    def repr_int(self, x, level):
        return self._cut(_repr(x), self.maxlong)

    def repr_instance(self, x, level):
        try:
            text = _repr(x)
        except Exception:
            return f'<{type(x).__name__} instance at {id(x):#x}>'
        return self._cut(text, self.maxother)

    def _cut(self, text, most):
        if len(text) <= most:
            return text
        before = max(0, (most - 3) // 2)
        after = max(0, most - 3 - before)
        return text[:before] + self.fillvalue + text[len(text) - after:]


def _sorted(x):
    try:
        return sorted(x)
    except Exception:
        return list(x)


aRepr = Repr()


def repr(x):
    """The text of a value, which is cut where it is long."""
    return aRepr.repr(x)
