// What help says of Python's own functions that are at hand: how each is called, a sentence, and an example.

/** By name. */
export const pythonHelp: Readonly<
  Record<string, readonly [call: string, sentence: string, ...example: string[]]>
> = {
  abs: ['abs(x)', 'How far a number, or each element of a tensor, is from zero.', 'abs(-3)', '3'],
  all: ['all(values)', 'Whether every value is true.', 'all([True, 1])', 'True'],
  any: ['any(values)', 'Whether at least one value is true.', 'any([0, 1])', 'True'],
  bool: ['bool(x)', 'Whether a value counts as true.', 'bool([])', 'False'],
  dict: ['dict(pairs, **items)', 'A dict of pairs, or of keywords.', 'dict(lr=0.1)', "{'lr': 0.1}"],
  dir: ['dir(object)', 'The names of what an object has.', "'sum' in dir(torch.ones(2))", 'True'],
  enumerate: [
    'enumerate(values, start=0)',
    'Each value with its number.',
    "list(enumerate(['a', 'b']))",
    "[(0, 'a'), (1, 'b')]",
  ],
  float: ['float(x)', 'A number, a text or a tensor of one element as a float.', 'float(2)', '2.0'],
  id: ['id(object)', 'A number that no other object has.'],
  int: [
    'int(x)',
    'A number, a text or a tensor of one element as an int; digits behind the point are cut off.',
    "int('7')",
    '7',
  ],
  isinstance: ['isinstance(value, type)', 'Whether a value is of a type.', 'isinstance(3, int)', 'True'],
  len: [
    'len(values)',
    'How many items a list, a text or a dict has; of a tensor its first size.',
    'len(torch.ones(3, 2))',
    '3',
  ],
  list: ['list(values)', 'A list of what can be gone through.', 'list(range(3))', '[0, 1, 2]'],
  max: ['max(values)', 'The largest value.', 'max(1, 5, 3)', '5'],
  min: ['min(values)', 'The smallest value.', 'min(1, 5, 3)', '1'],
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
  round: [
    'round(x, digits=None)',
    'The nearest whole number, or the nearest of so many digits; halves go to the even one.',
    'round(2.5)',
    '2',
  ],
  set: ['set(values)', 'The values, each once.', 'set([1, 2, 2])', '{1, 2}'],
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
