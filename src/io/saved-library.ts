// Objects of the library's own classes that files hold whole: optimizers, schedulers, datasets. Follows what pickle finds in
// theirs: a file says the class and the attributes, of which the object is made anew.
import { constructOn } from '../base/adopt.js'
import { UnpicklingError } from '../base/errors.js'
import { Float, isFloatItem } from '../base/scalar.js'
import { Dataset } from '../data/dataset.js'
import { Dict, isDict } from '../nn/ordered-dict.js'
import { Optimizer, type ParamGroup } from '../optim/optimizer.js'
import { ReduceLROnPlateau } from '../optim/plateau.js'
import { LRScheduler } from '../optim/scheduler.js'
import { Tensor } from '../tensor/tensor.js'

/** Whether attributes are all that there is to an object. */
const isPlain = (value: unknown): value is object =>
  value instanceof LRScheduler || value instanceof ReduceLROnPlateau || value instanceof Dataset

/** What stands in such an object; undefined for all else. */
export function fieldsOfLibrary(value: object): Map<string, unknown> | undefined {
  if (value instanceof Optimizer) {
    const { defaults, state, param_groups } = value
    return new Map(Object.entries({ defaults, state, param_groups }))
  }
  return isPlain(value) ? new Map(Object.entries(value as object)) : undefined
}

/** Sets on such an object what a file says that stood in it; whether it was one. */
export function restoreOfLibrary(
  object: unknown,
  names: Iterable<string>,
  read: (name: string) => unknown,
): boolean {
  if (object instanceof Optimizer) restoreOptimizer(object, read)
  else if (isPlain(object)) for (const name of names) Reflect.set(object, name, read(name))
  else return false
  return true
}

const isGroup = (group: unknown): group is ParamGroup =>
  isDict(group) && Array.isArray(group.params) && group.params.every((param) => param instanceof Tensor)

/** The options of a group, among which 1.0 is a float. */
const optionsOf = (group: object): Dict =>
  new Dict(
    Object.fromEntries(
      Object.entries(group).map(([name, value]) => [
        name,
        isFloatItem(group, name, value) ? new Float(value as number) : (value as unknown),
      ]),
    ),
  )

/** Its constructor runs on it with the file's groups, and takes over the state of each parameter. */
function restoreOptimizer(optimizer: Optimizer, read: (name: string) => unknown): void {
  const groups = read('param_groups')
  const defaults = read('defaults')
  const state = read('state')
  const isWhole = Array.isArray(groups) && groups.every(isGroup) && isDict(defaults)
  if (!isWhole || !(state instanceof Map || isDict(state)))
    throw new UnpicklingError('the file is damaged: an optimizer is described in an unknown way')
  constructOn(optimizer, optimizer.constructor as NewableFunction, [
    groups.map(optionsOf),
    { lr: defaults.lr },
  ])
  Object.assign(optimizer.defaults, optionsOf(defaults))
  const params = groups.flatMap((group) => group.params)
  const numbers = new Map(params.map((param, i) => [param, i]))
  const entries = state instanceof Map ? [...(state as Map<unknown, unknown>)] : Object.entries(state)
  optimizer.load_state_dict(
    new Dict({
      state: new Dict(
        Object.fromEntries(
          entries.map(([key, values]) => [key instanceof Tensor ? numbers.get(key) : key, values]),
        ),
      ),
      param_groups: groups.map(
        (group) =>
          new Dict({ ...optionsOf(group), params: group.params.map((param) => numbers.get(param)!) }),
      ),
    }) as never,
  )
}
