// What goes with transforms: the frequencies of their results, and the order with frequency 0 in the middle.
import { get_default_dtype } from '../../base/dtype.js'
import type { DType } from '../../base/dtype.js'
import { check } from '../../base/errors.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

function frequencies(
  name: string,
  start: number,
  end: number,
  n: number,
  d: number,
  asked: DType | null,
): Tensor {
  const dtype = asked ?? get_default_dtype()
  check(
    dtype.is_floating_point || dtype.is_complex,
    () => `${name} requires a floating point or complex dtype`,
  )
  const places = call('arange', [start, end, 1, { dtype }]) as Tensor
  return places.mul_(1 / (n * d))
}

op('fft.fftfreq(int n, float d=1.0, *, Tensor? out=None, ...options) -> Tensor', {
  doc: 'The frequencies of the results of `fft`, for samples that are `d` apart: from 0 up, then the negative ones.',
  example: ['torch.fft.fftfreq(4)', 'tensor([ 0.0000,  0.2500, -0.5000, -0.2500])'],
  backward: 'none',
  compute: (n: number, d: number, dtype: DType | null) => {
    const [half, rest] = [Math.floor((n + 1) / 2), Math.floor(n / 2)]
    const upper = frequencies('fftfreq', 0, half, n, d, dtype)
    return call('cat', [[upper, frequencies('fftfreq', -rest, 0, n, d, dtype)]]) as Tensor
  },
})

op('fft.rfftfreq(int n, float d=1.0, *, Tensor? out=None, ...options) -> Tensor', {
  doc: 'The frequencies of the results of `rfft`, for samples that are `d` apart.',
  example: ['torch.fft.rfftfreq(4)', 'tensor([0.0000, 0.2500, 0.5000])'],
  backward: 'none',
  compute: (n: number, d: number, dtype: DType | null) =>
    frequencies('rfftfreq', 0, Math.floor(n / 2) + 1, n, d, dtype),
})

const shifted = (x: Tensor, dim: readonly number[] | null, by: (size: number) => number): Tensor => {
  const dims = dim ?? x.sizes.map((_, k) => k)
  return x.roll(
    dims.map((one) => by(x.size(one))),
    dims as number[],
  )
}

op('fft.fftshift(Tensor input, int[1]? dim=None) -> Tensor', {
  doc: 'Moves frequency 0 from the start to the middle.',
  example: ['torch.fft.fftshift(torch.fft.fftfreq(4))', 'tensor([-0.5000, -0.2500,  0.0000,  0.2500])'],
  forward: (input: Tensor, dim: readonly number[] | null) => shifted(input, dim, (size) => size >> 1),
})
op('fft.ifftshift(Tensor input, int[1]? dim=None) -> Tensor', {
  doc: 'Moves frequency 0 from the middle back to the start.',
  example: ['torch.fft.ifftshift(torch.arange(5))', 'tensor([2, 3, 4, 0, 1])'],
  forward: (input: Tensor, dim: readonly number[] | null) => shifted(input, dim, (size) => (size + 1) >> 1),
})
