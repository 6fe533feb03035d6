"""Other programs: none is started here."""

PIPE, STDOUT, DEVNULL = -1, -2, -3


class SubprocessError(Exception):
    """A program that did not do."""


class CalledProcessError(SubprocessError):
    """A program that ended with a code other than 0."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode, self.cmd, self.output, self.stderr = returncode, cmd, output, stderr

    def __str__(self):
        return f'Command {self.cmd!r} returned non-zero exit status {self.returncode}.'


class TimeoutExpired(SubprocessError):
    """A program that took too long."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd, self.timeout, self.output, self.stderr = cmd, timeout, output, stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"


class CompletedProcess:
    """How a program ended."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args, self.returncode, self.stdout, self.stderr = args, returncode, stdout, stderr


def _refused(name):
    def refuse(*args, **kwargs):
        raise NotImplementedError(f'subprocess.{name} is left out of dltorch: a program starts no others, a shell runs them')
    refuse.__name__ = refuse.__qualname__ = name
    return refuse


run, call, check_call, check_output, getoutput, getstatusoutput, Popen = map(
    _refused, ('run', 'call', 'check_call', 'check_output', 'getoutput', 'getstatusoutput', 'Popen'))
