/**
 * Runs formulas on tensors that live on a device. A formula says one element of a result; here it meets strides,
 * broadcasting and dtypes. Knows no backend: those are behind `device/device.ts`.
 *
 * Note [Ops on a device]. Views and compositions are the same on every device. The formula of a `kernel` becomes a
 * kernel of the device by `mapElements`. A `compute` or `mutate` that says `device: true` works on every device: it is
 * made of other ops, or of the kernels written next to it, which `runKernel` and `reduceLanes` run.
 */
import { type DeviceBuffer, type Formula, getBackend, gpu, type Kernel } from './device.js'
import { counts } from './held.js'
import { deviceStorage, isOnDevice } from './device-storage.js'
import { bool, type DType, float32 } from '../base/dtype.js'
import {
  broadcastStrides,
  contiguousStrides,
  isContiguous,
  isDense,
  sameSizes,
  type Sizes,
} from '../base/layout.js'
import { emptyTensor, Tensor, tensorFromArray } from '../tensor/tensor.js'
import { castTo, copyInto } from '../engine/copy.js'
import { formulaFunctions } from '../kernels/math.js'

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
const same = (x: number): number => x

const settlers: Record<string, Formula> = {
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

const functions: ReadonlyMap<string, Formula> = new Map<string, Formula>([
  ...formulaFunctions,
  ...[quotient, remainderOf, laneStart, laneSteps, asUint8, asInt8, asInt16].map((f) => [f.name, f] as const),
])

// ---- tensors ----

const emptyOnDevice = (sizes: Sizes, dtype: DType): Tensor => emptyTensor(sizes, dtype, gpu)

function run(kernel: Kernel, length: number, args: readonly (DeviceBuffer | number)[]): DeviceBuffer {
  counts.kernels++
  return getBackend().run(kernel, length, args)
}

const buffersOf = (args: readonly (Tensor | number)[]): (DeviceBuffer | number)[] =>
  args.map((arg) => (typeof arg === 'number' ? arg : deviceStorage(arg).numbers))

// ---- elementwise ----

/** What a formula takes: the element of a tensor on the device, a number, or something known when it is compiled. */
export type Operand = Tensor | number | string | boolean | null

/** How the elements of one operand are found from the place in the result. */
type Access = 'dense' | 'single' | 'strided'

interface Walk {
  /** Sizes of the dimensions, those merged that lie together in all operands; the innermost first. */
  readonly sizes: number[]
  /** For each operand, its strides in the same order. */
  readonly strides: number[][]
}

function walkOf(sizes: Sizes, strides: readonly Sizes[]): Walk {
  const walk: Walk = { sizes: [], strides: strides.map(() => []) }
  for (let dim = sizes.length - 1; dim >= 0; dim--) {
    const size = sizes[dim]
    if (size === 1) continue
    const last = walk.sizes.length - 1
    const joins =
      last >= 0 && strides.every((own, k) => own[dim] === walk.sizes[last] * walk.strides[k][last])
    if (joins) walk.sizes[last] *= size
    else {
      walk.sizes.push(size)
      walk.strides.forEach((own, k) => own.push(strides[k][dim]))
    }
  }
  return walk
}

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
function kernelOf(formula: Formula, variant: string, make: () => Kernel): Kernel {
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
  const walk = walkOf(
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

// ---- by place ----

/** The tensor itself where its elements are all of its memory in row-major order, else a copy. */
export function dense(tensor: Tensor): Tensor {
  const whole = tensor.contiguousFlag && tensor.offset === 0 && tensor.count === tensor.storage.length
  return whole ? tensor : copyOnDevice(tensor, tensor.dtype)
}

/**
 * A new tensor whose element `i`, in row-major order, is `formula(i, ...args)`. Tensors arrive as the arrays of their
 * elements in row-major order. A last argument may hold further functions that the formula calls.
 */
export function runFormula(
  formula: Formula,
  sizes: Sizes,
  dtype: DType,
  ...args: (Tensor | number | Record<string, Formula>)[]
): Tensor {
  const result = emptyOnDevice(sizes, dtype)
  if (result.count === 0) return result
  const finish = settlers[dtype.name]
  const last = args.at(-1)
  const more = last instanceof Tensor || typeof last === 'number' ? [] : Object.entries(last ?? {})
  const variant = [dtype.name, ...more.map(([, one]) => String(one))].join()
  const kernel = kernelOf(formula, variant, () => ({
    name: `${formula.name} ${variant}`,
    source: Function.prototype.toString.call(formula),
    finish,
    functions: more.length === 0 ? functions : new Map([...functions, ...more]),
  }))
  const given = (more.length === 0 ? args : args.slice(0, -1)).map((arg) =>
    arg instanceof Tensor ? dense(arg) : (arg as number),
  )
  deviceStorage(result).put(run(kernel, result.count, buffersOf(given)))
  return result
}

/** An array of the elements of a tensor, as formulas read it. */
export type Numbers = ArrayLike<number>

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

/**
 * Note [Long loops]. A software renderer gives a pixel, which is four elements, 65535 rounds of loops, and leaves them
 * without a word when these are used up. So no kernel takes more rounds for an element than this: what needs more is
 * done in parts.
 */
export const LONGEST_LOOP = 8192

/** Above so many elements a lane is reduced in parts: one element of a result is the work of one thread. */
export const LONG_LANE = 1024

/** `outer` × `inner` lanes of `n` elements that lie `inner` apart; see lanes.ts. */
export interface DeviceLanes {
  readonly x: Tensor
  readonly n: number
  readonly outer: number
  readonly inner: number
  readonly sizes: Sizes
}

/**
 * Makes one element of each lane. The formula takes the place of the result, the elements, `n`, `inner`, and the
 * lengths and number of the parts that the lane is cut in; `start` below gives the first.
 */
export function reduceLanes(formula: Formula, lanes: DeviceLanes, dtype: DType): Tensor {
  const { outer, inner } = lanes
  let { x, n } = lanes
  while (n > LONG_LANE) {
    const length = Math.ceil(Math.sqrt(n))
    const parts = Math.ceil(n / length)
    x = runFormula(formula, [outer, parts, inner], dtype, x, n, inner, length, parts)
    n = parts
  }
  return runFormula(formula, lanes.sizes, dtype, x, n, inner, n, 1)
}

// ---- copies ----

/** The elements in another dtype (or the same), row by row, in new memory. */
export function copyOnDevice(tensor: Tensor, dtype: DType): Tensor {
  const isWider = dtype === float32 || dtype === tensor.dtype || tensor.dtype === bool
  const finish = isWider ? same : casts[dtype.name]
  return mapElements('copy', same, [tensor], { sizes: tensor.sizes, dtype, finish })
}

/** Where an element of the memory lies in a window on it: -1 outside. The strides fall from the outermost on. */
function windowKernel(rank: number): Kernel {
  const params = ['i', 'base', 'values', 'at']
  let text = 'let rest = i - at; let place = 0; let inside = rest >= 0 ? 1 : 0;\n'
  for (let k = 0; k < rank; k++) {
    params.push(`n${k}`, `s${k}`, `p${k}`)
    text += `const c${k} = quotient(rest, s${k}); if (c${k} >= n${k}) inside = 0; rest = rest - c${k} * s${k}; place = place + c${k} * p${k};\n`
  }
  return {
    name: `window ${rank}`,
    source: `(${params.join(', ')}) => { ${text} if (inside < 0.5 || rest > 0) return base[i]; return values[place] }`,
    functions,
  }
}
const windowKernels: Kernel[] = []

/**
 * Writes the elements of `source`, which has the sizes and the dtype of `target`, over those of `target`.
 *
 * @param isOurs whether nobody else will look at `source`, so that its memory may be taken
 */
export function writeOnDevice(target: Tensor, source: Tensor, isOurs: boolean): void {
  if (target.count === 0) return
  const storage = deviceStorage(target)
  const whole = target.offset === 0 && target.count === storage.length
  if (whole && isDense(target.sizes, target.strides)) {
    const fits = isOurs && source.count === source.storage.length && sameSizes(source.strides, target.strides)
    storage.take(deviceStorage(fits ? source : copyLike(source, target.strides)))
    return
  }
  const dims = target.sizes.map((_, dim) => dim).filter((dim) => target.sizes[dim] !== 1)
  dims.sort((a, b) => target.strides[b] - target.strides[a])
  const places = contiguousStrides(target.sizes)
  const kernel = (windowKernels[dims.length] ??= windowKernel(dims.length))
  const args: (Tensor | number)[] = [dense(source), target.offset]
  for (const dim of dims) args.push(target.sizes[dim], target.strides[dim], places[dim])
  storage.put(run(kernel, storage.length, [storage.numbers, ...buffersOf(args)]))
}

const copyLike = (source: Tensor, strides: Sizes): Tensor =>
  mapElements('copy', same, [source], {
    sizes: source.sizes,
    dtype: source.dtype,
    strides: isContiguous(source.sizes, strides) ? null : strides,
    finish: same,
  })

/** A new tensor on the device with the elements of one on the CPU. */
export function toDevice(tensor: Tensor): Tensor {
  const result = emptyOnDevice(tensor.sizes, tensor.dtype)
  const { offset, count } = tensor
  deviceStorage(result).upload(
    tensor.contiguousFlag
      ? tensor.storage.array.subarray(offset, offset + count)
      : castTo(tensor, tensor.dtype).storage.array,
  )
  return result
}

/** A new tensor on the CPU with the elements of one on the device. */
export function toHost(tensor: Tensor): Tensor {
  const isMost = tensor.storage.length <= 2 * tensor.count && isDense(tensor.sizes, tensor.strides)
  const source = isMost ? tensor : copyOnDevice(tensor, tensor.dtype)
  const array = deviceStorage(source).download()
  const result = tensorFromArray(array, source.sizes, source.dtype)
  result.setGeometry(source.sizes, source.strides, source.offset)
  return result
}

/** Copies between devices, and on one. */
export function copyAcross(target: Tensor, source: Tensor): void {
  if (!isOnDevice(target)) {
    copyInto(target, toHost(source))
    return
  }
  const fits = source.dtype === target.dtype && sameSizes(source.sizes, target.sizes)
  if (!isOnDevice(source)) {
    const there = toDevice(source.dtype === target.dtype ? source : castTo(source, target.dtype))
    writeOnDevice(target, fits ? there : spread(there, target.sizes), true)
  } else if (fits) writeOnDevice(target, source, false)
  else writeOnDevice(target, spread(source, target.sizes, target.dtype), true)
}

/** Broadcast to `sizes`, in new memory. */
const spread = (tensor: Tensor, sizes: Sizes, dtype = tensor.dtype): Tensor => {
  if (sameSizes(tensor.sizes, sizes)) return copyOnDevice(tensor, dtype)
  return copyOnDevice(
    tensor.viewAs(sizes, broadcastStrides(tensor.sizes, tensor.strides, sizes), tensor.offset),
    dtype,
  )
}

const orZero = (i: number, x: Numbers, n: number): number => (i < n ? x[i] : 0)

/** Gives the memory behind a tensor more places, for all its views. */
export function growOnDevice(tensor: Tensor, length: number): void {
  const storage = deviceStorage(tensor)
  const all = tensor.viewAs([storage.length], [1], 0)
  storage.take(deviceStorage(runFormula(orZero, [length], tensor.dtype, all, storage.length)))
}

/** A new tensor on the device of one number. */
export const filledOnDevice = (sizes: Sizes, value: number, dtype: DType): Tensor =>
  mapElements('fill', same, [value], { sizes, dtype, finish: same })
