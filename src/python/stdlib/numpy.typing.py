"""Arrays, for annotations."""

from typing import Any, Union

import numpy as _np

ArrayLike = Any
DTypeLike = Any


class NDArray:
    """An array of a type: `NDArray[np.float64]`."""

    def __class_getitem__(cls, kind):
        return _np.ndarray


NBitBase = object
