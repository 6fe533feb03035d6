// From the options of the command line to a run that can begin: reads the data and the model they name, and refuses what
// does not go together.
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { fileErrorText } from '../io/file-error.js'
import { openFile } from '../io/read-file.js'
import { DataError, type Decimal, MisuseError, someOf } from './table-cells.js'
import { inputsOf } from './columns.js'
import { type Goal, parseGoal } from './goal.js'
import type { Kind } from './kind.js'
import type { SavedModel } from './model-file.js'
import { builtIn, type Problem, problemOf } from './problem.js'
import { Run } from './run.js'
import { batchSizeFor, type OptimizerName, type Settings, withMomentum } from './settings.js'
import { Trainer } from './trainer.js'

/** The options, as they were given: what was not given is undefined. */
export interface PlanOptions {
  readonly data?: string
  readonly features?: string
  readonly label?: string
  readonly categories?: string
  readonly header?: boolean
  readonly positive?: string
  readonly testSplit?: number
  readonly standardize?: boolean
  readonly dropMissing?: boolean
  readonly decimal?: Decimal
  readonly encoding?: string
  readonly seed?: number
  readonly lr?: number
  readonly optimizer?: OptimizerName
  readonly momentum?: number
  readonly weightDecay?: number
  readonly batchSize?: number
  readonly iterations?: number
  readonly epochs?: number
  readonly every?: number
  readonly until?: string
  readonly device?: string
  readonly load?: string
}

export const defaults = { seed: 10, iterations: 1000, every: 20, device: 'cpu' } as const

/** How much of the data was read: the share is NaN where the whole is not known. */
export type OnProgress = (share: number, rows: number) => void

const ofOwnData = [
  'features',
  'label',
  'categories',
  'header',
  'positive',
  'testSplit',
  'standardize',
  'dropMissing',
  'decimal',
  'encoding',
] as const

const flag = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

function checkTogether(options: PlanOptions, kind: Kind): void {
  const stray = options.data === undefined && ofOwnData.find((name) => options[name] !== undefined)
  if (stray) throw new MisuseError(`${flag(stray)} is for data of your own: say which with --data file.csv`)
  if (options.positive !== undefined && !kind.hasClasses)
    throw new MisuseError('--positive names a class, and linear regression predicts a number')
  if (options.iterations !== undefined && options.epochs !== undefined)
    throw new MisuseError('--iterations and --epochs say the same in two ways: give one of them')
}

/** A terminal or a socket has these names too, and cannot be opened by them. */
const standardInput = new Set(['-', '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0'])

/** The file as a stream, and a function that says which share of it was read. */
export function openData(path: string): { input: Readable; name: string; share: () => number } {
  if (standardInput.has(path)) return { input: process.stdin, name: 'standard input', share: () => NaN }
  const name = basename(path)
  try {
    const { stream: input, size } = openFile(path)
    return { input, name, share: () => (size > 0 ? input.bytesRead / size : NaN) }
  } catch (error) {
    throw new DataError(`cannot read ${path}: ${fileErrorText(error)}`)
  }
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n')

async function ownProblem(
  kind: Kind,
  path: string,
  seed: number,
  options: PlanOptions,
  saved: SavedModel | undefined,
  onProgress: OnProgress,
): Promise<Problem> {
  // Loaded here: the built-in data need no tables.
  const { readTable } = await import('./table.js')
  const { splitCells } = await import('../io/csv.js')
  const given = options.features === undefined ? undefined : splitCells(options.features)
  if (given?.some((name) => name === ''))
    throw new DataError(`--features ${options.features} has an empty name; write a,b or "a b",c`)
  const trainedOn = saved?.columns.map(({ name }) => name)
  if (saved && given && !same(given, trainedOn!))
    throw new DataError(`${saved.file} was trained on ${someOf(trainedOn!)}, not on ${someOf(given)}`)
  const categories = options.categories === undefined ? undefined : splitCells(options.categories)
  const known =
    saved &&
    new Map(saved.columns.flatMap(({ name, categories }) => (categories ? [[name, categories]] : [])))
  if (known && categories && !same([...categories].sort(), [...known.keys()].sort()))
    throw new DataError(
      known.size === 0
        ? `${saved.file} was trained on numbers alone, without --categories`
        : `${saved.file} was trained with ${someOf([...known.keys()])} as categories, not ${someOf(categories)}`,
    )
  if (saved && options.standardize && !saved.scaling)
    throw new DataError(
      `${saved.file} was trained on data as they are: --standardize would change their meaning`,
    )
  const { input, name, share } = openData(path)
  const { header, dropMissing, decimal, encoding, positive } = options
  const readOptions = {
    features: given ?? trainedOn,
    categories: known ? [...known.keys()] : categories,
    knownCategories: known,
    label: options.label ?? saved?.label,
    header,
    dropMissing,
    decimal,
    encoding,
    positive,
    hasClasses: kind.hasClasses,
    classes: saved?.classes,
  }
  let table
  try {
    table = await readTable(input, name, { ...readOptions, onRows: (rows) => onProgress(share(), rows) })
  } catch (error) {
    if (error instanceof DataError || (error as NodeJS.ErrnoException).code === undefined) throw error
    throw new DataError(`cannot read ${path}: ${fileErrorText(error)}`)
  }
  const { testSplit = 0, standardize = false } = options
  return problemOf(kind, table, { seed, testSplit, standardize, scaling: saved?.scaling })
}

/** The model of `--load`, where it fits the other options. */
async function savedModel(kind: Kind, options: PlanOptions): Promise<SavedModel | undefined> {
  if (options.load === undefined) return undefined
  const { loadModel } = await import('./model-file.js')
  const saved = await loadModel(options.load)
  if (saved.kind.name !== kind.name)
    throw new DataError(`${options.load} is a model of dltorch train ${saved.kind.name}, not ${kind.name}`)
  const features = inputsOf(saved.columns)
  if (options.data === undefined && (saved.scaling || !same(features, kind.features)))
    throw new DataError(
      `${options.load} was trained on data of your own (${someOf(saved.columns.map(({ name }) => name))}): say where they are with --data`,
    )
  return saved
}

function settingsFor(
  kind: Kind,
  options: PlanOptions,
  saved: SavedModel | undefined,
  rows: number,
): Settings {
  const { seed, lr, momentum, weightDecay, batchSize, device = defaults.device } = options
  const known = saved?.settings
  // Who asks for momentum by hand wants an optimizer that has it.
  const wanted = options.optimizer ?? (momentum ? undefined : known?.optimizer) ?? kind.optimizer
  const optimizer = options.optimizer === undefined && momentum && wanted === 'hand' ? 'sgd' : wanted
  if (momentum && !withMomentum.includes(optimizer))
    throw new MisuseError(`--momentum is for ${withMomentum.join(' and ')}; ${optimizer} has none`)
  const isSame = known?.optimizer === optimizer
  const usual = optimizer === 'nesterov' ? 0.9 : optimizer === 'sgd' ? kind.momentum : 0
  const ownMomentum = momentum ?? (isSame ? known.momentum : usual)
  if (optimizer === 'nesterov' && ownMomentum === 0)
    throw new DataError('--optimizer nesterov needs a --momentum above 0')
  return {
    seed: seed ?? known?.seed ?? defaults.seed,
    optimizer,
    lr: lr ?? known?.lr ?? kind.rate,
    momentum: ownMomentum,
    weightDecay: weightDecay ?? (isSame ? known.weightDecay : undefined),
    batchSize: Math.min(rows, batchSize ?? known?.batchSize ?? batchSizeFor(rows)),
    device,
  }
}

function goalFor(kind: Kind, options: PlanOptions): Goal | null {
  // What is good enough for data that nobody knows, nobody knows.
  if (options.until === undefined) return options.data === undefined ? kind.goal : null
  try {
    return parseGoal(options.until, kind.goal)
  } catch (error) {
    throw new MisuseError(`--until ${options.until}: ${(error as Error).message}`)
  }
}

/**
 * Reads what the options name, and makes the run.
 *
 * @throws DataError for options, data or models that do not fit
 */
export async function makeRun(kind: Kind, options: PlanOptions, onProgress: OnProgress): Promise<Run> {
  checkTogether(options, kind)
  const goal = goalFor(kind, options)
  const saved = await savedModel(kind, options)
  const seed = options.seed ?? saved?.settings.seed ?? defaults.seed
  const { data } = options
  const problem =
    data === undefined ? builtIn(kind, seed) : await ownProblem(kind, data, seed, options, saved, onProgress)
  const settings = settingsFor(kind, options, saved, problem.train.x.size(0))
  const trainer = new Trainer(problem, settings, saved?.makeModel())
  saved?.resume(trainer)
  const { epochs, every = defaults.every } = options
  const iterations = epochs ? epochs * trainer.batches.perEpoch : (options.iterations ?? defaults.iterations)
  return new Run(trainer, { iterations, every, goal })
}
