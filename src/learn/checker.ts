// Decides whether an answer is right by comparing values, and says how a wrong one differs without giving the answer away.
import torch, { Tensor } from '../index.js'
import { isDeepStrictEqual } from 'node:util'
import type { Language } from './catalogue.js'

/** null when `given` is what was asked for; otherwise what is different. */
export function difference(given: unknown, wanted: unknown, language: Language): string | null {
  const say = (en: string, zh: string): string => (language === 'zh' ? zh : en)
  if (given === undefined)
    return say('That has no value: end with an expression.', '这没有值:请以一个表达式结尾。')
  if (wanted instanceof Tensor) {
    if (!(given instanceof Tensor)) return say('The answer is a tensor.', '答案应当是一个张量。')
    const [givenShape, wantedShape] = [given.shape, wanted.shape].map((shape) => `[${[...shape].join(', ')}]`)
    if (givenShape !== wantedShape) {
      return say(
        `The shape is ${givenShape}, and should be ${wantedShape}.`,
        `形状是 ${givenShape},应当是 ${wantedShape}。`,
      )
    }
    if (given.dtype !== wanted.dtype) {
      return say(
        `The dtype is ${given.dtype}, and should be ${wanted.dtype}.`,
        `类型是 ${given.dtype},应当是 ${wanted.dtype}。`,
      )
    }
    return torch.equal(given, wanted)
      ? null
      : say('The shape is right, the numbers are not.', '形状对了,数值不对。')
  }
  if (Array.isArray(wanted)) {
    if (!Array.isArray(given)) return say('The answer is a list.', '答案应当是一个列表。')
    if (given.length !== wanted.length) {
      return say(
        `The list has ${given.length} entries, and should have ${wanted.length}.`,
        `列表有 ${given.length} 项,应当有 ${wanted.length} 项。`,
      )
    }
    for (let i = 0; i < wanted.length; i++) {
      const inside = difference(given[i], wanted[i], language)
      if (inside) return say(`Entry ${i}: ${inside}`, `第 ${i} 项:${inside}`)
    }
    return null
  }
  return isDeepStrictEqual(given, wanted) ? null : say('The value is a different one.', '值不一样。')
}
