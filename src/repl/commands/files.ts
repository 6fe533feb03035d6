// `.save` and `.load`: a session as a script, and a script as part of the session.
import { spawnSync } from 'node:child_process'
import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { packageRoot } from '../../base/package-root.js'
import { plural } from '../../terminal/words.js'
import { visibleName } from '../../base/visible.js'
import { fileErrorReason } from '../../io/file-error.js'
import { readWholeFile } from '../../io/read-file.js'
import { writeNewFile, writeWholeFile } from '../../io/whole-file.js'
import { type Command, CommandError, type Context, required } from './command.js'
import type { Recorded } from './record.js'

/** `~/a b.ts` and `"a b.ts"` as a person means them. */
const pathOf = (text: string): string => text.replace(/^(["'])(.*)\1$/, '$2').replace(/^~(?=\/|$)/, homedir())

/** The inputs as a script that does the same: what failed stays readable in comments. */
export function scriptOf(entries: readonly Recorded[], seed: number | bigint): string {
  const seedText = typeof seed === 'bigint' ? `${seed}n` : String(seed)
  const inputs = entries.map(({ entry: { source }, isWhole }) =>
    isWhole ? source.trimEnd() : `// failed:\n${source.trimEnd().replace(/^/gm, '// ')}`,
  )
  return `torch.manual_seed(${seedText});\n${inputs.map((input) => `${input}\n`).join('')}`
}

/** The session in the form that a file's ending says; undefined where it is what was typed. */
async function convertedFor(path: string, { record, firstSeed }: Context): Promise<string | undefined> {
  const isTypeScript = !/\.(py|ipynb)$/.test(path)
  if (isTypeScript && record.entries.every(({ language }) => language === 'ts')) return undefined
  const [{ sessionAsCells, sessionAsPython, sessionAsTypeScript }, { Refusal }] = await Promise.all([
    import('../../convert/session-script.js'),
    import('../../convert/refusal.js'),
  ])
  const entries = record.entries.map(({ entry: { source }, language, isWhole }) => ({
    source,
    language,
    isWhole,
  }))
  try {
    if (isTypeScript) return sessionAsTypeScript(entries, firstSeed)
    if (path.endsWith('.py')) return sessionAsPython(entries, firstSeed)
    return notebookOf(sessionAsCells(entries, firstSeed))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { message, text, instead } = error
    throw new CommandError(
      `${message}\n    ${text.trim()}${instead === '' ? '' : `\nWrite instead: ${instead}`}\nNothing was saved.`,
    )
  }
}

/** The notebook of some cells, with what they print: run once more, by another process, from the same seed. */
function notebookOf(cells: string): string {
  const program = fileURLToPath(new URL('bin/dltorch.js', packageRoot))
  const run = spawnSync(process.execPath, [program, 'convert', '-', '--to', 'ipynb'], {
    input: cells,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  if (run.status !== 0) throw new CommandError(`The notebook could not be made: ${run.stderr.trim()}`)
  return run.stdout
}

const failure = (action: string, path: string, error: unknown): CommandError =>
  new CommandError(`Cannot ${action} ${path}: ${fileErrorReason(error)}.`)

export const save: Command = {
  name: '.save',
  argument: 'file',
  takes: { kind: 'file' },
  help: 'writes the inputs as a script that reproduces them',
  more: '.save first.ts     refuses to overwrite\n.save! first.ts    overwrites\n.save first.py     as Python, which PyTorch runs\n.save first.ipynb  as a notebook, with its outputs',
  run: async (context, argument) => {
    const { record, firstSeed } = context
    const isForced = argument.startsWith('!')
    const path = pathOf(required(argument.replace(/^!\s*/, ''), save))
    const converted = await convertedFor(path, context)
    try {
      const write = isForced ? writeWholeFile : writeNewFile
      write(path, [Buffer.from(converted ?? scriptOf(record.entries, firstSeed))])
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST')
        throw new CommandError(`${path} is there already. .save! ${path} overwrites it.`)
      throw failure('write', path, error)
    }
    const saved = `Saved ${plural(record.entries.length, 'input')} to ${visibleName(path)}.`
    if (/\.(py|ipynb)$/.test(path)) return saved
    return `${saved} .load ${visibleName(path)} runs them again.`
  },
}

export const load: Command = {
  name: '.load',
  argument: 'file',
  takes: { kind: 'file' },
  help: 'runs the lines of a file as if they were typed',
  run: async ({ enterAll }, argument) => {
    const path = pathOf(required(argument, load))
    let text: string
    try {
      text = readWholeFile(path).toString('utf8')
    } catch (error) {
      throw failure('read', path, error)
    }
    return `Loaded ${plural(await enterAll(text, path), 'input')} from ${visibleName(path)}.`
  },
}
