// Calls of differentiable ops that no recorded case of gradcheck's reach has: other overloads, in-place forms, the
// inner ops of compositions, random fillings (whose gradients are zero), complex numbers seen as pairs of real ones.
import torch, { type Tensor } from '../../src/index.js'
import { call } from '../../src/engine/functions.js'

export interface Sample {
  inputs: Tensor[]
  f: () => unknown
}

/** A leaf of ordinary numbers between `low` and `high`, no two alike. */
function leaf(sizes: number[], low = 0.2, high = 2): Tensor {
  const count = sizes.reduce((a, b) => a * b, 1)
  // Multiples of the golden ratio: spread evenly, and never in order.
  const values = Array.from({ length: count }, (_, i) => low + (high - low) * (((i + 1) * 0.618034) % 1))
  return torch.tensor(values, { dtype: torch.float64 }).reshape(sizes).requires_grad_()
}

const index = torch.tensor([2, 0])
const fixed = torch.tensor([0.37, 1.21, 0.83], { dtype: torch.float64 })

/** One input of three elements. */
const one = (f: (x: Tensor) => unknown, low?: number, high?: number) => (): Sample => {
  const x = leaf([3], low, high)
  return { inputs: [x], f: () => f(x) }
}
/** Two inputs of three elements; the second differs from the first. */
const two = (f: (x: Tensor, y: Tensor) => unknown, low?: number, high?: number) => (): Sample => {
  const x = leaf([3], low, high)
  const y = leaf([5], low, high).detach().index('2:').requires_grad_()
  return { inputs: [x, y], f: () => f(x, y) }
}
/** A matrix of 3 rows of 4. */
const matrix = (f: (x: Tensor) => unknown) => (): Sample => {
  const x = leaf([3, 4])
  return { inputs: [x], f: () => f(x) }
}
/** Random numbers, the same at every call. */
const seeded = (f: (x: Tensor) => unknown) =>
  one((x) => {
    torch.manual_seed(1)
    return f(x)
  })

/** The gradient that `f` passes back, as a function of the one it is given. */
const slopeOf = (sizes: number[], f: (x: Tensor) => Tensor) => (): Sample => {
  const x = leaf(sizes)
  const g = leaf([...f(x).shape])
  return { inputs: [g], f: () => torch.autograd.grad(f(x), [x], { grad_outputs: [g], create_graph: true }) }
}

/** How many of three sequences have each step. */
const lengths = [3, 2, 2]
/** A recurrent layer of two units over sequences of several lengths; `w`: weight, bias, a small state, a square matrix. */
const recurrent =
  (gates: number, f: (x: Tensor, h: Tensor, c: Tensor, w: Tensor[]) => unknown) => (): Sample => {
    const [x, h, c] = [leaf([7, 2 * gates], -1, 1), leaf([3, 2], -1, 1), leaf([3, 2], -1, 1)]
    const w = [
      leaf([2 * gates, 2], -1, 1),
      leaf([2 * gates], -1, 1),
      leaf([3, 1], -1, 1),
      leaf([2, 2], -1, 1),
    ]
    return { inputs: [x, h, c, ...w], f: () => f(x, h, c, w) }
  }

export const samples: Record<string, () => Sample> = {
  'as_strided with windows that overlap': one((x) => x.as_strided([2, 2], [1, 1])),
  'as_strided of what overlaps': one((x) => x.expand(2, 3).as_strided([2, 2], [1, 1])),
  affine_grid_generator: matrix((x) =>
    torch.nn.functional.affine_grid(x.narrow(0, 0, 2).narrow(1, 0, 3).unsqueeze(0), [1, 1, 2, 3]),
  ),
  unsafe_split: matrix((x) => torch.unsafe_split(x, 2)),
  unsafe_split_with_sizes: matrix((x) => torch.unsafe_split_with_sizes(x, [1, 2])),
  'torch.atan2': two((x, y) => torch.atan2(x, y)),
  'torch.digamma': one((x) => torch.digamma(x)),
  'torch.lgamma': one((x) => torch.lgamma(x)),
  'torch.polygamma(1, x)': one((x) => torch.polygamma(1, x)),
  'torch.erfinv': one((x) => torch.erfinv(x), 0.1, 0.9),
  'torch.i0': one((x) => torch.i0(x)),
  'torch.prod': one((x) => torch.prod(x)),
  'torch.prod with a zero': one((x) => torch.prod(torch.cat([x, x.mul(0)]))),
  'torch.roll': matrix((x) => x.roll(1, 0)),
  elu_: one((x) => torch.nn.functional.elu(x.clone(), 1.5, true), -1, 1),
  celu_: one((x) => torch.nn.functional.celu(x.clone(), 1.5, true), -1, 1),
  leaky_relu_: one((x) => torch.nn.functional.leaky_relu(x.clone(), 0.1, true), -1, 1),
  addbmm_: () => {
    const [x, a, b] = [leaf([3, 2]), leaf([2, 3, 2]), leaf([2, 2, 2])]
    return { inputs: [x, a, b], f: () => x.clone().addbmm_(a, b, { beta: 0.5, alpha: 2 }) }
  },
  threshold_: one((x) => torch.nn.functional.threshold(x.clone(), 1, 0, true)),
  'nll_loss of images': () => {
    const x = leaf([2, 3, 2, 2])
    const target = torch.tensor([0, 1, 2, 0, 2, 1, 0, 1]).reshape(2, 2, 2)
    return { inputs: [x], f: () => torch.nn.functional.nll_loss(x, target) }
  },
  'a part written to': () => {
    const [x, y] = [leaf([3, 4]), leaf([2])]
    const written = (): Tensor => {
      const base = x.mul(x)
      base.index(1).mul_(x.index(0))
      base.t().index([3, 0], ':2').add_(y).pow_(2)
      base.index_put_([2], y.sum())
      return base.pow(2)
    }
    return { inputs: [x, y], f: written }
  },
  'slope of an average pool': slopeOf([1, 1, 4], (x) => torch.nn.functional.avg_pool1d(x, 2)),
  'slope of an average pool in 2d': slopeOf([1, 4, 4], (x) => torch.nn.functional.avg_pool2d(x, 2)),
  'slope of an average pool in 3d': slopeOf([1, 2, 4, 2], (x) => torch.nn.functional.avg_pool3d(x, 2)),
  'slope of an interpolation': slopeOf([1, 1, 4], (x) =>
    torch.nn.functional.interpolate(x, { size: 6, mode: 'linear', align_corners: true }),
  ),
  fractional_max_pool2d: () => {
    const x = leaf([1, 1, 5, 5])
    const samples = torch.tensor([[[0.3, 0.6]]], { dtype: torch.float64 })
    return {
      inputs: [x],
      f: () =>
        torch.nn.functional.fractional_max_pool2d(x, 2, { output_size: [2, 2], _random_samples: samples }),
    }
  },
  fractional_max_pool3d: () => {
    const x = leaf([1, 1, 4, 4, 4])
    const samples = torch.tensor([[[0.3, 0.6, 0.1]]], { dtype: torch.float64 })
    return {
      inputs: [x],
      f: () =>
        torch.nn.functional.fractional_max_pool3d(x, 2, { output_size: [2, 2, 2], _random_samples: samples }),
    }
  },
  'torch.fft.fft of complex numbers': () => {
    const x = leaf([5, 2])
    return { inputs: [x], f: () => torch.view_as_real(torch.fft.fft(torch.view_as_complex(x))) }
  },
  'torch.igamma': one((x) => torch.igamma(fixed, x)),
  'torch.igammac': one((x) => torch.igammac(fixed, x)),
  'x.polygamma(1)': one((x) => x.polygamma(1)),
  'torch.as_strided_scatter': () => {
    const [x, y] = [leaf([6]), leaf([2, 2])]
    return { inputs: [x, y], f: () => torch.as_strided_scatter(x, y, [2, 2], [3, 1], 1) }
  },
  'torch._div_scalar': one((x) => call('_div_scalar', [x, 3])),
  'x[…] = y': () => {
    const [x, y] = [leaf([3, 4]), leaf([2, 4])]
    return { inputs: [x, y], f: () => x.clone().index_put_([index], y) }
  },
  'x.index_put(…, accumulate)': () => {
    const [x, y] = [leaf([3, 4]), leaf([2, 4])]
    return { inputs: [x, y], f: () => x.index_put([torch.tensor([1, 1])], y, true) }
  },
  'x.clone().as_strided_': matrix((x) => x.clone().as_strided_([2, 3], [1, 4], 1)),
  'torch.block_diag': two((x, y) => torch.block_diag(x, y)),
  'torch.clamp by tensors': () => {
    const [x, low, high] = [leaf([6]), leaf([6], 0.3, 0.9), leaf([6], 1.1, 1.7)]
    return { inputs: [x, low, high], f: () => torch.clamp(x, low, high) }
  },
  'torch.clamp_min by a tensor': two((x, y) => torch.clamp_min(x, y)),
  'torch.copysign by a number': one((x) => torch.copysign(x, -1)),
  'torch.diag_embed': matrix((x) => torch.diag_embed(x, 1)),
  'x.fill(y)': () => {
    const [x, y] = [leaf([3]), leaf([])]
    return { inputs: [x, y], f: () => [torch.fill(x, y), x.clone().fill_(y), x.clone().fill_(2)] }
  },
  'torch.fmin': two((x, y) => [torch.fmin(x, y), torch.fmax(x, y)]),
  'torch.fmod': two((x, y) => [torch.fmod(x, y), torch.fmod(x, 0.7), torch.remainder(x, 0.7)], 0.3, 3),
  'x.index_fill(…, y)': () => {
    const [x, y] = [leaf([3, 4]), leaf([])]
    return { inputs: [x, y], f: () => x.index_fill(1, index, y) }
  },
  'comparisons in place': two((x, y) => [
    x.clone().eq_(y),
    x.clone().ne_(y),
    x.clone().lt_(y),
    x.clone().le_(y),
    x.clone().gt_(y),
    x.clone().ge_(y),
    x.clone().eq_(1),
    x.clone().ne_(1),
    x.clone().lt_(1),
    x.clone().le_(1),
    x.clone().gt_(1),
    x.clone().ge_(1),
  ]),
  'torch.linalg.vector_norm': matrix((x) => [torch.linalg.vector_norm(x, 3, 1), torch.linalg.vector_norm(x)]),
  'torch.norm with a dtype': matrix((x) => [torch.norm(x, 3, 1, false, { dtype: torch.float64 })]),
  'median, nanmedian': matrix((x) => [torch.median(x, 1), torch.nanmedian(x, 0)]),
  'torch.conv3d, torch.conv_tbc': () => {
    const inputs = [leaf([1, 2, 2, 3, 2]), leaf([2, 1, 2, 2, 1]), leaf([4, 1, 2]), leaf([2, 2, 3]), leaf([3])]
    const [volume, cube, sequence, weight, bias] = inputs as [Tensor, Tensor, Tensor, Tensor, Tensor]
    const options = { groups: 2, padding: [1, 0, 0], stride: [2, 1, 1] }
    return {
      inputs,
      f: () => [torch.conv3d(volume, cube, null, options), torch.conv_tbc(sequence, weight, bias, 1)],
    }
  },
  'a transposed convolution with more places than steps': () => {
    const inputs = [leaf([1, 2, 3]), leaf([2, 2, 2]), leaf([2])]
    const [x, weight, bias] = inputs as [Tensor, Tensor, Tensor]
    return { inputs, f: () => torch.conv_transpose1d(x, weight, bias, { dilation: 2, output_padding: 1 }) }
  },
  'padding and resampling in all modes': () => {
    const inputs = [leaf([1, 2, 4]), leaf([1, 1, 3, 4]), leaf([1, 1, 2, 3, 2])]
    const widths = [
      [1, 2],
      [1, 0, 2, 1],
      [1, 1, 0, 2, 1, 0],
    ]
    const pads = ['reflect', 'replicate', 'circular'] as const
    const F = torch.nn.functional
    return {
      inputs,
      f: () => [
        ...inputs.flatMap((x, i) =>
          pads.map((mode) => F.pad(x, mode === 'reflect' && i === 2 ? [1, 1, 0, 2, 1, 0] : widths[i]!, mode)),
        ),
        ...inputs.flatMap((x) =>
          ['nearest', 'nearest-exact', 'area'].map((mode) => F.interpolate(x, { scale_factor: 1.5, mode })),
        ),
        ...['linear', 'bilinear', 'trilinear'].map((mode, i) =>
          F.interpolate(inputs[i]!, { scale_factor: 1.5, mode, align_corners: i === 1 }),
        ),
        F.interpolate(inputs[1]!, { size: [2, 6], mode: 'bicubic' }),
        F.interpolate(inputs[1]!, { size: [2, 6], mode: 'bicubic', antialias: true }),
        F.interpolate(inputs[1]!, { size: [2, 6], mode: 'bilinear', antialias: true }),
        F.fold(inputs[0]!.reshape(4, 2), [2, 3], 2),
        F.fold(F.unfold(inputs[1]!, 2, { padding: 1, stride: 2 }), [3, 4], 2, { padding: 1, stride: 2 }),
      ],
    }
  },
  'pooling in three dimensions': () => {
    const x = leaf([1, 2, 3, 2, 4])
    const F = torch.nn.functional
    return {
      inputs: [x],
      f: () => [
        F.max_pool3d(x, 2, { stride: 1 }),
        F.avg_pool3d(x, 2, { stride: 1, padding: 1, count_include_pad: false }),
        F.adaptive_avg_pool3d(x, [2, 1, 3]),
        F.adaptive_max_pool3d(x, [2, 1, 3]),
      ],
    }
  },
  normalization: () => {
    const inputs = [leaf([3, 2, 3]), leaf([2]), leaf([2]), leaf([3])]
    const [x, weight, bias, row] = inputs as [Tensor, Tensor, Tensor, Tensor]
    const [mean, variance] = [leaf([2]).detach(), leaf([2]).detach()]
    const F = torch.nn.functional
    return {
      inputs,
      f: () => [
        F.batch_norm(x, null, null, weight, bias, true),
        F.batch_norm(x, mean, variance, weight, bias),
        F.layer_norm(x, [3], row, row),
        F.group_norm(x, 2, weight, bias),
        F.instance_norm(x, null, null, weight, bias),
        F.local_response_norm(x, 2),
      ],
    }
  },
  'torch.select_scatter': () => {
    const [x, y] = [leaf([3, 4]), leaf([4])]
    return { inputs: [x, y], f: () => torch.select_scatter(x, y, 0, 1) }
  },
  'stable sort': matrix((x) => x.sort({ stable: true, dim: 1 }).values),
  'torch.special': one((x) => [
    torch.special.entr(x),
    torch.special.erfcx(x),
    torch.special.i0e(x),
    torch.special.i1(x),
    torch.special.log_ndtr(x),
    torch.special.round(x, { decimals: 1 }),
    torch.special.xlog1py(x, 0.5),
    torch.special.xlog1py(0.5, x),
    torch.special.xlog1py(x, x),
    torch.special.zeta(2.5, x),
    torch.special.zeta(fixed.add(1), x),
  ]),
  'torch.special.ndtri': one((x) => torch.special.ndtri(x), 0.1, 0.9),
  'singular vectors, of tall, square and wide matrices': () => {
    const inputs = [leaf([4, 3]), leaf([3, 3]), leaf([3, 4])]
    const parts = (x: Tensor): Tensor[] => {
      const [u, s, vh] = call('_linalg_svd', [x]) as Tensor[]
      // Squares, for the sign of a singular vector is free.
      return [u!.square(), s!, vh!.square()]
    }
    return { inputs, f: () => inputs.flatMap(parts) }
  },
  'torch.xlogy, a number in it': one((x) => [torch.xlogy(x, 2), torch.xlogy(2, x)]),
  'squeezed in place': () => {
    const x = leaf([1, 3, 1])
    return {
      inputs: [x],
      f: () => [x.squeeze(0), x.squeeze([0, 2]), x.clone().squeeze_(), x.clone().squeeze_(0)],
    }
  },
  'x.clone().t_()': matrix((x) => x.clone().t_()),
  // Through the steps of recurrent layers: of several lengths, in both directions, with and without biases.
  bias_of_convolution: () => {
    const g = leaf([2, 3, 4])
    return { inputs: [g], f: () => call('_C._nn._convolution_bias', [g]) }
  },
  lstm: recurrent(4, (x, h, c, w) => call('_C._nn._lstm_layer', [x, h, c, w[0], w[1], null, lengths, false])),
  'lstm in reverse, projected': recurrent(4, (x, _h, c, w) =>
    call('_C._nn._lstm_layer', [
      x,
      w[2],
      c,
      w[0]!.narrow(1, 0, 1),
      null,
      w[3]!.narrow(0, 0, 1),
      lengths,
      true,
    ]),
  ),
  gru: recurrent(3, (x, h, _c, w) => call('_C._nn._gru_layer', [x, h, w[0], w[1], lengths, false])),
  'gru in reverse': recurrent(3, (x, h, _c, w) =>
    call('_C._nn._gru_layer', [x, h, w[0], null, lengths, true]),
  ),
  rnn: recurrent(1, (x, h, _c, w) => call('_C._nn._rnn_layer', [x, h, w[0], w[1], lengths, false, false])),
  'rnn in reverse': recurrent(1, (x, h, _c, w) =>
    call('_C._nn._rnn_layer', [x.sub(0.8), h, w[0]!.sub(0.7), null, lengths, true, true]),
  ),
  _pack_padded_sequence: matrix((x) => torch._pack_padded_sequence(x, torch.tensor([3, 2, 2, 1]), false)),
  'rrelu, drawn and in place': seeded((x) => {
    const low = x.sub(1.1)
    return [
      torch.nn.functional.rrelu(low, 0.1, 0.6, true),
      torch.rrelu(low),
      torch.rrelu_(low.clone(), 0.1, 0.6),
    ]
  }),
  'margins of labels': matrix((x) => {
    const labels = torch.tensor([3, 1, -1, 0, 2, -1, 1, 1, 0, 1, 2, -1]).view(3, 4)
    const target = torch.tensor([1, 3, 0])
    const { multilabel_margin_loss, multi_margin_loss } = torch.nn.functional
    return [
      multilabel_margin_loss(x, labels),
      multilabel_margin_loss(x, labels, { reduction: 'none' }),
      multi_margin_loss(x, target, 2, 0.75, { weight: fixed.new_ones(4).mul(0.7) }),
      multi_margin_loss(x, target, { reduction: 'none' }),
    ]
  }),
  'rows of a table': matrix((x) => [
    torch.nn.functional.embedding(torch.tensor([2, 0, 2, 0]).view(2, 2), x, 1),
    torch.nn.functional.embedding(torch.tensor([2, 2, 0]), x),
  ]),
  ...Object.fromEntries(
    ['sum', 'mean', 'max'].map((mode) => [
      `bags of rows, ${mode}`,
      matrix((x) =>
        torch.nn.functional.embedding_bag(torch.tensor([2, 0, 1, 2, 1]), x, torch.tensor([0, 2, 2, 5]), {
          mode,
          padding_idx: 1,
        }),
      ),
    ]),
  ),
  'bags of rows with factors': () => {
    const [x, w] = [leaf([3, 4]), leaf([3])]
    const f = (): Tensor =>
      torch.nn.functional.embedding_bag(torch.tensor([2, 0, 2]), x, torch.tensor([0, 2]), {
        mode: 'sum',
        per_sample_weights: w,
      })
    return { inputs: [x, w], f }
  },
  'complex numbers from real ones': two((x, y) => {
    const z = torch.complex(x, y)
    return [
      torch.view_as_real(z.mul(z)),
      torch.view_as_real(z.conj()),
      torch.view_as_real(torch.polar(x, y)),
      z.abs(),
    ]
  }),
  'pairs seen as complex numbers': matrix((x) =>
    torch.view_as_real(torch.view_as_complex(x.reshape(6, 2)).conj_physical().exp()),
  ),
  bernoulli: seeded((x) => [torch.bernoulli(x.sigmoid()), torch.poisson(x)]),
  'random fillings': seeded((x) => [
    x.clone().bernoulli_(0.5),
    x.clone().bernoulli_(fixed.sigmoid()),
    x.clone().cauchy_(),
    x.clone().exponential_(),
    x.clone().geometric_(0.5),
    x.clone().log_normal_(),
    x.clone().normal_(),
    x.clone().random_(),
    x.clone().random_(5),
    x.clone().random_(2, 5),
    x.clone().uniform_(),
  ]),

  // Factorizations that the records have only of float32, or without gradients.
  ...Object.fromEntries(
    [
      [3, 3],
      [2, 4],
      [4, 2],
    ].flatMap(([rows, cols]) => {
      const wide = (f: (x: Tensor) => unknown) => (): Sample => {
        const x = leaf([rows, cols], -1, 1)
        return { inputs: [x], f: () => f(x) }
      }
      return Object.entries({
        'linalg.lu': (x: Tensor) => torch.linalg.lu(x),
        'linalg.lu_factor': (x: Tensor) => torch.linalg.lu_factor(x),
        lu_unpack: (x: Tensor) => torch.lu_unpack(x, torch.arange(1, Math.min(rows, cols) + 1).int()),
        'linalg.qr': (x: Tensor) => torch.linalg.qr(x),
        'linalg.svd': (x: Tensor) =>
          torch.linalg.svd(x, false)[1]!.add(torch.linalg.svd(x, false)[0]!.abs().sum()),
        'linalg.pinv': (x: Tensor) => torch.linalg.pinv(x),
        'linalg.lstsq': (x: Tensor) => torch.linalg.lstsq(x, x.mul(2).add(1)).solution,
      }).map(([name, f]) => [`${name} of ${rows} rows of ${cols}`, wide(f)] as const)
    }),
  ),
  ...Object.fromEntries(
    Object.entries({
      'linalg.slogdet': (x: Tensor) => torch.linalg.slogdet(x).logabsdet,
      'linalg.lu_solve of another form': (x: Tensor) => {
        const [LU, pivots] = torch.linalg.lu_factor(x)
        return [
          torch.linalg.lu_solve(LU!, pivots!, x.mul(2).add(1), { adjoint: true }),
          torch.linalg.lu_solve(LU!, pivots!, x.mul(2).add(1), { left: false }),
          torch.linalg.lu_solve(LU!, pivots!, x.mul(2).add(1), { left: false, adjoint: true }),
        ]
      },
      'linalg.solve from the right': (x: Tensor) => torch.linalg.solve(x, x.mul(2).add(1), { left: false }),
      cholesky_inverse: (x: Tensor) => torch.cholesky_inverse(x.tril().add(torch.eye(3).mul(3))),
      'linalg.eig': (x: Tensor) => {
        const { eigenvalues, eigenvectors } = torch.linalg.eig(x)
        return [eigenvalues.abs(), eigenvectors.abs()]
      },
      'linalg.eigh': (x: Tensor) => {
        const { eigenvalues, eigenvectors } = torch.linalg.eigh(symmetric(x))
        return [eigenvalues, eigenvectors.abs()]
      },
      symeig: (x: Tensor) => torch.symeig(symmetric(x), true).eigenvectors.abs(),
      'linalg.householder_product': (x: Tensor) => torch.linalg.householder_product(x, x.select(0, 1)),
      orgqr: (x: Tensor) => torch.orgqr(x, x.select(0, 1).narrow(0, 0, 2)),
      'linalg.det of no rank': (x: Tensor) => torch.linalg.det(x),
      'linalg.matrix_exp': (x: Tensor) => torch.linalg.matrix_exp(x),
      'linalg.cross': (x: Tensor) => torch.linalg.cross(x, x.mT),
    }).map(([name, f]) => [
      name,
      (): Sample => {
        const x = leaf([3, 3], -1, 1)
        return { inputs: [x], f: () => f(x) }
      },
    ]),
  ),
}

const symmetric = (x: Tensor): Tensor => x.add(x.mT).mul(0.5)

/**
 * What a recorded call is meant for, of arguments any of whose elements finite differences change: of matrices of which
 * ops read a triangle, symmetric or triangular ones. Null where there is no derivative: a pseudoinverse jumps where the
 * rank changes.
 */
export function meant(
  id: string,
  { upper }: Record<string, unknown>,
): ((args: unknown[]) => unknown[]) | null {
  const triangle = (x: Tensor): Tensor => (upper === true ? x.triu() : x.tril())
  if (id.startsWith('linalg.pinv/singular/')) return null
  if (/^(linalg\.)?cholesky(_ex)?\/|^symeig\/|eigvalsh\/|eigh\/|\/hermitian\//.test(id))
    return ([x, ...rest]) => [symmetric(x as Tensor), ...rest]
  if (id.startsWith('cholesky_inverse/')) return ([x, ...rest]) => [triangle(x as Tensor), ...rest]
  if (id.startsWith('cholesky_solve/')) return ([b, x, ...rest]) => [b, triangle(x as Tensor), ...rest]
  return (args) => args
}

/** Ops that PyTorch puts into the graph without having a derivative for them: their backward throws. */
export const withoutDerivative: Record<string, (x: Tensor, y: Tensor) => Tensor> = {
  "the derivative for 'inplace version of acosh' is not implemented.": (x) => x.clone().acosh_(),
  "the derivative for 'inplace version of asinh' is not implemented.": (x) => x.clone().asinh_(),
  "the derivative for 'inplace version of atanh' is not implemented.": (x) => x.clone().atanh_(),
  "the derivative for 'geqrf' is not implemented.": (x) => torch.geqrf(x.diag()).a,
  "the derivative for 'ormqr' is not implemented.": (x) => torch.ormqr(torch.eye(3), x, torch.eye(3)),
  'derivative for aten::linalg_ldl_factor_ex is not implemented': (x) => torch.linalg.ldl_factor(x.diag()).LD,
  'derivative for aten::linalg_ldl_solve is not implemented': (x) =>
    torch.linalg.ldl_solve(x.diag(), torch.tensor([1, 2, 3], { dtype: torch.int32 }), torch.eye(3)),
  "the derivative for 'nextafter' is not implemented.": (x, y) => torch.nextafter(x, y),
  "the derivative for '_unique2' is not implemented.": (x) => torch.unique(x) as Tensor,
  "the derivative for 'unique_consecutive' is not implemented.": (x) => torch.unique_consecutive(x) as Tensor,
  "the derivative for 'unique_dim' is not implemented.": (x) => torch.unique(x, { dim: 0 }) as Tensor,
  "the derivative for 'zeta' is not implemented.": (x) => torch.special.zeta(x, 1.5),
  'derivative for channel_shuffle is not implemented': (x) => torch.channel_shuffle(x.reshape(1, 3, 1), 3),
  'derivative for aten::native_channel_shuffle is not implemented': (x) =>
    torch.native_channel_shuffle(x.reshape(1, 3, 1), 3),
  "the derivative for '_standard_gamma_grad' is not implemented.": (x, y) => torch._standard_gamma_grad(x, y),
  'derivative for aten::_sample_dirichlet is not implemented': (x) => torch._sample_dirichlet(x),
  'derivative for aten::_dirichlet_grad is not implemented': (x, y) => torch._dirichlet_grad(x, y, y),
  'derivative for aten::bincount is not implemented': (x) => torch.bincount(torch.tensor([0, 1, 1]), x),
  'derivative for aten::histogram is not implemented': (x) => torch.histogram(x, 2)[0]!,
  'derivative for aten::histogram is not implemented ': (x, y) => torch.histogram(x, y)[0]!,
  'derivative for aten::aminmax is not implemented': (x) => torch.aminmax(x, { dim: 0 })[0]!,
  'derivative for aten::floor_divide is not implemented': (x, y) => torch.floor_divide(x, y),
  'derivative for aten::heaviside is not implemented': (x, y) => torch.heaviside(x, y),
  'derivative for aten::narrow_copy is not implemented': (x) => torch.narrow_copy(x, 0, 1, 2),
  'derivative for aten::remainder is not implemented': (x) => torch.remainder(2.3, x),
  'derivative for aten::scatter is not implemented': (x, y) => x.scatter(0, index, y, { reduce: 'add' }),
  'derivative for aten::scatter is not implemented ': (x) => x.scatter(0, index, 2.5, { reduce: 'add' }),
}
