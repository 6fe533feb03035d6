// Which language an entry is in, TypeScript or Python, and what it is read as.
//
// Note [Two languages at one prompt]. What only one of the two parsers takes is in that language, whole. What both take is
// in the language that was spoken last. That is TypeScript at first: the dialect, in which Python's spelling means what it
// means in PyTorch. From a statement on that is Python's alone, `import math` or `def f(x):`, it is Python, so that a
// program that is typed line by line is the program that it was; until something is TypeScript's alone, `const` or `x =>
// x`. An expression of Python's does not change it, and what names something of one of them alone is in that language
// whoever spoke: `Math`, `{ dim: 0 }`, `xs.length`; `xs.append`, `', '.join`, `counts.items`. A few texts that TypeScript
// takes mean nothing in it, and are Python's all the same: `x: int = 3`, a label in front of an assignment; `{1, 2}`, a
// block around an expression; `pass`, `raise`, `del(x)` and `not (x == y)`, of names that nobody has; `exec('y = 1')`,
// which runs a text of Python; an import of a module that is Python's own. So is what asks a value that means more in
// Python than JavaScript knows of it: the items of a `Counter`, the members of an `Enum`; and what asks a name that `del`
// took away. What neither takes is complained about by the parser that came further. What is not complete in TypeScript
// waits for more lines, whatever it may be in Python; only an empty line asks the other parser too. `.lang python` and
// `.lang ts` leave no choice.
import type { Dialect, Tree } from '../dialect/index.js'
import { valueAt } from '../dialect/namespaces.js'
import { givenNames } from '../dialect/own-names.js'
import { read, type Read } from '../dialect/read.js'
import { type Node, type PythonImport, someWithin } from '../dialect/syntax.js'
import type * as PythonPrompt from '../python/entry-python.js'
import { isAtHand, namesAtHand } from './globals.js'

export const languages = ['auto', 'ts', 'python'] as const
export type Language = (typeof languages)[number]

export const isLanguage = (text: string): text is Language => (languages as readonly string[]).includes(text)

export type Reading = (
  | { readonly language: 'ts'; readonly read: Read & { readonly error?: Error } }
  | { readonly language: 'python'; readonly read: PythonPrompt.PythonEntry }
) & {
  /** The language that is spoken from here on; undefined where the text could be either, or says too little. */
  readonly speaks?: 'ts' | 'python'
}

/** Modules that an import means in either language: the library, and what its dialect has of Python's. */
const sharedModules = new Set(['torch', 'numpy', 'copy', 'dltorch'])

const statementWords = new Set(['pass', 'raise'])

/** `{1, 2}`: a block that does nothing, or a set. */
const isSet = (node: Node): boolean => {
  const body = node.body as Node[]
  return body.length === 1 && body[0].type === 'ExpressionStatement'
}

/** `del(x)`, `not (x == y)`: TypeScript sees a call, of a function that nobody has. The word; undefined for other nodes. */
const calledWord = ({ type, callee }: Node): string | undefined => {
  if (type !== 'CallExpression' || (callee as Node).type !== 'Identifier') return undefined
  const name = (callee as Node).name as string
  return /^(?:del|not|assert|raise)$/.test(name) ? name : undefined
}
const beginsWithWord = /^\s*(del|not|assert|raise)\s*\(/
const makes = (word: string): RegExp =>
  new RegExp(`\\b(?:function|const|let|var|import)\\s+${word}\\b|\\b${word}\\s*(?:=|,|\\}.*\\bfrom\\b)`)

/** Functions that run texts in Python, or make programs of them. */
const runsPython = /^\s*(?:exec|compile)\s*\(/

/** Of a module of Python's own, or of what a module of PyTorch's has of Python's. */
const isImportOfPythons = ({ module, member }: PythonImport): boolean =>
  !sharedModules.has(module.split('.')[0]) ||
  (member !== null && module.startsWith('torch.') && valueAt(`${module}.${member}`) === undefined)

/** Whether a text that TypeScript takes means something in Python alone. */
function meansPython(source: string, tree: Tree | undefined, isDeclared: (name: string) => boolean): boolean {
  if (statementWords.has(source.trim())) return true
  if (runsPython.test(source)) return !isDeclared(/\w+/.exec(source)![0])
  const isNobodys = (word: string | undefined): boolean =>
    word !== undefined && !isDeclared(word) && !makes(word).test(source)
  // What needs no rewriting has no tree.
  if (tree === undefined) return isNobodys(beginsWithWord.exec(source)?.[1])
  const body = tree.program.body as Node[]
  return body.some((node) => {
    if (node.type === 'BlockStatement') return isSet(node)
    if (node.type === 'LabeledStatement') return (node.body as Node).type === 'ExpressionStatement'
    if (node.type === 'DialectImport') {
      return (node.imports as PythonImport[]).some((item) => isImportOfPythons(item))
    }
    // `not` may stand in any expression; with the others a statement begins.
    if (someWithin(node, (one) => calledWord(one) === 'not') && isNobodys('not')) return true
    if (node.type !== 'ExpressionStatement') return false
    const { type, name } = node.expression as Node
    if (isNobodys(calledWord(node.expression as Node))) return true
    return type === 'Identifier' && statementWords.has(String(name))
  })
}

/** Members of lists, texts and dicts that Python has and JavaScript has not; `split()` asks it for something else. */
const pythonsMember = new RegExp(
  String.raw`\.\s*(?:split\s*\(\s*\)|(?:${[
    'append|clear|copy|count|extend|index|insert|remove',
    'capitalize|casefold|center|encode|endswith|expandtabs|find|format|format_map|is[a-z]+|join|ljust|lower|lstrip',
    'partition|removeprefix|removesuffix|rfind|rindex|rjust|rpartition|rsplit|rstrip|splitlines|startswith|strip',
    'swapcase|title|translate|upper|zfill|get|items|keys|pop|popitem|setdefault|update|values',
  ].join('|')})\b)`,
)

export interface Circumstances {
  readonly language: Language
  /** The language of what both take, where neither is fixed. */
  readonly first?: 'ts' | 'python'
  /** Whether that was found by what was typed: another may be heard in an entry. */
  readonly isHeard?: boolean
  readonly dialect: Dialect | null
  /** The names of variables that have a value. */
  names(): readonly string[]
  isDeclared(name: string): boolean
  /** The variables among these names, those that stand on `globalThis` too. */
  variables(among: ReadonlySet<string>): readonly (readonly [name: string, value: unknown])[]
  /** The variables that Python took away, or never gave a value: JavaScript would find undefined in them. */
  readonly forgotten: ReadonlySet<string>
  /** Whether the text may go on: a block of Python's then ends with an empty line. */
  readonly isOpen: boolean
  readonly echoes: boolean
  readonly linesBefore: number
}

type Failed = Extract<PythonPrompt.PythonRead, { kind: 'error' }>

const isBehind = (a: { line: number; column: number }, b: { line: number; column: number }): boolean =>
  a.line > b.line || (a.line === b.line && a.column > b.column)

/** Whether what Python's parser says of a text that neither takes is the better answer. */
function isPythons(python: Failed, read: Extract<Read, { kind: 'error' }>): boolean {
  if (python.isForeign) return false
  // What Python's parser took, but for its depth, the other stumbled over somewhere.
  if (python.isTooDeep) return true
  if (isBehind(python, read.position)) return true
  return !isBehind(read.position, python) && !python.isVague
}

const endsInEmptyLine = (source: string): boolean => {
  const last = source.lastIndexOf('\n')
  return last >= 0 && source.slice(last).trim() === ''
}

/** Errors that Python's parser found. */
const complaints = new WeakSet<object>()
export const isPythonsComplaint = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && complaints.has(error)

const asRead = (python: PythonPrompt.PythonRead): Reading => {
  if (python.kind === 'code') return { language: 'python', read: python }
  if (python.error) complaints.add(python.error)
  if (python.kind === 'incomplete') return { language: 'ts', read: python }
  const { error, line, column } = python
  return { language: 'ts', read: { kind: 'error', error: error as SyntaxError, position: { line, column } } }
}

/** Python's side of the prompt, once an entry was Python's. */
let prompt: typeof PythonPrompt | undefined

const word = /[\p{L}_][\p{L}\p{N}_]*/gu

const wordsOf = (source: string): ReadonlySet<string> => new Set(source.match(word))

/** What an entry is read as. */
export async function readInput(source: string, at: Circumstances): Promise<Reading> {
  const python = async (): Promise<PythonPrompt.PythonRead> => {
    const { readPython } = (prompt ??= await import('../python/entry-python.js'))
    const { isOpen, echoes, linesBefore } = at
    const mentioned = new Set(at.variables(wordsOf(source)).map(([name]) => name))
    return readPython(source, {
      isDeclared: (name) => at.isDeclared(name) || mentioned.has(name),
      declared: () => [...new Set([...at.names(), ...mentioned, ...namesAtHand().filter(isAtHand)])],
      isOpen,
      echoes,
      linesBefore,
      isAtHand,
    })
  }
  if (at.language === 'python') return asRead(await python())
  const isPythonFirst = at.language === 'auto' && at.first === 'python' && at.dialect !== null
  const first = isPythonFirst ? await python() : undefined
  type Whose = typeof PythonPrompt.speaksPython
  /** Whether a text that both take has words of one of them alone. */
  const isBy = (whose: Whose, python: PythonPrompt.PythonRead): boolean => {
    if (at.isHeard !== true || python.kind !== 'code') return false
    const values = new Map(at.variables(wordsOf(source)))
    return whose(python.program, {
      isDeclared: (name) => at.isDeclared(name) || values.has(name),
      valueOf: (name) => values.get(name),
    })
  }
  if (first && first.kind !== 'error' && !isBy(prompt!.speaksJavaScript, first)) return asRead(first)
  const today = await read(source, at.dialect)
  const asToday: Reading = { language: 'ts', read: today }
  if (first?.kind === 'code') return today.kind === 'code' ? asToday : asRead(first)
  if (first && today.kind === 'error') return asRead(first)
  if (first) return today.kind === 'code' ? { ...asToday, speaks: 'ts' } : asToday
  if (at.language === 'ts' || at.dialect === null) return asToday
  if (today.kind === 'incomplete' && !endsInEmptyLine(source)) return asToday
  // No value is Python's before an entry was; and who says `Object` or `console` speaks JavaScript.
  const asksPython = (): boolean => {
    if (prompt === undefined) return false
    const words = wordsOf(source)
    const { isPythonsAlone } = prompt
    if ([...words].some((name) => at.forgotten.has(name))) return true
    return (
      at.variables(words).some(([, value]) => isPythonsAlone(value)) &&
      ![...words].some((name) => givenNames.has(name))
    )
  }
  let isPythonsAlone = today.kind !== 'code' || meansPython(source, today.tree, (name) => at.isDeclared(name))
  const mayBePythons = at.isHeard === true && pythonsMember.test(source)
  if (!isPythonsAlone && !asksPython() && !mayBePythons) return asToday
  const other = await python()
  if (!isPythonsAlone && mayBePythons) {
    isPythonsAlone = isBy(prompt!.speaksPython, other)
    if (!isPythonsAlone && !asksPython()) return asToday
  }
  if (other.kind !== 'error') {
    if (other.kind === 'incomplete') return today.kind === 'code' ? asToday : asRead(other)
    const isStatement = other.program.body.some(({ nodeType }) => nodeType !== 'Expr')
    return isPythonsAlone && isStatement ? { ...asRead(other), speaks: 'python' } : asRead(other)
  }
  return today.kind === 'error' && isPythons(other, today) ? asRead(other) : asToday
}
