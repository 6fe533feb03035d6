// `.save` and `.load`: a session as a script, and a script as part of the session.
import { homedir } from 'node:os'
import { plural } from '../../terminal/words.js'
import { visibleName } from '../../base/visible.js'
import { fileErrorReason } from '../../io/file-error.js'
import { readWholeFile } from '../../io/read-file.js'
import { writeNewFile, writeWholeFile } from '../../io/whole-file.js'
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

const failure = (action: string, path: string, error: unknown): CommandError =>
  new CommandError(`Cannot ${action} ${path}: ${fileErrorReason(error)}.`)

export const save: Command = {
  name: '.save',
  argument: 'file',
  help: 'writes the inputs as a script that reproduces them',
  more: '.save first.ts     refuses to overwrite\n.save! first.ts    overwrites',
  run: ({ record, firstSeed }, argument) => {
    const isForced = argument.startsWith('!')
    const path = pathOf(required(argument.replace(/^!\s*/, ''), save))
    try {
      const write = isForced ? writeWholeFile : writeNewFile
      write(path, [Buffer.from(scriptOf(record.entries, firstSeed))])
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST')
        throw new CommandError(`${path} is there already. .save! ${path} overwrites it.`)
      throw failure('write', path, error)
    }
    return `Saved ${plural(record.entries.length, 'input')} to ${visibleName(path)}. .load ${visibleName(path)} runs them again.`
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
      text = readWholeFile(path).toString('utf8')
    } catch (error) {
      throw failure('read', path, error)
    }
    return `Loaded ${plural(await enterAll(text, path), 'input')} from ${visibleName(path)}.`
  },
}
