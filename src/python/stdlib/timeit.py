"""How long a statement takes."""

import time

default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter


class Timer:
    """Runs a statement many times."""

    def __init__(self, stmt='pass', setup='pass', timer=default_timer, globals=None):
        self.timer = timer
        self._names = {} if globals is None else globals
        self._setup = setup if callable(setup) else lambda: exec(setup, self._names)
        if callable(stmt):
            self._run = stmt
        else:
            code = compile(stmt, '<timeit-src>', 'exec')
            self._run = lambda: exec(code, self._names)

    def timeit(self, number=default_number):
        """Seconds for number runs."""
        self._setup()
        run = self._run
        start = self.timer()
        for _ in range(number):
            run()
        return self.timer() - start

    def repeat(self, repeat=default_repeat, number=default_number):
        """Seconds of several series."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """As many runs as take a fifth of a second."""
        number = 1
        while True:
            for factor in (1, 2, 5):
                taken = self.timeit(number * factor)
                if taken >= 0.2:
                    return number * factor, taken
            number *= 10


def timeit(stmt='pass', setup='pass', timer=default_timer, number=default_number, globals=None):
    """Seconds for number runs of a statement."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=default_repeat, number=default_number,
           globals=None):
    """Seconds of several series."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
