"""Arrays as texts and from texts; what is told of faults."""

import warnings
from contextlib import contextmanager

import numpy as np
from _numpy_types import _own
from _numpy_making import _of_objects, array, asarray


@contextmanager
def errstate(**kwargs):
    """A `with` in which other faults of floats are told."""
    before = np.seterr(**kwargs)
    try:
        yield
    finally:
        np.seterr(**before)


@contextmanager
def printoptions(*args, **kwargs):
    """A `with` in which arrays are printed otherwise."""
    before = np.get_printoptions()
    np.set_printoptions(*args, **kwargs)
    try:
        yield np.get_printoptions()
    finally:
        np.set_printoptions(**before)


def _with(formatter=None, **kwargs):
    """Options beside those that are set; the formatter would be none if it were not told again."""
    if formatter is None:
        formatter = np.get_printoptions()['formatter']
    return printoptions(formatter=formatter, **kwargs)


def array_str(a, max_line_width=None, precision=None, suppress_small=None):
    """As it is printed."""
    with _with(linewidth=max_line_width, precision=precision, suppress=suppress_small):
        return str(asarray(a))


def array_repr(arr, max_line_width=None, precision=None, suppress_small=None):
    """As the prompt shows it."""
    with _with(linewidth=max_line_width, precision=precision, suppress=suppress_small):
        return repr(asarray(arr))


def array2string(a, max_line_width=None, precision=None, suppress_small=None, separator=' ', prefix='', style=None,
                 formatter=None, threshold=None, edgeitems=None, sign=None, floatmode=None, suffix='', *, legacy=None):
    """As it is printed between other texts."""
    if style is not None:
        warnings.warn("'style' argument is deprecated and no longer functional except in 1.13 'legacy' mode",
                      DeprecationWarning, stacklevel=2)
    with _with(formatter, precision=precision, threshold=threshold, edgeitems=edgeitems, linewidth=max_line_width,
               suppress=suppress_small, sign=sign, floatmode=floatmode, legacy=legacy):
        given = asarray(a)
        if hasattr(given, '_text'):
            return given._text(separator, ' ' * (len(prefix) + 1))
        return _own['_array_text'](given, separator, prefix, suffix)


def _of_open_files(name):
    read = _own[name]

    def run(fname, *args, **kwargs):
        dtype = args[0] if args else kwargs.get('dtype')
        if dtype is not None and _of_objects(None, dtype):
            import _numpy_reading
            return getattr(_numpy_reading, name)(fname, *args, **kwargs)
        if not hasattr(fname, 'read') and not isinstance(fname, (list, tuple)):
            return read(fname, *args, **kwargs)
        import os
        import tempfile
        text = fname.read() if hasattr(fname, 'read') else '\n'.join(fname)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'read.txt')
            with open(path, 'w') as file:
                file.write(text if isinstance(text, str) else text.decode())
            return read(path, *args, **kwargs)
    run.__name__ = name
    return run


loadtxt, genfromtxt = _of_open_files('loadtxt'), _of_open_files('genfromtxt')


class _Char:
    """Methods of texts, on each text of an array."""

    def __getattr__(self, name):
        if not hasattr(str, name) or name.startswith('_'):
            raise AttributeError(f"module 'numpy.char' has no attribute '{name}'")

        def of_each(a, *args):
            texts = array(a, str) if not _of_objects(a, None) else asarray(a)
            return array([getattr(one, name)(*args) for one in texts.flatten().tolist()]).reshape(texts.shape)
        return of_each

    def add(self, x1, x2):
        """One behind the other."""
        return asarray(x1) + asarray(x2)


char = _Char()


class object_:
    """Any object."""


class str_(str):
    """A text."""


str_.__module__ = object_.__module__ = 'numpy'
