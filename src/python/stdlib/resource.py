"""What the program has used so far."""

import time
from collections import namedtuple

RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD = 0, -1, 1
RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_NOFILE, RLIMIT_AS = 0, 1, 2, 3, 4, 7, 9
RLIM_INFINITY = -1

struct_rusage = namedtuple(
    'struct_rusage',
    'ru_utime ru_stime ru_maxrss ru_ixrss ru_idrss ru_isrss ru_minflt ru_majflt ru_nswap ru_inblock ru_oublock '
    'ru_msgsnd ru_msgrcv ru_nsignals ru_nvcsw ru_nivcsw',
)


def _kilobytes():
    try:
        with open('/proc/self/status') as file:
            for line in file:
                if line.startswith('VmHWM'):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def getrusage(who, /):
    """Seconds of the processor and the most memory; the rest is not known here."""
    if who not in (RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD):
        raise ValueError('invalid who parameter')
    own = who != RUSAGE_CHILDREN
    return struct_rusage(time.process_time() if own else 0.0, 0.0, _kilobytes() if own else 0, *[0] * 13)


def getpagesize():
    return 4096


def getrlimit(resource, /):
    return (RLIM_INFINITY, RLIM_INFINITY)


def setrlimit(resource, limits, /):
    raise NotImplementedError('setrlimit is left out of dltorch: limits are set by the shell, with ulimit')
