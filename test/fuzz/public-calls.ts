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
  /** Arguments that come before those that are made. */
  readonly first?: readonly string[]
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

const valueOf = (text: string): unknown =>
  new Function(...Object.keys(surroundings), `return ${text}`)(...Object.values(surroundings))

function isThere(text: string): boolean {
  try {
    const value = valueOf(text)
    return typeof value === 'function' || (typeof value === 'object' && value !== null)
  } catch {
    return false
  }
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
  'plt.scatter([1, 2], [3, 4])',
  'plt.bar([1, 2], [3, 4])',
  'plt.bar([1, 2], [3, 4])[0]',
  'plt.hist([1, 2, 3])[2]',
  'plt.imshow([[1, 2], [3, 4]])',
  'plt.colorbar(plt.imshow([[1, 2], [3, 4]]))',
  'plt.contour([[1, 2], [3, 4]])',
  'plt.fill_between([1, 2], [3, 4])',
  'plt.errorbar([1, 2], [3, 4])',
  'plt.axhline(1)',
  'plt.hlines([1], 0, 1)',
  "plt.text(0, 0, 'a')",
  "plt.title('a')",
  "(plt.plot([1, 2], {label: 'a'}), plt.legend())",
  'plt.gca().xaxis',
  'plt.gca().spines',
  "plt.gca().spines['top']",
  'plt.subplots(2, 2)[1]',
  'plt.pie([1, 2])[0][0]',
  'plt.stem([1, 2])',
  'plt.cm.viridis',
  'torch.optim.lr_scheduler.CosineAnnealingLR(torch.optim.SGD([torch.ones(2).requires_grad_()], {lr: 0.1}), 5)',
  'torch.optim.lr_scheduler.LambdaLR(torch.optim.SGD([torch.ones(2).requires_grad_()], {lr: 0.1}), (n) => 0.9 ** n)',
  'torch.optim.lr_scheduler.CyclicLR(torch.optim.SGD([torch.ones(2).requires_grad_()], {lr: 0.1, momentum: 0.9}), 0.1, 0.2)',
  'torch.optim.lr_scheduler.SequentialLR(...(() => { const o = torch.optim.SGD([torch.ones(2).requires_grad_()], {lr: 0.1}); return [o, [torch.optim.lr_scheduler.StepLR(o, 2), torch.optim.lr_scheduler.StepLR(o, 3)], [2]] })())',
  'torch.optim.RMSprop([torch.ones(2).requires_grad_()])',
  'torch.optim.Adagrad([torch.ones(2).requires_grad_()])',
  'torch.utils.data.ConcatDataset([torch.utils.data.TensorDataset(torch.ones(4, 2))])',
  'torch.utils.data.RandomSampler([1, 2, 3])',
  'torch.utils.data.SequentialSampler([1, 2, 3])',
  'torch.utils.data.BatchSampler([1, 2, 3], 2, false)',
  'torch.utils.data.WeightedRandomSampler([0.5, 0.5], 2)',
  'torch.distributions.Uniform(0, 1)',
  'torch.distributions.Bernoulli(torch.tensor(0.5))',
  'torch.distributions.Gamma(torch.tensor(1.), torch.tensor(1.))',
  'torch.distributions.Beta(torch.tensor(1.), torch.tensor(1.))',
  'torch.distributions.Multinomial(3, torch.ones(3))',
  'torch.distributions.StudentT(torch.tensor(3.))',
  'torch.distributions.Independent(torch.distributions.Normal(torch.zeros(2), torch.ones(2)), 1)',
  'torch.distributions.TransformedDistribution(torch.distributions.Normal(0, 1), [torch.distributions.transforms.ExpTransform()])',
  'torch.distributions.MixtureSameFamily(torch.distributions.Categorical(torch.ones(2)), torch.distributions.Normal(torch.zeros(2), torch.ones(2)))',
  'torch.distributions.transforms.AffineTransform(0, 1)',
  'torch.distributions.transforms.ComposeTransform([torch.distributions.transforms.ExpTransform()])',
  'torch.distributions.constraints.interval(0, 1)',
  'torch.nn.GRU(2, 3)',
  'torch.nn.RNNCell(2, 3)',
  'torch.nn.Transformer(4, 2, 1, 1, 8)',
  'torch.nn.AdaptiveAvgPool2d(2)',
  'torch.nn.GroupNorm(1, 2)',
  'torch.nn.PReLU()',
  'torch.nn.Softmax()',
  'torch.nn.Unfold(2)',
  'torch.nn.PixelShuffle(2)',
  'torch.nn.NLLLoss()',
  'torch.nn.CTCLoss()',
  'torch.nn.TripletMarginLoss()',
  'torch.nn.CosineSimilarity()',
  'torch.nn.AdaptiveLogSoftmaxWithLoss(4, 8, [2])',
  'torch.nn.utils.parametrizations.orthogonal(torch.nn.Linear(2, 2))',
  'torch.finfo(torch.float32)',
  'torch.iinfo(torch.int32)',
  'torch.ones(2).requires_grad_().sum().grad_fn',
  'torch.utils.tensorboard.SummaryWriter',
  'np.random.RandomState(1)',
  'np.random.default_rng(1)',
  "np.dtype('float32')",
  'np.float32(1)',
  'np.poly1d([1, 2])',
  'np.array([[true, false]])',
].filter(isThere)

/** Methods that the library's own classes call of each other, and no program does. */
const inside = new Set(
  'constructor joined replace through step_ unlisten accumulate edge inherit drawn expanded shapes drop row rows col cols iget iset'.split(
    ' ',
  ),
)

/** And those that are the library's own on some objects alone. */
const insideOf: readonly (readonly [RegExp, RegExp])[] = [
  [/^torch\.optim\.[A-Z]/, /^(start|move|update)$/],
  [/grad_fn$|^torch\.distributions\.transforms/, /^apply$/],
  [/^torch\.distributions/, /^transform$/],
  [/Cell\(/, /^step$/],
  [/^\(?plt/, /^(add|data|place|bounds|sample|mark|autoscaled|touch)$/],
]

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

/** The methods of an object, and the object itself where it can be called. */
const methodsOf = (text: string): Callable[] => {
  const value = valueOf(text) as object
  const itself = typeof value === 'function' && !/^torch\.utils\.tensorboard/.test(text) ? [text] : []
  const names = held(value).filter(
    (name) => !quiet.has(name) && !insideOf.some(([of, own]) => of.test(text) && own.test(name)),
  )
  return [...itself, ...names.map((name) => `${text}.${name}`)].map((text) => ({
    text,
    isMethod: false,
    schemas: [],
  }))
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
  'math cmath random string re json itertools functools collections operator statistics fractions bisect heapq textwrap datetime copy enum dataclasses struct hashlib types typing fnmatch numbers pprint decimal contextlib os.path pathlib csv argparse time calendar base64 binascii codecs html inspect weakref uuid urllib.parse unicodedata zlib contextvars abc io queue'

/** Functions of Python's modules and methods of its objects that wait, look at files, or end the program. */
const elsewhere = new Set(
  'sleep open FileIO open_code exit error parse_args parse_known_args parse_intermixed_args parse_known_intermixed_args read_text write_text read_bytes write_bytes touch mkdir unlink rmdir rename replace chmod symlink_to hardlink_to iterdir glob rglob walk rmtree lchmod link_to owner group get put join'.split(
    ' ',
  ),
)

/** Python's own objects: how one is made. */
const pythonObjects: readonly string[] = [
  ...["'ab'", '[1, 2]', 'py.tuple([1, 2])', "py.dict([['a', 1]])", 'py.set([1, 2])', 'py.frozenset([1])'],
  ...["py.bytes_of('ab')", "py.bytearray(py.bytes_of('ab'))", 'py.range(3)', '3', '2n ** 70n', '1.5'],
  ...["py.complex('1j')", 'py.slice(1, 2)', 'true', 'null', 'py.object()', 'py.iterator([1, 2])', 'py.int'],
  ...["py.memoryview(py.bytes_of('ab'))", 'py.zip([1], [2])', 'py.ValueError(1)', 'py.property()'],
  "py.module('collections').Counter('aab')",
  "py.module('collections').deque([1, 2], 3)",
  "py.module('collections').OrderedDict([['a', 1]])",
  "py.module('collections').defaultdict(py.int)",
  "py.module('collections').ChainMap(py.dict([['a', 1]]))",
  "py.module('collections').namedtuple('P', 'x y')(1, 2)",
  "py.module('random').Random(3)",
  "py.module('re').compile('a(b)')",
  "py.module('re').match('a(b)', 'ab')",
  "py.module('datetime').date(2020, 1, 2)",
  "py.module('datetime').time(1, 2)",
  "py.module('datetime').datetime(2020, 1, 2)",
  "py.module('datetime').timedelta(1)",
  "py.module('datetime').timezone.utc",
  "py.module('decimal').Decimal('1.5')",
  "py.module('decimal').getcontext().copy()",
  "py.module('fractions').Fraction(1, 2)",
  "py.module('pathlib').PurePosixPath('a/b.c')",
  "py.module('string').Template('$a')",
  "py.module('string').Formatter()",
  "py.module('io').StringIO('a\\nb')",
  "py.module('io').BytesIO(py.bytes_of('ab'))",
  "py.module('csv').reader(['a,b'])",
  "py.module('csv').writer(py.module('io').StringIO())",
  "py.module('csv').DictReader(['a,b', '1,2'])",
  "py.module('csv').DictWriter(py.module('io').StringIO(), ['a'])",
  "py.module('argparse').ArgumentParser()",
  "py.module('argparse').Namespace({a: 1})",
  "py.module('itertools').chain([1], [2])",
  "py.module('itertools').accumulate([1, 2])",
  "py.module('contextlib').ExitStack()",
  "py.module('functools').partial(py.int, 3)",
  "py.module('struct').Struct('i')",
  "py.module('hashlib').md5()",
  "py.module('enum').Enum('E', 'a b')",
  "py.module('enum').Enum('E', 'a b').a",
  "py.module('json').JSONEncoder()",
  "py.module('json').JSONDecoder()",
  "py.module('statistics').NormalDist(0, 1)",
  "py.module('textwrap').TextWrapper()",
  "py.module('types').SimpleNamespace({a: 1})",
  "py.module('typing').List",
  "py.module('uuid').UUID(py.mul('a', 32))",
  "py.module('numpy').float32(1)",
  "py.module('numpy').ones(3)",
  "py.module('numpy').random.default_rng(1)",
  "py.module('numpy').random.RandomState(1)",
]

const methodsOfPythons = (text: string): Callable[] => {
  let names: string[]
  try {
    names = [...(py.dir(valueOf(text)) as Iterable<string>)]
  } catch {
    return []
  }
  return names
    .filter(
      (name) => name !== '__class__' && !/^_[^_]/.test(name) && (text === "'ab'" || !elsewhere.has(name)),
    )
    .map((name) => ({ text: 'py.method', first: [text, `'${name}'`], isMethod: false, schemas: [] }))
}

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
      if (!elsewhere.has(name) && typeof value[name] === 'function')
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
  ...pythonObjects.flatMap(methodsOfPythons),
]
