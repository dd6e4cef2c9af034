import type { Ctx } from '#platform/http/ctx.ts'

/**
 * The context of a command that acts, or that looks at personal data: its transactions write their line under this verb, as a request's
 * do. In: the verb (`audit/words.ts` names them all), and whether it only looks.
 */
export function auditedAs(ctx: Ctx, verb: `${string}.${string}`, { look }: { look: boolean } = { look: false }): Ctx {
  return ctx.db.who ? { ...ctx, db: { ...ctx.db, who: { ...ctx.db.who, verb, look, written: { lines: 0 } } } } : ctx
}
