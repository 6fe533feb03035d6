// Indexing: by position with index_select and index, by condition with masked_select.
import type { Section } from '../../src/learn/catalogue.js'

export const indexing: Section = {
  title: { en: '3. Indexing', zh: '三、索引' },
  steps: [
    {
      kind: 'reading',
      say: {
        en: '`index_select` picks whole rows or columns by their numbers, in any order and as often as you like.',
        zh: '`index_select` 按编号选取整行或整列,次序任意,可以重复。',
      },
      code: `const scores = torch.tensor([[52, 91, 78], [60, 45, 88], [95, 70, 33]])
torch.index_select(scores, 0, torch.tensor([2, 0]))`,
    },
    {
      kind: 'reading',
      say: {
        en: "`index` is what brackets are in Python: a number picks, a slice such as '1:' keeps a range, ':' keeps everything.",
        zh: "`index` 相当于 Python 的方括号:数字选取一项,'1:' 这样的切片保留一段,':' 保留全部。",
      },
      code: "scores.index(':', '1:')",
    },
    {
      kind: 'reading',
      say: {
        en: 'A comparison gives a tensor of yes and no with the same shape.',
        zh: '比较运算得到形状相同的布尔张量。',
      },
      code: `const passed = scores.ge(60)
passed`,
    },
    {
      kind: 'reading',
      say: {
        en: '`masked_select` keeps the elements marked true. How many there are depends on the data, so the result has one dimension.',
        zh: '`masked_select` 保留标记为真的元素。个数取决于数据,所以结果是一维的。',
      },
      code: 'torch.masked_select(scores, passed)',
    },
    {
      kind: 'exercise',
      ask: {
        en: 'Give all temperatures below zero.',
        zh: '请给出所有零度以下的温度。',
      },
      setup: 'const temperatures = torch.tensor([[3.5, -1.5], [-7.25, 0]])',
      answer: 'torch.masked_select(temperatures, temperatures.lt(0))',
      hint: {
        en: 'First a mask with `lt` (less than), then `masked_select`.',
        zh: '先用 `lt`(小于)得到掩码,再用 `masked_select`。',
      },
      wrong: [
        'temperatures.lt(0)',
        'torch.masked_select(temperatures, temperatures.le(0))',
        'torch.masked_select(temperatures, temperatures.ge(0))',
      ],
    },
    {
      kind: 'exercise',
      ask: {
        en: 'Give the first and the last column, in this order.',
        zh: '请依次给出第一列和最后一列。',
      },
      setup: 'const grid = torch.arange(12).reshape(3, 4)',
      answer: 'torch.index_select(grid, 1, torch.tensor([0, 3]))',
      hint: {
        en: 'Columns are dimension 1. Their numbers start at 0.',
        zh: '列是第 1 维,编号从 0 开始。',
      },
      wrong: [
        'torch.index_select(grid, 0, torch.tensor([0, 2]))',
        'torch.index_select(grid, 1, torch.tensor([3, 0]))',
      ],
    },
  ],
}
