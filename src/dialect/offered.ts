// Which members of a value are offered where names are listed: those that PyTorch's users know, not what the library itself
// works with.
import { isLoaded } from '../parts.js'
import { Tensor } from '../tensor/tensor.js'
import torch from '../torch.js'

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** Of what a tensor has with small letters: its fields, and what the library asks of it. */
const machinery = words(
  'memory sizes strides offset count counter node gradient accumulator inference hooks edge accumulate is_view length ' +
    'volatile rsub matrix_rank',
)
/** The few capitals that PyTorch's tensors have. */
const capitals = words('T H mT mH')

/** Submodules that scripts import classes from by their path: `from torch.optim.sgd import SGD`. */
const submodules = words(
  'adadelta adagrad adam adamax adamw asgd lbfgs nadam optimizer radam rmsprop rprop sgd sparse_adam',
)
const ofOptimizers = words('scalars update stateOf toString')

type Test = (name: string) => boolean
const ofTensor: Test = (name) => (!/[A-Z]/.test(name) || capitals.has(name)) && !machinery.has(name)

/** The rule for the members of a value, or of those that have it as their prototype. */
export function offeredIn(value: object): Test {
  if (value instanceof Tensor || value === Tensor.prototype) return ofTensor
  // What is not loaded yet has no instances.
  if (isLoaded('optim')) {
    if (value === torch.optim) return (name) => !submodules.has(name)
    if (value instanceof torch.optim.Optimizer) return (name) => !ofOptimizers.has(name)
  }
  if (isLoaded('nn') && value instanceof torch.nn.Module) return (name) => name !== 'toString'
  return () => true
}

let ofTensors: ReadonlySet<string> | undefined

/** The names of what was set on an object: of a tensor not the fields that it has as such. */
export function fieldNames(value: object): string[] {
  const names = Object.keys(value)
  if (!(value instanceof Tensor)) return names
  const ours = (ofTensors ??= new Set(Object.keys(torch.empty(0))))
  return names.filter((name) => !ours.has(name))
}
