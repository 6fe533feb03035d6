"""Lists of numbers of one type."""

import struct
from operator import index

typecodes = 'bBuhHiIlLqQfd'
_sizes = {'b': 1, 'B': 1, 'u': 4, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8, 'q': 8, 'Q': 8, 'f': 4, 'd': 8}
_names = {'b': 'signed char', 'B': 'unsigned byte integer', 'h': 'short', 'H': 'unsigned short', 'i': 'int',
          'I': 'unsigned int', 'l': 'long', 'L': 'unsigned long', 'q': 'long long', 'Q': 'unsigned long long'}


class array:
    """Numbers of one type, in one line."""

    def __init__(self, typecode, initializer=(), /):
        if not isinstance(typecode, str) or len(typecode) != 1:
            raise TypeError('array() argument 1 must be a unicode character, not ' + type(typecode).__name__)
        if typecode not in typecodes:
            raise ValueError('bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)')
        if isinstance(initializer, str) and typecode != 'u':
            raise TypeError(f"cannot use a str to initialize an array with typecode '{typecode}'")
        self.typecode = typecode
        self.itemsize = _sizes[typecode]
        self._items = []
        if isinstance(initializer, (bytes, bytearray)):
            self.frombytes(initializer)
        else:
            self.extend(initializer)

    def _one(self, x):
        code = self.typecode
        if code == 'u':
            if not isinstance(x, str) or len(x) != 1:
                raise TypeError('array item must be a unicode character, not ' + type(x).__name__)
            return x
        if code in 'fd':
            if isinstance(x, str) or not hasattr(x, '__float__') and not hasattr(x, '__index__'):
                raise TypeError(f'must be real number, not {type(x).__name__}')
            return struct.unpack('<f', struct.pack('<f', x))[0] if code == 'f' else float(x)
        x = index(x)
        bits = self.itemsize * 8
        least, most = (-2 ** (bits - 1), 2 ** (bits - 1) - 1) if code.islower() else (0, 2 ** bits - 1)
        if not least <= x <= most:
            wide = code in 'iIlLqQ'
            if wide and code != 'i' and code != 'I':
                raise OverflowError('int too big to convert' if x > 0 or code.islower() else
                                    "can't convert negative value to unsigned int")
            word = 'signed' if code.islower() else 'unsigned'
            what = _names[code]
            if code in 'bhi':
                what = {'b': 'signed char', 'h': 'signed short integer', 'i': 'signed integer'}[code]
                raise OverflowError(f'{what} is {"greater than maximum" if x > most else "less than minimum"}')
            raise OverflowError(f'{what} is {"greater than maximum" if x > most else "less than minimum"}'
                                if word == 'unsigned' else 'Python int too large to convert to C long')
        return x

    def _same(self, other):
        if not isinstance(other, array):
            raise TypeError(f'can only append array (not "{type(other).__name__}") to array')
        if other.typecode != self.typecode:
            raise TypeError('bad argument type for built-in operation')
        return other._items

    def _like(self, items):
        made = array(self.typecode)
        made._items = items
        return made

    def append(self, x, /):
        self._items.append(self._one(x))

    def extend(self, iterable, /):
        if isinstance(iterable, array):
            if iterable.typecode != self.typecode:
                raise TypeError('can only extend with array of same kind')
            self._items.extend(iterable._items)
            return
        for x in iterable:
            self.append(x)

    fromlist = extend

    def insert(self, i, x, /):
        self._items.insert(index(i), self._one(x))

    def pop(self, i=-1, /):
        if not self._items:
            raise IndexError('pop from empty array')
        if not -len(self._items) <= i < len(self._items):
            raise IndexError('pop index out of range')
        return self._items.pop(i)

    def remove(self, x, /):
        if x not in self._items:
            raise ValueError('array.remove(x): x not in array')
        self._items.remove(x)

    def index(self, x, *args):
        try:
            return self._items.index(x, *args)
        except ValueError:
            raise ValueError('array.index(x): x not in array') from None

    def count(self, x, /):
        return self._items.count(x)

    def reverse(self):
        self._items.reverse()

    def tolist(self):
        return list(self._items)

    def tounicode(self):
        if self.typecode != 'u':
            raise ValueError("tounicode() may only be called on unicode type arrays ('u')")
        return ''.join(self._items)

    def fromunicode(self, text, /):
        self.extend(text)

    def _format(self, count):
        return f'<{count}{"q" if self.typecode == "l" else "Q" if self.typecode == "L" else self.typecode}'

    def tobytes(self):
        if self.typecode == 'u':
            return ''.join(self._items).encode('utf-32-le')
        return struct.pack(self._format(len(self._items)), *self._items)

    def frombytes(self, buffer, /):
        if len(buffer) % self.itemsize:
            raise ValueError('bytes length not a multiple of item size')
        if self.typecode == 'u':
            self.extend(bytes(buffer).decode('utf-32-le'))
        else:
            self._items.extend(struct.unpack(self._format(len(buffer) // self.itemsize), bytes(buffer)))

    def tofile(self, f, /):
        f.write(self.tobytes())

    def fromfile(self, f, n, /):
        content = f.read(n * self.itemsize)
        self.frombytes(content[:len(content) // self.itemsize * self.itemsize])
        if len(content) < n * self.itemsize:
            raise EOFError('read() didn\'t return enough bytes')

    def byteswap(self):
        swapped = b''.join(self._like([x]).tobytes()[::-1] for x in self._items)
        self._items = []
        self.frombytes(swapped)

    def buffer_info(self):
        return id(self), len(self._items)

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __contains__(self, x):
        return x in self._items

    def __getitem__(self, i):
        if isinstance(i, slice):
            return self._like(self._items[i])
        try:
            return self._items[i]
        except IndexError:
            raise IndexError('array index out of range') from None
        except TypeError:
            raise TypeError('array indices must be integers') from None

    def __setitem__(self, i, x):
        if isinstance(i, slice):
            if not isinstance(x, array):
                raise TypeError(f'can only assign array (not "{type(x).__name__}") to array slice')
            self._items[i] = self._same(x)
            return
        try:
            self._items[i] = self._one(x)
        except IndexError:
            raise IndexError('array assignment index out of range') from None

    def __delitem__(self, i):
        del self._items[i]

    def __add__(self, other):
        return self._like(self._items + self._same(other))

    def __iadd__(self, other):
        if not isinstance(other, array):
            raise TypeError(f'can only extend with array (not "{type(other).__name__}")')
        self.extend(other)
        return self

    def __mul__(self, n):
        return self._like(self._items * n)

    __rmul__ = __mul__

    def __eq__(self, other):
        return self._items == other._items if isinstance(other, array) else NotImplemented

    def __lt__(self, other):
        return self._items < other._items if isinstance(other, array) else NotImplemented

    def __le__(self, other):
        return self._items <= other._items if isinstance(other, array) else NotImplemented

    def __gt__(self, other):
        return self._items > other._items if isinstance(other, array) else NotImplemented

    def __ge__(self, other):
        return self._items >= other._items if isinstance(other, array) else NotImplemented

    __hash__ = None

    def __copy__(self):
        return self._like(list(self._items))

    def __deepcopy__(self, memo):
        return self._like(list(self._items))

    def __repr__(self):
        if not self._items:
            return f"array('{self.typecode}')"
        inside = repr(self.tounicode()) if self.typecode == 'u' else repr(self._items)
        return f"array('{self.typecode}', {inside})"


ArrayType = array
