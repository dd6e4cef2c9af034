import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { isDateText } from '#kernel/dates.ts'
import { refusalText } from '#platform/i18n/index.ts'
import type { KindDeclaration } from '#modules/ledger/index.ts'
import { readFunnels, readIndicators, type Shelf } from './check.ts'
import { definitionId as id, funnelDefinition, indicatorDefinition, names, type FunnelDefinition, type IndicatorDefinition } from './definition.contract.ts'
import type { Funnel, Indicator } from './indicator.ts'

const day = z.string().refine(isDateText, 'a day as YYYY-MM-DD')
const named = z.strictObject({ id, name: names })
const kind = z.string().regex(/^[a-z]+\.[a-z-]+$/)

const programmeFile = z.strictObject({
  id, country: z.enum(['cn', 'vn']), name: names, shortName: names, organisation: names,
  period: z.strictObject({ from: day, to: day }),
  basis: names, source: names,
  measures: z.array(named), paths: z.array(named),
  levels: z.array(z.strictObject({ id, name: names, unitLevel: z.number().int().min(0).max(5), atWork: z.boolean() })).min(1),
  classKind: kind,
  words: z.record(z.string(), z.strictObject({ name: names, values: z.record(z.string(), names) })),
  targets: z.array(z.strictObject({ indicator: id, unit: z.string(), from: day, to: day, value: z.number().int().positive(), source: z.string() })),
  indicators: z.array(indicatorDefinition).min(1),
  funnels: z.array(funnelDefinition).default([]),
})
type ProgrammeFile = z.output<typeof programmeFile>

export type Programme = Omit<ProgrammeFile, 'indicators' | 'funnels'> & {
  readonly indicators: readonly Indicator[]
  readonly funnels: readonly Funnel[]
  /** Its indicators and funnels as they are written. */
  readonly written: { readonly indicators: readonly IndicatorDefinition[]; readonly funnels: readonly FunnelDefinition[] }
  /** What definitions of this programme, and those that its workspaces make, are held against. */
  readonly shelf: Shelf
  /** The declared kinds that its indicators count or ask. */
  readonly kinds: readonly KindDeclaration[]
}

/** All programmes there are, by the stem of their file. */
export type Programmes = { of(stem: string): Programme; readonly all: readonly Programme[] }

const folder = join(import.meta.dirname, '../../../programmes')

/**
 * Reads and checks every programme. In: the kinds that the house's modules declare. Throws a sentence that names file and
 * place where something is unknown, missing or does not fit: a programme is looked at before anybody is served.
 */
export function readProgrammes(kinds: readonly KindDeclaration[], from: string = folder): Programmes {
  const files = readdirSync(from).filter((name) => name.endsWith('.yaml')).sort()
  const all = new Map(files.map((file) => [file.slice(0, -5), readProgramme(readFileSync(join(from, file), 'utf8'), file, kinds)]))
  return {
    all: [...all.values()],
    of(stem) {
      const programme = all.get(stem)
      if (!programme) throw new Error(`programmes/${stem}.yaml is not there`)
      return programme
    },
  }
}

/** One programme's text, checked. `file` stands in the messages. */
export function readProgramme(text: string, file: string, declared: readonly KindDeclaration[]): Programme {
  // The core schema leaves 2017-01-01 a text.
  const parsed = programmeFile.safeParse(parse(text, { schema: 'core' }))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw new Error(`programmes/${file}, ${issue.path.join('.') || 'top'}: ${issue.message}`)
  }
  const programme = parsed.data
  const wrong = (place: string, what: string): never => {
    throw new Error(`programmes/${file}, ${place}: ${what}`)
  }
  if (`${programme.id}.yaml` !== file) wrong('id', `is ${programme.id}, but the file is ${file}`)
  const kinds = new Map(declared.map((one) => [one.kind, one]))
  const classKind = kinds.get(programme.classKind) ?? wrong('classKind', `no module declares ${programme.classKind}`)
  const shelf: Shelf = { kinds, classKind, levels: programme.levels.map((level) => level.id) }

  const { indicators, faults } = readIndicators(programme.indicators, shelf)
  const read = readFunnels(programme.funnels, indicators)
  for (const { id: of, refusal } of [...faults, ...read.faults]) wrong(`${of}, ${refusal.field ?? ''}`, refusalText('en', refusal))
  for (const { facets } of indicators) for (const facet of facets) for (const value of facet.values) {
    if (!programme.words[facet.id]?.values[value]) wrong(`words.${facet.id}`, `no word for ${value}`)
  }
  for (const { id: of, where } of programme.indicators) for (const [facet, values] of Object.entries(where)) for (const value of values) {
    if (value !== 'unknown' && !programme.words[facet]?.values[value]) wrong(of, `where ${facet}: no word for ${value}`)
  }
  const ids = [...indicators, ...read.funnels].map((one) => one.id)
  if (new Set(ids).size !== ids.length) wrong('indicators', 'an id stands twice')
  for (const target of programme.targets) if (!indicators.some((one) => one.id === target.indicator)) wrong('targets', `${target.indicator} is no indicator`)
  return { ...programme, indicators, funnels: read.funnels, written: { indicators: programme.indicators, funnels: programme.funnels }, shelf, kinds: kindsOf(indicators, shelf) }
}

/** The declared kinds that indicators count or ask, that of classes first. */
export function kindsOf(indicators: readonly Indicator[], { kinds, classKind }: Shelf): KindDeclaration[] {
  const asked = indicators.flatMap((one) => [...one.kinds, ...one.without, ...one.near.flatMap((near) => [...near.kinds, ...(near.newestOf ?? [])])])
  return [...new Set([classKind.kind, ...asked])].flatMap((kind) => kinds.get(kind) ?? [])
}
