// Functions in Python that a converted program calls where JavaScript's numbers, texts and truth are not Python's. Only
// those that a program calls are written at its top.

interface Helper {
  readonly code: string
  readonly imports?: readonly string[]
  readonly needs?: readonly string[]
}

export const helpers: Readonly<Record<string, Helper>> = {
  Error: {
    code: `class Error(Exception):
    pass`,
  },
  RangeError: {
    code: `class RangeError(Exception):
    pass`,
  },
  ReferenceError: {
    code: `class ReferenceError(Exception):
    pass`,
  },
  EvalError: {
    code: `class EvalError(Exception):
    pass`,
  },
  JSObject: {
    code: `class JSObject(dict):
    """A dict whose items are attributes, too."""

    def __getattribute__(self, name):
        return self[name] if name in self else dict.__getattribute__(self, name)

    def __setattr__(self, name, value):
        self[name] = value`,
  },
  js_number: {
    code: `def js_number(value):
    """A whole number is an int, whatever made it."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2 ** 53 else value`,
  },
  js_numbers: {
    needs: ['js_number'],
    code: `def js_numbers(value):
    """The same with whole numbers as ints, all the way down."""
    if isinstance(value, dict):
        return {key: js_numbers(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [js_numbers(item) for item in value]
    return js_number(value)`,
  },
  js_index: {
    code: `def js_index(value):
    """A place in a list that came of a division."""
    if value != int(value):
        raise IndexError(f'{value} is no place in a list')
    return int(value)`,
  },
  js_text: {
    needs: ['js_float_text'],
    code: `def js_text(value):
    """What a template makes of a value."""
    if value is None:
        return 'null'
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, float):
        return js_float_text(value)
    if type(value) in (list, tuple):
        return ','.join('' if item is None else js_text(item) for item in value)
    if isinstance(value, BaseException):
        return f'{type(value).__name__}: {value}'
    return '[object Object]' if isinstance(value, dict) else str(value)`,
  },
  js_float_text: {
    code: `def js_float_text(value):
    if value != value:
        return 'NaN'
    if value in (float('inf'), float('-inf')):
        return 'Infinity' if value > 0 else '-Infinity'
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    digits, _, exponent = repr(value).partition('e')
    if exponent == '' or -7 < int(exponent) < 0:
        return f'{value:.{len(digits.partition(".")[2]) + abs(int(exponent or 0))}f}'
    return f'{digits}e{int(exponent):+d}'`,
  },
  js_log: {
    needs: ['js_text', 'js_shown'],
    code: `def js_log(*values, file=None):
    """What console.log writes."""
    print(*(value if isinstance(value, str) else js_shown(value) for value in values), file=file)`,
  },
  js_shown: {
    needs: ['js_text', 'js_float_text'],
    code: `def js_shown(value, depth=0, indent=0):
    """A value as console.log shows it."""
    if isinstance(value, str):
        quote = "'" if "'" not in value else '"' if '"' not in value else '\`'
        escaped = value.replace('\\\\', '\\\\\\\\').replace('\\n', '\\\\n').replace('\\t', '\\\\t')
        return quote + escaped + quote
    if value is None or isinstance(value, bool):
        return js_text(value)
    if isinstance(value, float):
        return '-0' if value == 0 and str(value)[0] == '-' else js_float_text(value)
    is_list = type(value) in (list, tuple) and not hasattr(value, '_fields')
    if not is_list and not isinstance(value, dict):
        return str(value).replace('\\n', '\\n' + ' ' * indent)
    if depth > 2:
        return '[Array]' if is_list else '[Object]'
    if is_list:
        shown = [js_shown(item, depth + 1, indent + 2) for item in value[:100]]
        rest = len(value) - len(shown)
        extra = [f'... {rest} more item{"s" if rest > 1 else ""}'] if rest > 0 else []
        parts = js_columns(shown, extra, value, indent) if len(shown) + len(extra) > 6 else shown + extra
        first, last = '[', ']'
    else:
        shown = parts = [
            f'{key if str(key).isidentifier() else js_shown(str(key))}: {js_shown(item, depth + 1, indent + 2)}'
            for key, item in value.items()
        ]
        extra = []
        first, last = '{', '}'
    if not parts:
        return first + last
    is_whole = len(parts) == len(shown) + len(extra)
    if is_whole and js_depth(value) < 4:
        width = sum(map(len, parts)) + 2 * len(parts) + indent + 11
        if width <= 80 and not any('\\n' in part for part in parts):
            return f'{first} ' + ', '.join(parts) + f' {last}'
    space = '\\n' + ' ' * (indent + 2)
    return first + space + (',' + space).join(parts) + '\\n' + ' ' * indent + last


def js_depth(value):
    if isinstance(value, dict):
        value = list(value.values())
    if type(value) not in (list, tuple):
        return 0
    return 1 + max(map(js_depth, value), default=0)


def js_columns(parts, extra, values, indent):
    """Many items of a list stand in columns."""
    lengths = [len(part) for part in parts]
    total, widest = sum(lengths) + 2 * len(parts), max(lengths) + 2
    if widest * 3 + indent >= 80 or not (total / widest > 5 or widest <= 8):
        return parts + extra
    biased = max(widest - 3 - (widest - total / (len(parts) + len(extra))) ** 0.5, 1)
    columns = min(int((2.5 * biased * len(parts)) ** 0.5 / biased + 0.5), (80 - indent) // widest, 12)
    if columns <= 1:
        return parts + extra
    widths = [max(lengths[column::columns]) + 2 for column in range(columns)]
    are_numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
    rows = []
    for start in range(0, len(parts), columns):
        *row, last = parts[start : start + columns]
        if are_numbers:
            cells = [f'{part}, '.rjust(width) for part, width in zip(row, widths)]
            last = last.rjust(widths[len(row)] - 2)
        else:
            cells = [f'{part}, '.ljust(width) for part, width in zip(row, widths)]
        rows.append(''.join(cells) + last)
    return rows + extra`,
  },
  js_truth: {
    code: `def js_truth(value):
    """Whether TypeScript takes a value for true: lists and dicts always, numbers and texts as Python does."""
    if value is None or isinstance(value, float) and value != value:
        return False
    return True if isinstance(value, (list, dict)) else bool(value)`,
  },
  js_same: {
    code: `def js_same(a, b):
    """a === b: numbers and texts by value, all else if it is one and the same."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, (int, float)) and isinstance(b, (int, float)) or isinstance(a, str) and isinstance(b, str):
        return a == b
    return a is b`,
  },
  js_remainder: {
    imports: ['import math'],
    code: `def js_remainder(a, b):
    """a % b with the sign of a."""
    if not isinstance(a, (int, float)) or not isinstance(b, (int, float)):
        return a % b
    if isinstance(a, int) and isinstance(b, int) and b != 0:
        return abs(a) % abs(b) * (1 if a >= 0 else -1)
    return math.fmod(a, b) if b != 0 else math.nan`,
  },
  js_int32: {
    code: `def js_int32(value):
    """Of 32 bits with a sign."""
    return (value + 2 ** 31) % 2 ** 32 - 2 ** 31`,
  },
  js_fixed: {
    code: `def js_fixed(value, digits):
    """x.toFixed(digits): what lies in the middle is rounded away from zero."""
    value = float(value)
    if value != value or value in (float('inf'), float('-inf')):
        return 'NaN' if value != value else 'Infinity' if value > 0 else '-Infinity'
    over, under = abs(value).as_integer_ratio()
    text = str((2 * over * 10 ** digits + under) // (2 * under)).rjust(digits + 1, '0')
    shown = f'{text[:-digits]}.{text[-digits:]}' if digits > 0 else text
    return f'-{shown}' if value < 0 else shown`,
  },
  js_parsed: {
    needs: ['js_number'],
    code: `def js_parsed(value):
    """The number that a text says."""
    if not isinstance(value, str):
        return js_number(float(value)) if value is not None else 0
    try:
        return js_number(float(value.strip() or 0))
    except ValueError:
        return float('nan')`,
  },
  js_parsed_int: {
    imports: ['import math'],
    code: `def js_parsed_int(value):
    """The whole number that a text begins with."""
    if not isinstance(value, str):
        return math.trunc(value)
    text = value.strip()
    sign, digits = ('-', text[1:]) if text[:1] == '-' else ('', text.lstrip('+'))
    length = next((i for i, letter in enumerate(digits) if letter not in '0123456789'), len(digits))
    return int(sign + digits[:length]) if length > 0 else float('nan')`,
  },
  js_is_integer: {
    code: `def js_is_integer(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value // 1`,
  },
  js_sign: {
    code: `def js_sign(value):
    return (value > 0) - (value < 0)`,
  },
  js_assign: {
    code: `def js_assign(target, *others):
    for other in others:
        for name, value in (other if isinstance(other, dict) else vars(other)).items():
            if isinstance(target, dict):
                target[name] = value
            else:
                setattr(target, name, value)
    return target`,
  },
  js_entries: {
    code: `def js_entries(value):
    """The pairs of a dict, or the places and items of a list."""
    return list(value.items()) if hasattr(value, 'items') else enumerate(value)`,
  },
  js_flat: {
    code: `def js_flat(items):
    return [part for item in items for part in (item if isinstance(item, list) else [item])]`,
  },
  js_index_of: {
    code: `def js_index_of(items, wanted):
    """The place of an item or of a part of a text; -1 where it is not there."""
    if isinstance(items, str):
        return items.find(wanted)
    return items.index(wanted) if wanted in items else -1`,
  },
  js_removed: {
    code: `def js_removed(items, key):
    """Takes a key out; whether it was there."""
    is_there = key in items
    items.pop(key, None)
    return is_there`,
  },
}

/** What must stand at the top for a set of helpers: modules, and the functions themselves. */
export function preludeOf(names: Iterable<string>): { imports: string[]; code: string[] } {
  const wanted = new Set<string>()
  const add = (name: string): void => {
    if (wanted.has(name)) return
    wanted.add(name)
    for (const other of helpers[name].needs ?? []) add(other)
  }
  for (const name of names) add(name)
  const all = Object.keys(helpers).filter((name) => wanted.has(name))
  return {
    imports: all.flatMap((name) => helpers[name].imports ?? []),
    code: all.map((name) => helpers[name].code),
  }
}
