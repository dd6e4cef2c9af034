import { agencyKinds } from '#modules/agencies/index.ts'
import { careKinds } from '#modules/care/index.ts'
import { ledgerKinds, type KindDeclaration } from '#modules/ledger/index.ts'
import { registerKinds } from '#modules/register/index.ts'

/** Every kind that programmes may count. */
export const testKinds: readonly KindDeclaration[] = [...ledgerKinds, ...registerKinds, ...careKinds, ...agencyKinds]
export const [personFiled, householdFiled, classified, joinedHousehold]: readonly KindDeclaration[] = registerKinds
export const [workStarted]: readonly KindDeclaration[] = careKinds
