// Rows of a table with what a model predicts of them behind their cells. Rows come and go in pieces, so that a file may be
// longer than memory.
import type { Readable } from 'node:stream'
import torch from '../torch.js'
import { CsvError, csvText, readCsv } from '../io/csv.js'
import {
  cellComplaint,
  classIn,
  columnOf,
  DataError,
  type Decimal,
  hasColumn,
  type Header,
  headerOf,
  nameOf,
  numberIn,
  someOf,
} from './table-cells.js'
import { Categories, inputsOf, placeInputs } from './columns.js'
import type { Model } from './kind.js'
import type { SavedModel } from './model-file.js'
import { unknownCategory } from './table.js'
import { numbersOf } from './trainer.js'

export interface PredictOptions {
  readonly header?: boolean
  readonly dropMissing?: boolean
  readonly decimal?: Decimal
  readonly encoding?: string
}

type Cells = readonly string[]

/** The features' columns; every one that is not there is named. */
function placesOf(header: Header, { columns }: SavedModel, file: string): number[] {
  const features = columns.map(({ name }) => name)
  const missing = features.filter((name) => !hasColumn(header, name))
  if (missing.length > 1)
    throw new DataError(
      `${file} does not have ${someOf(missing)}, which the model was trained on; it has ${someOf(header.names)}`,
    )
  return features.map((name) => columnOf(header, name, file))
}

class Predictor {
  readonly #saved: SavedModel
  readonly #model: Model
  readonly #file: string
  readonly #dropMissing: boolean
  readonly #decimal: Decimal | undefined
  /** For each feature its categories; null where it has numbers. */
  readonly #categories: readonly (Categories | null)[]
  readonly #inputs: number
  #places: { header: Header; features: readonly number[] } | undefined

  constructor(saved: SavedModel, file: string, dropMissing: boolean, decimal?: Decimal) {
    this.#saved = saved
    this.#model = saved.makeModel()
    this.#file = file
    this.#dropMissing = dropMissing
    this.#decimal = decimal
    this.#categories = saved.columns.map(({ categories }) => (categories ? new Categories(categories) : null))
    this.#inputs = inputsOf(saved.columns).length
  }

  /** Takes rows of the file from number `first` on, and gives them back with their predictions. */
  take(rows: readonly Cells[], first: number, wanted: boolean | undefined): Cells[] {
    const done: Cells[] = []
    const kept: Cells[] = []
    const { columns, scaling } = this.#saved
    const values = new Float64Array(columns.length)
    const x = new Float32Array(rows.length * this.#inputs)
    rows.forEach((row, i) => {
      if (row.length === 1 && row[0].trim() === '') return
      if (!this.#places) {
        const header = headerOf(row, wanted, this.#decimal)
        this.#places = { header, features: placesOf(header, this.#saved, this.#file) }
        if (header.isThere) {
          done.push([...row, 'prediction', ...(this.#saved.classes ? ['probability'] : [])])
          return
        }
      }
      for (const [f, column] of this.#places.features.entries()) {
        const own = this.#categories[f]
        const value = own ? own.numberOf(row[column]) : numberIn(row[column], this.#decimal)
        if (Number.isNaN(value) || (own && value < 0)) return this.#refuse(row, first + i, f)
        values[f] = value
      }
      placeInputs(columns, values, 0, x, kept.length * this.#inputs, scaling)
      kept.push(row)
    })
    if (kept.length === 0) return done
    const input = torch.from_numpy(x.subarray(0, kept.length * this.#inputs)).view(kept.length, -1)
    const results = torch.no_grad(() => numbersOf(this.#model(input)))
    kept.forEach((row, i) => done.push([...row, ...this.#cellsFor(results[i])]))
    return done
  }

  #refuse(row: Cells, number: number, feature: number): void {
    if (this.#dropMissing) return
    const column = this.#places!.features[feature]
    const own = this.#categories[feature]
    const cell = row[column]
    const complaint = own
      ? classIn(cell) === null
        ? 'the category is missing'
        : unknownCategory(cell, own.names)
      : cellComplaint(cell, this.#decimal)
    const place = `row ${number}, column ${nameOf(this.#places!.header, column)}`
    throw new DataError(
      `${this.#file}, ${place}: ${complaint}${complaint.includes('--decimal') ? '' : '. --drop-missing leaves such rows out'}`,
    )
  }

  #cellsFor(value: number): string[] {
    const { classes } = this.#saved
    const digits = String(Number(value.toPrecision(9)))
    return classes ? [classes[value >= 0.5 ? 1 : 0], digits] : [digits]
  }

  get isStarted(): boolean {
    return this.#places !== undefined
  }
}

/**
 * The text of a table with one column more, or two where the model tells classes apart: the class, and the probability
 * that it is the second.
 *
 * @throws DataError for features that are not there, and cells that are no numbers
 */
export async function* predictRows(
  saved: SavedModel,
  input: Readable,
  file: string,
  { header, dropMissing = false, decimal, encoding }: PredictOptions,
): AsyncGenerator<string> {
  const predictor = new Predictor(saved, file, dropMissing, decimal)
  try {
    for await (const { rows, first, delimiter } of readCsv(input, encoding))
      yield csvText(predictor.take(rows, first, header), delimiter)
  } catch (error) {
    if (error instanceof CsvError) throw new DataError(`${file}: ${error.message}`)
    throw error
  }
  if (!predictor.isStarted) throw new DataError(`${file} is empty`)
}
