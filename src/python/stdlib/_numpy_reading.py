"""Files of texts: what `loadtxt` and `genfromtxt` read where a dtype of texts is asked for."""

import numpy as np


def _lines(fname):
    if hasattr(fname, 'read'):
        text = fname.read()
        return (text if isinstance(text, str) else text.decode()).splitlines()
    if isinstance(fname, (list, tuple)):
        return [one if isinstance(one, str) else one.decode() for one in fname]
    with open(fname) as file:
        return file.read().splitlines()


def _array(rows, dtype, usecols, unpack, ndmin=0):
    if usecols is not None:
        places = [usecols] if isinstance(usecols, int) else list(usecols)
        rows = [[row[place] for place in places] for row in rows]
    result = np.array(rows, dtype=dtype)
    # A single line, or a single column, has one dimension.
    shape = [size for size in result.shape if size != 1]
    if len(shape) >= ndmin:
        result = result.reshape(tuple(shape))
    return result.T if unpack else result


def loadtxt(fname, dtype, comments='#', delimiter=None, converters=None, skiprows=0, usecols=None, unpack=False, ndmin=0,
            encoding='bytes', max_rows=None, **kwargs):
    """The texts of a file, line by line."""
    rows = []
    for line in _lines(fname)[skiprows:]:
        for mark in [comments] if isinstance(comments, str) else comments or []:
            line = line.split(mark)[0]
        if not line.strip() or max_rows is not None and len(rows) == max_rows:
            continue
        row = line.split(delimiter)
        if rows and len(row) != len(rows[0]):
            raise ValueError(f'the number of columns changed from {len(rows[0])} to {len(row)} at row {len(rows) + 1}; '
                             'use `usecols` to select a subset and avoid this error')
        rows.append(row)
    return _array(rows, dtype, usecols, unpack, ndmin)


def genfromtxt(fname, dtype, comments='#', delimiter=None, skip_header=0, skip_footer=0, converters=None,
               missing_values=None, filling_values=None, usecols=None, names=None, *, autostrip=False, unpack=None,
               max_rows=None, **kwargs):
    """The texts of a file, line by line, without spaces around the lines."""
    lines = _lines(fname)[skip_header:]
    rows, faults = [], []
    for i, line in enumerate(lines[:len(lines) - skip_footer]):
        line = (line if comments is None else line.split(comments)[0]).strip(' \r\n')
        if not line or max_rows is not None and len(rows) == max_rows:
            continue
        row = line.split(delimiter)
        rows.append([one.strip() for one in row] if autostrip else row)
        if len(row) != len(rows[0]):
            faults.append(f'    Line #{i + skip_header + 1} (got {len(row)} columns instead of {len(rows[0])})')
    if faults:
        raise ValueError('\n'.join(['Some errors were detected !'] + faults))
    return _array(rows, dtype, usecols, unpack)
