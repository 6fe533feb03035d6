"""What this machine is, and what runs the program."""

import os
import sys
from collections import namedtuple

uname_result = namedtuple('uname_result', 'system node release version machine')


def uname():
    return uname_result(*os.uname())


def system():
    return uname().system


def node():
    return uname().node


def release():
    return uname().release


def version():
    return uname().version


def machine():
    return uname().machine


def processor():
    return ''


def platform(aliased=False, terse=False):
    return f'{system()}-{release()}-{machine()}'


def python_version():
    return sys.version.split()[0]


def python_version_tuple():
    return tuple(python_version().split('.'))


def python_implementation():
    return 'dltorch'


def architecture(executable='', bits='', linkage=''):
    return '64bit', ''
