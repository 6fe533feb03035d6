# A small regression, from data to a report.

import math

import torch
from torch import nn, optim


def js_text(value):
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
    return '[object Object]' if isinstance(value, dict) else str(value)


def js_float_text(value):
    if value != value:
        return 'NaN'
    if value in (float('inf'), float('-inf')):
        return 'Infinity' if value > 0 else '-Infinity'
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    digits, _, exponent = repr(value).partition('e')
    if exponent == '' or -7 < int(exponent) < 0:
        return f'{value:.{len(digits.partition(".")[2]) + abs(int(exponent or 0))}f}'
    return f'{digits}e{int(exponent):+d}'


def js_log(*values, file=None):
    """What console.log writes."""
    print(*(value if isinstance(value, str) else js_shown(value) for value in values), file=file)


def js_shown(value, depth=0, indent=0):
    """A value as console.log shows it."""
    if isinstance(value, str):
        quote = "'" if "'" not in value else '"' if '"' not in value else '`'
        escaped = value.replace('\\', '\\\\').replace('\n', '\\n').replace('\t', '\\t')
        return quote + escaped + quote
    if value is None or isinstance(value, bool):
        return js_text(value)
    if isinstance(value, float):
        return '-0' if value == 0 and str(value)[0] == '-' else js_float_text(value)
    is_list = type(value) in (list, tuple) and not hasattr(value, '_fields')
    if not is_list and not isinstance(value, dict):
        return str(value).replace('\n', '\n' + ' ' * indent)
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
        if width <= 80 and not any('\n' in part for part in parts):
            return f'{first} ' + ', '.join(parts) + f' {last}'
    space = '\n' + ' ' * (indent + 2)
    return first + space + (',' + space).join(parts) + '\n' + ' ' * indent + last


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
    return rows + extra


def js_remainder(a, b):
    """a % b with the sign of a."""
    if not isinstance(a, (int, float)) or not isinstance(b, (int, float)):
        return a % b
    if isinstance(a, int) and isinstance(b, int) and b != 0:
        return abs(a) % abs(b) * (1 if a >= 0 else -1)
    return math.fmod(a, b) if b != 0 else math.nan


def js_fixed(value, digits):
    """x.toFixed(digits): what lies in the middle is rounded away from zero."""
    value = float(value)
    if value != value or value in (float('inf'), float('-inf')):
        return 'NaN' if value != value else 'Infinity' if value > 0 else '-Infinity'
    over, under = abs(value).as_integer_ratio()
    text = str((2 * over * 10 ** digits + under) // (2 * under)).rjust(digits + 1, '0')
    shown = f'{text[:-digits]}.{text[-digits:]}' if digits > 0 else text
    return f'-{shown}' if value < 0 else shown


class Net(nn.Module):
    """A line with a bend."""
    count = 0

    def __init__(self, width, *, bias=True):
        super().__init__()
        self.width = width
        self.hidden = nn.Linear(1, 8)
        self._scale = 2  # how much
        self.out = nn.Linear(8, width, bias=bias)

    def forward(self, x):
        """The prediction."""
        y = torch.relu(self.hidden(x))  # bend
        return self.out(y) * self._scale

    @property
    def size(self):
        return self.width


torch.manual_seed(0)
net = Net(1, bias=False)
optimizer = optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
x = torch.linspace(-1, 1, 20).reshape(20, 1)
y = x.pow(2).mul(3).add(1)

best = math.inf
losses = []
for step in range(50):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(net.forward(x), y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    if loss.item() < best:
        best = loss.item()
    if step % 10 == 0:
        print(f'step {step}: {js_fixed(loss.item(), 4)}')
    elif step == 49:
        print('last', js_fixed(loss.item(), 3))
js_log('best', js_fixed(best, 4), net.size, [1, 2.5, 'a'], {'a': 1, 'b': [1, 2]})
total = sum(losses[0:3])
print(', '.join([js_fixed(l, 2) for l in losses]), js_fixed(total, 3))
with torch.no_grad():
    for p in net.parameters():
        p.mul_(0.5)
value_2 = torch.max(y, 0)
values, indices = value_2.values, value_2.indices
js_log(values, indices)
squares = [i * i for i in range(12)]
js_log(squares, [n for n in squares if n % 2 == 0], 4 / 2, 7 / 2, 1e21, 0.1 + 0.2)


def describe(value, unit='m'):
    if unit == 'm':
        return f'{js_text(value)} metres'
    elif unit in ('km', 'miles'):
        return f'{js_text(value)} {unit}'
    else:
        return 'far'


print(describe(3), describe(4 / 2, 'km'), describe(1, 'x'))
try:
    x.matmul(torch.ones(3, 3))
except Exception as error:
    print('failed:', str(error))
finally:
    print('done')
counts = {}
for word in 'a b a c a'.split(' '):
    counts[word] = (value_3 if (value_3 := counts.get(word)) is not None else 0) + 1
for word, n in counts.items():
    js_log(word, n)
js_log(len(list(counts.keys())), len(counts), 'z' in counts)
i = 0
while True:
    i += 1
    if i > 5 and js_remainder(i, 2) == 1:
        break
print(i, x[0], x[:3].shape, js_remainder(-7, 3))
fs = [(lambda v, *, k=k: v * k) for k in [1, 2, 3]]
js_log([f(10) for f in fs])
