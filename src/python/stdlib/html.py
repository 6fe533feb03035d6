"""Texts for HTML."""

_names = {'amp': '&', 'lt': '<', 'gt': '>', 'quot': '"', 'apos': "'", 'nbsp': '\xa0', 'hellip': '…', 'mdash': '—', 'ndash': '–',
          'lsquo': '‘', 'rsquo': '’', 'ldquo': '“', 'rdquo': '”', 'bull': '•', 'trade': '™', 'euro': '€', 'larr': '←',
          'uarr': '↑', 'rarr': '→', 'darr': '↓', 'harr': '↔', 'minus': '−', 'infin': '∞', 'asymp': '≈', 'ne': '≠',
          'le': '≤', 'ge': '≥', 'sum': '∑', 'prod': '∏', 'part': '∂', 'radic': '√', 'isin': '∈', 'nabla': '∇'}
_latin = (
    'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo '
    'not shy reg macr deg plusmn sup2 sup3 acute micro para middot '
    'cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde '
    'Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml '
    'ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc '
    'Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil '
    'egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute '
    'ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml '
)
_names.update((name, chr(160 + i)) for i, name in enumerate(_latin.split()))
_greek = (
    'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon Phi Chi '
    'Psi Omega'
)
for _i, _name in enumerate(_greek.split()):
    _names.update({_name: chr(0x391 + _i), _name.lower(): chr(0x3B1 + _i)})
_names['sigmaf'] = 'ς'
del _names['-']


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
