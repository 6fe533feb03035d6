// Recorded cases repeated up to a size where other forms of kernels than the reference run.
import torch from '../../../src/index.js'
import { decode } from '../../goldens/decode.js'
import type { Case } from '../../goldens/encoding.js'
import { invoke } from '../../goldens/invoke.js'

const t = torch as any

const isTensor = (value: any): boolean =>
  typeof value === 'object' && value !== null && typeof value.tolist === 'function'

export const listOf = (tensor: any): unknown[] => {
  const list = tensor.tolist()
  return Array.isArray(list) ? list.flat(Infinity as 1) : [list]
}

/** Every tensor once more in each of `times` rows. */
function repeated(values: any[], times: number): any[] {
  const rank = Math.max(...values.filter(isTensor).map((value) => value.dim()))
  return values.map((value) => {
    if (!isTensor(value)) return value
    const shape = [...new Array(rank - value.dim()).fill(1), ...value.shape]
    return value
      .detach()
      .reshape(shape)
      .expand(times, ...shape)
      .contiguous()
  })
}

/** What a case gives as it is and with its tensors repeated; null for one that cannot be repeated. */
export function smallAndLarge(c: Case): { small: any; large: any; times: number } | null {
  const args = c.args.map((value) => decode(t, value, []))
  const kwargs = decode(t, c.kwargs, []) as Record<string, unknown>
  if (!args.every((arg) => !Array.isArray(arg)) || !args.some(isTensor)) return null
  if (Object.values(kwargs).some(isTensor)) return null
  const small = invoke(
    t,
    c.call,
    args.map((arg) => (isTensor(arg) ? arg.detach() : arg)),
    kwargs,
  ) as any
  if (!isTensor(small) || small.numel() === 0 || small.is_complex()) return null
  const times = Math.ceil(4200 / small.numel()) + 3
  return { small, large: invoke(t, c.call, repeated(args, times), kwargs), times }
}

/** The tensors that a case gives when its own are repeated; an error as text. */
export function largeResults(c: Case): any[] | string {
  t.manual_seed(5)
  try {
    const args = c.args.map((value) => decode(t, value, []))
    const sizes = args.filter(isTensor).map((arg: any) => arg.numel())
    if (sizes.length === 0) return 'no tensor'
    const times = Math.ceil(6000 / Math.max(1, ...sizes)) + 3
    const kwargs = decode(t, c.kwargs, []) as Record<string, unknown>
    const large = invoke(t, c.call, repeated(args, times), kwargs) as any
    return (isTensor(large) ? [large] : Array.isArray(large) ? [...large] : [large]).filter(isTensor)
  } catch (error) {
    return String(error)
  }
}
