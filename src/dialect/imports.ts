// Rewrites import declarations and calls for the prompt, where V8 takes neither: both become calls of a global function.
// Line breaks stay where they are, so that errors name the right line.

/** The global function that `import(…)` becomes; see modules.ts. */
export const importFunction = '__import__'

/** Strings, templates and comments, so that the word `import` inside them is left alone; then what is looked for. */
const declaration =
  /^([ \t]*)import\s+(type\s+)?(?:([\w$\u200d]+)\s*,?\s*)?(?:(\*\s*as\s+[\w$\u200d]+|\{[^}]*\})\s*)?(?:from\s*)?(["'])([^"'\n]+)\5[ \t]*;?/gm
const dynamicCall =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/.*|\/\*[\s\S]*?\*\/|(?<![.\w$])import(?=\s*\()/g

function binding(fallback: string | undefined, rest: string | undefined, specifier: string): string {
  const module = `await ${importFunction}(${JSON.stringify(specifier)})`
  if (rest?.startsWith('*')) {
    const name = rest.replace(/^\*\s*as\s+/, '')
    return fallback ? `const ${name} = ${module}, ${fallback} = ${name}.default` : `const ${name} = ${module}`
  }
  const names = (rest ?? '')
    .replace(/^\{|\}$/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => name.replace(/\s+as\s+/, ': '))
  if (fallback) names.unshift(`default: ${fallback}`)
  return names.length > 0 ? `const { ${names.join(', ')} } = ${module}` : module
}

/** `import a, { b as c } from 'm'` → `const { default: a, b: c } = await __import__("m")`; `import('m')` → `__import__('m')`. */
export function rewriteImports(source: string): string {
  if (!source.includes('import')) return source
  const declared = source.replace(
    declaration,
    (whole: string, indent: string, type, fallback, rest, _quote, specifier: string) => {
      const lineBreaks = whole.replace(/[^\n]/g, '')
      return `${indent}${type ? '' : `${binding(fallback, rest, specifier)};`}${lineBreaks}`
    },
  )
  return declared.replace(dynamicCall, (match) => (match === 'import' ? importFunction : match))
}
