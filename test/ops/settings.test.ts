// Settings are kept and answered in PyTorch's words, and questions about the program are answered truthfully.
import assert from 'node:assert/strict'
import { availableParallelism } from 'node:os'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { threadsInEnvironment } from '../../src/kernels/thread-count.js'

test('reproducible ops by switch, by number and by name', () => {
  torch.use_deterministic_algorithms(true)
  assert.equal(torch.are_deterministic_algorithms_enabled(), true)
  assert.equal(torch.get_deterministic_debug_mode(), 2)
  torch.use_deterministic_algorithms(true, { warn_only: true })
  assert.equal(torch.is_deterministic_algorithms_warn_only_enabled(), true)
  torch.set_deterministic_debug_mode('error')
  assert.equal(torch.get_deterministic_debug_mode(), 2)
  torch.set_deterministic_debug_mode(0)
  assert.equal(torch.are_deterministic_algorithms_enabled(), false)
  assert.throws(() => {
    torch.set_deterministic_debug_mode(7)
  }, /^RuntimeError: invalid value of debug_mode, expected 0, 1, or 2, but got 7$/)
  assert.throws(() => {
    torch.use_deterministic_algorithms(1 as never)
  }, /argument 'mode' \(position 1\) must be bool, not int$/)
})

test('variables say how many threads to take: ours first, then those that PyTorch asks', () => {
  const names = ['DLTORCH_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS'] as const
  const before = names.map((name) => process.env[name])
  const set = (...values: (string | undefined)[]): void =>
    names.forEach((name, i) => {
      if (values[i] === undefined) delete process.env[name]
      else process.env[name] = values[i]
    })
  try {
    for (const [values, count, by] of [
      [['3', '5', '7'], 3, 0],
      [['many', '5', '7'], 5, 1],
      [[undefined, ' 2,1 ', '7'], 2, 1],
      [[undefined, '0', '7'], 7, 2],
      [[undefined, 'abc', ''], undefined, 0],
      [[], undefined, 0],
    ] as const) {
      set(...values)
      assert.deepEqual(threadsInEnvironment(), count && { count, by: names[by] })
    }
  } finally {
    set(...before)
  }
})

test('ops compute on as many threads as asked for, one for each core otherwise', () => {
  assert.equal(torch.get_num_threads(), threadsInEnvironment()?.count ?? availableParallelism())
  torch.set_num_threads(4)
  assert.equal(torch.get_num_threads(), 4)
  for (const count of [0, -1])
    assert.throws(() => {
      torch.set_num_threads(count)
    }, /^RuntimeError: set_num_threads expects a positive integer$/)
  for (const [count, name] of [
    [1.5, 'float'],
    ['a', 'str'],
    [true, 'bool'],
    [null, 'NoneType'],
  ])
    assert.throws(
      () => {
        torch.set_num_threads(count as number)
      },
      { message: `set_num_threads expects an int, but got ${String(name)}` },
    )
  assert.equal(torch.get_num_threads(), 4)
})

test('so many ops at a time are asked for once', () => {
  assert.ok(torch.get_num_interop_threads() >= 1)
  assert.throws(() => {
    torch.set_num_interop_threads(1.5)
  }, /^RuntimeError: set_num_interop_threads expects an int, but got float$/)
  torch.set_num_interop_threads(3)
  assert.equal(torch.get_num_interop_threads(), 3)
  assert.throws(() => {
    torch.set_num_interop_threads(3)
  }, /^RuntimeError: Error: cannot set number of interop threads after parallel work has started or set_num_interop_threads called$/)
})

test('precision, libraries, versions', () => {
  torch.set_float32_matmul_precision('medium')
  assert.equal(torch.get_float32_matmul_precision(), 'medium')
  torch.set_float32_matmul_precision('highest')
  assert.equal(torch.set_flush_denormal(true), false)
  torch.backends.cudnn.deterministic = true
  assert.equal(torch.backends.cudnn.deterministic, true)
  assert.equal(torch.backends.mps.is_available(), false)
  assert.match(torch.__version__, /^1\.13\.1\+dltorch$/)
  assert.equal(torch.version.cuda, null)
})

test('a truth of several elements is ambiguous', () => {
  assert.equal(torch.is_nonzero(torch.tensor([[0.5]])), true)
  assert.equal(torch.tensor(0).is_nonzero(), false)
  assert.throws(
    () => torch.is_nonzero(torch.ones(2)),
    /^RuntimeError: Boolean value of Tensor with more than one value/,
  )
  assert.throws(() => torch.tensor([]).is_nonzero(), /^RuntimeError: Boolean value of Tensor with no values/)
})

test('warnings are said again where that is asked for', () => {
  torch.set_warn_always(true)
  assert.equal(torch.is_warn_always_enabled(), true)
  torch.set_warn_always(false)
  assert.throws(() => {
    torch.set_warn_always(1 as never)
  }, /expects a bool, but got int/)
})
