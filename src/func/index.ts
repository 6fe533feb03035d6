// The namespace `torch.func`, of PyTorch 2: functions from functions.
import { RuntimeError } from '../base/errors.js'
import { call } from '../engine/functions.js'
import type { Module } from '../nn/module.js'
import type { Tensor } from '../tensor/tensor.js'
import { Tuple } from '../base/tuple.js'

export { functionalize, hessian, jacfwd, jvp, linearize } from './forward-mode.js'
export { grad, grad_and_value, jacrev, vjp } from './reverse-mode.js'
export { vmap } from './vmap.js'
export { functional_call } from '../nn/stateless.js'

/**
 * The parameters and the buffers of several networks of one kind, stacked: what `vmap` with `functional_call` trains as an
 * ensemble.
 *
 * @returns `(params, buffers)`, two dicts by name
 */
export function stack_module_state(models: readonly Module[]): Tuple<Record<string, Tensor>> {
  if (models.length === 0) throw new RuntimeError('stack_module_state: Expected at least one model, got 0.')
  if (models.some((model) => model.training !== models[0].training))
    throw new RuntimeError('stack_module_state: Expected all models to have the same training/eval mode.')
  if (models.some((model) => model.constructor !== models[0].constructor))
    throw new RuntimeError('stack_module_state: Expected all models to be of the same class.')
  const stacked = (tables: Map<string, Tensor>[], isTrained: boolean): Record<string, Tensor> =>
    Object.fromEntries(
      [...tables[0].keys()].map((name) => {
        const tensors = tables.map((table) => table.get(name)!)
        const whole = (call('stack', [tensors]) as Tensor).detach()
        return [name, whole.requires_grad_(isTrained && tensors[0].requires_grad)]
      }),
    )
  return Tuple.of(
    stacked(
      models.map((model) => new Map<string, Tensor>(model.named_parameters())),
      true,
    ),
    stacked(
      models.map((model) => new Map(model.named_buffers())),
      false,
    ),
  )
}
