// Parameters of functions, and the arguments of calls to them by place.
import { childrenOf } from '../../python/tree.js'
import type { Expr, ExprNode, FunctionNode, Node } from '../../python/tree.js'
import { kept } from './values.js'
import type { Writer } from './writer.js'

interface Shown {
  readonly items: string[]
  readonly first: string[]
}

/** `(a, b = 2, ...rest)`; names behind a lone `*` are an object at the end. */
export function parameters(w: Writer, node: FunctionNode, isMethod: boolean): Shown {
  const { args } = node
  const plain = [...args.posonlyargs, ...args.args].slice(isMethod ? 1 : 0)
  const items = plain.map((arg, i) => {
    const value = args.defaults[args.defaults.length - (plain.length - i)]
    return value === undefined || args.defaults.length - (plain.length - i) < 0
      ? w.name(arg.arg)
      : `${w.name(arg.arg)} = ${once(w, value)}`
  })
  if (args.vararg) items.push(`...${w.name(args.vararg.arg)}`)
  if (args.kwonlyargs.length > 0 || args.kwarg) {
    if (args.vararg) w.refuse(node, 'names behind *args', 'a plain list')
    const names = args.kwonlyargs.map((arg, i) => {
      const value = args.kw_defaults[i]
      return value ? `${w.name(arg.arg)} = ${once(w, value)}` : w.name(arg.arg)
    })
    if (args.kwarg) w.refuse(node, '**kwargs', 'a dict as a parameter')
    items.push(`{ ${names.join(', ')} }: any = {}`)
  }
  return { items, first: [] }
}

/** A default is made once in Python, and for each call in TypeScript. */
function once(w: Writer, value: ExprNode): string {
  if (/^(List|Dict|Set|ListComp|DictComp|SetComp|Call)$/.test(value.nodeType))
    return w.refuse(value, 'a default that is made once for all calls', 'None, and the value in the body')
  return kept(w, value)
}

/** Whether the place of each keyword is known before the program runs. */
export const isPlaced = ({ args, keywords }: Expr<'Call'>): boolean =>
  keywords.length === 0 || args.every(({ nodeType }) => nodeType !== 'Starred')

/** Arguments as a function of the program's takes them, keywords in their places. */
export function placed(w: Writer, node: Expr<'Call'>, func: FunctionNode, isMethod: boolean): string[] {
  if (!isPlaced(node)) return w.refuse(node, 'keywords behind * in a call', 'the arguments one by one')
  const { args } = func
  const plain = [...args.posonlyargs, ...args.args].slice(isMethod ? 1 : 0)
  const items = node.args.map((arg) =>
    arg.nodeType === 'Starred' ? `...${w.item(arg.value)}` : kept(w, arg),
  )
  const named: string[] = []
  const given = new Map<number, string>()
  for (const { arg, value } of node.keywords) {
    if (arg === undefined) return w.refuse(node, '** in a call', 'the keywords by name')
    const place = plain.findIndex((one) => one.arg === arg)
    if (place >= 0) given.set(place, kept(w, value))
    else if (args.kwonlyargs.some((one) => one.arg === arg)) named.push(`${w.name(arg)}: ${kept(w, value)}`)
    else return w.refuse(node, `${arg} is no parameter of this function`)
  }
  const last = Math.max(-1, ...given.keys())
  for (let i = items.length; i <= last; i++) items.push(given.get(i) ?? 'undefined')
  if (named.length > 0) {
    for (let i = items.length; i < plain.length; i++) items.push('undefined')
    items.push(`{ ${named.join(', ')} }`)
  }
  return items
}

/** Whether a name is used within a node. */
export function uses(node: Node, name: string): boolean {
  if (node.nodeType === 'Name' && node.id === name) return true
  return childrenOf(node).some((child) => uses(child, name))
}
