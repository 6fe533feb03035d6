// `import`: modules of Python's library that are here, the library itself, files beside the script.
import { ImportError, ModuleNotFoundError } from '../../base/errors.js'
import torch from '../../torch.js'
import { core, gathered } from './core.js'
import { exception, noteName } from './exceptions.js'
import { inPythonAlone, passedOnFrom } from './passed-on.js'
import { noteNamespace, PyModule } from './types.js'
import { similar } from './similar.js'

type Any = any

/** The modules of Python's library that are here, by their dotted names: how the names of each are got. */
export const loaders = new Map<string, () => Record<string, Any>>()

/** A file of `modules/`: the names of its module, or how they are got. */
export interface Loaded {
  readonly module?: object
  readonly load?: () => object
}

/** Makes modules known to `import`, which loads the file of one when it is first asked for. */
export function noteModules(
  files: readonly string[],
  nameOf: (file: string) => string,
  load: (file: string) => Loaded,
): void {
  for (const file of files)
    loaders.set(nameOf(file), () => {
      const loaded = load(file)
      return (loaded.load?.() ?? loaded.module) as Record<string, Any>
    })
}

/** Modules that were imported: each is one object. Python's `sys.modules`. */
export const imported = new Map<string, Any>()

/** Who finds modules in files, the nearest first: given the dotted path, a module or null. */
export const finders: ((path: string) => Any)[] = []

/** What serves in the place of modules that are not here. */
const instead: Record<string, string> = {
  pandas: 'dltorch train --data reads tables, and torch and numpy compute with them',
  sklearn: 'torch.nn and torch.optim train; losses and splits are short to write',
  scipy: 'torch.linalg, torch.special and numpy have much of it',
  torchvision: 'torch.utils.data loads data; images can be read as tensors',
  torchaudio: 'torch.fft has the transforms',
  tensorflow: 'torch computes, differentiates and trains',
  keras: 'torch.nn has layers, torch.optim optimizers',
  jax: 'torch.autograd differentiates',
  seaborn: 'matplotlib.pyplot draws',
  requests: 'open reads files that are here; fetch them with a browser or curl first',
  urllib:
    'open reads files that are here; fetch them with a browser or curl first; urllib.parse takes addresses apart',
  tensorboard: 'print and matplotlib.pyplot show how it goes',
  tensorboardX: 'print and matplotlib.pyplot show how it goes',
  transformers: 'torch.nn has Transformer, MultiheadAttention and Embedding',
  gym: 'an environment is a class with reset and step',
  IPython: 'print and matplotlib.pyplot show values',
  wandb: 'print and matplotlib.pyplot show how it goes',
  PIL: 'torch.load and open read files that are here',
  cv2: 'torch.nn.functional filters and resizes',
  torchtext: 'str.split and collections.Counter make a vocabulary',
  torchsummary: 'print(model) shows layers; sum(p.numel() for p in model.parameters()) counts',
  torchinfo: 'print(model) shows layers; sum(p.numel() for p in model.parameters()) counts',
  torchmetrics: 'comparisons and means of tensors are short to write',
  torchviz: 'y.grad_fn and its next_functions show the graph',
  visdom: 'print and matplotlib.pyplot show how it goes',
  plotly: 'matplotlib.pyplot draws',
  einops: 'reshape, permute, and torch.einsum rearrange tensors',
  nltk: 'str.split and re take texts apart',
  h5py: 'torch.save and numpy.savez keep tensors',
  pytorch_lightning: 'a loop with backward and step trains',
  lightning: 'a loop with backward and step trains',
  networkx: 'a matrix of neighbours is a graph',
  gymnasium: 'an environment is a class with reset and step',
  d2l: 'the classes that the book defines can be written into the script',
  pytest: 'assert checks',
}

/** What helps on where a module is not here, by the error that says so. */
export const advice = new WeakMap<object, string>()

function notFound(path: string): ModuleNotFoundError {
  const [root] = path.split('.')
  const error = exception(ModuleNotFoundError, `No module named '${path}'`)
  const hint = instead[root]
  const other = similar(
    root,
    [...loaders.keys(), 'torch', 'numpy'].filter((name) => !name.includes('.')),
  )
  const text =
    hint !== undefined ? `Here ${hint}.` : other === undefined ? undefined : `Did you mean ${other}?`
  noteName(error as object, root)
  if (text !== undefined) advice.set(error as object, text)
  return error as ModuleNotFoundError
}

const isNamespace = (value: unknown): value is object => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || value instanceof PyModule
}

function root(name: string): Any {
  if (name === 'torch') {
    // Who goes through all that the library has does not load these: once a class
    // with `__torch_function__` is there, every call of an op looks for one.
    for (const name of inPythonAlone)
      Object.defineProperty(torch, name, {
        get: () => importModule(`torch.${name}`) as object,
        configurable: true,
        enumerable: false,
      })
    return noteNamespace(torch as object)
  }
  const load = loaders.get(name)
  if (load) return moduleOf(name, load())
  for (const find of finders) {
    const found: Any = find(name)
    if (found !== null && found !== undefined) return found
  }
  return null
}

/** The names that a module's file gives, as a module. */
function moduleOf(name: string, names: Record<string, Any>): Any {
  if (names instanceof PyModule) return names
  const module = new PyModule(name)
  for (const [key, value] of Object.entries(names)) {
    const alias = key.endsWith('$') ? key.slice(0, -1) : key
    module[alias] = value
  }
  return module
}

/** Names of parts that JavaScript keeps for itself. */
const member = (module: Any, name: string): Any => {
  if (name in module) return module[name]
  return `${name}_` in module && isNamespace(module[`${name}_`]) ? module[`${name}_`] : undefined
}

/** The whole path of one that begins with as many dots: the first stands for the package that `module` lies in. */
function wholePath(path: string, level: number, module: Any): string {
  if (level === 0) return path
  const name: Any = module?.__name__
  if (typeof name !== 'string' || (module.__path__ === undefined && !name.includes('.')))
    throw new ImportError('attempted relative import with no known parent package')
  const parts = name.split('.')
  const up = module.__path__ === undefined ? level : level - 1
  if (up >= parts.length) throw new ImportError('attempted relative import beyond top-level package')
  const folder = parts.slice(0, parts.length - up).join('.')
  return path === '' ? folder : `${folder}.${path}`
}

/** The module at a dotted path. */
export function importModule(path: string): Any {
  const known: Any = imported.get(path)
  if (known !== undefined) return known
  const names = path.split('.')
  let module: Any = null
  names.forEach((name, i) => {
    const here = names.slice(0, i + 1).join('.')
    const before: Any = imported.get(here)
    if (before !== undefined) {
      module = before
      return
    }
    const found: Any = i === 0 ? root(name) : below(module, name, here)
    if (found === null || found === undefined) {
      if (i > 0 && module instanceof PyModule && module.__path__ === undefined && !(names[0] in instead)) {
        const parent = names.slice(0, i).join('.')
        throw exception(ModuleNotFoundError, `No module named '${here}'; '${parent}' is not a package`)
      }
      throw notFound(here)
    }
    imported.set(here, found)
    if (i > 0 && module instanceof PyModule) module[name] = found
    module = found
  })
  return module
}

function below(module: Any, name: string, path: string): Any {
  const load = loaders.get(path)
  if (load) return moduleOf(path, load())
  const found = path === 'torch.types' ? undefined : member(module, name)
  if (isNamespace(found)) return found instanceof PyModule ? found : noteNamespace(found)
  for (const find of finders) {
    const file: Any = find(path)
    if (file !== null && file !== undefined) return file
  }
  return null
}

/** A name that a module of PyTorch's passes on; undefined where it passes on none of that name. */
function passedOnBy(path: string, name: string): Any {
  const isTyping = path.startsWith('torch.') && typingNames.has(name)
  const from = passedOnFrom(path, name) ?? (isTyping ? 'typing' : undefined)
  if (from !== undefined) return core.getattr(importModule(from), name)
  // A module of a package imports of the package what it needs, and all of them the basis.
  const [, parent] = /^(torch\.(?:nn|optim|distributions|utils\.data))\./.exec(path) ?? []
  if (parent === undefined) return undefined
  if (name === 'F') return importModule('torch.nn.functional')
  if (name === 'torch' || name === 'math' || name === 'warnings') return importModule(name)
  const owner = [parent, 'torch'].find((one) => member(importModule(one), name) !== undefined)
  return owner === undefined ? undefined : core.getattr(importModule(owner), name)
}
const typingNames = new Set(
  'Any Callable Dict Generic Iterable Iterator List NamedTuple Optional Sequence Set Tuple Type TypeVar Union'.split(
    ' ',
  ),
)

/** `from path import names` in `from`: their values in order. */
export function importFrom(given: string, names: readonly string[], level = 0, from: Any = null): Any[] {
  const path = wholePath(given, level, from)
  const module = importModule(path)
  return names.map((name) => {
    try {
      const value: Any = core.getattr(module, name)
      return value
    } catch (error) {
      try {
        return importModule(`${path}.${name}`)
      } catch {
        if (!(error instanceof Error)) throw error
      }
      const other = passedOnBy(path, name)
      if (other !== undefined) return other
      const where =
        module instanceof PyModule && typeof module.__file__ === 'string'
          ? module.__file__
          : 'unknown location'
      throw exception(ImportError, `cannot import name '${name}' from '${path}' (${where})`)
    }
  })
}

/** Under this a module's `__getattr__` says which names it has beside those that stand in the module. */
export const namedLater: unique symbol = Symbol('names that are got when they are asked for')

/** `from path import *` in `from`: the names and their values. */
export function importStar(path: string, level = 0, from: Any = null): Record<string, Any> {
  const module = importModule(wholePath(path, level, from))
  const all: Any = module.__all__
  const later: readonly string[] = module.__getattr__?.[namedLater] ?? []
  const names =
    all === undefined
      ? [...Object.keys(module as object).filter((name) => !name.startsWith('_')), ...later]
      : gathered(all)
  return Object.fromEntries(names.map((name) => [name as string, core.getattr(module, name as string)]))
}

core.importModule = importModule
