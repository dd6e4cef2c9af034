import type { DateText, InstantText } from '#kernel/dates.ts'

export type Country = 'cn' | 'vn'
/** 0 nation, 1 province, 2 city, 3 county, 4 town, 5 village. */
export type UnitLevel = 0 | 1 | 2 | 3 | 4 | 5
export const levelNames = ['nation', 'province', 'city', 'county', 'town', 'village'] as const
export type LevelName = (typeof levelNames)[number]

/** `valid_from` of a unit whose data does not say since when it stands. */
export const sinceEver: DateText = '1900-01-01'

/** A unit as it stood on the day that was asked for. */
export type Unit = {
  readonly id: number
  /** Official code without padding; `cn` for the nation. */
  readonly code: string
  readonly name: string
  readonly level: UnitLevel
  /** No division by law: never counted as a city or county. */
  readonly pseudo: boolean
  /** Pseudo and no place of its own: its children are shown as its parent's. */
  readonly placeholder: boolean
  readonly path: string
  readonly parentId: number | null
  readonly validFrom: DateText
  readonly validTo: DateText | null
}

/** A unit named, as far as an address needs it. */
export type Place = { readonly code: string; readonly name: string; readonly level: UnitLevel }

/** One federation's deployment. */
export type Workspace = {
  readonly slug: string
  /** Schema in the database: `ws_` + slug. */
  readonly schema: string
  /** Stem of its file in `programmes/`. */
  readonly programme: string
  readonly programmeName: string
  readonly country: Country
  /** What the workspace is called: its top unit's name. */
  readonly name: string
  readonly timeZone: string
  readonly topUnitId: number
  readonly topCode: string
  readonly topLevel: UnitLevel
  readonly topPath: string
  /** Units above the top, highest first; they have no rows. */
  readonly above: readonly Place[]
  /** Day of the division data. */
  readonly unitsOf: DateText
  readonly createdAt: InstantText
}

const timeZones: Record<Country, string> = { cn: 'Asia/Shanghai', vn: 'Asia/Ho_Chi_Minh' }
/** The time zone in which a country's days are told. */
export function timeZoneOf(country: Country): string {
  return timeZones[country]
}

/** True for what a workspace may be called in addresses: 2 to 31 small letters, digits, hyphens, a letter first. */
export function isSlug(text: string): boolean {
  return /^[a-z][a-z0-9-]{1,30}$/.test(text)
}

/** The schema of a workspace. No two slugs share one, since a slug holds no underscore. */
export function schemaOf(slug: string): string {
  return `ws_${slug.replaceAll('-', '_')}`
}

const codeLengths: Record<Country, readonly number[]> = { cn: [2, 4, 6, 9, 12], vn: [2, 3, 5] }

/**
 * Reads a unit's code as people write it.
 * In: `3203`, `320300`, `320300000000`, `cn:3203`, `vn:04`, `cn` and the country that holds where none is written.
 * Out: country and code without padding (GB/T 2260 pads with zeros to the right: `320300` is the city `3203`); null if it is none.
 */
export function readUnitCode(text: string, country: Country): { country: Country; code: string } | null {
  const match = /^\s*(?:(cn|vn):)?(cn|vn|\d+)\s*$/i.exec(text.normalize('NFKC'))
  if (!match) return null
  const digits = match[2]!.toLowerCase()
  const prefix = match[1]?.toLowerCase() as Country | undefined
  if (digits === 'cn' || digits === 'vn') return prefix && prefix !== digits ? null : { country: digits, code: digits }
  const of = prefix ?? country
  const lengths = codeLengths[of]
  if (!lengths.includes(digits.length)) return null
  let code = digits
  if (of === 'cn') {
    for (let i = lengths.indexOf(code.length); i > 0; i -= 1) {
      const shorter = lengths[i - 1]!
      if (!/^0+$/.test(code.slice(shorter))) break
      code = code.slice(0, shorter)
    }
  }
  return /^0+$/.test(code) ? null : { country: of, code }
}

/** The path of a unit below `parentPath`. */
export function pathBelow(parentPath: string, id: number): string {
  return `${parentPath}u${id}.`
}

/** The ids on a path, from the root: `cn.u1.u20.` → [1, 20]. */
export function idsOfPath(path: string): number[] {
  return path.split('.').slice(1, -1).map((part) => Number(part.slice(1)))
}

/** What `scopeOf` answers: a unit and the parts it falls into, each with every stretch of recorded paths that counts for it. */
export type Scope = {
  readonly unit: Unit
  /** All stretches of the whole; those that touch are one. */
  readonly whole: readonly { readonly lo: string; readonly hi: string }[]
  /** They do not cover one another. What is in no part stands under the unit's own code. */
  readonly ranges: readonly ScopeRange[]
  readonly parts: readonly ScopePart[]
}
/** A part with the key of its ranges: its code, where no other part had the same. */
export type ScopePart = Unit & { readonly key: string }
export type ScopeRange = { readonly key: string; readonly unitId: number; readonly lo: string; readonly hi: string }
