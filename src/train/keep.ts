// Keeps the model of a run on disk, whatever happens to the disk or to the program.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkWritable, fileErrorText } from '../io/whole-file.js'
import { DataError } from './table-cells.js'
import { saveModel } from './model-file.js'
import type { Trainer } from './trainer.js'

/** Refuses a file that cannot be written before there is anything to lose. */
export function checkPlace(option: string, path: string): void {
  try {
    checkWritable(path)
  } catch (error) {
    throw new DataError(`${option} ${path} cannot be written: ${fileErrorText(error)}`)
  }
}

/** The trained numbers as text: what is left where no disk takes them. */
function parametersText(trainer: Trainer): string {
  const { weight, bias } = trainer.ownWeights()
  return JSON.stringify({ features: trainer.problem.features, weights: weight, bias })
}

/** Writes the model to `path`; where that fails, to the folder for temporary files. Says what went wrong, or null. */
export function keepModel(trainer: Trainer, path: string): string | null {
  try {
    saveModel(trainer, path)
    return null
  } catch (error) {
    const failure = `cannot write the model to ${path}: ${fileErrorText(error)}`
    const other = join(tmpdir(), `dltorch-${trainer.problem.kind.name}-${process.pid}.safetensors`)
    try {
      saveModel(trainer, other)
      return `${failure}\nIt was written to ${other} instead.`
    } catch {
      return `${failure}\nNor could it be written to ${tmpdir()}. These are its parameters:\n${parametersText(trainer)}`
    }
  }
}
