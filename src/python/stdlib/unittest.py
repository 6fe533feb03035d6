"""Checks as methods of classes, and who runs them."""

import sys
import time
import traceback
from _terminal import say
from _unittest_asserts import Asserts, SkipTest


class TestCase(Asserts):
    """Checks that belong together."""

    failureException = AssertionError
    maxDiff = 640

    def __init__(self, methodName='runTest'):
        self._testMethodName = methodName
        self._cleanups = []

    def setUp(self):
        pass

    def tearDown(self):
        pass

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def addCleanup(self, function, /, *args, **kwargs):
        self._cleanups.append((function, args, kwargs))

    def id(self):
        return f'{type(self).__module__}.{type(self).__qualname__}.{self._testMethodName}'

    def shortDescription(self):
        doc = getattr(self, self._testMethodName).__doc__
        return doc.strip().split('\n')[0].strip() if doc else None

    def skipTest(self, reason):
        raise SkipTest(reason)

    def countTestCases(self):
        return 1

    def __str__(self):
        return f'{self._testMethodName} ({self.id()})'

    def __repr__(self):
        return f'<{type(self).__module__}.{type(self).__qualname__} testMethod={self._testMethodName}>'

    def run(self, result=None):
        result = TestResult() if result is None else result
        method = getattr(self, self._testMethodName)
        result.startTest(self)
        why = getattr(type(self), '__unittest_skip_why__', None) or getattr(method, '__unittest_skip_why__', None)
        if why is not None:
            result.addSkip(self, why)
            return result
        fails = getattr(method, '__unittest_expecting_failure__', False)
        self._result = result
        self._subtest_failed = False
        good = False
        try:
            self.setUp()
            try:
                method()
                good = True
            finally:
                self.tearDown()
                while self._cleanups:
                    function, args, kwargs = self._cleanups.pop()
                    function(*args, **kwargs)
        except SkipTest as reason:
            result.addSkip(self, str(reason))
            return result
        except KeyboardInterrupt:
            raise
        except Exception as error:
            if fails:
                result.addExpectedFailure(self, error)
            else:
                (result.addFailure if isinstance(error, AssertionError) else result.addError)(self, error)
            return result
        if fails:
            result.addUnexpectedSuccess(self)
        elif good and not self._subtest_failed:
            result.addSuccess(self)
        return result

    def __call__(self, *args):
        return self.run(*args)

    def debug(self):
        self.setUp()
        getattr(self, self._testMethodName)()
        self.tearDown()

    def subTest(self, msg=None, **params):
        return _SubTest(self, msg, params)


class _SubTest:
    def __init__(self, test, msg, params):
        self.test, self.msg, self.params = test, msg, params

    def __enter__(self):
        return self

    def __exit__(self, kind, error, tb):
        if error is None or not isinstance(error, Exception) or isinstance(error, SkipTest):
            return False
        parts = ([] if self.msg is None else [f'[{self.msg}]'])
        if self.params:
            parts.append('(' + ', '.join(f'{k}={v!r}' for k, v in self.params.items()) + ')')
        self.test._subtest_failed = True
        result = self.test._result
        name = f'{self.test} {" ".join(parts) or "(<subtest>)"}'
        (result.addFailure if isinstance(error, AssertionError) else result.addError)(name, error)
        return True


class TestResult:
    """How checks went."""

    def __init__(self, stream=None, descriptions=True, verbosity=1):
        self.stream, self.verbosity = stream, verbosity
        self.testsRun = 0
        self.failures, self.errors, self.skipped, self.expectedFailures, self.unexpectedSuccesses = [], [], [], [], []
        self.shouldStop = False

    def _tell(self, letter, word):
        if self.stream is None or self.verbosity < 1:
            return
        say(self.stream, f'{word}\n' if self.verbosity > 1 else letter)
        self.stream.flush()

    def startTest(self, test):
        self.testsRun += 1
        if self.stream is not None and self.verbosity > 1:
            description = test.shortDescription()
            say(self.stream, f'{test}\n{description} ... ' if description else f'{test} ... ')

    def addSuccess(self, test):
        self._tell('.', 'ok')

    def _text(self, error):
        lines = traceback.format_exception(error)
        kept = [line for line in lines if '/unittest' not in line and 'unittest.py' not in line and '_unittest_asserts.py' not in line]
        return ''.join(kept)

    def addFailure(self, test, error):
        self.failures.append((test, self._text(error)))
        self._tell('F', 'FAIL')

    def addError(self, test, error):
        self.errors.append((test, self._text(error)))
        self._tell('E', 'ERROR')

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))
        self._tell('s', f'skipped {reason!r}')

    def addExpectedFailure(self, test, error):
        self.expectedFailures.append((test, self._text(error)))
        self._tell('x', 'expected failure')

    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)
        self._tell('u', 'unexpected success')

    def wasSuccessful(self):
        return not (self.failures or self.errors or self.unexpectedSuccesses)

    def __repr__(self):
        kind = type(self)
        return (f'<{kind.__module__}.{kind.__qualname__} run={self.testsRun} errors={len(self.errors)} '
                f'failures={len(self.failures)}>')


class TextTestResult(TestResult):
    """The same, written."""


TextTestResult.__module__ = 'unittest.runner'
TestResult.__module__ = 'unittest.result'


class TestSuite:
    """Checks in order."""

    def __init__(self, tests=()):
        self._tests = list(tests)

    def addTest(self, test):
        self._tests.append(test)

    def addTests(self, tests):
        self._tests.extend(tests)

    def countTestCases(self):
        return sum(one.countTestCases() for one in self._tests)

    def __iter__(self):
        return iter(self._tests)

    def run(self, result):
        before = None
        for one in self._tests:
            if isinstance(one, TestCase) and type(one) is not before:
                if before is not None:
                    before.tearDownClass()
                before = type(one)
                before.setUpClass()
            one.run(result)
        if before is not None:
            before.tearDownClass()
        return result

    __call__ = run


class TestLoader:
    """Finds checks."""

    testMethodPrefix = 'test'

    def getTestCaseNames(self, cls):
        return sorted(name for name in dir(cls) if name.startswith(self.testMethodPrefix) and callable(getattr(cls, name)))

    def loadTestsFromTestCase(self, testCaseClass):
        return TestSuite([testCaseClass(name) for name in self.getTestCaseNames(testCaseClass)])

    def loadTestsFromModule(self, module):
        found = [one for _, one in sorted(vars(module).items(), key=lambda pair: pair[0])
                 if isinstance(one, type) and issubclass(one, TestCase) and one is not TestCase]
        return TestSuite([self.loadTestsFromTestCase(one) for one in found])

    def loadTestsFromName(self, name, module=None):
        value = module
        for part in name.split('.'):
            before, value = value, getattr(value, part)
        return self.loadTestsFromTestCase(value) if isinstance(value, type) else TestSuite([before(name.split('.')[-1])])


defaultTestLoader = TestLoader()


class TextTestRunner:
    """Runs checks and writes how they went."""

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, **kwargs):
        self.stream = sys.stderr if stream is None else stream
        self.verbosity = verbosity

    def run(self, test):
        result = TextTestResult(self.stream, True, self.verbosity)
        start = time.perf_counter()
        test.run(result)
        took = time.perf_counter() - start
        write = lambda text: say(self.stream, text)
        if self.verbosity > 0:
            write('\n')
        for word, several in (('ERROR', result.errors), ('FAIL', result.failures)):
            for one, text in several:
                description = one.shortDescription() if isinstance(one, TestCase) else None
                title = f'{one}\n{description}' if description else f'{one}'
                write(f'{"=" * 70}\n{word}: {title}\n{"-" * 70}\n{text}\n')
        write(f'{"-" * 70}\nRan {result.testsRun} test{"" if result.testsRun == 1 else "s"} in {took:.3f}s\n\n')
        counts = [('failures', result.failures), ('errors', result.errors), ('skipped', result.skipped),
                  ('expected failures', result.expectedFailures), ('unexpected successes', result.unexpectedSuccesses)]
        told = ', '.join(f'{name}={len(some)}' for name, some in counts if some)
        write(('OK' if result.wasSuccessful() else 'FAILED') + (f' ({told})' if told else '') + '\n')
        return result


class TestProgram:
    """Runs the checks of a program."""

    def __init__(self, module='__main__', defaultTest=None, argv=None, testRunner=None, testLoader=defaultTestLoader,
                 exit=True, verbosity=1, **kwargs):
        argv = sys.argv if argv is None else argv
        names = [one for one in argv[1:] if not one.startswith('-')]
        if '-v' in argv[1:] or '--verbose' in argv[1:]:
            verbosity = 2
        module = sys.modules[module] if isinstance(module, str) else module
        if defaultTest is not None and not names:
            names = [defaultTest] if isinstance(defaultTest, str) else list(defaultTest)
        suite = TestSuite([testLoader.loadTestsFromName(name, module) for name in names]) if names else (
            testLoader.loadTestsFromModule(module))
        runner = TextTestRunner(verbosity=verbosity) if testRunner is None else (
            testRunner(verbosity=verbosity) if isinstance(testRunner, type) else testRunner)
        self.result = runner.run(suite)
        if exit:
            sys.exit(not self.result.wasSuccessful())


main = TestProgram


def skip(reason):
    """Leaves a check out."""
    def of(item):
        item.__unittest_skip_why__ = reason
        return item
    if callable(reason):
        item, reason = reason, ''
        return of(item)
    return of


def skipIf(condition, reason):
    return skip(reason) if condition else lambda item: item


def skipUnless(condition, reason):
    return skip(reason) if not condition else lambda item: item


def expectedFailure(test_item):
    test_item.__unittest_expecting_failure__ = True
    return test_item
