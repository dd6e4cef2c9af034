import { uuidv7 } from '../../src/kernel/ids.ts'
import type { GrantedRole } from '../../src/kernel/abilities.ts'
import { idNumber, random } from '../support/people.ts'
import type { Ask, Thing } from './world.ts'

/*
 * Who may do what at every way into the server, written by hand from what the roles are for, not from the program. A route that does not
 * stand here fails the build.
 */

const everybody: readonly GrantedRole[] = [
  'system-admin', 'security-admin', 'audit-admin', 'leader', 'officer', 'worker', 'checker', 'trainer', 'finance', 'bank-clerk', 'judge', 'incubator', 'broker', 'member', 'auditor',
]
const staff = everybody.filter((role) => role !== 'member')
/** Who may look at people. */
const readers = ['leader', 'officer', 'worker', 'checker', 'auditor'] as const
const counters = [...readers, 'trainer', 'finance', 'incubator'] as const
const writers = ['officer', 'worker'] as const
const revealers = ['officer', 'worker', 'checker'] as const
const publishers = ['leader', 'officer'] as const
const keepers = ['system-admin', 'security-admin', 'audit-admin', 'auditor'] as const
const deskReaders = ['leader', 'officer', 'worker', 'auditor'] as const
const desk = ['officer', 'worker'] as const

export type Line = {
  /** Roles that may. All others are refused `not-allowed`, whatever they ask about. */
  readonly roles: readonly GrantedRole[] | 'unsigned'
  /** What is asked about a thing; undefined where the thing has nothing of the kind. */
  readonly of?: (thing: Thing) => Ask | undefined
  /** What is asked about nothing in particular: the answer holds what is in reach and no mark of anything else. */
  readonly list?: readonly Ask[]
  /** How a thing out of reach is answered, where it is not plainly "not found". */
  readonly hidden?: 'empty' | readonly string[]
  /** Codes besides 200 that say that one might have, had the thing been in another state. */
  readonly also?: readonly string[]
  /** What it is asked for by (a unit's number, a place in the books) means something else in another workspace, or is free there. */
  readonly ofWorkspace?: true
}

const send = (path: string, body: unknown, method = 'POST'): Ask => [path, { method, body }]
const if_ = <T>(value: T | undefined, ask: (value: T) => Ask): Ask | undefined => (value === undefined ? undefined : ask(value))
const used = new Set<string>()
const pick = random(20_261_122)
const unitQuery = (path: string) => (thing: Thing): Ask => [`${path}unit=${thing.unit.code}`]
const figureOf = (path: string, roles: Line['roles'] = counters): Line => ({ roles, of: unitQuery(path), list: [[path]], ofWorkspace: true })

/** A definition that is whole. */
const draft = { id: 'tried-out', version: 1, name: { 'zh-Hans': '试一试', en: 'Tried out' }, how: { 'zh-Hans': '试一试。', en: 'Tried out.' }, counts: 'persons', kinds: ['register.person-filed'], facets: [] }

export const table: Record<string, Line> = {
  'GET /api/sign-in': { roles: 'unsigned' },
  'POST /api/sign-in': { roles: 'unsigned' },
  'POST /api/sign-in/factor': { roles: 'unsigned' },
  'POST /api/sign-in/enrol': { roles: 'unsigned' },
  'POST /api/sign-in/enrol/confirm': { roles: 'unsigned' },
  'POST /api/sign-in/password': { roles: 'unsigned' },
  'POST /api/first-password/look': { roles: 'unsigned' },
  'POST /api/first-password': { roles: 'unsigned' },
  'POST /api/sign-out': { roles: 'unsigned' },
  'GET /api/me': { roles: everybody, list: [['/api/me']] },
  'POST /api/me/grant': { roles: everybody, of: (t) => send('/api/me/grant', { workspace: t.workspace, unitId: t.unit.id }), hidden: ['grant-not-found'], also: ['grant-not-found'] },
  'POST /api/me/password': { roles: everybody, list: [send('/api/me/password', { old: 'not the one', password: 'a-new-one-of-tests-7' })], also: ['password-old-wrong', 'sign-in-wait'] },
  'GET /api/me/sessions': { roles: everybody, list: [['/api/me/sessions']] },
  'POST /api/me/sessions/end-others': { roles: everybody, list: [send('/api/me/sessions/end-others', undefined)] },
  'POST /api/me/sessions/:id/end': { roles: everybody, list: [send(`/api/me/sessions/${uuidv7()}/end`, undefined)], also: ['session-not-found'] },
  'GET /api/me/factor': { roles: everybody, list: [['/api/me/factor']] },
  'POST /api/me/factor': { roles: everybody, list: [send('/api/me/factor', { password: 'not the one' })], also: ['password-old-wrong', 'sign-in-wait'] },
  'POST /api/me/factor/confirm': { roles: everybody, list: [send('/api/me/factor/confirm', { code: '000000' })], also: ['factor-not-begun'] },
  'POST /api/me/factor/recovery-codes': { roles: everybody, list: [send('/api/me/factor/recovery-codes', { code: '000000' })], also: ['factor-off', 'factor-wrong', 'factor-wait'] },
  'POST /api/me/factor/remove': { roles: everybody, list: [send('/api/me/factor/remove', { code: '000000' })], also: ['factor-obligatory', 'factor-off', 'factor-wrong', 'factor-wait'] },

  'GET /api/accounts': { roles: keepers, list: [['/api/accounts'], ['/api/accounts?q=officer']] },
  'GET /api/accounts/:id': { roles: keepers, of: (t) => if_(t.account, (id) => [`/api/accounts/${id}`]) },
  'POST /api/accounts': { roles: ['system-admin'], list: [send('/api/accounts', { id: uuidv7(), name: 'newcomer', displayName: '新来的' })], also: ['account-name-taken'] },
  'POST /api/accounts/:id/block': { roles: ['system-admin'], of: (t) => if_(t.account, (id) => send(`/api/accounts/${id}/block`, { reason: '离岗' })) },
  'POST /api/accounts/:id/unblock': { roles: ['system-admin'], of: (t) => if_(t.account, (id) => send(`/api/accounts/${id}/unblock`, undefined)) },
  'POST /api/accounts/:id/link': { roles: ['system-admin'], of: (t) => if_(t.account, (id) => send(`/api/accounts/${id}/link`, undefined)) },
  'POST /api/accounts/:id/remove-factor': { roles: ['system-admin'], of: (t) => if_(t.account, (id) => send(`/api/accounts/${id}/remove-factor`, undefined)) },
  'POST /api/accounts/:id/grants': { roles: ['security-admin'], of: (t) => if_(t.account, (id) => send(`/api/accounts/${id}/grants`, { id: uuidv7(), role: 'judge', unitId: t.unit.id })), also: ['grant-stands'] },
  'POST /api/accounts/:id/grants/:grantId/end': { roles: ['security-admin'], of: (t) => if_(t.account, (id) => send(`/api/accounts/${id}/grants/${t.grant}/end`, undefined)), also: ['grant-not-found'] },

  'GET /api/audit': { roles: ['audit-admin', 'auditor'], list: [['/api/audit']] },
  'GET /api/audit/seals': { roles: ['audit-admin', 'auditor'], list: [['/api/audit/seals']] },

  'GET /api/exports': { roles: ['leader', 'officer', 'audit-admin', 'auditor'], list: [['/api/exports'], ['/api/exports?show=waiting']] },
  'POST /api/exports': { roles: publishers, of: (t) => send('/api/exports', { id: uuidv7(), what: 'register.persons', reason: '核对', query: { unit: String(t.unit.id) } }), also: ['export-small'], ofWorkspace: true },
  'POST /api/exports/:id/decision': { roles: ['leader'], of: (t) => if_(t.export, (id) => send(`/api/exports/${id}/decision`, { approve: false, reason: '不需要' })), also: ['export-decided'] },

  'GET /api/persons/:id/rights': { roles: deskReaders, of: (t) => if_(t.person, (id) => [`/api/persons/${id}/rights`]) },
  'POST /api/persons/:id/consents': { roles: desk, of: (t) => if_(t.person, (id) => send(`/api/persons/${id}/consents`, { id: uuidv7(), purpose: 'publish-story', given: true, version: 'old', channel: 'paper' })), also: ['notice-changed'] },
  'POST /api/persons/:id/requests': { roles: desk, of: (t) => if_(t.person, (id) => send(`/api/persons/${id}/requests`, { id: uuidv7(), kind: 'access', channel: 'paper' })), also: ['request-open-already'] },
  'GET /api/requests': { roles: deskReaders, list: [['/api/requests'], ['/api/requests?state=ended']] },
  'GET /api/requests-waiting': { roles: deskReaders, list: [['/api/requests-waiting']] },
  'GET /api/requests/:id': { roles: deskReaders, of: (t) => if_(t.request, (id) => [`/api/requests/${id}`]) },
  'GET /api/requests/:id/held.xlsx': { roles: desk, of: (t) => if_(t.request, (id) => [`/api/requests/${id}/held.xlsx`]) },
  'POST /api/requests/:id/answer': { roles: desk, of: (t) => if_(t.request, (id) => send(`/api/requests/${id}/answer`, { id: uuidv7() })), also: ['request-answered'] },
  'POST /api/requests/:id/approve': { roles: ['leader'], of: (t) => if_(t.request, (id) => send(`/api/requests/${id}/approve`, { id: uuidv7() })), also: ['request-not-erasure'] },
  'POST /api/requests/:id/carry-out': { roles: desk, of: (t) => if_(t.request, (id) => send(`/api/requests/${id}/carry-out`, { id: uuidv7() })), also: ['request-ended'] },
  'POST /api/requests/:id/refuse': { roles: desk, of: (t) => if_(t.request, (id) => send(`/api/requests/${id}/refuse`, { id: uuidv7(), reason: '已办' })), also: ['request-ended'] },
  'GET /api/my': { roles: ['member'], list: [['/api/my']] },
  'POST /api/my/consents': { roles: ['member'], list: [send('/api/my/consents', { id: uuidv7(), purpose: 'publish-story', given: false, version: 'old' })], also: ['notice-changed'] },
  'POST /api/my/requests': { roles: ['member'], list: [send('/api/my/requests', { id: uuidv7(), kind: 'correction' })], also: ['request-open-already'] },
  'GET /api/my/requests/:id/held.xlsx': { roles: ['member'], of: (t) => if_(t.request, (id) => [`/api/my/requests/${id}/held.xlsx`]), also: ['request-not-ready'] },

  'GET /api/units': { roles: staff, of: (t) => (t.unit.level === 5 ? [`/api/units?search=${t.unit.code}`] : undefined), hidden: 'empty', list: [['/api/units?search=村']], ofWorkspace: true },
  'GET /api/units/:id': { roles: staff, of: (t) => [`/api/units/${t.unit.id}`], ofWorkspace: true },
  'GET /api/units/:id/life': { roles: staff, of: (t) => [`/api/units/${t.unit.id}/life`], ofWorkspace: true },
  'GET /api/unit-changes': { roles: staff, list: [['/api/unit-changes']] },
  'POST /api/unit-changes/preview': { roles: ['system-admin'], of: (t) => send('/api/unit-changes/preview', { change: { verb: 'close', unitId: t.unit.id, heirId: null, onDay: '2026-11-20' } }), also: ['unit-has-children', 'unit-holds-cards', 'unit-batch-open', 'unit-top-stays'], ofWorkspace: true },
  'POST /api/unit-changes': { roles: ['system-admin'], of: (t) => send('/api/unit-changes', { id: uuidv7(), reason: '区划调整', change: { verb: 'close', unitId: t.unit.id, heirId: null, onDay: '2026-11-20' } }), also: ['unit-has-children', 'unit-holds-cards', 'unit-batch-open', 'unit-top-stays'], ofWorkspace: true },
  'GET /api/units/:id/children': { roles: staff, of: (t) => [`/api/units/${t.unit.id}/children`], ofWorkspace: true },

  'GET /api/checks/waiting': { roles: readers, list: [['/api/checks/waiting']] },
  'GET /api/checks/batches': { roles: readers, list: [['/api/checks/batches']] },
  'POST /api/checks/batches': { roles: ['checker'], of: (t) => send('/api/checks/batches', { level: 'county', unitId: t.unit.id, group: 'filing' }), also: ['not-allowed', 'batch-empty', 'level-not-of-unit', 'unit-not-of-level', 'check-own'], ofWorkspace: true },
  'GET /api/checks/batches/:id': { roles: readers, of: (t) => if_(t.batch, (id) => [`/api/checks/batches/${id}`]) },
  'POST /api/checks/batches/:id/findings': { roles: ['checker'], of: (t) => if_(t.batch, (id) => send(`/api/checks/batches/${id}/findings`, { posting: t.sampled!.posting, line: t.sampled!.line, wrong: false })), also: ['not-allowed', 'batch-closed', 'check-own'] },
  'POST /api/checks/batches/:id/closing': { roles: ['checker'], of: (t) => if_(t.batch, (id) => send(`/api/checks/batches/${id}/closing`, { outcome: 'returned', reason: '再看' })), also: ['not-allowed', 'batch-closed', 'batch-sample-open', 'sample-not-looked-through', 'check-own'] },
  'POST /api/checks/batches/:id/take-back': { roles: ['checker'], of: (t) => if_(t.batch, (id) => send(`/api/checks/batches/${id}/take-back`, { reason: '再看' })), also: ['not-allowed', 'batch-not-passed'] },
  'GET /api/ledger/recent': { roles: readers, list: [['/api/ledger/recent']] },

  'GET /api/twins': { roles: readers, of: (t) => [`/api/twins?unit=${t.unit.id}`], list: [['/api/twins']], ofWorkspace: true },
  'GET /api/twins-waiting': { roles: writers, list: [['/api/twins-waiting']] },
  'POST /api/twins/apart': { roles: writers, of: (t) => if_(t.person, (id) => send('/api/twins/apart', { persons: [id, uuidv7()] })), also: ['person-not-found'] },
  'POST /api/merges': { roles: writers, of: (t) => if_(t.person, (id) => send('/api/merges', { id: uuidv7(), stays: uuidv7(), closes: id, reason: '重复建卡' })), also: ['person-not-found'] },
  'POST /api/merges/:id/undo': { roles: writers, list: [send(`/api/merges/${uuidv7()}/undo`, { id: uuidv7(), reason: '是两个人' })], also: ['merge-not-found'] },
  'GET /api/persons': { roles: readers, of: (t) => if_(t.woman, (name) => [`/api/persons?q=${encodeURIComponent(name)}`]), hidden: 'empty', list: [['/api/persons'], ['/api/persons?q=ouyang'], ['/api/persons?worked=yes']] },
  'GET /api/persons.xlsx': { roles: publishers, of: (t) => [`/api/persons.xlsx?unit=${t.unit.id}`], list: [['/api/persons.xlsx']], ofWorkspace: true },
  'GET /api/persons/by-subject': { roles: readers, of: (t) => if_(t.subject, (id) => [`/api/persons/by-subject?ids=${id}`]), hidden: 'empty' },
  'GET /api/persons/:id': { roles: readers, of: (t) => if_(t.person, (id) => [`/api/persons/${id}`]) },
  'GET /api/persons/:id/looks': { roles: readers, of: (t) => if_(t.person, (id) => [`/api/persons/${id}/looks`]) },
  'POST /api/persons/:id/reveal': { roles: revealers, of: (t) => if_(t.person, (id) => send(`/api/persons/${id}/reveal`, { field: 'idNumber', reason: '核对' })) },
  'POST /api/persons': { roles: writers, of: (t) => send('/api/persons', { id: uuidv7(), idNumber: idNumber(pick, '320322', '1977-03-04', used), name: '赵敏', unitId: t.unit.id, hardships: [] }), hidden: ['village-unknown'], also: ['village-unknown'], ofWorkspace: true },
  'POST /api/persons/:id/changes': { roles: writers, of: (t) => if_(t.person, (id) => send(`/api/persons/${id}/changes`, { id: uuidv7(), fields: { education: '初中' } })), also: ['nothing-changed'] },
  'GET /api/households': { roles: readers, of: (t) => if_(t.woman, (name) => [`/api/households?q=${encodeURIComponent(name)}`]), hidden: 'empty', list: [['/api/households']] },
  'GET /api/households/:id': { roles: readers, of: (t) => if_(t.household, (id) => [`/api/households/${id}`]) },
  'GET /api/today': { roles: readers, list: [['/api/today']] },

  'POST /api/imports': { roles: ['officer'], of: (t) => if_(t.import, (id): Ask => [`/api/imports?filename=x.xlsx&id=${id}`, { method: 'POST', bytes: Buffer.from('somebody else’s') }]), hidden: ['request-reused'], also: ['request-reused'], ofWorkspace: true },
  'GET /api/imports': { roles: ['officer'], list: [['/api/imports']] },
  'GET /api/imports/:id': { roles: ['officer'], of: (t) => if_(t.import, (id) => [`/api/imports/${id}`]) },
  'PUT /api/imports/:id/columns': { roles: ['officer'], of: (t) => if_(t.import, (id) => send(`/api/imports/${id}/columns`, { signature: 'x', columns: [] }, 'PUT')), also: ['import-not-open', 'import-not-found'] },
  'GET /api/imports/:id/rows': { roles: ['officer'], of: (t) => if_(t.import, (id) => [`/api/imports/${id}/rows`]), also: ['import-not-open'] },
  'PUT /api/imports/:id/decisions': { roles: ['officer'], of: (t) => if_(t.import, (id) => send(`/api/imports/${id}/decisions`, { rows: [{ sheet: '花名册', row: 4, decision: 'send-back' }] }, 'PUT')), also: ['import-not-open', 'row-not-found', 'decision-not-offered'] },
  'POST /api/imports/:id/write': { roles: ['officer'], of: (t) => if_(t.import, (id): Ask => [`/api/imports/${id}/write`, { method: 'POST' }]), also: ['import-not-open', 'import-busy'] },
  'GET /api/imports/:id/refusals.xlsx': { roles: ['officer'], of: (t) => if_(t.import, (id) => [`/api/imports/${id}/refusals.xlsx`]), also: ['import-not-open'] },
  'DELETE /api/imports/:id': { roles: ['officer'], of: (t) => if_(t.import, (id): Ask => [`/api/imports/${id}`, { method: 'DELETE' }]), also: ['import-not-open'] },

  'POST /api/work-starts': { roles: writers, of: (t) => if_(t.person, (id) => send('/api/work-starts', { id: uuidv7(), personIds: [id], trade: 'farming', startedOn: '2026-11-21' })) },
  'POST /api/work-starts/:entry/reverse': { roles: ['officer'], of: (t) => if_(t.entry, (entry) => send(`/api/work-starts/${entry}/reverse`, { id: uuidv7(), reason: 'mistake' })), also: ['entry-reversed'], ofWorkspace: true },

  'GET /api/agencies': { roles: staff, of: (t) => if_(t.agency, () => [`/api/agencies?q=${encodeURIComponent(t.agencyName!)}`]), hidden: 'empty', list: [['/api/agencies'], ['/api/agencies?state=all']] },
  'GET /api/agencies/:id': { roles: staff, of: (t) => if_(t.agency, (id) => [`/api/agencies/${id}`]) },
  'GET /api/agencies/by-subject': { roles: staff, of: (t) => if_(t.subject, (id) => [`/api/agencies/by-subject?ids=${id}`]), hidden: 'empty' },
  'POST /api/agencies': { roles: writers, of: (t) => send('/api/agencies', { id: uuidv7(), name: `合作社${uuidv7()}`, kind: 'association', unitId: t.unit.id, joinedOn: '2026-11-20' }), ofWorkspace: true },
  'POST /api/agencies/:id/rename': { roles: writers, of: (t) => if_(t.agency, (id) => send(`/api/agencies/${id}/rename`, { id: uuidv7(), name: `新名${uuidv7()}`, on: '2026-11-22' })), also: ['agency-left', 'agency-taken-back'] },
  'POST /api/agencies/:id/leave': { roles: writers, of: (t) => if_(t.agency, (id) => send(`/api/agencies/${id}/leave`, { id: uuidv7(), on: '2026-11-22' })), also: ['agency-left', 'agency-taken-back'] },
  'POST /api/agencies/:id/reverse': { roles: ['officer'], of: (t) => if_(t.agency, (id) => send(`/api/agencies/${id}/reverse`, { id: uuidv7(), step: id, reason: 'mistake' })), also: ['entry-reversed', 'agency-leaving-stands'], ofWorkspace: true },

  'GET /api/programme': { roles: everybody, list: [['/api/programme']] },
  'GET /api/indicators': { roles: counters, list: [['/api/indicators']] },
  'GET /api/definitions': { roles: counters, list: [['/api/definitions']] },
  'GET /api/definitions/:id': { roles: counters, list: [['/api/definitions/persons-filed']] },
  'POST /api/indicators': { roles: ['officer'], list: [send('/api/indicators', { definition: {} })], also: ['indicators-elsewhere', 'definition-shape'] },
  'POST /api/indicators/check': { roles: ['officer'], list: [send('/api/indicators/check', { definition: {} })] },
  'POST /api/indicators/:id/retire': { roles: ['officer'], list: [send('/api/indicators/persons-filed/retire', { version: 1 })], also: ['indicators-elsewhere', 'indicator-of-programme'] },
  'POST /api/figures/preview': { roles: ['officer'], of: (t) => send('/api/figures/preview', { definition: draft, unit: t.unit.code }), list: [send('/api/figures/preview', { definition: draft })], ofWorkspace: true },
  'GET /api/figures': figureOf('/api/figures?'),
  'GET /api/figures/:indicator': figureOf('/api/figures/persons-filed?'),
  'GET /api/figures/:indicator/pivot': figureOf('/api/figures/persons-filed/pivot?'),
  'GET /api/figures/:indicator/people': figureOf('/api/figures/persons-filed/people?', readers),
  'GET /api/figures/:indicator/entries': figureOf('/api/figures/work-starts/entries?', readers),
  'GET /api/figures/:indicator/left-out': figureOf('/api/figures/persons-filed/left-out?'),
  'GET /api/figures/:indicator/changes': figureOf('/api/figures/persons-filed/changes?before=1&'),
  'GET /api/figures/:indicator/changed-entries': figureOf('/api/figures/work-starts/changed-entries?before=1&reason=late&', readers),
  'GET /api/figures/:indicator/not-reached': figureOf('/api/figures/work-starts/not-reached?', readers),
  'GET /api/funnels': { roles: counters, list: [['/api/funnels']] },
  'GET /api/funnels/:funnel': figureOf('/api/funnels/filed-to-work?'),
  'GET /api/figures/:indicator/trend': figureOf('/api/figures/persons-filed/trend?'),
  'GET /api/figures/:indicator/figure.xlsx': figureOf('/api/figures/persons-filed/figure.xlsx?'),
  'GET /api/figures/:indicator/people.xlsx': figureOf('/api/figures/persons-filed/people.xlsx?', publishers),
  'POST /api/receipts': { roles: publishers, of: (t) => send('/api/receipts', { indicator: 'persons-filed', unit: t.unit.code }), ofWorkspace: true },
  'GET /api/receipt-preview': figureOf('/api/receipt-preview?indicator=persons-filed&'),
  'GET /api/receipts': { roles: counters, list: [['/api/receipts']] },
  'GET /api/receipts/:code': { roles: counters, of: (t) => if_(t.receipt, (code) => [`/api/receipts/${code}`]) },
  'POST /api/receipts/:code/withdraw': { roles: publishers, of: (t) => if_(t.receipt, (code) => send(`/api/receipts/${code}/withdraw`, { reason: '换一张' })), also: ['receipt-withdrawn'] },
}
export { desk, everybody, publishers, readers, send, staff, if_ }
