// A checker of ledger exports, written from docs/LEDGER-EXPORT.md alone. It imports nothing of the program.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex')
const lines = (path) => readFileSync(path, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line))
const newer = (a, b) =>
  a.happenedOn !== b.happenedOn ? a.happenedOn > b.happenedOn : a.posting !== b.posting ? BigInt(a.posting) > BigInt(b.posting) : a.line > b.line
const nameOf = (ref) => `${ref.posting}:${ref.line}`
const unknown = ['unknown']

export function readExport(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  for (const [name, { sha256: expected }] of Object.entries(manifest.files)) {
    const found = createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')
    if (found !== expected) throw new Error(`${name} is not as the manifest says`)
  }
  return {
    manifest,
    units: lines(join(folder, 'units.ndjson')),
    journal: lines(join(folder, 'journal.ndjson')),
    entries: lines(join(folder, 'entries.ndjson')).map((entry) => ({ ...entry, journal: BigInt(entry.journal) })),
    receipts: lines(join(folder, 'receipts.ndjson')),
    ...JSON.parse(readFileSync(join(folder, 'indicators.json'), 'utf8')),
  }
}

/** The first fault of the chain, or null. */
export function checkChain({ journal, entries, manifest }) {
  const byPosting = Map.groupBy(entries, (entry) => entry.posting)
  let previous = { number: '0', hash: '0'.repeat(64), at: '' }
  for (const row of journal) {
    if (BigInt(row.number) !== BigInt(previous.number) + 1n) return `${row.number}: number`
    if (row.previousHash !== previous.hash) return `${row.number}: previous hash`
    if (!(row.at > previous.at)) return `${row.number}: time`
    const mine = (byPosting.get(row.posting) ?? []).sort((a, b) => a.line - b.line)
    if (mine.length !== row.entries) return `${row.number}: number of entries`
    const canonical = mine.map((e) => {
      const facets = Object.fromEntries(Object.keys(e.facets).sort().map((key) => [key, e.facets[key]]))
      const refers = e.refers && [e.refers.posting, e.refers.line]
      return `${JSON.stringify([e.line, e.kind, e.subject, e.unitId, e.unitPath, e.happenedOn, e.count, e.amount, e.currency, facets, e.plan, e.source, refers])}\n`
    })
    if (sha256(canonical.join('')) !== row.entriesDigest) return `${row.number}: entries`
    const texts = ['qiaoshou-journal-1', row.number, row.posting, row.at, row.actor, row.requestId, row.verb, row.entries, row.entriesDigest, row.previousHash]
    if (sha256(texts.join('\n')) !== row.hash) return `${row.number}: hash`
    previous = row
  }
  return previous.hash === manifest.head.hash ? null : 'head'
}

/** A figure: {value, parts: {key: value}, overlap, membersDigest}. `ask`: {unit, from, to, boundaryDay, asOf, level, by}. */
export function figure(data, indicator, ask) {
  const asOf = BigInt(ask.asOf)
  const known = data.entries.filter((entry) => entry.journal <= asOf)
  const reversed = new Set(known.filter((entry) => entry.kind === 'ledger.reversed').map((entry) => nameOf(entry.refers)))
  const passed = new Set(known.filter((entry) => entry.kind === 'ledger.passed' && entry.facets.level === ask.level).map((entry) => nameOf(entry.refers)))
  const standing = known.filter((entry) => !reversed.has(nameOf(entry)) && entry.happenedOn <= ask.to)
  const newestOf = (kinds) => {
    const newest = new Map()
    for (const entry of standing) {
      if (!kinds.includes(entry.kind)) continue
      const other = newest.get(entry.subject)
      if (!other || newer(entry, other)) newest.set(entry.subject, entry)
    }
    return newest
  }
  const onDay = (unit) => unit.validFrom <= ask.boundaryDay && (unit.validTo === null || unit.validTo >= ask.boundaryDay)
  const unit = data.units.find((one) => one.code === ask.unit && onDay(one))
  const pathsOf = (id) => data.units.filter((one) => one.id === id).map((one) => one.path)
  const below = (entry, paths) => paths.some((path) => entry.unitPath.startsWith(path))

  let left = indicator.take === 'latest'
    ? [...newestOf(indicator.kinds).values()]
    : standing.filter((entry) => indicator.kinds.includes(entry.kind) && (ask.from === null || entry.happenedOn >= ask.from))
  left = left.filter((entry) => below(entry, pathsOf(unit.id)))
  if (ask.level !== null) left = left.filter((entry) => passed.has(nameOf(entry)))
  const classes = indicator.classKind === null ? new Map() : newestOf([indicator.classKind])
  const held = (entry, facet) => {
    const facets = indicator.classFacets.includes(facet) ? classes.get(entry.subject)?.facets : entry.facets
    const value = facets?.[facet]
    return value === undefined || (Array.isArray(value) && value.length === 0) ? unknown : [value].flat()
  }
  for (const [facet, values] of Object.entries(indicator.where)) left = left.filter((entry) => held(entry, facet).some((value) => values.includes(value)))
  const excluded = new Set(standing.filter((entry) => indicator.without.includes(entry.kind)).map((entry) => entry.subject))
  left = left.filter((entry) => !excluded.has(entry.subject))

  const tally = (entries) => (indicator.tally === 'subjects' ? new Set(entries.map((entry) => entry.subject)).size : entries.reduce((sum, entry) => sum + entry.count, 0))
  const value = tally(left)
  const members = [...new Set(left.map((entry) => (indicator.tally === 'subjects' ? entry.subject : nameOf(entry))))].sort()
  const membersDigest = sha256(members.join('\n'))
  if (!ask.by) return { value, parts: null, overlap: null, membersDigest }

  const parts = {}
  if (ask.by === 'unit') {
    const childrenOf = (id) => data.units.filter((one) => one.parentId === id && onDay(one)).flatMap((one) => (one.placeholder ? childrenOf(one.id) : [one]))
    let rest = left
    for (const child of childrenOf(unit.id)) {
      const paths = pathsOf(child.id)
      const mine = left.filter((entry) => below(entry, paths))
      rest = rest.filter((entry) => !below(entry, paths))
      if (!child.pseudo || mine.length > 0) parts[child.code] = tally(mine)
    }
    if (rest.length > 0 || Object.keys(parts).length === 0) parts[unit.code] = tally(rest)
  } else if (ask.by === 'month') {
    for (const [month, entries] of Map.groupBy(left, (entry) => entry.happenedOn.slice(0, 7))) parts[month] = tally(entries)
    const months = Object.keys(parts).sort()
    for (let month = months[0]; months.length > 0 && month < months.at(-1); ) {
      const [year, number] = month.split('-').map(Number)
      month = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
      parts[month] ??= 0
    }
  } else {
    for (const key of indicator.facets.find((facet) => facet.id === ask.by).values) parts[key] = 0
    for (const key of new Set(left.flatMap((entry) => held(entry, ask.by)))) parts[key] = tally(left.filter((entry) => held(entry, ask.by).includes(key)))
  }
  const overlap = Object.values(parts).reduce((sum, part) => sum + part, 0) - value
  return { value, parts, overlap, membersDigest }
}

const canonical = (value) =>
  Array.isArray(value) ? `[${value.map(canonical).join(',')}]`
  : value !== null && typeof value === 'object' ? `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
  : JSON.stringify(value)

/** What is wrong with a receipt, or null. */
export function checkReceipt(data, { body, bodyHash }) {
  if (sha256(canonical(body)) !== bodyHash) return 'body hash'
  const row = data.journal.find((one) => one.number === body.journal.number)
  if (body.journal.number !== '0' && (row?.hash !== body.journal.hash || row.at !== body.journal.at)) return 'journal'
  const again = figure(data, body.definition, { ...body, unit: body.unit.code, asOf: body.journal.number })
  if (again.value !== body.value || again.overlap !== body.overlap || again.membersDigest !== body.membersDigest) return 'figure'
  return canonical(again.parts) === canonical(Object.fromEntries(body.parts.map((part) => [part.key, part.value]))) ? null : 'parts'
}
