import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { countUnits, type CountUnit, type SubjectType } from '#kernel/counting.ts'
import { isDateText } from '#kernel/dates.ts'
import type { KindDeclaration } from '#modules/ledger/index.ts'

/** A text in the languages it is written in; zh-Hans and en always. */
export type Names = { readonly 'zh-Hans': string; readonly en: string; readonly vi?: string }

const names = z.strictObject({ 'zh-Hans': z.string().min(1), en: z.string().min(1), vi: z.string().min(1).optional() })
const id = z.string().regex(/^[a-z][a-z0-9-]*$/)
const day = z.string().refine(isDateText, 'a day as YYYY-MM-DD')
const named = z.strictObject({ id, name: names })
const kind = z.string().regex(/^[a-z]+\.[a-z-]+$/)

const indicator = z.strictObject({
  id,
  version: z.number().int().positive(),
  name: names,
  how: names,
  counts: z.enum(countUnits),
  kinds: z.array(kind).min(1),
  take: z.enum(['every', 'latest']),
  where: z.record(z.string(), z.array(z.string()).min(1)).default({}),
  without: z.array(kind).default([]),
  facets: z.array(z.string()),
  defaultBy: z.string().optional(),
  companion: id.optional(),
})

const programmeFile = z.strictObject({
  id, country: z.enum(['cn', 'vn']), name: names, shortName: names, organisation: names,
  period: z.strictObject({ from: day, to: day }),
  basis: names, source: names,
  measures: z.array(named), paths: z.array(named),
  levels: z.array(z.strictObject({ id, name: names, unitLevel: z.number().int().min(0).max(5), atWork: z.boolean() })).min(1),
  classKind: kind,
  words: z.record(z.string(), z.strictObject({ name: names, values: z.record(z.string(), names) })),
  targets: z.array(z.strictObject({ indicator: id, unit: z.string(), from: day, to: day, value: z.number().int().positive(), source: z.string() })),
  indicators: z.array(indicator).min(1),
})
type ProgrammeFile = z.output<typeof programmeFile>

/** A facet that an indicator can be cut by: it stands on the entry itself, or on the subject's newest class entry. */
export type IndicatorFacet = { readonly id: string; readonly of: 'entry' | 'class'; readonly values: readonly string[]; readonly many: boolean }

/** An indicator, held against the kinds it counts. */
export type Indicator = {
  readonly id: string
  readonly version: number
  readonly name: Names
  readonly how: Names
  readonly counts: CountUnit
  /** `subjects` for persons, households …; `times` for person-times and things. */
  readonly tally: 'subjects' | 'times'
  readonly subject: SubjectType
  readonly kinds: readonly string[]
  readonly take: 'every' | 'latest'
  readonly where: Readonly<Record<string, readonly string[]>>
  readonly without: readonly string[]
  readonly classKind: string | null
  readonly classFacets: readonly string[]
  readonly facets: readonly IndicatorFacet[]
  readonly defaultBy: string | null
  readonly companion: string | null
}

export type Programme = Omit<ProgrammeFile, 'indicators'> & {
  readonly indicators: readonly Indicator[]
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
  const used = new Map<string, KindDeclaration>([[classKind.kind, classKind]])

  const indicators = programme.indicators.map((one): Indicator => {
    const place = `indicator ${one.id}`
    const ofKind = (name: string) => {
      const found = kinds.get(name) ?? wrong(place, `no module declares the kind ${name}`)
      used.set(name, found)
      return found
    }
    const counted = one.kinds.map(ofKind)
    const subject = counted[0]!.subject
    if (subject === 'as-referred') return wrong(place, 'its kinds speak of other entries and have no subject of their own')
    if (counted.some((c) => c.subject !== subject)) wrong(place, 'its kinds have different subjects')
    one.without.map(ofKind)
    if (subjectOf[one.counts] !== null && subjectOf[one.counts] !== subject) wrong(place, `counts ${one.counts}, but its kinds are about a ${subject}`)
    const own = counted[0]!.facets
    const facet = (name: string): IndicatorFacet => {
      const declaration = own[name] ?? (subject === classKind.subject ? classKind.facets[name] : undefined) ?? wrong(place, `no kind declares the facet ${name}`)
      const facetOf = own[name] ? 'entry' : 'class'
      for (const value of declaration.values) if (!programme.words[name]?.values[value]) wrong(`words.${name}`, `no word for ${value}`)
      return { id: name, of: facetOf, values: declaration.values, many: declaration.many ?? false }
    }
    const facets = one.facets.map(facet)
    for (const [name, values] of Object.entries(one.where)) {
      const known = facet(name).values
      for (const value of values) if (!known.includes(value)) wrong(place, `where ${name}: ${value} is none of its values`)
    }
    if (one.defaultBy && !one.facets.includes(one.defaultBy)) wrong(place, `defaultBy ${one.defaultBy} is none of its facets`)
    if (one.companion && !programme.indicators.some((other) => other.id === one.companion)) wrong(place, `companion ${one.companion} is not there`)
    const classFacets = subject === classKind.subject ? Object.keys(classKind.facets).filter((name) => !own[name]) : []
    return {
      ...one, subject, tally: one.counts === 'person-times' || one.counts === 'things' ? 'times' : 'subjects', facets,
      classKind: classFacets.length ? classKind.kind : null, classFacets, defaultBy: one.defaultBy ?? null, companion: one.companion ?? null,
    }
  })
  const ids = indicators.map((one) => one.id)
  if (new Set(ids).size !== ids.length) wrong('indicators', 'an id stands twice')
  for (const target of programme.targets) if (!ids.includes(target.indicator)) wrong('targets', `${target.indicator} is no indicator`)
  return { ...programme, indicators, kinds: [...used.values()] }
}

/** Which subject a unit of counting needs; null where any will do. */
const subjectOf: Record<CountUnit, SubjectType | null> = {
  persons: 'person', 'person-times': 'person', households: 'household', ventures: 'venture', units: 'unit', things: null,
}
