// `torch.testing.make_tensor`: a tensor of random numbers to try something with. Follows torch/testing/_creation.py.
import { bool, DType, toReal, uint8 } from '../base/dtype.js'
import { TypeError, ValueError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import type { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { finfo, iinfo } from './torch-functions.js'

interface Options {
  dtype: DType
  device?: unknown
  low?: number | null
  high?: number | null
  requires_grad?: boolean
  /** Whether every second number of a larger memory is taken. */
  noncontiguous?: boolean
  /** Whether a small number stands in the place of each 0. */
  exclude_zero?: boolean
}

const known = ['dtype', 'device', 'low', 'high', 'requires_grad', 'noncontiguous', 'exclude_zero']

const draw = (name: string, ...args: unknown[]): Tensor => call(name, args) as Tensor

/** Between `low` and `high`, as PyTorch makes them of `rand`. */
function uniform(
  shape: readonly unknown[],
  dtype: DType,
  device: unknown,
  low: number,
  high: number,
): Tensor {
  const share = draw('rand', shape, { dtype, device })
  return share.mul(high).add(share.rsub(1).mul(low))
}

function rangeOf(
  low: number | null,
  high: number | null,
  least: number,
  most: number,
  usual: [number, number],
) {
  const [from, to] = [low ?? usual[0], high ?? usual[1]]
  if (Number.isNaN(from) || Number.isNaN(to)) throw new ValueError('make_tensor: one of low or high was NaN!')
  if (from > to) throw new ValueError('make_tensor: low must be weakly less than high!')
  return [Math.min(Math.max(from, least), most), Math.min(Math.max(to, least), most)] as const
}

/**
 * A tensor of random numbers: floats between -9 and 9, ints of -9 to 9, or of 0 to 9 in uint8, unless `low` and `high` say
 * otherwise.
 *
 * @throws ValueError for a range that is none, and for gradients of what can have none
 * @example
 * torch.testing.make_tensor(2, 3, { dtype: torch.uint8, device: 'cpu', low: 4, high: 5 }) // all 4
 */
export function make_tensor(...args: (number | readonly number[] | Options)[]): Tensor {
  const last = args.at(-1)
  const options = (isKeywords(last) ? last : {}) as Partial<Options>
  const given = isKeywords(last) ? args.slice(0, -1) : args
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`make_tensor() got an unexpected keyword argument '${unknown}'`)
  const { dtype, device, low = null, high = null } = options
  if (!(dtype instanceof DType))
    throw new TypeError("make_tensor() missing 1 required keyword-only argument: 'dtype'")
  const { requires_grad = false, noncontiguous = false, exclude_zero = false } = options
  const shape = given.length === 1 && Array.isArray(given[0]) ? given[0] : given
  const isExact = !dtype.is_floating_point && !dtype.is_complex
  if (requires_grad && isExact)
    throw new ValueError('make_tensor: requires_grad must be False for integral dtype')
  let result: Tensor
  if (dtype === bool) result = draw('randint', 0, 2, shape, { dtype, device })
  else if (isExact) {
    const { min, max } = iinfo(dtype)
    const [from, to] = rangeOf(low, high, Number(min), Number(max), dtype === uint8 ? [0, 10] : [-9, 10])
    result = draw('randint', Math.floor(from), Math.ceil(to), shape, { dtype, device })
  } else {
    const real = dtype.is_complex ? toReal(dtype) : dtype
    const { max } = finfo(real)
    const [from, to] = rangeOf(low, high, -Number(max), Number(max), [-9, 9])
    if (dtype.is_complex) {
      const [a, b] = [
        draw('rand', shape, { dtype: real, device }),
        draw('rand', shape, { dtype: real, device }),
      ]
      const within = (share: Tensor): Tensor => share.mul(to).add(share.rsub(1).mul(from))
      result = draw('complex', within(a), within(b))
    } else result = uniform(shape, dtype, device, from, to)
  }
  if (noncontiguous && result.count > 1) {
    result = draw('stack', [result, result], -1).select(-1, 0)
  }
  if (exclude_zero) {
    const small = isExact ? 1 : Number(finfo(dtype.is_complex ? toReal(dtype) : dtype).tiny)
    const other = dtype.is_complex
      ? draw(
          'complex',
          draw('full', [], small, { dtype: toReal(dtype) }),
          draw('full', [], small, { dtype: toReal(dtype) }),
        )
      : draw('full', [], small, { dtype })
    result.masked_fill_(result.eq(0), other)
  }
  return isExact ? result : result.requires_grad_(requires_grad)
}
