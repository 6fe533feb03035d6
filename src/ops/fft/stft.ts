// Short-time Fourier transforms: the spectrum of every piece of a signal (`stft`), and the signal again (`istft`).
// Follows ATen/native/SpectralOps.cpp.
import { check, RuntimeError, sizesText } from '../../base/errors.js'
import type { Tensor } from '../../tensor/tensor.js'
import { warn } from '../../base/warnings.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { Normalization } from './transform.js'

/** How C++ prints what may be missing. */
const shown = (value: boolean | number | null): string => (value === null ? 'None' : String(Number(value)))
const windowText = (window: Tensor | null): string =>
  window === null ? 'None' : `torch.${window.dtype.scalarName}Tensor{${sizesText(window.sizes)}}`

/** A window of `n` places in the middle of which the given one lies; ones where none is given. */
function centered(window: Tensor | null, length: number, n: number, like: Tensor): Tensor | null {
  if (length === n) return window
  const left = Math.floor((n - length) / 2)
  const own = window ?? like.new_ones([length])
  return call('constant_pad_nd', [own, [left, n - length - left]]) as Tensor
}

const shortTime = (
  input: Tensor,
  n: number,
  hop: number,
  length: number,
  window: Tensor | null,
  normalized: boolean,
  onesided: boolean | null,
  complex: boolean | null,
): Tensor => {
  const isComplex = input.dtype.is_complex || (window?.dtype.is_complex ?? false)
  if (complex === null && !isComplex)
    warn(
      'stft will soon require the return_complex parameter be given for real inputs, and will further require that ' +
        'return_complex=True in a future PyTorch release.',
    )
  const { sizes } = input
  const refuse = (what: string): never => {
    throw new RuntimeError(
      `stft(torch.${input.dtype.scalarName}Tensor${sizesText(sizes)}, n_fft=${n}, hop_length=${hop}, ` +
        `win_length=${length}, window=${windowText(window)}, normalized=${Number(normalized)}, ` +
        `onesided=${shown(onesided)}, return_complex=${shown(complex)}) : ${what}`,
    )
  }
  if (!input.dtype.is_floating_point && !input.dtype.is_complex)
    refuse('expected a tensor of floating point or complex values')
  if (sizes.length < 1 || sizes.length > 2) refuse('expected a 1D or 2D tensor')
  const rows = sizes.length === 1 ? input.unsqueeze(0) : input
  const [batch, count] = rows.sizes
  if (!(n > 0 && n <= count)) refuse(`expected 0 < n_fft < ${count}, but got n_fft=${n}`)
  if (hop <= 0) refuse(`expected hop_length > 0, but got hop_length=${hop}`)
  if (!(length > 0 && length <= n)) refuse(`expected 0 < win_length <= n_fft, but got win_length=${length}`)
  if (window !== null && (window.sizes.length !== 1 || window.sizes[0] !== length))
    refuse(
      `expected a 1D window tensor of size equal to win_length=${length}, but got window with size ` +
        sizesText(window.sizes),
    )
  const around = centered(window, length, n, input)
  const frames = 1 + Math.floor((count - n) / hop)
  const [across, along] = rows.strides
  let pieces = rows.as_strided([batch, frames, n], [across, hop * along, along])
  if (around !== null) pieces = pieces.mul(around)
  const half = onesided ?? !pieces.dtype.is_complex
  const norm = normalized ? Normalization.byRoot : Normalization.none
  if (pieces.dtype.is_complex) check(!half, () => 'Cannot have onesided output if window or input is complex')
  const spectra = (
    pieces.dtype.is_complex
      ? call('_fft_c2c', [pieces, [2], norm, true])
      : call('_fft_r2c', [pieces, [2], norm, half])
  ) as Tensor
  spectra.transpose_(1, 2)
  if (sizes.length === 1) spectra.squeeze_(0)
  return (complex ?? isComplex) ? spectra : (call('view_as_real', [spectra]) as Tensor)
}

op(
  "stft(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, str pad_mode='reflect', " +
    'bool normalized=False, bool? onesided=None, bool? return_complex=None) -> Tensor',
  {
    doc:
      'Spectra of pieces of a signal, each `n_fft` long and `hop_length` after the one before, a quarter of that if not ' +
      'given. `center`: the signal is continued at both ends, so that piece t has its middle at t * hop_length.',
    example: [
      'torch.stft(torch.tensor([1.5, 2, 3, 4]), 2, 1, { return_complex: true }).shape',
      'torch.Size([2, 5])',
    ],
    forward: (
      self: Tensor,
      n: number,
      hop: number | null,
      length: number | null,
      window: Tensor | null,
      center: boolean,
      padMode: string,
      normalized: boolean,
      onesided: boolean | null,
      complex: boolean | null,
    ) => {
      let input = self
      const rank = self.sizes.length
      if (center) {
        const pad = Math.floor(n / 2)
        const sizes = [...new Array<number>(Math.max(3 - rank, 0)).fill(1), ...self.sizes]
        input = call('nn.functional.pad', [self.view(sizes), [pad, pad], padMode]) as Tensor
        input = input.view(rank === 0 ? input.sizes : input.sizes.slice(-rank))
      }
      return shortTime(input, n, hop ?? n >> 2, length ?? n, window, normalized, onesided, complex)
    },
  },
)

/** A slice as Python has it: from behind where negative, and never outside. */
function part(x: Tensor, start: number, end: number): Tensor {
  const size = x.sizes[1]
  const first = Math.min(start, size)
  const last = Math.min(Math.max(end < 0 ? end + size : end, first), size)
  return x.narrow(1, first, last - first)
}

/** What lies over each other added up: `rows` of pieces that are `hop` apart, as one signal each. */
const overlapped = (pieces: Tensor, total: number, n: number, hop: number): Tensor =>
  call('unfold_backward', [pieces, [pieces.sizes[0], total], 1, n, hop]) as Tensor

op(
  'istft(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, ' +
    'bool normalized=False, bool? onesided=None, int? length=None, bool return_complex=False) -> Tensor',
  {
    doc: 'The signal whose `stft` this is: the pieces again, added where they lie over each other, without the window.',
    example: [
      'torch.istft(torch.stft(torch.tensor([1.5, 2, 3, 4]), 2, 1, { return_complex: true }), 2, 1)',
      'tensor([1.5000, 2.0000, 3.0000, 4.0000])',
    ],
    forward: (
      self: Tensor,
      n: number,
      hopLength: number | null,
      windowLength: number | null,
      window: Tensor | null,
      center: boolean,
      normalized: boolean,
      onesided: boolean | null,
      wanted: number | null,
      complex: boolean,
    ) => {
      const hop = hopLength ?? n >> 2
      const length = windowLength ?? n
      const repr =
        `istft(CPU${self.dtype.scalarName}Type${sizesText(self.sizes)}, n_fft=${n}, hop_length=${hop}, ` +
        `win_length=${length}, window=${windowText(window)}, center=${Number(center)}, ` +
        `normalized=${Number(normalized)}, onesided=${shown(onesided)}, length=${shown(wanted)}, ` +
        `return_complex=${Number(complex)})`
      const require = (holds: boolean, what: () => string): void => check(holds, () => `${repr} : ${what()}`)
      if (!self.dtype.is_complex)
        warn(
          'istft will require a complex-valued input tensor in a future PyTorch release. Matching the output from stft ' +
            'with return_complex=True. ',
        )
      const pairs = self.dtype.is_complex ? (call('view_as_real', [self]) as Tensor) : self
      const rank = pairs.sizes.length
      const [frames, height] = [pairs.size(-2), pairs.size(-3)]
      const total = n + hop * (frames - 1)
      require(pairs.count > 0, () => 'input tensor cannot be empty.')
      require(rank === 3 || rank === 4, () => `expected a tensor with 3 or 4 dimensions, but got ${rank}`)
      require(pairs.size(-1) === 2, () =>
        `expected the last dimension to be 2 (corresponding to real and imaginary parts), but got ${pairs.size(-1)}`)
      const half = onesided ?? height !== n
      const expected = (what: string, flag: string): string =>
        `expected the frequency dimension (3rd to the last) of the input tensor to match ${what} when onsided=${flag}, ` +
        `but got ${height}`
      if (half) require((n >> 1) + 1 === height, () => expected('n_fft / 2 + 1', 'True'))
      else require(n === height, () => expected('n_fft', 'False'))
      require(hop > 0 && hop <= length, () => 'expected 0 < hop_length <= win_length')
      require(length > 0 && length <= n, () => 'expected 0 < win_length <= n_fft')
      require(window === null || (window.sizes.length === 1 && window.sizes[0] === length), () =>
        'Invalid window shape. window has to be 1D and length of `win_length`')
      const around = centered(window, length, n, pairs) ?? pairs.new_ones([n])
      const batched = (rank === 3 ? pairs.unsqueeze(0) : pairs).contiguous()
      let spectra = call('view_as_complex', [batched.transpose(1, 2)]) as Tensor
      const norm = normalized ? Normalization.byRoot : Normalization.byCount
      if (complex) {
        check(!half, () => 'Cannot have onesided output if window or input is complex')
        spectra = call('_fft_c2c', [spectra, [2], norm, false]) as Tensor
      } else {
        check(
          window === null || !window.dtype.is_complex,
          () => 'Complex windows are incompatible with return_complex=False',
        )
        if (!half) spectra = spectra.narrow(-1, 0, (n >> 1) + 1)
        spectra = call('_fft_c2r', [spectra, [2], norm, n]) as Tensor
      }
      const start = center ? n >> 1 : 0
      const end = wanted !== null ? start + wanted : center ? -(n >> 1) : total
      const signal = part(overlapped(spectra.mul(around.view(1, 1, n)), total, n, hop), start, end)
      const envelope = part(overlapped(around.square().expand([1, frames, n]), total, n, hop), start, end)
      if (envelope.abs().min().lt(1e-11).item<boolean>())
        throw new RuntimeError(`${repr} window overlap add min: 1\n[ CPUBoolType{} ]`)
      let result = signal.unsqueeze(1).div(envelope.unsqueeze(1)).squeeze(1)
      if (end > total) {
        warn(
          'The length of signal is shorter than the length parameter. Result is being padded with zeros in the tail. ' +
            'Please check your center and hop_length settings.',
        )
        result = call('constant_pad_nd', [result, [0, end - total]]) as Tensor
      }
      return rank === 3 ? result.squeeze(0) : result
    },
  },
)
