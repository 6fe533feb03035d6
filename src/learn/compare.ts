// Compares what was given with what was asked for, by meaning, and says in one line what is different.
import torch, { type Tensor } from '../torch.js'
import { shapeText } from '../text/shape-text.js'
import type { Words } from './chapter.js'
import type { Aspect, Facts, TensorFacts } from './describe.js'
import { within, words } from './words.js'

/** Two ways to add up differ in the last digits. */
const tolerances: Record<string, { rtol: number; atol: number }> = {
  float64: { rtol: 1e-7, atol: 1e-9 },
  complex128: { rtol: 1e-7, atol: 1e-9 },
  float16: { rtol: 1e-3, atol: 1e-4 },
  bfloat16: { rtol: 1.6e-2, atol: 1e-3 },
}
const usual = { rtol: 1e-5, atol: 1e-6 }

function closeness(a: TensorFacts, b: TensorFacts): Tensor {
  const { rtol, atol } = tolerances[b.dtype] ?? tolerances[a.dtype] ?? usual
  const [x, y] = a.dtype === b.dtype ? [a.values, b.values] : bothWide(a.values, b.values)
  return torch.isclose(x, y, { rtol, atol, equal_nan: true })
}

const bothWide = (a: Tensor, b: Tensor): [Tensor, Tensor] => {
  const wide = a.is_complex() || b.is_complex() ? torch.complex128 : torch.float64
  return [a.to(wide), b.to(wide)]
}

const isClose = (a: TensorFacts, b: TensorFacts): boolean => Boolean(torch.all(closeness(a, b)).item())

const sameShape = (a: TensorFacts, b: TensorFacts): boolean =>
  a.shape.length === b.shape.length && a.shape.every((size, i) => size === b.shape[i])

/** One element as PyTorch prints it; with all digits where the short text would not tell them apart. */
function elementTexts(a: Tensor, b: Tensor): [string, string] {
  const [x, y] = [a, b].map((element) => String(element).replace(/^tensor\((.*?)(, dtype=.*)?\)$/s, '$1'))
  return x === y ? [String(a.item()), String(b.item())] : [x, y]
}

function tensorDifference(given: TensorFacts, wanted: TensorFacts): Words | null {
  const [has, needs] = [given.shape, wanted.shape].map(shapeText)
  if (!sameShape(given, wanted)) {
    const flat = (facts: TensorFacts): TensorFacts => ({ ...facts, values: facts.values.flatten() })
    const count = given.values.numel()
    const sameInOrder = count === wanted.values.numel() && count > 0 && isClose(flat(given), flat(wanted))
    return sameInOrder
      ? words(
          `the values are right, but the shape is ${has} instead of ${needs}`,
          `数值对了，但形状是 ${has}，应当是 ${needs}`,
        )
      : words(`shape ${has} instead of ${needs}`, `形状是 ${has}，应当是 ${needs}`)
  }
  const close = closeness(given, wanted)
  const areEqual = Boolean(torch.all(close).item())
  if (given.dtype !== wanted.dtype)
    return areEqual
      ? words(
          `right values, but dtype ${given.dtype}; ${wanted.dtype} was asked for`,
          `数值对了，但 dtype 是 ${given.dtype}，应当是 ${wanted.dtype}`,
        )
      : words(
          `dtype ${given.dtype}; ${wanted.dtype} was asked for`,
          `dtype 是 ${given.dtype}，应当是 ${wanted.dtype}`,
        )
  if (areEqual) return null
  const flat = torch.nonzero(close.logical_not().flatten()).flatten().tolist() as number[]
  const place: number[] = []
  for (let rest = Number(flat[0]), dim = given.shape.length - 1; dim >= 0; dim--) {
    place.unshift(rest % given.shape[dim])
    rest = Math.floor(rest / given.shape[dim])
  }
  const at = Number(flat[0])
  const [is, should] = elementTexts(
    given.values.flatten().select(0, at),
    wanted.values.flatten().select(0, at),
  )
  if (place.length === 0)
    return words(`the value is ${is} instead of ${should}`, `值是 ${is}，应当是 ${should}`)
  const index = `[${place.join(', ')}]`
  return words(
    `the values differ at ${index}: ${is} instead of ${should}`,
    `${index} 处的数值不同：是 ${is}，应当是 ${should}`,
  )
}

const kindWords: Record<Facts['kind'], Words> = {
  tensor: words('a tensor', '张量'),
  number: words('a number', '一个数'),
  list: words('a list', '列表'),
  fields: words('an object', '对象'),
  module: words('a module', '模块'),
  function: words('a function', '函数'),
  nothing: words('no value', '没有值'),
  other: words('another value', '别的值'),
}

function describe(facts: Facts): Words {
  const kind = kindWords[facts.kind]
  if (facts.kind === 'number') return words(`the number ${facts.text}`, ` ${facts.text}`)
  if (facts.kind === 'other' && facts.text.length <= 40) return words(facts.text, ` ${facts.text}`)
  return kind
}

const isSameNumber = (a: number | bigint, b: number | bigint): boolean => {
  if (typeof a === 'bigint' || typeof b === 'bigint')
    return BigInt(Math.trunc(Number(a))) === BigInt(b) || a === b
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b)
  return a === b || Math.abs(a - b) <= usual.atol + usual.rtol * Math.abs(b)
}

function listDifference(given: readonly Facts[], wanted: readonly Facts[]): Words | null {
  if (given.length !== wanted.length)
    return words(
      `${given.length} ${given.length === 1 ? 'entry' : 'entries'} instead of ${wanted.length}`,
      `有 ${given.length} 项，应当有 ${wanted.length} 项`,
    )
  for (let i = 0; i < wanted.length; i++) {
    const inside = difference(given[i], wanted[i])
    if (inside)
      return within(
        inside,
        (text) => `entry ${i}: ${text}`,
        (text) => `第 ${i} 项：${text}`,
      )
  }
  return null
}

/** null where `given` is what was asked for. */
export function difference(given: Facts, wanted: Facts): Words | null {
  if (wanted.kind === 'tensor' && given.kind === 'tensor') return tensorDifference(given, wanted)
  if (wanted.kind === 'number' && given.kind === 'number')
    return isSameNumber(given.value, wanted.value)
      ? null
      : words(`${given.text} instead of ${wanted.text}`, `是 ${given.text}，应当是 ${wanted.text}`)
  if (wanted.kind === 'list' && given.kind === 'list') return listDifference(given.items, wanted.items)
  if (wanted.kind === 'fields' && given.kind === 'fields') {
    for (const [name, field] of wanted.fields) {
      const inside = difference(given.fields.get(name) ?? { kind: 'nothing' }, field)
      if (inside)
        return within(
          inside,
          (text) => `${name}: ${text}`,
          (text) => `${name}：${text}`,
        )
    }
    return null
  }
  if (wanted.kind === 'module' && given.kind === 'module')
    return given.text === wanted.text
      ? listDifference(given.parameters, wanted.parameters)
      : words(`the module is built otherwise:\n${given.text}`, `模块的结构不同：\n${given.text}`)
  // How a function works shows in what it gives: such exercises list calls of it.
  if (wanted.kind === 'function' && given.kind === 'function') return null
  if (wanted.kind === 'other' && given.kind === 'other' && given.text === wanted.text) return null
  if (wanted.kind === 'nothing' && given.kind === 'nothing') return null

  const [is, should] = [describe(given), describe(wanted)]
  // A number taken out of the tensor that was asked for, or the tensor still around the number.
  if (given.kind === 'tensor' && wanted.kind === 'number')
    return words(
      `a tensor; a plain number was asked for, as .item() gives it`,
      `这是张量，应当是普通的数，可用 .item() 取出`,
    )
  return words(`${is.en}; ${should.en} was asked for`, `是${is.zh}，应当是${should.zh}`)
}

const aspectWords: Record<Aspect, (value: boolean | string | null) => Words> = {
  requires_grad: (value) =>
    value
      ? words('requires_grad is True', 'requires_grad 为 True')
      : words('requires_grad is False', 'requires_grad 为 False'),
  is_leaf: (value) => (value ? words('a leaf', '叶子结点') : words('not a leaf', '非叶子结点')),
  is_view: (value) =>
    value
      ? words('a view, sharing its memory', '与原张量共享内存的视图')
      : words('no view, with memory of its own', '有自己内存的副本，不是视图'),
  grad_fn: (value) => words(`grad_fn is ${value ?? 'None'}`, `grad_fn 为 ${value ?? 'None'}`),
  device: (value) => words(`on ${value}`, `在 ${value} 上`),
  is_contiguous: (value) => (value ? words('contiguous', '内存连续') : words('not contiguous', '内存不连续')),
}

/** What is different in what a tensor is, values aside. */
export function aspectDifference(given: Facts, wanted: Facts, aspect: Aspect): Words | null {
  if (given.kind !== 'tensor' || wanted.kind !== 'tensor') return null
  const [is, should] = [given.aspects[aspect], wanted.aspects[aspect]]
  if (is === should) return null
  const [isWords, shouldWords] = [is, should].map(aspectWords[aspect])
  return words(
    `right values, but ${isWords.en}; asked for: ${shouldWords.en}`,
    `数值对了，但这是：${isWords.zh}；应当是：${shouldWords.zh}`,
  )
}
