import type { WrittenLanguage } from '#kernel/languages.ts'
import { translate } from '#platform/i18n/index.ts'
import type { IndicatorDefinition, Names } from './definition.contract.ts'
import { kindName } from './definitions.ts'
import type { Programme } from './programme.ts'
import { facetName, said, wordOf } from './words.ts'


/**
 * How a definition counts, as one sentence in each written language: whose text it may become, and what stands beside the form while it is written. In: the programme whose words
 * it uses, with all indicators that it may speak of.
 */
export function sentenceOf(programme: Programme, one: IndicatorDefinition): Names {
  return { 'zh-Hans': inLanguage(programme, one, 'zh-Hans'), vi: inLanguage(programme, one, 'vi'), en: inLanguage(programme, one, 'en') }
}

function inLanguage(programme: Programme, one: IndicatorDefinition, language: WrittenLanguage): string {
  const say = (key: string, facts: Record<string, string | number> = {}) => translate(language, `plans:say.${key}`, facts)
  const kinds = (list: readonly string[]) => list.map((kind) => say('quoted', { text: kindName(kind, language) })).join(say('or'))
  const indicator = (id: string) => {
    const found = programme.indicators.find((other) => other.id === id)
    return say('quoted', { text: found ? said(found.name, language) : id })
  }
  const facets = (where: IndicatorDefinition['where']) => Object.entries(where).map(([facet, values]) =>
    say('where', { facet: said(facetName(programme, facet), language), values: values.map((value) => said(wordOf(programme, facet, value), language)).join(say('or')) }))

  const subject = programme.shelf.kinds.get(one.kinds[0] ?? '')?.subject ?? 'person'
  const counted = one.through === 'members' ? 'person' : one.through === 'household' ? 'household' : subject
  const who = say(`who.${counted}`)
  const tally = { 'person-times': 'times', things: 'times', money: 'amount', mean: 'mean' }[one.counts as string] ?? 'subjects'
  const how = one.first ? 'first' : one.take
  const base = one.counts === 'ratio'
    ? say('ratio', { of: indicator(one.ratio?.of ?? '–'), over: indicator(one.ratio?.over ?? '–') })
    : one.counts === 'balance' ? say('balance', { kinds: kinds(one.kinds), minus: kinds(one.minus) }) : say(`${how}.${tally}`, { kinds: kinds(one.kinds), who })

  const classed = Object.keys(one.where).some((facet) => programme.shelf.classKind.facets[facet] && !programme.shelf.kinds.get(one.kinds[0] ?? '')?.facets[facet])
  const near = one.near.map((each) => {
    if (each.newestOf) return say(each.not ? 'newestNot' : 'newest', { days: each.toDays ?? 0, kinds: kinds(each.kinds) })
    const with_ = facets(each.where)
    return say(each.not ? 'nearNot' : 'near', { days: daysOf(each, say), kinds: kinds(each.kinds) }) + (with_.length > 0 ? say('inBrackets', { text: with_.join(say('and')) }) : '')
  })
  const sets = [...one.all.map((set) => ['all', set] as const), ...one.except.map((set) => ['except', set] as const)]
    .map(([key, set]) => say(set.period === 'until' ? `${key}Until` : key, { of: indicator(set.of) }))
  const level = programme.levels.find(({ id }) => id === one.level)
  const conditions = [
    ...(one.through ? [say(`through.${one.through}`)] : []), ...facets(one.where), ...(classed && one.class === 'entry' ? [say('classEntry')] : []),
    ...(one.without.length > 0 ? [say('without', { kinds: kinds(one.without) })] : []), ...near, ...sets, ...(level ? [say('level', { level: said(level.name, language) })] : []),
  ]
  return say('whole', { text: [base, ...conditions].join(say('semicolon')) })
}

/** `within 180 days after it`, `before it`, `from day 30 to day 90 after it`. */
function daysOf({ fromDays: from, toDays: to }: IndicatorDefinition['near'][number], say: (key: string, facts?: Record<string, number>) => string): string {
  if (from === null && to === null) return say('days.ever')
  if (to === null) return from === 0 ? say('days.after') : say('days.fromOn', { from: from! })
  if (from === null) return to === 0 ? say('days.before') : say('days.upTo', { to })
  if (from === 0) return say('days.within', { to })
  return to === 0 ? say('days.withinBefore', { days: -from }) : say('days.between', { from, to })
}
