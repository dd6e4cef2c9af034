import { describe, expect, test } from 'vitest'
import { negotiateLanguage } from './languages.ts'
import { dateInWords, dayAndTime, figureDigits, groupedNumber, moneyDigits, percent, tenThousands, weekday } from './writing.ts'

describe('how numbers are written', () => {
  test.each([
    [0, '0'], [999, '999'], [1128, '1,128'], [146390, '146,390'], [-14310, '−14,310'], ['23280000', '23,280,000'], [3085000000n, '3,085,000,000'], [1.63, '1.63'], ['abc', 'abc'],
  ])('%s is %s', (value, text) => expect(groupedNumber(value)).toBe(text))
  test.each([
    ['persons', 146390, null, false, '146,390'], ['person-times', 146390, null, true, '14.64'], ['money', 930050, 'CNY', false, '9,300.50'], ['money', -930000, 'CNY', false, '−9,300'],
    ['balance', 1200000000, 'CNY', true, '1,200.00'], ['money', 930050, 'VND', false, '930,050'], ['mean', 123456.78, 'CNY', false, '1,234.57'], ['mean', 1234.56, 'VND', true, '1,235'],
    ['ratio', 0.3524, null, false, '35.2'], ['ratio', 1, null, true, '100.0'],
  ] as const)('a figure of %s, %s %s (ten-thousands: %s) is printed %s', (counts, value, currency, wan, text) => expect(figureDigits(counts, value, currency, wan)).toBe(text))
  test.each([[146390, '146.390'], [-14310, '−14.310'], ['abc', 'abc'], [0.5, '0,5']])('in Vietnamese %s is %s', (value, text) => expect(groupedNumber(value, undefined, 'vi')).toBe(text))
  test('money, shares and figures in Vietnamese', () => {
    expect([moneyDigits('930050', 'CNY', 'vi'), moneyDigits('500000', 'VND', 'vi'), percent(0.005, 1, 'vi'), figureDigits('money', 930050, 'CNY', false, 'vi'), figureDigits('ratio', 0.3524, null, false, 'vi')])
      .toEqual(['9.300,50', '500.000', '0,5\u00a0%', '9.300,50', '35,2'])
  })
  test('ten-thousands take two decimals', () => expect(tenThousands(146390)).toBe('14.64'))
  test('shares are whole per cent', () => expect(percent(0.873)).toBe('87%'))
  test.each([
    ['930050', 'CNY', '9,300.50'], ['30000000', 'CNY', '300,000'], ['-105', 'CNY', '−1.05'], ['500000', 'VND', '500,000'],
  ] as const)('%s of the smallest unit of %s is %s', (units, currency, text) => expect(moneyDigits(units, currency)).toBe(text))
})

describe('how dates are written', () => {
  test.each([['zh-Hans', '2018 年 10 月 18 日'], ['vi', '18/10/2018'], ['en', '18 Oct 2018']] as const)('%s', (language, text) => expect(dateInWords(language, '2018-10-18')).toBe(text))
  test('an instant falls on the day of the workspace', () => expect(dayAndTime('2018-10-17T16:30:00.000000Z', 'Asia/Shanghai')).toEqual({ date: '2018-10-18', time: '00:30' }))
  test('weekdays', () => expect([weekday('zh-Hans', '2018-10-18'), weekday('vi', '2018-10-18'), weekday('en', '2018-10-18')]).toEqual(['星期四', 'Thứ Năm', 'Thursday']))
})

describe('which language a reader gets', () => {
  test.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-Hans'], ['zh-TW', 'zh-Hant'], ['zh-HK,en', 'zh-Hant'], ['en-GB,en', 'en'], ['fr,en;q=0.3', 'en'], ['en;q=0.2,zh-CN;q=0.9', 'zh-Hans'], ['fr', 'zh-Hans'], ['vi-VN,vi;q=0.9,en;q=0.5', 'vi'], ['fr,vi', 'vi'], [null, 'zh-Hans'],
  ])('%s → %s', (wishes, language) => expect(negotiateLanguage(wishes)).toBe(language))
})
