// Windows and short-time transforms beyond the recorded cases: what PyTorch 1.13 answers, and how it refuses.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { repr } from '../../../src/index.js'

const signal = torch.arange(8, { dtype: torch.float32 })
const spectra = () => torch.stft(signal, 4, 2, { return_complex: true })

test('windows, whole and without their end', () => {
  const answers: [unknown, string][] = [
    [torch.hann_window(5), 'tensor([0.0000, 0.3455, 0.9045, 0.9045, 0.3455])'],
    [torch.hann_window(5, false), 'tensor([0.0000, 0.5000, 1.0000, 0.5000, 0.0000])'],
    [torch.hann_window(1), 'tensor([1.])'],
    [torch.hann_window(0), 'tensor([])'],
    [torch.hamming_window(5, true, 0.5, 0.4), 'tensor([0.1000, 0.3764, 0.8236, 0.8236, 0.3764])'],
    [torch.bartlett_window(2, false), 'tensor([0., 0.])'],
    [torch.kaiser_window(6, true, 3), 'tensor([0.2049, 0.5531, 0.8712, 1.0000, 0.8712, 0.5531])'],
    [
      torch.hann_window(5, { dtype: torch.bfloat16 }),
      'tensor([0.0000, 0.3457, 0.9062, 0.8984, 0.3438], dtype=torch.bfloat16)',
    ],
  ]
  for (const [value, text] of answers) assert.equal(repr(value), text)
})

test('what windows refuse', () => {
  assert.throws(() => torch.hann_window(-1), {
    message: 'hann_window requires non-negative window_length, got window_length=-1',
  })
  assert.throws(
    () => torch.hann_window(5, { dtype: torch.int64 }),
    /expects floating point dtypes, got: .*long int/,
  )
  assert.throws(() => torch.kaiser_window(5, { dtype: torch.float16 }), {
    message: `"kaiser_window_cpu" not implemented for 'Half'`,
  })
})

test('a signal comes back, cut or padded to a length', () => {
  const back = (length: number | null) => torch.istft(spectra(), 4, 2, { length }).tolist() as number[]
  const rounded = (values: number[]) => values.map((x) => Math.round(x * 1e5) / 1e5 + 0)
  assert.deepEqual(rounded(back(null)), [0, 1, 2, 3, 4, 5, 6, 7])
  assert.deepEqual(rounded(back(2)), [0, 1])
  assert.deepEqual(rounded(back(12)), [0, 1, 2, 3, 4, 5, 6, 7, 6, 5, 0, 0])
})

test('what stft and istft refuse', () => {
  const start = 'istft(CPUComplexFloatType[3, 5], n_fft=4, hop_length=2, win_length=4, window='
  assert.throws(() => torch.istft(spectra(), 4, 2, { window: torch.zeros(4) }), {
    message:
      `${start}torch.FloatTensor{[4]}, center=1, normalized=0, onesided=None, length=None, return_complex=0) ` +
      'window overlap add min: 1\n[ CPUBoolType{} ]',
  })
  assert.throws(() => torch.istft(spectra(), 4, 2, { return_complex: true }), {
    message: 'Cannot have onesided output if window or input is complex',
  })
  assert.throws(() => torch.stft(torch.ones(2), 4, { center: false, return_complex: true }), {
    message:
      'stft(torch.FloatTensor[2], n_fft=4, hop_length=1, win_length=4, window=None, normalized=0, onesided=None, ' +
      'return_complex=1) : expected 0 < n_fft < 2, but got n_fft=4',
  })
})
