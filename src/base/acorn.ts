// The parser of JavaScript. See Note [Late modules] in build/build.ts.
export { parse } from 'acorn'
