import { closest } from './nearest.ts'

/** A unit as the organisation knows it today. Levels: 3 county, 4 town, 5 village; others are ignored. */
export type RosterUnit = {
  readonly id: number
  readonly code: string
  readonly name: string
  readonly level: number
  readonly path: string
  readonly parentId: number | null
}

export type VillageMatch =
  | { readonly is: 'found'; readonly unit: RosterUnit; readonly codes: readonly ('village-short-name' | 'town-short-name' | 'village-with-town')[] }
  | { readonly is: 'unknown' | 'ambiguous'; readonly about: 'town' | 'village'; readonly nearest: readonly RosterUnit[] }

export type PlaceTexts = {
  readonly county?: string | null
  readonly town?: string | null
  readonly village?: string | null
  readonly address?: string | null
  readonly unitCode?: string | null
}

export type VillageIndex = {
  /** The village that a row's words mean. `nearest` holds up to five units to offer, the likeliest first. */
  match(texts: PlaceTexts): VillageMatch
  byCode(code: string): RosterUnit | undefined
  /** The one county whose name stands in a text such as a sheet's title; undefined where none does, or several do. */
  countyIn(text: string): RosterUnit | undefined
  townOf(village: RosterUnit): RosterUnit | undefined
}

const tidy = (text: string | null | undefined) => (text ?? '').normalize('NFKC').replace(/[\s\u200b\ufeff\-—_/·.,、]/g, '').replace(/[()]/g, '')

const villageEnding = /(?:社区居民委员会|社区居委会|社区村民委员会|社区村委会|社区委员会|社区居委|居民委员会|村民委员会|居委会|村委会|委员会|居委|村委|社区|村|嘎查)$/
const committeeEnding = /(?:居民委员会|村民委员会|居委会|村委会|居委|村委)$/
const townEnding = /(?:街道办事处|街道办|街道|办事处|民族乡|经济开发区管委会|开发区管委会|管理委员会|管委会|镇政府|镇|乡|苏木|地区)$/
const townCore = (name: string) => shorten(name, townEnding)

function shorten(name: string, ending: RegExp): string {
  const short = name.replace(ending, '')
  return short === '' ? name : short
}

/** The kind of place that a name says it is: 村委会 and 村 are one kind, 居委会 and 社区 another. */
function kindOf(name: string): 'village' | 'community' | null {
  if (/(?:社区|居委会?|居民委员会|社区居委会)$/.test(name)) return 'community'
  return /(?:村|村委会?|村民委员会|嘎查)$/.test(name) ? 'village' : null
}

/** Name without its first ending; a name such as 房村村委会 keeps 房村. */
function core(name: string): string {
  return shorten(name, villageEnding)
}
function deepCore(name: string): string {
  let short = core(name)
  // 房村村委会 → 房村 → 房, but never to nothing.
  if (short.length > 2) short = shorten(short, villageEnding)
  return short
}

type Names = { readonly villages: RosterUnit[]; names?: Map<string, RosterUnit[]>[] }
type Town = Names & { readonly unit: RosterUnit }

/** Village names of one town by four keys, from the exact to the loose, and by the name without its committee alone. */
function namesOf(town: Names): Map<string, RosterUnit[]>[] {
  if (town.names) return town.names
  const tiers = [0, 1, 2, 3, 4].map(() => new Map<string, RosterUnit[]>())
  const put = (tier: number, key: string, unit: RosterUnit) => {
    const list = tiers[tier]!.get(key)
    if (!list) tiers[tier]!.set(key, [unit])
    else if (!list.includes(unit)) list.push(unit)
  }
  for (const unit of town.villages) {
    const name = tidy(unit.name)
    put(0, name, unit)
    put(1, `${core(name)}|${kindOf(name) ?? ''}`, unit)
    put(2, core(name), unit)
    put(3, deepCore(name), unit)
    put(4, shorten(name, committeeEnding), unit)
  }
  town.names = tiers
  return tiers
}

/**
 * Units whose name the text is, by the strictest way of writing that fits any. Offices write 文景村 for 文景居委会 as well, so a
 * bare 村 says nothing of the kind: where a 村委会 and a 居委会 share the name, it means either.
 */
function find(town: Names, text: string): { units: RosterUnit[]; exact: boolean } {
  const tiers = namesOf(town)
  const exact = tiers[0]!.get(text)
  if (exact) return { units: exact, exact: true }
  const kind = kindOf(text)
  const whole = text.endsWith('村') ? undefined : tiers[2]!.get(text)
  if (whole) return { units: whole, exact: false }
  // 义安村 is 义安村委会 also where there is a 义安社区居委会 beside it, and 义安社区村 is the latter.
  const committee = text.endsWith('村') ? [...new Set([...(tiers[4]!.get(text) ?? []), ...(tiers[4]!.get(text.slice(0, -1)) ?? [])])] : []
  if (committee.length) return { units: committee, exact: false }
  const sameKind = kind !== null && !/[^民]村$|^村$/.test(text) ? tiers[1]!.get(`${core(text)}|${kind}`) : undefined
  if (sameKind) return { units: sameKind, exact: false }
  const loose = new Set([...(tiers[2]!.get(text) ?? []), ...(tiers[2]!.get(core(text)) ?? [])])
  if (loose.size) return { units: [...loose], exact: false }
  return { units: tiers[3]!.get(deepCore(text)) ?? [], exact: false }
}

/** Makes the index of the units that a workspace may file people in. Nothing of a town is prepared before a row names it. */
export function villageIndex(units: Iterable<RosterUnit>): VillageIndex {
  const counties = new Map<number, RosterUnit>()
  const towns = new Map<number, Town>()
  const byCode = new Map<string, RosterUnit>()
  const villages: RosterUnit[] = []
  for (const unit of units) {
    byCode.set(unit.code, unit)
    if (unit.level === 3) counties.set(unit.id, unit)
    else if (unit.level === 4) towns.set(unit.id, { unit, villages: towns.get(unit.id)?.villages ?? [] })
    else if (unit.level === 5) villages.push(unit)
  }
  for (const village of villages) towns.get(village.parentId ?? -1)?.villages.push(village)
  const countyOf = (town: Town) => counties.get(town.unit.parentId ?? -1)
  const townsByName = new Map<string, Town[]>()
  const townsByCore = new Map<string, Town[]>()
  for (const town of towns.values()) {
    const name = tidy(town.unit.name)
    townsByName.set(name, [...(townsByName.get(name) ?? []), town])
    // 沛县湖西农场 is written 湖西农场.
    const county = tidy(countyOf(town)?.name)
    if (county !== '' && name.startsWith(county) && name.length > county.length + 1) {
      const own = name.slice(county.length)
      townsByName.set(own, [...(townsByName.get(own) ?? []), town])
    }
    const short = townCore(name)
    townsByCore.set(short, [...(townsByCore.get(short) ?? []), town])
  }
  const everywhere: Names = { villages }
  const remembered = new Map<string, VillageMatch>()

  const inCounty = (list: Town[], county: string) => {
    if (county === '') return list
    // 长沙县 ends with the name of 沙县, so its own name comes first.
    const own = list.filter((town) => tidy(countyOf(town)?.name) === county)
    return own.length ? own : list.filter((town) => countyOf(town) === undefined || sameCounty(tidy(countyOf(town)!.name), county))
  }

  /** Takes the names of county and town from the front of an address; what is left names the village. */
  function split(text: string, county: string): { town: Town[]; rest: string } | null {
    const rest = text.replace(/^中国/, '')
    const front = /^(?:.{2,7}?(?:省|自治区))?(?:.{2,6}?(?:市|自治州|地区|盟))?(?:.{1,6}?(?:县|区|市|旗))?/.exec(rest)?.[0] ?? ''
    for (const start of [0, ...[...front].map((_, i) => i + 1).filter((i) => /[省区市州盟县旗]/.test(front[i - 1]!))]) {
      const tail = rest.slice(start)
      for (let length = Math.min(tail.length, 16); length >= 2; length -= 1) {
        const head = tail.slice(0, length)
        const found = townsByName.get(head) ?? (townEnding.test(head) ? townsByCore.get(townCore(head)) : undefined)
        const within = found ? inCounty(found, county || frontCounty(front.slice(0, start))) : []
        if (within.length) return { town: within, rest: tail.slice(length) }
      }
    }
    return null
  }

  function compute(texts: PlaceTexts): VillageMatch {
    const code = (texts.unitCode ?? '').replace(/\s/g, '')
    const coded = /^\d{12}$/.test(code) ? byCode.get(code) : undefined
    if (coded?.level === 5) return { is: 'found', unit: coded, codes: [] }
    const county = tidy(texts.county)
    const townText = tidy(texts.town)
    let villageText = tidy(texts.village)
    const codes: ('village-short-name' | 'town-short-name' | 'village-with-town')[] = []
    if (villageText === '' && townText === '') villageText = tidy(texts.address)
    let candidates: Town[] | null = null
    if (townText !== '') {
      candidates = inCounty(townsByName.get(townText) ?? [], county)
      if (candidates.length === 0) {
        candidates = inCounty(townsByCore.get(townCore(townText)) ?? [], county)
        if (candidates.length) codes.push('town-short-name')
      }
      if (candidates.length === 0) {
        const parts = split(townText, county)
        if (parts) {
          candidates = parts.town
          if (villageText === '') villageText = parts.rest
          codes.push('village-with-town')
        }
      }
      if (candidates.length === 0) {
        return { is: 'unknown', about: 'town', nearest: suggest(null, villageText, townText) }
      }
    }
    const direct = villageText === '' ? null : locate(candidates, villageText, county, codes)
    if (direct?.is === 'found') return direct
    const parts = villageText === '' ? null : split(villageText, county)
    if (parts && parts.rest !== '') {
      const within = candidates === null ? parts.town : parts.town.filter((town) => candidates!.includes(town))
      const inner = within.length ? locate(within, villageOf(parts.rest), county, [...codes, 'village-with-town']) : null
      if (inner && inner.is !== 'unknown') return inner
    }
    return direct ?? { is: 'unknown', about: 'village', nearest: [] }
  }

  function locate(candidates: Town[] | null, text: string, county: string, codes: readonly ('village-short-name' | 'town-short-name' | 'village-with-town')[]): VillageMatch {
    const places = candidates ?? [everywhere]
    const hits = places.map((place) => find(place, text))
    const exact = hits.filter((hit) => hit.exact).flatMap((hit) => hit.units)
    let units = exact.length ? exact : hits.flatMap((hit) => hit.units)
    if (candidates === null && county !== '') {
      units = units.filter((unit) => {
        const town = towns.get(unit.parentId ?? -1)
        return town !== undefined && inCounty([town], county).length > 0
      })
    }
    if (units.length === 1) return { is: 'found', unit: units[0]!, codes: exact.length ? codes : [...codes, 'village-short-name'] }
    if (units.length > 1) return { is: 'ambiguous', about: 'village', nearest: units.slice(0, 5) }
    return { is: 'unknown', about: 'village', nearest: suggest(candidates, text, null) }
  }

  /** Nearest villages: in the named towns first, then of the same name elsewhere, in towns of a like name first. */
  function suggest(candidates: Town[] | null, text: string, townText: string | null): RosterUnit[] {
    if (text === '') return []
    const inside = candidates ? closest(core(text), candidates.flatMap((town) => town.villages), (unit) => core(tidy(unit.name))) : []
    if (inside.length) return inside.slice(0, 5)
    if (townText !== null) {
      const likeTowns = closest(townCore(townText), [...towns.values()].slice(0, 4000), (town) => townCore(tidy(town.unit.name)))
      const there = likeTowns.flatMap((town) => find(town, text).units)
      if (there.length) return there.slice(0, 5)
    }
    return find(everywhere, text).units.slice(0, 5)
  }

  return {
    match(texts) {
      const key = `${texts.county ?? ''}\t${texts.town ?? ''}\t${texts.village ?? ''}\t${texts.address ?? ''}\t${texts.unitCode ?? ''}`
      let match = remembered.get(key)
      if (!match) {
        match = compute(texts)
        // Addresses down to the house would fill the memory of a long import.
        if (remembered.size > 20_000) remembered.clear()
        remembered.set(key, match)
      }
      return match
    },
    byCode: (code) => byCode.get(code),
    countyIn(text) {
      const plain = tidy(text)
      const named = [...counties.values()].filter(({ name }) => plain.includes(tidy(name)))
      // 长沙县 holds the name of 沙县 as well.
      const longest = named.filter(({ name }) => !named.some((other) => other.name !== name && other.name.includes(name)))
      return longest.length === 1 ? longest[0] : undefined
    },
    townOf: (village) => towns.get(village.parentId ?? -1)?.unit,
  }
}

const sameCounty = (name: string, text: string) => text.endsWith(name) || shorten(name, /[县区市旗]$/) === shorten(text, /[县区市旗]$/)
const frontCounty = (front: string) => /(?:^|[省市州盟]|自治区)([^省市州盟]{1,6}(?:县|区|市|旗))$/.exec(front)?.[1] ?? ''

/** 阚庄村3组12号 → 阚庄村: group and house number say nothing of the village. */
function villageOf(rest: string): string {
  return rest.replace(/(村|社区|居委会|村委会|居|庄).*?(?:\d+|[一二三四五六七八九十]+)(?:组|队|号|栋|幢|单元|室|户|社).*$/, '$1')
}
