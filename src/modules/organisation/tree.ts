import type { DateText } from '#kernel/dates.ts'
import type { Uuid } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { placedOn, type Placed, type TreeHistory } from './placing.ts'
import * as store from './tree.store.ts'

/** A tree's changes as one version of it tells them; never changed once made. */
type Tree = {
  readonly history: TreeHistory
  /** In order of journal number. */
  readonly changes: readonly { readonly id: Uuid; readonly number: bigint }[]
  /** Worked out before: by day and number of changes known. */
  readonly placed: Map<string, readonly Placed[]>
  /** Answers that follow from the tree alone, with what each weighs. */
  readonly answers: Map<string, { readonly answer: unknown; readonly weight: number }>
}

/** So many versions are kept (one a workspace, and those that older snapshots still ask for), and so many days of each. */
const versions = 24
const daysOfEach = 64
/** So much of each tree's answers is kept, in stretches and parts: some tens of megabytes where all of it is used. */
const weightOfEach = 200_000
const kept = new Map<Uuid, Tree>()

const versionsSeen = new WeakMap<Tx, Promise<Uuid>>()

/** The tree's version; a snapshot, for which it stays the same, asks for it once. */
function versionOf(tx: Tx): Promise<Uuid> {
  const known = versionsSeen.get(tx)
  if (known) return known
  const version = store.treeVersion(tx)
  if (tx.isSnapshot) versionsSeen.set(tx, version)
  return version
}

/** The changes of the tree, as this snapshot sees them. A version is read once; whoever changes the tree makes another. */
async function treeOf(tx: Tx): Promise<Tree> {
  const version = await versionOf(tx)
  const known = kept.get(version)
  if (known) return known
  const changes = await store.changeNumbers(tx)
  const tree: Tree = { history: { rows: await store.datedRows(tx), successions: await store.successions(tx) }, changes, placed: new Map(), answers: new Map() }
  if (kept.size >= versions) kept.delete(kept.keys().next().value!)
  kept.set(version, tree)
  return tree
}

/** All that ever changed in the tree, as this snapshot sees it. */
export async function historyOf(tx: Tx): Promise<TreeHistory> {
  return (await treeOf(tx)).history
}

/** The changes that journal number `asOf` does not know yet; none where it is null, the head. */
export async function changesAfter(tx: Tx, asOf: bigint | null | undefined): Promise<Uuid[]> {
  if (asOf === null || asOf === undefined) return []
  return (await treeOf(tx)).changes.filter(({ number }) => number > asOf).map(({ id }) => id)
}

const knownBy = ({ changes }: Tree, asOf: bigint | null): number => (asOf === null ? changes.length : changes.filter(({ number }) => number <= asOf).length)

/**
 * What `make` makes, or made of this very tree before: for answers that depend on nothing but the tree as known at `asOf` and on `of`.
 * Nobody may change what comes out.
 */
export async function ofTree<T>(tx: Tx, asOf: bigint | null, of: unknown, make: () => Promise<T>, weightOf: (answer: T) => number): Promise<T> {
  const tree = await treeOf(tx)
  const key = JSON.stringify([knownBy(tree, asOf), of])
  const before = tree.answers.get(key)
  if (before) return before.answer as T
  const answer = await make()
  const weight = 1 + weightOf(answer)
  let whole = [...tree.answers.values()].reduce((sum, one) => sum + one.weight, weight)
  for (const [oldest, one] of tree.answers) {
    if (whole <= weightOfEach) break
    tree.answers.delete(oldest)
    whole -= one.weight
  }
  tree.answers.set(key, { answer, weight })
  return answer
}

/** `placedOn` for this snapshot's tree. */
export async function placedAt(tx: Tx, day: DateText, asOf: bigint | null): Promise<readonly Placed[]> {
  const tree = await treeOf(tx)
  const { history, changes, placed } = tree
  const known = knownBy(tree, asOf)
  const key = `${day} ${known}`
  const before = placed.get(key)
  if (before) return before
  // What is known after the last change that `asOf` knows is known after `asOf`; the head knows all.
  const answer = placedOn(history, day, known === changes.length ? null : (changes[known - 1]?.number ?? 0n))
  if (placed.size >= daysOfEach) placed.delete(placed.keys().next().value!)
  placed.set(key, answer)
  return answer
}
