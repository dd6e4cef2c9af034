import { describe, expect, test } from 'vitest'
import type { Cell } from '#platform/spreadsheets/types.ts'
import { dateInTitle, readDate } from './dates.ts'
import { readHardships } from './hardships.ts'
import { readAbility, readHouseholdNumber, readIdNumber, readIncome, readName, readPhone, readSex, readSize, readWish, sameName } from './normalise.ts'

const short = (cell: Cell) => {
  const read = readDate(cell)
  return read.is === 'day' ? `${read.date} ${read.code ?? ''}`.trim() : read.is === 'month' ? `${read.month} ${read.code}` : read.is
}

describe('dates', () => {
  test.each<[Cell, string]>([
    ['1979-05-14', '1979-05-14'],
    [{ date: '1979-05-14' }, '1979-05-14 date-cell'],
    ['1979.5.14', '1979-05-14 date-dotted'],
    ['1979.05.14.', '1979-05-14 date-dotted'],
    ['1979/5/14', '1979-05-14 date-slashed'],
    ['1979-5-4', '1979-05-04 date-dashed'],
    ['1979年5月14日', '1979-05-14 date-chinese'],
    ['1979 年 5 月 14 日', '1979-05-14 date-chinese'],
    ['１９７９年５月１４日', '1979-05-14 date-chinese'],
    ['1979年5月14号', '1979-05-14 date-chinese'],
    ['1979年5月14日生', '1979-05-14 date-chinese'],
    ['一九七九年五月十四日', '1979-05-14 date-chinese'],
    ['二〇〇一年十二月三十一日', '2001-12-31 date-chinese'],
    ['一九八〇年十月廿日', '1980-10-20 date-chinese'],
    [19790514, '1979-05-14 date-number'],
    ['19790514', '1979-05-14 date-number'],
    ['１９７９０５１４', '1979-05-14 date-number'],
    [28989, '1979-05-14 date-serial'],
    ['28989', '1979-05-14 date-serial'],
    [23943, '1965-07-20 date-serial'],
    ['1979-05-14 00:00:00', '1979-05-14 date-time'],
    ['1979/5/14 0:00', '1979-05-14 date-time'],
    ['1979-05', '1979-05 date-month'],
    ['1979年5月', '1979-05 date-month'],
    ['1979.05', '1979-05 date-month'],
    [1979.05, '1979-05 date-month'],
    [197905, '1979-05 date-number'],
    ['14/5/1979', '1979-05-14 date-slashed'],
    ['5/14/1979', '1979-05-14 date-slashed'],
    ['4/5/1979', 'unreadable'],
    [1979.1, 'unreadable'],
    ['79.5.14', 'unreadable'],
    ['79年5月14日', 'unreadable'],
    ['1979', 'unreadable'],
    ['农历1979年5月14日', 'unreadable'],
    ['1979年', 'unreadable'],
    ['不详', 'unreadable'],
    ['1979-02-30', 'impossible'],
    [19791332, 'impossible'],
    ['', 'blank'],
    [null, 'blank'],
    ['/', 'blank'],
  ])('%j → %s', (cell, expected) => expect(short(cell)).toBe(expected))

  test.each([
    ['填报日期:2017年3月20日', '2017-03-20'],
    ['填报单位：张庄镇    填报日期：2017.3.20', '2017-03-20'],
    ['统计时间：二〇一七年三月二十日', '2017-03-20'],
    ['（截至2017年3月）', '2017-03-31'],
    ['截至2018-12-31', '2018-12-31'],
    ['2017年低收入妇女摸底表', null],
    ['电话：15155948363', null],
  ])('title %s → %s', (text, expected) => expect(dateInTitle(text)).toBe(expected))
})

describe('id numbers', () => {
  test.each<[Cell, string, string, boolean]>([
    ['320322197905142769', '320322197905142769', '', false],
    [' 320322 197905142769 ', '320322197905142769', 'id-spaces', false],
    ['320322\u00a0197905142769\u200b', '320322197905142769', 'id-spaces', false],
    ['３２０３２２１９７９０５１４２７６９', '320322197905142769', 'id-fullwidth', false],
    ['32032219790514276x', '32032219790514276X', 'id-lower-x', false],
    ['３２０３２２１９７９０５１４２７６ｘ', '32032219790514276X', 'id-fullwidth id-lower-x', false],
    ["'320322197905142769", '320322197905142769', 'id-marks', false],
    ['="320322197905142769"', '320322197905142769', 'id-marks', false],
    ['320322-19790514-2769', '320322197905142769', 'id-marks', false],
    ['32032219790514276×', '32032219790514276X', 'id-marks', false],
    [Number('320322197905142769'), '320322197905142784', '', true],
    ['3.20322E+17', '3.20322E+17', '', true],
    ['3.20322197905142e+017', '3.20322197905142e+017', '', true],
    [320322790514276, '320322790514276', '', false],
    ['320322790514276', '320322790514276', '', false],
    [null, '', '', false],
  ])('%j → %s %s %s', (cell, value, codes, lost) => expect(readIdNumber(cell)).toEqual({ value, codes: codes.split(' ').filter(Boolean), lost }))
})

describe('other cells', () => {
  test.each<[Cell, string | null, string, boolean]>([
    ['15155948363', '15155948363', '', false],
    ['151-5594-8363', '15155948363', 'phone-dashes', false],
    ['151 5594 8363', '15155948363', 'phone-dashes', false],
    [15155948363, '15155948363', 'phone-number', false],
    ['+86 15155948363', '15155948363', 'phone-country-code', false],
    ['１５１５５９４８３６３', '15155948363', 'phone-fullwidth', false],
    ['0516-89641234', '0516-89641234', '', false],
    ['1515594836', '1515594836', '', true],
    ['/', null, '', false],
  ])('phone %j → %s %s', (cell, value, code, odd) => expect(readPhone(cell)).toEqual({ value, codes: code ? [code] : [], odd }))

  test.each<[Cell, bigint | null, string, boolean]>([
    [4744, 474400n, '', false],
    ['4744', 474400n, '', false],
    ['4,744', 474400n, 'income-comma', false],
    ['4，744.5元', 474450n, 'income-comma income-unit', false],
    ['0.47万元', 470000n, 'income-unit', false],
    ['约5000元', 500000n, 'income-text income-unit', false],
    ['12,34', null, '', true],
    ['三千', null, '', true],
    ['', null, '', false],
  ])('income %j → %s %s', (cell, value, codes, unreadable) => expect(readIncome(cell)).toEqual({ value, codes: codes.split(' ').filter(Boolean), unreadable }))
  test('income under a header in 万元', () => expect(readIncome(0.58, 10000).value).toBe(580000n))

  test.each<[Cell, string | null, boolean]>([
    ['有', 'full', false], ['√', 'full', true], ['✓', 'full', true], ['是', 'full', true], [true, 'full', true], ['Y', 'full', true], [1, 'full', true],
    ['部分', 'partial', false], ['弱劳动力', 'partial', false], ['半劳动力', 'partial', false], ['部分丧失', 'partial', false],
    ['无', 'none', false], ['×', 'none', true], ['✗', 'none', true], ['否', 'none', true], ['丧失劳动能力', 'none', false],
    ['普通劳动力', 'full', false], ['较好', 'unknown', false], [null, null, false],
  ])('ability %j → %s', (cell, value, tick) => expect(readAbility(cell)).toEqual({ value, codes: tick ? ['labour-tick'] : [] }))

  test.each<[Cell, string | null]>([
    ['创业', 'start-business'], ['外出就业', 'work-away'], ['外出务工', 'work-away'], ['居家就业', 'work-at-home'], ['就近就业', 'work-at-home'], ['无', 'none'], ['不愿意', 'none'], ['就业', 'unknown'], ['', null],
  ])('wish %j → %s', (cell, value) => expect(readWish(cell)).toBe(value))

  test.each([
    ['低保', 'low-income', false], ['残疾、失地', 'disabled lost-land', false], ['下岗；返乡/低收入', 'laid-off returning-migrant low-income', false], ['协保', 'retained-contract', false],
    ['无', '', false], ['', '', false], ['住房困难', 'other', true], ['残疾人', 'disabled', false], ['因病致贫', 'illness', false],
  ])('hardship %s → %s', (text, codes, unknown) => expect(readHardships(text)).toEqual({ codes: codes.split(' ').filter(Boolean), unknown }))

  test('names', () => {
    expect(readName('李 丽')).toEqual({ value: '李丽', codes: ['name-spaces'] })
    expect(readName('李　丽').value).toBe('李丽')
    expect(readName('阿依古丽•买买提').value).toBe('阿依古丽·买买提')
    expect(sameName('阿依古丽·买买提', '阿依古丽．买买提')).toBe(true)
    expect(readName('  ').value).toBeNull()
    expect(readName('/').value).toBeNull()
    expect(readName(600).value).toBeNull()
  })
  test('sex, size, household number', () => {
    expect([readSex('女'), readSex('F'), readSex('男性'), readSex('?')]).toEqual(['female', 'female', 'male', null])
    expect([readSize('4人').value, readSize(3).value, readSize('三').unreadable]).toEqual([4, 3, true])
    expect(readHouseholdNumber(3203221082160001)).toEqual({ value: null, lost: true })
    expect(readHouseholdNumber('3203221082160001')).toEqual({ value: '3203221082160001', lost: false })
    expect(readHouseholdNumber(17)).toEqual({ value: '17', lost: false })
  })
})
