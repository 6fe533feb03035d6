"""Who writes and reads pickles, as objects."""

import pickle


class Pickler:
    """Writes values to a file."""

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        self._file = file

    def dump(self, obj):
        pickle.dump(obj, self._file)

    def clear_memo(self):
        pass


class Unpickler:
    """Reads values from a file."""

    def __init__(self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
        self._file = file

    def load(self):
        return pickle.load(self._file)
