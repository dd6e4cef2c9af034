import { describe, expect, test } from 'vitest'
import type { Cell } from '#platform/spreadsheets/types.ts'
import { rosterChecker } from './check.ts'
import { recogniseForm } from './columns.ts'
import type { RosterCheckOptions, RosterDecided, RosterRowResult } from './index.ts'
import { type RosterUnit, villageIndex } from './village.ts'

const units: RosterUnit[] = [
  { id: 1, code: '320322108000', name: '张庄镇', level: 4, path: 'cn.u1.', parentId: null },
  { id: 2, code: '320322108216', name: '阚庄村委会', level: 5, path: 'cn.u1.u2.', parentId: 1 },
  { id: 3, code: '320322108218', name: '李集村委会', level: 5, path: 'cn.u1.u3.', parentId: 1 },
  { id: 4, code: '320322108219', name: '李集居委会', level: 5, path: 'cn.u1.u4.', parentId: 1 },
]
const header = ['镇', '村', '户主姓名', '户编号', '姓名', '与户主关系', '身份证号', '性别', '出生日期', '家庭人口', '人均收入', '联系电话']
type Row = Partial<Record<'town' | 'village' | 'head' | 'household' | 'name' | 'relation' | 'id' | 'sex' | 'birth' | 'size' | 'income' | 'phone', Cell>>
const good: Row = { town: '张庄镇', village: '阚庄村委会', head: '陆薇', household: '7', name: '陆薇', relation: '户主', id: '320321199407033044', sex: '女', birth: '1994-07-03', size: 2, income: 3086, phone: '17843520672' }

function check(rows: Row[], options: Partial<RosterCheckOptions> & { title?: string; columns?: string[] } = {}): RosterRowResult[] {
  const lines: Cell[][] = [[options.title ?? '摸底表'], options.columns ?? header, ...rows.map((row) => Object.values({ ...good, ...row }) as Cell[])]
  const form = recogniseForm({ sheet: 's', sheetIndex: 0, merges: [], rows: lines.map((cells, i) => ({ number: i + 1, cells })) })!
  const checker = rosterChecker({ villages: villageIndex(units), today: '2026-11-22', ...options })
  return lines.slice(2).map((cells, i) => checker.add(form, { sheet: 's', number: i + 3, cells }))
}
const said = ({ verdict, refusal }: RosterRowResult) => (refusal ? [refusal.code, ...refusal.also].join(' ') : verdict)

describe('refusals, the first that holds and the others', () => {
  test.each<[string, Row, string]>([
    ['a good row', {}, 'accepted'],
    ['no name', { name: ' ' }, 'name-missing'],
    ['a number for an id', { id: Number('320321199407033044') }, 'id-lost-digits'],
    ['a number as text', { id: '3.20321E+17' }, 'id-lost-digits'],
    ['digits lost before it became text', { id: '320321199407033000' }, 'id-lost-digits'],
    ['17 digits', { id: '32032119940703304' }, 'id-length'],
    ['15 digits', { id: '320321940703304' }, 'id-length'],
    ['no id', { id: null }, 'id-length'],
    ['letters', { id: '32032119940703304A' }, 'id-length'],
    ['one digit wrong', { id: '320321199407033045' }, 'id-checkdigit'],
    ['another day of birth', { birth: '1993-07-03' }, 'birth-differs-from-id'],
    ['another month of birth', { birth: '1994-08' }, 'birth-differs-from-id'],
    ['a day that does not exist', { birth: '1994-02-30' }, 'birth-differs-from-id'],
    ['born next year', { id: '320322203105260028', birth: '2031-05-26' }, 'birth-in-future'],
    ['only the written day lies ahead', { birth: '2031-05-26' }, 'birth-in-future birth-differs-from-id'],
    ['no such village', { village: '不存在的阚庄村委会' }, 'village-unknown'],
    ['no such town', { town: '王庄镇' }, 'village-unknown'],
    ['two villages', { village: '李集' }, 'village-ambiguous'],
    ['everything', { name: '', id: '320321199407033045', birth: '2031-01-01', village: '?' }, 'name-missing id-checkdigit birth-in-future birth-differs-from-id village-unknown'],
    ['name and village', { name: null, village: '李集村' }, 'name-missing village-ambiguous'],
  ])('%s', (_, row, expected) => expect(said(check([row])[0]!)).toBe(expected))

  test('the sheet’s own day is the bound of births', () => {
    expect(said(check([{ id: '320322201705260027', birth: '2017-05-26' }], { title: '填报日期：2017年3月20日' })[0]!)).toContain('birth-in-future')
  })
  test('an id number of another name: of the file’s accepted rows, then of the register', () => {
    expect(check([{}, { name: '宋华' }]).map(said)).toEqual(['accepted', 'id-of-another-name'])
    expect(check([{ village: '?' }, { name: '宋华' }]).map(said)).toEqual(['village-unknown', 'accepted'])
    expect(check([{}], { knownName: () => '王丽' }).map(said)).toEqual(['id-of-another-name'])
    expect(check([{}], { knownName: () => '陆 薇' }).map(said)).toEqual(['accepted'])
  })
  test('names the column as the sheet does, and the value', () => {
    expect(check([{ birth: '1993-07-03' }])[0]!.refusal).toEqual({ field: 'birth', column: '出生日期', code: 'birth-differs-from-id', value: '1993-07-03', also: [] })
  })
})

describe('what is accepted', () => {
  test('a repeat adds nothing; one that differs is a warning', () => {
    const [, second, third] = check([{}, {}, { phone: '13800000000' }])
    expect([second!.verdict, second!.firstRow, second!.warnings]).toEqual(['repeated', 3, []])
    expect([third!.verdict, third!.warnings.map(({ code }) => code)]).toEqual(['repeated', ['repeat-differs']])
  })
  test.each<[string, Row, string]>([
    ['a two-digit year', { birth: '94.7.3' }, 'date-unreadable'],
    ['the other sex', { sex: '男' }, 'sex-differs-from-id'],
    ['an odd telephone', { phone: '178435' }, 'phone-odd'],
    ['a word for an income', { income: '很少' }, 'income-unreadable'],
    ['an income of millions', { income: 3000000 }, 'income-far-off'],
    ['a household number that lost digits', { household: 3203221082160001 }, 'household-number-lost'],
  ])('%s is a warning', (_, row, code) => {
    const [result] = check([row])
    expect([result!.verdict, result!.warnings.map((warning) => warning.code)]).toEqual(['accepted', [code]])
  })
  test('kinship and size are doubted beside the head above', () => {
    const [, daughter] = check([{}, { name: '宋华', relation: '女儿', id: '320322197905142769', birth: '1979-05-14', size: 5 }])
    expect(daughter!.warnings.map(({ code }) => code)).toEqual(['household-size-differs', 'kinship-unlikely'])
  })
  test('a blank birth is taken from the id number, a month agrees with it', () => {
    expect(check([{ birth: null }])[0]!.values.birth).toBe('1994-07-03')
    expect(check([{ birth: '1994年7月' }])[0]!.values.birth).toBe('1994-07-03')
  })
})

describe('where a column is missing', () => {
  const columns = header.map((text) => (text === '镇' ? '' : text))
  test('the unit of the title says the town, and the village where there is no village column either', () => {
    const twice: RosterUnit[] = [...units, { id: 8, code: '320322110000', name: '敬安镇', level: 4, path: 'cn.u8.', parentId: null }, { id: 9, code: '320322110001', name: '阚庄村委会', level: 5, path: 'cn.u8.u9.', parentId: 8 }]
    const villages = villageIndex(twice)
    expect(check([{ town: null }], { columns, villages }).map(said)).toEqual(['village-ambiguous'])
    expect(check([{ town: null }], { columns, villages, title: '填报单位（盖章）：敬安镇' })[0]!.values.unitCode).toBe('320322110001')
    const without = columns.map((text) => (text === '村' ? '' : text))
    expect(check([{ town: null, village: null }], { columns: without, villages, title: '填报单位：敬安镇阚庄村' })[0]!.values.unitCode).toBe('320322110001')
  })
})

describe('households', () => {
  test('by number; without one, by village and head’s id number, even of a head that was refused', () => {
    const keys = (rows: Row[]) => check(rows).map(({ values }) => values.householdKey)
    const member: Row = { name: '宋华', relation: '母亲', id: '320324200004051741', birth: '2000-04-05' }
    expect(keys([{}, member])).toEqual(['n:7', 'n:7'])
    expect(keys([{ household: null }, { ...member, household: null }])).toEqual(['h:320322108216:320321199407033044', 'h:320322108216:320321199407033044'])
    expect(keys([{ household: null, birth: '1990-01-01' }, { ...member, household: null }])[1]).toBe('h:320322108216:320321199407033044')
    expect(keys([{ ...member, household: null }])).toEqual(['m:320322108216:320322108216|陆薇'])
    expect(keys([{ household: null, head: null, relation: null }])).toEqual(['h:320322108216:320321199407033044'])
  })
})

describe('a row that waits for a decision', () => {
  const decided = (row: Row, decision: RosterDecided) => check([row], { decided: () => decision })[0]!
  test('offers the id number’s day, or the nearest villages', () => {
    expect(check([{ birth: '1993-07-03' }])[0]).toMatchObject({ verdict: 'to-decide', decision: { kind: 'use-id-birth', birth: '1994-07-03' } })
    expect(check([{ village: '看庄村' }])[0]).toMatchObject({ verdict: 'to-decide', decision: { kind: 'take-village', villages: [{ unitCode: '320322108216' }] } })
    expect(check([{ birth: '1993-07-03', name: null }])[0]).toMatchObject({ verdict: 'refused', decision: null })
  })
  test('is accepted once decided, and says so among the repairs', () => {
    expect(decided({ birth: '1993-07-03' }, { useIdBirth: true })).toMatchObject({ verdict: 'accepted', values: { birth: '1994-07-03' }, repairs: [{ code: 'decided-id-birth' }] })
    expect(decided({ village: '看庄村' }, { villageCode: '320322108216' })).toMatchObject({ verdict: 'accepted', values: { unitId: 2 }, repairs: [{ code: 'decided-village' }] })
    expect(decided({ village: '看庄村' }, { sendBack: true })).toMatchObject({ verdict: 'refused' })
  })
})
