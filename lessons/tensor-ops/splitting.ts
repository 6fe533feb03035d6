// Splitting: chunk into so many pieces, split into pieces of given sizes.
import type { Section } from '../../src/learn/catalogue.js'

export const splitting: Section = {
  title: { en: '2. Splitting', zh: '二、切分' },
  steps: [
    {
      kind: 'reading',
      say: {
        en: '`chunk` asks how many pieces. Seven columns in three pieces do not come out even, so the last piece is smaller.',
        zh: '`chunk` 问的是切成几块。7 列切 3 块不能整除,所以最后一块较小。',
      },
      code: `const week = torch.arange(14).reshape(2, 7)
torch.chunk(week, 3, { dim: 1 }).map((piece) => piece.shape)`,
    },
    {
      kind: 'reading',
      say: {
        en: '`split` asks how large each piece is. A list gives every size; they must add up to the whole.',
        zh: '`split` 问的是每块多大。列表给出各块大小,其和必须等于总长。',
      },
      code: `const [workdays, weekend] = torch.split(week, [5, 2], { dim: 1 })
weekend`,
    },
    {
      kind: 'reading',
      say: {
        en: 'The pieces are views: they show the same numbers in memory, so a change in one is seen in the whole.',
        zh: '切出来的是视图:与原张量共用内存,改动其一,整体可见。',
      },
      code: `weekend.zero_()
week`,
    },
    {
      kind: 'exercise',
      ask: {
        en: 'Of 10 samples, take the last 3 for testing: give that piece.',
        zh: '10 个样本中,取最后 3 个作测试集:请给出这一块。',
      },
      setup: 'const samples = torch.arange(20).reshape(10, 2)',
      answer: 'torch.split(samples, [7, 3])[1]',
      hint: {
        en: 'Give `split` the two sizes as a list, and take the second piece.',
        zh: '把两块的大小以列表交给 `split`,取第二块。',
      },
      wrong: ['torch.split(samples, 3)[1]', 'torch.chunk(samples, 3)[2]', 'torch.split(samples, [7, 3])'],
    },
  ],
}
