"""Examples in docstrings, run and compared with what is written under them."""

import os
import re
import sys
import traceback
from collections import namedtuple
from io import StringIO
from _terminal import say

DONT_ACCEPT_TRUE_FOR_1 = 1
DONT_ACCEPT_BLANKLINE = 2
NORMALIZE_WHITESPACE = 4
ELLIPSIS = 8
SKIP = 16
IGNORE_EXCEPTION_DETAIL = 32
REPORT_UDIFF = 64
REPORT_CDIFF = 128
REPORT_NDIFF = 256
REPORT_ONLY_FIRST_FAILURE = 512
FAIL_FAST = 1024

_flags = {name: value for name, value in list(globals().items()) if name.isupper() and isinstance(value, int)}
_divider = '*' * 70
_directive = re.compile(r'#\s*doctest:\s*([^\n\'"]*)$', re.MULTILINE)
_heading = re.compile(r'Traceback \((?:most recent call last|innermost last)\):\s*$')

TestResults = namedtuple('TestResults', 'failed attempted')


class Example:
    """One example: what is run, what is to come of it, and where it stands in its docstring."""

    def __init__(self, source, want, exc_msg=None, lineno=0, indent=0, options=None):
        self.source = source if source.endswith('\n') else source + '\n'
        self.want = want + '\n' if want and not want.endswith('\n') else want
        self.exc_msg = exc_msg
        self.lineno = lineno
        self.indent = indent
        self.options = options or {}


class DocTest:
    """The examples of one docstring."""

    def __init__(self, examples, globs, name, filename, lineno, docstring):
        self.examples, self.globs, self.docstring = examples, dict(globs), docstring
        self.name, self.filename, self.lineno = name, filename, lineno

    def __repr__(self):
        count = len(self.examples)
        told = 'no examples' if count == 0 else '1 example' if count == 1 else f'{count} examples'
        return f'<DocTest {self.name} from {self.filename}:{self.lineno} ({told})>'

    def __lt__(self, other):
        return (self.name, self.filename, self.lineno or 0) < (other.name, other.filename, other.lineno or 0)


class DocTestParser:
    """Finds the examples in a text."""

    def get_examples(self, string, name='<string>'):
        lines = string.expandtabs().split('\n')
        found, i = [], 0
        while i < len(lines):
            start = re.match(r'( *)>>>(?: |$)', lines[i])
            if start is None:
                stuck = re.match(r'( *)>>>(\S)', lines[i])
                if stuck:
                    raise ValueError(f'line {i + 1} of the docstring for {name} lacks blank after >>>: {lines[i]!r}')
                i += 1
                continue
            indent, first = len(start.group(1)), i
            source = [lines[i][indent + 4:]]
            i += 1
            while i < len(lines) and re.match(r' {%d}\.\.\.(?: |$)' % indent, lines[i]):
                source.append(lines[i][indent + 4:])
                i += 1
            want = []
            while i < len(lines) and lines[i].strip() and not re.match(r' *>>>(?: |$)', lines[i]):
                if lines[i][:indent].strip():
                    raise ValueError(
                        f'line {i + 1} of the docstring for {name} has inconsistent leading whitespace: {lines[i]!r}'
                    )
                want.append(lines[i][indent:])
                i += 1
            text = '\n'.join(source)
            example = Example(text, '\n'.join(want), self._message(want), first, indent, self._options(text, name))
            if not all(not line.strip() or line.strip().startswith('#') for line in source):
                found.append(example)
        return found

    def _message(self, want):
        if not want or not _heading.match(want[0]):
            return None
        for i, line in enumerate(want[1:], 1):
            if re.match(r'\w', line):
                return '\n'.join(want[i:]) + '\n'
        return None

    def _options(self, source, name):
        options = {}
        for found in _directive.finditer(source):
            for option in found.group(1).replace(',', ' ').split():
                if option[0] not in '+-' or option[1:] not in _flags:
                    raise ValueError(f'doctest for {name} has an invalid option: {option!r}')
                options[_flags[option[1:]]] = option[0] == '+'
        return options

    def get_doctest(self, string, globs, name, filename, lineno):
        return DocTest(self.get_examples(string, name), globs, name, filename, lineno, string)


class DocTestFinder:
    """Finds the docstrings of a module, its functions, classes and their methods."""

    def __init__(self, verbose=False, parser=None, recurse=True, exclude_empty=True):
        self._parser, self._recurse, self._exclude_empty = parser or DocTestParser(), recurse, exclude_empty
        self._verbose = verbose

    def find(self, obj, name=None, module=None, globs=None, extraglobs=None):
        if name is None:
            name = getattr(obj, '__name__', None)
            if name is None:
                raise ValueError(f"DocTestFinder.find: name must be given when obj.__name__ doesn't exist: {type(obj)!r}")
        if globs is None:
            home = module or sys.modules.get(getattr(obj, '__module__', name)) or obj
            globs = dict(getattr(home, '__dict__', {}))
        globs = {**globs, **(extraglobs or {})}
        globs.setdefault('__name__', '__main__')
        self._file = getattr(module or obj, '__file__', None) or sys.modules['__main__'].__dict__.get('__file__')
        tests = []
        self._file = self._file and os.path.abspath(self._file)
        self._look(tests, obj, name, module or obj, globs, [])
        return sorted(tests)

    def _look(self, tests, obj, name, module, globs, seen):
        if any(obj is other for other in seen):
            return
        seen.append(obj)
        if self._verbose:
            say(None, f'Finding tests in {name}\n')
        text = getattr(obj, '__doc__', None)
        text = text if isinstance(text, str) else ''
        if text or not self._exclude_empty:
            tests.append(self._parser.get_doctest(text, globs, name, self._file, self._line(obj, text)))
        if not self._recurse:
            return
        if isinstance(obj, type(sys)):
            for key, value in list(obj.__dict__.items()):
                if self._is_code(value) and getattr(value, '__module__', None) == obj.__name__:
                    self._look(tests, value, f'{name}.{key}', module, globs, seen)
            for key, value in getattr(obj, '__test__', {}).items():
                place = f'{name}.__test__.{key}'
                if isinstance(value, str):
                    tests.append(self._parser.get_doctest(value, globs, place, self._file, None))
                else:
                    self._look(tests, value, place, module, globs, seen)
        elif isinstance(obj, type):
            for key, value in list(obj.__dict__.items()):
                if isinstance(value, (staticmethod, classmethod)):
                    value = value.__func__
                if self._is_code(value) or isinstance(value, property):
                    self._look(tests, value, f'{name}.{key}', module, globs, seen)

    def _is_code(self, value):
        value = getattr(value, '__wrapped__', value)
        return isinstance(value, type) or (callable(value) and hasattr(value, '__code__'))

    def _line(self, obj, text):
        """Where the docstring begins: looked for in the file, as there may be several that are equal."""
        try:
            with open(self._file) as file:
                lines = file.read().split('\n')
        except (OSError, TypeError):
            return None
        first = text.split('\n')[0]
        start = 0
        if not isinstance(obj, type(sys)):
            obj = getattr(obj, 'fget', None) or getattr(obj, '__wrapped__', obj)
            word = 'class' if isinstance(obj, type) else 'def'
            for i, line in enumerate(lines):
                if re.match(rf'\s*(?:async )?{word}\s+{re.escape(obj.__name__)}\b', line):
                    start = i
                    break
        for i in range(start, len(lines)):
            if re.search(r'(?:"""|\'\'\'|["\'])' + re.escape(first), lines[i]):
                return i
        return None


class OutputChecker:
    """Says whether what came is what was to come."""

    def check_output(self, want, got, optionflags):
        if got == want:
            return True
        if not optionflags & DONT_ACCEPT_TRUE_FOR_1 and (got, want) in (('True\n', '1\n'), ('False\n', '0\n')):
            return True
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            want = re.sub(r'(?m)^<BLANKLINE>\s*?$', '', want)
            got = re.sub(r'(?m)^[^\S\n]+$', '', got)
            if got == want:
                return True
        if optionflags & NORMALIZE_WHITESPACE:
            got, want = ' '.join(got.split()), ' '.join(want.split())
            if got == want:
                return True
        return bool(optionflags & ELLIPSIS) and _has_gaps(want, got)

    def output_difference(self, example, got, optionflags):
        want = example.want
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            got = re.sub(r'(?m)^[ ]*(?=\n)', '<BLANKLINE>', got)
        if want and got:
            return f'Expected:\n{_indented(want)}Got:\n{_indented(got)}'
        if want:
            return f'Expected:\n{_indented(want)}Got nothing\n'
        return f'Expected nothing\nGot:\n{_indented(got)}' if got else 'Expected nothing\nGot nothing\n'


def _has_gaps(want, got):
    """Whether a text is another in which `...` may be anything."""
    first, *others = want.split('...')
    if not others:
        return want == got
    *inner, last = others
    if not got.startswith(first) or not got.endswith(last) or len(first) + len(last) > len(got):
        return False
    place, end = len(first), len(got) - len(last)
    for piece in inner:
        place = got.find(piece, place, end)
        if place < 0:
            return False
        place += len(piece)
    return True


def _indented(text, indent=4):
    return re.sub(r'(?m)^(?!$)', ' ' * indent, text)


class DocTestRunner:
    """Runs examples, and tells of those that fail."""

    def __init__(self, checker=None, verbose=None, optionflags=0):
        self._checker = checker or OutputChecker()
        self._verbose = '-v' in sys.argv if verbose is None else verbose
        self.optionflags = self.original_optionflags = optionflags
        self.tries = self.failures = 0
        self._names = {}

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        self._out = out
        failures = tries = 0
        for example in test.examples:
            flags = self.optionflags
            for flag, is_set in example.options.items():
                flags = flags | flag if is_set else flags & ~flag
            if flags & SKIP:
                continue
            quiet = flags & REPORT_ONLY_FIRST_FAILURE and failures > 0
            tries += 1
            if self._verbose and not quiet:
                self._say('Trying:\n' + _indented(example.source))
                self._say('Expecting:\n' + _indented(example.want) if example.want else 'Expecting nothing\n')
            got, error = self._do(example, test)
            if error is None:
                passed = self._checker.check_output(example.want, got, flags)
                complaint = None if passed else self._checker.output_difference(example, got, flags)
            else:
                message = traceback.format_exception_only(type(error), error)[-1]
                passed = example.exc_msg is not None and self._is_raised(example.exc_msg, message, flags)
                told = ''.join(traceback.format_exception(type(error), error, error.__traceback__))
                if example.exc_msg is None:
                    complaint = 'Exception raised:\n' + _indented(told)
                else:
                    complaint = self._checker.output_difference(example, got + told, flags)
            if passed:
                if self._verbose and not quiet:
                    self._say('ok\n')
                continue
            failures += 1
            if not quiet:
                self._say(self._header(test, example) + complaint)
            if flags & FAIL_FAST:
                break
        if clear_globs:
            test.globs.clear()
        self.tries += tries
        self.failures += failures
        before = self._names.get(test.name, (0, 0))
        self._names[test.name] = (before[0] + failures, before[1] + tries)
        return TestResults(failures, tries)

    def _say(self, text):
        if self._out is None:
            say(None, text)
        else:
            self._out(text)

    def _is_raised(self, wanted, message, flags):
        if self._checker.check_output(wanted, message, flags):
            return True
        if not flags & IGNORE_EXCEPTION_DETAIL:
            return False
        return _kind(wanted) == _kind(message)

    def _do(self, example, test):
        caught, before = StringIO(), sys.stdout
        sys.stdout = caught
        hook = sys.displayhook
        try:
            sys.displayhook = sys.__displayhook__
            exec(compile(example.source, f'<doctest {test.name}[{test.examples.index(example)}]>', 'single'), test.globs)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return caught.getvalue(), error
        finally:
            sys.stdout, sys.displayhook = before, hook
        text = caught.getvalue()
        return text + '\n' if text and not text.endswith('\n') else text, None

    def _header(self, test, example):
        lines = [_divider]
        if test.filename:
            line = '?' if test.lineno is None else test.lineno + example.lineno + 1
            lines.append(f'File "{test.filename}", line {line}, in {test.name}')
        else:
            lines.append(f'Line {example.lineno + 1}, in {test.name}')
        return '\n'.join([*lines, 'Failed example:', _indented(example.source)])

    def summarize(self, verbose=None):
        verbose = self._verbose if verbose is None else verbose
        failed = {name: one for name, one in sorted(self._names.items()) if one[0] > 0}
        if verbose:
            empty = [name for name, (_, tries) in sorted(self._names.items()) if tries == 0]
            if empty:
                print(len(empty), 'items had no tests:')
                say(None, ''.join(f'    {name}\n' for name in empty))
            passed = [(name, one[1]) for name, one in sorted(self._names.items()) if one[1] > 0 and one[0] == 0]
            if passed:
                print(len(passed), 'items passed all tests:')
                for name, count in passed:
                    say(None, f' {count:3d} tests in {name}\n')
        if failed:
            print(_divider)
            print(len(failed), 'items had failures:')
            for name, (failures, tries) in failed.items():
                say(None, f' {failures:3d} of {tries:3d} in {name}\n')
        if verbose:
            print(self.tries, 'tests in', len(self._names), 'items.')
            print(self.tries - self.failures, 'passed and', self.failures, 'failed.')
        if self.failures:
            print(f'***Test Failed*** {self.failures} failures.')
        elif verbose:
            print('Test passed.')
        return TestResults(self.failures, self.tries)


def _kind(message):
    """The name of an error's class, without its module."""
    return message.split(':')[0].strip().split('.')[-1]


def testmod(m=None, name=None, globs=None, verbose=None, report=True, optionflags=0, extraglobs=None,
            raise_on_error=False, exclude_empty=False):
    """Runs the examples of a module: of the program, where none is given."""
    m = sys.modules['__main__'] if m is None else m
    if not isinstance(m, type(sys)):
        raise TypeError(f'testmod: module required; {m!r}')
    name = m.__name__ if name is None else name
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in DocTestFinder(exclude_empty=exclude_empty).find(m, name, globs=globs, extraglobs=extraglobs):
        runner.run(test)
    if report:
        runner.summarize()
    return TestResults(runner.failures, runner.tries)


def testfile(filename, module_relative=True, name=None, package=None, globs=None, verbose=None, report=True,
             optionflags=0, extraglobs=None, raise_on_error=False, parser=None, encoding=None):
    """Runs the examples of a file of text."""
    with open(filename, encoding=encoding) as file:
        text = file.read()
    name = name or os.path.basename(filename)
    globs = {'__name__': '__main__', **(globs or {}), **(extraglobs or {})}
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    runner.run((parser or DocTestParser()).get_doctest(text, globs, name, filename, 0))
    if report:
        runner.summarize()
    return TestResults(runner.failures, runner.tries)


def run_docstring_examples(f, globs, verbose=False, name='NoName', compileflags=None, optionflags=0):
    """Runs the examples of one object; tells only of failures."""
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in DocTestFinder(verbose=verbose, recurse=False).find(f, name, globs=globs):
        runner.run(test)
