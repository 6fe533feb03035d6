// Lets the prompt declare a name again in another way. V8's REPL mode allows `let a` after `let a` and `const a` after
// `const a`, but not `let a` after `const a`: so a `const` at the top of an input becomes `let`.

/** Strings, templates and comments, which are passed over; brackets; and the word itself. */
const tokens =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/.*|\/\*[\s\S]*?\*\/|[{}()[\]]|(?<![.\w$])const(?=\s+(?!enum\b)|\s*[[{])/g

/** `const a = 1` → `let   a = 1`, no column moves; inside brackets of any kind everything stays. */
export function letForConst(source: string): string {
  if (!source.includes('const')) return source
  let depth = 0
  return source.replace(tokens, (token) => {
    if ('{(['.includes(token)) depth++
    else if ('})]'.includes(token)) depth--
    return token === 'const' && depth === 0 ? 'let  ' : token
  })
}
