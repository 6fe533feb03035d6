// Calls: keyword arguments, the language's own functions, and the library's that take a function in TypeScript.
import { dottedName } from '../../dialect/known-names.js'
import { isFunction, unwrapped } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'
import { list } from '../page.js'
import { isNumber, isWhole } from './facts.js'
import { functionCode } from './functions.js'
import { asFloats, keywords, textLiteral } from './literals.js'
import { indexText, optional } from './members.js'
import { method } from './methods.js'
import { plainName } from './names.js'
import { asBoolean } from './operators.js'
import { runtimeCall, runtimeName } from './runtime-calls.js'
import { type Code, atom, level, type Writer } from './writer.js'

const isKeyword = (node: Node): boolean =>
  node.type === 'AssignmentExpression' && node.operator === '=' && node.left.type === 'Identifier'

/** The parameters of a function of the program's; null for any other. */
function ownParameters(w: Writer, callee: Node): readonly Node[] | null {
  if (callee.type === 'Super') {
    return w.around.self !== null ? null : null
  }
  if (callee.type === 'Identifier') {
    const own = w.facts.classes.get(callee.name as string)
    if (own) return constructorParameters(own)
    const binding = w.names.reference(callee)?.binding
    const func = binding ? w.facts.functionOf(binding) : null
    return func ? (func.params as Node[]) : null
  }
  if (callee.type !== 'MemberExpression' || callee.computed) return null
  const name = callee.property.name as string
  for (const own of w.facts.classes.values())
    for (const member of own.body.body as Node[])
      if (member.key?.name === name && member.value && isFunction(member.value as Node))
        return (member.value as Node).params as Node[]
  return null
}

function constructorParameters(own: Node): readonly Node[] {
  const found = (own.body.body as Node[]).find((member) => member.kind === 'constructor')
  return found ? ((found.value as Node).params as Node[]) : []
}

const patternOf = (parameter: Node | undefined): Node | undefined =>
  parameter?.type === 'AssignmentPattern' ? (parameter.left as Node) : parameter

/** Whether a plain object at the end of a call is its keywords. */
function takesKeywords(w: Writer, callee: Node, count: number): boolean {
  const own = ownParameters(w, callee)
  if (own) return patternOf(own[count - 1])?.type === 'ObjectPattern'
  if (w.facts.libraryName(callee) !== null) return true
  if (callee.type === 'Identifier') {
    // Python's functions that are at hand.
    return w.facts.isGlobal(callee) && !/^[A-Z]/.test(callee.name as string)
  }
  if (callee.type === 'Super') return true
  if (callee.type !== 'MemberExpression' || callee.computed) return false
  return !w.facts.ownMembers.has(callee.property.name as string)
}

/** Arguments, with keywords as Python writes them. */
export function argumentsOf(
  w: Writer,
  callee: Node,
  args: readonly Node[],
  positional = (node: Node): string => w.item(node),
): string[] {
  const own = ownParameters(w, callee)
  return args.flatMap((argument, i) => {
    if (isKeyword(argument))
      return [`${plainName(argument.left.name as string)}=${positional(argument.right as Node)}`]
    if (
      argument.type === 'ObjectExpression' &&
      i === args.length - 1 &&
      takesKeywords(w, callee, args.length)
    )
      return keywords(w, argument, positional)
    // A value that is handed on as keywords: `f(options)`, where f takes them apart.
    if (own && patternOf(own[i])?.type === 'ObjectPattern') return [`**${w.at(argument, level.bitOr)}`]
    return [positional(argument)]
  })
}

/** Functions of the language that are Python's under another name: they take the same. */
const renamed: Readonly<Record<string, string>> = {
  'Math.exp': 'math.exp',
  'Math.log': 'math.log',
  'Math.log2': 'math.log2',
  'Math.log10': 'math.log10',
  'Math.log1p': 'math.log1p',
  'Math.expm1': 'math.expm1',
  'Math.sin': 'math.sin',
  'Math.cos': 'math.cos',
  'Math.tan': 'math.tan',
  'Math.asin': 'math.asin',
  'Math.acos': 'math.acos',
  'Math.atan': 'math.atan',
  'Math.atan2': 'math.atan2',
  'Math.sinh': 'math.sinh',
  'Math.cosh': 'math.cosh',
  'Math.tanh': 'math.tanh',
  'Math.sqrt': 'math.sqrt',
  'Math.cbrt': 'math.cbrt',
  'Math.hypot': 'math.hypot',
  'Math.pow': 'math.pow',
}

type LanguageCall = (w: Writer, args: readonly Node[], node: Node) => Code

const first = (w: Writer, args: readonly Node[], needed: number = level.lambda): string =>
  args[0] ? w.at(args[0], needed) : 'None'
const all = (w: Writer, args: readonly Node[]): string => list(args.map((argument) => w.item(argument)))

/** Which values `print` writes as `console.log` does. */
const isPrinted = (w: Writer, node: Node): boolean => {
  const fact = w.factOf(node)
  return fact === 'string' || fact === 'tensor' || isWhole(fact) || isLibraryValue(w, node)
}
const isLibraryValue = (w: Writer, node: Node): boolean =>
  node.type === 'MemberExpression' &&
  !node.computed &&
  /^(shape|dtype|device)$/.test(node.property.name as string)

const writeLine: LanguageCall = (w, args, node) => {
  if (args.length > 1 && args[0].type === 'Literal' && /%[sdifjoOc]/.test(String(args[0].value)))
    return w.refuse(node, 'console.log with a %s in its text', 'a template: `${value}`')
  if (args.every((argument) => isPrinted(w, argument))) return atom(`print(${all(w, args)})`)
  return atom(`${w.helper('js_log')}(${all(w, args)})`)
}

const languageCalls: Readonly<Record<string, LanguageCall>> = {
  'console.log': writeLine,
  'console.info': writeLine,
  'console.debug': writeLine,
  'console.error': (w, args) => {
    w.need('import sys')
    return atom(
      `${w.helper('js_log')}(${list([...args.map((argument) => w.item(argument)), 'file=sys.stderr'])})`,
    )
  },
  'process.stdout.write': (w, args) => atom(`print(${first(w, args)}, end='')`),
  'process.exit': (w, args) => {
    w.need('import sys')
    return atom(`sys.exit(${args.length > 0 ? first(w, args) : ''})`)
  },
  'Math.floor': (w, args) => whole(w, args, 'floor'),
  'Math.ceil': (w, args) => whole(w, args, 'ceil'),
  'Math.trunc': (w, args) => atom(`int(${first(w, args)})`),
  'Math.round': (w, args) => {
    w.need('import math')
    return atom(`math.floor(${first(w, args, level.sum)} + 0.5)`)
  },
  'Math.abs': (w, args) => atom(`abs(${first(w, args)})`),
  'Math.sign': (w, args) => atom(`${w.helper('js_sign')}(${first(w, args)})`),
  'Math.max': (w, args) => extreme(w, args, 'max'),
  'Math.min': (w, args) => extreme(w, args, 'min'),
  'Math.random': (w, _args, node) => w.refuse(node, 'Math.random() has no seed', 'torch.rand(1).item()'),
  Number: (w, args) =>
    isNumber(args[0] ? w.factOf(args[0]) : 'unknown')
      ? w.expression(args[0])
      : atom(`${w.helper('js_parsed')}(${first(w, args)})`),
  parseFloat: (w, args) => atom(`${w.helper('js_parsed')}(${first(w, args)})`),
  'Number.parseFloat': (w, args) => atom(`${w.helper('js_parsed')}(${first(w, args)})`),
  parseInt: (w, args, node) => integer(w, args, node),
  'Number.parseInt': (w, args, node) => integer(w, args, node),
  'Number.isInteger': (w, args) => atom(`${w.helper('js_is_integer')}(${first(w, args)})`),
  'Number.isNaN': (w, args) => question(w, args, 'isnan'),
  isNaN: (w, args) => question(w, args, 'isnan'),
  'Number.isFinite': (w, args) => question(w, args, 'isfinite'),
  isFinite: (w, args) => question(w, args, 'isfinite'),
  String: (w, args) =>
    args[0] && w.factOf(args[0]) === 'string'
      ? w.expression(args[0])
      : atom(`${w.helper('js_text')}(${first(w, args)})`),
  Boolean: (w, args) => (args[0] ? asBoolean(w, args[0]) : atom('False')),
  BigInt: (w, args) => atom(`int(${first(w, args)})`),
  'Array.isArray': (w, args) => atom(`isinstance(${first(w, args)}, (list, tuple))`),
  'Array.of': (w, args) => atom(`[${all(w, args)}]`),
  'Array.from': (w, args) => from(w, args),
  Array: (w, args) => emptyList(w, args),
  'Object.keys': (w, args) => atom(`list(${first(w, args)})`),
  'Object.values': (w, args) => atom(`list(dict.values(${first(w, args)}))`),
  'Object.entries': (w, args) => atom(`list(dict.items(${first(w, args)}))`),
  'Object.fromEntries': (w, args) => atom(`dict(${first(w, args)})`),
  'Object.assign': (w, args) =>
    args.length === 2
      ? atom(`${w.helper('js_assign')}(${all(w, args)})`)
      : atom(`${w.helper('js_assign')}(${all(w, args)})`),
  'Object.freeze': (w, args) => w.expression(args[0]),
  'JSON.stringify': (w, args, node) => json(w, args, node),
  'JSON.parse': (w, args) => {
    w.need('import json')
    return atom(`json.loads(${first(w, args)})`)
  },
  'Date.now': (w) => {
    w.need('import time')
    return atom('int(time.time() * 1000)')
  },
  'performance.now': (w) => {
    w.need('import time')
    return { text: 'time.perf_counter() * 1000', level: level.product }
  },
  'String.fromCharCode': (w, args) => atom(args.map((argument) => `chr(${w.item(argument)})`).join(' + ')),
  structuredClone: (w, args) => {
    w.need('import copy')
    return atom(`copy.deepcopy(${first(w, args)})`)
  },
}

function whole(w: Writer, args: readonly Node[], name: string): Code {
  const [argument] = args
  const inner = argument && unwrapped(argument)
  // `Math.floor(a / b)` of ints is Python's `a // b`.
  if (name === 'floor' && inner?.type === 'BinaryExpression' && inner.operator === '/')
    if (isWhole(w.factOf(inner.left as Node)) && isWhole(w.factOf(inner.right as Node)))
      return {
        text: `${w.at(inner.left as Node, level.product)} // ${w.at(inner.right as Node, level.sign)}`,
        level: level.product,
      }
  if (argument && isWhole(w.factOf(argument))) return w.expression(argument)
  w.need('import math')
  return atom(`math.${name}(${first(w, args)})`)
}

/** Of one list spread out, or of several numbers. */
function extreme(w: Writer, args: readonly Node[], name: string): Code {
  if (args.length === 1 && args[0].type === 'SpreadElement')
    return atom(`${name}(${w.item(args[0].argument as Node)})`)
  if (args.length === 1) return w.expression(args[0])
  return atom(`${name}(${all(w, args)})`)
}

const question = (w: Writer, args: readonly Node[], name: string): Code => {
  w.need('import math')
  return atom(`math.${name}(${first(w, args)})`)
}

function integer(w: Writer, args: readonly Node[], node: Node): Code {
  if (args.length > 1 && args[1].type === 'Literal' && args[1].value !== 10)
    return atom(`int(${w.item(args[0])}, ${w.item(args[1])})`)
  if (args.length === 0) return w.refuse(node, 'parseInt() of nothing')
  return atom(`${w.helper('js_parsed_int')}(${first(w, args)})`)
}

function json(w: Writer, args: readonly Node[], node: Node): Code {
  w.need('import json')
  if (args[1] && args[1].type !== 'Literal')
    return w.refuse(node, 'JSON.stringify with a replacer', 'JSON.stringify(value)')
  const indent = args[2] ? `, indent=${w.item(args[2])}` : ", separators=(',', ':')"
  return atom(`json.dumps(${w.helper('js_numbers')}(${first(w, args)})${indent}, ensure_ascii=False)`)
}

/** `new Array(3)` is filled or gone through at once; by itself it is of nothings. */
function emptyList(w: Writer, args: readonly Node[]): Code {
  if (args.length === 1 && isNumber(w.factOf(args[0])))
    return { text: `[None] * ${w.at(args[0], level.sign)}`, level: level.product }
  return atom(`[${all(w, args)}]`)
}

/** `Array.from({ length: n }, (_, i) => …)`, `Array.from(xs, f)`. */
function from(w: Writer, args: readonly Node[]): Code {
  const [source, map] = args
  const length =
    source.type === 'ObjectExpression'
      ? ((source.properties as Node[]).find(({ key }) => key?.name === 'length')?.value as Node | undefined)
      : undefined
  if (length) {
    if (!map) return { text: `[None] * ${w.at(length, level.sign)}`, level: level.product }
    return method.listOf(w, `range(${w.item(length)})`, map, true)
  }
  if (!map) return atom(`list(${w.item(source)})`)
  return method.listOf(w, w.at(source, level.or), map, false)
}

/** What TypeScript hands a function, and Python writes `with`. */
const withBlocks =
  /^torch\.(no_grad|enable_grad|inference_mode|set_grad_enabled|autograd\.(no_grad|enable_grad|detect_anomaly|set_detect_anomaly|inference_mode|set_grad_enabled)|random\.fork_rng|fork_rng|autograd\.graph\.saved_tensors_hooks)$/

/** `torch.no_grad(() => …)`: what stands behind `with`, and the function. */
export function withBlock(w: Writer, node: Node): { context: string; body: Node } | null {
  const call = unwrapped(node)
  if (call.type !== 'CallExpression') return null
  const name = w.facts.libraryName(call.callee as Node)
  const args = call.arguments as Node[]
  const body = args.at(-1)
  if (name === null || !withBlocks.test(name) || !body || !isFunction(body)) return null
  if ((body.params as Node[]).length > 0) return null
  const callee = w.expression(call.callee as Node).text
  return { context: `${callee}(${list(args.slice(0, -1).map((argument) => w.item(argument)))})`, body }
}

/** The value of a function that is called at once, within its `with`. */
function valueWithin(w: Writer, context: string, body: Node): Code {
  const name = w.temporary()
  w.before(() => {
    w.page.line(`with ${context}:`)
    w.page.within(() => functionCode.bodyAs(w, body, (value) => `${name} = ${value ?? 'None'}`))
  })
  return atom(name)
}

export function call(w: Writer, node: Node): Code {
  const callee = unwrapped(node.callee as Node)
  const args = node.arguments as Node[]
  if (node.optional === true)
    return optional(w, node, (value) => atom(`${value()}(${list(argumentsOf(w, callee, args))})`))
  const block = withBlock(w, node)
  if (block) return valueWithin(w, block.context, block.body)
  if (callee.type === 'Super') return atom(`super().__init__(${list(argumentsOf(w, callee, args))})`)
  if (callee.type === 'ImportExpression' || node.type === 'ImportExpression')
    return w.refuse(node, 'a module that is imported while the program runs', 'import … from … at the top')
  const name = dottedName(callee)
  let root = callee
  while (root.type === 'MemberExpression') root = root.object as Node
  if (name !== null && root.type === 'Identifier' && w.facts.isGlobal(root)) {
    if (Object.hasOwn(renamed, name)) {
      w.need('import math')
      // Whole numbers are ints in TypeScript, whatever made them.
      return atom(`${w.helper('js_number')}(${renamed[name]}(${all(w, args)}))`)
    }
    if (Object.hasOwn(languageCalls, name)) return languageCalls[name](w, args, node)
    const ofError = node.type === 'NewExpression' || /Error$/.test(name) ? errorClass(w, name) : null
    if (ofError) return atom(`${ofError}(${all(w, args)})`)
    if (name === 'Map') return map(w, args)
    if (name === 'Set') return atom(args.length === 0 ? '{}' : `dict.fromkeys(${w.item(args[0])})`)
    if (name === 'Date' || name === 'RegExp' || name === 'Promise')
      return w.refuse(node, `new ${name}(…)`, name === 'Date' ? 'Date.now()' : 'plain texts')
  }
  const ofRuntime = runtimeName(w, { ...node, callee } as Node)
  if (ofRuntime !== null) return runtimeCall(w, ofRuntime, args, node)
  const ours = w.facts.libraryName(callee)
  if (ours !== null) {
    const special = libraryCall(w, ours, node, args)
    if (special) return special
  }
  if (callee.type === 'MemberExpression' && !callee.computed && callee.object.type !== 'Super') {
    const translated = method.call(w, callee, args, node)
    if (translated) return translated
  }
  if (isFunction(callee)) return calledAtOnce(w, callee, args)
  return atom(`${w.at(callee, level.atom)}(${list(argumentsOf(w, callee, args))})`)
}

/** `(() => { … })()` */
function calledAtOnce(w: Writer, func: Node, args: readonly Node[]): Code {
  const name = w.pythonNames.free('run')
  w.before(() => functionCode.define(w, name, func))
  return atom(`${name}(${all(w, args)})`)
}

function map(w: Writer, args: readonly Node[]): Code {
  if (args.length === 0) return atom('{}')
  const [pairs] = args
  const areWritten =
    pairs.type === 'ArrayExpression' &&
    (pairs.elements as Node[]).every((pair) => pair?.type === 'ArrayExpression' && pair.elements.length === 2)
  if (!areWritten) return atom(`dict(${w.item(pairs)})`)
  const items = (pairs.elements as Node[]).map(
    ({ elements }) => `${w.item((elements as Node[])[0])}: ${w.item((elements as Node[])[1])}`,
  )
  return atom(`{${list(items)}}`)
}

const pythonErrors = new Set(
  'TypeError ValueError RuntimeError IndexError KeyError AttributeError NotImplementedError StopIteration AssertionError ZeroDivisionError OverflowError ImportError SyntaxError'.split(
    ' ',
  ),
)

/** The class of an error that is thrown, in Python. */
export function errorClass(w: Writer, name: string): string | null {
  if (pythonErrors.has(name)) return name
  if (name === 'Error' || name === 'RangeError' || name === 'ReferenceError' || name === 'EvalError')
    return w.helper(name)
  return null
}

function libraryCall(w: Writer, name: string, node: Node, args: readonly Node[]): Code | null {
  switch (name) {
    case 'torch.Float': {
      const [argument] = args
      if (argument?.type === 'Literal' && Number.isInteger(argument.value)) return atom(`${argument.value}.0`)
      return atom(`float(${all(w, args)})`)
    }
    case 'torch.Slice':
      return atom(`slice(${all(w, args)})`)
    case 'torch.Complex':
      return atom(`complex(${all(w, args)})`)
    case 'torch.format':
    case 'torch.repr':
    case 'torch.str':
    case 'torch.print':
      return atom(`${name.slice(6)}(${list(argumentsOf(w, node.callee as Node, args))})`)
    case 'torch.tensor':
      return floatData(w, node, args)
    default:
      return null
  }
}

/** `torch.tensor([1, 2], { requires_grad: true })` is of floats: TypeScript does not tell `1` from `1.`. */
function floatData(w: Writer, node: Node, args: readonly Node[]): Code | null {
  const [data, options] = args
  if (options?.type !== 'ObjectExpression') return null
  const given = (options.properties as Node[]).map(({ key }) => key?.name as string | undefined)
  if (!given.includes('requires_grad') || given.includes('dtype')) return null
  const written = asFloats(w, data)
  const callee = w.expression(node.callee as Node).text
  const others = keywords(w, options)
  if (written !== null) return atom(`${callee}(${list([written, ...others])})`)
  if (w.factOf(data) === 'float') return null
  return atom(`${callee}(${list([w.item(data), 'dtype=torch.float32', ...others])})`)
}

/** `x.index(0, '1:3')` and `x.index_put_([0], v)`, which Python writes with brackets. */
export function indexed(w: Writer, callee: Node, args: readonly Node[]): Code {
  const keys = args.map((argument) => indexText(w, argument))
  return atom(`${w.at(callee.object as Node, level.atom)}[${keys.join(', ')}]`)
}
export { textLiteral }
