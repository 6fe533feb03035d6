"""Command lines: what a program takes, its help, and what is wrong with what it was given."""

import os
import re
import sys

from _argparse_actions import (
    ONE_OR_MORE, OPTIONAL, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE, Action, ArgumentError, ArgumentTypeError,
    BooleanOptionalAction, FileType, Namespace, _name_of, _SubParsersAction,
)
from _argparse_groups import _ActionsContainer, _ArgumentGroup, _MutuallyExclusiveGroup
from _argparse_help import (
    ArgumentDefaultsHelpFormatter, HelpFormatter, MetavarTypeHelpFormatter, RawDescriptionHelpFormatter,
    RawTextHelpFormatter,
)
from _terminal import say


class ArgumentParser(_ActionsContainer):
    """Takes command lines apart."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[],
                 formatter_class=HelpFormatter, prefix_chars='-', fromfile_prefix_chars=None,
                 argument_default=None, conflict_handler='error', add_help=True, allow_abbrev=True,
                 exit_on_error=True):
        super().__init__(description=description, prefix_chars=prefix_chars,
                         argument_default=argument_default, conflict_handler=conflict_handler)
        self.prog = os.path.basename(sys.argv[0]) if prog is None else prog
        self.usage = usage
        self.epilog = epilog
        self.formatter_class = formatter_class
        self.fromfile_prefix_chars = fromfile_prefix_chars
        self.add_help = add_help
        self.allow_abbrev = allow_abbrev
        self.exit_on_error = exit_on_error
        self._positionals = self.add_argument_group('positional arguments')
        self._optionals = self.add_argument_group('options')
        self._subparsers = None
        prefix = '-' if '-' in prefix_chars else prefix_chars[0]
        if add_help:
            self.add_argument(prefix + 'h', prefix * 2 + 'help', action='help', default=SUPPRESS,
                              help='show this help message and exit')
        for parent in parents:
            self._add_parent(parent)

    def __repr__(self):
        names = ['prog', 'usage', 'description', 'formatter_class', 'conflict_handler', 'add_help']
        return f'{type(self).__name__}({", ".join(f"{name}={getattr(self, name)!r}" for name in names)})'

    def _add_parent(self, parent):
        by_title = {group.title: group for group in self._action_groups}
        of_action = {}
        for group in parent._action_groups:
            if group.title not in by_title:
                by_title[group.title] = self.add_argument_group(group.title, group.description)
            for action in group._group_actions:
                of_action[id(action)] = by_title[group.title]
        for group in parent._mutually_exclusive_groups:
            own = self.add_mutually_exclusive_group(required=group.required)
            for action in group._group_actions:
                of_action[id(action)] = own
        for action in parent._actions:
            of_action.get(id(action), self)._add_action(action)
        self._defaults.update(parent._defaults)

    def _add_action(self, action):
        (self._optionals if action.option_strings else self._positionals)._add_action(action)
        return action

    def add_subparsers(self, **kwargs):
        if self._subparsers is not None:
            self.error('cannot have multiple subparser arguments')
        kwargs.setdefault('parser_class', type(self))
        if 'title' in kwargs or 'description' in kwargs:
            self._subparsers = self.add_argument_group(kwargs.pop('title', 'subcommands'),
                                                       kwargs.pop('description', None))
        else:
            self._subparsers = self._positionals
        if kwargs.get('prog') is None:
            formatter = self._get_formatter()
            positionals = [action for action in self._actions if not action.option_strings]
            formatter.add_usage(self.usage, positionals, self._mutually_exclusive_groups, '')
            kwargs['prog'] = formatter.format_help().strip()
        action = _SubParsersAction(option_strings=[], **kwargs)
        self._subparsers._add_action(action)
        return action

    def parse_args(self, args=None, namespace=None):
        args, rest = self.parse_known_args(args, namespace)
        if rest:
            self.error(f'unrecognized arguments: {" ".join(rest)}')
        return args

    parse_intermixed_args = parse_args

    def parse_known_args(self, args=None, namespace=None):
        args = list(sys.argv[1:] if args is None else args)
        if namespace is None:
            namespace = Namespace()
        for action in self._actions:
            if action.dest is not SUPPRESS and not hasattr(namespace, action.dest) and action.default is not SUPPRESS:
                setattr(namespace, action.dest, action.default)
        for dest in self._defaults:
            if not hasattr(namespace, dest):
                setattr(namespace, dest, self._defaults[dest])
        try:
            namespace, rest = self._parse(args, namespace)
        except ArgumentError as e:
            if not self.exit_on_error:
                raise
            self.error(str(e))
        if hasattr(namespace, '_unrecognized_args'):
            rest.extend(namespace._unrecognized_args)
            delattr(namespace, '_unrecognized_args')
        return namespace, rest

    def _parse(self, args, namespace):
        args = self._with_files(args)
        seen, seen_given = set(), set()
        rest = []
        # O is an option, A a value, - stands for what is behind two dashes.
        options = {}
        pattern = ''
        only_values = False
        for i, arg in enumerate(args):
            if only_values:
                pattern += 'A'
            elif arg == '--':
                pattern += '-'
                only_values = True
            else:
                option = self._option_of(arg)
                if option is not None:
                    options[i] = option
                pattern += 'A' if option is None else 'O'
        positionals = [action for action in self._actions if not action.option_strings]

        def take(action, values, name=None):
            seen.add(id(action))
            value = self._get_values(action, values)
            if value is not action.default:
                seen_given.add(id(action))
                for group in self._mutually_exclusive_groups:
                    if any(one is action for one in group._group_actions):
                        for other in group._group_actions:
                            if other is not action and id(other) in seen_given:
                                raise ArgumentError(action, f'not allowed with argument {_name_of(other)}')
            if value is not SUPPRESS:
                action(self, namespace, value, name)

        def take_option(start):
            action, name, explicit = options[start]
            taken = []
            while True:
                if action is None:
                    rest.append(args[start])
                    return start + 1
                if explicit is not None:
                    count = self._match(action, 'A')
                    if count == 0 and name[1] not in self.prefix_chars and explicit != '':
                        # -xyz: each letter an option.
                        taken.append((action, [], name))
                        name = name[0] + explicit[0]
                        explicit = explicit[1:] or None
                        if name not in self._option_string_actions:
                            raise ArgumentError(action, f'ignored explicit argument {explicit!r}'
                                                if explicit is not None else f'ignored explicit argument {name[1]!r}')
                        action = self._option_string_actions[name]
                        continue
                    if count != 1:
                        raise ArgumentError(action, f'ignored explicit argument {explicit!r}')
                    stop = start + 1
                    taken.append((action, [explicit], name))
                    break
                count = self._match(action, pattern[start + 1:])
                stop = start + 1 + count
                taken.append((action, args[start + 1:stop], name))
                break
            for one in taken:
                take(*one)
            return stop

        def take_positionals(start):
            counts = self._match_all(positionals, pattern[start:])
            for action, count in zip(list(positionals), counts):
                values = args[start:start + count]
                start += count
                take(action, values)
            del positionals[:len(counts)]
            return start

        at = 0
        last = max(options) if options else -1
        while at <= last:
            following = min(i for i in options if i >= at)
            if at != following:
                before = at
                at = take_positionals(at)
                if at > before:
                    continue
            if at not in options:
                rest.extend(args[at:following])
                at = following
            at = take_option(at)
        at = take_positionals(at)
        rest.extend(args[at:])
        missing = []
        for action in self._actions:
            if id(action) in seen:
                continue
            if action.required:
                missing.append(_name_of(action))
            elif action.default is not None and isinstance(action.default, str) and \
                    hasattr(namespace, action.dest) and action.default is getattr(namespace, action.dest):
                setattr(namespace, action.dest, self._get_value(action, action.default))
        if missing:
            self.error(f'the following arguments are required: {", ".join(missing)}')
        for group in self._mutually_exclusive_groups:
            if group.required and not any(id(action) in seen_given for action in group._group_actions):
                names = [_name_of(action) for action in group._group_actions if action.help is not SUPPRESS]
                self.error(f'one of the arguments {" ".join(names)} is required')
        return namespace, rest

    def _with_files(self, args):
        if self.fromfile_prefix_chars is None:
            return args
        result = []
        for arg in args:
            if not arg or arg[0] not in self.fromfile_prefix_chars:
                result.append(arg)
                continue
            try:
                with open(arg[1:]) as file:
                    lines = []
                    for line in file.read().splitlines():
                        lines.extend(self.convert_arg_line_to_args(line))
                    result.extend(self._with_files(lines))
            except OSError as e:
                self.error(str(e))
        return result

    def convert_arg_line_to_args(self, arg_line):
        return [arg_line]

    def _option_of(self, arg):
        """The action, its name and the value behind `=`; None where the argument is a value."""
        if not arg or arg[0] not in self.prefix_chars:
            return None
        if arg in self._option_string_actions:
            return self._option_string_actions[arg], arg, None
        if len(arg) == 1:
            return None
        name, sign, value = arg.partition('=')
        if sign and name in self._option_string_actions:
            return self._option_string_actions[name], name, value
        found = self._beginning_with(arg)
        if len(found) > 1:
            names = ', '.join(name for _, name, _ in found)
            self.error(f'ambiguous option: {arg} could match {names}')
        if found:
            return found[0]
        if re.match(r'^-\d+$|^-\d*\.\d+$', arg) and not self._has_negative_number_optionals:
            return None
        if ' ' in arg:
            return None
        return None, arg, None

    def _beginning_with(self, arg):
        found = []
        chars = self.prefix_chars
        if arg[0] in chars and arg[1] in chars:
            if self.allow_abbrev:
                name, sign, value = arg.partition('=')
                for known, action in self._option_string_actions.items():
                    if known.startswith(name):
                        found.append((action, known, value if sign else None))
            return found
        short, value = arg[:2], arg[2:]
        for known, action in self._option_string_actions.items():
            if known == short:
                found.append((action, known, value))
            elif known.startswith(arg):
                found.append((action, known, None))
        return found

    def _nargs_pattern(self, action):
        nargs = action.nargs
        if nargs is None:
            text = '(-*A-*)'
        elif nargs == OPTIONAL:
            text = '(-*A?-*)'
        elif nargs == ZERO_OR_MORE:
            text = '(-*[A-]*)'
        elif nargs == ONE_OR_MORE:
            text = '(-*A[A-]*)'
        elif nargs == REMAINDER:
            text = '([-AO]*)'
        elif nargs == PARSER:
            text = '(-*A[-AO]*)'
        elif nargs == SUPPRESS:
            text = '(-*-*)'
        else:
            text = '(-*%s-*)' % '-*'.join('A' * nargs)
        if action.option_strings:
            text = text.replace('-*', '').replace('-', '')
        return text

    def _match(self, action, pattern):
        found = re.match(self._nargs_pattern(action), pattern)
        if found is None:
            errors = {None: 'expected one argument', OPTIONAL: 'expected at most one argument',
                      ONE_OR_MORE: 'expected at least one argument'}
            message = errors.get(action.nargs)
            if message is None:
                message = f'expected {action.nargs} argument{"" if action.nargs == 1 else "s"}'
            raise ArgumentError(action, message)
        return len(found.group(1))

    def _match_all(self, actions, pattern):
        for count in range(len(actions), 0, -1):
            found = re.match(''.join(self._nargs_pattern(action) for action in actions[:count]), pattern)
            if found is not None:
                return [len(text) for text in found.groups()]
        return []

    def _get_values(self, action, args):
        if action.nargs not in [PARSER, REMAINDER] and '--' in args:
            args = list(args)
            args.remove('--')
        nargs = action.nargs
        if not args and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str):
                value = self._get_value(action, value)
                self._check_value(action, value)
            return value
        if not args and nargs == ZERO_OR_MORE and not action.option_strings:
            value = args if action.default is None else action.default
            self._check_value(action, value) if isinstance(value, str) else None
            return value
        if len(args) == 1 and nargs in [None, OPTIONAL]:
            value = self._get_value(action, args[0])
            self._check_value(action, value)
            return value
        if nargs == REMAINDER:
            return [self._get_value(action, arg) for arg in args]
        if nargs == PARSER:
            value = [self._get_value(action, arg) for arg in args]
            self._check_value(action, value[0])
            return value
        if nargs == SUPPRESS:
            return SUPPRESS
        value = [self._get_value(action, arg) for arg in args]
        for one in value:
            self._check_value(action, one)
        return value

    def _get_value(self, action, arg):
        convert = self._registries['type'].get(action.type, action.type)
        if convert is None:
            return arg
        if not callable(convert):
            raise ArgumentError(action, f'{convert!r} is not callable')
        try:
            return convert(arg)
        except ArgumentTypeError as e:
            raise ArgumentError(action, str(e))
        except (TypeError, ValueError):
            name = getattr(action.type, '__name__', repr(action.type))
            raise ArgumentError(action, f'invalid {name} value: {arg!r}')

    def _check_value(self, action, value):
        if action.choices is not None and value not in action.choices:
            choices = ', '.join(map(repr, action.choices))
            raise ArgumentError(action, f'invalid choice: {value!r} (choose from {choices})')

    def _get_formatter(self):
        return self.formatter_class(prog=self.prog)

    def format_usage(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def print_usage(self, file=None):
        self._print_message(self.format_usage(), sys.stdout if file is None else file)

    def print_help(self, file=None):
        self._print_message(self.format_help(), sys.stdout if file is None else file)

    def _print_message(self, message, file=None):
        if message:
            say(sys.stderr if file is None else file, message)

    def exit(self, status=0, message=None):
        if message:
            self._print_message(message, sys.stderr)
        sys.exit(status)

    def error(self, message):
        """Prints usage and the message to stderr, and leaves with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f'{self.prog}: error: {message}\n')


for _cls in (Action, ArgumentError, ArgumentTypeError, BooleanOptionalAction, FileType, Namespace, HelpFormatter,
             RawDescriptionHelpFormatter, RawTextHelpFormatter, ArgumentDefaultsHelpFormatter, MetavarTypeHelpFormatter):
    _cls.__module__ = 'argparse'
