// What products of matrices and vectors ask of their operands, and the views they take of them.
import { modes } from '../../tensor/modes.js'
import { bool, notImplementedFor } from '../../base/dtype.js'
import { check, RuntimeError, sizesText } from '../../base/errors.js'
import { isExpandable, type Sizes } from '../../base/layout.js'
import { type Tensor } from '../../tensor/tensor.js'
import { conj } from '../pointwise/gradients.js'

/** The last two dimensions exchanged, without a node in the graph. */
export function transposed(x: Tensor): Tensor {
  const swap = ([...list]: Sizes): Sizes => {
    const last = list.length - 1
    ;[list[last - 1], list[last]] = [list[last], list[last - 1]]
    return list
  }
  return x.viewAs(swap(x.sizes), swap(x.strides), x.offset)
}

/** The transposed matrix or batch of them; where nothing is recorded, without a node. */
const flipped = (x: Tensor): Tensor => (modes.grad ? x.transpose(-2, -1) : transposed(x))
/** The transposed conjugate of a matrix or a batch of them. */
export const adjoint = (x: Tensor): Tensor => conj(flipped(x))

const liesByColumns = ([rows]: Sizes, strides: Sizes): boolean => strides[0] === 1 && strides[1] === rows

// As PyTorch has it, the gradient of a matrix that lies column by column does so too: then that of a weight of which a layer
// used the transpose lies as the weight does, and a step of an optimizer is one loop.

/** The gradient of `left` in `left @ right`. */
export const gradientOfLeft = (g: Tensor, right: Tensor, sizes: Sizes, strides: Sizes): Tensor =>
  liesByColumns(sizes, strides) ? flipped(conj(right).mm(flipped(g))) : g.mm(adjoint(right))

/** The gradient of `right` in `left @ right`. */
export const gradientOfRight = (g: Tensor, left: Tensor, sizes: Sizes, strides: Sizes): Tensor =>
  liesByColumns(sizes, strides) ? flipped(flipped(g).mm(conj(left))) : adjoint(left).mm(g)

/** A vector as a matrix of one column, without a node in the graph. */
export const column = (x: Tensor): Tensor => x.viewAs([x.sizes[0], 1], [x.strides[0], 1], x.offset)
/** A vector as a matrix of one row. */
export const row = (x: Tensor): Tensor => x.viewAs([1, x.sizes[0]], [x.sizes[0], x.strides[0]], x.offset)

/** A matrix repeated for each of `batches`. */
export const inBatches = (g: Tensor, batches: number): Tensor =>
  g.unsqueeze(0).expand([batches, g.sizes[0], g.sizes[1]])

export function sameDtype(a: Tensor, b: Tensor): void {
  if (a.dtype !== b.dtype)
    throw new RuntimeError(`expected scalar type ${a.dtype.scalarName} but found ${b.dtype.scalarName}`)
}

/** Throws unless a tensor of `sizes` broadcasts to `to`; PyTorch's `expand`. */
export function checkExpands(sizes: Sizes, to: Sizes, scalarName: string): void {
  if (isExpandable(sizes, to)) return
  if (sizes.length > to.length)
    throw new RuntimeError(
      `expand(torch.${scalarName}Tensor{${sizesText(sizes)}}, size=${sizesText(to)}): the number of sizes provided ` +
        `(${to.length}) must be greater or equal to the number of dimensions in the tensor (${sizes.length})`,
    )
  for (let i = 1; i <= sizes.length; i++) {
    const own = sizes[sizes.length - i]
    const wanted = to[to.length - i]
    if (own !== 1 && own !== wanted)
      throw new RuntimeError(
        `The expanded size of the tensor (${wanted}) must match the existing size (${own}) at non-singleton dimension ` +
          `${to.length - i}.  Target sizes: ${sizesText(to)}.  Tensor sizes: ${sizesText(sizes)}`,
      )
  }
}

export function checkMm(a: Tensor, b: Tensor): void {
  check(
    a.sizes[1] === b.sizes[0],
    () => `mat1 and mat2 shapes cannot be multiplied (${a.sizes.join('x')} and ${b.sizes.join('x')})`,
  )
  if (a.dtype === bool && b.dtype === bool && a.count > 0 && b.count > 0)
    notImplementedFor('addmm_impl_cpu_', bool)
}

export function checkMv(addend: Sizes | null, mat: Tensor, vec: Tensor): void {
  const first = addend ?? mat.sizes.slice(0, 1)
  check(
    mat.sizes.length === 2 && vec.sizes.length === 1 && first.length <= 1,
    () => `vector + matrix @ vector expected, got ${first.length}, ${mat.sizes.length}, ${vec.sizes.length}`,
  )
  const rows = addend === null ? mat.sizes[0] : (addend[0] ?? 1)
  check(
    vec.sizes[0] === mat.sizes[1] && (rows === mat.sizes[0] || (addend !== null && rows === 1)),
    () => `size mismatch, got ${rows}, ${mat.sizes.join('x')},${vec.sizes[0]}`,
  )
  if (mat.dtype === bool && vec.dtype === bool && mat.count > 0) notImplementedFor('addmv_impl_cpu', bool)
  sameDtype(mat, vec)
}

export function checkBmm(a: Tensor, b: Tensor): void {
  check(a.sizes.length === 3, () => 'batch1 must be a 3D tensor')
  check(b.sizes.length === 3, () => 'batch2 must be a 3D tensor')
  check(
    a.sizes[0] === b.sizes[0] && a.sizes[2] === b.sizes[1],
    () =>
      'Expected size for first two dimensions of batch2 tensor to be: ' +
      `[${a.sizes[0]}, ${a.sizes[2]}] but got: [${b.sizes[0]}, ${b.sizes[1]}].`,
  )
  if (a.dtype === bool && b.dtype === bool && a.count > 0 && b.count > 0) notImplementedFor('bmm', bool)
  sameDtype(a, b)
}
