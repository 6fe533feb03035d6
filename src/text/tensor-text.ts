// Turns a tensor into the text PyTorch would print. Knows nothing of colours or terminals.
//
// Follows torch/_tensor_str.py: first look at every element that will be shown and measure, then write them all
// in columns of one width. Elements left out of a summary are neither measured nor read.
import { forwardMode } from '../tensor/modes.js'
import { get_default_dtype, int64, bool, toComplex } from '../base/dtype.js'
import { TypeError, ValueError } from '../base/errors.js'
import { withoutOverriding } from '../engine/overriding.js'
import { fixed, scientific } from './number-text.js'
import type { Complex } from '../base/scalar.js'
import { Float } from '../base/scalar.js'
import type { Element } from '../memory/elements.js'
import { Tensor } from '../tensor/tensor.js'
import { shapeText } from './shape-text.js'
import { typeName } from '../base/type-name.js'

/** How tensors are printed. */
export interface PrintOptions {
  /** Digits behind the point. */
  precision: number
  /** Tensors with more elements than this are summarised. */
  threshold: number
  /** Elements a summary shows at either end of a dimension. */
  edgeitems: number
  /** Characters to a line. */
  linewidth: number
  /** Whether to use scientific notation; null leaves it to the size of the elements. */
  sci_mode: boolean | null
}

const profiles = {
  default: { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80 },
  short: { precision: 2, threshold: 1000, edgeitems: 2, linewidth: 80 },
  full: { precision: 4, threshold: Infinity, edgeitems: 3, linewidth: 80 },
} as const

const options: PrintOptions = { ...profiles.default, sci_mode: null }

/** What `set_printoptions` takes: any of the options, and a profile to start from. */
export interface PrintOptionsUpdate {
  precision?: number | Float | null
  threshold?: number | Float | null
  edgeitems?: number | Float | null
  linewidth?: number | Float | null
  profile?: 'default' | 'short' | 'full' | null
  sci_mode?: boolean | null
}

const optionNames = ['precision', 'threshold', 'edgeitems', 'linewidth', 'profile', 'sci_mode'] as const

/**
 * Sets how tensors are printed. What is not named stays as it is, except `sci_mode`, which goes back to null:
 * so does PyTorch's. The profiles are `'default'`, `'short'` and `'full'`.
 *
 * @throws TypeError for an option that does not exist
 * @example
 * torch.set_printoptions({ precision: 2 })
 * torch.tensor([1.12345]) // tensor([1.12])
 * torch.set_printoptions({ profile: 'default' })
 * torch.tensor([1.12345]) // tensor([1.1235])
 */
export function set_printoptions(...args: (PrintOptionsUpdate | number | string | boolean | null)[]): void {
  const update: Record<string, unknown> = {}
  args.forEach((arg, i) => {
    if (typeof arg === 'object' && arg !== null && !((arg as unknown) instanceof Float))
      Object.assign(update, arg)
    else update[optionNames[i] ?? i] = arg
  })
  for (const name of Object.keys(update))
    if (!(optionNames as readonly string[]).includes(name))
      throw new TypeError(
        `set_printoptions() got an unexpected keyword argument '${name}' (known: ${optionNames.join(', ')})`,
      )
  const { profile, sci_mode, ...numbers } = update as PrintOptionsUpdate
  if (profile != null) Object.assign(options, profiles[profile])
  for (const [name, value] of Object.entries(numbers)) checkOption(name, value)
  for (const [name, value] of Object.entries(numbers))
    if (value != null) options[name as 'precision'] = Number(value)
  options.sci_mode = sci_mode ?? null
}

/** As many digits as JavaScript writes of a number. */
const MOST_DIGITS = 100

/** Refuses here what would fail at the next print. PyTorch takes it, and then cannot print any tensor. */
function checkOption(name: string, value: unknown): void {
  if (value === null || value === undefined) return
  const number = value instanceof Float ? value.value : value
  if (typeof number !== 'number' || (name !== 'threshold' && !Number.isInteger(number)))
    throw new TypeError(
      `set_printoptions(): argument '${name}' must be ${name === 'threshold' ? 'a number' : 'int'}, not ${typeName(value)}`,
    )
  if ((name === 'precision' || name === 'edgeitems') && number < 0)
    throw new ValueError(`set_printoptions(): ${name} must not be negative, but got ${number}`)
  if (name === 'precision' && number > MOST_DIGITS)
    throw new ValueError(`set_printoptions(): precision must be at most ${MOST_DIGITS}, but got ${number}`)
}

/**
 * The options in force, as a new object: what `set_printoptions` takes to bring them back.
 *
 * @example
 * torch.get_printoptions().linewidth // 80
 */
export const get_printoptions = (): PrintOptions => ({ ...options })

/** Measures a column of elements, then writes each in that width. */
interface Column {
  readonly width: number
  write(element: Element): string
}

/** Integers and booleans: as they are. */
function plainColumn(elements: readonly Element[]): Column {
  const text = (element: Element): string =>
    typeof element === 'boolean' ? (element ? 'True' : 'False') : String(element)
  let width = 1
  for (const element of elements) width = Math.max(width, text(element).length)
  return { width, write: (element) => text(element).padStart(width) }
}

/** Floats: whole numbers with a bare point, fractions with `precision` digits, or all in scientific notation. */
function floatColumn(elements: readonly number[]): Column {
  const { precision } = options
  // Zeros and what is not finite fit in whatever the others need.
  const measured = elements.filter((x) => Number.isFinite(x) && x !== 0)
  const whole = measured.every(Number.isInteger)
  let min = Infinity
  let max = 0
  for (const x of measured) {
    min = Math.min(min, Math.abs(x))
    max = Math.max(max, Math.abs(x))
  }
  const chosen = measured.length > 0 && (max / min > 1000 || max > 1e8 || (!whole && min < 1e-4))
  // PyTorch measures in the notation it would choose, and only then lets `sci_mode` overrule it.
  const length = (x: number): number =>
    chosen ? scientific(x, precision).length : whole ? fixed(x, 0).length + 1 : fixed(x, precision).length
  let width = 1
  for (const x of measured) width = Math.max(width, length(x))
  const isScientific = measured.length > 0 && (options.sci_mode ?? chosen)
  return {
    width,
    write(element) {
      const x = element as number
      const text = isScientific
        ? scientific(x, precision)
        : whole
          ? fixed(x, 0) + (Number.isFinite(x) ? '.' : '')
          : fixed(x, precision)
      return text.padStart(width)
    },
  }
}

/** Complex numbers: a column for each part. */
function complexColumn(elements: readonly Complex[]): Column {
  const real = floatColumn(elements.map((x) => x.re))
  const imaginary = floatColumn(elements.map((x) => x.im))
  return {
    width: real.width + imaginary.width + 1,
    write(element) {
      const { re, im } = element as Complex
      const text = `${imaginary.write(im).trimStart()}j`
      return real.write(re) + (text.startsWith('-') ? '' : '+') + text
    },
  }
}

function columnFor(tensor: Tensor, elements: Element[]): Column {
  if (tensor.dtype.is_complex) return complexColumn(elements as Complex[])
  return tensor.dtype.is_floating_point ? floatColumn(elements as number[]) : plainColumn(elements)
}

/** Positions of one dimension that are shown; a summary has a gap after the first `edgeitems`. */
function shownPositions(size: number, summarise: boolean): { positions: number[]; gap: number } {
  const edge = options.edgeitems
  if (!summarise || size <= 2 * edge) return { positions: Array.from({ length: size }, (_, i) => i), gap: -1 }
  const ends = Array.from({ length: 2 * edge }, (_, i) => (i < edge ? i : size - 2 * edge + i))
  return { positions: ends, gap: edge }
}

/** The elements between brackets. `indent` is how far in the first bracket stands. */
function contents(tensor: Tensor, indent: number, most: number): string {
  if (tensor.count === 0) return '[]'
  const summarise = tensor.count > Math.min(options.threshold, most)
  const { sizes, strides } = tensor
  const rank = sizes.length
  const shown = Array.from(sizes, (size) => shownPositions(size, summarise))

  const elements: Element[] = []
  const collect = (dim: number, offset: number): void => {
    if (dim === rank) elements.push(tensor.elementAt(offset))
    else for (const i of shown[dim].positions) collect(dim + 1, offset + i * strides[dim])
  }
  collect(0, tensor.offset)
  const column = columnFor(tensor, elements)

  // The elements are written in the order they were collected in.
  let next = 0
  const write = (dim: number, indent: number): string => {
    if (dim === rank) return column.write(elements[next++])
    const { positions, gap } = shown[dim]
    const isRow = dim === rank - 1
    const items = positions.map(() => write(dim + 1, indent + 1))
    if (gap >= 0) items.splice(gap, 0, isRow ? ' ...' : '...')
    const margin = ' '.repeat(indent + 1)
    if (!isRow) return `[${items.join(`,${'\n'.repeat(rank - 1 - dim)}${margin}`)}]`
    const perLine = Math.max(1, Math.floor((options.linewidth - indent) / (column.width + 2)))
    const lines: string[] = []
    for (let i = 0; i < items.length; i += perLine) lines.push(items.slice(i, i + perLine).join(', '))
    return `[${lines.join(`,\n${margin}`)}]`
  }
  return write(0, indent)
}

/** What stands behind the elements: where they are, what they are, and how they came to be. */
function suffixes(tensor: Tensor): string[] {
  const { dtype, device } = tensor
  const isMeta = device.type === 'meta'
  const isEmpty = tensor.count === 0
  const standard = get_default_dtype()
  const texts: string[] = []
  if (isMeta) texts.push(`device='meta'`)
  else if (device.type !== 'cpu') texts.push(`device='${device.type}:${device.index ?? 0}'`)
  if (isMeta || (isEmpty && tensor.sizes.length !== 1)) texts.push(`size=${shapeText(tensor.sizes)}`)
  // An element shows what it is when it has no point or is True; without elements only the default goes unsaid.
  const evident =
    dtype === standard ||
    (!isMeta && !isEmpty && (dtype === int64 || dtype === bool || dtype === toComplex(standard)))
  if (!evident) texts.push(`dtype=${dtype}`)
  const node = tensor.grad_fn
  if (node !== null) texts.push(`grad_fn=<${node.className}>`)
  else if (tensor.requires_grad) texts.push('requires_grad=True')
  const tangent = forwardMode.tangents?.of(tensor) ?? null
  if (tangent !== null) texts.push(`tangent=${formatTensor(tangent)}`)
  return texts
}

/**
 * A tensor as PyTorch prints it.
 *
 * @example
 * formatTensor(torch.eye(2).requires_grad_())
 * // tensor([[1., 0.],
 * //         [0., 1.]], requires_grad=True)
 */
export const formatTensor = (tensor: Tensor, most = Infinity): string =>
  withoutOverriding(() => textOf(tensor, most))

function textOf(tensor: Tensor, most: number): string {
  const kind = typeName(tensor)
  const isPlain = kind === 'Tensor' || kind === 'Parameter'
  const prefix = isPlain ? 'tensor(' : `${kind}(`
  const indent = prefix.length
  // Elements of another device come here once, not one by one.
  const here = tensor.memory.isHere ? tensor : tensor.detach().cpu()
  let text =
    prefix +
    (tensor.device.type === 'meta'
      ? '...'
      : contents(here, indent, Math.max(most, profiles.default.threshold)))
  // PyTorch counts two characters more than the line has, and so breaks a little early.
  let lineLength = text.length - text.lastIndexOf('\n') + 1
  for (const suffix of suffixes(tensor)) {
    if (lineLength + suffix.length + 2 > options.linewidth) {
      text += `,\n${' '.repeat(indent)}${suffix}`
      lineLength = indent + suffix.length
    } else {
      text += `, ${suffix}`
      lineLength += suffix.length + 2
    }
  }
  if (!tensor.isParameter) return `${text})`
  if (isPlain) return `Parameter containing:\n${text})`
  // As torch/_tensor_str.py has it: of a subclass of Parameter, both say so.
  return `${tensor.constructor === Tensor.prototype.constructor ? 'Parameter containing:\n' : ''}Parameter(${text}))`
}
