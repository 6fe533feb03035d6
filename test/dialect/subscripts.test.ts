// Subscripts of plain values: Python's answer where a value is Python's by its spelling, TypeScript's where it counts on nothing.
import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { repr } from '../../src/text/repr.js'
import { answerTo } from './answers.js'

const answer = (entries: readonly string[]): Promise<string> => answerTo(entries, repr)

/** Entries, the last of which is what is asked, and what Python shows. */
const pythons: [string[], string][] = [
  [['[1, 2, 3][-1]'], '3'],
  [['[1, 2, 3][5]'], 'IndexError: list index out of range'],
  [['[1, 2, 3][-4]'], 'IndexError: list index out of range'],
  [['[[1, 2], [3, 4]][1][-1]'], '4'],
  [["'abc'[-1]"], "'c'"],
  [["'abc'[9]"], 'IndexError: string index out of range'],
  [["'abc'['a']"], "TypeError: string indices must be integers, not 'str'"],
  [['(1, 2)[-1]'], '2'],
  [['(1, 2)[4]'], 'IndexError: tuple index out of range'],
  [["(1, 2)['a']"], 'TypeError: tuple indices must be integers or slices, not str'],
  [["[1, 2]['a']"], 'TypeError: list indices must be integers or slices, not str'],
  [['[1, 2][None]'], 'TypeError: list indices must be integers or slices, not NoneType'],
  [['[1, 2][1.0]'], 'TypeError: list indices must be integers or slices, not float'],
  [['[1, 2, 3][torch.tensor(-1)]'], '3'],
  [["{'a': 1}['b']"], "KeyError: 'b'"],
  [["{'a': 1}[[1]]"], "TypeError: unhashable type: 'list'"],
  [["{'a': [1, 2]}['a'][-1]"], '2'],
  [['[1, 2, 3][::-1]'], '[3, 2, 1]'],
  [["'abc'[::-2]"], "'ca'"],
  [['(1, 2, 3)[-2:]'], '(2, 3)'],
  [['l = [1, 2, 3]', 'l[-1]'], '3'],
  [['l = [1, 2, 3]', 'l[7]'], 'IndexError: list index out of range'],
  [['l = [1, 2, 3]', 'l[7] = 1'], 'IndexError: list assignment index out of range'],
  [['l = [1, 2, 3]', 'l[3] = 1'], 'IndexError: list assignment index out of range'],
  [['l = [1, 2, 3]', 'l[-1] = 7', 'l'], '[1, 2, 7]'],
  [['l = [1, 2, 3]', 'l[-1] += 7', 'l'], '[1, 2, 10]'],
  [['l = [1, 2, 3]', '[a, l[-1]] = [7, 8]', 'l'], '[1, 2, 8]'],
  [['l = [1, 2]', "l['a'] = 1"], 'TypeError: list indices must be integers or slices, not str'],
  [['l = [1, 2, 3, 4]', 'l[1:3] = [9]', 'l'], '[1, 9, 4]'],
  [['l = [1, 2, 3]', 'del l[0]', 'l'], '[2, 3]'],
  [['l = [1, 2, 3]', 'del l[-1]', 'l'], '[1, 2]'],
  [['l = [1, 2, 3]', 'del l[::2]', 'l'], '[2]'],
  [['l = [1, 2, 3]', 'del l[0]'], ''],
  [['l = [1, 2, 3]', 'del l[5]'], 'IndexError: list assignment index out of range'],
  [['d = {"a": 1}', "del d['a']"], ''],
  [['d = {"a": 1}', "del d['b']"], "KeyError: 'b'"],
  [['d = {"a": 1}', "d['b']"], "KeyError: 'b'"],
  [['d = {}', "d['b'] += 1"], "KeyError: 'b'"],
  [['t = (1, 2)', 't[0] = 1'], "TypeError: 'tuple' object does not support item assignment"],
  [["s = 'abc'", "s[0] = 'd'"], "TypeError: 'str' object does not support item assignment"],
  [['t = (1, 2)', 'del t[0]'], "TypeError: 'tuple' object doesn't support item deletion"],
  [['n = 5', 'n[0]'], "TypeError: 'int' object is not subscriptable"],
  [['x = torch.ones(2)', 'x.grad[0]'], "TypeError: 'NoneType' object is not subscriptable"],
  [['None[1]'], "TypeError: 'NoneType' object is not subscriptable"],
  [['n = None', 'n[True]'], "TypeError: 'NoneType' object is not subscriptable"],
  [['n = None', 'n[1:]'], "TypeError: 'NoneType' object is not subscriptable"],
  [['x = torch.ones(2)', 'x.tolist()[5]'], 'IndexError: list index out of range'],
  [
    ['x = torch.ones(2)', 'x[1.0]'],
    'IndexError: only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got float)',
  ],
  [['x = torch.ones(2)', "x['a']"], "TypeError: new(): invalid data type 'str'"],
  [['x = torch.ones(2)', "x[None, 'a']"], "TypeError: new(): invalid data type 'str'"],
  [
    ['data = torch.utils.data', 'dl = data.DataLoader(data.TensorDataset(torch.ones(2)))', 'dl[0]'],
    "TypeError: 'DataLoader' object is not subscriptable",
  ],
  [
    ['data = torch.utils.data', 'dl = data.DataLoader(data.TensorDataset(torch.ones(2)))', 'list(dl)[-1]'],
    '[tensor([1.])]',
  ],
]

test(`${pythons.length} subscripts of Python's values`, async () => {
  for (const [entries, wanted] of pythons) equal(await answer(entries), wanted, entries.join('; '))
})

test("a function reads and writes Python's lists as Python does", async () => {
  const read = ['l = [1, 2]', 'function f(i) { return l[i] }']
  equal(await answer([...read, 'f(-1)']), '2')
  equal(await answer([...read, 'f(5)']), 'IndexError: list index out of range')
  equal(await answer(['l = [1, 2]', 'function f(i) { l[i] = 5 }', 'f(-1)', 'l']), '[1, 5]')
  equal(await answer(['l = [1, 2]', 'function f(i) { l[i] += 5 }', 'f(-2)', 'l']), '[6, 2]')
})

/** What TypeScript counts on nothing for. */
const typescripts: [string[], string][] = [
  [['const l = [1, 2]', '[l[-1], l[5]]'], '[None, None]'],
  [['function last(xs) { return xs[-1] }', 'last([1, 2])'], ''],
  [['d = {}', "for (const w of ['a', 'b', 'a']) d[w] = (d[w] ?? 0) + 1", 'd'], "{'a': 2, 'b': 1}"],
  [['d = {}', "d['a'] ??= 0", 'd'], "{'a': 0}"],
  [['d = {}', "d['a'] ||= 3", 'd'], "{'a': 3}"],
  [['d = {}', "d['x'] ? 1 : 2"], '2'],
  [['d = {}', "!d['x']"], 'True'],
  [['d = {}', "d['x'] || 'none'"], "'none'"],
  [['l = [1, 2, 0]', 'i = 0', 'while (l[i]) i++', 'i'], '2'],
  [['l = [1, 2]', 'l[5] === undefined'], 'True'],
  [['l = [1, 2]', 'l[5] == null'], 'True'],
  [['l = [1, 2]', 'typeof l[5]'], "'undefined'"],
  [['l = [1, 2]', 'l?.[5]'], ''],
  [['l = [1, 2]', 'l[l.length] = 7', 'l'], '[1, 2, 7]'],
  [['l = []', 'for (let i = 0; i < 3; i++) l[i] = i * i', 'l'], '[0, 1, 4]'],
  [["process.env['NOBODY_SET_THIS']"], ''],
]

test(`${typescripts.length} subscripts that may find nothing`, async () => {
  for (const [entries, wanted] of typescripts) equal(await answer(entries), wanted, entries.join('; '))
})
