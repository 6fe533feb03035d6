"""Addresses taken apart and put together."""

from collections import namedtuple

_always_safe = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~'
_Split = namedtuple('SplitResult', 'scheme netloc path query fragment')
_Parsed = namedtuple('ParseResult', 'scheme netloc path params query fragment')


class _Location:
    @property
    def hostname(self):
        host = self.netloc.rpartition('@')[2].partition(':')[0]
        return host.lower() or None

    @property
    def port(self):
        port = self.netloc.rpartition('@')[2].partition(':')[2]
        return int(port) if port else None

    @property
    def username(self):
        return self.netloc.rpartition('@')[0].partition(':')[0] or None

    def geturl(self):
        return urlunparse(self) if len(self) == 6 else urlunsplit(self)


class SplitResult(_Location, _Split):
    pass


class ParseResult(_Location, _Parsed):
    pass


def urlsplit(url, scheme='', allow_fragments=True):
    netloc = query = fragment = ''
    head, colon, rest = url.partition(':')
    if colon and head[:1].isalpha() and all(letter.isalnum() or letter in '+-.' for letter in head):
        scheme, url = head.lower(), rest
    if url[:2] == '//':
        ends = [at for at in (url.find(sign, 2) for sign in '/?#') if at >= 0]
        end = min(ends, default=len(url))
        netloc, url = url[2:end], url[end:]
    if allow_fragments and '#' in url:
        url, _, fragment = url.partition('#')
    if '?' in url:
        url, _, query = url.partition('?')
    return SplitResult(scheme, netloc, url, query, fragment)


def urlparse(url, scheme='', allow_fragments=True):
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    head, slash, last = path.rpartition('/')
    last, _, params = last.partition(';')
    return ParseResult(scheme, netloc, head + slash + last, params, query, fragment)


def urlunsplit(parts):
    scheme, netloc, url, query, fragment = parts
    if netloc:
        url = '//' + netloc + ('/' if url and url[:1] != '/' else '') + url
    if scheme:
        url = scheme + ':' + url
    return url + ('?' + query if query else '') + ('#' + fragment if fragment else '')


def urlunparse(parts):
    scheme, netloc, url, params, query, fragment = parts
    return urlunsplit((scheme, netloc, url + (';' + params if params else ''), query, fragment))


def urljoin(base, url, allow_fragments=True):
    if not base or not url:
        return url or base
    first, second = urlsplit(base), urlsplit(url)
    if second.scheme and second.scheme != first.scheme:
        return url
    if second.netloc:
        return urlunsplit((first.scheme, *second[1:]))
    if not second.path:
        return urlunsplit((first.scheme, first.netloc, first.path, second.query or first.query, second.fragment))
    path = second.path if second.path[0] == '/' else first.path.rpartition('/')[0] + '/' + second.path
    parts = []
    for part in path.split('/')[1:]:
        if part == '..':
            del parts[-1:]
        elif part != '.':
            parts.append(part)
    if path.endswith(('/.', '/..')):
        parts.append('')
    return urlunsplit((first.scheme, first.netloc, '/' + '/'.join(parts), second.query, second.fragment))


def quote(string, safe='/', encoding=None, errors=None):
    data = string if isinstance(string, bytes) else string.encode(encoding or 'utf-8')
    kept = _always_safe + safe
    return ''.join(chr(byte) if chr(byte) in kept else f'%{byte:02X}' for byte in data)


def quote_plus(string, safe='', encoding=None, errors=None):
    return quote(string, safe + ' ').replace(' ', '+')


def unquote(string, encoding='utf-8', errors='replace'):
    data = bytearray()
    i = 0
    raw = string.encode()
    while i < len(raw):
        digits = raw[i + 1 : i + 3].decode('latin-1')
        if raw[i] == 37 and len(digits) == 2 and all(digit in '0123456789abcdefABCDEF' for digit in digits):
            data.append(int(digits, 16))
            i += 3
        else:
            data.append(raw[i])
            i += 1
    return bytes(data).decode(encoding, errors)


def unquote_plus(string, encoding='utf-8', errors='replace'):
    return unquote(string.replace('+', ' '), encoding, errors)


def urlencode(query, doseq=False, safe='', quote_via=quote_plus):
    parts = []
    for key, value in query.items() if hasattr(query, 'items') else query:
        values = value if doseq and not isinstance(value, (str, bytes)) else [value]
        parts += [f'{quote_via(str(key), safe)}={quote_via(str(one), safe)}' for one in values]
    return '&'.join(parts)


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False):
    pairs = [part.partition('=') for part in qs.split('&') if part]
    return [(unquote_plus(key), unquote_plus(value)) for key, _, value in pairs if value or keep_blank_values]


def parse_qs(qs, keep_blank_values=False, strict_parsing=False):
    found = {}
    for key, value in parse_qsl(qs, keep_blank_values, strict_parsing):
        found.setdefault(key, []).append(value)
    return found
