"""The elements of an array in a row: `a.flat`, which reads and writes them where they are."""

import numpy as np
from _numpy_types import _Int, _ndarray


class flatiter:
    """The elements of an array, one after the other, whatever its shape."""

    __hash__ = None

    def __init__(self, base):
        self.base, self.index = base, 0

    @property
    def coords(self):
        """The place of the next one."""
        return self._place(self.index)

    def _place(self, i):
        place = []
        for size in reversed(self.base.shape):
            i, own = divmod(i, size)
            place.append(own)
        return tuple(reversed(place))

    def _checked(self, i, axis=''):
        size = self.base.size
        if not -size <= i < size:
            raise IndexError(f'index {i} is out of bounds for {axis}size {size}')
        return int(i) % size

    def _row(self):
        return self.base.reshape(-1)

    def __len__(self):
        return self.base.size

    def __iter__(self):
        self.index = 0
        return self

    def __next__(self):
        if self.index >= self.base.size:
            raise StopIteration
        self.index += 1
        return self.base[self._place(self.index - 1)]

    def _key(self, key):
        key = key[0] if isinstance(key, tuple) and len(key) == 1 else key
        if isinstance(key, tuple) and len(key) > 1 or key is None:
            raise IndexError('unsupported iterator index')
        return ... if isinstance(key, tuple) else key

    def __getitem__(self, key):
        key = self._key(key)
        if isinstance(key, _Int) and not isinstance(key, bool):
            return self.base[self._place(self._checked(key, 'axis 0 with '))]
        return self._row()[key].copy()

    def __setitem__(self, key, value):
        key = self._key(key)
        if isinstance(key, _Int) and not isinstance(key, bool):
            self.base[self._place(self._checked(key))] = value
            return
        places = np.arange(self.base.size)[key].reshape(-1)
        values = np.asarray(value).reshape(-1)
        if values.size == 0:
            return
        # What is given begins again where it ends.
        for i, place in enumerate(places.tolist()):
            self.base[self._place(place)] = values[i % values.size]

    def copy(self):
        """The elements in an array of their own."""
        return self._row().copy()

    def __array__(self, dtype=None):
        return self.copy() if dtype is None else self.copy().astype(dtype)

    def __eq__(self, other):
        return self.copy() == other

    def __ne__(self, other):
        return self.copy() != other

    def __lt__(self, other):
        return self.copy() < other

    def __le__(self, other):
        return self.copy() <= other

    def __gt__(self, other):
        return self.copy() > other

    def __ge__(self, other):
        return self.copy() >= other


flatiter.__module__ = 'numpy'
