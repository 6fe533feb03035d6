// What an editor shows above a name: every function, class and method of the library has a sentence.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const index = fileURLToPath(new URL('../../dist/index.d.ts', import.meta.url))

/** The functions and classes below `torch`, and the methods of tensors, that have no comment. */
function untold(): { told: number; untold: string[] } {
  const program = ts.createProgram([index], {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    skipLibCheck: true,
    strict: true,
  })
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(index)!
  const untold: string[] = []
  let told = 0
  const isOurs = (symbol: ts.Symbol): boolean =>
    symbol.declarations?.every((one) => !/node_modules/.test(one.getSourceFile().fileName)) ?? false
  const commentOn = (symbol: ts.Symbol): string => {
    const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    return [symbol, meant]
      .map((one) => ts.displayPartsToString(one.getDocumentationComment(checker)))
      .join('')
  }
  const note = (path: string, symbol: ts.Symbol): void => {
    if (commentOn(symbol) === '') untold.push(path)
    else told++
  }
  const seen = new Set<ts.Type>()
  const walk = (path: string, type: ts.Type): void => {
    if (seen.has(type)) return
    seen.add(type)
    for (const member of checker.getPropertiesOfType(type)) {
      if (/^(__@|#|_)/.test(member.name) || member.name === 'prototype' || !isOurs(member)) continue
      const of = checker.getTypeOfSymbol(member)
      if (of.getCallSignatures().length + of.getConstructSignatures().length > 0)
        note(`${path}.${member.name}`, member)
      else if (of.flags & ts.TypeFlags.Object && of.symbol?.flags & ts.SymbolFlags.ValueModule)
        walk(`${path}.${member.name}`, of)
    }
  }
  for (const symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(file)!)) {
    const type = checker.getTypeOfSymbolAtLocation(symbol, file)
    if (symbol.name === 'default') walk('torch', type)
    if (symbol.name === 'Tensor')
      for (const method of checker.getPropertiesOfType(type.getConstructSignatures()[0].getReturnType()))
        if (
          !method.name.startsWith('_') &&
          isOurs(method) &&
          checker.getTypeOfSymbol(method).getCallSignatures().length > 0
        )
          note(`x.${method.name}`, method)
  }
  return { told, untold }
}

test('every function, class and method has a sentence', () => {
  const found = untold()
  assert.deepEqual(found.untold, [])
  // Were the walk to lose its way, nothing would be untold either.
  assert.ok(found.told > 1500, String(found.told))
})
