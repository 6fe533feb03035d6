// Autocast: which ops choose the dtype of their inputs by themselves inside a region of `torch.autocast('cpu')`, and what
// they choose. Follows aten/src/ATen/autocast_mode.cpp.
import { bfloat16, type DType, float16, float32, float64 } from '../base/dtype.js'
import { RuntimeError } from '../base/errors.js'
import { casting } from '../tensor/modes.js'
import { Tensor } from '../tensor/tensor.js'

/** What a region switches; `gpu` is kept and answered, for nothing is on one here. */
export const autocastState = {
  cpu: false,
  cpuDtype: bfloat16,
  gpu: false,
  gpuDtype: float16,
  keepsCasts: true,
  nesting: 0,
}

/** In the smaller dtype of the region: products, which gain most from it. */
const smaller =
  'conv1d conv2d conv3d nn.functional.conv1d nn.functional.conv2d nn.functional.conv3d conv_tbc nn.functional.conv_tbc bmm mm baddbmm addmm addbmm nn.functional.linear matmul linalg.matmul __matmul__ ' +
  '__rmatmul__'

/** In float32: losses, factorizations, transforms, and what has no kernel for less. */
const single =
  'conv_transpose1d conv_transpose2d conv_transpose3d nn.functional.conv_transpose1d nn.functional.conv_transpose2d ' +
  'nn.functional.conv_transpose3d _C._nn.avg_pool3d nn.functional.avg_pool3d _C._nn.adaptive_avg_pool3d _C._nn.adaptive_max_pool3d max_pool3d ' +
  '_C._nn.fractional_max_pool2d _C._nn.fractional_max_pool3d _C._nn.max_unpool2d _C._nn.max_unpool3d grid_sampler ' +
  'grid_sampler_2d grid_sampler_3d nn.functional.grid_sample _C._nn.reflection_pad1d _C._nn.reflection_pad2d ' +
  '_C._nn.replication_pad1d _C._nn.replication_pad2d _C._nn.replication_pad3d ' +
  'nn.functional.binary_cross_entropy nn.functional.binary_cross_entropy_with_logits binary_cross_entropy_with_logits ' +
  'nn.functional.mse_loss nn.functional.l1_loss nn.functional.smooth_l1_loss nn.functional.huber_loss ' +
  'nn.functional.cosine_embedding_loss cosine_embedding_loss nn.functional.cross_entropy _C._nn.nll_loss ' +
  '_C._nn.nll_loss2d nn.functional.nll_loss nn.functional.hinge_embedding_loss hinge_embedding_loss ' +
  'nn.functional.poisson_nll_loss poisson_nll_loss nn.functional.margin_ranking_loss margin_ranking_loss ' +
  '_C._nn.soft_margin_loss nn.functional.soft_margin_loss nn.functional.triplet_margin_loss triplet_margin_loss ' +
  '_C._nn.multi_margin_loss nn.functional.multi_margin_loss nn.functional.ctc_loss ctc_loss nn.functional.kl_div kl_div ' +
  '_C._nn.multilabel_margin_loss nn.functional.multilabel_margin_loss ' +
  'polar prod quantile nanquantile stft cdist trace view_as_complex cholesky cholesky_inverse cholesky_solve inverse ' +
  'lu_solve orgqr ormqr pinverse geqrf _lu_with_info qr svd symeig triangular_solve ' +
  'fft.fft fft.ifft fft.fft2 fft.ifft2 fft.fftn fft.ifftn fft.rfft fft.irfft fft.rfft2 fft.irfft2 fft.rfftn fft.irfftn ' +
  'fft.hfft fft.ihfft linalg.cond linalg.matrix_rank linalg.solve linalg.cholesky linalg.svdvals linalg.eigvals ' +
  'linalg.eigvalsh linalg.inv linalg.householder_product linalg.tensorinv linalg.tensorsolve linalg.qr ' +
  'linalg.cholesky_ex linalg.svd linalg.eig linalg.eigh linalg.lstsq linalg.inv_ex linalg.matrix_norm'

/** In the widest dtype of their inputs. */
const widest = 'stack index_copy'

type Choice = (values: readonly unknown[]) => DType | null

const choices = new Map<string, Choice>()
const choose = (names: string, choice: Choice): void => {
  for (const name of names.split(' ')) choices.set(name, choice)
}
choose(smaller, () => autocastState.cpuDtype)
choose(single, () => float32)
choose(widest, widestOf)
// With its indices it is another op of PyTorch's, which takes what it is given.
choices.set('nn.functional.max_pool3d', (values) => (values.at(-1) === true ? null : float32))

/** Whether a tensor is cast at all: float64 is what someone asked for. */
const isEligible = ({ dtype }: Tensor): boolean => dtype.is_floating_point && dtype !== float64

function widestOf(values: readonly unknown[]): DType {
  const small = autocastState.cpuDtype
  let widestYet = small
  for (const tensor of values.flat())
    if (tensor instanceof Tensor && isEligible(tensor)) {
      if (tensor.dtype === float32) widestYet = float32
      else if (tensor.dtype !== small && widestYet !== float32)
        throw new RuntimeError('Unexpected floating ScalarType in at::autocast::prioritize')
    }
  return widestYet
}

/** Weights in the smaller dtype, kept until the outermost region ends, so that each is cast once. */
let kept = new WeakMap<Tensor, Tensor>()
export function clearKept(): void {
  kept = new WeakMap()
}

function castTo(dtype: DType, tensor: Tensor): Tensor {
  if (!isEligible(tensor) || tensor.dtype === dtype) return tensor
  const isWeight =
    autocastState.keepsCasts &&
    dtype === autocastState.cpuDtype &&
    tensor.dtype === float32 &&
    tensor.requires_grad &&
    tensor.is_leaf &&
    tensor.viewInfo === null
  if (!isWeight) return tensor.to(dtype)
  let cast = kept.get(tensor)
  if (cast === undefined) kept.set(tensor, (cast = tensor.to(dtype)))
  return cast
}

/** The values as the op at `path` has them in a region of autocast; null where it takes them as they are. */
function castValues(path: string, values: readonly unknown[]): unknown[] | null {
  const choice = choices.get(path)
  if (choice === undefined) return null
  const dtype = choice(values)
  if (dtype === null) return null
  return values.map((value) => {
    if (value instanceof Tensor) return castTo(dtype, value)
    const isList = Array.isArray(value) && value.some((item) => item instanceof Tensor)
    if (!isList) return value
    return value.map((item: unknown) => (item instanceof Tensor ? castTo(dtype, item) : item))
  })
}

/** Lets ops choose, or not, as the state says. */
export function applyAutocast(): void {
  casting.by = autocastState.cpu ? castValues : null
}
