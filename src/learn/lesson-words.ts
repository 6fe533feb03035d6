// The words that steer a lesson, and how they are told from code.

export const lessonWords = [
  'next',
  'back',
  'hint',
  'solution',
  'skip',
  'reset',
  'steps',
  'go',
  'ts',
  'python',
  'help',
] as const
export type LessonWord = (typeof lessonWords)[number]

/** Other spellings. None is a name that code would often have, save `n`, which a variable of that name takes precedence over. */
const spellings: Readonly<Record<string, LessonWord>> = {
  n: 'next',
  hints: 'hint',
  step: 'steps',
  typescript: 'ts',
  py: 'python',
  继续: 'next',
  下一步: 'next',
  上一步: 'back',
  提示: 'hint',
  解答: 'solution',
  跳过: 'skip',
  重来: 'reset',
  步骤: 'steps',
  帮助: 'help',
}

export interface Spoken {
  readonly word: LessonWord
  /** What `go` is followed by. */
  readonly number: number | undefined
}

const shape = /^\s*(\.?)([\p{L}]+)(?:\s+(\d+))?\s*;?\s*$/u

const isWord = (text: string): text is LessonWord => (lessonWords as readonly string[]).includes(text)

/**
 * The word that an entry is; undefined where it is code. A bare word that is a variable's name means the variable, as in
 * ipdb; with a dot in front it is always the word, as the prompt's own commands are.
 */
export function wordIn(entry: string, isVariable: (name: string) => boolean): Spoken | undefined {
  const [, dot, text, digits] = shape.exec(entry) ?? []
  if (text === undefined) return undefined
  const name = text.toLowerCase()
  const word = isWord(name) ? name : Object.hasOwn(spellings, name) ? spellings[name] : undefined
  // `.help` is the prompt's own, and so are names with a number behind them, which no code is either.
  if (word === undefined || (dot !== '' && word === 'help')) return undefined
  if (digits !== undefined && word !== 'go' && word !== 'steps') return undefined
  if (dot === '' && digits === undefined && isVariable(text)) return undefined
  const isGoing = word === 'steps' && digits !== undefined
  return { word: isGoing ? 'go' : word, number: digits === undefined ? undefined : Number(digits) }
}

/** The word that an entry without sense was perhaps meant to be. */
export function nearestWord(
  entry: string,
  distance: (a: string, b: string) => number,
): LessonWord | undefined {
  const text = entry.trim().toLowerCase()
  if (!/^[a-z]{3,10}$/.test(text)) return undefined
  return lessonWords.find((word) => distance(text, word) <= (word.length > 4 ? 2 : 1))
}
