// The texts behind `help()` and `help(torch.softmax)` at the prompt. Ops are explained from the op table, everything else
// from the comments in the library's declarations. Nothing here is looked at before someone asks.
import { methods, type Op, ops } from '../engine/op.js'
import torch, { Tensor } from '../torch.js'
import { pythonFunctions } from '../dialect/runtime/python-functions.js'
import { loadPython } from '../python/load.js'
import { pythonHelp, pythonHelpOn } from './python-help.js'
import { docAddress, relatedOps } from './cards/about.js'
import { declaredDoc } from './declared-doc.js'
import { isClassPath, isNamespace, knownPaths, pathOf, valueAt } from '../dialect/namespaces.js'
import { callText } from './editor/signatures.js'
import { signature } from './op-signature.js'
import { suggestion } from '../terminal/suggest.js'
import { visibleName } from '../base/visible.js'

export const helpText = `A prompt for TypeScript that reads PyTorch's operators, with its names at hand:

  torch   tensors and their maths   torch.ones(2, 3).sum()
  nn      layers and models         nn.Linear(2, 1)
  optim   optimizers                optim.SGD(net.parameters(), lr=0.1)
  F       nn.functional             F.relu(x)
  np      NumPy's arrays            torch.from_numpy(np.ones([2, 3]))
  plt     matplotlib's pyplot       plt.plot(losses); plt.show()
  print   Python's print            print('loss', loss)

help(torch.softmax), help(nn.Linear), help('sum') explain one thing, help(torch.linalg) lists many.

As in Python: x = torch.ones((2, 3)), x * 2. + y, x @ w, x < 1, x[:, 1:3] = 0, x += 1, torch.cat([a, b], dim=1), a, b = x.max(0), True, None, f'{x:.2f}', len(x), range(3). As in TypeScript: functions, loops, classes, types.

# begins a comment. // divides where an operand follows, x // 2, and begins a comment elsewhere; in files always. A call that gives None shows nothing, a name or an attribute that is None shows None.

Numbers are TypeScript's: -7 % 3 is -1, 4 / 2 shows 2, 5 & 3 == 1 compares first. With a tensor beside them they bind as in Python, and 0 < x < 2 means what it means there. A tensor is as true as its one element.

A whole float from tensors, divisions, dicts and lists stays one beside a tensor: x * (4 / 2), x * loss.item(). From a function of your own, object.field or a default it counts as an int there; float(value) says what is meant.

const and let can be declared again, await works, Ctrl-C stops a loop, Ctrl-D leaves.
\`dltorch lesson tensor-ops\` and \`dltorch train linear\` are good places to begin.`

/** What the prompt says of `help` itself. */
export const helpHint = 'Type help() for a start, or help(torch.softmax) for help about one thing.'

/** Names beside each other; the edge breaks the line. */
const inColumns = (names: string[]): string => `  ${names.join('  ')}`

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ')

function exampleText([code, output]: readonly [string, string]): string {
  return `${code.replace(/^/gm, (_, at) => (at === 0 ? '>>> ' : '... '))}\n${output}`
}

/** All of an op: the signatures that share a doc, the doc, an example, and its other forms. */
function opText(op: Op, path: string, isMethod: boolean): string {
  const parts: string[] = []
  let said = ''
  for (const overload of op.overloads) {
    const { doc, example } = overload.entry
    const head = signature(path, overload, isMethod)
    if (doc === said) parts[parts.length - 1] = `${head}\n${parts[parts.length - 1]}`
    else parts.push([head, indented(doc), ...(example ? [indented(exampleText(example))] : [])].join('\n\n'))
    said = doc
  }
  const others: string[] = []
  const hasMethod = methods.get(op.name)?.inplace === true
  if (!path.endsWith('_') && op.inplace && hasMethod) others.push(`x.${op.name}_() works in place`)
  if (!isMethod && !path.slice('torch.'.length).includes('.') && methods.has(op.name))
    others.push(`x.${op.name}() does the same`)
  const aliases = new Set(op.overloads.flatMap(({ entry }) => entry.aliases ?? []))
  for (const alias of aliases)
    if (ops.has(alias) && `torch.${alias}` !== path) others.push(`torch.${alias} is the same`)
  const related = relatedOps(op)
  if (related.length > 0) others.push(`Related: ${related.join(', ')}`)
  parts.push(indented([...others.map((other) => `${other}.`), docAddress(path)].join('\n')))
  return parts.join('\n\n')
}

/** `class torch.nn.Linear(in_features, out_features, bias=True)`: what is no op, and how it is called. */
function declaredHead(path: string, value: unknown): string {
  const parameters = typeof value === 'function' ? callText(path, value, true) : undefined
  return `${isClassPath(path) ? 'class ' : ''}${path}${parameters ?? ''}`
}

/** What stands at a path below `torch`. */
function pathText(path: string, value: unknown): string | undefined {
  const inTable = path.replace(/^torch\./, '')
  const op = ops.get(inTable) ?? (path.endsWith('_') ? ops.get(inTable.slice(0, -1)) : undefined)
  if (op) return opText(op, path, false)
  if (isNamespace(value)) {
    const names = Object.keys(value).filter((name) => !name.startsWith('_') && !name.endsWith('_'))
    return `${path} has:\n\n${inColumns(names.sort())}`
  }
  const doc = declaredDoc(path)
  return doc && `${declaredHead(path, value)}\n\n${indented(`${doc}\n\n${docAddress(path)}`)}`
}

function methodText(name: string): string | undefined {
  const op = methods.get(name) ?? (name.endsWith('_') ? methods.get(name.slice(0, -1)) : undefined)
  return op && opText(op, `x.${name}`, true)
}

function textFor(name: string): string {
  const value = valueAt(name)
  const path = value === undefined ? undefined : (pathOf(value) ?? `torch.${name.replace(/^torch\./, '')}`)
  const text = (path && pathText(path, value)) ?? methodText(name.replace(/^(x|Tensor)\./, ''))
  if (text) return text
  const known = new Set([...knownPaths()].map((other) => other.replace(/^.*\./, '')))
  for (const method of methods.keys()) known.add(method)
  const last = name.replace(/^.*\./, '')
  // A letter or two are near to anything.
  const close = last.length < 3 ? '' : suggestion(last, [...known])
  const rest = close.includes('Did you mean') ? close : '. help() tells what there is.'
  return `There is no ${visibleName(name)}${rest}`
}

/** What a function of Python's that is at hand is called. */
function pythonNameOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value !== 'function' || pathOf(value) !== undefined) return undefined
  const { name } = value
  // Some come from Python itself, which is loaded for them alone.
  if (
    Object.hasOwn(pythonHelp, name) &&
    !Object.hasOwn(pythonFunctions, name) &&
    loadPython()[name] === value
  )
    return name
  return Object.keys(pythonFunctions).find((own) => pythonFunctions[own] === value)
}

/** Whether PyTorch has a function or a method of that name. */
const textIsKnown = (name: string): boolean =>
  valueAt(name) !== undefined || methods.has(name.replace(/^(x|Tensor)\./, ''))

const helpSymbol = Symbol.for('dltorch.help')
/** Whether a value brings its own text, as `plt` does, which is loaded late. */
const bringsHelp = (value: unknown): value is { [helpSymbol](): string } =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
  typeof (value as { [helpSymbol]?: unknown })[helpSymbol] === 'function'

/** The help on a value: a function or method, a class or an instance of one, a namespace, or the name of any. */
export function helpOn(value: unknown): string {
  const name = typeof value === 'string' && textIsKnown(value) ? undefined : pythonNameOf(value)
  const ofPython = name === undefined ? undefined : pythonHelpOn(name)
  if (ofPython) return ofPython
  if (value === torch.print || value === 'print') return pythonHelpOn('print')!
  if (typeof value === 'string') return textFor(value)
  const own = bringsHelp(value) ? value[helpSymbol]() : undefined
  if (own !== undefined) return own
  const path = pathOf(value)
  if (path) return pathText(path, value) ?? `${path}: nothing more is known.`
  if (typeof value === 'function') {
    const prototype = Tensor.prototype as unknown as Record<string, unknown>
    const name = Object.getOwnPropertyNames(prototype).find(
      (key) => Object.getOwnPropertyDescriptor(prototype, key)?.value === value,
    )
    const text = name && methodText(name)
    if (text) return text
  }
  if (value instanceof Tensor)
    return `A tensor of shape [${[...value.shape].join(', ')}] and type ${value.dtype}.\n\n  help(x.sum) or help('sum') explains a method.`
  const Class = value?.constructor
  const classPath = Class && pathOf(Class)
  return (classPath && pathText(classPath, Class)) ?? 'There is no help on this value. help() tells more.'
}
