"""Handlers of messages that keep several files, or the messages themselves."""

import logging
import os


class RotatingFileHandler(logging.FileHandler):
    """Begins a new file where one has become too long."""

    def __init__(self, filename, mode='a', maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None):
        super().__init__(filename, 'a' if maxBytes > 0 else mode, encoding, delay, errors)
        self.maxBytes, self.backupCount = maxBytes, backupCount

    def emit(self, record):
        if self.maxBytes > 0:
            self.flush()
            if os.path.getsize(self.baseFilename) + len(self.format(record)) + 1 >= self.maxBytes:
                self.doRollover()
        super().emit(record)

    def doRollover(self):
        self.stream.close()
        for i in range(self.backupCount - 1, 0, -1):
            if os.path.exists(f'{self.baseFilename}.{i}'):
                os.replace(f'{self.baseFilename}.{i}', f'{self.baseFilename}.{i + 1}')
        if self.backupCount > 0:
            os.replace(self.baseFilename, f'{self.baseFilename}.1')
        self.stream = open(self.baseFilename, 'w')


class TimedRotatingFileHandler(logging.FileHandler):
    """Begins no new file here: no program runs for days."""

    def __init__(self, filename, when='h', interval=1, backupCount=0, encoding=None, delay=False, utc=False, atTime=None,
                 errors=None):
        super().__init__(filename, 'a', encoding, delay, errors)


WatchedFileHandler = logging.FileHandler


class BufferingHandler(logging.Handler):
    """Keeps messages."""

    def __init__(self, capacity):
        super().__init__()
        self.capacity, self.buffer = capacity, []

    def emit(self, record):
        self.buffer.append(record)
        if len(self.buffer) >= self.capacity:
            self.flush()

    def flush(self):
        self.buffer = []


class MemoryHandler(BufferingHandler):
    """Keeps messages, and gives them on together."""

    def __init__(self, capacity, flushLevel=logging.ERROR, target=None, flushOnClose=True):
        super().__init__(capacity)
        self.flushLevel, self.target = flushLevel, target

    def emit(self, record):
        self.buffer.append(record)
        if len(self.buffer) >= self.capacity or record.levelno >= self.flushLevel:
            self.flush()

    def flush(self):
        if self.target is not None:
            for record in self.buffer:
                self.target.handle(record)
            self.buffer = []
