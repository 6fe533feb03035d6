// `.save` and `.load`: a session as a script, and a script as part of the session.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { plural } from '../../terminal/words.js'
import { type Command, CommandError, required } from './command.js'
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

function failure(action: string, path: string, error: unknown): CommandError {
  const code = (error as NodeJS.ErrnoException).code
  const reasons: { [code: string]: string } = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'that is not permitted',
    EISDIR: 'it is a folder',
  }
  return new CommandError(`Cannot ${action} ${path}: ${reasons[code ?? ''] ?? String(error)}.`)
}

export const save: Command = {
  name: '.save',
  argument: 'file',
  help: 'writes the inputs as a script that reproduces them',
  more: '.save first.ts     refuses to overwrite\n.save! first.ts    overwrites',
  run: ({ record, firstSeed }, argument) => {
    const isForced = argument.startsWith('!')
    const path = pathOf(required(argument.replace(/^!\s*/, ''), save))
    if (!isForced && existsSync(path))
      throw new CommandError(`${path} is there already. .save! ${path} overwrites it.`)
    try {
      writeFileSync(path, scriptOf(record.entries, firstSeed))
    } catch (error) {
      throw failure('write', path, error)
    }
    return `Saved ${plural(record.entries.length, 'input')} to ${path}. .load ${path} runs them again.`
  },
}

export const load: Command = {
  name: '.load',
  argument: 'file',
  help: 'runs the lines of a file as if they were typed',
  run: async ({ enterAll }, argument) => {
    const path = pathOf(required(argument, load))
    let text: string
    try {
      text = readFileSync(path, 'utf8')
    } catch (error) {
      throw failure('read', path, error)
    }
    return `Loaded ${plural(await enterAll(text, path), 'input')} from ${path}.`
  },
}
