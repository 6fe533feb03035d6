"""Archives in the form TAR: none is read here."""


class TarError(Exception):
    """What is no archive."""


class ReadError(TarError):
    """An archive that cannot be read."""


def is_tarfile(name):
    """Whether a file is an archive."""
    import io
    with io.open(name, 'rb') as file:
        return file.read(262)[257:262] == b'ustar'


def _refused(*args, **kwargs):
    raise NotImplementedError('tarfile.open is left out of dltorch: unpack the archive in a shell, `tar xf FILE`')


TarFile = _refused
globals()['open'] = _refused
