import { plainQuestion, type Across, type Cut, type Near, type Question, type Where } from '../../src/modules/ledger/question.ts'
import type { Random } from './people.ts'
import { dayOf, facetValues, lastDay, paths, type LedgerWords } from './random-ledger.ts'

/** Some of these, each with the chance. */
const someOf = <T>(draw: Random, items: readonly T[], share: number): T[] => items.filter(() => draw.chance(share))
const atLeastOne = <T>(draw: Random, items: readonly T[], share: number): T[] => {
  const some = someOf(draw, items, share)
  return some.length > 0 ? some : [draw.of(items)]
}
const facets = Object.keys(facetValues)

function whereOf(draw: Random): Where {
  return Object.fromEntries(someOf(draw, facets, 0.12).map((facet) => [facet, atLeastOne(draw, [...facetValues[facet]!, 'unknown'], 0.5)]))
}

function nearOf(draw: Random, kinds: readonly string[]): Near {
  const from = draw.of([null, -30, 0, 1])
  const some = atLeastOne(draw, kinds, 0.3)
  return {
    kinds: some, where: whereOf(draw), fromDays: from, toDays: draw.of([null, 20, 60, 0]), newestOf: draw.chance(0.35) ? [...some, ...someOf(draw, kinds, 0.3)] : null, not: draw.chance(0.35),
  }
}

/** Ranges that do not cover one another: everything, the units below the top, or any stretches, some of them counted for the same unit. */
export function rangesOf(draw: Random): NonNullable<Question['ranges']> {
  const range = (key: string, path: string) => ({ key, lo: path, hi: `${path.slice(0, -1)}/` })
  if (draw.chance(0.35)) return [range('top', 'cn.u1.')]
  if (draw.chance(0.4)) return [{ key: 'own', lo: 'cn.u1.', hi: 'cn.u1.!' }, range('two', 'cn.u1.u2.'), range('three', 'cn.u1.u3.'), range('thirty', 'cn.u1.u30.')]
  const picked: string[] = []
  for (const path of paths.filter(() => draw.chance(0.4))) if (!picked.some((other) => path.startsWith(other) || other.startsWith(path))) picked.push(path)
  return picked.map((path) => range(draw.of(['a', 'b', path]), path))
}

/** Any question that the type can say about a random ledger, sets of sets among them. `asOf` is chosen among those given. */
export function randomQuestion(draw: Random, words: LedgerWords, asOfs: readonly (bigint | null)[], depth = 2): Question {
  const through = draw.chance(0.25) ? draw.of(['members', 'household'] as const) : null
  // Mostly about the subjects that the way starts from, sometimes about others: then nobody is found, by all alike.
  const own = (through === 'members') !== draw.chance(0.1) ? words.households : words.persons
  const kinds = atLeastOne(draw, own, 0.5)
  const [a, b] = [draw.below(lastDay), draw.below(lastDay)].sort((one, other) => one - other)
  const money = draw.chance(0.4)
  return {
    ...plainQuestion, kinds, take: draw.of(['every', 'every', 'latest', 'first'] as const), where: whereOf(draw), without: draw.chance(0.15) ? [draw.of([...words.persons, ...words.households])] : [],
    near: draw.chance(0.25) ? Array.from({ length: 1 + draw.below(2) }, () => nearOf(draw, [...words.persons, ...words.households])) : [],
    among: depth > 0 && draw.chance(0.3) ? Array.from({ length: 1 + draw.below(2) }, () => ({ of: randomQuestion(draw, words, [null], depth - 1), not: draw.chance(0.4) })) : [],
    counts: draw.of(['subjects', 'times', 'amount', 'mean'] as const), minus: someOf(draw, kinds, 0.3), currency: money ? draw.of(['CNY', 'CNY', 'VND'] as const) : null,
    from: draw.chance(0.4) ? dayOf(a!) : null, to: draw.chance(0.7) ? dayOf(b! + 30) : null, asOf: draw.of(asOfs), level: draw.chance(0.3) ? draw.of(['county', 'city']) : null,
    // Sets are asked for wherever their subjects were met.
    ranges: depth < 2 || draw.chance(0.15) ? null : rangesOf(draw), classKind: draw.chance(0.9) ? words.classed : null, classFacets: someOf(draw, facets, 0.3), classAt: draw.of(['to', 'entry'] as const), through,
  }
}

export function randomAcross(draw: Random): Across {
  return draw.chance(0.4) ? { by: 'month' } : { by: 'facet', facet: draw.of(facets) }
}
export function randomCut(draw: Random): Cut {
  return draw.chance(0.3) ? { by: 'unit' } : randomAcross(draw)
}
