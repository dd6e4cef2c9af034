import { describe, expect, test } from 'vitest'
import type { Cell, Merge } from '#platform/spreadsheets/types.ts'
import { fieldOfHeader, headerSignature, recogniseForm } from './columns.ts'
import { rosterParts } from './read.ts'

const form = (lines: Cell[][], merges: Merge[] = [], sheet = '摸底表') =>
  recogniseForm({ sheet, sheetIndex: 0, merges, rows: lines.map((cells, i) => ({ number: i + 1, cells })) })

describe('what a header means', () => {
  test.each<[string | string[], string | null]>([
    ['身份证号', 'idNumber'], ['公民身份号码', 'idNumber'], ['身份证号（18位）*', 'idNumber'], ['* 身 份 证\n号 码', 'idNumber'], ['证件号码', 'idNumber'],
    ['姓 名', 'name'], ['妇女姓名', 'name'], ['户主姓名', 'headName'], ['户主', 'headName'], ['户主身份证号', 'headIdNumber'], ['户主联系电话', null], ['与户主关系', 'relation'],
    ['镇(街道)', 'town'], ['镇（街道）', 'town'], ['乡镇\n（街道）', 'town'], ['所属镇', 'town'], ['村(社区)', 'village'], ['村/居', 'village'], ['县(市、区)', 'county'], ['家庭住址', 'address'],
    ['上年人均纯收入(元)', 'income'], ['2016年人均纯收入（元）', 'income'], ['年人均收入（万元）', 'income'], ['家庭人口数（人）', 'householdSize'], ['有无劳动能力', 'ability'], ['就业创业意愿', 'wish'],
    ['致贫原因', 'hardships'], ['手机', 'phone'], ['联系电话', 'phone'], ['帮扶人电话', null], ['帮扶责任人', 'helper'], ['结对帮扶人姓名', 'helper'], ['帮扶单位', null], ['配偶姓名', null], ['联系人', null], ['填表人', null], ['建档时间', 'filedOn'], ['出生年月（阳历）', 'birth'],
    ['退回原因', 'reason'], ['政治面貌', null], ['', null], ['序号', 'sequence'],
    [['户主信息', '姓名'], 'headName'], [['户主信息', '身份证号'], 'headIdNumber'], [['妇女本人', '姓名'], 'name'], [['帮扶责任人', '姓名'], 'helper'], [['帮扶责任人', '联系电话'], null], [['基本情况', '身份证号'], 'idNumber'],
  ])('%j → %s', (text, field) => expect(fieldOfHeader([text].flat())?.field ?? null).toBe(field))
})

describe('a form', () => {
  const header = ['序号', '镇', '村', '姓名', '身份证号', '出生日期', '联系电话']
  test('is found under title lines, with the sheet’s own day', () => {
    const found = form([['摸底表'], ['填报单位：张庄镇', null, null, '填报日期：2017.3.20'], header, [1, '张庄镇', '阚庄村', '陆薇', '320321199407033044']])!
    expect(found).toMatchObject({ headerRows: [3, 3], sheetDate: '2017-03-20', places: ['张庄镇', '摸底表'], mapping: { town: 1, village: 2, name: 3, idNumber: 4, birth: 5, phone: 6 }, missing: [] })
  })
  test('may have its header on two rows, with groups', () => {
    const found = form(
      [['镇', '户主信息', null, '妇女信息', null, null, '帮扶责任人', null], ['镇', '姓名', '户号', '姓名', '身份证号', '电话', '姓名', '电话'], ['张庄镇', '陆薇', '1', '宋华', '320324200004051741']],
      [{ top: 1, left: 0, bottom: 2, right: 0 }, { top: 1, left: 1, bottom: 1, right: 2 }, { top: 1, left: 3, bottom: 1, right: 5 }, { top: 1, left: 6, bottom: 1, right: 7 }],
    )!
    expect(found.headerRows).toEqual([1, 2])
    expect(found.mapping).toEqual({ town: 0, headName: 1, householdNumber: 2, name: 3, idNumber: 4, phone: 5, helper: 6 })
  })
  test('may be chosen by a person, and is remembered whatever the order of its columns', () => {
    const lines: Cell[][] = [['甲列', '姓名', '身份证号', '村'], ['张庄镇', '宋华', '320324200004051741', '阚庄']]
    const chosen = recogniseForm({ sheet: 's', sheetIndex: 0, merges: [], rows: lines.map((cells, i) => ({ number: i + 1, cells })) }, () => ({ town: 0, name: 1, idNumber: 2, village: 3 }))!
    expect(chosen.columns[0]).toMatchObject({ header: '甲列', field: 'town', by: 'chosen' })
    expect(chosen.columns.slice(1).map(({ by }) => by)).toEqual(['word', 'word', 'word'])
    expect(headerSignature(['姓名', '身份证号'])).toBe(headerSignature(['身份证号 *', '姓 名']))
    expect(form([header])!.signature).toBe(form([[...header, '退回原因']])!.signature)
  })
  test('says what its columns hold: the first three different values', () => {
    const rows: Cell[][] = [['村', '姓名', '身份证号', '备注'], ['阚庄', '宋华', 'A', null], ['阚庄', '周芳', 'A', null], ['前楼', '吴兰', 'B', '低保'], ['前楼', '郑英', 'C', null]]
    expect(form(rows)!.samples).toEqual([['阚庄', '前楼'], ['宋华', '周芳', '吴兰'], ['A', 'B', 'C'], ['低保']])
  })
  test('chosen to mean nothing, a column says so', () => {
    const lines: Cell[][] = [['电话', '姓名', '身份证号', '村'], ['1', '宋华', '2', '阚庄']]
    const chosen = recogniseForm({ sheet: 's', sheetIndex: 0, merges: [], rows: lines.map((cells, i) => ({ number: i + 1, cells })) }, () => ({ name: 1, idNumber: 2, village: 3 }))!
    expect(chosen.columns[0]).toMatchObject({ field: null, by: 'chosen' })
  })
  test('is missing where no row names three columns', () => {
    expect(form([['通知'], ['各镇：'], ['请填表']])).toBeNull()
    expect(form([['序号', '村', '备注', '镇']])).toBeNull()
    expect(form([['序号', '镇', '村', '姓名', '性别']])!.missing).toEqual(['idNumber'])
  })
})

describe('the rows about persons', () => {
  const header = ['序号', '村', '户主', '姓名', '身份证号', '性别', '电话']
  const kept = async (lines: Cell[][]) => {
    const numbers: number[] = []
    for await (const { rows } of rosterParts([{ sheet: 's', sheetIndex: 0, merges: [], rows: [header as Cell[], ...lines].map((cells, i) => ({ number: i + 1, cells })) }])) numbers.push(...rows.map(({ number }) => number))
    return numbers
  }
  test.each<[string, Cell[], boolean]>([
    ['a person', [1, '阚庄', '陆薇', '宋华', '320324200004051741'], true],
    ['without a name', [1, '阚庄', '陆薇', null, '320324200004051741'], true],
    ['without an id number', [1, '阚庄', '陆薇', '宋华', null], true],
    ['only numbered beforehand', [2, '阚庄', '陆薇', null, null, '女'], false],
    ['a total', ['合计', null, null, '600人'], false],
    ['a total of a village', ['阚庄村小计', null, null, '12', '人'], false],
    ['a total with spaces', ['合  计', null, null, 3], false],
    ['the header again', header, false],
    ['a foot line', ['填表人：李四', null, null, '审核人：王五', '联系电话：0516'], false],
    ['a note', ['注：本表一式三份，每村一张', null], false],
    ['numbers of columns', [1, 2, 3, 4, 5, 6, 7], false],
    ['an example', ['示例', '阚庄', '张三', '张三', '320324200004051741'], false],
    ['a woman whose name begins like a total', [1, '阚庄', '陆薇', '合计花', '320324200004051741'], true],
  ])('%s: %j', async (_, line, is) => expect(await kept([line])).toEqual(is ? [2] : []))
})
