// Small programs on the graph, and what PyTorch gave for them.
import assert from 'node:assert/strict'
import engine from '../../src/index.js'

/** Untyped: the programs also say what TypeScript would refuse. */
export const torch: any = engine
export const repr = (value: unknown): string => engine.repr(value)

/** A float32 leaf that requires grad. */
export const leaf = (...values: number[]): any =>
  engine.tensor(values, { dtype: engine.float32, requires_grad: true })

/** The names of a tensor's next nodes. */
export const nextNames = (tensor: any): (string | null)[] =>
  tensor.grad_fn.next_functions.map(([node]: any) => node?.name() ?? null)

/** A subclass of autograd.Function. */
export function functionOf(forward: unknown, backward?: unknown, name = 'A'): any {
  const classes: Record<string, any> = { [name]: class extends torch.autograd.Function {} }
  if (forward) classes[name].forward = forward
  if (backward) classes[name].backward = backward
  return classes[name]
}

/** A test body: compares what a program gives, or the error it ends with, with what PyTorch gave. */
export function gives(program: () => unknown, expected: unknown): () => void {
  return () => {
    let got: unknown
    try {
      got = program() ?? null
    } catch (error) {
      got = `${(error as Error).name}: ${(error as Error).message}`
    }
    assert.deepEqual(got instanceof engine.Tensor ? repr(got) : JSON.parse(JSON.stringify(got)), expected)
  }
}
