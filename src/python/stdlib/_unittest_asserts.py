"""What checks say of values."""

from _differences import ndiff
import pprint
import re
import warnings


class SkipTest(Exception):
    """A check that is left out."""


SkipTest.__module__ = 'unittest.case'


def _short(value):
    text = repr(value)
    return text if len(text) <= 80 else text[:80] + ' [truncated]...'


class _Raises:
    def __init__(self, test, expected, pattern=None, msg=None, by=None):
        self.test, self.expected, self.pattern, self.msg = test, expected, pattern, msg
        self.by = '' if by is None else f' by {getattr(by, "__name__", repr(by))}'

    def __enter__(self):
        return self

    def __exit__(self, kind, error, tb):
        if kind is None:
            names = self.expected.__name__ if isinstance(self.expected, type) else str(self.expected)
            self.test.fail(self.test._formatMessage(self.msg, f'{names} not raised{self.by}'))
        if not issubclass(kind, self.expected):
            return False
        self.exception = error
        if self.pattern is not None and not re.search(self.pattern, str(error)):
            self.test.fail(self.test._formatMessage(self.msg, f'"{self.pattern}" does not match "{error}"'))
        return True


class _Warns:
    def __init__(self, test, expected, pattern=None):
        self.test, self.expected, self.pattern = test, expected, pattern

    def __enter__(self):
        self._catch = warnings.catch_warnings(record=True)
        self.warnings = self._catch.__enter__()
        warnings.simplefilter('always')
        return self

    def __exit__(self, kind, error, tb):
        self._catch.__exit__(kind, error, tb)
        if kind is not None:
            return False
        for one in self.warnings:
            if issubclass(one.category, self.expected) and (
                    self.pattern is None or re.search(self.pattern, str(one.message))):
                self.warning = one.message
                return False
        self.test.fail(f'{self.expected.__name__} not triggered')


class Asserts:
    """The methods of a check."""

    longMessage = True

    def fail(self, msg=None):
        raise self.failureException(msg)

    def _formatMessage(self, msg, standard):
        return standard if msg is None else f'{standard} : {msg}'

    def _check(self, good, standard, msg):
        if not good:
            raise self.failureException(self._formatMessage(msg, standard))

    def assertTrue(self, expr, msg=None):
        self._check(expr, f'{_short(expr)} is not true', msg)

    def assertFalse(self, expr, msg=None):
        self._check(not expr, f'{_short(expr)} is not false', msg)

    def assertEqual(self, first, second, msg=None):
        if first == second:
            return
        if type(first) is type(second):
            if isinstance(first, str):
                return self.assertMultiLineEqual(first, second, msg)
            if isinstance(first, dict):
                return self.assertDictEqual(first, second, msg)
            if isinstance(first, (list, tuple)):
                return self.assertSequenceEqual(first, second, msg)
            if isinstance(first, (set, frozenset)):
                return self.assertSetEqual(first, second, msg)
        self._check(False, f'{_short(first)} != {_short(second)}', msg)

    assertEquals = assertEqual

    def _differing(self, first, second, lines, msg):
        self._check(False, f'{_short(first)} != {_short(second)}\n' + '\n'.join(lines), msg)

    def assertMultiLineEqual(self, first, second, msg=None):
        if first != second:
            a, b = first.splitlines(keepends=True), second.splitlines(keepends=True)
            if len(a) == 1 and first.strip('\r\n') == first:
                a, b = [first + '\n'], [second + '\n']
            self._check(False, f'{_short(first)} != {_short(second)}\n' + ''.join(ndiff(a, b)), msg)

    def assertSequenceEqual(self, first, second, msg=None, seq_type=None):
        if first == second:
            return
        name = (seq_type or type(first)).__name__.capitalize()
        what = f'{name}s differ: {_short(first)} != {_short(second)}\n'
        for i in range(min(len(first), len(second))):
            if first[i] != second[i]:
                what += f'\nFirst differing element {i}:\n{_short(first[i])}\n{_short(second[i])}\n'
                break
        if len(first) > len(second):
            what += f'\nFirst {name.lower()} contains {len(first) - len(second)} additional elements.\n'
            what += f'First extra element {len(second)}:\n{_short(first[len(second)])}\n'
        elif len(second) > len(first):
            what += f'\nSecond {name.lower()} contains {len(second) - len(first)} additional elements.\n'
            what += f'First extra element {len(first)}:\n{_short(second[len(first)])}\n'
        lines = ndiff(pprint.pformat(first).splitlines(), pprint.pformat(second).splitlines())
        self._check(False, what + '\n' + '\n'.join(lines), msg)

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, tuple)

    def assertDictEqual(self, d1, d2, msg=None):
        if d1 != d2:
            lines = ndiff(pprint.pformat(d1).splitlines(), pprint.pformat(d2).splitlines())
            self._check(False, f'{_short(d1)} != {_short(d2)}\n' + '\n'.join(lines), msg)

    def assertSetEqual(self, set1, set2, msg=None):
        lines = []
        for word, some in (('first', set1 - set2), ('second', set2 - set1)):
            if some:
                lines += [f'Items in the {word} set but not the {"second" if word == "first" else "first"}:']
                lines += [repr(item) for item in some]
        self._check(not lines, '\n'.join(lines), msg)

    def assertNotEqual(self, first, second, msg=None):
        self._check(first != second, f'{_short(first)} == {_short(second)}', msg)

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if first == second:
            return
        difference = abs(first - second)
        if delta is not None:
            self._check(difference <= delta,
                        f'{_short(first)} != {_short(second)} within {_short(delta)} delta ({_short(difference)} difference)', msg)
            return
        places = 7 if places is None else places
        self._check(round(difference, places) == 0,
                    f'{_short(first)} != {_short(second)} within {places} places ({_short(difference)} difference)', msg)

    assertAlmostEquals = assertAlmostEqual

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        difference = abs(first - second)
        if delta is not None:
            self._check(first != second and difference > delta,
                        f'{_short(first)} == {_short(second)} within {_short(delta)} delta ({_short(difference)} difference)', msg)
            return
        places = 7 if places is None else places
        self._check(first != second and round(difference, places) != 0,
                    f'{_short(first)} == {_short(second)} within {places} places', msg)

    def assertIs(self, expr1, expr2, msg=None):
        self._check(expr1 is expr2, f'{_short(expr1)} is not {_short(expr2)}', msg)

    def assertIsNot(self, expr1, expr2, msg=None):
        self._check(expr1 is not expr2, f'unexpectedly identical: {_short(expr1)}', msg)

    def assertIsNone(self, obj, msg=None):
        self._check(obj is None, f'{_short(obj)} is not None', msg)

    def assertIsNotNone(self, obj, msg=None):
        self._check(obj is not None, 'unexpectedly None', msg)

    def assertIn(self, member, container, msg=None):
        self._check(member in container, f'{_short(member)} not found in {_short(container)}', msg)

    def assertNotIn(self, member, container, msg=None):
        self._check(member not in container, f'{_short(member)} unexpectedly found in {_short(container)}', msg)

    def assertIsInstance(self, obj, cls, msg=None):
        self._check(isinstance(obj, cls), f'{_short(obj)} is not an instance of {cls!r}', msg)

    def assertNotIsInstance(self, obj, cls, msg=None):
        self._check(not isinstance(obj, cls), f'{_short(obj)} is an instance of {cls!r}', msg)

    def assertLess(self, a, b, msg=None):
        self._check(a < b, f'{_short(a)} not less than {_short(b)}', msg)

    def assertLessEqual(self, a, b, msg=None):
        self._check(a <= b, f'{_short(a)} not less than or equal to {_short(b)}', msg)

    def assertGreater(self, a, b, msg=None):
        self._check(a > b, f'{_short(a)} not greater than {_short(b)}', msg)

    def assertGreaterEqual(self, a, b, msg=None):
        self._check(a >= b, f'{_short(a)} not greater than or equal to {_short(b)}', msg)

    def assertRegex(self, text, expected_regex, msg=None):
        pattern = expected_regex if hasattr(expected_regex, 'pattern') else re.compile(expected_regex)
        self._check(pattern.search(text), f"Regex didn't match: {pattern.pattern!r} not found in {text!r}", msg)

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        found = re.search(unexpected_regex, text)
        self._check(not found, f'Regex matched: {found and found.group()!r} matches {unexpected_regex!r} in {text!r}', msg)

    def assertCountEqual(self, first, second, msg=None):
        a, b = list(first), list(second)
        seen = []
        for x in a + b:
            if x not in seen:
                seen.append(x)
        lines = [f'First has {a.count(x)}, Second has {b.count(x)}:  {x!r}' for x in seen if a.count(x) != b.count(x)]
        self._check(not lines, 'Element counts were not equal:\n' + '\n'.join(lines), msg)

    def assertRaises(self, expected_exception, *args, **kwargs):
        context = _Raises(self, expected_exception, msg=kwargs.pop('msg', None) if not args else None,
                          by=args[0] if args else None)
        if not args:
            return context
        with context:
            args[0](*args[1:], **kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        context = _Raises(self, expected_exception, expected_regex)
        if not args:
            return context
        with context:
            args[0](*args[1:], **kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        context = _Warns(self, expected_warning)
        if not args:
            return context
        with context:
            args[0](*args[1:], **kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        context = _Warns(self, expected_warning, expected_regex)
        if not args:
            return context
        with context:
            args[0](*args[1:], **kwargs)
