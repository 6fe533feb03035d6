// `dltorch convert`: a program in another language, or as a notebook with what it prints.
import { existsSync } from 'node:fs'
import { visible, visibleName } from '../base/visible.js'
import { fileErrorText } from '../io/file-error.js'
import { readWholeFile } from '../io/read-file.js'
import { writeNewFile, writeWholeFile } from '../io/whole-file.js'
import { asCells, inLanguage, type Program, programOf } from '../convert/convert.js'
import { NotANotebook, type NotebookCell, writeNotebook } from '../convert/notebook.js'
import { Refusal, refusalText } from '../convert/refusal.js'
import { exitCodes, refuse } from './failure.js'

export type Form = 'py' | 'ts' | 'ipynb'

export interface ConvertOptions {
  readonly to?: Form
  readonly output?: string
  readonly force?: boolean
  readonly run?: boolean
  readonly ddp?: boolean
}

/** All that is piped in. */
async function pipedIn(): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

/** The form that the output's name says. */
function formOf({ to, output }: ConvertOptions): Form | null {
  if (to) return to
  const [, ending] = /\.(py|ts|ipynb)$/.exec(output ?? '') ?? []
  return (ending as Form | undefined) ?? null
}

async function converted(
  program: Program,
  form: Form,
  { ddp = false, run = true }: ConvertOptions,
): Promise<string> {
  if (ddp) {
    const { distributed } = await import('../convert/distributed.js')
    return distributed(inLanguage(program, 'py'))
  }
  if (form !== 'ipynb') return inLanguage(program, form)
  const cells = asCells(program)
  return writeNotebook(run ? await withOutputs(cells) : cells, 'py')
}

/** Runs the cells one after another and keeps what each printed. */
async function withOutputs(cells: readonly NotebookCell[]): Promise<NotebookCell[]> {
  const { runCells } = await import('../repl/notebook-run.js')
  return runCells(cells)
}

export async function convert(input: string, options: ConvertOptions): Promise<void> {
  const form = formOf(options)
  const { misused } = exitCodes
  if (form === null) return refuse('convert needs to know into what: --to py, --to ts or --to ipynb', misused)
  if (options.ddp && form !== 'py') return refuse('--ddp goes with --to py', misused)
  const { output } = options
  if (output !== undefined && output !== '-' && existsSync(output) && !options.force)
    return refuse(`${output} is there already. --force overwrites it`, misused)
  let text: string
  try {
    text = input === '-' ? await pipedIn() : readWholeFile(input).toString('utf8')
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (isMissing) return refuse(`there is no file ${input}`, misused)
    return refuse(`cannot read ${input}: ${fileErrorText(error)}`)
  }
  const shown = input === '-' ? '<stdin>' : input
  try {
    const result = await converted(programOf(input, text), form, options)
    if (output === undefined || output === '-') {
      process.stdout.write(process.stdout.isTTY ? visible(result) : result)
      return
    }
    const write = options.force ? writeWholeFile : writeNewFile
    write(output, [Buffer.from(result)])
    process.stderr.write(`Wrote ${visibleName(output)}.\n`)
  } catch (error) {
    if (error instanceof Refusal) {
      process.stderr.write(`dltorch: ${visible(refusalText(error, shown))}\n`)
      process.exitCode = 1
    } else if (error instanceof NotANotebook) refuse(`${shown} is no notebook: ${error.message}`)
    else if ((error as NodeJS.ErrnoException).code?.startsWith('E'))
      refuse(`cannot write ${output ?? ''}: ${fileErrorText(error)}`)
    else throw error
  }
}
