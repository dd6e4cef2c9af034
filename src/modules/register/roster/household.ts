import { idNumberFault } from '#kernel/id-number.ts'
import { sameName } from './normalise.ts'
import type { RosterField, RosterValues, RosterWarningCode } from './types.ts'

/** What the checker remembers of a household: enough to doubt the rows that follow. */
export type HouseholdSeen = {
  readonly unitCode: string | null
  readonly size: number | null
  sizeWarned: boolean
  rows: number
  headBirthYear: number | null
  headSex: 'female' | 'male' | null
}

type HouseholdWords = {
  readonly name: string | null
  readonly id: string | null
  readonly relation: string | null
  readonly householdNumber: string | null
  readonly headName: string | null
  readonly headIdCell: string | null
  readonly unitCode: string | null
  readonly row: number
  /** Heads seen so far: `village|name` → id number, `last` → the last head's `village|name`. */
  readonly heads: Map<string, string>
}

const headWords = /^(?:户主|本人|户主本人|本人\(户主\)|户主\(本人\)|自己|家长)$/

/**
 * Which household a row belongs to: by its number, else by village and head's id number. The head may have been refused for
 * something else; its id number still joins the rows. Without any head, the rows under one head name in one village.
 */
export function householdOf(words: HouseholdWords): Pick<RosterValues, 'householdNumber' | 'headName' | 'headIdNumber' | 'householdKey' | 'isHead'> {
  const { name, id, relation, householdNumber, heads, unitCode, row } = words
  const relationSays = relation !== null && headWords.test(relation)
  const nameSays = words.headName !== null && name !== null && sameName(words.headName, name)
  const isHead = relationSays ? words.headName === null || nameSays || relation!.includes('户主') : relation === null && nameSays
  const village = unitCode ?? '?'
  const scope = householdNumber ?? village
  const headName = words.headName ?? (isHead ? name : null)
  const place = headName === null ? null : `${scope}|${headName}`
  if (isHead && place !== null) {
    heads.set('last', place)
    if (id !== null) heads.set(place, id)
    else heads.delete(place)
  }
  // Without a column for the head, a member belongs to the head above it.
  const followed = place ?? (relation !== null && !isHead && householdNumber === null ? (heads.get('last') ?? null) : null)
  const fromCell = words.headIdCell !== null && idNumberFault(words.headIdCell) === null ? words.headIdCell : null
  const headIdNumber = fromCell ?? (isHead ? id : followed === null ? null : (heads.get(followed) ?? null))
  const householdKey =
    householdNumber !== null ? `n:${householdNumber}`
    : headIdNumber !== null ? `h:${village}:${headIdNumber}`
    : followed !== null ? `m:${village}:${followed}`
    : id !== null ? `h:${village}:${id}`
    : `r:${row}`
  return { householdNumber, headName: headName ?? (followed?.split('|')[1] ?? null), headIdNumber, householdKey, isHead }
}

const younger = /^(?:长子|次子|三子|独子|儿子|子|女儿|长女|次女|三女|女|养女|儿媳|媳妇|女婿|孙女|孙子|外孙女|外孙|孙|孙媳|外孙子|之子|之女)$/
const older = /^(?:母亲|父亲|母|父|婆婆|公公|岳母|岳父|祖母|祖父|奶奶|爷爷|外婆|外公)$/

/** Doubts of a row beside the rows of its household above. Each is a warning: people, not the sheet, know better. */
export function checkAgainstHousehold(seen: Map<string, HouseholdSeen>, values: RosterValues, warn: (field: RosterField, code: RosterWarningCode) => void): void {
  const year = values.birth === null ? null : Number(values.birth.slice(0, 4))
  const before = seen.get(values.householdKey)
  const headBirthYear = values.isHead ? year : null
  if (!before) {
    seen.set(values.householdKey, { unitCode: values.unitCode, size: values.householdSize, sizeWarned: false, rows: 1, headBirthYear, headSex: values.isHead ? values.sex : null })
    return
  }
  before.rows += 1
  if (values.isHead) before.headBirthYear ??= headBirthYear
  const sizeDiffers = before.size !== null && values.householdSize !== null && before.size !== values.householdSize
  const tooMany = before.size !== null && before.rows > before.size
  if ((sizeDiffers || tooMany) && !before.sizeWarned) {
    warn('householdSize', 'household-size-differs')
    before.sizeWarned = true
  }
  if (before.unitCode !== values.unitCode) warn('village', 'household-village-differs')
  if (before.headBirthYear === null || year === null || values.relation === null || values.isHead) return
  const gap = year - before.headBirthYear
  if ((younger.test(values.relation) && gap < 0) || (older.test(values.relation) && gap > 0)) warn('relation', 'kinship-unlikely')
}
