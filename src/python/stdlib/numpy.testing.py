"""What tests say of arrays."""

import numpy as np


def assert_(val, msg=''):
    if not val:
        raise AssertionError(msg)


def _text(x):
    return str(np.array([x]))[1:-1]


def _fail(words, err_msg, actual, desired, count=None, total=None):
    lines = ['', words]
    if err_msg:
        lines.append(err_msg)
    if count is not None:
        lines.append(f'Mismatched elements: {count} / {total} ({100 * count / total:.3g}%)')
        if np.asarray(actual).dtype.kind in 'iuf' and np.asarray(desired).dtype.kind in 'iuf':
            difference = np.abs(np.asarray(actual) - np.asarray(desired))
            lines.append(f'Max absolute difference: {_text(np.max(difference))}')
            there = np.abs(np.asarray(desired)) + np.zeros_like(difference)
            if np.all(there == 0):
                lines.append('Max relative difference: inf')
            else:
                lines.append(f'Max relative difference: {_text(np.max(difference[there != 0] / there[there != 0]))}')
    lines += [f' x: {actual!r}', f' y: {desired!r}']
    raise AssertionError('\n'.join(lines))


def _both(actual, desired):
    return np.asarray(actual), np.asarray(desired)


def _compare(a, b, good, words, err_msg):
    if a.shape != b.shape and a.ndim and b.ndim:
        _fail(f'{words}\n\n(shapes {a.shape}, {b.shape} mismatch)', err_msg, a, b)
    same = np.asarray(good(a, b))
    if not np.all(same):
        wrong = int(np.sum(np.logical_not(same)))
        _fail(words + '\n', err_msg, a, b, wrong, max(same.size, 1))


def assert_array_equal(x, y, err_msg='', verbose=True, *, strict=False):
    x, y = _both(x, y)
    _compare(x, y, lambda a, b: (a == b) | ((a != a) & (b != b)), 'Arrays are not equal', err_msg)


def assert_allclose(actual, desired, rtol=1e-07, atol=0, equal_nan=True, err_msg='', verbose=True):
    actual, desired = _both(actual, desired)
    _compare(actual, desired, lambda a, b: np.isclose(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan),
             f'Not equal to tolerance rtol={rtol:g}, atol={atol:g}', err_msg)


def assert_array_almost_equal(x, y, decimal=6, err_msg='', verbose=True):
    x, y = _both(x, y)
    _compare(x, y, lambda a, b: np.abs(a - b) < 1.5 * 10.0 ** -decimal,
             f'Arrays are not almost equal to {decimal} decimals', err_msg)


def assert_equal(actual, desired, err_msg='', verbose=True):
    if isinstance(actual, np.ndarray) or isinstance(desired, np.ndarray):
        return assert_array_equal(actual, desired, err_msg)
    if isinstance(desired, (list, tuple)) and isinstance(actual, (list, tuple)) and len(actual) == len(desired):
        for a, b in zip(actual, desired):
            assert_equal(a, b, err_msg)
    elif not (actual == desired or actual != actual and desired != desired):
        _fail('Items are not equal:', err_msg, actual, desired)


def assert_almost_equal(actual, desired, decimal=7, err_msg='', verbose=True):
    if isinstance(actual, (np.ndarray, list, tuple)) or isinstance(desired, (np.ndarray, list, tuple)):
        return assert_array_almost_equal(actual, desired, decimal, err_msg)
    if abs(desired - actual) >= 1.5 * 10.0 ** -decimal:
        _fail(f'Arrays are not almost equal to {decimal} decimals', err_msg, actual, desired)


def assert_array_less(x, y, err_msg='', verbose=True):
    x, y = _both(x, y)
    _compare(x, y, lambda a, b: a < b, 'Arrays are not less-ordered', err_msg)


def assert_raises(expected, *args, **kwargs):
    import unittest
    return unittest.TestCase().assertRaises(expected, *args, **kwargs)
