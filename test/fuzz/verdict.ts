// Whether an error speaks to the person who typed the call, or only of the JavaScript that ran it.
import { types } from 'node:util'
import torch from '../../src/index.js'

/** Words of V8 about a program's own faults; none of PyTorch's messages has them. */
const ofJavaScript = [
  /Cannot (read|set|delete|convert (undefined|a |object)|mix|destructure|assign|access|perform|redefine|create prop|use 'in')/,
  /(?<!' object |argument of type '.*' )is not (a function|iterable|a constructor|an object|extensible)\b/,
  /\bundefined\b.*\b(is not|reading|object)/,
  /Invalid (typed array|array|string|array buffer|BigInt|count|time|regular)/,
  /(typed array|Typed array|(?<!storage )(?<!\) after )offset|Offset|(?<!^)buffer|Buffer).*\b(out of bounds|multiple of|out of range)/,
  /source array is too long|Array buffer allocation failed|Maximum call stack|Reduce of empty array/,
  /BigInt (too|division|must)|to a BigInt|Exponent must|cannot be converted to a BigInt|(?<!required argument )is not an integer/,
  /(toString|toFixed|toPrecision|toExponential)\(\)/,
  /object null is not|Object prototype|class constructor|Class (constructor|extends)|Method .* called on/,
  /must be (called|constructed) with(?! a dataclass)|Illegal|Spread syntax|Symbol\.iterator|Symbol value|Generator is already/,
  /\[object Object\]|^internal:/,
]

const isOurs = (error: unknown): boolean =>
  error instanceof torch.errors.TorchError ||
  error instanceof torch.errors.TypeError ||
  // Python's own exceptions, such as struct's.
  (error instanceof Error && error.name === 'error')

/** Whether a message has words of JavaScript's own. */
export const speaksJavaScript = (message: string): boolean =>
  ofJavaScript.some((pattern) => pattern.test(message))

/**
 * What kind of fault an error is, for the report: null for one in the library's own classes and words. Names of the
 * program and its numbers are left out, so that cases of one kind look the same.
 */
export function faultOf(error: unknown): string | null {
  if (!types.isNativeError(error)) return `thrown: ${typeof error}`
  if (isOurs(error) && !speaksJavaScript(error.message)) return null
  const place = /^ {4}at .*?([\w.-]+\/[\w.-]+\.[jt]s:\d+)/m.exec(error.stack ?? '')?.[1] ?? ''
  return `${error.name}: ${kindOf(error.message)} @ ${place}`
}

/** A message without what differs from case to case. */
const kindOf = (message: string): string =>
  message
    .split('\n')[0]
    .replace(/'[^']*'|"[^"]*"/g, "'…'")
    .replace(/-?\d[\d.e+]*n?/g, 'N')
    .slice(0, 110)
