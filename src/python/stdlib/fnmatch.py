"""Names that fit a pattern with * and ?."""

import re


def translate(pat):
    """A pattern of names as a regular expression."""
    result = ''
    i = 0
    while i < len(pat):
        sign = pat[i]
        i += 1
        if sign == '*':
            result += '.*'
        elif sign == '?':
            result += '.'
        elif sign == '[':
            end = i
            if end < len(pat) and pat[end] == '!':
                end += 1
            if end < len(pat) and pat[end] == ']':
                end += 1
            while end < len(pat) and pat[end] != ']':
                end += 1
            if end >= len(pat):
                result += '\\['
                continue
            inside = pat[i:end].replace('\\', '\\\\')
            i = end + 1
            if inside[0] == '!':
                inside = '^' + inside[1:]
            elif inside[0] in '^[':
                inside = '\\' + inside
            result += f'[{inside}]'
        else:
            result += re.escape(sign)
    return f'(?s:{result})\\Z'


def fnmatchcase(name, pat):
    """Whether a name fits a pattern."""
    return re.match(translate(pat), name) is not None


fnmatch = fnmatchcase


def filter(names, pat):
    """The names that fit a pattern."""
    return [name for name in names if fnmatchcase(name, pat)]
