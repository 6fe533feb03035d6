// The samples that a model is trained and tested on, made of the built-in data or of a table that was read.
import torch from '../torch.js'
import { DataError } from './table-cells.js'
import type { Kind, Samples } from './kind.js'
import { type Column, columnTexts, inputsOf, placeInputs, type Scaling } from './columns.js'
import { spaceForTables, type Table } from './table.js'
import { visibleName } from '../base/visible.js'

export interface Problem {
  readonly kind: Kind
  /** What the model learns from, as columns of a table and as the inputs that are made of them. */
  readonly columns: readonly Column[]
  readonly features: readonly string[]
  readonly label: string
  /** What the labels 0 and 1 stand for. */
  readonly classes: readonly [string, string] | null
  readonly scaling: Scaling | null
  readonly train: Samples
  readonly test: Samples | null
  /** The data in words. */
  readonly about: string
  /** Whether a person brought the data. */
  readonly isOwn: boolean
}

/** The data that `seed` stands for. */
export function builtIn(kind: Kind, seed: number): Problem {
  torch.manual_seed(seed)
  const { features, label, about, hasClasses } = kind
  return {
    kind,
    columns: features.map((name) => ({ name })),
    features,
    label,
    classes: hasClasses ? ['0', '1'] : null,
    scaling: null,
    train: kind.draw(),
    test: null,
    about,
    isOwn: false,
  }
}

export interface Preparation {
  readonly seed: number
  /** The share of the rows that is kept for testing. */
  readonly testSplit: number
  readonly standardize: boolean
  /** The scaling of a model that was loaded. */
  readonly scaling?: Scaling | null
}

/** Marks the rows for testing: chosen by the seed, so that every run with it chooses the same. */
function testRows(rows: number, share: number, seed: number): { isTest: Uint8Array; count: number } {
  const isTest = new Uint8Array(rows)
  const count = Math.round(rows * share)
  if (share > 0 && (count === 0 || count === rows))
    throw new DataError(
      `of ${rows} rows a share of ${share} for testing leaves none for ${count === 0 ? 'testing' : 'training'}`,
    )
  if (count > 0) {
    const generator = torch.Generator().manual_seed(seed)
    const order = torch.randperm(rows, { generator }).numpy() as unknown as { data: BigInt64Array }
    for (const row of order.data.subarray(0, count)) isTest[Number(row)] = 1
  }
  return { isTest, count }
}

/** Calls `visit` with the block and place of every row that is not for testing, or of every one that is. */
function visitRows(
  { blocks, rows, rowsOfBlock, columns }: Table,
  isTest: Uint8Array,
  wanted: 0 | 1,
  visit: (block: Float64Array, at: number) => void,
): void {
  const width = columns.length + 1
  for (let row = 0; row < rows; row++)
    if (isTest[row] === wanted) visit(blocks[Math.floor(row / rowsOfBlock)], (row % rowsOfBlock) * width)
}

/** Means and standard deviations of the features of the rows for training, in two passes: the squares of large numbers
 *  would drown small differences. */
function scalingOf(table: Table, isTest: Uint8Array, count: number): Scaling {
  const { columns } = table
  const mean = new Array<number>(columns.length).fill(0)
  const squares = new Array<number>(columns.length).fill(0)
  visitRows(table, isTest, 0, (block, at) => {
    for (let i = 0; i < mean.length; i++) mean[i] += block[at + i] / count
  })
  visitRows(table, isTest, 0, (block, at) => {
    for (let i = 0; i < mean.length; i++) squares[i] += (block[at + i] - mean[i]) ** 2 / count
  })
  // A feature that never changes has nothing to be divided by. Rounding may leave it a trace of a deviation.
  const scale = squares.map((square, i) =>
    Math.sqrt(square) > Math.abs(mean[i]) * 1e-12 ? Math.sqrt(square) : 1,
  )
  const ofInputs = (values: readonly number[], ofCategory: number): number[] =>
    columns.flatMap(({ categories }, i) => categories?.map(() => ofCategory) ?? [values[i]])
  return { mean: ofInputs(mean, 0), scale: ofInputs(scale, 1) }
}

/** The rows with this mark as tensors, rounded to float32 after they were scaled. */
function samplesOf(
  table: Table,
  isTest: Uint8Array,
  wanted: 0 | 1,
  count: number,
  scaling: Scaling | null,
  hasClasses: boolean,
): Samples {
  const { columns } = table
  const width = inputsOf(columns).length
  if (count * width * Float32Array.BYTES_PER_ELEMENT > spaceForTables())
    throw new DataError(`there is no memory for ${count} rows of ${width} numbers each`)
  const x = new Float32Array(count * width)
  const y = new Float32Array(count)
  let row = 0
  visitRows(table, isTest, wanted, (block, at) => {
    placeInputs(columns, block, at, x, row * width, scaling)
    y[row++] = block[at + columns.length]
  })
  const labels = torch.from_numpy(y)
  return { x: torch.from_numpy(x).view(count, width), y: hasClasses ? labels : labels.view(count, 1) }
}

/** Splits a table, scales it and makes tensors of it. */
export function problemOf(kind: Kind, table: Table, preparation: Preparation): Problem {
  const { seed, testSplit, standardize } = preparation
  const { isTest, count } = testRows(table.rows, testSplit, seed)
  const rest = table.rows - count
  const scaling = preparation.scaling ?? (standardize ? scalingOf(table, isTest, rest) : null)
  const samples = (wanted: 0 | 1): Samples =>
    samplesOf(table, isTest, wanted, wanted === 1 ? count : rest, scaling, kind.hasClasses)
  const { columns, label, classes, leftOut } = table
  const chosen = samples(0)
  if (classes && count > 0) {
    const share = Number(chosen.y.mean().item())
    if (share === 0 || share === 1)
      throw new DataError(
        `the ${rest} rows for training are all of class ${classes[share]}: choose another --seed or --test-split`,
      )
  }
  const parts = [
    `${table.rows} rows`,
    ...(leftOut > 0 ? [`${leftOut} left out`] : []),
    ...(count > 0 ? [`${rest} to train, ${count} to test`] : []),
    ...(classes ? [`classes ${visibleName(classes[0])} and ${visibleName(classes[1])}`] : []),
    ...(scaling ? ['standardized'] : []),
  ]
  return {
    kind,
    columns,
    features: inputsOf(columns),
    label,
    classes,
    scaling,
    train: chosen,
    test: count > 0 ? samples(1) : null,
    about: `${visibleName(label)} from ${columns.length > 6 ? `${columns.length} columns` : columnTexts(columns).map(visibleName).join(', ')}: ${parts.join(', ')}`,
    isOwn: true,
  }
}
