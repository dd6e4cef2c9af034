import { careKinds } from '#modules/care/index.ts'
import { ledgerKinds } from '#modules/ledger/index.ts'
import { registerKinds } from '#modules/register/index.ts'

/** Every kind that programmes may count. */
export const testKinds = [...ledgerKinds, ...registerKinds, ...careKinds]
export const [personFiled, householdFiled, classified] = registerKinds
export const [workStarted] = careKinds
