// What waits: `await x` and `for await`. At the prompt, code that was given up by Ctrl-C must not go on when what it
// waited for is there: it waits on, for ever, and is forgotten. What decides is in runtime/awaits.ts.
import { text } from './code.js'
import type { Code } from './code.js'
import type { Rewriter } from './rewriter.js'
import type { Node } from './syntax.js'

/** `await x` → `await __resumed__(__turn__(), await x)`: x itself is awaited as it is, and its errors keep their stack. */
export function awaited(w: Rewriter, node: Node): Code {
  if (w.context.isModule) return w.through(node)
  return [text('await __resumed__(__turn__(), ', node.start), w.through(node), text(')', node.end)]
}

/** What a `for await` goes through. */
export function emitStream(w: Rewriter, node: Node): Code {
  if (w.context.isModule) return w.emit(node)
  return [text('__stream__(', node.start), w.emit(node), text(')', node.end)]
}
