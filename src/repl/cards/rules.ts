// The local rule of a node in words: what it does with the gradient `g` that comes in.
import { expressionOf } from '../../base/source-text.js'
import { AccumulateGrad, type Node } from '../../tensor/node.js'
import { OpNode } from '../../engine/record.js'

/** By the node's class name without `Backward0`. */
const words: { [op: string]: string } = {
  Add: 'a sum passes g on to each term; times alpha where one was given',
  Sub: 'a difference passes g on to the first term, -g to the second',
  Mul: 'each factor gets g times the other factor',
  Div: 'the numerator gets g / other, the denominator -g * self / other^2',
  Neg: 'the sign of g turns',
  Pow: 'g times exponent * x^(exponent - 1)',
  Square: 'g times 2x',
  Sqrt: 'g / (2 * sqrt(x))',
  Exp: 'g times exp(x), the result itself',
  Log: 'g / x',
  Sin: 'g times cos(x)',
  Cos: 'g times -sin(x)',
  Tanh: 'g times 1 - tanh(x)^2',
  Sigmoid: 'g times s * (1 - s), where s is the result',
  Relu: 'g passes where the result is positive, and is 0 elsewhere',
  Sum: 'each element counted once: all get g',
  Mean: 'each of n elements gets g / n',
  Mm: 'the first matrix gets g @ second.T, the second first.T @ g',
  Mv: 'the matrix gets the outer product of g and the vector, the vector matrix.T @ g',
  Dot: 'each vector gets g times the other',
  Addmm: 'the added term gets g; the matrices get g @ second.T and first.T @ g',
  T: 'g is transposed back',
  Transpose: 'g is transposed back',
  Permute: 'the dimensions of g are put back in order',
  View: 'g takes the old shape',
  UnsafeView: 'g takes the old shape',
  Reshape: 'g takes the old shape',
  Unsqueeze: 'the new dimension goes',
  Squeeze: 'the dropped dimension comes back',
  Expand: 'g is summed over what was repeated',
  Clone: 'g passes as it is',
  Cat: 'each part gets its own slice of g',
  Stack: 'each part gets its own slice of g',
  Select: 'g goes where the element was, 0 elsewhere',
  Slice: 'g goes where the slice was, 0 elsewhere',
  Index: 'g goes where the elements were, 0 elsewhere',
  Softmax: 's * (g - sum(g * s)), where s is the result',
  LogSoftmax: 'g - softmax(x) * sum(g)',
  MseLoss: 'g times 2 * (input - target), divided by n for the mean',
  NllLoss: 'the log-probability of the right class gets -g, divided by n for the mean',
  Max: 'g goes to the greatest element',
  Min: 'g goes to the least element',
  Abs: 'g times the sign of x',
}

/** The source of a formula, without what it destructures: `g.mul(other)`. */
function formulaText(formula: Function): string {
  const body = expressionOf(formula) ?? ''
  return body.length > 100 || body.includes('\n') ? '' : body
}

/** The rule of `node`, in words where there are some, else as the formula that is run. */
export function ruleOf(node: Node): string {
  if (node instanceof AccumulateGrad) return 'added to .grad'
  const known = words[node.className.replace(/Backward\d*$/, '')]
  if (known) return known
  if (!(node instanceof OpNode)) return 'the rule is in code of its own'
  const { backward } = node.overload.entry
  if (typeof backward !== 'object') return 'one formula gives all gradients'
  const formulas = Object.entries(backward).map(([name, formula]) => [name, formulaText(formula)])
  const readable = formulas.filter(([, text]) => text !== '')
  return readable.length === 0
    ? 'the rule takes several steps'
    : readable.map(([name, text]) => `${name} gets ${text}`).join('; ')
}
