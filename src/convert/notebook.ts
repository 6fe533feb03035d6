// Notebooks: a file of Jupyter's read as cells, and cells with what they printed written as one, in nbformat 4.5.
import { createHash } from 'node:crypto'

export interface NotebookCell {
  readonly kind: 'code' | 'markdown'
  readonly source: string
  /** What it printed. */
  readonly printed?: string
  /** Its value, as the prompt shows it. */
  readonly value?: string
  readonly error?: { readonly name: string; readonly message: string; readonly traceback: string }
}

export class NotANotebook extends Error {}

type Fields = Record<string, unknown>

const textOf = (source: unknown): string | null => {
  if (typeof source === 'string') return source
  return Array.isArray(source) && source.every((line) => typeof line === 'string') ? source.join('') : null
}

/** The cells of a notebook, in order, and the language of its kernel. */
export function readNotebook(text: string): { cells: NotebookCell[]; language: string } {
  let file: Fields
  try {
    file = JSON.parse(text.replace(/^\ufeff/, '')) as Fields
  } catch (error) {
    throw new NotANotebook(`it is no JSON: ${(error as Error).message}`)
  }
  if (typeof file !== 'object' || file === null || !Array.isArray(file.cells))
    throw new NotANotebook('it has no list of cells, which notebooks have since nbformat 4')
  const metadata = (file.metadata ?? {}) as {
    language_info?: { name?: unknown }
    kernelspec?: { language?: unknown; name?: unknown }
  }
  const languages: unknown[] = [metadata.language_info?.name, metadata.kernelspec?.language]
  const language = languages.find((one) => typeof one === 'string') ?? 'python'
  const cells = (file.cells as Fields[]).flatMap((cell, i): NotebookCell[] => {
    const source = textOf(cell?.source)
    if (source === null) throw new NotANotebook(`cell ${i + 1} has no source`)
    if (cell.cell_type === 'code') return [{ kind: 'code', source }]
    // What is neither is for other programs.
    return cell.cell_type === 'markdown' ? [{ kind: 'markdown', source }] : []
  })
  return { cells, language }
}

/** Lines with their ends, as notebooks keep texts. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

function outputsOf({ printed = '', value, error }: NotebookCell, count: number): Fields[] {
  const outputs: Fields[] = []
  if (printed !== '') outputs.push({ output_type: 'stream', name: 'stdout', text: linesOf(printed) })
  if (value !== undefined)
    outputs.push({
      output_type: 'execute_result',
      execution_count: count,
      data: { 'text/plain': linesOf(value) },
      metadata: {},
    })
  if (error)
    outputs.push({
      output_type: 'error',
      ename: error.name,
      evalue: error.message,
      traceback: error.traceback.split('\n'),
    })
  return outputs
}

const kernels = {
  py: {
    kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
    language_info: { name: 'python', file_extension: '.py', mimetype: 'text/x-python' },
  },
  ts: {
    kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' },
    language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/typescript' },
  },
} as const

/** A notebook of cells, in Python or in TypeScript. */
export function writeNotebook(cells: readonly NotebookCell[], language: keyof typeof kernels): string {
  let count = 0
  const ids = new Set<string>()
  /** Made of what a cell holds, so that the same cells make the same file. */
  const idOf = (source: string): string => {
    const digest = createHash('sha256').update(source).digest('hex')
    let id = digest.slice(0, 8)
    for (let i = 2; ids.has(id); i++) id = `${digest.slice(0, 8)}-${i}`
    ids.add(id)
    return id
  }
  const written = cells.map((cell): Fields => {
    const id = idOf(cell.source)
    const source = linesOf(cell.source)
    if (cell.kind === 'markdown') return { cell_type: 'markdown', id, metadata: {}, source }
    count++
    return {
      cell_type: 'code',
      execution_count: count,
      id,
      metadata: {},
      outputs: outputsOf(cell, count),
      source,
    }
  })
  const file = { cells: written, metadata: kernels[language], nbformat: 4, nbformat_minor: 5 }
  return `${JSON.stringify(file, null, 1)}\n`
}

/** Lines that Jupyter reads itself: `%matplotlib inline`, `!pip install …`, `?torch.ones`. */
const magic = /^\s*(%{1,2}[A-Za-z]|!|\?|\w+\s*=\s*[!%][A-Za-z]|[\w.]+\?{1,2}\s*$)/

/** Those that a person may give to the prompt, where `!ready` is code. */
const typedMagic =
  /^\s*(%{1,2}[A-Za-z]\w*|!(pip3?|conda|apt(-get)?|wget|curl|git|unzip|tar|mkdir|ls|rm|cp|mv|cat|head|python3?|nvidia-smi)(?=\s|$))/
export const isMagicLine = (line: string): boolean => typedMagic.test(line)

/** A notebook as one Python text: words as comments, magics as what they are for. */
export function notebookAsPython(cells: readonly NotebookCell[]): string {
  const parts = cells.map(({ kind, source }) => {
    if (kind === 'markdown')
      return ['# %% [markdown]', ...source.split('\n').map((line) => `# ${line}`.trimEnd())].join('\n')
    const lines = source.trimEnd().split('\n')
    if (/^\s*%%(bash|sh|html|javascript|writefile|latex)/.test(lines[0] ?? ''))
      return ['# %%', ...lines.map((line) => `# ${line}`.trimEnd())].join('\n')
    return ['# %%', ...lines.map((line) => (magic.test(line) ? magicInWords(line) : line))].join('\n')
  })
  return `${parts.join('\n\n')}\n`
}

/** What a magic is for, and that it is not done here. */
export const magicPurpose = (text: string): string =>
  /^!\s*(pip|conda|apt)/.test(text) || /^%\s*(pip|conda)\b/.test(text)
    ? 'installs a package: done once, outside of the program'
    : /^%\s*matplotlib/.test(text)
      ? 'shows figures in a notebook: nothing to do here'
      : text.startsWith('!')
        ? 'a command of the shell, left out'
        : 'a command of the notebook, left out'

/** What stands for a magic where a program has no notebook around it: a comment, and the statement that is timed. */
export function magicInWords(line: string): string {
  const [, indent, text] = /^(\s*)(.*)$/.exec(line)!
  const timed = /^%time\s+(.+)$/.exec(text)
  if (timed !== null) return `${indent}${timed[1]}`
  const words = `# ${text}  (${magicPurpose(text)})`
  // A block needs a statement.
  return indent === '' ? words : `${indent}pass  ${words}`
}

/** The cells of a text: at `# %%` or `// %%`; without any, its blocks between blank lines at the top. */
export function cellsOfText(text: string, blocks: readonly { from: number; to: number }[]): NotebookCell[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const mark = /^(#|\/\/)\s*%%(.*)$/
  if (lines.some((line) => mark.test(line))) {
    const cells: { head: string; lines: string[] }[] = [{ head: '', lines: [] }]
    for (const line of lines) {
      const match = mark.exec(line)
      if (match) cells.push({ head: match[2].trim(), lines: [] })
      else cells.at(-1)!.lines.push(line)
    }
    return cells.flatMap(({ head, lines: own }) => {
      const isWords = head.startsWith('[markdown]')
      const source = (isWords ? own.map((line) => line.replace(/^(#|\/\/) ?/, '')) : own)
        .join('\n')
        .replace(/^\n+|\s+$/g, '')
      return source === '' ? [] : [{ kind: isWords ? 'markdown' : 'code', source } as NotebookCell]
    })
  }
  // A block begins where a statement of the top follows a blank line; comments go with what is behind them.
  const starts: number[] = [1]
  for (const { from } of blocks.slice(1)) {
    let first = from
    while (first > 1 && /^(#|\/\/|\/\*|\s*\*)/.test(lines[first - 2])) first--
    if (first > 1 && lines[first - 2].trim() === '') starts.push(first)
  }
  return starts.flatMap((start, i) => {
    const source = lines
      .slice(start - 1, (starts[i + 1] ?? lines.length + 1) - 1)
      .join('\n')
      .replace(/^\n+|\s+$/g, '')
    return source === '' ? [] : [{ kind: 'code' as const, source }]
  })
}
