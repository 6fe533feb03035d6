// The errors of dltorch, and the wording of those raised in more than one place.
// Classes carry PyTorch's names; messages carry PyTorch's words, so that searching for them finds answers.
import { isUnasked } from './unasked.js'

/** How far V8 goes through the stack of errors: with no number it takes none. */
const limitStacks = (limit: number | undefined): boolean => Reflect.set(Error, 'stackTraceLimit', limit)

/** What was given as a message: learners make errors themselves, of anything. */
function asMessage(given: unknown): string | undefined {
  if (given === undefined || typeof given === 'string') return given
  try {
    return String(given)
  } catch {
    return Object.prototype.toString.call(given)
  }
}

/** Common parent, so that a program can tell an error of the library from a bug of its own. */
export class TorchError extends Error {
  constructor(message?: unknown, options?: ErrorOptions) {
    const limit = isUnasked(new.target) ? Error.stackTraceLimit : null
    if (limit !== null) limitStacks(undefined)
    super(asMessage(message), options)
    if (limit !== null) limitStacks(limit)
  }
  override get name(): string {
    return this.constructor.name
  }
}
/** What PyTorch raises for shapes, dtypes and states that do not fit. */
export class RuntimeError extends TorchError {
  /** The shapes that did not fit, where there were two, for those who want to draw them. */
  declare readonly shapes?: readonly [readonly number[], readonly number[]]
}
/** A dimension or an index out of its range. */
export class IndexError extends TorchError {}
/** A value of the right type that makes no sense here. */
export class ValueError extends TorchError {}
/** A missing key, as in a state dict. */
export class KeyError extends TorchError {}
/** A missing attribute. */
export class AttributeError extends TorchError {}
/** An op that this device or dtype does not have. */
export class NotImplementedError extends RuntimeError {}
/** What `next` of an iterator that has no more raises, at the prompt. */
export class StopIteration extends TorchError {}
/** Python's error of `assert`: in `nn` and `gradcheck`. */
export class AssertionError extends TorchError {}
/** Python's error for `7 // 0`. */
export class ZeroDivisionError extends TorchError {}
/** Python's error for a number beyond all floats. */
export class OverflowError extends TorchError {}
/** More than there is memory for: `[0] * 10 ** 12`. */
export class MemoryError extends TorchError {}
/** A name that a module does not have, asked for by `from module import name`. */
export class ImportError extends TorchError {}
/** A module that is not there. */
export class ModuleNotFoundError extends ImportError {}
/** What the system says against a file. */
export class OSError extends TorchError {}
/** There is no file of that name. */
export class FileNotFoundError extends OSError {}
/** A file of `torch.load` that holds something else than data, or is damaged. */
export class UnpicklingError extends TorchError {}
/** A file ended before what was to be read. */
export class EOFError extends TorchError {}

/** `torch.linalg`'s error for singular input. */
export class LinAlgError extends RuntimeError {}

/** Wrong argument types: PyTorch's TypeError is Python's, so it is JavaScript's here. */
class TorchTypeError extends globalThis.TypeError {
  override get name(): string {
    return 'TypeError'
  }
}
export { TorchTypeError as TypeError }

/** Throws a `RuntimeError` unless `condition` holds; PyTorch's `TORCH_CHECK`. */
export function check(condition: boolean, message: () => string): asserts condition {
  if (!condition) throw new RuntimeError(message())
}

/** A list of sizes as PyTorch's messages write it: `[2, 3]`. */
export const sizesText = (sizes: readonly number[]): string => `[${sizes.map(exactly).join(', ')}]`

/** A whole number in all its digits: JavaScript rounds what it prints of a large one. */
export const exactly = (size: number): string =>
  Number.isInteger(size) && !Number.isSafeInteger(size) ? String(BigInt(size)) : String(size)

/** Refuses sizes whose product 64 bits do not hold. */
export function checkNumel(sizes: readonly number[]): void {
  let numel = 1
  let fits = true
  for (let i = 0; i < sizes.length; i++) {
    fits &&= sizes[i] >= 0
    numel *= sizes[i]
  }
  if (!fits || !(numel < 2 ** 63)) throw new RuntimeError('numel: integer multiplication overflow')
}

/** Resolves a possibly negative `dim` against `rank`; a 0-dim tensor counts as having one dimension. */
export function wrapDim(dim: number, rank: number): number {
  const bound = rank === 0 ? 1 : rank
  if (dim < -bound || dim >= bound)
    throw new IndexError(
      `Dimension out of range (expected to be in range of [${-bound}, ${bound - 1}], but got ${exactly(dim)})`,
    )
  return dim < 0 ? dim + bound : dim
}

/** Refuses what is no matrix and no batch of them; a single number passes. `name` is an attribute of tensors. */
export function checkMatrices(sizes: readonly number[], name: string): void {
  const rank = sizes.length
  check(
    rank !== 1,
    () => `tensor.${name} is only supported on matrices or batches of matrices. Got ${rank}-D tensor.`,
  )
}

/** Resolves several dims, each of which may be named once. */
export function wrapDims(dims: readonly number[], rank: number): number[] {
  const wrapped = dims.map((dim) => wrapDim(dim, rank))
  wrapped.forEach((dim, i) => {
    check(wrapped.indexOf(dim) === i, () => `dim ${dim} appears multiple times in the list of dims`)
  })
  return wrapped
}

const cNames: Record<string, string> = {
  Byte: 'unsigned char',
  Char: 'signed char',
  Short: 'short int',
  Int: 'int',
  Long: 'long int',
  Float: 'float',
  Double: 'double',
  Bool: 'bool',
  ComplexFloat: 'c10::complex<float>',
  ComplexDouble: 'c10::complex<double>',
}
/** C++'s name of a dtype, which some messages give. */
export const cName = (scalarName: string): string => cNames[scalarName] ?? `c10::${scalarName}`

export const messages = {
  broadcast: (a: number, b: number, dim: number): string =>
    `The size of tensor a (${a}) must match the size of tensor b (${b}) at non-singleton dimension ${dim}`,
  inplaceDtype: (self: string, result: string): string =>
    `Bad in-place call: input tensor dtype ${self} and output tensor dtype ${result} should match`,
  inplaceCast: (from: string, to: string): string =>
    `result type ${from} can't be cast to the desired output type ${to}`,
  inplaceShape: (own: readonly number[], broadcast: readonly number[]): string =>
    `output with shape ${sizesText(own)} doesn't match the broadcast shape ${sizesText(broadcast)}`,
  inplaceSize: (own: readonly number[], other: readonly number[]): string =>
    `Bad in-place call: input tensor size ${sizesText(own)} and output tensor size ${sizesText(other)} should match`,
  leafInplace: 'a leaf Variable that requires grad is being used in an in-place operation.',
  leafViewInplace: 'a view of a leaf Variable that requires grad is being used in an in-place operation.',
  outGrad: (name: string): string =>
    `${name}(): functions with out=... arguments don't support automatic differentiation, ` +
    'but one of the arguments requires grad.',
  realGradient: (name: string): string =>
    `${name} does not support automatic differentiation for outputs with complex dtype.`,
  outDtype: (result: { scalarName: string }, out: { scalarName: string }): string =>
    `Expected out tensor to have dtype ${cName(result.scalarName)}, but got ${cName(out.scalarName)} instead`,
  outResized: (own: readonly number[], needed: readonly number[]): string =>
    `An output with one or more elements was resized since it had shape ${sizesText(own)}, which does not match the ` +
    `required output shape ${sizesText(needed)}. This behavior is deprecated, and in a future PyTorch release outputs will ` +
    'not be resized unless they have zero elements. You can explicitly reuse an out tensor t by resizing it, inplace, to ' +
    'zero elements with t.resize_(0).',
  discardsImaginary: 'Casting complex values to real discards the imaginary part',
  foundDtype: (result: { scalarName: string }, out: { scalarName: string }): string =>
    `Found dtype ${out.scalarName} but expected ${result.scalarName}`,
  foundScalarType: (result: { scalarName: string }, out: { scalarName: string }): string =>
    `expected scalar_type ${result.scalarName} but found ${out.scalarName}`,
  expectedScalarType: (result: { scalarName: string }, out: { scalarName: string }): string =>
    `expected scalar type ${result.scalarName} but found ${out.scalarName}`,
  resultDtype: (result: { scalarName: string }, out: { scalarName: string }): string =>
    `result dtype ${out.scalarName} does not match input dtype ${result.scalarName}`,
  leafWasWritten: 'a leaf Variable that requires grad has been used in an in-place operation.',
  savedInference:
    'Inference tensors cannot be saved for backward. To work around you can make a clone to get a normal tensor and ' +
    'use it in autograd.',
  noNames: 'there are no named dimensions, so give dimensions by their numbers',
  freedGraph:
    'Trying to backward through the graph a second time (or directly access saved tensors after they have ' +
    'already been freed). Saved intermediate values of the graph are freed when you call .backward() or ' +
    'autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or ' +
    'if you need to access saved tensors after calling backward.',
} as const

/** The error of shapes that do not broadcast; it carries them, unseen where errors are printed. */
export function broadcastError(a: readonly number[], b: readonly number[], dim: number): RuntimeError {
  const size = (shape: readonly number[]): number =>
    shape[dim - Math.max(a.length, b.length) + shape.length] ?? 1
  const error = new RuntimeError(messages.broadcast(size(a), size(b), dim))
  Error.captureStackTrace(error, broadcastError)
  return Object.defineProperty(error, 'shapes', { value: [a, b] })
}
