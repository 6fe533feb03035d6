// The 16-bit floats that PyTorch's kernels for the CPU lack though a formula would do, and the name by which each kernel
// speaks of itself when it refuses a dtype. What it refuses beyond them stands in the entries.
import { bfloat16, float16, notImplementedFor, type DType } from '../base/dtype.js'

/** Kernels without float16, by the path of the op. */
const noFloat16: Readonly<Record<string, string>> = {
  '_C._nn.elu': 'elu_cpu',
  '_C._nn.glu': 'glu_cpu',
  '_C._nn.hardsigmoid': 'hardsigmoid_cpu',
  '_C._nn.hardswish': 'hardswish_cpu',
  '_C._nn.hardtanh': 'clamp_scalar_cpu',
  '_C._nn.leaky_relu': 'leaky_relu_cpu',
  '_C._nn.log_sigmoid': 'log_sigmoid_cpu',
  '_C._nn.rrelu_with_noise': 'rrelu_with_noise_out_cpu',
  '_C._nn.silu': 'silu_cpu',
  '_C._nn.softplus': 'softplus_cpu',
  '_C._nn.softshrink': 'softshrink_cpu',
  _unique: 'unique',
  _unique_consecutive: 'unique',
  acos: 'acos_vml_cpu',
  acosh: 'acosh_cpu',
  addbmm: 'addmm_impl_cpu_',
  addcdiv: 'addcdiv_cpu_out',
  addcmul: 'addcmul_cpu_out',
  addmm: 'addmm_impl_cpu_',
  addmv: 'addmv_impl_cpu',
  aminmax: 'aminmax_cpu',
  asin: 'asin_vml_cpu',
  asinh: 'asinh_cpu',
  atan: 'atan_vml_cpu',
  atan2: 'atan2_cpu',
  atanh: 'atanh_cpu',
  baddbmm: 'baddbmm',
  bernoulli: 'bernoulli_tensor_cpu_self_',
  bmm: 'bmm',
  ceil: 'ceil_vml_cpu',
  clamp: 'clamp_scalar_cpu',
  'clamp.Tensor': '',
  clamp_max: 'clamp_max_scalar_cpu',
  'clamp_max.Tensor': '',
  clamp_min: 'clamp_min_cpu',
  'clamp_min.Tensor': '',
  cos: 'cos_vml_cpu',
  cosh: 'cosh_cpu',
  cummax: 'cummax_cpu',
  cummin: 'cummin_cpu',
  cumprod: 'cumprod_out_cpu',
  cumsum: 'cumsum_out_cpu',
  diag: 'diag',
  digamma: 'digamma',
  dot: 'dot',
  erf: 'erf_vml_cpu',
  erfc: 'erfc_vml_cpu',
  erfinv: 'erfinv_vml_cpu',
  exp: 'exp_vml_cpu',
  expm1: 'expm1_vml_cpu',
  floor: 'floor_vml_cpu',
  hardshrink: 'hardshrink_cpu',
  hypot: 'hypot_cpu',
  i0: 'i0_vml_cpu',
  kthvalue: 'kthvalue_cpu',
  'lerp.Scalar': 'lerp_kernel_scalar',
  'lerp.Tensor': 'lerp_kernel_tensor',
  lgamma: 'lgamma_vml_cpu',
  'linalg.cross': 'cross',
  log: 'log_vml_cpu',
  log10: 'log10_vml_cpu',
  log1p: 'log1p_vml_cpu',
  log2: 'log2_vml_cpu',
  logaddexp: 'logaddexp_cpu',
  logaddexp2: 'logaddexp2_cpu',
  logcumsumexp: 'logcumsumexp_out_cpu',
  logit: 'logit_cpu',
  logsumexp: 'exp_vml_cpu',
  median: 'median_cpu',
  'median.dim': 'median_out',
  mm: 'addmm_impl_cpu_',
  mv: 'addmv_impl_cpu',
  mvlgamma: 'lgamma_vml_cpu',
  nanmedian: 'median_cpu',
  'nanmedian.dim': 'median_out',
  nextafter: 'nextafter_cpu',
  'nn.functional.binary_cross_entropy_with_logits': 'clamp_min_cpu',
  'nn.functional.gelu': 'GeluKernelImpl',
  polar: 'polar_cpu',
  polygamma: 'trigamma',
  prelu: 'prelu_cpu',
  relu: 'clamp_min_cpu',
  round: 'round_vml_cpu',
  'round.decimals': 'round_cpu',
  rsqrt: 'rsqrt_cpu',
  sigmoid: 'sigmoid_cpu',
  sin: 'sin_vml_cpu',
  sinc: 'sinc_cpu',
  sinh: 'sinh_cpu',
  'special.entr': 'entr_cpu',
  'special.i0e': 'i0e_cpu',
  sqrt: 'sqrt_vml_cpu',
  tan: 'tan_vml_cpu',
  tanh: 'tanh_vml_cpu',
  threshold: 'threshold_cpu',
  topk: 'topk_cpu',
  trunc: 'trunc_vml_cpu',
  vdot: 'dot',
}

/** Kernels without either. */
const neither: Readonly<Record<string, string>> = {
  '_C._nn.mish': 'mish_cpu',
  '_C._nn.multi_margin_loss': 'multi_margin_loss_cpu_kernel',
  '_C._nn.multilabel_margin_loss': 'multilabel_margin_loss_forward_out_frame',
  _cdist_forward: 'cdist',
  prod: 'prod_cpu',
  'special.erfcx': 'erfcx_cpu',
  'special.i1': 'i1_cpu',
  'special.log_ndtr': 'log_ndtr_cpu',
  'special.ndtri': 'ndtri_cpu',
  'special.zeta': 'zeta_cpu',
  trace: 'trace',
}

/** Kernels without bfloat16. */
const noBfloat16: Readonly<Record<string, string>> = {
  '_C._nn.adaptive_max_pool3d': 'adaptive_max_pool3d_cpu',
  '_C._nn.avg_pool3d': 'avg_pool3d_out_frame',
  '_C._nn.fractional_max_pool2d': 'fractional_max_pool2d_out_frame',
  '_C._nn.fractional_max_pool3d': 'fractional_max_pool3d_out_frame',
  '_C._nn.max_pool3d_with_indices': 'max_pool3d_with_indices_cpu',
}

/** Ops along one dimension, which a tensor without any is handed back from as it came. */
export const alongOne: ReadonlySet<string> = new Set('cummax cummin cumprod cumsum kthvalue topk'.split(' '))

/** Ops that ask for their kernel though there is nothing to compute. */
export const askedForNothing: ReadonlySet<string> = new Set(['dot', 'logcumsumexp', 'vdot'])

/** Kernels that have both, and lack what other formulas do. */
const others: Readonly<Record<string, string>> = { copysign: 'copysign_cpu' }

/** What is told apart by overload has it after the path; '' where that kernel lacks nothing. */
const named = (table: Readonly<Record<string, string>>, path: string, overload: string): string | undefined =>
  (overload === '' ? undefined : table[`${path}.${overload}`]) ?? table[path]

/** Refuses a 16-bit float that PyTorch's kernel lacks. */
export function refuseHalf(path: string, overload: string, dtype: DType): void {
  const name =
    named(neither, path, overload) ??
    (dtype === float16 ? named(noFloat16, path, overload) : undefined) ??
    (dtype === bfloat16 ? named(noBfloat16, path, overload) : undefined)
  if (name) notImplementedFor(name, dtype)
}

/** What PyTorch's kernel of an op calls itself. */
export const kernelName = (path: string, name: string): string =>
  noFloat16[path] ?? neither[path] ?? others[path] ?? name
