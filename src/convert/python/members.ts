// Members and subscripts: `x.shape`, `xs.length`, `t[0, 1:3]`, `a?.b`.
import { dottedName } from '../../dialect/known-names.js'
import type { Node } from '../../dialect/syntax.js'
import { unwrapped } from '../../dialect/syntax.js'
import { isNumber } from './facts.js'
import { textLiteral } from './literals.js'
import { isKeyword, plainName } from './names.js'
import { held } from './operators.js'
import { type Code, atom, level, type Writer } from './writer.js'

const mathConstants: Readonly<Record<string, string>> = {
  'Math.PI': 'math.pi',
  'Math.E': 'math.e',
  'Math.LN2': 'math.log(2)',
  'Math.LN10': 'math.log(10)',
  'Math.SQRT2': 'math.sqrt(2)',
  'Math.SQRT1_2': 'math.sqrt(0.5)',
  'Math.LOG2E': '(1 / math.log(2))',
  'Math.LOG10E': '(1 / math.log(10))',
  'Number.MAX_SAFE_INTEGER': '(2 ** 53 - 1)',
  'Number.MIN_SAFE_INTEGER': '(1 - 2 ** 53)',
  'Number.EPSILON': 'sys.float_info.epsilon',
  'Number.MAX_VALUE': 'sys.float_info.max',
  'Number.POSITIVE_INFINITY': 'math.inf',
  'Number.NEGATIVE_INFINITY': '-math.inf',
  'Number.NaN': 'math.nan',
}

export function identifier(w: Writer, node: Node): Code {
  const name = node.name as string
  if (!w.facts.isGlobal(node)) return atom(w.nameOf(node))
  switch (name) {
    case 'True':
    case 'False':
    case 'None':
      return atom(name)
    case 'undefined':
      return atom('None')
    case 'NaN':
    case 'Infinity':
      w.need('import math')
      return atom(name === 'NaN' ? 'math.nan' : 'math.inf')
    case 'torch':
      w.need('import torch')
      return atom(name)
    case 'nn':
    case 'optim':
      w.need(`from torch import ${name}`)
      return atom(name)
    case 'F':
      w.need('import torch.nn.functional as F')
      return atom(name)
    case 'np':
      w.need('import numpy as np')
      return atom(name)
    case 'plt':
      w.need('import matplotlib.pyplot as plt')
      return atom(name)
    case 'Number':
    case 'parseFloat':
      return atom(w.helper('js_parsed'))
    case 'String':
      return atom(w.helper('js_text'))
    case 'Boolean':
      return atom(w.helper('js_truth'))
  }
  if (otherWorld.has(name)) return w.refuse(node, `${name} is JavaScript's own`, otherWorld.get(name)!)
  return atom(plainName(name))
}

/** What belongs to JavaScript's world alone, and what serves instead. */
const otherWorld = new Map([
  ['process', 'process.argv and process.stdout.write are translated; for all else a plain function'],
  ['require', 'import'],
  ['Symbol', 'a text'],
  ['Proxy', 'a class'],
  ['Reflect', 'the operation itself'],
  ['WeakMap', 'Map'],
  ['WeakSet', 'Set'],
  ['Promise', 'a plain call: nothing here needs to be awaited'],
  ['setTimeout', 'a loop'],
  ['setInterval', 'a loop'],
  ['globalThis', 'a variable of the file'],
  ['Intl', 'torch.format'],
  ['fetch', 'a file that is there already'],
  ['Buffer', 'a list of numbers'],
  ['Atomics', 'a plain variable'],
])

/** A property's name in Python. */
export const attribute = (name: string): string => plainName(name)

export function member(w: Writer, node: Node): Code {
  const { object, property, computed } = node as unknown as {
    object: Node
    property: Node
    computed: boolean
  }
  if (node.optional === true) return optional(w, node, (value) => memberOf(w, node, value))
  const name = dottedName(node)
  if (name !== null && !computed) {
    let root = node
    while (root.type === 'MemberExpression') root = root.object as Node
    if (root.type === 'Identifier' && w.facts.isGlobal(root)) {
      if (Object.hasOwn(mathConstants, name)) {
        w.need(mathConstants[name].includes('sys.') ? 'import sys' : 'import math')
        return atom(mathConstants[name])
      }
      if (name === 'process.argv') {
        w.need('import sys')
        return atom('sys.argv')
      }
      if (/^(Math|Number|Object|Array|JSON|Date|console|String)\./.test(name))
        return functionOf(w, node, name)
    }
    const ofRuntime = w.facts.libraryName(node)
    if (ofRuntime !== null && /^py\.\w+$/.test(ofRuntime))
      return atom(ofRuntime.slice(3) === 'Ellipsis' ? '...' : ofRuntime.slice(3))
    // What `with` gives is the value itself.
    if (property.name === 'value' && object.type === 'Identifier' && w.contexts.has(object.name as string))
      return atom(w.nameOf(object))
    if (name === 'torch.Float') return atom('float')
    if (name === 'torch.print' || name === 'torch.repr' || name === 'torch.str' || name === 'torch.format')
      return atom(name.slice(6))
  }
  if (object.type === 'Super') return atom(`super().${attribute(property.name as string)}`)
  // `process.argv` has the program in front, `sys.argv` has not.
  return memberOf(w, node, () => w.at(object, level.atom))
}

/** A function of the language's own, as a value. */
function functionOf(w: Writer, node: Node, name: string): Code {
  const known: Readonly<Record<string, string>> = {
    'Math.sqrt': 'math.sqrt',
    'Math.exp': 'math.exp',
    'Math.log': 'math.log',
    'Math.sin': 'math.sin',
    'Math.cos': 'math.cos',
    'Math.tanh': 'math.tanh',
    'Math.abs': 'abs',
    'Math.max': 'max',
    'Math.min': 'min',
    'Math.floor': 'math.floor',
    'Math.ceil': 'math.ceil',
    'console.log': 'js_log',
  }
  if (!Object.hasOwn(known, name))
    return w.refuse(node, `${name} as a value`, 'a function that calls it: (x) => …')
  if (known[name].startsWith('math.')) w.need('import math')
  if (known[name] === 'js_log') w.helper('js_log')
  return atom(known[name])
}

function memberOf(w: Writer, node: Node, value: () => string): Code {
  const { object, property, computed } = node as unknown as {
    object: Node
    property: Node
    computed: boolean
  }
  if (computed) return subscript(w, object, property, value)
  const name = (property.type === 'PrivateIdentifier' ? `_${property.name}` : property.name) as string
  const fact = w.factOf(object)
  if (name === 'length' && !(fact === 'object' && w.dotted.has('length')))
    return atom(`len(${w.item(object)})`)
  if (name === 'size' && (fact === 'map' || fact === 'set')) return atom(`len(${w.item(object)})`)
  if (fact === 'error') {
    if (name === 'message') return atom(`str(${w.item(object)})`)
    if (name === 'name') return atom(`type(${w.item(object)}).__name__`)
    if (name === 'stack') return w.refuse(node, "an error's stack is JavaScript's own", 'error.message')
  }
  if (name === 'constructor') return atom(`type(${w.item(object)})`)
  if (name === 'name' && object.type === 'MemberExpression' && object.property.name === 'constructor')
    return atom(`${value()}.__name__`)
  if (name === 'prototype') return w.refuse(node, 'prototypes are JavaScript’s own', 'a class')
  return atom(`${value()}.${attribute(name)}`)
}

/** What stands between brackets. */
export function subscript(w: Writer, object: Node, property: Node, value: () => string): Code {
  const fact = w.factOf(object)
  if (fact === 'object') {
    const key = w.factOf(property)
    const text =
      key === 'string' || !isNumber(key) ? w.item(property) : `${w.helper('js_text')}(${w.item(property)})`
    // What an object lacks is undefined in TypeScript; what was put in is there.
    return atom(`${value()}[${text}]`)
  }
  return atom(`${value()}[${subscriptText(w, property)}]`)
}

export function subscriptText(w: Writer, node: Node): string {
  switch (node.type) {
    case 'DialectSubscripts': {
      const items = (node.items as Node[]).map((item) => subscriptText(w, item))
      return items.length === 1 && !(node.items as Node[])[0].stars ? `${items[0]},` : items.join(', ')
    }
    case 'DialectSlice': {
      const [lower, upper, step] = [node.lower, node.upper, node.step].map((part: Node | null) =>
        part ? w.item(part) : '',
      )
      return `${lower}:${upper}${node.step ? `:${step}` : ''}`
    }
    case 'DialectEllipsis':
      return '...'
    case 'SequenceExpression':
      return (node.expressions as Node[]).map((item) => subscriptText(w, item)).join(', ')
  }
  const code = w.item(node)
  // A quotient that is whole is an index in TypeScript.
  return w.factOf(node) === 'float' && holdsDivision(node) ? `${w.helper('js_index')}(${code})` : code
}

const holdsDivision = (node: Node): boolean => {
  const inner = unwrapped(node)
  if (inner.type !== 'BinaryExpression') return false
  return inner.operator === '/' || holdsDivision(inner.left as Node) || holdsDivision(inner.right as Node)
}

/** A slice that is written as a text: `x.index('1:3', '...')`. */
export function indexText(w: Writer, node: Node): string {
  if (
    node.type === 'Literal' &&
    typeof node.value === 'string' &&
    /^[-\d\s]*:[-\d\s:]*$|^\.\.\.$/.test(node.value)
  )
    return node.value
  if (node.type === 'Literal' && typeof node.value === 'string') return textLiteral(node.value)
  return w.item(node)
}

/** `a?.b`: None where a is. */
export function optional(w: Writer, node: Node, write: (value: () => string) => Code): Code {
  const asked = (node.type === 'CallExpression' ? node.callee : node.object) as Node
  const { first, again } = held(w, asked)
  const { text } = write(() => again)
  return { text: `None if ${first} is None else ${text}`, level: level.conditional }
}

/** `a?.b.c`: all behind the question mark is left out where there is nothing. */
export function chain(w: Writer, node: Node): Code {
  const asked = firstOptional(node.expression as Node)
  if (asked === null) return w.expression(node.expression as Node)
  const owner = (asked.type === 'CallExpression' ? asked.callee : asked.object) as Node
  const { first, again } = held(w, owner)
  const outer = w.replaced
  w.replaced = { node: owner, text: again }
  asked.optional = false
  try {
    const { text } = w.expression(node.expression as Node)
    return { text: `None if ${first} is None else ${text}`, level: level.conditional }
  } finally {
    asked.optional = true
    w.replaced = outer
  }
}

function firstOptional(node: Node): Node | null {
  let found: Node | null = null
  for (let inner: Node | null = node; inner; inner = (inner.object ?? inner.callee ?? null) as Node | null)
    if (inner.optional === true) found = inner
  return found
}

export { isKeyword }
