// 300 steps of the optimizers that are made of ops, and runs of L-BFGS, end where PyTorch 1.13's do (optimizers.json): in
// float32 to the last bit, in float64 but for the fused products of its loops. L-BFGS enlarges the roundings of its scalar
// products: as close as those are.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import torch, { optim } from '../../src/index.js'
import type { Tensor } from '../../src/index.js'

type Name = Exclude<Extract<keyof typeof optim, Capitalize<string>>, 'Optimizer' | 'LBFGS' | '_functional'>
type Options = Record<string, unknown>
/** Losses of the steps, where they end, how often the loss was computed, and how many steps were taken inside. */
type Run = [losses: number[], end: number[], evaluations: number, steps: number]
const { runs, lbfgs } = JSON.parse(readFileSync(new URL('optimizers.json', import.meta.url), 'utf8')) as {
  runs: [Name, Options, number[], number[]][]
  lbfgs: [Options, Run, Run][]
}

function close(actual: number[], expected: number[], tolerance: number): void {
  actual.forEach((value, i) => {
    const error = Math.abs(value - expected[i])
    assert.ok(
      error <= tolerance * Math.max(1, Math.abs(expected[i])),
      `${actual.join()} is not ${expected.join()}`,
    )
  })
}

const dtypes = [torch.float32, torch.float64]

for (const [name, options, ...ends] of runs)
  test(`${name} ${JSON.stringify(options)}`, () => {
    ends.forEach((end, k) => {
      torch.manual_seed(3)
      const param = torch.rand(3, { dtype: dtypes[k] }).requires_grad_()
      const optimizer = optim[name]([param], options)
      for (let i = 0; i < 300; i++) {
        param.grad = torch.rand(3, { dtype: dtypes[k] }).sub(0.4)
        optimizer.step()
      }
      close(param.detach().tolist() as number[], end, k === 0 ? 0 : 1e-13)
    })
  })

for (const [options, ...answers] of lbfgs)
  test(`LBFGS ${JSON.stringify(options)}`, () => {
    answers.forEach(([losses, end, evaluations, steps], k) => {
      const x = torch.tensor([-1.2, 1], { dtype: dtypes[k], requires_grad: true })
      const y = torch.tensor([[0.5]], { dtype: dtypes[k], requires_grad: true })
      const optimizer = optim.LBFGS([x, y], options)
      const closure = (): Tensor => {
        optimizer.zero_grad()
        const [a, b] = [x.select(0, 0), x.select(0, 1)]
        const slack = b.sub(a.mul(a))
        const loss = a
          .rsub(1)
          .mul(a.rsub(1))
          .add(slack.mul(10).mul(slack))
          .add(y.sub(3).mul(y.sub(3)).sum())
        loss.backward()
        return loss
      }
      const found = losses.map(() => (optimizer.step(closure) as Tensor).item())
      close(found, losses, k === 0 ? 5e-4 : 1e-12)
      close([...(x.tolist() as number[]), y.item() as number], end, k === 0 ? 1e-3 : 1e-10)
      const state = optimizer.state.get(x)!
      assert.deepEqual([state.func_evals, state.n_iter], [evaluations, steps])
    })
  })
