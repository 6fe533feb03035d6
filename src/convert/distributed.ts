// The distributed form of a training script: the same program on several processes, each with its part of every batch.
//
// Note [Equal steps]. DistributedSampler deals the shuffled samples out in turn: of `n` processes the one of rank `r` takes
// number r, r + n, r + 2n … of an order that depends on the epoch alone. With a batch of size / n each, the k-th batches of
// all processes together are the k-th batch of one process, and the mean of their gradients, which DistributedDataParallel
// takes, is that of the joint batch: the parameters end as they do on one process. It holds where the number of samples can
// be divided by n, and where a sample's result depends on no other and on no chance: not with BatchNorm or Dropout.
import { parsePython } from '../python/parse.js'
import { lettersIn, type Source } from '../python/source.js'
import { childrenOf } from '../python/tree.js'
import type { Expr, ExprNode, Node, Spot, Stmt, StmtNode } from '../python/tree.js'
import { Refusal } from './refusal.js'

interface Edit {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** The last name of `torch.utils.data.DataLoader`. */
const lastName = (node: ExprNode): string =>
  node.nodeType === 'Name' ? node.id : node.nodeType === 'Attribute' ? node.attr : ''

const isCallOf = (node: Node, name: string): node is Expr<'Call'> =>
  node.nodeType === 'Call' && lastName(node.func) === name

function walk(
  node: Node,
  visit: (node: Node, around: readonly Node[]) => void,
  around: readonly Node[] = [],
): void {
  visit(node, around)
  for (const child of childrenOf(node)) walk(child, visit, [...around, node])
}

const holds = (node: Node, test: (inner: Node) => boolean): boolean =>
  test(node) || childrenOf(node).some((child) => holds(child, test))

/** What a loop goes through: `loader` of `for x in loader` and of `for i, x in enumerate(loader)`. */
function loaderOf({ iter }: Stmt<'For'>): string | null {
  const inner = iter.nodeType === 'Call' && lastName(iter.func) === 'enumerate' ? iter.args[0] : iter
  return inner?.nodeType === 'Name' ? inner.id : null
}

class Script {
  readonly source: Source
  readonly body: readonly StmtNode[]
  readonly #edits: Edit[] = []
  readonly #starts: number[]

  constructor(text: string) {
    const parsed = parsePython(text)
    this.source = parsed.source
    if (parsed.kind !== 'tree')
      throw new Refusal(
        parsed.complaint.message,
        parsed.complaint.lineno,
        this.source.line(parsed.complaint.lineno),
      )
    this.body = parsed.program.body
    let at = 0
    this.#starts = this.source.lines.map((line) => (at += line.length + 1) - line.length - 1)
  }

  refuse(node: Partial<Spot> | null, message: string, instead: string): never {
    const line = node?.lineno ?? 1
    throw new Refusal(message, line, this.source.line(line), instead)
  }

  #offset(line: number, bytes: number): number {
    return this.#starts[line - 1] + lettersIn(this.source.line(line), bytes)
  }

  replace(node: Spot, text: string): void {
    const { lineno, col_offset, end_lineno = lineno, end_col_offset = col_offset } = node
    this.#edits.push({
      from: this.#offset(lineno, col_offset),
      to: this.#offset(end_lineno, end_col_offset),
      text,
    })
  }

  /** Puts lines behind a statement, indented as it is. */
  behind(node: StmtNode, lines: readonly string[]): void {
    const at = this.#starts[node.end_lineno ?? node.lineno] ?? this.source.text.length
    this.#insert(at, lines, node)
  }

  before(node: StmtNode, lines: readonly string[]): void {
    this.#insert(this.#starts[node.lineno - 1], lines, node)
  }

  #insert(at: number, lines: readonly string[], node: StmtNode): void {
    const indent = ' '.repeat(lettersIn(this.source.line(node.lineno), node.col_offset))
    const start = at >= this.source.text.length && !this.source.text.endsWith('\n') ? '\n' : ''
    const text = lines.map((line) => (line === '' ? '\n' : `${indent}${line}\n`)).join('')
    this.#edits.push({ from: at, to: at, text: start + text })
  }

  get text(): string {
    let text = this.source.text
    const ordered = this.#edits
      .map((edit, i) => ({ edit, i }))
      .sort((a, b) => b.edit.from - a.edit.from || b.i - a.i)
    for (const { edit } of ordered) text = text.slice(0, edit.from) + edit.text + text.slice(edit.to)
    return text
  }
}

interface Training {
  readonly loop: Stmt<'For'>
  readonly loader: string
  /** The loop over epochs around it. */
  readonly epochs: Stmt<'For'> | null
}

/** Loops that go through a loader and call `backward`. */
function trainingsIn(script: Script): Training[] {
  const found: Training[] = []
  const look = (node: Node, around: readonly Node[]): void => {
    if (node.nodeType !== 'For' || !holds(node, (inner) => isCallOf(inner, 'backward'))) return
    const loader = loaderOf(node)
    const epochs = around.findLast(
      (one): one is Stmt<'For'> => one.nodeType === 'For' && one.target.nodeType === 'Name',
    )
    if (loader !== null) found.push({ loop: node, loader, epochs: epochs ?? null })
  }
  for (const node of script.body) walk(node, look)
  return found
}

/** Assignments of a call to a name: `loader = DataLoader(…)`. */
function assignmentsOf(
  script: Script,
  isWanted: (call: Expr<'Call'>) => boolean,
): { node: Stmt<'Assign'>; name: string; call: Expr<'Call'> }[] {
  const found: { node: Stmt<'Assign'>; name: string; call: Expr<'Call'> }[] = []
  for (const statement of script.body)
    walk(statement, (node) => {
      if (node.nodeType !== 'Assign' || node.value.nodeType !== 'Call' || node.targets[0].nodeType !== 'Name')
        return
      if (isWanted(node.value)) found.push({ node, name: node.targets[0].id, call: node.value })
    })
  return found
}

/** The loader's call with a sampler, and its share of the batch. */
function withSampler(
  script: Script,
  { node, name, call }: { node: Stmt<'Assign'>; name: string; call: Expr<'Call'> },
): string {
  const [data, size] = call.args
  const dataset = data ?? call.keywords.find(({ arg }) => arg === 'dataset')?.value
  const keyword = (wanted: string) => call.keywords.find(({ arg }) => arg === wanted)
  if (!dataset) return script.refuse(call, 'a DataLoader without data', 'DataLoader(dataset, batch_size=…)')
  for (const wanted of ['sampler', 'batch_sampler'])
    if (keyword(wanted))
      script.refuse(call, `a DataLoader with a ${wanted} of its own`, 'shuffle=True, or no sampler')
  const shuffle = keyword('shuffle')?.value ?? call.args[2]
  const sampler = `${name}_sampler`
  const shuffled = shuffle ? script.source.textAt(shuffle) : 'False'
  script.before(node, [
    `${sampler} = DistributedSampler(${script.source.textAt(dataset)}, shuffle=${shuffled})`,
  ])
  const parts = call.args
    .map((arg, i) => (i === 1 ? `share(${script.source.textAt(arg)})` : script.source.textAt(arg)))
    .slice(0, 2)
  for (const { arg, value } of call.keywords) {
    if (arg === 'shuffle') continue
    const text = script.source.textAt(value)
    parts.push(arg === undefined ? `**${text}` : `${arg}=${arg === 'batch_size' ? `share(${text})` : text}`)
  }
  if (!size && !keyword('batch_size'))
    script.refuse(call, 'a DataLoader of batches of one sample cannot be shared out', 'a batch_size')
  parts.push(`sampler=${sampler}`)
  script.replace(call, `${script.source.textAt(call.func)}(${parts.join(', ')})`)
  return sampler
}

/** The model that an optimizer was given: `optim.SGD(model.parameters(), lr=0.1)`. */
function modelOf(script: Script): { name: string; node: Stmt<'Assign'> } {
  const optimizers = assignmentsOf(
    script,
    ({ args }) => args[0] !== undefined && isCallOf(args[0], 'parameters'),
  )
  const [first] = optimizers
  const owner = first && ((first.call.args[0] as Expr<'Call'>).func as Expr<'Attribute'>).value
  if (owner?.nodeType !== 'Name')
    return script.refuse(
      null,
      'there is no optimizer of a model',
      'optimizer = torch.optim.SGD(model.parameters(), lr=…)',
    )
  const made = assignmentsOf(script, () => true).filter(({ name }) => name === owner.id)
  if (made.length !== 1)
    return script.refuse(first.node, `${owner.id} is not made by one call`, `${owner.id} = Net(…)`)
  return { name: owner.id, node: made[0].node }
}

const usesGpu = (script: Script): boolean =>
  script.body.some((node) =>
    holds(
      node,
      (inner) =>
        isCallOf(inner, 'cuda') ||
        (inner.nodeType === 'Constant' && typeof inner.value === 'string' && inner.value.startsWith('cuda')),
    ),
  )

/** What each process does before all else. */
const setUp = (isOnGpu: boolean): string[] => [
  '',
  'import builtins',
  'import os',
  '',
  'import torch.distributed as dist',
  'from torch.nn.parallel import DistributedDataParallel',
  'from torch.utils.data.distributed import DistributedSampler',
  '',
  '# torchrun says which process this is, and how many there are; without it there is one.',
  "for name, value in {'RANK': '0', 'WORLD_SIZE': '1', 'MASTER_ADDR': '127.0.0.1', 'MASTER_PORT': '29500'}.items():",
  '    os.environ.setdefault(name, value)',
  ...(isOnGpu
    ? [
        "dist.init_process_group('nccl' if torch.cuda.is_available() else 'gloo')",
        'if torch.cuda.is_available():',
        "    torch.cuda.set_device(int(os.environ.get('LOCAL_RANK', '0')))",
      ]
    : ["dist.init_process_group('gloo')"]),
  'rank, world_size = dist.get_rank(), dist.get_world_size()',
  '',
  '',
  'def share(batch_size):',
  '    """Each process takes its part of a batch: together they take the steps of one process."""',
  '    if batch_size % world_size:',
  "        raise ValueError(f'a batch of {batch_size} cannot be shared out among {world_size} processes')",
  '    return batch_size // world_size',
  '',
  '',
  'def print(*values, **options):',
  '    """The first process speaks for all."""',
  '    if rank == 0:',
  '        builtins.print(*values, **options)',
  '',
]

const taken = new Set([
  'rank',
  'world_size',
  'share',
  'dist',
  'builtins',
  'DistributedSampler',
  'DistributedDataParallel',
])

function checkNames(script: Script): void {
  for (const statement of script.body)
    walk(statement, (node) => {
      if (node.nodeType === 'Name' && node.ctx.nodeType === 'Store' && taken.has(node.id))
        script.refuse(
          node,
          `${node.id} is what the distributed form calls something of its own`,
          'another name',
        )
    })
}

/** Writes the distributed form of a training script in Python; throws a Refusal where it has no loop to share out. */
export function distributed(text: string): string {
  const script = new Script(text)
  const loaders = assignmentsOf(script, (call) => isCallOf(call, 'DataLoader'))
  if (loaders.length === 0)
    script.refuse(
      null,
      'there is no DataLoader, whose batches could be shared out',
      'loader = DataLoader(dataset, batch_size=…, shuffle=True)',
    )
  const trainings = trainingsIn(script)
  if (trainings.length === 0)
    script.refuse(
      loaders[0].node,
      'no loop over this DataLoader calls backward()',
      'for x, y in loader: … loss.backward()',
    )
  checkNames(script)
  const model = modelOf(script)
  const imports = script.body.filter(({ nodeType }) => nodeType === 'Import' || nodeType === 'ImportFrom')
  const lastImport = imports.at(-1)
  if (
    !lastImport ||
    !imports.some(
      (node) =>
        node.nodeType === 'Import' && node.names.some(({ name, asname }) => name === 'torch' && !asname),
    )
  )
    script.refuse(null, 'the script does not import torch', 'import torch')
  script.behind(lastImport!, setUp(usesGpu(script)))
  const samplers = new Map<string, string>()
  for (const loader of loaders)
    if (trainings.some(({ loader: name }) => name === loader.name))
      samplers.set(loader.name, withSampler(script, loader))
  const parallel = `parallel_${model.name}`
  script.behind(model.node, [`${parallel} = DistributedDataParallel(${model.name})`])
  for (const { loop, loader, epochs } of trainings) {
    const sampler = samplers.get(loader)
    if (sampler === undefined)
      script.refuse(loop, `${loader} is not made by one call of DataLoader`, `${loader} = DataLoader(…)`)
    if (epochs) script.before(epochs.body[0], [`${sampler}.set_epoch(${(epochs.target as Expr<'Name'>).id})`])
    walk(loop, (node) => {
      if (node.nodeType === 'Call' && node.func.nodeType === 'Name' && node.func.id === model.name)
        script.replace(node.func, parallel)
    })
  }
  for (const statement of script.body)
    walk(statement, (node) => {
      if (
        node.nodeType === 'Expr' &&
        node.value.nodeType === 'Call' &&
        script.source.textAt(node.value.func) === 'torch.save'
      )
        script.replace(node.value, `if rank == 0: ${script.source.textAt(node.value)}`)
    })
  return `${script.text.trimEnd()}\n\ndist.destroy_process_group()\n`
}
