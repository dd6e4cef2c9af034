import { writeFile } from 'node:fs/promises'
import { writeXlsx, writeXlsxStream } from 'hucre/xlsx'
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { bornOn, idNumber, personName, random } from './people.ts'
import { fieldHeaders, groupsOf } from './roster-headers.ts'
import type { GeneratorUnit, RosterOptions, RosterTruth } from './roster-truth.ts'

type Person = Record<string, unknown> & { name: string; idNumber: string; birth: string; villageCode: string; household: string }
type CellOut = string | number | Date | null

const abilities = ['有', '有', '有', '部分', '无']
const wishes = ['创业', '外出就业', '居家就业', '无', '无']
const relations = ['配偶', '女儿', '母亲', '儿媳']

/** Village name without its kind, as people say it. Written apart from the importer on purpose: a truth must not come from what it judges. */
const spoken = (name: string) => name.replace(/(社区居民委员会|社区居委会|社区村委会|居民委员会|村民委员会|居委会|村委会|社区|村)$/, '') || name

function generateRoster(options: RosterOptions): { headers: CellOut[][]; rows: Iterable<CellOut[]>; truth: RosterTruth; merges: Merge[] } {
  const pick = random(options.seed)
  const sheetDate = options.sheetDate ?? '2017-03-20'
  const county = options.units.find(({ level }) => level === 3)!
  const towns = new Map(options.units.filter(({ level }) => level === 4).map((town) => [town.code, town]))
  const villages = options.units.filter(({ level, parent }) => level === 5 && towns.has(parent))
  const byTown = Map.groupBy(villages, ({ parent }) => parent)
  const sharesName = (village: GeneratorUnit) => byTown.get(village.parent)!.filter((other) => {
    const [a, b] = [spoken(other.name), spoken(village.name)]
    return a === b || a === `${b}村` || b === `${a}村` || spoken(a) === spoken(b)
  }).length > 1
  const ambiguous = villages.filter((village) => byTown.get(village.parent)!.filter((other) => spoken(other.name) === spoken(village.name)).length > 1 && !byTown.get(village.parent)!.some(({ name }) => name === spoken(village.name)))
  const fields = fieldHeaders(options.form ?? 0, pick)
  // The repairs of the row being written: field → code.
  const noted = new Map<string, string>()
  const truth: RosterTruth = { rows: 0, valid: 0, persons: 0, households: 0, faults: {}, repaired: {}, duplicates: 0, byVillage: {}, byLabour: {}, byWish: {}, byRow: [] }
  const headers: CellOut[][] = []
  if (options.titles !== false) {
    headers.push([`${county.name}低收入妇女精准统计摸底表`])
    headers.push(['填报单位：', null, null, null, `填报日期：${Number(sheetDate.slice(0, 4))}年${Number(sheetDate.slice(5, 7))}月${Number(sheetDate.slice(8))}日`])
  }
  const merges: Merge[] = options.titles === false ? [] : [{ startRow: 0, startCol: 0, endRow: 0, endCol: fields.length - 1 }]
  if (options.grouped) {
    const { line, spans } = groupsOf(fields)
    for (const [from, to] of spans) merges.push({ startRow: headers.length, startCol: from, endRow: headers.length, endCol: to })
    line.forEach((text, column) => {
      if (text === null) return
      if (fields[column]!.header === text) merges.push({ startRow: headers.length, startCol: column, endRow: headers.length + 1, endCol: column })
    })
    headers.push(line, fields.map(({ header }, column) => (line[column] === header ? null : header)))
  } else headers.push(fields.map(({ header }) => header))
  return { headers, rows: rows(), truth, merges }

  function* rows(): Generator<CellOut[]> {
    const has = (field: string) => fields.some((f) => f.field === field)
    const accepted: Person[] = []
    const used = new Set<string>()
    const households = new Set<string>()
    let left = options.rows
    let number = headers.length + 1
    let order = 0
    while (left > 0) {
      const village = pick.of(villages)
      const size = Math.min(left, 1 + pick.below(4))
      order += 1
      const household = `${village.code}${String(order).padStart(5, '0')}`
      const head = personName(pick)
      const first = number
      const shortly = pick.chance(options.repairs ?? 0) && !sharesName(village)
      for (let member = 0; member < size; member += 1) {
        left -= 1
        const birth = bornOn(pick, sheetDate)
        const person: Person = {
          county: county.name, town: towns.get(village.parent)!.name, village: village.name, villageCode: village.code, household,
          headName: head, householdNumber: household, name: member === 0 ? head : personName(pick), relation: member === 0 ? '户主' : pick.of(relations),
          idNumber: idNumber(pick, county.code.slice(0, 6), birth, used), birth, sex: '女', ethnicity: '汉族', education: pick.of(['小学', '初中', '高中', '大专']),
          health: pick.of(['健康', '慢性病', '残疾']), ability: pick.of(abilities), wish: pick.of(wishes), hardships: pick.of(['低保', '残疾', '失地', '下岗', '返乡', '低保、残疾', '']),
          householdSize: size, income: 2000 + pick.below(7000), phone: `1${pick.of(['3', '5', '8', '9'])}${String(pick.below(1e9)).padStart(9, '0')}`,
          trade: pick.of(['家政', '种养', '电商', '手工']), helper: personName(pick), filedOn: '2017-03-15', note: '',
        }
        truth.rows += 1
        const out = write(person, shortly)
        truth.byRow.push({ row: number, code: out.code })
        if (out.code === null) {
          truth.valid += 1
          if (out.repeated) truth.duplicates += 1
          else {
            accepted.push(out.person)
            truth.persons += 1
            households.add(out.person.household)
            bump(truth.byVillage, out.person.villageCode)
            if (has('ability')) bump(truth.byLabour, out.person.ability as string)
            if (has('wish')) bump(truth.byWish, out.person.wish as string)
          }
        } else bump(truth.faults, out.code)
        yield fields.map(({ field }) => (field === 'sequence' ? truth.rows : field === null ? '' : (out.cells[field] ?? null)))
        number += 1
      }
      if (options.merged && size > 1) {
        fields.forEach(({ field }, column) => {
          if (field && ['town', 'village', 'headName', 'householdNumber'].includes(field)) merges.push({ startRow: first - 1, startCol: column, endRow: number - 2, endCol: column })
        })
      }
    }
    truth.households = households.size
    if (options.totalLine !== false) yield ['合计', null, null, null, null, `${truth.rows}人`]

    function write(made: Person, shortly: boolean): { cells: Record<string, CellOut>; code: string | null; person: Person; repeated: boolean } {
      let person = made
      let code: string | null = null
      let repeated = false
      const cells: Record<string, CellOut> = {}
      const chance = pick.real()
      let sum = options.duplicates ?? 0
      if (chance < sum && accepted.length > 20 && !options.merged) {
        person = pick.of(accepted)
        repeated = true
      } else {
        for (const [fault, rate] of Object.entries(options.faults ?? {})) {
          if (chance >= sum && chance < sum + rate) code = fault
          sum += rate
        }
      }
      if (code === 'id-of-another-name') {
        const other = accepted.length > 20 && !options.merged ? pick.of(accepted) : null
        if (other && other.name !== person.name) person = { ...person, idNumber: other.idNumber, birth: other.birth }
        else code = null
      }
      if (code === 'id-lost-digits' && person.idNumber.endsWith('X')) code = null
      if (code === 'village-ambiguous' && (ambiguous.length === 0 || options.merged)) code = null
      if ((code === 'village-unknown' && options.merged) || (code?.startsWith('birth-differs') && !has('birth'))) code = null
      if (code === 'birth-in-future') {
        const birth = `20${31 + pick.below(9)}${person.birth.slice(4)}`.replace('-02-29', '-02-28')
        person = { ...person, birth, idNumber: idNumber(pick, county.code.slice(0, 6), birth, used) }
      }
      for (const field of Object.keys(person)) cells[field] = person[field] as CellOut
      if (repeated) return { cells, code, person, repeated }
      vary(cells, person, shortly && code === null)
      const id = person.idNumber
      if (code === 'name-missing') cells['name'] = null
      if (code === 'id-lost-digits') again('idNumber', Number(id))
      if (code === 'id-length') again('idNumber', id.slice(0, 6 + pick.below(10)) + id.slice(7 + pick.below(1) + 9))
      if (code === 'id-length' && String(cells['idNumber']).length === 18) again('idNumber', id.slice(0, 17))
      if (code === 'id-checkdigit') again('idNumber', id.slice(0, 17) + pick.of([...'123456789'].filter((c) => c !== id[17])))
      if (code === 'birth-differs-from-id') again('birth', `${Number(person.birth.slice(0, 4)) - 1}${person.birth.slice(4).replace('-02-29', '-02-28')}`)
      if (code === 'village-unknown') cells['village'] = `不存在的${cells['village'] as string}`
      if (code === 'village-ambiguous') {
        const village = pick.of(ambiguous)
        cells['town'] = towns.get(village.parent)!.name
        cells['village'] = spoken(village.name)
      }
      for (const [field, repair] of noted) if (fields.some((f) => f.field === field)) bump(truth.repaired, repair)
      noted.clear()
      return { cells, code, person, repeated }

      function again(field: string, value: CellOut) {
        cells[field] = value
        noted.delete(field)
      }
    }
  }

  function vary(cells: Record<string, CellOut>, person: Person, shortly: boolean): void {
    const odd = () => pick.chance(options.repairs ?? 0)
    const note = (field: string, code: string, value: CellOut) => {
      cells[field] = value
      noted.set(field, code)
    }
    const [y, m, d] = person.birth.split('-') as [string, string, string]
    if (odd()) {
      const ways: [string, CellOut][] = [
        ['date-cell', new Date(`${person.birth}T00:00:00Z`)], ['date-chinese', `${y}年${Number(m)}月${Number(d)}日`], ['date-number', Number(y + m + d)],
        ['date-dotted', `${y}.${Number(m)}.${Number(d)}`], ['date-slashed', `${y}/${m}/${d}`], ['date-number', y + m + d],
      ]
      if (y < '2010') ways.push(['date-serial', Math.round((Date.UTC(Number(y), Number(m) - 1, Number(d)) - Date.UTC(1899, 11, 30)) / 86_400_000)])
      const [code, value] = pick.of(ways)
      note('birth', code, value)
    }
    const id = person.idNumber
    if (id.endsWith('X') && odd()) note('idNumber', 'id-lower-x', id.toLowerCase())
    else if (odd()) {
      const wide = [...id].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('')
      const [code, value] = pick.of<[string, string]>([['id-spaces', ` ${id.slice(0, 6)} ${id.slice(6)} `], ['id-fullwidth', wide]])
      note('idNumber', code, value)
    }
    const phone = person['phone'] as string
    if (odd()) {
      const [code, value] = pick.of<[string, CellOut]>([['phone-dashes', `${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}`], ['phone-number', Number(phone)]])
      note('phone', code, value)
    }
    if (person['ability'] !== '部分' && odd()) note('ability', 'labour-tick', person['ability'] === '有' ? pick.of(['√', '✓', '✔', '是']) : pick.of(['×', '✗', '否']))
    if (odd()) note('income', 'income-comma', (person['income'] as number).toLocaleString('en'))
    if (shortly) {
      const short = spoken(person['village'] as string) + pick.of(['村', ''])
      if (short !== person['village']) note('village', 'village-short-name', short)
    }
  }
}

type Merge = { startRow: number; startCol: number; endRow: number; endCol: number }
function bump(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1
}

/** Writes a roster workbook and answers with its truth. Without merges any number of rows streams. */
export async function writeRoster(path: string, options: RosterOptions): Promise<RosterTruth> {
  const { headers, rows, truth, merges } = generateRoster(options)
  if (options.merged || options.grouped || options.strings === 'shared') {
    const all = [...headers, ...rows]
    await writeFile(path, await writeXlsx({ sheets: [{ name: '摸底表', rows: all, merges }], stringMode: options.strings ?? 'shared' }))
    return truth
  }
  const all = function* () {
    yield* headers
    for (const row of rows) yield row
  }
  const stream = writeXlsxStream(all(), { name: '摸底表' })
  await pipeline(Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(path))
  return truth
}
