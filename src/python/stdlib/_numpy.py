"""What NumPy has beyond the arrays and loops of numpy-ts: its signatures, its types, and functions made of others."""

import numpy as np

from _numpy_types import *
from _numpy_making import *
from _numpy_shapes import *
from _numpy_joining import *
from _numpy_finding import *
from _numpy_places import *
from _numpy_flat import *
from _numpy_ufuncs import *
from _numpy_statistics import *
from _numpy_quantiles import *
from _numpy_series import *
from _numpy_polynomials import *
from _numpy_comparing import *
from _numpy_matrices import *
from _numpy_printing import *
from _numpy_floats import *
from _numpy_bytes import *
from _numpy_constants import *
from _numpy_types import _own
from _numpy_tensors import like_given

(transpose, reshape, squeeze, swapaxes, take, repeat, clip, around, argmax, argmin, argsort, diagonal) = map(
    like_given, (transpose, reshape, squeeze, swapaxes, take, repeat, clip, around, argmax, argmin, argsort, diagonal))
float_power = _own.get('float_power')
fix = np.trunc
asfarray = asanyarray
cumproduct = np.cumprod
for _of in (iinfo, finfo, poly1d, nditer, ndenumerate, ndindex, ComplexWarning):
    _of.__module__ = 'numpy'
__all__ = [name for name in dir() if not name.startswith('_') and name not in
           ('contextmanager', 'itertools', 'math', 'operator', 'os', 'struct', 'sys', 'types', 'warnings', 'np', 'array_of',
            'reduce_by', 'reduced', 'accumulate', 'like_given', 'tobytes', 'tofile', 'reduceat', 'outer_by', 'at', 'axes_of',
            'lines', 'written')]
