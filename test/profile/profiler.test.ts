// Profilers: which calls they see, how calls within calls count, and the table.
import { deepEqual, equal, match, ok, throws } from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import torch, { nn } from '../../src/index.js'

const { profile, record_function, schedule } = torch.profiler

function measured(run: () => void, options: object = {}) {
  const prof = profile(options)
  prof.start()
  run()
  prof.stop()
  return prof
}

test('each call is seen, with those that it makes itself', () => {
  const prof = measured(() => nn.Linear(2, 3)(torch.ones(1, 2)))
  const rows = prof.key_averages()
  const linear = rows.find(({ key }) => key === 'aten::linear')!
  const within = prof.events().find(({ name }) => name === 'aten::linear')!.cpu_children
  deepEqual(
    within.map(({ name }) => name),
    ['aten::t', 'aten::addmm'],
  )
  ok(linear.cpu_time_total >= linear.self_cpu_time_total)
  const sum = prof.events().reduce((total, event) => total + event.self_cpu_time_total, 0)
  ok(Math.abs(sum - rows.self_cpu_time_total) < 1e-6)
})

test('the backward pass is seen node by node', () => {
  const x = torch.ones(2, { requires_grad: true })
  const y = x.mul(2).sum()
  const names = measured(() => {
    y.backward()
  })
    .events()
    .map(({ name }) => name)
  ok(names.includes('autograd::engine::evaluate_function: MulBackward0'))
  ok(names.includes('MulBackward0') && names.includes('torch::autograd::AccumulateGrad'))
})

test('the table has the columns of PyTorch, rows by what was asked, and as many as were asked', () => {
  const prof = measured(() => {
    for (let i = 0; i < 3; i++) torch.ones(2).exp()
    torch.ones(2).add(1)
  })
  const lines = prof.key_averages().table({ sort_by: 'count', row_limit: 2 }).split('\n')
  match(
    lines[1],
    /^ +Name {4}Self CPU % {6}Self CPU {3}CPU total % {5}CPU total {2}CPU time avg {4}# of Calls {2}$/,
  )
  equal(lines[0], lines[2])
  match(lines[3], /^ +aten::ones .* 4 {2}$/)
  match(lines[4], /^ +aten::exp +[\d.]+% +[\d.]+[mu]?s .* 3 {2}$/)
  match(lines[6], /^Self CPU time total: [\d.]+[mu]?s$/)
  throws(() => prof.key_averages().table({ sort_by: 'nothing' }), /has no attribute 'nothing'/)
})

test('sizes of inputs make rows of their own where they are asked for', () => {
  const prof = measured(
    () => {
      torch.ones(2).exp()
      torch.ones(3).exp()
    },
    { record_shapes: true },
  )
  equal(prof.key_averages().filter(({ key }) => key === 'aten::exp').length, 1)
  const rows = prof.key_averages({ group_by_input_shape: true }).filter(({ key }) => key === 'aten::exp')
  deepEqual(
    rows.map(({ input_shapes }) => input_shapes),
    [[[2]], [[3]]],
  )
})

test('parts of a program have the names that they are given', () => {
  const named = record_function('step').__call__((x: number) => torch.ones(x))
  const prof = measured(() => {
    const part = record_function('part').__enter__()
    torch.zeros(1)
    part.__exit__()
    named(2)
  })
  const [part, , step] = prof.events()
  deepEqual([part.name, part.cpu_children[0].name], ['part', 'aten::zeros'])
  deepEqual([step.name, step.cpu_children[0].name], ['step', 'aten::ones'])
})

test('a schedule says which steps are recorded', () => {
  const which = schedule({ wait: 1, warmup: 1, active: 2, repeat: 1, skip_first: 1 })
  deepEqual(
    Array.from({ length: 7 }, (_, i) => which(i)),
    [0, 0, 1, 2, 3, 0, 0],
  )
  let ready = 0
  const prof = profile({
    schedule: schedule({ wait: 1, active: 1, repeat: 2 }),
    on_trace_ready: () => ready++,
  })
  prof.start()
  for (let i = 0; i < 8; i++) {
    torch.ones(1)
    prof.step()
  }
  prof.stop()
  equal(ready, 2)
  equal(prof.events().length, 1)
  throws(() => schedule({ wait: 1 }), /Invalid profiler schedule arguments/)
})

test('nothing is seen when it is over, and nothing is told before', () => {
  const prof = profile()
  throws(() => prof.key_averages(), /has no attribute 'key_averages'/)
  prof.start()
  prof.stop()
  torch.ones(1)
  equal(prof.events().length, 0)
})

test('a trace is a file of JSON', () => {
  const folder = mkdtempSync(join(tmpdir(), 'profile-'))
  try {
    const path = join(folder, 'trace.json')
    measured(() => torch.ones(2).exp()).export_chrome_trace(path)
    const { traceEvents } = JSON.parse(readFileSync(path, 'utf8')) as { traceEvents: { name: string }[] }
    deepEqual(
      traceEvents.map(({ name }) => name),
      ['aten::ones', 'aten::exp'],
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})
