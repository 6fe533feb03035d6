"""The help of a command line's parser, as texts."""

import re

from _argparse_actions import ONE_OR_MORE, OPTIONAL, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE


class HelpFormatter:
    """Writes usage and help."""

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            import shutil
            width = shutil.get_terminal_size().columns - 2
        self._prog = prog
        self._indent = indent_increment
        self._width = width
        self._max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self._level = 0
        self._longest = 0
        # A section is its heading and the functions that write its parts.
        self._root = (None, [])
        self._section = self._root
        self._outer = []

    def start_section(self, heading):
        self._level += self._indent
        section = (heading, [])
        self._section[1].append((self._write_section, [section, self._level]))
        self._outer.append(self._section)
        self._section = section

    def end_section(self):
        self._section = self._outer.pop()
        self._level -= self._indent

    def _write_section(self, section, level):
        before, self._level = self._level, level
        text = self._write_parts(section[1])
        self._level = before
        if not text:
            return ''
        heading, _ = section
        if heading is SUPPRESS or heading is None:
            return f'\n{text}\n'
        return f'\n{" " * (level - self._indent)}{heading}:\n{text}\n'

    def _write_parts(self, parts):
        return ''.join(part for part in (write(*args) for write, args in parts) if part and part is not SUPPRESS)

    def add_text(self, text):
        if text is not SUPPRESS and text is not None:
            self._section[1].append((self._format_text, [text]))

    def add_usage(self, usage, actions, groups, prefix=None):
        if usage is not SUPPRESS:
            self._section[1].append((self._format_usage, [usage, actions, groups, prefix]))

    def add_argument(self, action):
        if action.help is SUPPRESS:
            return
        length = len(self._format_action_invocation(action)) + self._level
        self._longest = max(self._longest, length)
        for sub in self._subactions(action):
            length = len(self._format_action_invocation(sub)) + self._level + self._indent
            self._longest = max(self._longest, length)
        self._section[1].append((self._format_action, [action]))

    def add_arguments(self, actions):
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        text = self._write_parts(self._root[1])
        if not text:
            return ''
        return re.sub(r'\n\n\n+', '\n\n', text).strip('\n') + '\n'

    def _subactions(self, action):
        return action._get_subactions() if hasattr(action, '_get_subactions') else []

    def _format_text(self, text):
        if '%(prog)' in text:
            text = text % {'prog': self._prog}
        width = max(self._width - self._level, 11)
        return self._fill_text(text, width, ' ' * self._level) + '\n\n'

    def _fill_text(self, text, width, indent):
        import textwrap
        text = re.sub(r'\s+', ' ', text).strip()
        return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent)

    def _split_lines(self, text, width):
        import textwrap
        return textwrap.wrap(re.sub(r'\s+', ' ', text).strip(), width)

    def _format_usage(self, usage, actions, groups, prefix):
        if prefix is None:
            prefix = 'usage: '
        if usage is not None:
            return f'{prefix}{usage % {"prog": self._prog}}\n\n'
        prog = self._prog
        if not actions:
            return f'{prefix}{prog}\n\n'
        optionals = [action for action in actions if action.option_strings]
        positionals = [action for action in actions if not action.option_strings]
        usage = f'{prog} {" ".join(self._usage_parts(optionals + positionals, groups))}'.rstrip()
        width = self._width - self._level
        if len(prefix) + len(usage) <= width:
            return f'{prefix}{usage}\n\n'
        first, second = self._usage_parts(optionals, groups), self._usage_parts(positionals, groups)
        if len(prefix) + len(prog) <= 0.75 * width:
            indent = ' ' * (len(prefix) + len(prog) + 1)
            if first:
                lines = self._wrapped([prog] + first, indent, width, len(prefix)) + self._wrapped(second, indent, width)
            elif second:
                lines = self._wrapped([prog] + second, indent, width, len(prefix))
            else:
                lines = [prog]
        else:
            indent = ' ' * len(prefix)
            lines = self._wrapped(first + second, indent, width)
            if len(lines) > 1:
                lines = self._wrapped(first, indent, width) + self._wrapped(second, indent, width)
            lines = [prog] + lines
        return prefix + '\n'.join(lines) + '\n\n'

    def _wrapped(self, parts, indent, width, first=None):
        lines, line = [], []
        length = (len(indent) if first is None else first) - 1
        for part in parts:
            if length + 1 + len(part) > width and line:
                lines.append(indent + ' '.join(line))
                line, length = [], len(indent) - 1
            line.append(part)
            length += len(part) + 1
        if line:
            lines.append(indent + ' '.join(line))
        if first is not None:
            lines[0] = lines[0][len(indent):]
        return lines

    def _usage_parts(self, actions, groups):
        opening, closing = {}, {}
        for group in groups:
            members = group._group_actions
            if not members or members[0] not in actions:
                continue
            start = actions.index(members[0])
            if actions[start:start + len(members)] == members and any(one.help is not SUPPRESS for one in members):
                opening[start] = '(' if group.required else '['
                closing[start + len(members)] = ')' if group.required else ']'
        parts = []
        separator = None
        inside = False
        for i, action in enumerate(actions):
            if i in closing and inside:
                parts[-1] += closing[i]
                inside = False
            if action.help is SUPPRESS:
                continue
            part = self._usage_part(action, inside or i in opening)
            if i in opening:
                parts.append(opening[i] + part)
                inside = True
            elif inside:
                parts[-1] += ' | ' + part
            else:
                parts.append(part)
        if inside:
            parts[-1] += closing[len(actions)]
        # A group breaks where a line does.
        return [piece for part in parts for piece in self._pieces(part)]

    def _pieces(self, part):
        return re.findall(r'\(.*?\)+(?=\s|$)|\[.*?\]+(?=\s|$)|\S+', part)

    def _usage_part(self, action, inside):
        if not action.option_strings:
            part = self._format_args(action, self._get_default_metavar_for_positional(action))
            return part[1:-1] if inside and part[0] == '[' and part[-1] == ']' else part
        name = action.option_strings[0]
        if action.nargs == 0:
            part = action.format_usage()
        else:
            part = f'{name} {self._format_args(action, self._get_default_metavar_for_optional(action))}'
        return part if action.required or inside else f'[{part}]'

    def _format_action(self, action):
        help_position = min(self._longest + 2, self._max_help_position)
        help_width = max(self._width - help_position, 11)
        action_width = help_position - self._level - 2
        header = self._format_action_invocation(action)
        indent = ' ' * self._level
        if not action.help:
            parts = [f'{indent}{header}\n']
        elif len(header) <= action_width:
            parts = [f'{indent}{header:<{action_width}}  ']
            first = 0
        else:
            parts = [f'{indent}{header}\n']
            first = help_position
        if action.help and action.help.strip():
            lines = self._split_lines(self._expand_help(action), help_width)
            if lines:
                parts.append(f'{" " * first}{lines[0]}\n')
                for line in lines[1:]:
                    parts.append(f'{" " * help_position}{line}\n')
        elif not parts[-1].endswith('\n'):
            parts.append('\n')
        self._level += self._indent
        for sub in self._subactions(action):
            parts.append(self._format_action(sub))
        self._level -= self._indent
        return ''.join(parts)

    def _format_action_invocation(self, action):
        if not action.option_strings:
            return ' '.join(self._metavar_formatter(action, self._get_default_metavar_for_positional(action))(1))
        if action.nargs == 0:
            return ', '.join(action.option_strings)
        args = self._format_args(action, self._get_default_metavar_for_optional(action))
        return ', '.join(f'{name} {args}' for name in action.option_strings)

    def _metavar_formatter(self, action, default_metavar):
        if action.metavar is not None:
            result = action.metavar
        elif action.choices is not None:
            result = '{' + ','.join(str(choice) for choice in action.choices) + '}'
        else:
            result = default_metavar
        return lambda size: result if isinstance(result, tuple) else (result,) * size

    def _format_args(self, action, default_metavar):
        metavar = self._metavar_formatter(action, default_metavar)
        nargs = action.nargs
        if nargs is None:
            return '%s' % metavar(1)
        if nargs == OPTIONAL:
            return '[%s]' % metavar(1)
        if nargs == ZERO_OR_MORE:
            names = metavar(1)
            return '[%s [%s ...]]' % names if len(names) == 2 else '[%s ...]' % names
        if nargs == ONE_OR_MORE:
            return '%s [%s ...]' % metavar(2)
        if nargs == REMAINDER:
            return '...'
        if nargs == PARSER:
            return '%s ...' % metavar(1)
        if nargs == SUPPRESS:
            return ''
        try:
            return ' '.join(['%s'] * nargs) % metavar(nargs)
        except TypeError:
            raise ValueError('invalid nargs value') from None

    def _expand_help(self, action):
        params = dict(vars(action), prog=self._prog)
        for name in list(params):
            if params[name] is SUPPRESS:
                del params[name]
            elif hasattr(params[name], '__name__'):
                params[name] = params[name].__name__
        if params.get('choices') is not None:
            params['choices'] = ', '.join(str(choice) for choice in params['choices'])
        return self._get_help_string(action) % params

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest


class RawDescriptionHelpFormatter(HelpFormatter):
    """Keeps the lines of descriptions."""

    def _fill_text(self, text, width, indent):
        return ''.join(indent + line for line in text.splitlines(keepends=True))


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Keeps the lines of all help."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Adds defaults to the help of arguments."""

    def _get_help_string(self, action):
        help = action.help
        if help is None:
            help = ''
        if '%(default)' not in help and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in [OPTIONAL, ZERO_OR_MORE]:
                help += ' (default: %(default)s)'
        return help


class MetavarTypeHelpFormatter(HelpFormatter):
    """Calls values by their types."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    def _get_default_metavar_for_positional(self, action):
        return action.type.__name__
