"""Texts in lines of a width."""

import re

_blanks = re.compile(r'[\t\n\x0b\x0c\r ]')
_pieces = re.compile(r'''
    ( [\t\n\x0b\x0c\r ]+
    | (?<=[\w!"'&.,?])-{2,}(?=\w)
    | [^\t\n\x0b\x0c\r ]+?
      (?: -(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[^\d\W]-))(?=[^\d\W]-?[^\d\W])
      | (?=[\t\n\x0b\x0c\r ]|\Z)
      | (?<=[\w!"'&.,?])(?=-{2,}\w)
      )
    )''', re.VERBOSE)
_sentence_end = re.compile(r'[a-z][.!?]["\']?\Z')


class TextWrapper:
    """Puts a text into lines; see wrap and fill."""

    def __init__(self, width=70, initial_indent='', subsequent_indent='', expand_tabs=True,
                 replace_whitespace=True, fix_sentence_endings=False, break_long_words=True,
                 drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None, placeholder=' [...]'):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _split(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = _blanks.sub(' ', text)
        pieces = _pieces.split(text) if self.break_on_hyphens else re.split(r'([\t\n\x0b\x0c\r ]+)', text)
        pieces = [piece for piece in pieces if piece]
        if self.fix_sentence_endings:
            for i in range(len(pieces) - 1):
                if pieces[i + 1] == ' ' and _sentence_end.search(pieces[i]):
                    pieces[i + 1] = '  '
        return pieces

    def wrap(self, text):
        """The lines of a text."""
        if self.width <= 0:
            raise ValueError(f'invalid width {self.width!r} (must be > 0)')
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError('placeholder too large for max width')
        waiting = self._split(text)[::-1]
        lines = []
        while waiting:
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            line, length = [], 0
            if self.drop_whitespace and waiting[-1].strip() == '' and lines:
                del waiting[-1]
            while waiting and length + len(waiting[-1]) <= width:
                line.append(waiting.pop())
                length += len(line[-1])
            if waiting and len(waiting[-1]) > width:
                self._long_word(waiting, line, length, width)
                length = sum(map(len, line))
            if self.drop_whitespace and line and line[-1].strip() == '':
                length -= len(line.pop())
            if not line:
                continue
            left = waiting and not (self.drop_whitespace and len(waiting) == 1 and not waiting[0].strip())
            if self.max_lines is None or len(lines) + 1 < self.max_lines or not left and length <= width:
                lines.append(indent + ''.join(line))
                continue
            while line:
                if line[-1].strip() and length + len(self.placeholder) <= width:
                    lines.append(indent + ''.join(line) + self.placeholder)
                    break
                length -= len(line.pop())
            else:
                if lines and len(lines[-1].rstrip()) + len(self.placeholder) <= self.width:
                    lines[-1] = lines[-1].rstrip() + self.placeholder
                else:
                    lines.append(indent + self.placeholder.lstrip())
            break
        return lines

    def _long_word(self, waiting, line, length, width):
        room = 1 if width < 1 else width - length
        if self.break_long_words:
            word = waiting[-1]
            end = room
            if self.break_on_hyphens and len(word) > room:
                hyphen = word.rfind('-', 0, room)
                if hyphen > 0 and any(sign != '-' for sign in word[:hyphen]):
                    end = hyphen + 1
            line.append(word[:end])
            waiting[-1] = word[end:]
        elif not line:
            line.append(waiting.pop())

    def fill(self, text):
        """The lines of a text as one text."""
        return '\n'.join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """The lines of a text, none longer than width."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """A text in lines, none longer than width."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """As much of a text as fits into one line."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(' '.join(text.strip().split()))


def dedent(text):
    """A text without the blanks that all its lines begin with."""
    text = re.sub(r'^[ \t]+$', '', text, flags=re.MULTILINE)
    margin = None
    for indent in re.findall(r'(^[ \t]*)(?:[^ \t\n])', text, flags=re.MULTILINE):
        if margin is None or margin.startswith(indent):
            margin = indent
        elif not indent.startswith(margin):
            both = 0
            while both < min(len(margin), len(indent)) and margin[both] == indent[both]:
                both += 1
            margin = margin[:both]
    if margin:
        text = re.sub('^' + margin, '', text, flags=re.MULTILINE)
    return text


def indent(text, prefix, predicate=None):
    """A text with prefix before its lines."""
    if predicate is None:
        predicate = str.strip
    return ''.join(prefix + line if predicate(line) else line for line in text.splitlines(True))
