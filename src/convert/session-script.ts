// What was typed at the prompt as a script in one language: each entry in its own words, or converted from the other.
import { parsePython } from '../python/parse.js'
import { Cells } from './cells.js'
import { Scopes } from '../python/scope.js'
import type { StmtNode } from '../python/tree.js'
import type { Source } from '../python/source.js'
import { type Fact, pythonFile, pythonText, type PythonText } from './python/index.js'
import { Refusal } from './refusal.js'

/** An entry of a session. */
export interface SessionEntry {
  readonly source: string
  readonly language: 'ts' | 'python'
  /** Whether it ran to its end. */
  readonly isWhole: boolean
}

/** What says something by itself, or gives nothing. */
const isSilent = (code: string): boolean =>
  /^(print|sys\.displayhook)\(|^[\w.]+\.(backward|step|zero_grad)\(/.test(code)

/** A statement as it is; a value by itself is shown, as the prompt shows it. */
function shown(node: StmtNode, source: Source, showsValues: boolean): string[] {
  const text = source.textAt(node)
  const isValue = node.nodeType === 'Expr' && showsValues && !isSilent(text)
  return (isValue ? `sys.displayhook(${text})` : text).split('\n')
}

function ofPython(entry: SessionEntry, facts: Map<string, Fact>, showsValues: boolean): PythonText {
  const { program, source } = parsed(entry)
  for (const name of new Scopes(program).module.own) facts.set(name, 'unknown')
  const lines: string[] = []
  let reached = 0
  for (const node of program.body) {
    const decorator = 'decorator_list' in node ? node.decorator_list[0]?.lineno : undefined
    const from = decorator ?? node.lineno
    // Comments and what is behind them.
    for (let line = reached + 1; line < from; line++) lines.push(source.line(line))
    if (decorator !== undefined)
      for (let line = from; line < node.lineno; line++) lines.push(source.line(line))
    const end = node.end_lineno ?? node.lineno
    if (node.nodeType === 'Expr') lines.push(...shown(node, source, showsValues))
    else
      for (let line = Math.max(node.lineno, reached + 1); line <= end; line++) lines.push(source.line(line))
    reached = end
  }
  for (let line = reached + 1; line <= source.lines.length; line++) lines.push(source.line(line))
  while (lines.at(-1) === '') lines.pop()
  const usesSys = lines.some((line) => line.startsWith('sys.displayhook('))
  return { lines, imports: new Set(usesSys ? ['import sys'] : []), helpers: new Set(), facts: new Map() }
}

function parsed({ source: text }: SessionEntry) {
  const result = parsePython(text)
  if (result.kind === 'tree') return result
  throw new Refusal(result.complaint.message, result.complaint.lineno, text.split('\n')[0])
}

const failed = ({ source }: SessionEntry): PythonText => ({
  lines: [
    '# failed:',
    ...source
      .trimEnd()
      .split('\n')
      .map((line) => `# ${line}`.trimEnd()),
  ],
  imports: new Set(),
  helpers: new Set(),
  facts: new Map(),
})

/** The entries in Python, one by one; throws a Refusal for the first that has no counterpart. */
function inPython(entries: readonly SessionEntry[], shows: 'bare' | 'call'): PythonText[] {
  const facts = new Map<string, Fact>()
  return entries.map((entry) => {
    if (!entry.isWhole) return failed(entry)
    if (entry.language === 'python') return ofPython(entry, facts, shows === 'call')
    const text = pythonText(entry.source, { isModule: false, shows, earlier: facts })
    for (const [name, fact] of text.facts) facts.set(name, fact)
    return text
  })
}

const seedOf = (seed: number | bigint): PythonText => ({
  lines: [`torch.manual_seed(${seed})`],
  imports: new Set(['import torch']),
  helpers: new Set(),
  facts: new Map(),
})

/** A session as a Python script that prints what the prompt showed. */
export const sessionAsPython = (entries: readonly SessionEntry[], seed: number | bigint): string =>
  pythonFile([seedOf(seed), ...inPython(entries, 'call')])

/** A session as TypeScript: what was typed so, in its own words; Python converted. */
export function sessionAsTypeScript(entries: readonly SessionEntry[], seed: number | bigint): string {
  const cells = new Cells()
  const lines = entries.map(({ source, language, isWhole }) => {
    const text = source.trimEnd()
    if (!isWhole) return `// failed:\n${text.replace(/^/gm, '// ')}`
    return cells.inLanguage(text, language === 'ts' ? 'ts' : 'py', 'ts', true)
  })
  const seedText = typeof seed === 'bigint' ? `${seed}n` : String(seed)
  return `${[`torch.manual_seed(${seedText});`, ...lines].join('\n')}\n`
}

/** A session as Python with a `# %%` before each entry: the cells of a notebook. */
export function sessionAsCells(entries: readonly SessionEntry[], seed: number | bigint): string {
  const parts = [seedOf(seed), ...inPython(entries, 'bare')]
  const whole = pythonFile(parts.map((part) => ({ ...part, lines: [] })))
  const cells = parts.map(({ lines }) => lines.join('\n'))
  return `${[whole.trimEnd(), ...cells]
    .filter((cell) => cell.trim() !== '')
    .map((cell) => `# %%\n${cell}`)
    .join('\n\n')}\n`
}
