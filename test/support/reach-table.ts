import { uuidv7 } from '../../src/kernel/ids.ts'
import { idNumber, random } from './people.ts'
import type { Answered, Asking, Belongings, TwoCounties } from './two-counties.ts'

/* County Pei and the things of county Feng: what is asked at every way into the server, by route. A new route stands here or its test fails. */

/** A definition that is whole. */
const draft = { id: 'tried-out', version: 1, name: { 'zh-Hans': '试一试', en: 'Tried out' }, how: { 'zh-Hans': '试一试。', en: 'Tried out.' }, counts: 'persons', kinds: ['register.person-filed'], facets: [] }

export type Told = { world: TwoCounties; mine: Belongings; theirs: Belongings }
export type Question = readonly [path: string, asking?: Asking]
/** What Pei asks about her own county, by route. Every route that reads stands here. */
const ownOf = (at: Told): Record<string, () => readonly string[]> => ({
  'GET /api/units': () => ['/api/units?search=村', '/api/units?search=3203', '/api/units?search=丰县', '/api/units?search='],
  'GET /api/units/:id': () => [`/api/units/${at.mine.county.id}`],
  'GET /api/units/:id/children': () => [`/api/units/${at.mine.county.id}/children`],
  'GET /api/units/:id/life': () => [`/api/units/${at.mine.county.id}/life`],
  'GET /api/unit-changes': () => ['/api/unit-changes'],
  'GET /api/me': () => ['/api/me'],
  'GET /api/checks/waiting': () => ['/api/checks/waiting'],
  'GET /api/checks/batches': () => ['/api/checks/batches', '/api/checks/batches?state=open', '/api/checks/batches?state=closed'],
  'GET /api/checks/batches/:id': () => [`/api/checks/batches/${at.mine.batch}`],
  'GET /api/ledger/recent': () => ['/api/ledger/recent'],
  'GET /api/twins': () => ['/api/twins', `/api/twins?unit=${at.mine.county.id}`],
  'GET /api/twins-waiting': () => ['/api/twins-waiting'],
  'GET /api/persons': () => ['/api/persons', '/api/persons?q=王莉', '/api/persons?q=王丽', '/api/persons?q=wl', '/api/persons?q=wangli', '/api/persons?worked=yes', '/api/persons?page=2'],
  'GET /api/persons.xlsx': () => ['/api/persons.xlsx'],
  'GET /api/persons/by-subject': () => [`/api/persons/by-subject?ids=${at.mine.subject}`],
  'GET /api/persons/:id': () => [`/api/persons/${at.mine.persons[0]}`],
  'GET /api/households': () => ['/api/households', '/api/households?q=王莉'],
  'GET /api/households/:id': () => [`/api/households/${at.mine.household}`],
  'GET /api/today': () => ['/api/today'],
  'GET /api/imports': () => ['/api/imports'],
  'GET /api/imports/:id': () => at.mine.imports.map((id) => `/api/imports/${id}`),
  'GET /api/imports/:id/rows': () => [`/api/imports/${at.mine.imports[1]}/rows`],
  'GET /api/imports/:id/refusals.xlsx': () => [`/api/imports/${at.mine.imports[1]}/refusals.xlsx`],
  'GET /api/agencies': () => ['/api/agencies', '/api/agencies?state=all', '/api/agencies?q=银行'],
  'GET /api/agencies/:id': () => [`/api/agencies/${at.mine.agency}`],
  'GET /api/agencies/by-subject': () => [`/api/agencies/by-subject?ids=${at.mine.subject}`],
  'GET /api/programme': () => ['/api/programme'],
  'GET /api/indicators': () => ['/api/indicators'],
  'GET /api/definitions': () => ['/api/definitions'],
  'GET /api/definitions/:id': () => ['/api/definitions/able-and-willing'],
  'GET /api/figures': () => ['/api/figures', '/api/figures?asOf=1', '/api/figures?level=county'],
  'GET /api/figures/:indicator': () => ['/api/figures/persons-filed?by=unit', '/api/figures/work-starts?by=trade', '/api/figures/persons-filed?asOf=1'],
  'GET /api/figures/:indicator/pivot': () => ['/api/figures/work-starts/pivot', '/api/figures/households-filed/pivot?by=month'],
  'GET /api/figures/:indicator/people': () => ['/api/figures/persons-filed/people', '/api/figures/persons-filed/people?q=w'],
  'GET /api/figures/:indicator/entries': () => ['/api/figures/work-starts/entries'],
  'GET /api/figures/:indicator/left-out': () => ['/api/figures/persons-filed/left-out?level=county', '/api/figures/persons-filed/left-out?asOf=1'],
  'GET /api/figures/:indicator/changes': () => ['/api/figures/work-starts/changes?before=1', '/api/figures/persons-filed/changes?before=2'],
  'GET /api/figures/:indicator/changed-entries': () => ['/api/figures/work-starts/changed-entries?before=1&reason=late'],
  'GET /api/figures/:indicator/not-reached': () => ['/api/figures/work-starts/not-reached', '/api/figures/work-starts/not-reached?q=w'],
  'GET /api/funnels': () => ['/api/funnels'],
  'GET /api/funnels/:funnel': () => ['/api/funnels/filed-to-work'],
  'GET /api/figures/:indicator/trend': () => ['/api/figures/work-starts/trend'],
  'GET /api/figures/:indicator/figure.xlsx': () => ['/api/figures/work-starts/figure.xlsx'],
  'GET /api/figures/:indicator/people.xlsx': () => ['/api/figures/work-starts/people.xlsx'],
  'GET /api/receipt-preview': () => ['/api/receipt-preview?indicator=persons-filed&to=2026-11-20'],
  'GET /api/receipts': () => ['/api/receipts'],
  'GET /api/receipts/:code': () => [`/api/receipts/${at.mine.receipt}`],
  'GET /api/audit': () => ['/api/audit'],
  'GET /api/audit/seals': () => ['/api/audit/seals'],
  'GET /api/exports': () => ['/api/exports', '/api/exports?show=waiting'],
  'GET /api/persons/:id/looks': () => [`/api/persons/${at.mine.persons[0]}/looks`],
  'GET /api/persons/:id/rights': () => [`/api/persons/${at.mine.persons[0]}/rights`],
  'GET /api/requests': () => ['/api/requests', '/api/requests?state=ended'],
  'GET /api/requests-waiting': () => ['/api/requests-waiting'],
  'GET /api/requests/:id': () => [`/api/requests/${at.mine.request}`],
  'GET /api/requests/:id/held.xlsx': () => [`/api/requests/${at.mine.request}/held.xlsx`],
  'GET /api/my': () => ['/api/my'],
  'GET /api/my/requests/:id/held.xlsx': () => [`/api/my/requests/${at.mine.request}/held.xlsx`],
})

export const empty = { persons: [], households: [], units: [], people: [], entries: [], agencies: [] } as Record<string, unknown[]>
/** What Pei asks with Feng's ids. `nothing`: the answer is a list, and it is empty. */
const othersOf = (at: Told): Record<string, 'no id' | (() => readonly Foreign[])> => {
  const scoped = (path: string): Question[] => [[`${path}unit=${at.theirs.county.code}`], [`${path}unit=${at.theirs.village.code}`], [`${path}unit=3203`]]
  return {
    'GET /api/units': () => [nothing([`/api/units?search=${at.theirs.county.code}`]), nothing([`/api/units?search=${at.theirs.village.code}`])],
    'GET /api/units/:id': () => [[`/api/units/${at.theirs.county.id}`], [`/api/units/${at.theirs.village.id}`], [`/api/units/${at.world.workspace.topUnitId}`]],
    'GET /api/units/:id/children': () => [[`/api/units/${at.theirs.county.id}/children`], [`/api/units/${at.world.workspace.topUnitId}/children`]],
    'GET /api/units/:id/life': () => [[`/api/units/${at.theirs.county.id}/life`], [`/api/units/${at.theirs.village.id}/life`], [`/api/units/${at.world.workspace.topUnitId}/life`]],
    'GET /api/unit-changes': 'no id',
    'POST /api/unit-changes/preview': () => [refused(post('/api/unit-changes/preview', { change: { verb: 'close', unitId: at.theirs.village.id, heirId: null, onDay: '2026-11-20' } }))],
    'POST /api/unit-changes': () => [refused(post('/api/unit-changes', { id: uuidv7(), reason: '不是我的', change: { verb: 'close', unitId: at.theirs.village.id, heirId: null, onDay: '2026-11-20' } }))],
    'GET /api/me': 'no id',
    'POST /api/me/grant': () => [post('/api/me/grant', { workspace: 'xuzhou', unitId: at.theirs.county.id }), post('/api/me/grant', { workspace: 'xuzhou', unitId: at.world.workspace.topUnitId })],
    'GET /api/checks/waiting': 'no id',
    'GET /api/checks/batches': 'no id',
    'POST /api/checks/batches': () => [post('/api/checks/batches', { level: 'county', unitId: at.theirs.county.id, group: 'work' })],
    'GET /api/checks/batches/:id': () => [[`/api/checks/batches/${at.theirs.batch}`]],
    'POST /api/checks/batches/:id/findings': () => [post(`/api/checks/batches/${at.theirs.batch}/findings`, { posting: at.theirs.entry.split('-')[0], line: 1, wrong: true })],
    'POST /api/checks/batches/:id/take-back': () => [post(`/api/checks/batches/${at.theirs.batch}/take-back`, { reason: '不是我的' })],
    'POST /api/checks/batches/:id/closing': () => [post(`/api/checks/batches/${at.theirs.batch}/closing`, { outcome: 'returned', reason: '不是我的' })],
    'GET /api/ledger/recent': 'no id',
    'GET /api/twins-waiting': 'no id',
    'GET /api/twins': () => [[`/api/twins?unit=${at.theirs.county.id}`]],
    'POST /api/twins/apart': () => [post('/api/twins/apart', { persons: [at.mine.persons[0], at.theirs.persons[0]] })],
    'POST /api/merges': () => [
      post('/api/merges', { id: uuidv7(), stays: at.mine.persons[0], closes: at.theirs.persons[0], reason: '重复' }), post('/api/merges', { id: uuidv7(), stays: at.theirs.persons[0], closes: at.mine.persons[0], reason: '重复' }),
    ],
    'POST /api/merges/:id/undo': () => [post(`/api/merges/${uuidv7()}/undo`, { id: uuidv7(), reason: '不是我的' })],
    'GET /api/persons': () => [[`/api/persons?unit=${at.theirs.county.id}`], nothing([`/api/persons?q=${at.theirs.ids[0]}`]), nothing([`/api/persons?q=${encodeURIComponent(at.theirs.person)}`]), nothing(['/api/persons?q=13872000000'])],
    'GET /api/persons.xlsx': () => [[`/api/persons.xlsx?unit=${at.theirs.county.id}`]],
    'GET /api/persons/by-subject': () => [nothing([`/api/persons/by-subject?ids=${at.theirs.subject}`])],
    'GET /api/persons/:id': () => at.theirs.persons.map((id) => [`/api/persons/${id}`] as const),
    'POST /api/persons/:id/reveal': () => [post(`/api/persons/${at.theirs.persons[0]}/reveal`, { field: 'idNumber', reason: '看看' })],
    'POST /api/persons': () => [
      post('/api/persons', card({ unitId: at.theirs.village.id }), 422), post('/api/persons', card({ unitId: at.mine.village.id, householdId: at.theirs.household })),
    ],
    'POST /api/persons/:id/changes': () => [post(`/api/persons/${at.theirs.persons[0]}/changes`, { id: uuidv7(), fields: { note: '改' } })],
    'GET /api/households': () => [[`/api/households?unit=${at.theirs.county.id}`], nothing([`/api/households?q=${at.theirs.county.code}-0`])],
    'GET /api/households/:id': () => [[`/api/households/${at.theirs.household}`]],
    'GET /api/today': 'no id',
    'POST /api/imports': () => [[`/api/imports?filename=x.xlsx&id=${at.theirs.imports[1]}`, { method: 'POST', bytes: Buffer.from('somebody else’s') }]],
    'GET /api/imports': 'no id',
    'GET /api/imports/:id': () => at.theirs.imports.map((id) => [`/api/imports/${id}`] as const),
    'PUT /api/imports/:id/columns': () => [[`/api/imports/${at.theirs.imports[1]}/columns`, { method: 'PUT', body: { signature: 'x', columns: [] } }]],
    'GET /api/imports/:id/rows': () => [[`/api/imports/${at.theirs.imports[1]}/rows`]],
    'PUT /api/imports/:id/decisions': () => [[`/api/imports/${at.theirs.imports[1]}/decisions`, { method: 'PUT', body: { rows: [{ sheet: '花名册', row: 4, decision: 'send-back' }] } }]],
    'POST /api/imports/:id/write': () => [[`/api/imports/${at.theirs.imports[1]}/write`, { method: 'POST' }]],
    'GET /api/imports/:id/refusals.xlsx': () => [[`/api/imports/${at.theirs.imports[1]}/refusals.xlsx`]],
    'DELETE /api/imports/:id': () => [[`/api/imports/${at.theirs.imports[1]}`, { method: 'DELETE' }]],
    'POST /api/work-starts': () => [post('/api/work-starts', { id: uuidv7(), personIds: [at.mine.persons[0], at.theirs.persons[0]], trade: 'handicraft', startedOn: '2026-11-11' })],
    'POST /api/work-starts/:entry/reverse': () => [post(`/api/work-starts/${at.theirs.entry}/reverse`, { id: uuidv7(), reason: 'mistake' })],
    'GET /api/agencies': () => [nothing([`/api/agencies?q=${encodeURIComponent(`${at.theirs.county.name}银行`)}`])],
    'GET /api/agencies/:id': () => [[`/api/agencies/${at.theirs.agency}`]],
    'GET /api/agencies/by-subject': () => [nothing([`/api/agencies/by-subject?ids=${at.theirs.subject}`])],
    'POST /api/agencies': () => [post('/api/agencies', { id: uuidv7(), name: '协会一', kind: 'association', unitId: at.theirs.village.id, joinedOn: '2026-11-20' })],
    'POST /api/agencies/:id/rename': () => [post(`/api/agencies/${at.theirs.agency}/rename`, { id: uuidv7(), name: '别名', on: '2026-11-20' })],
    'POST /api/agencies/:id/leave': () => [post(`/api/agencies/${at.theirs.agency}/leave`, { id: uuidv7(), on: '2026-11-20' })],
    'POST /api/agencies/:id/reverse': () => [post(`/api/agencies/${at.theirs.agency}/reverse`, { id: uuidv7(), step: at.theirs.agency, reason: 'mistake' })],
    'GET /api/programme': 'no id',
    'GET /api/indicators': 'no id',
    'GET /api/definitions': 'no id',
    'GET /api/definitions/:id': 'no id',
    'POST /api/indicators': 'no id',
    'POST /api/indicators/check': 'no id',
    'POST /api/indicators/:id/retire': 'no id',
    'POST /api/figures/preview': () => [at.theirs.county.code, at.theirs.village.code, '3203'].map((unit) => post('/api/figures/preview', { unit, definition: draft })),
    'GET /api/figures': () => scoped('/api/figures?'),
    'GET /api/figures/:indicator': () => scoped('/api/figures/persons-filed?'),
    'GET /api/figures/:indicator/pivot': () => scoped('/api/figures/persons-filed/pivot?'),
    'GET /api/figures/:indicator/people': () => [...scoped('/api/figures/persons-filed/people?'), [`/api/figures/persons-filed/people?row=${at.theirs.county.code}`]],
    'GET /api/figures/:indicator/entries': () => [...scoped('/api/figures/work-starts/entries?'), nothing([`/api/figures/work-starts/entries?subject=${at.theirs.subject}`])],
    'GET /api/figures/:indicator/left-out': () => scoped('/api/figures/persons-filed/left-out?'),
    'GET /api/figures/:indicator/changes': () => scoped('/api/figures/persons-filed/changes?before=1&'),
    'GET /api/figures/:indicator/changed-entries': () => scoped('/api/figures/work-starts/changed-entries?before=1&reason=late&'),
    'GET /api/figures/:indicator/not-reached': () => [...scoped('/api/figures/work-starts/not-reached?'), [`/api/figures/work-starts/not-reached?row=${at.theirs.county.code}`]],
    'GET /api/funnels': 'no id',
    'GET /api/funnels/:funnel': () => scoped('/api/funnels/filed-to-work?'),
    'GET /api/figures/:indicator/trend': () => scoped('/api/figures/persons-filed/trend?'),
    'GET /api/figures/:indicator/figure.xlsx': () => scoped('/api/figures/persons-filed/figure.xlsx?'),
    'GET /api/figures/:indicator/people.xlsx': () => scoped('/api/figures/persons-filed/people.xlsx?'),
    'POST /api/receipts': () => [post('/api/receipts', { indicator: 'persons-filed', unit: at.theirs.county.code }), post('/api/receipts', { indicator: 'persons-filed', unit: '3203' })],
    'GET /api/receipt-preview': () => scoped('/api/receipt-preview?indicator=persons-filed&'),
    'GET /api/receipts': 'no id',
    'GET /api/audit': 'no id',
    'GET /api/audit/seals': 'no id',
    'GET /api/exports': 'no id',
    'POST /api/exports': () => [post('/api/exports', { id: uuidv7(), what: 'register.persons', reason: '核对', query: { unit: String(at.theirs.county.id) } })],
    'POST /api/exports/:id/decision': () => [post(`/api/exports/${at.theirs.request}/decision`, { approve: true }, 403)],
    'GET /api/persons/:id/looks': () => [[`/api/persons/${at.theirs.persons[0]}/looks`]],
    'GET /api/persons/:id/rights': () => [[`/api/persons/${at.theirs.persons[0]}/rights`]],
    'POST /api/persons/:id/consents': () => [post(`/api/persons/${at.theirs.persons[0]}/consents`, { id: uuidv7(), purpose: 'publish-story', given: true, version: 'old', channel: 'paper' })],
    'POST /api/persons/:id/requests': () => [post(`/api/persons/${at.theirs.persons[0]}/requests`, { id: uuidv7(), kind: 'erasure', channel: 'paper' })],
    'GET /api/requests': 'no id',
    'GET /api/requests-waiting': 'no id',
    'GET /api/requests/:id': () => [[`/api/requests/${at.theirs.request}`]],
    'GET /api/requests/:id/held.xlsx': () => [[`/api/requests/${at.theirs.request}/held.xlsx`]],
    'POST /api/requests/:id/answer': () => [post(`/api/requests/${at.theirs.request}/answer`, { id: uuidv7() })],
    'POST /api/requests/:id/refuse': () => [post(`/api/requests/${at.theirs.request}/refuse`, { id: uuidv7(), reason: '不办' })],
    'POST /api/requests/:id/carry-out': () => [post(`/api/requests/${at.theirs.request}/carry-out`, { id: uuidv7() })],
    'POST /api/requests/:id/approve': () => [post(`/api/requests/${at.theirs.request}/approve`, { id: uuidv7() }, 403)],
    'GET /api/my': 'no id',
    'POST /api/my/consents': 'no id',
    'POST /api/my/requests': 'no id',
    'GET /api/my/requests/:id/held.xlsx': () => [refused([`/api/my/requests/${at.theirs.request}/held.xlsx`])],
    'GET /api/receipts/:code': () => [[`/api/receipts/${at.theirs.receipt}`]],
    'POST /api/receipts/:code/withdraw': () => [
      post(`/api/receipts/${at.theirs.receipt}/withdraw`, { reason: '不是我的' }), post(`/api/receipts/${at.mine.receipt}/withdraw`, { reason: '换成别人的', successor: at.theirs.receipt }),
    ],
  }
}

export type Foreign = Question & { nothing?: true; status?: number }
export const used = new Set<string>()
const post = (path: string, body: object, status = 404): Question & { status?: number } => Object.assign([path, { method: 'POST', body }] as const, { status })
const refused = (question: Question) => Object.assign(question, { status: 403 })
const nothing = (question: Question) => Object.assign(question, { nothing: true as const })
export const card = (more: object) => ({ id: uuidv7(), idNumber: idNumber(random(9), '320322', '1977-03-04', used), name: '赵敏', ...more })
export const nameOf = ({ endpoint }: { endpoint: { method: string; path: string } }) => `${endpoint.method} ${endpoint.path.replace(/\{[^}]*\}/g, '')}`

/** What an answer says, without how far the books of the whole workspace are. A file counts without its digits. */
export function said({ status, body, text }: Answered): unknown {
  if (body === null) return { status, text: text.replace(/[\d.]+/g, '') }
  return JSON.parse(JSON.stringify(body, (key, value: unknown) => (['asOf', 'head', 'journalHead', 'check'].includes(key) || (key === 'journal' && typeof value === 'object') ? undefined : value)))
}

/** The routes that the table holds: accounts stand beside the tree of units, and who may do what to which of them is another table (matrix). */
export const isHeld = (name: string) => !/ \/api\/(accounts|me\/(sessions|factor|password)|first-password|password|sign-)/.test(name)

/** What grows by being asked: looks, files taken, seals of the audit log. Held for traces only. */
export const growing = ['GET /api/persons/:id/looks', 'GET /api/requests/:id/held.xlsx', 'GET /api/exports', 'GET /api/audit', 'GET /api/audit/seals']

/** Everything that tells of a county. */
export const tracesOf = (theirs: Belongings, women: readonly string[]) =>
  [...theirs.persons, theirs.agency, theirs.household, theirs.subject, theirs.batch, theirs.request, ...theirs.imports, theirs.receipt, ...women, theirs.ids[0]!, theirs.village.code]

/** The questions of both kinds, by route. What they speak of is filled in before they are asked. */
export const reachTable = (at: Told) => ({ own: ownOf(at), others: othersOf(at) })
