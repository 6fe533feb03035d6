// Writes entries of the prompt from a seed: lines that people typed, broken as people break them.
import { readFileSync } from 'node:fs'
import { Chance } from './chance.js'

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

const recorded = JSON.parse(textOf('../dialect/pytorch.json')) as {
  groups: Record<string, [string, string][]>
}

/** Lines that write files, load modules, wait or go on for ever would be faults of the line. */
const isHarmless = (line: string): boolean =>
  line.trim() !== '' &&
  !/while|save|write|open|load|input|sleep|exit|process|profiler|import|async/.test(line)

const lines = [
  ...Object.values(recorded.groups).flatMap((group) => group.map(([line]) => line)),
  ...textOf('../dialect/tutorial.txt')
    .split('\n')
    .filter((line) => !/^(==|#)/.test(line)),
  ...Array.from(textOf('../../README.md').matchAll(/^>>> (.*)$/gm), ([, line]) => line),
].filter(isHarmless)

const odd = [
  ...'( ) [ ] { } , ; : . = == != + - * / // ** % @ & | ^ ~ < > <= => -> ? ! # \' " ` \\ \t \n'.split(' '),
  ...'lambda for if in not and or is None True False def class del with return yield await else'.split(' '),
  ...'0 -1 1e400 2n 0x 1_0 .5 5. 3j 9007199254740993 -9223372036854775809 NaN [] {} () [[]] "" \'\' '.split(
    ' ',
  ),
  ...[
    '/*',
    '*/',
    '"""',
    'f"{x',
    '${',
    '…',
    '\u200b',
    'é',
    '😀',
    '\u2212',
    '\ufeff',
    '…)',
    'x[',
    '[::-1]',
    '*x',
    '**{}',
  ],
]

const tokensOf = (line: string): string[] => line.match(/\w+|\s+|[^\w\s]/gu) ?? []

function broken(tokens: string[], chance: Chance): string[] {
  const at = chance.below(tokens.length + 1)
  switch (chance.below(6)) {
    case 0:
      return tokens.toSpliced(at, 1)
    case 1:
      return tokens.toSpliced(at, 0, chance.pick(odd))
    case 2:
      return tokens.toSpliced(at, 1, chance.pick(odd))
    case 3:
      return tokens.toSpliced(at, 1, chance.pick(tokensOf(chance.pick(lines))))
    case 4:
      return tokens.slice(0, at)
    default:
      return tokens.toSpliced(at, 0, ...tokens.slice(at - 1, at + chance.below(4)))
  }
}

/** The entry of a seed. */
export function entryFrom(seed: number): string {
  const chance = new Chance(seed)
  let tokens = tokensOf(chance.pick(lines))
  for (let times = chance.below(4); times >= 0; times--) tokens = broken(tokens, chance)
  return tokens.join('')
}

/** What the lines speak of. */
export const prelude = (JSON.parse(textOf('../dialect/pytorch.json')) as { prelude: string[] }).prelude
