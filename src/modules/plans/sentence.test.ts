import { expect, test } from 'vitest'
import { indicatorDefinition, type IndicatorInput } from './definition.contract.ts'
import { programmeOf } from './installed.ts'
import { sentenceOf } from './sentence.ts'

const name = { 'zh-Hans': '甲', en: 'A' }
const base = { id: 'it', version: 1, name, how: name, counts: 'persons', kinds: ['care.work-started'], facets: [] } satisfies IndicatorInput

test.each<[special: Partial<IndicatorInput>, zh: string, en: string]>([
  [{}, '期间里有“开始从业”记录的妇女，每人只算一次。', 'Women with an entry “started work” in the period, each counted once.'],
  [{ counts: 'person-times' }, '期间里“开始从业”，有一次算一次。', 'Entries “started work” in the period, every time counted.'],
  [{ first: true, where: { trade: ['farming', 'e-commerce'] } }, '台账里头一次“开始从业”落在期间里的妇女，每人只算一次；工种是种养或电商。', 'Women whose first entry “started work” ever lies in the period, each counted once; Trade is Farming or E-commerce.'],
  [{ kinds: ['register.person-filed'], near: [{ kinds: ['care.work-started'], fromDays: 0, toDays: 180 }] },
    '期间里有“为她建档”记录的妇女，每人只算一次；那天起 180 天内有过“开始从业”。', 'Women with an entry “filed in the register” in the period, each counted once; with “started work” within 180 days after.'],
  [{ take: 'latest', where: { wish: ['work-away'] }, class: 'entry', without: ['register.classified'], level: 'county' },
    '到截止日有“开始从业”记录的妇女，每人只算一次，都看最新一次；就业创业意愿是想外出务工；分类按事情发生那天的；到截止日没有过“评定能力、意愿和困难”；县级核过才算。',
    'Women with an entry “started work” up to the last day, each counted once, by the newest; Wish to work is Work away from home; by the class of that day; without “ability, wish and hardship classed” up to the last day; once checked by: County.'],
  [{ counts: 'households', through: 'household', all: [{ of: 'households-filed' }], except: [{ of: 'households-filed', period: 'until' }] },
    '期间里有“开始从业”记录的户，每户只算一次；算她那天所在的户；同一期间也在“建档户”里；到截止日不在“建档户”里。',
    'Households with an entry “started work” in the period, each counted once; the household to which she belonged on that day; also in “Households filed” in the same period; not in “Households filed” up to the last day.'],
  [{ counts: 'ratio', kinds: [], ratio: { of: 'new-practitioners', over: 'able-and-willing' } },
    '“有能力有意愿的妇女”里，同时也在“新增从业妇女”里的占多少。', 'Of those in “Women able and willing to work”, the share who are in “New practitioners” as well.'],
])('%j', (special, zh, en) => {
  expect(sentenceOf(programmeOf('xuzhou-666'), indicatorDefinition.parse({ ...base, ...special }))).toMatchObject({ 'zh-Hans': zh, en })
})

test('the same in Vietnamese', () => {
  const said = (special: Partial<IndicatorInput>) => sentenceOf(programmeOf('xuzhou-666'), indicatorDefinition.parse({ ...base, ...special })).vi
  expect(said({ first: true, where: { trade: ['farming', 'e-commerce'] } }))
    .toBe('Phụ nữ có mục “bắt đầu làm nghề” lần đầu trong sổ rơi vào kỳ, chỉ tính một lần; Nghề là Trồng trọt, chăn nuôi hoặc Thương mại điện tử.')
  expect(said({ take: 'latest', without: ['register.classified'], level: 'county' }))
    .toBe('Phụ nữ có mục “bắt đầu làm nghề” đến ngày cuối, chỉ tính một lần, theo lần mới nhất; chưa từng “phân loại khả năng, nguyện vọng và khó khăn” đến ngày cuối; chỉ tính khi đã soát: Cấp huyện.')
})
