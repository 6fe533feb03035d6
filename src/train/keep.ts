// Keeps the model of a run on disk, whatever happens to the disk or to the program.
import { join, resolve } from 'node:path'
import { fileErrorText } from '../io/file-error.js'
import { stateFolder } from '../io/own-folders.js'
import { writeNewPrivateFile } from '../io/private-file.js'
import { checkWritable } from '../io/whole-file.js'
import { DataError } from './table-cells.js'
import { encodeModel, saveModel } from './model-file.js'
import type { Trainer } from './trainer.js'

/** Refuses a file that cannot be written, or that `size` bytes do not fit into, before there is anything to lose. */
export function checkPlace(option: string, path: string, size = 0): void {
  if (path === '') throw new DataError(`${option} needs the name of a file`)
  try {
    checkWritable(path, size)
  } catch (error) {
    throw new DataError(`${option} ${path} cannot be written: ${fileErrorText(error)}`)
  }
}

/** Refuses two options that would write the same file, or write over what is to be read. */
export function checkApart(options: Readonly<Record<string, string | undefined>>): void {
  const seen = new Map<string, string>()
  for (const [option, path] of Object.entries(options)) {
    if (path === undefined || path === '-' || path.startsWith('/dev/')) continue
    const other = seen.get(resolve(path))
    if (other !== undefined) throw new DataError(`${other} and ${option} name the same file, ${path}`)
    seen.set(resolve(path), option)
  }
}

/** Bytes that the file of this trainer's model will have at the most: the optimizer will remember some numbers of each. */
export const spaceFor = (trainer: Trainer): number =>
  encodeModel(trainer).reduce((sum, { length }) => sum + length, 0) * 4

/** The trained numbers as text: what is left where no disk takes them. */
function parametersText(trainer: Trainer): string {
  const { weight, bias } = trainer.ownWeights()
  return JSON.stringify({ features: trainer.problem.features, weights: weight, bias })
}

/** Writes the model to `path`; where that fails, to a folder of the person's own. Says what went wrong, or null. */
export function keepModel(trainer: Trainer, path: string): string | null {
  try {
    saveModel(trainer, path)
    return null
  } catch (error) {
    const failure = `cannot write the model to ${path}: ${fileErrorText(error)}`
    const folder = join(stateFolder(), 'rescued')
    const name = (number: number): string =>
      join(folder, `${trainer.problem.kind.name}-${number}.safetensors`)
    try {
      return `${failure}\nIt was written to ${writeNewPrivateFile(name, encodeModel(trainer))} instead.`
    } catch {
      return `${failure}\nNor could it be written to ${folder}. These are its parameters:\n${parametersText(trainer)}`
    }
  }
}
