import { expect, test } from 'vitest'
import { plainIndicator, type Funnel, type Indicator } from '#modules/plans/index.ts'
import { columnsOf, modelCounted, modelTally, type ModelEntry } from '../../../test/support/figure-model.ts'
import { random, type Random } from '../../../test/support/people.ts'
import { dayOf, facetValues, lastDay, paths, randomLedger, wordsOf } from '../../../test/support/random-ledger.ts'
import { partsOfRatio, questionOf, stepsOf, type Scope } from './compile.ts'

/* What shares and funnels promise, over random ledgers and random indicators, counted by the plain list of the agreement. Seeds are those below. */

const words = wordsOf('any')
const levels = ['county', 'city']
const name = { 'zh-Hans': '甲', en: 'A' }

/** An indicator of persons as a checked definition could make it. */
function indicatorOf(draw: Random, id: string): Indicator {
  const take = draw.of(['every', 'every', 'latest', 'first'] as const)
  const near = draw.chance(0.2) ? [{ kinds: [draw.of(words.persons)], where: {}, fromDays: draw.of([null, 0, -30]), toDays: draw.of([null, 20, 60]), newestOf: null, not: draw.chance(0.3) }] : []
  return {
    ...plainIndicator, id, version: 1, name, how: name, counts: 'persons', tally: 'subjects', subject: 'person', counted: 'person', kinds: words.persons.filter(() => draw.chance(0.5)), take, stock: take === 'latest',
    where: draw.chance(0.2) ? { trade: [draw.of(facetValues['trade']!)] } : {}, without: [], near, level: draw.chance(0.1) ? draw.of(levels) : null,
    classKind: draw.chance(0.5) ? words.classed : null, classFacets: ['hardship'], facets: [],
  }
}
function scopeOf(draw: Random): Scope {
  const ranges = draw.of([[paths[0]], [paths[1], paths[4], paths[6]], [paths[2], paths[5]]]).map((path) => ({ key: path, lo: path, hi: `${path.slice(0, -1)}/` }))
  return { from: draw.chance(0.5) ? dayOf(draw.below(60)) : null, to: dayOf(60 + draw.below(lastDay - 60)), asOf: null, level: draw.chance(0.1) ? 'county' : null, ranges, levels }
}
const ledgerOf = (draw: Random): ModelEntry[] => randomLedger(draw, words).flatMap((drafts, p) => drafts.map((draft, i) => ({ ...draft, number: p + 1, posting: p, line: i + 1 })))
/** Subjects by unit, by part of a facet that all have, and in all. */
function cellsOf(all: readonly ModelEntry[], q: Parameters<typeof modelCounted>[1]): Map<string, Set<string>> {
  const cells = new Map<string, Set<string>>([['', new Set()]])
  for (const one of modelCounted(all, q)) for (const cell of ['', one.key, ...columnsOf(q, { by: 'facet', facet: 'hardship' }, one)]) cells.set(cell, (cells.get(cell) ?? new Set()).add(one.subject))
  return cells
}

test('a share is never more than its whole, and a step never more than the one before, in any unit, part, period and level', () => {
  let found = 0
  for (let seed = 1; seed <= 120; seed += 1) {
    const draw = random(seed)
    const all = ledgerOf(draw)
    const list = ['a', 'b', 'c'].map((id) => indicatorOf(draw, id))
    const scope = scopeOf(draw)
    const ratio: Indicator = { ...list[1]!, id: 'r', ratio: { of: 'a', over: 'b' }, tally: 'ratio', counts: 'ratio' }
    const { of, over } = partsOfRatio(ratio, list, scope)!
    const [part, whole] = [cellsOf(all, of), cellsOf(all, over)]
    for (const [cell, subjects] of part) expect([...subjects].every((subject) => whole.get(cell)!.has(subject)), `seed ${seed}, ${cell}`).toBe(true)
    const funnel: Funnel = { id: 'f', version: 1, name, steps: ['a', 'b', 'c'], withinDays: draw.of([null, 20, 60]), own: false }
    const steps = stepsOf(funnel, list, scope).map((q) => cellsOf(all, q))
    for (const [i, step] of steps.entries()) if (i > 0) for (const [cell, subjects] of step) expect([...subjects].every((subject) => steps[i - 1]!.get(cell)!.has(subject)), `seed ${seed}, step ${i}, ${cell}`).toBe(true)
    found += part.get('')!.size + steps[1]!.get('')!.size
  }
  // Agreement about nothing says little.
  expect(found).toBeGreaterThan(150)
})

test('a funnel of plain steps holds whom walking from entry to entry finds', () => {
  let found = 0
  for (let seed = 201; seed <= 300; seed += 1) {
    const draw = random(seed)
    const all = ledgerOf(draw)
    const [a, b] = ['a', 'b'].map((id): Indicator => ({ ...indicatorOf(draw, id), take: 'every', stock: false, near: [], level: null })) as [Indicator, Indicator]
    const withinDays = draw.of([null, 20, 60])
    const scope = { ...scopeOf(draw), from: null, level: null, ranges: null }
    const [, second] = stepsOf({ id: 'f', version: 1, name, steps: ['a', 'b'], withinDays, own: false }, [a, b], scope)
    const [first, then] = [a, b].map((one) => modelCounted(all, questionOf(one, [a, b], scope)))
    const days = (from: string, to: string) => Temporal.PlainDate.from(from).until(to).days
    const walked = new Set(then!.filter((late) => first!.some((early) => early.subject === late.subject && early.entry !== late.entry
      && days(early.entry.happenedOn, late.entry.happenedOn) >= 0 && (withinDays === null || days(early.entry.happenedOn, late.entry.happenedOn) <= withinDays))).map(({ subject }) => subject))
    expect(new Set(modelCounted(all, second!).map(({ subject }) => subject)), `seed ${seed}`).toEqual(walked)
    found += walked.size
  }
  expect(found).toBeGreaterThan(100)
})

test('raising the level counts nobody more, and one below the indicator’s own changes nothing', () => {
  for (let seed = 401; seed <= 460; seed += 1) {
    const draw = random(seed)
    const all = ledgerOf(draw)
    const one: Indicator = { ...indicatorOf(draw, 'a'), level: 'county' }
    const asked = (level: string | null) => modelTally(all, questionOf(one, [one], { ...scopeOf(random(seed)), level }), { units: false, across: null })[0]!.subjects
    expect(asked(null), `seed ${seed}`).toBe(asked('county'))
    expect(modelTally(all, questionOf({ ...one, level: null }, [one], { ...scopeOf(random(seed)), level: null }), { units: false, across: null })[0]!.subjects).toBeGreaterThanOrEqual(asked('county'))
  }
})
