import type { Pool } from 'pg'
import type { Route } from '#platform/http/route.ts'
import { boxIn } from '#platform/crypto/box.ts'
import { inSnapshot } from '#platform/database/transaction.ts'
import { accountRoutes, type House } from '#modules/accounts/index.ts'
import { agencyKinds, routes as agencies } from '#modules/agencies/index.ts'
import { routes as audit } from '#modules/audit/index.ts'
import { boundariesKinds, routes as boundaries } from '#modules/boundaries/index.ts'
import { routes as care, careKinds } from '#modules/care/index.ts'
import { exportRoutes } from '#modules/exports/index.ts'
import { peopleSource, routes as figures } from '#modules/figures/index.ts'
import { head, ledgerKinds, routes as ledger, type KindDeclaration } from '#modules/ledger/index.ts'
import { routes as organisation } from '#modules/organisation/index.ts'
import { meExtrasOf, routes as plans } from '#modules/plans/index.ts'
import { hasOpenRequest, routes as rights } from '#modules/rights/index.ts'
import { mergeRoutes, registerKinds, personsInReach, personsSource, routes as register } from '#modules/register/index.ts'

/** Every kind of entry there is. */
export const allKinds: readonly KindDeclaration[] = [...ledgerKinds, ...registerKinds, ...careKinds, ...agencyKinds, ...boundariesKinds]

/** What accounts need of the house: its keys, and how many persons a reach holds. */
export function houseOf(pool: Pool, { dataFolder, factorAbovePersons = 10_000 }: { dataFolder: string; factorAbovePersons?: number }): House {
  return {
    box: () => boxIn(dataFolder), factorAbovePersons,
    personsIn: ({ schema }, reach, atMost) => inSnapshot({ pool, schema, reach }, (tx) => personsInReach(tx, reach, atMost)),
  }
}

/** All ways into the server. `pool` is the application's; without a house they can be listed, and not all of them served. */
export function allRoutes(pool: Pool, house?: House): Route[] {
  const accounts = accountRoutes(pool, async (ctx) => {
    const { number, at } = await inSnapshot(ctx.db, head)
    return { ...meExtrasOf(ctx.workspace.programme, ctx.language), asOf: { journal: String(number), at: at ?? '' } }
  }, house)
  const exports = exportRoutes({ 'register.persons': personsSource, 'figures.people': peopleSource })
  return [...organisation, ...accounts, ...audit, ...exports, ...ledger, ...register, ...mergeRoutes(hasOpenRequest), ...care, ...agencies, ...boundaries, ...plans, ...figures, ...rights]
}
