// Writes the built-in data of a model as a table, with digits enough to read the same float32 numbers back.
import { visibleName } from '../base/visible.js'
import { csvText } from '../io/csv.js'
import { fileErrorText } from '../io/file-error.js'
import { writeWholeFile } from '../io/whole-file.js'
import type { Kind } from './kind.js'
import { defaults } from './plan.js'
import { builtIn } from './problem.js'
import { DataError } from './table-cells.js'

/**
 * Writes the table to a file, or to standard output for `-`.
 *
 * @returns what was written, and how to train on it; nothing beside a table on standard output
 */
export function exportData(kind: Kind, path: string, seed: number = defaults.seed): string | null {
  const { features, label, train } = builtIn(kind, seed)
  const digits = (value: number): string => String(Number(value.toPrecision(9)))
  const labels = train.y.view(-1).tolist() as number[]
  const rows = (train.x.tolist() as number[][]).map((row, i) => [...row, labels[i]].map(digits))
  const text = Buffer.from(csvText([[...features, label], ...rows]))
  if (path === '-') {
    process.stdout.write(text)
    return null
  }
  try {
    writeWholeFile(path, [text])
  } catch (error) {
    throw new DataError(`cannot write ${path}: ${fileErrorText(error)}`)
  }
  const { measure, value } = kind.goal
  const seedText = seed === defaults.seed ? '' : ` --seed ${seed}`
  return `${rows.length} rows written to ${visibleName(path)}. They train to the same digits with
dltorch train ${kind.name} --data ${visibleName(path)} --features ${features.join(',')} --label ${label} --until ${measure}=${value}${seedText}`
}
