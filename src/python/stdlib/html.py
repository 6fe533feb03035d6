"""Texts for HTML."""

_names = {'amp': '&', 'lt': '<', 'gt': '>', 'quot': '"', 'apos': "'", 'nbsp': '\xa0', 'hellip': '…', 'mdash': '—', 'ndash': '–',
          'lsquo': '‘', 'rsquo': '’', 'ldquo': '“', 'rdquo': '”', 'copy': '©'}


def escape(s, quote=True):
    """With names for what HTML reads otherwise."""
    s = s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    return s.replace('"', '&quot;').replace("'", '&#x27;') if quote else s


def unescape(s):
    """The characters that names and numbers stand for."""
    import re

    def one(found):
        name = found.group(1)
        if name.startswith('#'):
            return chr(int(name[2:], 16) if name[1] in 'xX' else int(name[1:]))
        return _names.get(name, found.group(0))
    return re.sub(r'&(#\d+|#[xX][0-9a-fA-F]+|\w+);', one, s)
