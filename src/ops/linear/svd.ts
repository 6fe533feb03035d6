// Singular values of matrices, and their gradients.
import type { Grad } from '../../tensor/node.js'
import { notImplementedFor } from '../../base/dtype.js'
import { check } from '../../base/errors.js'
import { numelOf } from '../../base/layout.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { svd } from '../../kernels/svd.js'

function checkMatrices(self: Tensor): void {
  const { sizes, dtype } = self
  check(sizes.length >= 2, () => `linalg.svd: The input tensor A must have at least 2 dimensions.`)
  check(
    dtype.is_floating_point || dtype.is_complex,
    () => `linalg.svd: Expected a floating point or complex tensor as input. Got ${dtype.scalarName}`,
  )
  if (dtype.isHalf || dtype.is_complex) notImplementedFor('linalg_svd_cpu', dtype)
}

/** U, S and Vᴴ; see the kernel. */
function decompose(self: Tensor): Tensor[] {
  const [rows, width] = self.sizes.slice(-2)
  const batch = self.sizes.slice(0, -2)
  const count = Math.min(rows, width)
  const u = emptyTensor([...batch, rows, count], self.dtype, self.device)
  const s = emptyTensor([...batch, count], self.dtype, self.device)
  const vh = emptyTensor([...batch, count, width], self.dtype, self.device)
  run(svd, [u, s, vh, self.contiguous()], numelOf(batch), rows, width, batch.length > 0)
  return [u, s, vh]
}

const skew = (x: Tensor): Tensor => x.sub(x.mT)

/** PyTorch's `svd_backward` (FunctionsManual.cpp) for real matrices. */
function svdBackward(gu: Grad, gs: Grad, gvh: Grad, u: Tensor, s: Tensor, vh: Tensor): Tensor {
  const [rows, width] = [u.sizes[u.sizes.length - 2], vh.sizes[vh.sizes.length - 1]]
  // Where only S was used, dA = U diag(dS) Vᴴ: each singular value is uᴴ A v.
  if (gu === null && gvh === null) return u.matmul((gs as Tensor).unsqueeze(-1).mul(vh))
  const squares = s.mul(s)
  const identity = call('diag_embed', [s.new_ones(s.sizes as number[])]) as Tensor
  const gaps = squares.unsqueeze(-2).sub(squares.unsqueeze(-1)).add(identity)
  let inner = s.new_zeros([...s.sizes, s.sizes[s.sizes.length - 1]])
  if (gu !== null) inner = inner.add(skew(u.mT.matmul(gu)).div(gaps).mul(s.unsqueeze(-2)))
  if (gvh !== null) inner = inner.add(s.unsqueeze(-1).mul(skew(vh.matmul(gvh.mT)).div(gaps)))
  if (gs !== null) inner = inner.add(call('diag_embed', [gs]) as Tensor)
  if (rows > width && gu !== null) {
    const outside = gu.div(s.unsqueeze(-2))
    return u
      .matmul(inner)
      .add(outside)
      .sub(u.matmul(u.mT.matmul(outside)))
      .matmul(vh)
  }
  if (rows < width && gvh !== null) {
    const outside = gvh.div(s.unsqueeze(-1))
    return u.matmul(inner.matmul(vh).add(outside).sub(outside.matmul(vh.mT).matmul(vh)))
  }
  return u.matmul(inner).matmul(vh)
}

op('_linalg_svd(Tensor A) -> (Tensor U, Tensor S, Tensor Vh)', {
  doc: 'A matrix as U diag(S) Vh, with orthonormal columns in U and rows in Vh; the singular values S fall.',
  example: ['torch._linalg_svd(torch.tensor([[1.5, 0], [0, 2]])).S', 'tensor([2.0000, 1.5000])'],
  node: 'LinalgSvdBackward0',
  validate: checkMatrices,
  compute: decompose,
  backward: { A: (_g, { U, S, Vh, grads }) => svdBackward(grads[0], grads[1], grads[2], U, S, Vh) },
})

op('linalg.svdvals(Tensor A, *, Tensor? out=None) -> Tensor', {
  doc: 'The singular values of a matrix, or of each matrix of a batch; largest first.',
  example: ['torch.linalg.svdvals(torch.tensor([[1.5, 0], [0, 2]]))', 'tensor([2.0000, 1.5000])'],
  exactOut: true,
  forward: (A: Tensor) => (call('_linalg_svd', [A]) as Tensor[])[1],
})
