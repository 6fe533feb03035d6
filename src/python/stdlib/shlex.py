"""Words of a command line."""

import re

_unsafe = re.compile(r'[^\w@%+=:,./-]', re.ASCII).search


def split(s, comments=False, posix=True):
    """The words, without their quotation marks."""
    words, word, quote, i = [], None, '', 0
    while i < len(s):
        sign = s[i]
        i += 1
        if quote:
            if sign == quote:
                quote = ''
                if not posix:
                    word += sign
            elif sign == '\\' and quote == '"' and posix and i < len(s) and s[i] in '"\\':
                word += s[i]
                i += 1
            else:
                word += sign
        elif sign in '"\'':
            quote = sign
            word = (word or '') + ('' if posix else sign)
        elif sign == '\\' and posix:
            if i >= len(s):
                raise ValueError('No escaped character')
            word = (word or '') + s[i]
            i += 1
        elif comments and sign == '#':
            i = s.find('\n', i) % (len(s) + 1)
        elif sign.isspace():
            if word is not None:
                words.append(word)
            word = None
        else:
            word = (word or '') + sign
    if quote:
        raise ValueError('No closing quotation')
    return words + ([] if word is None else [word])


def quote(s):
    """A word, so that a shell reads it as one."""
    if not s:
        return "''"
    return s if _unsafe(s) is None else "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    """Words as a line."""
    return ' '.join(quote(one) for one in split_command)
