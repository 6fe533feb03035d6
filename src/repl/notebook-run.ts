// Runs the cells of a notebook in one session, in Python, and keeps what each printed.
import { type NotebookCell, notebookAsPython } from '../convert/notebook.js'
import { captured } from './captured.js'
import { installGlobals } from './globals.js'
import { type Outcome, Session } from './session.js'
import { showError } from './show.js'
import { nameOf, messageOf } from '../base/careful.js'

function withOutcome(cell: NotebookCell, printed: string, outcome: Outcome): NotebookCell {
  if (outcome.kind === 'value') {
    const value = outcome.value === undefined ? '' : (outcome.text?.() ?? '')
    return { ...cell, printed, ...(value === '' ? {} : { value }) }
  }
  const raised = outcome.kind === 'error' ? outcome.error : new SyntaxError('Unexpected end of input')
  const error = raised instanceof Error ? raised : new Error(String(raised))
  const traceback =
    (outcome.kind === 'error' || outcome.kind === 'incomplete' ? outcome.traceback : undefined) ??
    showError(error)
  return { ...cell, printed, error: { name: nameOf(error), message: messageOf(error), traceback } }
}

/** The cells with their outputs. One that fails ends the run: those behind it have none, as in a notebook. */
export async function runCells(cells: readonly NotebookCell[]): Promise<NotebookCell[]> {
  installGlobals()
  const session = new Session({ language: 'python', echoes: false })
  const done: NotebookCell[] = []
  let isOver = false
  for (const cell of cells) {
    if (cell.kind === 'markdown' || isOver) {
      done.push(cell)
      continue
    }
    const { result, written } = await captured(() =>
      session.evaluate(notebookAsPython([cell]), { language: 'python' }),
    )
    done.push(withOutcome(cell, written, result))
    isOver = result.kind !== 'value'
  }
  return done
}
