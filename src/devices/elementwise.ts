// Runs formulas on tensors that live on a device. A formula says one element of a result; here it meets strides,
// broadcasting and dtypes. Knows no backend: those are behind `backend.ts`.
//
// Note [Ops on a device]. Views and compositions are the same on every device. The formula of a `kernel` becomes a
// kernel of the device by `mapElements`. A `compute` or `mutate` that says `device: true` works on every device: it is
// made of other ops, or of named kernels that have a form there (Note [Named kernels] in engine/run.ts).
import type { DeviceBuffer, Formula, Kernel } from './backend.js'
import { getBackend, gpu } from './device.js'
import { counts } from './held.js'
import { deviceStorage } from './device-storage.js'
import { bool, type DType, float32 } from '../base/dtype.js'
import { broadcastStrides, type Sizes } from '../base/layout.js'
import { collapse } from '../base/walk.js'
import { scalarFunctions } from '../kernels/math.js'
import { specialFunctions } from '../kernels/special-functions.js'
import { emptyTensor, Tensor } from '../tensor/tensor.js'

// ---- functions that kernels call ----

/** Whole quotient of whole numbers; hardware may round a division to the wrong side. */
export function quotient(a: number, b: number): number {
  let q = Math.floor(a / b)
  const rest = a - q * b
  if (rest < 0) q = q - 1
  if (rest >= b) q = q + 1
  return q
}
export const remainderOf = (a: number, b: number): number => a - b * quotient(a, b)

/** Where the part of a lane starts that makes element `i`; see `reduceLanes`. */
export function laneStart(i: number, n: number, inner: number, length: number, parts: number): number {
  const q = quotient(i, inner)
  const lane = quotient(q, parts)
  return (lane * n + (q - lane * parts) * length) * inner + (i - q * inner)
}
/** How many elements that part has. */
export function laneSteps(i: number, n: number, inner: number, length: number, parts: number): number {
  const q = quotient(i, inner)
  const left = n - (q - parts * quotient(q, parts)) * length
  return left < length ? left : length
}

/** An integer result beyond what float32 holds exactly becomes a not-a-number, which says so when it is looked at. */
const exactInteger = (x: number): number => (Math.abs(x) > 16777216 ? NaN : x)
const asBool = (x: number): number => (x !== 0 ? 1 : 0)
const asUint8 = (x: number): number => x - 256 * Math.floor(x / 256)
const asInt8 = (x: number): number => x - 256 * Math.floor((x + 128) / 256)
const asInt16 = (x: number): number => x - 65536 * Math.floor((x + 32768) / 65536)
const cut = (x: number): number => Math.trunc(x)
const cutUint8 = (x: number): number => asUint8(Math.trunc(x))
const cutInt8 = (x: number): number => asInt8(Math.trunc(x))
const cutInt16 = (x: number): number => asInt16(Math.trunc(x))
export const same = (x: number): number => x

export const settlers: Record<string, Formula> = {
  bool: asBool,
  uint8: asUint8,
  int8: asInt8,
  int16: asInt16,
  int32: exactInteger,
  int64: exactInteger,
}
const casts: Record<string, Formula> = {
  ...settlers,
  uint8: cutUint8,
  int8: cutInt8,
  int16: cutInt16,
  int32: cut,
  int64: cut,
}

const ownFunctions = [quotient, remainderOf, laneStart, laneSteps, asUint8, asInt8, asInt16]

/** What formulas may call, by the name that it has in their text. */
export const functions: ReadonlyMap<string, Formula> = new Map<string, Formula>(
  [...scalarFunctions, ...specialFunctions, ...ownFunctions].map((one) => [one.name, one]),
)

// ---- tensors ----

export const emptyOnDevice = (sizes: Sizes, dtype: DType): Tensor => emptyTensor(sizes, dtype, gpu)

export function run(kernel: Kernel, length: number, args: readonly (DeviceBuffer | number)[]): DeviceBuffer {
  counts.kernels++
  return getBackend().run(kernel, length, args)
}

export const buffersOf = (args: readonly (Tensor | number)[]): (DeviceBuffer | number)[] =>
  args.map((arg) => (typeof arg === 'number' ? arg : deviceStorage(arg).numbers))

// ---- elementwise ----

/** What a formula takes: the element of a tensor on the device, a number, or something known when it is compiled. */
export type Operand = Tensor | number | string | boolean | null

/** How the elements of one operand are found from the place in the result. */
type Access = 'dense' | 'single' | 'strided'

/** Lines that split the place `i` into coordinates `c0`, `c1`, … of sizes `n0`, `n1`, …, the innermost first. */
export function coordinates(rank: number): string {
  let text = ''
  let rest = 'i'
  for (let k = 0; k < rank - 1; k++) {
    text += `const q${k} = quotient(${rest}, n${k}); const c${k} = ${rest} - q${k} * n${k};\n`
    rest = `q${k}`
  }
  return rank > 0 ? `${text}const c${rank - 1} = ${rest};\n` : text
}

const offsetText = (name: string, rank: number): string =>
  [`${name}_at`, ...Array.from({ length: rank }, (_, k) => `c${k} * ${name}_s${k}`)].join(' + ')

const kernels = new WeakMap<Formula, Map<string, Kernel>>()

/** The kernel of a formula in some variant, made once. */
export function kernelOf(formula: Formula, variant: string, make: () => Kernel): Kernel {
  let variants = kernels.get(formula)
  if (variants === undefined) kernels.set(formula, (variants = new Map()))
  let kernel = variants.get(variant)
  if (kernel === undefined) variants.set(variant, (kernel = make()))
  return kernel
}

export interface Mapping {
  /** The shape of the result. */
  readonly sizes: Sizes
  readonly dtype: DType
  /** Strides of the result, dense; row-major where there are none. */
  readonly strides?: Sizes | null
  /** What results go through; by default what their dtype asks for. */
  readonly finish?: Formula
  /** Further functions that the formula calls. */
  readonly functions?: ReadonlyMap<string, Formula>
}

/** A new tensor whose elements are the formula of the operands' elements, which broadcast. */
export function mapElements(
  name: string,
  formula: Formula,
  operands: readonly Operand[],
  mapping: Mapping,
): Tensor {
  const { sizes, dtype } = mapping
  const result = emptyOnDevice(sizes, dtype)
  if (mapping.strides) result.setGeometry(sizes, mapping.strides, 0)
  if (result.count === 0) return result
  // Kernels fill memory from one end to the other: go through the operands in the order the result has there.
  const order = sizes.map((_, dim) => dim)
  if (mapping.strides) {
    const own = mapping.strides
    order.sort((a, b) => own[b] - own[a] || a - b)
  }
  const tensors = operands.filter((operand): operand is Tensor => operand instanceof Tensor)
  const walk = collapse(
    order.map((dim) => sizes[dim]),
    tensors.map((tensor) => {
      const strides = broadcastStrides(tensor.sizes, tensor.strides, sizes)
      return order.map((dim) => strides[dim])
    }),
  )
  const rank = walk.sizes.length
  const access = walk.strides.map((strides, k): Access => {
    if (strides.every((stride) => stride === 0)) return 'single'
    return rank === 1 && strides[0] === 1 && tensors[k].offset === 0 ? 'dense' : 'strided'
  })
  const usesRank = access.includes('strided') ? rank : 0
  const fixed = operands.map((operand) =>
    operand instanceof Tensor ? '$' : typeof operand === 'number' ? '#' : JSON.stringify(operand),
  )
  const finish = mapping.finish ?? settlers[dtype.name]
  const variant = `${usesRank} ${access.join()} ${fixed.join()} ${finish ? finish.name : ''}`
  const kernel = kernelOf(formula, variant, () =>
    mapKernel(name, formula, variant, access, fixed, usesRank, finish, mapping.functions),
  )
  const args: (Tensor | number)[] = []
  let seen = 0
  for (const operand of operands) {
    if (operand instanceof Tensor) {
      const k = seen++
      args.push(operand)
      if (access[k] !== 'dense') args.push(operand.offset)
      if (access[k] === 'strided') args.push(...walk.strides[k])
    } else if (typeof operand === 'number') args.push(operand)
  }
  if (usesRank > 0) args.push(...walk.sizes.slice(0, -1))
  deviceStorage(result).put(run(kernel, result.count, buffersOf(args)))
  return result
}

function mapKernel(
  name: string,
  formula: Formula,
  variant: string,
  access: readonly Access[],
  fixed: readonly string[],
  rank: number,
  finish: Formula | undefined,
  more?: ReadonlyMap<string, Formula>,
): Kernel {
  const params: string[] = ['i']
  const values: string[] = []
  let seen = 0
  fixed.forEach((kind, k) => {
    const x = `x${k}`
    if (kind === '$') {
      const how = access[seen++]
      params.push(x)
      if (how !== 'dense') params.push(`${x}_at`)
      if (how === 'strided') for (let d = 0; d < rank; d++) params.push(`${x}_s${d}`)
      values.push(`${x}[${how === 'dense' ? 'i' : how === 'single' ? `${x}_at` : offsetText(x, rank)}]`)
    } else if (kind === '#') {
      params.push(x)
      values.push(x)
    } else values.push(kind)
  })
  for (let d = 0; d < rank - 1; d++) params.push(`n${d}`)
  return {
    name: `${name} ${variant}`,
    source: `(${params.join(', ')}) => { ${coordinates(rank)} return formula_(${values.join(', ')}) }`,
    finish,
    functions: new Map([...functions, ...(more ?? []), ['formula_', formula]]),
  }
}

/** The elements in another dtype (or the same), row by row, in new memory. */
export function copyOnDevice(tensor: Tensor, dtype: DType): Tensor {
  const isWider = dtype === float32 || dtype === tensor.dtype || tensor.dtype === bool
  const finish = isWider ? same : casts[dtype.name]
  return mapElements('copy', same, [tensor], { sizes: tensor.sizes, dtype, finish })
}
