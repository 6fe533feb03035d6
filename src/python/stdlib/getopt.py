"""Options of a command line, as C reads them."""


class GetoptError(Exception):
    """An option that is none, or that lacks its value."""

    def __init__(self, msg, opt=''):
        self.msg, self.opt = msg, opt
        Exception.__init__(self, msg, opt)

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    """The options with their values, and what is left."""
    opts, args = [], list(args)
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    while args and args[0].startswith('-') and args[0] != '-':
        one = args.pop(0)
        if one == '--':
            break
        if one.startswith('--'):
            _long(opts, one[2:], longopts, args)
        else:
            _short(opts, one[1:], shortopts, args)
    return opts, args


def gnu_getopt(args, shortopts, longopts=[]):
    """The same; options may stand behind what is none."""
    opts, rest, args = [], [], list(args)
    while args:
        if args[0] == '--':
            rest += args[1:]
            break
        if args[0].startswith('-') and args[0] != '-':
            found, args = getopt(args, shortopts, longopts)
            opts += found
        else:
            rest.append(args.pop(0))
    return opts, rest


def _long(opts, text, longopts, args):
    name, equals, value = text.partition('=')
    fitting = [one for one in longopts if one.startswith(name)]
    if not fitting:
        raise GetoptError(f'option --{name} not recognized', name)
    if name in fitting:
        fitting, takes = [name], False
    elif name + '=' in fitting:
        fitting, takes = [name + '='], True
    elif len(fitting) > 1:
        raise GetoptError(f'option --{name} not a unique prefix', name)
    else:
        takes = fitting[0].endswith('=')
    name = fitting[0].rstrip('=')
    if takes and not equals:
        if not args:
            raise GetoptError(f'option --{name} requires argument', name)
        value = args.pop(0)
    elif equals and not takes:
        raise GetoptError(f'option --{name} must not have an argument', name)
    opts.append(('--' + name, value))


def _short(opts, text, shortopts, args):
    while text:
        letter, text = text[0], text[1:]
        at = shortopts.find(letter)
        if at < 0 or letter == ':':
            raise GetoptError(f'option -{letter} not recognized', letter)
        value = ''
        if shortopts[at + 1:at + 2] == ':':
            if not text:
                if not args:
                    raise GetoptError(f'option -{letter} requires argument', letter)
                text = args.pop(0)
            value, text = text, ''
        opts.append(('-' + letter, value))
