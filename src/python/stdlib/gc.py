"""Memory that nobody holds any more: JavaScript takes it back by itself."""


def collect(generation=2):
    return 0


def enable():
    pass


def disable():
    pass


def isenabled():
    return True


def get_objects(generation=None):
    return []


def get_count():
    return 0, 0, 0
