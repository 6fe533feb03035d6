"""Of Python's grammar: values that are written down."""

import re as _re


def literal_eval(node_or_string):
    """The value of a text that holds numbers, texts, lists, tuples, dicts, sets, True, False and None."""
    if not isinstance(node_or_string, str):
        raise ValueError(f'malformed node or string: {node_or_string!r}')
    text = node_or_string.lstrip(' \t')
    without = _re.sub(r"(?s)[rbuRBU]{0,2}('''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")", "''", text)
    code = compile(text, '<unknown>', 'eval')
    words = _re.findall(r'(?<![\w.])[^\W\d]\w*', without)
    if any(word not in ('True', 'False', 'None', 'set') for word in words) or _re.search(
            r'[\w\'")\]}]\s*[(\[]|[*/%@&|^~<>=]|\bset\b(?!\s*\(\s*\))|:=', without.replace('set()', '0')) or _re.search(
            r'[\w\'")\]}]\s*[+-]\s*(?![\d.]+j)', _re.sub(r'\d[eE][+-]?\d', '0', without)):
        raise ValueError(f'malformed node or string on line 1: {text!r}')
    return eval(code)


def _refused(name):
    def refuse(*args, **kwargs):
        raise NotImplementedError(f'ast.{name} is left out of dltorch: programs have no trees here; ast.literal_eval reads values')
    refuse.__name__ = refuse.__qualname__ = name
    return refuse


parse, dump, unparse, walk, NodeVisitor, NodeTransformer = map(
    _refused, ('parse', 'dump', 'unparse', 'walk', 'NodeVisitor', 'NodeTransformer'))
