import { refuse, type Refusal } from '#kernel/refusal.ts'

/** What a card says that the ledger keeps, too: where two differ, one must hold. */
type Told = { readonly ability: string; readonly wish: string; readonly hardships: readonly string[]; readonly householdId: string }
type Standing = Told & { readonly mergedInto: string | null }

/**
 * May two cards be merged? Both stand; nobody signs in as the one that closes (her account would show a closed card); nothing that
 * was asked about either is open (whoever approves an erasure of one card must not erase two).
 */
export function mergingRefusal(of: { standing: Standing; closed: Standing; closedHasAccount: boolean; openRequest: boolean }): Refusal<'card-merged' | 'merge-own-account' | 'merge-open-request'> | undefined {
  if (of.standing.mergedInto !== null) return refuse('card-merged', {}, 'stays')
  if (of.closed.mergedInto !== null) return refuse('card-merged', {}, 'closes')
  if (of.openRequest) return refuse('merge-open-request')
  if (of.closedHasAccount) return refuse('merge-own-account')
  return undefined
}

/** What the card that stays says otherwise than the one that closes: that is said again in the ledger, else the newer of the two would hold. */
export function restated(standing: Told, closed: Told): { classes: boolean; household: boolean } {
  const of = ({ ability, wish, hardships }: Told) => JSON.stringify([ability, wish, [...hardships].sort()])
  return { classes: of(standing) !== of(closed), household: standing.householdId !== closed.householdId }
}


/** May these two numbers be one that was written down wrongly: one digit, or two neighbours exchanged, and the digit computed from them. */
export function numbersNear(one: string, other: string): boolean {
  if (one === other || one.length !== other.length || one.length < 10) return false
  const differing = one.slice(0, -1).split('').flatMap((sign, place) => (sign === other[place] ? [] : [place]))
  if (differing.length <= 1) return true
  const [first, second] = differing as [number, number]
  return differing.length === 2 && second === first + 1 && one[first] === other[second] && one[second] === other[first]
}
