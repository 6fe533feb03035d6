// A program in another form: Python, TypeScript, or the cells of a notebook, by what it is written in.
import { parseDialect } from '../dialect/parser.js'
import { parsePython } from '../python/parse.js'
import { cellsOfText, type NotebookCell, notebookAsPython, readNotebook } from './notebook.js'
import { pythonFile, pythonText } from './python/index.js'
import { typeScriptFile, typeScriptText } from './typescript/index.js'

/** What a text is written in. */
export type Language = 'py' | 'ts'

/** A program that is to be converted. */
export interface Program {
  readonly language: Language
  readonly text: string
  /** Of a notebook: its cells; a text has them where one asks. */
  readonly cells?: readonly NotebookCell[]
}

/** A text in TypeScript as a Python file. */
export const toPython = (source: string): string => pythonFile([pythonText(source, { isModule: true })])

/** A text in Python as a TypeScript file. */
export const toTypeScript = (source: string): string => typeScriptFile(typeScriptText(source))

/** The program of a file, by its ending; `-` is Python if it parses as such and not as TypeScript. */
export function programOf(name: string, text: string): Program {
  if (name.endsWith('.ipynb')) {
    const { cells, language } = readNotebook(text)
    if (/^(typescript|javascript)$/i.test(language))
      return {
        language: 'ts',
        text:
          cells
            .map(({ kind, source }) => (kind === 'code' ? source : source.replace(/^/gm, '// ')))
            .join('\n\n') + '\n',
        cells,
      }
    return { language: 'py', text: notebookAsPython(cells), cells }
  }
  if (/\.py$/.test(name)) return { language: 'py', text }
  if (/\.[cm]?[jt]s$/.test(name)) return { language: 'ts', text }
  if (/^\s*\{\s*"/.test(text) && text.includes('"nbformat"')) return programOf('.ipynb', text)
  const isTypeScript = parseDialect(text, true).failure === null
  return { language: !isTypeScript && parsePython(text).kind === 'tree' ? 'py' : 'ts', text }
}

/** The program in a language. */
export function inLanguage({ language, text }: Program, wanted: Language): string {
  if (language === wanted) return text
  return wanted === 'py' ? toPython(text) : toTypeScript(text)
}

/** Where the statements at the top of a text begin and end. */
function blocksOf({ language, text }: Program): { from: number; to: number }[] {
  if (language === 'py') {
    const parsed = parsePython(text)
    if (parsed.kind !== 'tree') return []
    return parsed.program.body.map((node) => {
      const decorated =
        node.nodeType === 'FunctionDef' || node.nodeType === 'ClassDef'
          ? node.decorator_list[0]?.lineno
          : undefined
      return { from: decorated ?? node.lineno, to: node.end_lineno ?? node.lineno }
    })
  }
  const parsed = parseDialect(text, true)
  if (parsed.failure) return []
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length
  return (parsed.program.body as { start: number; end: number }[]).map(({ start, end }) => ({
    from: lineAt(start),
    to: lineAt(end),
  }))
}

/** The program as cells of a notebook in Python. */
export function asCells(program: Program): NotebookCell[] {
  const text = inLanguage(program, 'py')
  if (program.cells && program.language === 'py')
    return program.cells.map((cell) => ({ kind: cell.kind, source: cell.source }))
  return cellsOfText(text, blocksOf({ language: 'py', text }))
}
