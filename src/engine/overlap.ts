// Refuses writes whose result would depend on the order of the loop: to a tensor in which one place is several
// elements, and to memory that an operand still has to be read from. Follows ATen/MemoryOverlap.cpp.
import { RuntimeError } from '../base/errors.js'
import { isDense, sameSizes } from '../base/layout.js'
import { warn } from '../base/warnings.js'
import { Tensor } from '../tensor/tensor.js'

/**
 * What an op that writes in place makes of overlaps. By default an expanded tensor is refused, and an operand that lies
 * partly in the written memory.
 *
 * - `checked`: as by default, and so are the operands of `out=`, which most ops read before they write.
 * - `self`: operands may lie anywhere, since they are read first.
 * - `allowed`: nothing is refused, since every element is written the same or the op keeps to its own order.
 * - `warned`: writing to an expanded tensor is deprecated, as PyTorch says.
 * - `disjoint`: operands may not even be the written tensor, since they are read at other places than are written.
 */
export type OverlapRule = 'checked' | 'self' | 'allowed' | 'warned' | 'disjoint' | 'warned, disjoint'

const refusal = (what: string): RuntimeError =>
  new RuntimeError(
    `unsupported operation: ${what} to a single memory location. Please clone() the tensor before performing the ` +
      'operation.',
  )

/** Whether several elements of a tensor are seen to be one place: an expanded dimension. */
function isExpanded({ sizes, strides }: Tensor): boolean {
  for (let i = 0; i < sizes.length; i++) if (sizes[i] > 1 && strides[i] === 0) return true
  return false
}

/** Whether several elements of a tensor may be one place: what is said without proof of the opposite. */
export function mayOverlap({ sizes, strides, contiguousFlag }: Tensor): boolean {
  if (contiguousFlag) return false
  const dims = sizes.map((size, i) => [Math.abs(strides[i]), size]).filter(([, size]) => size > 1)
  let reach = 0
  for (const [stride, size] of dims.sort(([a], [b]) => a - b)) {
    if (stride <= reach) return true
    reach += stride * (size - 1)
  }
  return false
}

/** The first byte of a tensor's window, for comparing windows on one memory. */
const startOf = ({ memory, offset, dtype }: Tensor): number => memory.place.start + offset * dtype.itemsize

/** PyTorch's `get_overlap_status`: windows with gaps are too hard to compare, and pass. */
function overlapOf(a: Tensor, b: Tensor): 'none' | 'partial' | 'full' {
  if (a === b) return 'full'
  if (a.count === 0 || b.count === 0 || !a.memory.shares(b.memory)) return 'none'
  if (!isDense(a.sizes, a.strides) || !isDense(b.sizes, b.strides)) return 'none'
  const [aStart, bStart] = [startOf(a), startOf(b)]
  const [aEnd, bEnd] = [aStart + a.nbytes, bStart + b.nbytes]
  if (aStart === bStart && aEnd === bEnd) return sameSizes(a.strides, b.strides) ? 'full' : 'partial'
  return aStart < bEnd && bStart < aEnd ? 'partial' : 'none'
}

const notes: Record<string, string> = {
  _index_put_: 'tensor[indices] = tensor',
}

/**
 * Throws where writing to `out` would change an operand half-way, or write one place twice.
 *
 * @param operands what is read; those that are no tensors are passed over
 * @param name of the op, for the warning of deprecated use
 */
export function checkOverlap(
  out: Tensor,
  operands: readonly unknown[],
  rule: OverlapRule | undefined = undefined,
  name = '',
): void {
  if (out.count === 0 || rule === 'allowed') return
  if (isExpanded(out)) {
    if (!rule?.startsWith('warned')) throw refusal('more than one element of the written-to tensor refers')
    warn(
      `Use of ${name.replace(/^_|_$/g, '')}_ on expanded tensors is deprecated. Please clone() the tensor before performing this operation. ` +
        `This also applies to advanced indexing e.g. ${notes[name] ?? 'tensor[mask] = scalar'}`,
    )
  }
  if (rule === 'self') return
  for (const operand of operands) {
    if (Array.isArray(operand)) checkOperands(out, operand, rule)
    else if (operand instanceof Tensor) checkOperand(out, operand, rule)
  }
}

function checkOperands(out: Tensor, operands: readonly unknown[], rule: OverlapRule | undefined): void {
  for (const operand of operands) if (operand instanceof Tensor) checkOperand(out, operand, rule)
}

function checkOperand(out: Tensor, operand: Tensor, rule: OverlapRule | undefined): void {
  const status = overlapOf(out, operand)
  if (status === 'partial' || (status === 'full' && rule?.endsWith('disjoint')))
    throw refusal('some elements of the input tensor and the written-to tensor refer')
}
