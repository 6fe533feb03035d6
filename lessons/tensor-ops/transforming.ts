// Transforming: the same numbers in another shape, with reshape, transpose, squeeze and unsqueeze.
import type { Section } from '../../src/learn/catalogue.js'

export const transforming: Section = {
  title: { en: '4. Changing the shape', zh: '四、变换' },
  steps: [
    {
      kind: 'reading',
      say: {
        en: '`reshape` reads the numbers in order and fills the new shape. One size may be -1: it follows from the others.',
        zh: '`reshape` 按顺序读取数字,填入新形状。可以有一维写 -1,由其余各维推出。',
      },
      code: `const numbers = torch.arange(12)
const table = torch.reshape(numbers, [3, -1])
table`,
    },
    {
      kind: 'reading',
      say: {
        en: 'Nothing was copied: both names lead to the same memory.',
        zh: '并没有复制:两个名字指向同一块内存。',
      },
      code: `numbers.index_put_([0], torch.tensor(100))
table.index(0)`,
    },
    {
      kind: 'reading',
      say: {
        en: '`transpose` swaps two dimensions. That is not the same as a reshape to the swapped sizes: rows become columns.',
        zh: '`transpose` 交换两个维度。这与直接变形为交换后的形状不同:行变成了列。',
      },
      code: 'torch.transpose(table, 0, 1)',
    },
    {
      kind: 'reading',
      say: {
        en: '`squeeze` drops dimensions of size 1, all or the one you name; `unsqueeze` puts one in.',
        zh: '`squeeze` 去掉大小为 1 的维度,全部或指定的一个;`unsqueeze` 则插入一个。',
      },
      code: `const column = torch.zeros(1, 3, 1)
const shapes = [column.squeeze().shape, column.squeeze(0).shape, column.unsqueeze(0).shape]
shapes`,
    },
    {
      kind: 'exercise',
      ask: {
        en: 'A picture comes as height, width, channel: shape [2, 3, 4]. Give it as channel, height, width: shape [4, 2, 3], each pixel in its place.',
        zh: '一幅图像按高、宽、通道存放,形状 [2, 3, 4]。请转为通道、高、宽,形状 [4, 2, 3],每个像素位置不变。',
      },
      setup: 'const picture = torch.arange(24).reshape(2, 3, 4)',
      answer: 'picture.permute(2, 0, 1)',
      hint: {
        en: '`permute` names the old dimensions in their new order; two `transpose` do it as well.',
        zh: '`permute` 按新次序列出旧维度;用两次 `transpose` 也可以。',
      },
      wrong: ['picture.reshape(4, 2, 3)', 'picture.transpose(0, 2)', 'picture.permute(2, 1, 0)'],
    },
    {
      kind: 'exercise',
      ask: {
        en: 'Turn this list of 6 numbers into a batch of one: shape [1, 2, 3].',
        zh: '请把这 6 个数变成只含一个样本的批次:形状 [1, 2, 3]。',
      },
      setup: 'const six = torch.arange(6)',
      answer: 'six.reshape(2, 3).unsqueeze(0)',
      hint: {
        en: 'First two rows of three, then a dimension in front.',
        zh: '先变成两行三列,再在最前面插入一维。',
      },
      wrong: ['six.reshape(2, 3)', 'six.reshape(2, 3).unsqueeze(2)'],
    },
  ],
}
