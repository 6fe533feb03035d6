// Writes entries of the prompt from a seed: lines and blocks that people typed, in TypeScript's dialect and in Python, broken
// as people break them. The first line of an entry says the language that the prompt is in: `.lang auto`.
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

/** Python's blocks: statements, classes, comprehensions, texts with values, NumPy and torch. */
const blocks = (JSON.parse(textOf('../python/fuzz.json')) as { program: string }[])
  .map(({ program }) => program)
  .concat(
    (JSON.parse(textOf('../python/programs.json')) as { program: string }[]).map(({ program }) => program),
    (JSON.parse(textOf('../python/language.json')) as { program: string }[]).map(({ program }) => program),
    textOf('pieces.py').split('\n\n\n'),
  )
  .filter((text) => text.length < 700 && isHarmless(text))

const expressions = (JSON.parse(textOf('../python/expressions.json')) as [string, string][])
  .map(([text]) => text)
  .filter(isHarmless)

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
    'f"{x!r:>{y}}"',
    "f'{x:,.2f}'",
    '\n    ',
    '\n\t',
    ':\n  ',
    ':=',
    '->',
    '...',
    'match',
    'case _:',
    'except',
    'nonlocal',
    'global',
    '@x\n',
    'b"\\xff"',
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

/** A block that lost its indentation in a place, or gained some. */
function shifted(text: string, chance: Chance): string {
  const rows = text.split('\n')
  const at = chance.below(rows.length)
  rows[at] = chance.is(0.5)
    ? rows[at].replace(/^ {1,4}/, '')
    : `${chance.pick([' ', '    ', '\t'])}${rows[at]}`
  return rows.join('\n')
}

/** What an entry of a language begins as. */
function sound(language: EntryLanguage, chance: Chance): string {
  const isPython = chance.is(language === 'python' ? 0.85 : language === 'ts' ? 0.1 : 0.4)
  if (!isPython) return chance.pick(lines)
  if (chance.is(0.25)) return chance.pick(expressions)
  const block = chance.pick(blocks)
  return chance.is(0.2) ? shifted(block, chance) : block
}

/** A text that was broken into one that counts for years counts to three. */
const ending = (text: string): string => text.replace(/(range\([^()]*?)\d{10,}/g, '$13')

export const entryLanguages = ['auto', 'ts', 'python'] as const
export type EntryLanguage = (typeof entryLanguages)[number]

/** The entries of a seed in one language, or in each by chance. */
export const entriesIn =
  (only?: EntryLanguage) =>
  (seed: number): string => {
    const chance = new Chance(seed)
    const language = only ?? chance.pick(entryLanguages)
    let tokens = tokensOf(sound(language, chance))
    for (let times = chance.below(4); times >= 0; times--) tokens = broken(tokens, chance)
    return `.lang ${language}\n${ending(tokens.join(''))}`
  }

/** What the lines speak of. */
export const prelude = (JSON.parse(textOf('../dialect/pytorch.json')) as { prelude: string[] }).prelude
