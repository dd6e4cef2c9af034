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
    successors: lines(join(folder, 'successors.ndjson')),
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

const byNewness = (a, b) => (newer(a, b) ? 1 : -1)
const levelNames = ['nation', 'province', 'city', 'county', 'town', 'village']

/** The ledger as of a journal number: what stands, who counts as whom, which passing holds. */
function ledgerAt(data, asOf) {
  const known = data.entries.filter((entry) => entry.journal <= asOf)
  const reversed = new Set(known.filter((entry) => entry.kind === 'ledger.reversed').map((entry) => nameOf(entry.refers)))
  const standing = known.filter((entry) => !reversed.has(nameOf(entry)))
  const goes = new Map(standing.filter((entry) => entry.kind === 'ledger.merged').map((entry) => [entry.subject, entry.source]))
  const end = (subject) => {
    while (goes.has(subject)) subject = goes.get(subject)
    return subject
  }
  const acts = new Map()
  for (const entry of known) {
    if (entry.kind !== 'ledger.passed' && entry.kind !== 'ledger.returned') continue
    const key = `${nameOf(entry.refers)} ${entry.facets.level}`
    const other = acts.get(key)
    const later = !other || entry.journal > other.journal || (entry.journal === other.journal && (BigInt(entry.posting) > BigInt(other.posting) || (entry.posting === other.posting && entry.line > other.line)))
    if (later) acts.set(key, entry)
  }
  const bySubject = Map.groupBy(standing, (entry) => end(entry.subject))
  return {
    standing, end, subjects: bySubject,
    passed: (entry, level) => acts.get(`${nameOf(entry)} ${level}`)?.kind === 'ledger.passed',
    of: (subject, kinds) => (bySubject.get(subject) ?? []).filter((entry) => kinds.includes(entry.kind)),
  }
}

/** Where recorded paths count, in the tree as of a number: `on` a day, or as recorded. */
function treeAt(data, asOf) {
  const isKnown = (row) => row.known === null || BigInt(row.known) <= asOf
  const rows = data.units.filter((row) => isKnown(row) && (row.superseded === null || BigInt(row.superseded) > asOf))
  const byId = Map.groupBy(rows, (row) => row.id)
  const successors = data.successors.filter(isKnown)
  const stands = (row, day) => row.validFrom <= day && (row.validTo === null || row.validTo >= day)
  const idOf = (path) => Number(path.split('.').at(-2)?.slice(1))
  const above = (path) => path.slice(0, path.lastIndexOf('.u') + 1)
  const placeOn = (day) => {
    const found = new Map()
    const ofPath = (path) => (!path.includes('.u') ? null : byId.has(idOf(path)) ? ofUnit(idOf(path)) : ofPath(above(path)))
    const ofUnit = (id) => {
      if (!found.has(id)) {
        found.set(id, null)
        found.set(id, byId.has(id) ? seek(id) : null)
      }
      return found.get(id)
    }
    const seek = (id) => {
      const life = byId.get(id).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
      const now = life.find((row) => stands(row, day))
      if (now) return now.path
      const ended = life.filter((row) => row.validFrom <= day).at(-1)
      if (ended) {
        const heir = successors.find((one) => one.unit === id && one.heir)
        return heir ? ofUnit(heir.successor) : ofPath(above(ended.path))
      }
      const origins = [...new Set(successors.filter((one) => one.successor === id && one.onDay <= life[0].validFrom).map((one) => one.unit))]
      return origins.length === 1 ? ofUnit(origins[0]) : ofPath(above(life[0].path))
    }
    return ofPath
  }
  return { rows, byId, stands, placeOn }
}

/** A scope: whether something recorded at a path counts for the unit, and for which of its parts. */
function scopeOf(data, ask, level) {
  const tree = treeAt(data, BigInt(ask.asOf))
  const isThen = ask.boundaryDay === 'then'
  const at = (day) => tree.rows.find((row) => row.code === ask.unit && tree.stands(row, day))
  const unit = isThen ? (at(ask.to) ?? (ask.from === null ? undefined : at(ask.from))) : at(ask.boundaryDay)
  if (!unit) return null
  const holds = isThen ? (row) => row.validFrom <= ask.to && (row.validTo === null || ask.from === null || row.validTo >= ask.from) : (row) => tree.stands(row, ask.boundaryDay)
  const below = (id) => tree.rows.filter((row) => row.parentId === id && holds(row)).flatMap((row) => (row.placeholder ? below(row.id) : [row]))
  const own = isThen ? tree.byId.get(unit.id).map((row) => row.path) : [unit.path]
  const rows = level === null ? below(unit.id) : tree.rows.filter((row) => row.level === level && row.id !== unit.id && !row.placeholder && holds(row) && own.some((path) => row.path.startsWith(path)))
  const parts = [...Map.groupBy(rows, (row) => row.id).values()].map((mine) => mine.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1)).at(-1))
  const taken = new Set([unit.code])
  const keys = new Map()
  for (const part of parts.sort((a, b) => (a.validFrom !== b.validFrom ? (a.validFrom > b.validFrom ? -1 : 1) : b.id - a.id))) {
    keys.set(part.id, taken.has(part.code) ? `${part.code}@${part.id}` : part.code)
    taken.add(part.code)
  }
  const place = isThen ? (path) => path : tree.placeOn(ask.boundaryDay)
  // of some units alone: where each of them stands, as the unit itself does
  const pathsOf = (code) => {
    const on = (day) => tree.rows.find((row) => row.code === code && tree.stands(row, day))
    const one = isThen ? (on(ask.to) ?? (ask.from === null ? undefined : on(ask.from))) : on(ask.boundaryDay)
    return !one ? [] : isThen ? tree.byId.get(one.id).map((row) => row.path) : [one.path]
  }
  const chosen = ask.only?.length ? ask.only.map(pathsOf) : null
  if (chosen?.some((paths) => !paths.some((path) => own.some((one) => path.startsWith(one) || one.startsWith(path))))) return null
  const only = chosen?.flat() ?? null
  const among = (path) => only === null || only.some((one) => path.startsWith(one))
  const touches = (part) => only === null || [part.path, ...(isThen ? tree.byId.get(part.id).map((row) => row.path) : [])].some((path) => only.some((one) => path.startsWith(one) || one.startsWith(path)))
  return {
    unit, parts: parts.filter(touches).map((part) => ({ key: keys.get(part.id), pseudo: part.pseudo })),
    counts: (entry) => own.some((path) => place(entry.unitPath)?.startsWith(path)) && among(place(entry.unitPath)),
    partOf: (entry) => {
      const path = place(entry.unitPath)
      const [deepest] = rows.filter((row) => path.startsWith(row.path)).sort((a, b) => b.path.length - a.path.length)
      return deepest && keys.get(deepest.id)
    },
  }
}

const isStock = (all, one) => one.take === 'latest' || one.counts === 'balance' || (one.ratio ? [one.ratio.of, one.ratio.over].every((id) => isStock(all, all(id))) : false)

/** What an indicator counts: [{entry, subject, held}], `held` reading a facet of it. `inPlace` null: wherever. */
function counted(ledger, all, levels, one, { from: first, to, level: asked, inPlace }) {
  const from = isStock(all, one) ? null : first
  const level = [one.level ?? null, asked].reduce((a, b) => (a === null || b === null ? (a ?? b) : levels.indexOf(a) >= levels.indexOf(b) ? a : b))
  const valuesOf = (facets, facet) => {
    const value = facets?.[facet]
    return value === undefined || (Array.isArray(value) && value.length === 0) ? unknown : [value].flat()
  }
  const fits = (facets, where) => Object.entries(where).every(([facet, values]) => valuesOf(facets, facet).some((value) => values.includes(value)))
  const isClass = (facet) => one.classFacets.includes(facet)
  const own = Object.fromEntries(Object.entries(one.where).filter(([facet]) => !isClass(facet)))
  const classOf = (entry) =>
    one.classKind === null ? undefined
    : ledger.of(ledger.end(entry.subject), [one.classKind]).filter((other) => other.happenedOn <= (one.classAt === 'entry' ? entry.happenedOn : to)).sort(byNewness).at(-1)?.facets
  const inPeriod = (entry) => (from === null || entry.happenedOn >= from) && entry.happenedOn <= to

  let left = ledger.standing.filter((entry) => one.kinds.includes(entry.kind))
  if (one.take === 'every') left = left.filter(inPeriod)
  else {
    const subjects = [...new Set(left.map((entry) => ledger.end(entry.subject)))]
    left = one.take === 'latest'
      ? subjects.flatMap((subject) => ledger.of(subject, one.kinds).filter((entry) => entry.happenedOn <= to).sort(byNewness).slice(-1))
      : subjects.flatMap((subject) => ledger.of(subject, one.kinds).filter((entry) => fits(entry.facets, own)).sort(byNewness).slice(0, 1)).filter(inPeriod)
  }
  if (inPlace) left = left.filter(inPlace)
  if (level !== null) left = left.filter((entry) => ledger.passed(entry, level))
  left = left.filter((entry) => fits(entry.facets, own))
  if (Object.keys(one.where).some(isClass)) left = left.filter((entry) => fits(classOf(entry), Object.fromEntries(Object.entries(one.where).filter(([facet]) => isClass(facet)))))
  if (one.currency) left = left.filter((entry) => entry.currency === null || entry.currency === one.currency)
  if (one.without.length > 0) left = left.filter((entry) => !ledger.of(ledger.end(entry.subject), one.without).some((other) => other.happenedOn <= to))
  const day = (text, days) => new Date(Date.parse(`${text}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
  for (const near of one.near ?? []) {
    const isNear = (entry) => {
      const last = near.toDays === null ? '9999-12-31' : day(entry.happenedOn, near.toDays)
      const others = (kinds) => ledger.of(ledger.end(entry.subject), kinds).filter((other) => other.happenedOn <= last)
      if (near.newestOf) {
        const newest = others(near.newestOf).sort(byNewness).at(-1)
        return newest !== undefined && near.kinds.includes(newest.kind) && fits(newest.facets, near.where)
      }
      return others(near.kinds).some((other) => nameOf(other) !== nameOf(entry) && fits(other.facets, near.where) && (near.fromDays === null || other.happenedOn >= day(entry.happenedOn, near.fromDays)))
    }
    left = left.filter((entry) => isNear(entry) !== near.not)
  }

  const joins = ledger.standing.filter((entry) => entry.kind === 'register.joined-household')
  const household = (person, on) => {
    const last = ledger.of(person, ['register.joined-household']).filter((entry) => entry.happenedOn <= on).sort(byNewness).at(-1)
    return last && ledger.end(last.source)
  }
  const persons = [...new Set(joins.map((entry) => ledger.end(entry.subject)))]
  const whom = (entry) => {
    const mine = ledger.end(entry.subject)
    if (one.through === 'members') return persons.filter((person) => household(person, entry.happenedOn) === mine)
    return one.through === 'household' ? [household(mine, entry.happenedOn)].filter((subject) => subject !== undefined) : [mine]
  }
  const set = ({ of, period }) => new Set(counted(ledger, all, levels, all(of), { from: period === 'until' ? null : from, to, level: null, inPlace: null }).map((row) => row.subject))
  const [inAll, inNone] = [(one.all ?? []).map(set), (one.except ?? []).map(set)]
  return left.flatMap((entry) => whom(entry).map((subject) => ({ entry, subject, held: (facet) => valuesOf(isClass(facet) ? classOf(entry) : entry.facets, facet) })))
    .filter(({ subject }) => inAll.every((members) => members.has(subject)) && !inNone.some((members) => members.has(subject)))
}

/** A figure: {value, parts: {key: value}, overlap, membersDigest}; null where the unit, or one of `only`, is not there. `ask`: {unit, only?, from, to, boundaryDay, asOf, level, by}. `ofNobody`: how a mean or ratio of nobody is written. */
export function figure(data, indicator, ask, ofNobody = null) {
  const ledger = ledgerAt(data, BigInt(ask.asOf))
  const all = (id) => (indicator.uses ?? []).find((one) => one.id === id) ?? data.indicators.find((one) => one.id === id)
  const levels = data.levels.map(({ id }) => id)
  const unitLevel = levelNames.indexOf(ask.by)
  const scope = scopeOf(data, ask, unitLevel < 0 ? null : unitLevel)
  if (scope === null) return null
  const asked = { from: ask.from, to: ask.to, level: ask.level, inPlace: scope.counts }

  const { ratio } = indicator
  const cutter = ratio ? all(ratio.over) : indicator
  const raised = ratio ? { ...asked, level: [indicator.level ?? null, ask.level].sort((a, b) => levels.indexOf(a) - levels.indexOf(b)).at(-1) } : asked
  const rows = counted(ledger, all, levels, cutter, raised)
  const also = ratio && new Set(counted(ledger, all, levels, all(ratio.of), { ...raised, inPlace: null }).map((row) => row.subject))
  const minus = cutter.minus ?? []
  const subjectsOf = (mine) => new Set(mine.map((row) => row.subject)).size
  const rounded = (sum, over, places) => (over === 0 ? ofNobody : (Math.sign(sum) * Math.round((Math.abs(sum) * 10 ** places) / over)) / 10 ** places)
  const value = (mine) => {
    if (ratio) return rounded(subjectsOf(mine.filter((row) => also.has(row.subject))), subjectsOf(mine), 4)
    const sum = mine.reduce((total, { entry }) => total + Number(entry.amount ?? 0) * (minus.includes(entry.kind) ? -1 : 1), 0)
    return { subjects: subjectsOf(mine), times: mine.reduce((total, { entry }) => total + entry.count, 0), amount: sum === 0 ? 0 : sum, mean: rounded(sum, subjectsOf(mine), 2) }[indicator.tally]
  }

  const members = (ratio ? rows.filter((row) => also.has(row.subject)) : rows).map(({ entry, subject }) =>
    indicator.tally === 'subjects' || ratio ? subject : indicator.through === 'members' ? `${nameOf(entry)}:${subject}` : nameOf(entry))
  const membersDigest = sha256([...new Set(members)].sort().join('\n'))
  if (!ask.by) return { value: value(rows), parts: null, overlap: null, membersDigest }

  const parts = {}
  if (ask.by === 'unit' || unitLevel >= 0) {
    const byPart = Map.groupBy(rows, ({ entry }) => scope.partOf(entry))
    for (const { key, pseudo } of scope.parts) {
      const mine = value(byPart.get(key) ?? [])
      if (!pseudo || mine) parts[key] = mine
    }
    const rest = value(byPart.get(undefined) ?? [])
    if (rest || Object.keys(parts).length === 0) parts[scope.unit.code] = rest
  } else if (ask.by === 'month') {
    for (const [month, mine] of Map.groupBy(rows, ({ entry }) => entry.happenedOn.slice(0, 7))) parts[month] = value(mine)
    const months = Object.keys(parts).sort()
    for (let month = months[0]; months.length > 0 && month < months.at(-1); ) {
      const [year, number] = month.split('-').map(Number)
      month = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
      if (!(month in parts)) parts[month] = value([])
    }
  } else {
    for (const key of indicator.facets.find((facet) => facet.id === ask.by).values) parts[key] = value([])
    for (const key of new Set(rows.flatMap((row) => row.held(ask.by)))) parts[key] = value(rows.filter((row) => row.held(ask.by).includes(key)))
  }
  const overlap = indicator.tally === 'mean' || ratio ? null : Object.values(parts).reduce((sum, part) => sum + part, 0) - value(rows)
  return { value: value(rows), parts, overlap, membersDigest }
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
  const again = figure(data, body.definition, { ...body, unit: body.unit.code, asOf: body.journal.number }, body.form === 'qiaoshou-receipt-1' ? 0 : null)
  if (again.value !== body.value || again.overlap !== body.overlap || again.membersDigest !== body.membersDigest) return 'figure'
  return canonical(again.parts) === canonical(Object.fromEntries(body.parts.map((part) => [part.key, part.value]))) ? null : 'parts'
}
