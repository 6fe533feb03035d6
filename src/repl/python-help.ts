// What help says of Python's own functions that are at hand: how each is called, a sentence, and an example.

/** By name. */
export const pythonHelp: Readonly<
  Record<string, readonly [call: string, sentence: string, ...example: string[]]>
> = {
  abs: ['abs(x)', 'How far a number, or each element of a tensor, is from zero.', 'abs(-3)', '3'],
  all: ['all(values)', 'Whether every value is true.', 'all([True, 1])', 'True'],
  any: ['any(values)', 'Whether at least one value is true.', 'any([0, 1])', 'True'],
  ascii: [
    'ascii(value)',
    "A value as repr writes it, other letters than ASCII's as numbers.",
    "ascii('é')",
    `"'\\\\xe9'"`,
  ],
  bin: ['bin(n)', 'An int as text of its binary digits.', 'bin(5)', "'0b101'"],
  bool: ['bool(x)', 'Whether a value counts as true.', 'bool([])', 'False'],
  bytearray: ['bytearray(values)', 'Bytes that can be changed.', 'bytearray(2)', "bytearray(b'\\x00\\x00')"],
  bytes: ['bytes(values)', 'Bytes: whole numbers from 0 to 255.', 'bytes([104, 105])', "b'hi'"],
  callable: ['callable(value)', 'Whether a value can be called.', 'callable(len)', 'True'],
  chr: ['chr(n)', 'The character of a number in Unicode.', 'chr(97)', "'a'"],
  complex: ['complex(real, imag=0)', 'A complex number.', 'complex(1, 2)', '(1+2j)'],
  delattr: ['delattr(object, name)', 'Takes an attribute away.'],
  dict: ['dict(pairs, **items)', 'A dict of pairs, or of keywords.', 'dict(lr=0.1)', "{'lr': 0.1}"],
  dir: ['dir(object)', 'The names of what an object has.', "'sum' in dir(torch.ones(2))", 'True'],
  divmod: ['divmod(a, b)', 'a // b and a % b, as a tuple.', 'divmod(7, 2)', '(3, 1)'],
  enumerate: [
    'enumerate(values, start=0)',
    'Each value with its number.',
    "list(enumerate(['a', 'b']))",
    "[(0, 'a'), (1, 'b')]",
  ],
  filter: [
    'filter(f, values)',
    'The values for which a function gives what is true.',
    'list(filter(None, [0, 1, 2]))',
    '[1, 2]',
  ],
  float: ['float(x)', 'A number, a text or a tensor of one element as a float.', 'float(2)', '2.0'],
  frozenset: ['frozenset(values)', 'A set that cannot be changed.', 'frozenset([1, 1])', 'frozenset({1})'],
  getattr: [
    'getattr(object, name, default)',
    'An attribute by its name.',
    "getattr(torch.ones(2), 'ndim')",
    '1',
  ],
  globals: ['globals()', 'The variables by their names.'],
  hasattr: [
    'hasattr(object, name)',
    'Whether there is an attribute of that name.',
    "hasattr(torch.ones(2), 'grad')",
    'True',
  ],
  hash: ['hash(value)', 'A number that equal values share.', 'hash(1)', '1'],
  hex: ['hex(n)', 'An int as text of its hexadecimal digits.', 'hex(255)', "'0xff'"],
  id: ['id(object)', 'A number that no other object has.'],
  input: ["input(prompt='')", 'A line that somebody types.'],
  int: [
    'int(x)',
    'A number, a text or a tensor of one element as an int; digits behind the point are cut off.',
    "int('7')",
    '7',
  ],
  isinstance: ['isinstance(value, type)', 'Whether a value is of a type.', 'isinstance(3, int)', 'True'],
  issubclass: [
    'issubclass(class, base)',
    'Whether a class is another, or made from it.',
    'issubclass(nn.Linear, nn.Module)',
    'True',
  ],
  iter: ['iter(values)', 'What gives one value after the other, for next.', 'next(iter([5, 6]))', '5'],
  len: [
    'len(values)',
    'How many items a list, a text or a dict has; of a tensor its first size.',
    'len(torch.ones(3, 2))',
    '3',
  ],
  list: ['list(values)', 'A list of what can be gone through.', 'list(range(3))', '[0, 1, 2]'],
  locals: ['locals()', 'The variables by their names.'],
  map: ['map(f, values)', 'A function of each value.', 'list(map(abs, [-1, 2]))', '[1, 2]'],
  max: ['max(values)', 'The largest value.', 'max(1, 5, 3)', '5'],
  min: ['min(values)', 'The smallest value.', 'min(1, 5, 3)', '1'],
  next: [
    'next(iterator, default)',
    'The next value; the default where there is none.',
    'next(iter([]), 0)',
    '0',
  ],
  oct: ['oct(n)', 'An int as text of its octal digits.', 'oct(8)', "'0o10'"],
  open: ["open(file, mode='r')", 'A file, to read or to write.'],
  ord: ['ord(character)', 'The number of a character in Unicode.', "ord('a')", '97'],
  pow: [
    'pow(base, exp, mod=None)',
    'base ** exp, or what is left of it when divided by mod.',
    'pow(2, 10)',
    '1024',
  ],
  print: [
    "print(*values, sep=' ', end='\\n')",
    'Writes values to the terminal, blanks between them.',
    "print('loss', 0.5)",
    'loss 0.5',
  ],
  range: [
    'range(stop), range(start, stop, step=1)',
    'Whole numbers from start, 0 unless given, up to stop, which is left out.',
    'list(range(2, 10, 3))',
    '[2, 5, 8]',
  ],
  reversed: [
    'reversed(values)',
    'The values from the last to the first.',
    'list(reversed([1, 2]))',
    '[2, 1]',
  ],
  round: [
    'round(x, digits=None)',
    'The nearest whole number, or the nearest of so many digits; halves go to the even one.',
    'round(2.5)',
    '2',
  ],
  set: ['set(values)', 'The values, each once.', 'set([1, 2, 2])', '{1, 2}'],
  setattr: ['setattr(object, name, value)', 'Sets an attribute by its name.'],
  slice: [
    'slice(start, stop, step)',
    'What stands between the brackets of x[start:stop:step].',
    'torch.arange(5)[slice(1, 3)]',
    'tensor([1, 2])',
  ],
  sorted: [
    'sorted(values, *, key=None, reverse=False)',
    'A list of the values in their order.',
    'sorted([3, 1, 2])',
    '[1, 2, 3]',
  ],
  str: ['str(value)', 'A value as print writes it.', 'str(0.5)', "'0.5'"],
  sum: ['sum(values, start=0)', 'All values added up.', 'sum([1, 2, 3])', '6'],
  tuple: ['tuple(values)', 'A tuple of what can be gone through.', 'tuple([1, 2])', '(1, 2)'],
  type: ['type(value)', 'The type of a value.', 'type(3)', "<class 'int'>"],
  vars: [
    'vars(object)',
    'The attributes that were set on an object; without one, the variables by their names.',
  ],
  zip: [
    'zip(*lists)',
    'The first values of all lists, then the second ones, up to the end of the shortest.',
    'list(zip([1, 2], [3, 4]))',
    '[(1, 3), (2, 4)]',
  ],
}

/** The text for one of them; undefined for any other name. */
export function pythonHelpOn(name: string): string | undefined {
  if (!Object.hasOwn(pythonHelp, name)) return undefined
  const [call, sentence, ...example] = pythonHelp[name]
  const shown = example.length === 0 ? '' : `\n\n  >>> ${example[0]}\n  ${example[1]}`
  return `${call}\n\n  ${sentence}${shown}\n\n  https://docs.python.org/3/library/functions.html#${name}`
}
