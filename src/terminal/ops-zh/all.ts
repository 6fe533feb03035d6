// The documentation of all ops and of the classes in Chinese, by the English sentence that stands in the entry or above the class. Loaded when help on an op is
// asked for in Chinese.
import { algebra } from './algebra.js'
import { classDocs } from './classes.js'
import { elements } from './elements.js'
import { making } from './making.js'
import { methods } from './methods.js'
import { networks } from './networks.js'
import { shapes } from './shapes.js'

/** Sentences that differ in a name. */
const families: Record<string, string> = {
  'What {} gives, in memory of its own.': '与 {} 的结果相同，但另占内存。',
  'What {} gives, each in memory of its own.': '与 {} 的结果相同，但各自另占内存。',
  'What {} calls.': '{} 内部调用的函数。',
  'The work of {}.': '{} 的内部计算。',
  'The gradient of {}.': '{} 的梯度。',
  'No longer in PyTorch: {} is there for it.': 'PyTorch 已去掉它：请用 {}。',
  'This tensor as {}.': '转换成 {}。',
  '{}, written to the tensor itself; has no gradient.': '{}，结果写回张量本身；没有梯度。',
  '{} with a number for the reduction: 0 for none, 1 for the mean, 2 for the sum.':
    '{}，归约方式用数字表示：0 不归约，1 求平均，2 求和。',
  'The same as {}: an old name.': '与 {} 相同：旧名。',
  '{}, in place.': '{} 的就地版本。',
  '{} in place.': '{} 的就地版本。',
}

export const docs = {
  families,
  sentences: { ...elements, ...making, ...networks, ...shapes, ...algebra, ...methods },
  classes: classDocs,
}
