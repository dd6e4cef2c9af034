import type { Pool } from 'pg'
import type { Route } from '#platform/http/route.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import { accountRoutes } from '#modules/accounts/index.ts'
import { routes as audit } from '#modules/audit/index.ts'
import { routes as care, careKinds } from '#modules/care/index.ts'
import { exportRoutes } from '#modules/exports/index.ts'
import { peopleSource, routes as figures } from '#modules/figures/index.ts'
import { head, ledgerKinds, routes as ledger, type KindDeclaration } from '#modules/ledger/index.ts'
import { routes as organisation } from '#modules/organisation/index.ts'
import { meExtrasOf, routes as plans } from '#modules/plans/index.ts'
import { routes as rights } from '#modules/rights/index.ts'
import { registerKinds, personsSource, routes as register } from '#modules/register/index.ts'

/** Every kind of entry there is. */
export const allKinds: readonly KindDeclaration[] = [...ledgerKinds, ...registerKinds, ...careKinds]

/** All ways into the server. `pool` is the application's. */
export function allRoutes(pool: Pool): Route[] {
  const accounts = accountRoutes(pool, async (ctx) => {
    const { number, at } = await inSnapshot(ctx.db, head)
    return { ...meExtrasOf(ctx.workspace.programme, ctx.language), asOf: { journal: String(number), at: at ?? '' } }
  })
  const exports = exportRoutes({ 'register.persons': personsSource, 'figures.people': peopleSource })
  return [...organisation, ...accounts, ...audit, ...exports, ...ledger, ...register, ...care, ...plans, ...figures, ...rights]
}
