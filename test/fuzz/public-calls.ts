// Every public function and method that the fuzz calls, found by looking: of torch, of NumPy and pyplot as they are at
// hand, and of Python's modules.
import torch from '../../src/index.js'
import { loadNumpy } from '../../src/dialect/runtime/numpy.js'
import { methods, ops } from '../../src/engine/op.js'
import type { Schema } from '../../src/engine/schema.js'
import { loadPyplot } from '../../src/plot/pyplot/load.js'
import py from '../../src/python/library.js'
import { $py } from '../../src/python/machine.js'

export interface Callable {
  /** How the call begins: `torch.add`; a method of a tensor has only its name. */
  readonly text: string
  readonly isMethod: boolean
  readonly schemas: readonly Schema[]
}

/** What texts of calls are made of, by the names that they use. */
export const surroundings: Record<string, unknown> = {
  torch,
  np: loadNumpy(),
  plt: loadPyplot(),
  py,
}

/** Functions that wait, speak, draw or change how everything after them behaves; and classes that are there to be extended. */
const leftOut = new Set([
  ...['Function', 'FunctionCtx'],
  ...['print', 'set_printoptions', 'set_default_dtype', 'set_default_device', 'set_grad_enabled', 'backend'],
  ...['detect_anomaly', 'set_detect_anomaly', 'gpu', 'errors', 'typename', '_C'],
])

/** Methods of Tensor that only the engine calls, as are all with a capital letter; and those that start a gpu. */
const internal = new Set(['constructor', 'accumulate', 'edge', 'inherit', 'cuda'])

const isPlainHolder = (value: unknown): value is object => {
  if (Object.prototype.toString.call(value) !== '[object Object]') return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** The functions below `holder`, in a fixed order. */
function functionsBelow(root: string, top: object, skipped: ReadonlySet<string>): Callable[] {
  const found: Callable[] = []
  const seen = new Set<unknown>()
  const walk = (path: string, holder: object, depth: number): void => {
    for (const name of Object.keys(holder).sort()) {
      if (skipped.has(name)) continue
      const value = (holder as Record<string, unknown>)[name]
      const full = `${path}.${name}`
      if (typeof value === 'function') {
        const schemas = ops.get(full.slice('torch.'.length))?.overloads.map((overload) => overload.schema)
        found.push({ text: full, isMethod: false, schemas: schemas ?? [] })
      } else if (depth < 4 && isPlainHolder(value) && !seen.has(value)) {
        seen.add(value)
        walk(full, value, depth + 1)
      }
    }
  }
  walk(root, top, 0)
  return found
}

function tensorMethods(): Callable[] {
  const own = Object.getOwnPropertyDescriptors(torch.Tensor.prototype)
  return Object.keys(own)
    .sort()
    .filter((name) => typeof own[name].value === 'function' && !internal.has(name) && !/[A-Z]/.test(name))
    .map((name) => {
      const overloads = (methods.get(name) ?? methods.get(name.replace(/_$/, '')))?.overloads ?? []
      return { text: name, isMethod: true, schemas: overloads.map((overload) => overload.schema) }
    })
}

/** Objects that are used at the prompt: how one is made. Their methods are looked for. */
const objects: readonly string[] = [
  'torch.Generator()',
  'torch.nn.Linear(2, 3)',
  'torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU())',
  'torch.nn.ModuleList([torch.nn.Linear(2, 2)])',
  'torch.nn.ModuleDict({a: torch.nn.Linear(2, 2)})',
  'torch.nn.ParameterList([torch.nn.Parameter(torch.ones(2))])',
  'torch.nn.ParameterDict({a: torch.nn.Parameter(torch.ones(2))})',
  'torch.nn.Conv2d(1, 2, 2)',
  'torch.nn.ConvTranspose2d(1, 2, 2)',
  'torch.nn.BatchNorm1d(3)',
  'torch.nn.LSTM(2, 3)',
  'torch.nn.Embedding(4, 2)',
  'torch.nn.EmbeddingBag(4, 2)',
  'torch.nn.MultiheadAttention(4, 2)',
  'torch.nn.TransformerEncoderLayer(4, 2, 8)',
  'torch.nn.CrossEntropyLoss()',
  'torch.nn.Bilinear(2, 3, 2)',
  'torch.nn.MaxPool2d(2)',
  'torch.nn.Dropout(0.5)',
  'torch.nn.LayerNorm(3)',
  'torch.nn.Flatten()',
  'torch.nn.Upsample({scale_factor: 2})',
  'torch.nn.OrderedDict([["a", torch.ones(2)]])',
  'torch.optim.SGD([torch.ones(2).requires_grad_()], {lr: 0.1, momentum: 0.9})',
  'torch.optim.Adam([torch.ones(2).requires_grad_()])',
  'torch.optim.LBFGS([torch.ones(2).requires_grad_()])',
  'torch.optim.lr_scheduler.StepLR(torch.optim.SGD([torch.ones(2).requires_grad_()], {lr: 0.1}), 2)',
  'torch.optim.lr_scheduler.OneCycleLR(torch.optim.SGD([torch.ones(2).requires_grad_()], {lr: 0.1}), 0.1, 9)',
  'torch.optim.lr_scheduler.ReduceLROnPlateau(torch.optim.SGD([torch.ones(2).requires_grad_()], {lr: 0.1}))',
  'torch.optim.swa_utils.AveragedModel(torch.nn.Linear(2, 3))',
  'torch.ones(2, 3).shape',
  'torch.utils.data.TensorDataset(torch.ones(4, 2), torch.ones(4))',
  'torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.ones(4, 2)), {batch_size: 2})',
  'torch.utils.data.Subset(torch.utils.data.TensorDataset(torch.ones(4, 2)), [0, 1])',
  'torch.distributions.Normal(0, 1)',
  'torch.distributions.Categorical(torch.ones(3))',
  'torch.distributions.MultivariateNormal(torch.zeros(2), torch.eye(2))',
  'torch.distributions.Dirichlet(torch.ones(3))',
  'torch.distributions.Binomial(3, torch.tensor(0.5))',
  'torch.distributions.constraints.positive',
  'torch.cuda.amp.GradScaler()',
  'torch.autograd.profiler.profile()',
  'torch.autograd.profiler.record_function("a")',
  'torch.nn.utils.rnn.pack_sequence([torch.ones(2), torch.ones(1)])',
  'torch.ones(2).storage()',
  'torch.float32',
  "torch.device('cpu')",
  'np.ones([2, 3])',
  'np.float32',
  'plt.figure()',
  'plt.figure().add_subplot()',
  'plt.plot([1, 2])[0]',
]

/** Methods that the library's own classes call of each other, and no program does. */
const inside = new Set(
  'constructor forward joined replace through step_ update unlisten accumulate edge inherit drawn expanded add shapes drop row rows col cols iget iset'.split(
    ' ',
  ),
)

const held = (object: object): string[] => {
  const names = new Set<string>()
  for (
    let at: object | null = object;
    at !== null && at !== Object.prototype && at !== Function.prototype && at !== Array.prototype;
    at = Object.getPrototypeOf(at) as object | null
  )
    for (const name of Object.getOwnPropertyNames(at)) {
      const descriptor = Object.getOwnPropertyDescriptor(at, name)
      if (typeof descriptor?.value === 'function' && /^[a-z][a-z0-9_]*$/.test(name)) names.add(name)
    }
  for (const name of inside) names.delete(name)
  return [...names].sort()
}

const methodsOf = (text: string): Callable[] => {
  const parameters = Object.keys(surroundings)
  const object = new Function(...parameters, `return ${text}`)(...Object.values(surroundings)) as object
  return held(object)
    .filter((name) => !quiet.has(name))
    .map((name) => ({ text: `${text}.${name}`, isMethod: false, schemas: [] }))
}

/** Classes that are there for what is an instance of them. */
const asked = ['Generator', 'Complex', 'Axes', 'Figure', 'LinAlgError']

/** What shows or keeps pictures, waits for a person, or is a name of JavaScript's. */
const quiet = new Set([
  ...asked,
  ...'show savefig save pause ion ioff ginput waitforbuttonpress switch_backend rc rcdefaults style export_chrome_trace'.split(
    ' ',
  ),
  ...'imsave tofile dump save savez savez_compressed savetxt load loadtxt fromfile genfromtxt cuda memmap'.split(
    ' ',
  ),
])

/** Python's modules whose functions neither wait nor touch files, processes or the program's own state. */
const modules =
  'math cmath random string re json itertools functools collections operator statistics fractions bisect heapq textwrap datetime copy enum dataclasses struct hashlib types typing fnmatch numbers pprint decimal contextlib'

function pythonCallables(): Callable[] {
  const names = (value: unknown): string[] =>
    [...(py.dir(value) as Iterable<string>)].filter((name) => !name.startsWith('_'))
  const found: Callable[] = []
  for (const module of modules.split(' ')) {
    let value: Record<string, unknown>
    try {
      value = py.module(module) as Record<string, unknown>
    } catch {
      continue
    }
    for (const name of names(value))
      if (typeof value[name] === 'function')
        found.push({ text: `py.module('${module}').${name}`, isMethod: false, schemas: [] })
  }
  const spoken = new Set('print input open exit quit breakpoint help exec eval compile getattr'.split(' '))
  for (const name of [...$py.builtins.keys()].sort())
    if (typeof py[name] === 'function' && !spoken.has(name))
      found.push({ text: `py.${name}`, isMethod: false, schemas: [] })
  return found
}

/** In a fixed order. */
export const everything: readonly Callable[] = [
  ...functionsBelow('torch', torch, leftOut),
  ...tensorMethods(),
  ...objects.flatMap(methodsOf),
  ...functionsBelow('np', surroundings['np'] as object, quiet),
  ...functionsBelow('plt', surroundings['plt'] as object, quiet),
  ...pythonCallables(),
]
