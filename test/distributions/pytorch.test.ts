// Distributions, transforms, constraints and divergences against PyTorch's answers (pytorch.json, seeds set).
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import torch, { type Tensor } from '../../src/index.js'

const recorded = JSON.parse(readFileSync(new URL('./pytorch.json', import.meta.url), 'utf8')) as Recorded

type Spec = [name: string, args: unknown[], keywords: Record<string, unknown>]
interface Encoded {
  shape: number[]
  dtype: string
  values: (number | string | boolean)[]
}
interface Refusal {
  error: string
  message: string
}
type Answer = Encoded | Refusal | string | number | boolean | number[] | null | { sample: Encoded }
interface Recorded {
  distributions: { spec: Spec; expect: Record<string, Answer> }[]
  gradients: { spec: Spec; rsample: (Encoded | null)[] | Refusal; log_prob: (Encoded | null)[] | Refusal }[]
  divergences: { p: Spec; q: Spec; expect: Answer }[]
  refused: { spec: Spec; expect: Answer }[]
  values: { spec: Spec; value: unknown; expect: Answer }[]
  constraints: (Record<string, Answer> & { name: string; checks: { x: number[][]; expect: Answer }[] })[]
  transforms: (Record<string, Answer> & { tf: unknown[] })[]
}

const namespace = torch.distributions as unknown as Record<string, any>

function tensorOf(data: unknown, isInteger: boolean): Tensor {
  return torch.tensor(data as number[], { dtype: isInteger ? torch.int64 : torch.float32 })
}

function valueOf(value: any, leaves?: Tensor[]): unknown {
  if (Array.isArray(value)) return value.map((item) => valueOf(item))
  if (value === null || typeof value !== 'object') return value
  if ('t' in value) {
    const tensor = tensorOf(value.t, value.int === true)
    leaves?.push(tensor.requires_grad_())
    return tensor
  }
  if ('d' in value) return build(value.d as Spec)
  const [name, ...args] = value.tf as [string, ...unknown[]]
  return namespace[name](...args.map((item) => valueOf(item)))
}

function build([name, args, keywords]: Spec, leaves?: Tensor[]): any {
  const given = args.map((item) => valueOf(item, leaves))
  const named = Object.fromEntries(
    Object.entries(keywords).map(([key, item]) => [key, valueOf(item, leaves)]),
  )
  return namespace[name](...given, ...(Object.keys(named).length > 0 ? [named] : []))
}

const numberOf = (value: number | string | boolean): number =>
  typeof value === 'string' ? { nan: Number.NaN, inf: Infinity, '-inf': -Infinity }[value]! : Number(value)

function assertSame(got: Tensor, expected: Encoded, what: string, tolerance = 2e-5): void {
  assert.deepEqual([...got.shape], expected.shape, `${what}: shape`)
  assert.equal(`torch.${got.dtype.name}`, expected.dtype, `${what}: dtype`)
  const values = got.detach().reshape(-1).tolist() as number[]
  expected.values.map(numberOf).forEach((value, i) => {
    const mine = Number(values[i])
    const isClose =
      Object.is(mine, value) ||
      mine === value ||
      Math.abs(mine - value) <= tolerance * Math.max(1, Math.abs(value))
    assert.ok(isClose, `${what}[${i}]: ${mine}, PyTorch ${value}`)
  })
}

function check(what: string, answer: Answer, run: () => unknown): void {
  if (answer !== null && typeof answer === 'object' && 'error' in answer) {
    assert.throws(run, (error: Error) => {
      assert.equal(error.message, answer.message, what)
      assert.equal(error.name, answer.error, what)
      return true
    })
    return
  }
  const got = run()
  if (answer !== null && typeof answer === 'object' && 'dtype' in answer)
    assertSame(got as Tensor, answer, what)
  else assert.deepEqual(got, answer, what)
}

for (const { spec, expect } of recorded.distributions)
  test(`${spec[0]}(${JSON.stringify(spec.slice(1)).slice(1, 90)})`, () => {
    const d = build(spec)
    const seeded = (seed: number, run: () => unknown) => (): unknown => {
      torch.manual_seed(seed)
      return run()
    }
    check('repr', expect.repr, () => torch.repr(build(spec)))
    check('batch', expect.batch, () => [...d.batch_shape])
    check('event', expect.event, () => [...d.event_shape])
    check('has_rsample', expect.has_rsample, () => d.has_rsample)
    check('has_enumerate_support', expect.has_enumerate_support, () => d.has_enumerate_support)
    check('support', expect.support, () => torch.repr(d.support))
    check(
      'sample',
      expect.sample,
      seeded(0, () => d.sample()),
    )
    check(
      'samples',
      expect.samples,
      seeded(1, () => d.sample([2, 3])),
    )
    check(
      'rsample',
      expect.rsample,
      seeded(2, () => d.rsample([3])),
    )
    for (const name of ['mean', 'mode', 'variance', 'stddev']) check(name, expect[name], () => d[name])
    check('entropy', expect.entropy, () => d.entropy())
    torch.manual_seed(1)
    const x = d.sample([2, 3])
    check('log_prob', expect.log_prob, () => d.log_prob(x))
    check('cdf', expect.cdf, () => d.cdf(x))
    const q = d.batch_shape.at(-1) === 2 ? torch.tensor([0.1, 0.9]) : torch.tensor(0.3)
    check('icdf', expect.icdf, () => d.icdf(q))
    check('enumerate', expect.enumerate, () => d.enumerate_support())
    check('enumerate unexpanded', expect.enumerate_unexpanded, () => d.enumerate_support(false))
    const grown = expect.expand as { repr: string; sample: Encoded; log_prob: Encoded } | Refusal
    if ('error' in grown) check('expand', grown, () => d.expand([2, ...d.batch_shape]).log_prob(x))
    else {
      const e = d.expand([2, ...d.batch_shape])
      assert.equal(torch.repr(e), grown.repr)
      torch.manual_seed(3)
      assertSame(e.sample(), grown.sample, 'expanded sample')
      assertSame(e.log_prob(e.sample()), grown.log_prob, 'expanded log_prob')
    }
  })

for (const { spec, rsample, log_prob } of recorded.gradients)
  test(`gradients of ${spec[0]}(${JSON.stringify(spec.slice(1)).slice(1, 90)})`, () => {
    const leaves: Tensor[] = []
    const d = build(spec, leaves)
    torch.manual_seed(0)
    const s = d.rsample([2]) as Tensor
    const weights = torch.arange(1, s.numel() + 1, { dtype: s.dtype }).reshape(s.shape)
    const compare = (name: string, answer: typeof rsample, loss: () => Tensor): void => {
      const grads = (): (Tensor | null)[] => [...torch.autograd.grad(loss(), leaves, { allow_unused: true })]
      if (!Array.isArray(answer)) return check(name, answer, grads)
      grads().forEach((grad, i) => {
        const expected = answer[i]
        if (expected === null) assert.equal(grad, null, name)
        else assertSame(grad!, expected, `${name} ${i}`, 1e-4)
      })
    }
    compare('rsample', rsample, () => s.mul(weights).sum())
    compare('log_prob', log_prob, () => d.log_prob(s.detach()).sum())
  })

test('divergences', () => {
  for (const { p, q, expect } of recorded.divergences)
    check(`KL(${p[0]} || ${q[0]})`, expect, () => namespace.kl_divergence(build(p), build(q)))
})

test('what constructors refuse', () => {
  for (const { spec, expect } of recorded.refused)
    check(JSON.stringify(spec), expect, () => torch.repr(build(spec)))
})

test('what values are refused', () => {
  for (const { spec, value, expect } of recorded.values)
    check(JSON.stringify([spec, value]), expect, () => build(spec).log_prob(valueOf(value)))
})

for (const row of recorded.constraints)
  test(`constraints.${row.name}`, () => {
    const constraint = namespace.constraints[row.name]
    check('repr', row.repr, () => torch.repr(constraint))
    check('event_dim', row.event_dim, () => constraint.event_dim)
    check('is_discrete', row.is_discrete, () => constraint.is_discrete)
    check('biject_to', row.biject, () => torch.repr(namespace.biject_to(constraint)))
    check('transform_to', row.transform, () => torch.repr(namespace.transform_to(constraint)))
    for (const { x, expect } of row.checks)
      check(`check(${JSON.stringify(x)})`, expect, () =>
        constraint.check(torch.tensor(x, { dtype: torch.float32 })),
      )
  })

for (const row of recorded.transforms)
  test(`transforms.${row.tf[0] as string} ${JSON.stringify(row.tf.slice(1)).slice(0, 60)}`, () => {
    const transform = valueOf({ tf: row.tf }) as any
    const x = torch.tensor([
      [0.3, 0.5, 0.2],
      [0.1, 0.7, 0.4],
    ])
    const y = transform(x)
    check('repr', row.repr, () => torch.repr(transform))
    check('call', row.y, () => y)
    check('inv', row.inv, () => transform.inv(y))
    check('jacobian', row.jacobian, () => transform.log_abs_det_jacobian(x, y))
    check('inverse jacobian', row.inverse_jacobian, () => transform.inv.log_abs_det_jacobian(y, x))
    check('bijective', row.bijective, () => transform.bijective)
    check('sign', row.sign, () => transform.sign)
    if (row.domain !== null) check('domain', row.domain, () => torch.repr(transform.domain))
    if (row.codomain !== null) check('codomain', row.codomain, () => torch.repr(transform.codomain))
    check('forward_shape', row.forward_shape, () => [...transform.forward_shape([2, 3])])
    check('inverse repr', row.inv_repr, () => torch.repr(transform.inv))
  })
