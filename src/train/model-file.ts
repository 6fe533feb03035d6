// A model with all that is needed to use it or to train it on, as a safetensors file: parameters and the optimizer's
// memory as tensors, everything else as JSON in the metadata.
import torch, { Tensor } from '../torch.js'
import { decodeTensors, encodeTensors, type TensorFile } from '../io/safetensors.js'
import { fileErrorText } from '../io/file-error.js'
import { readWholeFile } from '../io/read-file.js'
import { writeWholeFile } from '../io/whole-file.js'
import { DataError } from './table-cells.js'
import type { Kind, Model } from './kind.js'
import { kinds } from './kinds.js'
import { type Column, inputsOf, mostCategories, type Scaling } from './columns.js'
import { makeOptimizer } from './optimizers.js'
import { optimizerNames, type Settings } from './settings.js'
import type { Trainer } from './trainer.js'

/** What is written about a model beside its tensors. */
interface About {
  readonly version: 1
  readonly model: Kind['name']
  /** The columns, and the categories of those that have any. */
  readonly features: readonly string[]
  readonly categories?: Readonly<Record<string, readonly string[]>>
  readonly label: string
  readonly classes: readonly [string, string] | null
  readonly settings: Settings
  /** Steps that were taken. */
  readonly iteration: number
  /** Plain numbers that the optimizer remembers of each parameter. */
  readonly numbers: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** A model that was read. */
export interface SavedModel {
  readonly file: string
  readonly kind: Kind
  readonly columns: readonly Column[]
  readonly label: string
  readonly classes: readonly [string, string] | null
  readonly scaling: Scaling | null
  readonly settings: Settings
  readonly iteration: number
  makeModel(): Model
  /** Gives a trainer the optimizer's memory and the place in the run. */
  resume(trainer: Trainer): void
}

const aboutKey = 'dltorch'
const prefix = 'optimizer.'

/** The bytes of the file for a trainer's model as it is now. */
export function encodeModel(trainer: Trainer): Uint8Array[] {
  const { problem, settings, iteration, model, optimizer } = trainer
  const { kind, columns, label, classes, scaling } = problem
  const withCategories = columns.filter(({ categories }) => categories)
  const tensors = new Map<string, Tensor>(model.state_dict())
  if (scaling) {
    tensors.set('scaling.mean', torch.tensor([...scaling.mean], { dtype: torch.float64 }))
    tensors.set('scaling.scale', torch.tensor([...scaling.scale], { dtype: torch.float64 }))
  }
  const { state } = optimizer.state_dict()
  const numbers: Record<string, Record<string, unknown>> = {}
  for (const [parameter, values] of Object.entries(state))
    for (const [name, value] of Object.entries(values))
      if (value instanceof Tensor) tensors.set(`${prefix}${parameter}.${name}`, value)
      else (numbers[parameter] ??= {})[name] = value
  const about: About = {
    version: 1,
    model: kind.name,
    features: columns.map(({ name }) => name),
    ...(withCategories.length > 0 && {
      categories: Object.fromEntries(withCategories.map(({ name, categories }) => [name, categories!])),
    }),
    label,
    classes,
    // The rate may have been changed while it ran.
    settings: { ...settings, lr: trainer.lr },
    iteration,
    numbers,
  }
  return encodeTensors(tensors, { format: 'pt', [aboutKey]: JSON.stringify(about) })
}

/** @throws the file system's error */
export function saveModel(trainer: Trainer, path: string): void {
  writeWholeFile(path, encodeModel(trainer))
}

/** What an optimizer remembers, by the number of the parameter and by name. */
type Memory = Record<string, Record<string, unknown>>

const isAlike = (a: unknown, b: unknown): boolean =>
  a instanceof Tensor && b instanceof Tensor
    ? a.shape.length === b.shape.length && a.shape.every((size, i) => size === b.shape[i])
    : typeof a === typeof b

/** Whether a memory is what the trainer's optimizer has of its parameters after a step; nothing is what it has before. */
function isMemoryFor({ model, settings }: Trainer, memory: Memory): boolean {
  if (Object.keys(memory).length === 0) return true
  const twins = [...model.parameters()].map((parameter) => {
    const twin = torch.zeros(parameter.shape, { requires_grad: true })
    twin.grad = torch.zeros(parameter.shape)
    return twin
  })
  const optimizer = makeOptimizer(twins, settings)
  optimizer.step()
  const expected = optimizer.state_dict().state as Memory
  const isSame = (a: object, b: object): boolean =>
    Object.keys(a).sort().join('\n') === Object.keys(b).sort().join('\n')
  return (
    isSame(memory, expected) &&
    Object.entries(expected).every(
      ([parameter, values]) =>
        isSame(memory[parameter], values) &&
        Object.entries(values).every(([name, value]) => isAlike(memory[parameter][name], value)),
    )
  )
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

const areCategories = (value: unknown, features: readonly string[]): boolean =>
  value === undefined ||
  (typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(
      ([name, names]) =>
        features.includes(name) &&
        Array.isArray(names) &&
        names.length > 0 &&
        names.length <= mostCategories &&
        names.every(isText) &&
        new Set(names).size === names.length,
    ))

/** The JSON of a file, where it is what `encodeModel` writes. */
function readAbout(text: string | undefined): About | null {
  try {
    const about = JSON.parse(text ?? 'null') as Partial<About> | null
    if (about?.version !== 1 || !isText(about.model) || !Object.hasOwn(kinds, about.model)) return null
    const { features, label, classes, settings, iteration } = about
    if (!Array.isArray(features) || !features.every(isText) || features.length === 0 || !isText(label))
      return null
    if (!areCategories(about.categories, features)) return null
    if (classes !== null && !(Array.isArray(classes) && classes.length === 2 && classes.every(isText)))
      return null
    if (!isNumber(iteration) || typeof settings !== 'object') return null
    // It may be null.
    return Object.keys(settings ?? {}).length > 0 ? (about as About) : null
  } catch {
    return null
  }
}

const isWhole = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least

/** What the numbers of a description have to be. */
const rules: readonly (readonly [
  name: string,
  value: (about: About) => unknown,
  isRight: (value: unknown) => boolean,
  rule: string,
])[] = [
  ['iteration', ({ iteration }) => iteration, (value) => isWhole(value, 0), 'a whole number, 0 or above'],
  ['seed', ({ settings }) => settings.seed, (value) => Number.isSafeInteger(value), 'a whole number'],
  [
    'batch size',
    ({ settings }) => settings.batchSize,
    (value) => isWhole(value, 1),
    'a whole number above 0',
  ],
  [
    'learning rate',
    ({ settings }) => settings.lr,
    (value) => isNumber(value) && value > 0,
    'a number above 0',
  ],
  [
    'momentum',
    ({ settings }) => settings.momentum,
    (value) => isNumber(value) && value >= 0,
    'a number, 0 or above',
  ],
  [
    'weight decay',
    ({ settings }) => settings.weightDecay,
    (value) => value === undefined || (isNumber(value) && value >= 0),
    'a number, 0 or above',
  ],
  [
    'optimizer',
    ({ settings }) => settings.optimizer,
    (value) => optimizerNames.some((name) => name === value),
    `one of ${optimizerNames.join(', ')}`,
  ],
]

/** What is wrong with what a model says of itself; null where nothing is. */
function complaintOf(about: About): string | null {
  for (const [name, valueOf, isRight, rule] of rules) {
    const value = valueOf(about)
    if (isRight(value)) continue
    const text = JSON.stringify(value) ?? 'missing'
    return `its ${name} is ${text.length > 40 ? `${text.slice(0, 40)}…` : text}, and must be ${rule}`
  }
  return null
}

/** A model of a million features has less. */
const mostBytes = 2 ** 30

function readBytes(file: string): Uint8Array {
  try {
    return readWholeFile(file, mostBytes)
  } catch (error) {
    throw new DataError(`cannot read the model ${file}: ${fileErrorText(error)}`)
  }
}

function readTensors(file: string): TensorFile {
  try {
    return decodeTensors(readBytes(file))
  } catch (error) {
    if (error instanceof DataError) throw error
    throw new DataError(`${file} is no model: ${(error as Error).message}`)
  }
}

/**
 * Reads a model.
 *
 * @throws DataError that says what is wrong with the file
 */
export async function loadModel(file: string): Promise<SavedModel> {
  const { tensors, metadata } = readTensors(file)
  const about = readAbout(metadata[aboutKey])
  if (!about)
    throw new DataError(
      tensors.size > 0 && metadata[aboutKey] === undefined
        ? `${file} holds tensors, but was not written by dltorch train: it does not say which columns they are for`
        : `${file} is no model of dltorch train, or of a later version`,
    )
  const complaint = complaintOf(about)
  if (complaint !== null) throw new DataError(`${file} is damaged: ${complaint}`)
  const kind = await kinds[about.model]()
  const [mean, scale] = ['scaling.mean', 'scaling.scale'].map(
    (name) => tensors.get(name)?.view(-1).tolist() as number[] | undefined,
  )
  const ofModel = [...tensors].filter(([name]) => !name.startsWith(prefix) && !name.startsWith('scaling.'))
  const { label, classes, settings, iteration, categories } = about
  const columns = about.features.map((name) =>
    categories && Object.hasOwn(categories, name) ? { name, categories: categories[name] } : { name },
  )
  const inputs = inputsOf(columns).length
  const wrong = (error: unknown): DataError =>
    new DataError(`${file} does not fit its own description: ${(error as Error).message}`)
  if (mean && (mean.length !== inputs || scale?.length !== inputs))
    throw new DataError(`${file} does not fit its own description: it scales ${mean.length} features`)
  if (mean && !(mean.every(Number.isFinite) && scale!.every((one) => Number.isFinite(one) && one > 0)))
    throw new DataError(`${file} is damaged: it scales its features by what is no number above 0`)
  const unfinished = ofModel.find(([, tensor]) => !torch.isfinite(tensor).all().item<boolean>())
  if (unfinished) throw new DataError(`${file} is damaged: not all numbers of ${unfinished[0]} are finite`)
  return {
    file,
    kind,
    columns,
    label,
    classes,
    scaling: mean && scale ? { mean, scale } : null,
    settings,
    iteration,
    makeModel() {
      const model = kind.make(inputs)
      try {
        model.load_state_dict(ofModel)
      } catch (error) {
        throw wrong(error)
      }
      return model
    },
    resume(trainer) {
      trainer.iteration = iteration
      // What another optimizer remembers is of no use to this one.
      if (trainer.settings.optimizer !== settings.optimizer) return
      const { device } = trainer.settings
      const state: Memory = {}
      for (const [parameter, values] of Object.entries(about.numbers ?? {})) state[parameter] = { ...values }
      for (const [name, tensor] of tensors) {
        const match = /^optimizer\.(\d+)\.(.+)$/.exec(name)
        // The count of steps stays where it is: PyTorch keeps it on the CPU.
        if (match) (state[match[1]] ??= {})[match[2]] = match[2] === 'step' ? tensor : tensor.to(device)
      }
      if (!isMemoryFor(trainer, state))
        throw wrong(new Error(`it remembers of its parameters what optimizer ${settings.optimizer} does not`))
      try {
        const { param_groups } = trainer.optimizer.state_dict()
        trainer.optimizer.load_state_dict({ state, param_groups })
      } catch (error) {
        throw wrong(error)
      }
    },
  }
}
