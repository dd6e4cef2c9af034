import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { declareKind, type KindDeclaration } from '#modules/ledger/index.ts'
import { abilities, hardships, wishes } from '../../src/modules/register/words.ts'
import { trades } from '../../src/modules/care/words.ts'

const courses = ['weaving', 'embroidery', 'paper-cut', 'cooking', 'nursing', 'live-sale', 'bookkeeping', 'growing', 'sewing', 'braiding'] as const
const banks = ['rural', 'postal', 'farm', 'city'] as const
const purposes = ['stock', 'tools', 'rent', 'wages', 'other'] as const
const channels = ['shop', 'fair', 'online', 'order'] as const

/** What bench makes for one kind: its facets, its share of what is done for people, and whether money or several at once stand in an entry. */
type Made = { readonly facets: Readonly<Record<string, readonly string[]>>; readonly share: number; readonly money?: true; readonly upTo?: number }

/** Fifteen kinds that no module declares yet: what a federation's year is made of. Shares add up to some 80 %; the rest are starts of work. */
export const made: Readonly<Record<string, Made>> = {
  'bench.trained': { facets: { trade: trades, course: courses }, share: 0.1 },
  'bench.attended': { facets: { course: courses }, share: 0.15, upTo: 5 },
  'bench.certified': { facets: { trade: trades }, share: 0.03 },
  'bench.visited': { facets: { result: ['seen', 'away', 'moved'], need: ['money', 'skill', 'hands', 'health', 'none'] }, share: 0.17 },
  'bench.paired': { facets: { helper: ['officer', 'member', 'company'] }, share: 0.04 },
  'bench.lent': { facets: { bank: banks, purpose: purposes }, share: 0.045, money: true },
  'bench.repaid': { facets: { bank: banks }, share: 0.045, money: true },
  'bench.subsidised': { facets: { purpose: purposes }, share: 0.02, money: true },
  'bench.placed': { facets: { trade: trades, place: ['home', 'town', 'county', 'city', 'away'] }, share: 0.045 },
  'bench.working': { facets: { state: ['working', 'left'] }, share: 0.06 },
  'bench.sold': { facets: { channel: channels }, share: 0.03, money: true, upTo: 20 },
  'bench.ordered': { facets: { channel: channels }, share: 0.02, money: true, upTo: 20 },
  'bench.examined': { facets: { finding: ['well', 'watch', 'ill'] }, share: 0.04 },
  'bench.entered': { facets: { track: ['craft', 'food', 'farm', 'service'] }, share: 0.01 },
  'bench.won': { facets: { track: ['craft', 'food', 'farm', 'service'], prize: ['first', 'second', 'third'] }, share: 0.005 },
}

/** The kinds as a module would declare them. */
export const benchKinds: readonly KindDeclaration[] = Object.entries(made).map(([kind, { facets }]) =>
  declareKind({ kind, subject: 'person', facets: Object.fromEntries(Object.entries(facets).map(([name, values]) => [name, { values }])) }))

const said = (text: string) => ({ 'zh-Hans': text, en: text })
const one = (id: string, kinds: readonly string[], more: object = {}) =>
  ({ id, version: 1, name: said(id), how: said(id), counts: 'persons', kinds, take: 'every', facets: [], ...more })

const personKinds = ['register.person-filed', 'register.classified', 'care.work-started', ...Object.keys(made)]

const times = ['trained', 'attended', 'visited', 'placed', 'sold'] as const
const money = { counts: 'money', currency: 'CNY' }

/** The indicators that bench asks for: forty, as a big dashboard has them, every way of counting among them. */
const indicators = [
  one('filed', ['register.person-filed'], { facets: ['ability', 'wish', 'hardship'] }),
  one('classed', ['register.classified'], { take: 'latest', facets: ['ability', 'wish', 'hardship'] }),
  one('households', ['register.household-filed'], { counts: 'households' }),
  one('started', ['care.work-started'], { facets: ['trade'] }),
  one('starts', ['care.work-started'], { facets: ['trade'], counts: 'person-times' }),
  one('reached', personKinds),
  one('done', personKinds, { counts: 'person-times' }),
  one('trained-or-placed', ['bench.trained', 'bench.placed'], { facets: ['trade'] }),
  one('crafts-trained', ['bench.trained'], { facets: ['course'], where: { trade: ['handicraft', 'domestic-service'], course: ['weaving', 'embroidery', 'sewing'] } }),
  one('visits-needing', ['bench.visited'], { facets: ['need'], where: { result: ['seen', 'moved'], need: ['money', 'skill'] } }),
  one('crafts-able', ['bench.trained', 'bench.placed'], { where: { trade: ['handicraft'], ability: ['full', 'partial'] } }),
  one('working-now', ['bench.working'], { take: 'latest', facets: ['state'], where: { state: ['working'] } }),
  one('not-visited', ['register.person-filed'], { without: ['bench.visited'] }),
  one('first-trained', ['bench.trained'], { first: true }),
  one('working-after', ['bench.trained'], { near: [{ kinds: ['bench.working'], where: { state: ['working'] }, fromDays: 0, toDays: 180 }] }),
  one('trained-and-lent', ['bench.trained'], { all: [{ of: 'lent' }] }),
  one('filed-not-paired', ['register.person-filed'], { except: [{ of: 'paired' }] }),
  one('households-trained', ['bench.trained'], { counts: 'households', through: 'household' }),
  one('money-lent', ['bench.lent'], money),
  one('money-owed', ['bench.lent', 'bench.repaid'], { ...money, counts: 'balance', minus: ['bench.repaid'] }),
  ...Object.entries(made).map(([kind, { facets }]) => one(kind.slice('bench.'.length), [kind], { facets: Object.keys(facets) })),
  ...times.map((name) => one(`${name}-times`, [`bench.${name}`], { counts: 'person-times', facets: Object.keys(made[`bench.${name}`]!.facets), companion: name })),
]

const funnels = [{ id: 'way', name: said('way'), steps: ['trained', 'placed', 'working'], withinDays: 365 }]

const words = (() => {
  const facets: Record<string, readonly string[]> = { ability: abilities, wish: wishes, hardship: hardships, trade: trades }
  for (const { facets: own } of Object.values(made)) Object.assign(facets, own)
  return Object.fromEntries(Object.entries(facets).map(([name, values]) => [name, { name: said(name), values: Object.fromEntries([...values, 'unknown'].map((value) => [value, said(value)])) }]))
})()

/** The programme of bench as a file in a folder of its own, as `readProgrammes` takes it: a JSON text is YAML too. Out: the folder. */
export function writeProgramme(folder: string): string {
  const level = (id: string, unitLevel: number, atWork: boolean) => ({ id, name: said(id), unitLevel, atWork })
  const programme = {
    id: 'bench', country: 'cn', name: said('bench'), shortName: said('bench'), organisation: said('bench'), period: { from: '2018-01-01', to: '2025-12-31' },
    basis: said('bench'), source: said('bench'), measures: [], paths: [],
    levels: [level('village', 5, false), level('township', 4, false), level('county', 3, true), level('city', 2, true)],
    classKind: 'register.classified', words, targets: [], indicators, funnels,
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'bench.yaml'), JSON.stringify(programme))
  return folder
}
