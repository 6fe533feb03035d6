"""Messages of a program, by their weight."""

import os
import sys
import time

from _logging_adapter import LoggerAdapter
from _terminal import say

CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0

_names = {50: 'CRITICAL', 40: 'ERROR', 30: 'WARNING', 20: 'INFO', 10: 'DEBUG', 0: 'NOTSET'}
_levels = {'CRITICAL': 50, 'FATAL': 50, 'ERROR': 40, 'WARN': 30, 'WARNING': 30, 'INFO': 20, 'DEBUG': 10, 'NOTSET': 0}
_start = time.time()
raiseExceptions = True
BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'


def getLevelName(level):
    """The name of a level, or the level of a name."""
    if level in _names:
        return _names[level]
    return _levels.get(level, f'Level {level}')


def addLevelName(level, levelName):
    """Give a level a name."""
    _names[level] = levelName
    _levels[levelName] = level


def getLevelNamesMapping():
    """All levels by name."""
    return dict(_levels)


def _level(level):
    if isinstance(level, int):
        return level
    if not isinstance(level, str):
        raise TypeError(f'Level not an integer or a valid string: {level!r}')
    if level not in _levels:
        raise ValueError(f'Unknown level: {level!r}')
    return _levels[level]


class LogRecord:
    """A message, and where and when it was said."""

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None, **kwargs):
        now = time.time()
        if args and len(args) == 1 and isinstance(args[0], dict) and args[0]:
            args = args[0]
        self.name = name
        self.msg = msg
        self.args = args
        self.levelname = getLevelName(level)
        self.levelno = level
        self.pathname = pathname
        self.filename = os.path.basename(pathname)
        self.module = os.path.splitext(self.filename)[0]
        self.exc_info = exc_info
        self.exc_text = None
        self.stack_info = sinfo
        self.lineno = lineno
        self.funcName = func
        self.created = now
        self.msecs = int((now - int(now)) * 1000) + 0.0
        self.relativeCreated = (now - _start) * 1000
        self.thread = 0
        self.threadName = 'MainThread'
        self.processName = 'MainProcess'
        self.process = os.getpid()

    def __repr__(self):
        return f'<LogRecord: {self.name}, {self.levelno}, {self.pathname}, {self.lineno}, "{self.msg}">'

    def getMessage(self):
        text = str(self.msg)
        return text % self.args if self.args else text


class Formatter:
    """Messages as text."""

    default_time_format = '%Y-%m-%d %H:%M:%S'
    default_msec_format = '%s,%03d'
    converter = time.localtime

    def __init__(self, fmt=None, datefmt=None, style='%', validate=True, *, defaults=None):
        if style not in ('%', '{', '$'):
            raise ValueError('Style must be one of: %,{,$')
        default = {'%': '%(message)s', '{': '{message}', '$': '${message}'}[style]
        self._fmt = fmt or default
        self._style = style
        self.datefmt = datefmt
        self._defaults = defaults or {}

    def usesTime(self):
        return 'asctime' in self._fmt

    def formatTime(self, record, datefmt=None):
        moment = time.localtime(record.created)
        if datefmt:
            return time.strftime(datefmt, moment)
        return self.default_msec_format % (time.strftime(self.default_time_format, moment), record.msecs)

    def formatException(self, ei):
        import traceback
        return ''.join(traceback.format_exception(*ei)).rstrip('\n')

    def formatMessage(self, record):
        values = dict(self._defaults)
        values.update(record.__dict__)
        if self._style == '%':
            return self._fmt % values
        if self._style == '{':
            return self._fmt.format(**values)
        import string
        return string.Template(self._fmt).substitute(**values)

    def format(self, record):
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        text = self.formatMessage(record)
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            text = f'{text}\n{record.exc_text}' if not text.endswith('\n') else text + record.exc_text
        return text


_plain = Formatter()


class Filter:
    """Lets through what is said by one and those below it."""

    def __init__(self, name=''):
        self.name = name

    def filter(self, record):
        return not self.name or record.name == self.name or record.name.startswith(self.name + '.')


class Filterer:
    """What has filters."""

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        for one in self.filters:
            passes = one.filter(record) if hasattr(one, 'filter') else one(record)
            if not passes:
                return False
        return True


class Handler(Filterer):
    """Brings messages somewhere."""

    def __init__(self, level=NOTSET):
        super().__init__()
        self.level = _level(level)
        self.formatter = None
        self.name = None

    def setLevel(self, level):
        self.level = _level(level)

    def setFormatter(self, fmt):
        self.formatter = fmt

    def format(self, record):
        return (self.formatter or _plain).format(record)

    def emit(self, record):
        raise NotImplementedError('emit must be implemented by Handler subclasses')

    def handle(self, record):
        passes = self.filter(record)
        if passes:
            self.emit(record)
        return passes

    def flush(self):
        pass

    def close(self):
        pass

    def acquire(self):
        pass

    def release(self):
        pass


class StreamHandler(Handler):
    """Writes messages to a file that is open."""

    terminator = '\n'

    def __init__(self, stream=None):
        super().__init__()
        self.stream = sys.stderr if stream is None else stream

    def flush(self):
        self.stream.flush()

    def setStream(self, stream):
        before, self.stream = self.stream, stream
        return before

    def emit(self, record):
        say(self.stream, self.format(record) + self.terminator)
        self.flush()

    def __repr__(self):
        name = getattr(self.stream, 'name', '')
        return f'<{type(self).__name__} {name} ({getLevelName(self.level)})>'


class FileHandler(StreamHandler):
    """Writes messages to a file."""

    def __init__(self, filename, mode='a', encoding=None, delay=False, errors=None):
        self.baseFilename = os.path.abspath(filename)
        super().__init__(open(filename, mode))

    def close(self):
        self.stream.close()


class NullHandler(Handler):
    """Forgets messages."""

    def handle(self, record):
        pass

    def emit(self, record):
        pass


def _caller(level):
    """Where a program says something: its file, line and function. The frames of the library's own files are not seen."""
    try:
        frame = sys._getframe()
    except ValueError:
        return '(unknown file)', 0, '(unknown function)'
    while level > 1 and frame.f_back is not None:
        frame, level = frame.f_back, level - 1
    return frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name


class Logger(Filterer):
    """Takes messages."""

    def __init__(self, name, level=NOTSET):
        super().__init__()
        self.name = name
        self.level = _level(level)
        self.parent = None
        self.propagate = True
        self.handlers = []
        self.disabled = False

    def setLevel(self, level):
        self.level = _level(level)

    def getEffectiveLevel(self):
        logger = self
        while logger:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        return not self.disabled and level > _disabled[0] and level >= self.getEffectiveLevel()

    def getChild(self, suffix):
        return getLogger(suffix if self is root else f'{self.name}.{suffix}')

    def addHandler(self, hdlr):
        if hdlr not in self.handlers:
            self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        if hdlr in self.handlers:
            self.handlers.remove(hdlr)

    def hasHandlers(self):
        logger = self
        while logger:
            if logger.handlers:
                return True
            logger = logger.parent if logger.propagate else None
        return False

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        if exc_info:
            if isinstance(exc_info, BaseException):
                exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
            elif not isinstance(exc_info, tuple):
                exc_info = sys.exc_info()
        path, line, function = _caller(stacklevel)
        record = LogRecord(self.name, level, path, line, msg, args, exc_info, function)
        for key, value in (extra or {}).items():
            if key in ('message', 'asctime') or hasattr(record, key):
                raise KeyError(f'Attempt to overwrite {key!r} in LogRecord')
            setattr(record, key, value)
        self.handle(record)

    def handle(self, record):
        if not self.disabled and self.filter(record):
            self.callHandlers(record)

    def callHandlers(self, record):
        found = False
        logger = self
        while logger:
            for handler in logger.handlers:
                found = True
                if record.levelno >= handler.level:
                    handler.handle(record)
            logger = logger.parent if logger.propagate else None
        if not found and record.levelno >= WARNING:
            say(sys.stderr, record.getMessage() + '\n')

    def log(self, level, msg, *args, **kwargs):
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def debug(self, msg, *args, **kwargs):
        self.log(DEBUG, msg, *args, **kwargs)

    def info(self, msg, *args, **kwargs):
        self.log(INFO, msg, *args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        self.log(WARNING, msg, *args, **kwargs)

    warn = warning

    def error(self, msg, *args, **kwargs):
        self.log(ERROR, msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self.log(ERROR, msg, *args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        self.log(CRITICAL, msg, *args, **kwargs)

    fatal = critical

    def __repr__(self):
        kind = 'RootLogger' if self.parent is None and self.name == 'root' else 'Logger'
        return f'<{kind} {self.name} ({getLevelName(self.getEffectiveLevel())})>'


root = Logger('root', WARNING)
_loggers = {}
_disabled = [NOTSET]


def getLogger(name=None):
    """The logger of a name."""
    if not name or name == 'root':
        return root
    if name not in _loggers:
        logger = _loggers[name] = Logger(name)
        logger.parent = root
        parts = name.split('.')
        for i in range(len(parts) - 1, 0, -1):
            above = '.'.join(parts[:i])
            if above in _loggers:
                logger.parent = _loggers[above]
                break
        for other, known in _loggers.items():
            if other.startswith(name + '.') and not known.parent.name.startswith(name + '.'):
                known.parent = logger
    return _loggers[name]


def disable(level=CRITICAL):
    """Forget all that weighs no more."""
    _disabled[0] = _level(level)


def basicConfig(**kwargs):
    """Say once where messages go."""
    if kwargs.pop('force', False):
        for handler in list(root.handlers):
            root.removeHandler(handler)
            handler.close()
    if root.handlers:
        return
    handlers = kwargs.pop('handlers', None)
    filename = kwargs.pop('filename', None)
    filemode = kwargs.pop('filemode', 'a')
    stream = kwargs.pop('stream', None)
    kwargs.pop('encoding', None)
    kwargs.pop('errors', None)
    if handlers is None:
        handlers = [FileHandler(filename, filemode) if filename else StreamHandler(stream)]
    style = kwargs.pop('style', '%')
    defaults = {'%': BASIC_FORMAT, '{': '{levelname}:{name}:{message}', '$': '${levelname}:${name}:${message}'}
    formatter = Formatter(kwargs.pop('format', defaults[style]), kwargs.pop('datefmt', None), style)
    for handler in handlers:
        if handler.formatter is None:
            handler.setFormatter(formatter)
        root.addHandler(handler)
    level = kwargs.pop('level', None)
    if level is not None:
        root.setLevel(level)
    if kwargs:
        raise ValueError(f'Unrecognised argument(s): {", ".join(kwargs)}')


def _at_root(name):
    def run(msg, *args, **kwargs):
        if not root.handlers:
            basicConfig()
        getattr(root, name)(msg, *args, **kwargs)
    run.__name__ = name
    return run


debug, info, warning, error, critical, exception = map(
    _at_root, ['debug', 'info', 'warning', 'error', 'critical', 'exception'])
warn, fatal = warning, critical


def log(level, msg, *args, **kwargs):
    """Say something of a weight."""
    if not root.handlers:
        basicConfig()
    root.log(level, msg, *args, **kwargs)


def captureWarnings(capture):
    """Warnings stay as they are."""


def shutdown():
    """Close all."""
    for handler in root.handlers:
        handler.flush()
