// Joining: cat along a dimension that is there, stack along a new one.
import type { Section } from '../../src/learn/catalogue.js'

export const joining: Section = {
  title: { en: '1. Joining', zh: '一、拼接' },
  steps: [
    {
      kind: 'reading',
      say: {
        en: 'Here are two tables, each with 2 rows and 3 columns. `cat` lays them one after the other along a dimension that they already have. Along dimension 0 the rows add up.',
        zh: '这里有两张表,各 2 行 3 列。`cat` 沿着已有的维度把它们接起来。沿第 0 维,行数相加。',
      },
      code: `const low = torch.arange(0, 6).reshape(2, 3)
const high = torch.arange(10, 16).reshape(2, 3)
torch.cat([low, high], { dim: 0 })`,
    },
    {
      kind: 'reading',
      say: {
        en: 'Along dimension 1 the columns add up. All other dimensions must agree.',
        zh: '沿第 1 维,列数相加。其余各维必须一致。',
      },
      code: 'torch.cat([low, high], { dim: 1 })',
    },
    {
      kind: 'reading',
      say: {
        en: '`stack` makes a new dimension instead: both tables stay whole, and an index in front tells which one is meant. Look at the shape.',
        zh: '`stack` 则新建一个维度:两张表各自完整,由最前面的下标选择是哪一张。请看形状。',
      },
      code: 'torch.stack([low, high], { dim: 0 }).shape',
    },
    {
      kind: 'exercise',
      ask: {
        en: 'Three sensors each gave 4 readings. Make one tensor of shape [4, 3]: a row for each moment, a column for each sensor.',
        zh: '三个传感器各有 4 个读数。请得到形状 [4, 3] 的张量:每行一个时刻,每列一个传感器。',
      },
      setup: `const a = torch.tensor([1, 2, 3, 4])
const b = a.add(10)
const c = a.add(20)`,
      answer: 'torch.stack([a, b, c], { dim: 1 })',
      hint: {
        en: 'The readings have one dimension, the result has two: which function makes a new one, and at which place?',
        zh: '读数是一维的,结果是二维的:哪个函数会新建维度?新维度在什么位置?',
      },
      wrong: ['torch.stack([a, b, c])', 'torch.cat([a, b, c])', 'torch.cat([a, b, c]).reshape(4, 3)'],
    },
  ],
}
