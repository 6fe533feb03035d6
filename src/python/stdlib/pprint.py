"""Values over several lines, where one is too short."""

import sys

from _terminal import say


def _is_short(value):
    return not isinstance(value, (dict, list, tuple, set, frozenset)) or not value


def _safe_key(value):
    return (str(type(value)), id(value)) if not isinstance(value, (int, float, str, bytes, tuple)) else value


def _sorted(items):
    try:
        return sorted(items)
    except TypeError:
        return sorted(items, key=lambda one: (str(type(one)), str(one)))


class PrettyPrinter:
    """Prints values."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        self._indent = int(indent)
        self._width = int(width)
        self._depth = depth
        if self._indent < 0:
            raise ValueError('indent must be >= 0')
        if depth is not None and depth <= 0:
            raise ValueError('depth must be > 0')
        if not self._width:
            raise ValueError('width must be != 0')
        # The lists and dicts that are being written, by their ids: one of them inside itself is only named.
        self._open = set()
        self._found = False
        self._stream = stream
        self._compact = compact
        self._sort_dicts = sort_dicts
        self._underscores = underscore_numbers

    def pprint(self, object):
        """Print a value."""
        say(self._stream or sys.stdout, self.pformat(object) + '\n')

    def pformat(self, object):
        """A value as text."""
        return self._format(object, 0, 0, 0)

    def _line(self, value, level):
        """The value in one line."""
        return self._once(value, lambda: self._line_of(value, level))

    def _once(self, value, write):
        if not isinstance(value, (dict, list, tuple)):
            return write()
        if id(value) in self._open:
            self._found = True
            return f'<Recursion on {type(value).__name__} with id={id(value)}>'
        self._open.add(id(value))
        try:
            return write()
        finally:
            self._open.discard(id(value))

    def _line_of(self, value, level):
        if isinstance(value, bool) or not isinstance(value, (int, dict, list, tuple)):
            return repr(value)
        if isinstance(value, int):
            return f'{value:_d}' if self._underscores else repr(value)
        if not value:
            return repr(value)
        kind = type(value)
        if self._depth is not None and level >= self._depth:
            return '{...}' if isinstance(value, dict) else '[...]' if isinstance(value, list) else '(...)'
        if kind is dict:
            items = self._items(value)
            return '{' + ', '.join(f'{self._line(k, level + 1)}: {self._line(v, level + 1)}' for k, v in items) + '}'
        if kind in (list, tuple):
            inside = ', '.join(self._line(item, level + 1) for item in value)
            return f'[{inside}]' if kind is list else f'({inside},)' if len(value) == 1 else f'({inside})'
        return repr(value)

    def _items(self, value):
        if not self._sort_dicts:
            return list(value.items())
        return [(key, value[key]) for key in _sorted(value)]

    def _format(self, value, indent, allowance, level):
        line = self._line(value, level)
        room = self._width - indent - allowance
        if len(line) <= room or self._depth is not None and level >= self._depth:
            return line
        return self._once(value, lambda: self._lines(value, line, indent, allowance, level))

    def _lines(self, value, line, indent, allowance, level):
        kind = type(value)
        lead = ' ' * (indent + self._indent)
        pad = ' ' * (self._indent - 1)
        if kind is dict:
            parts = []
            items = self._items(value)
            for i, (key, item) in enumerate(items):
                name = self._line(key, level + 1)
                after = allowance + 1 if i == len(items) - 1 else 1
                parts.append(f'{name}: {self._format(item, indent + self._indent + len(name) + 2, after, level + 1)}')
            return '{' + pad + f',\n{lead}'.join(parts) + '}'
        if kind.__name__ == 'OrderedDict' and value:
            head = 'OrderedDict('
            return head + self._sequence(list(value.items()), indent + len(head), allowance + 1, level, '[', ']') + ')'
        if kind in (list, tuple):
            return self._sequence(value, indent, allowance, level, '([' [kind is list],
                                  ')]'[kind is list] if kind is list or len(value) != 1 else ',)')
        if kind in (set, frozenset) and value:
            if kind is set:
                return self._sequence(_sorted(value), indent, allowance, level, '{', '}')
            return 'frozenset(' + self._sequence(_sorted(value), indent + 10, allowance + 1, level, '{', '}') + ')'
        if kind is str and value:
            return self._text(value, indent, allowance, level)
        return line

    def _sequence(self, items, indent, allowance, level, open, close):
        indent += self._indent
        lead = ' ' * indent
        pad = ' ' * (self._indent - 1)
        items = list(items)
        if self._compact:
            return open + pad + self._packed(items, indent, allowance + len(close), level, lead) + close
        parts = []
        for i, item in enumerate(items):
            after = allowance + len(close) if i == len(items) - 1 else 1
            parts.append(self._format(item, indent, after, level + 1))
        return open + pad + f',\n{lead}'.join(parts) + close

    def _packed(self, items, indent, allowance, level, lead):
        result = ''
        whole = room = self._width - indent
        for i, item in enumerate(items):
            is_last = i == len(items) - 1
            line = self._line(item, level + 1)
            if is_last:
                room -= allowance
                whole -= allowance
            need = len(line) + 2
            separator = '' if i == 0 else ', '
            if room < need:
                room = whole
                if i:
                    separator = ',\n' + lead
            if room >= need:
                room -= need
                result += separator + line
                continue
            result += separator + self._format(item, indent, allowance if is_last else 1, level + 1)
        return result

    def _text(self, value, indent, allowance, level):
        import re
        pieces = []
        lines = value.splitlines(True)
        if level == 0:
            indent += 1
            allowance += 1
        most = room = self._width - indent
        text = ''
        for i, line in enumerate(lines):
            if i == len(lines) - 1:
                room -= allowance
            if len(repr(line)) <= room:
                pieces.append(repr(line))
                continue
            words = [word for word in re.findall(r'\S*\s*', line) if word]
            limit = most
            current = ''
            for j, word in enumerate(words):
                if j == len(words) - 1 and i == len(lines) - 1:
                    limit -= allowance
                if len(repr(current + word)) > limit:
                    if current:
                        pieces.append(repr(current))
                    current = word
                else:
                    current += word
            if current:
                pieces.append(repr(current))
        if len(pieces) == 1:
            return pieces[0]
        text = f'\n{" " * indent}'.join(pieces)
        return f'({text})' if level == 0 else text


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    """Print a value over several lines, where one is too short."""
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """A value as pprint prints it."""
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Print a value, dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """A value in one line."""
    return PrettyPrinter()._line(object, 0)


def isrecursive(object):
    """Whether a value holds itself."""
    printer = PrettyPrinter()
    printer._line(object, 0)
    return printer._found


def isreadable(object):
    """Whether the text of a value makes it anew."""
    return not isrecursive(object) and '<' not in repr(object)
