import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GrantedRole } from '#kernel/abilities.ts'
import type { Planted } from './scripts.plant.ts'

const root = join(import.meta.dirname, '../..')

/** The addresses of all screens, as the modules declare them. */
export function declaredScreens(): string[] {
  return globSync('src/modules/*/ui/index.tsx', { cwd: root }).flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/path: '([^']+)'/g)].map(([, path]) => path!))
}

type Who = GrantedRole | 'pei' | 'city' | 'nobody'
/** One screen: where it stands with its parts filled in, and who looks at it (the first at a desk in Chinese, all on a phone in English). `pei` is officer and checker of the county, `city` of the city. */
export type Screen = { addresses: readonly string[]; as: readonly Who[] }

/** Every screen with hostile text on it, by the address that the modules give it; a screen that is not here fails the proof. */
export function screensOf({ addresses: at, mine }: Planted): Record<string, Screen> {
  const each = (path: string, list: readonly string[] = [], more: readonly string[] = ['']) => list.flatMap((id) => more.map((end) => path.replace(/\$\w+/, id) + end))
  return {
    '/': { addresses: ['/'], as: ['pei', 'leader', 'member', 'audit-admin'] },
    '/sign-in': { addresses: ['/sign-in?back=javascript:ran()'], as: ['nobody'] },
    '/first-password': { addresses: ['/first-password#<svg onload=ran()>'], as: ['nobody'] },
    '/account': { addresses: ['/account'], as: ['pei', 'member'] },
    '/accounts': { addresses: ['/accounts', '/accounts?q=ran', '/accounts?new=yes'], as: ['system-admin', 'security-admin'] },
    '/accounts/$accountId': { addresses: each('/accounts/$accountId', [at['accounts']![0]!, at['accounts']!.at(-1)!]), as: ['system-admin', 'security-admin'] },
    '/audit': { addresses: ['/audit', `/audit?subject=${at['persons']![1]}`], as: ['audit-admin', 'auditor'] },
    '/exports': { addresses: ['/exports', '/exports?show=mine'], as: ['pei', 'leader', 'auditor'] },
    '/agencies': { addresses: ['/agencies?state=all', `/agencies?open=${at['agencies']![0]}`, '/agencies?q=ran', '/agencies?new=yes'], as: ['pei', 'bank-clerk'] },
    '/unit-changes': { addresses: ['/unit-changes', `/unit-changes?unit=${mine.village.id}`, ...['open', 'close', 'rename', 'move', 'merge', 'split'].map((verb) => `/unit-changes?unit=${mine.village.parentId}&do=${verb}`)], as: ['system-admin', 'pei'] },
    '/units': { addresses: ['/units'], as: ['pei'] },
    '/checks': { addresses: ['/checks', '/checks?state=all'], as: ['checker', 'pei'] },
    '/checks/$batchId': { addresses: each('/checks/$batchId', at['batches']), as: ['checker', 'pei'] },
    '/register': { addresses: ['/register', '/register?show=households', `/register?card=${at['persons']![1]}`, '/register?q=%3Csvg'], as: ['pei', 'auditor'] },
    '/register/new': { addresses: ['/register/new', `/register/new?household=${mine.household}`], as: ['pei'] },
    '/persons/$personId': { addresses: [...each('/persons/$personId', at['persons']!.slice(0, 2), ['', '?edit=yes']), ...each('/persons/$personId', at['merged'])], as: ['pei', 'leader'] },
    '/twins': { addresses: ['/twins'], as: ['pei', 'auditor'] },
    '/twins/compare': { addresses: [`/twins/compare?a=${at['twins']![0]}&b=${at['twins']![1]}`, `/twins/compare?a=${at['twins']![0]}`, `/twins/compare?a=${at['merged']![0]}&b=${at['merged']![1]}`], as: ['pei'] },
    '/households/$householdId': { addresses: each('/households/$householdId', at['households']), as: ['pei'] },
    '/imports': { addresses: ['/imports'], as: ['pei'] },
    '/imports/$importId': { addresses: [...each('/imports/$importId', at['imports']), ...each('/imports/$importId', at['imports']!.slice(1, 3), ['?step=columns', '?filter=refused', '?filter=decide'])], as: ['pei'] },
    '/work-starts/new': { addresses: [`/work-starts/new?person=${at['persons']![0]}`], as: ['pei'] },
    '/work-starts/$entry/reverse': { addresses: [`/work-starts/${mine.entry}/reverse?trade=%3Csvg%3E`], as: ['pei'] },
    '/indicators': { addresses: ['/indicators', '/indicators?show=own', '/indicators?show=retired', '/indicators?q=ran'], as: ['city', 'trainer'] },
    '/indicators/$id': { addresses: [...each('/indicators/$id', at['indicators'], ['', '?edit=yes']), '/indicators/new?like=planted'], as: ['city', 'pei'] },
    '/figures': { addresses: ['/figures'], as: ['pei'] },
    '/figures/$indicator': { addresses: [`/figures/persons-filed?cell=yes&row=${mine.village.code}`, '/figures/work-starts?cell=yes&tab=changed', '/figures/new-practitioners?cell=yes&tab=not-reached', '/figures/persons-filed?rows=village&view=tiles', '/figures/planted?cell=yes'], as: ['pei', 'trainer'] },
    '/funnels/$funnel': { addresses: ['/funnels/filed-to-work', '/funnels/planted-way'], as: ['pei', 'trainer'] },
    '/receipts': { addresses: ['/receipts'], as: ['pei'] },
    '/receipts/$code': { addresses: each('/receipts/$code', at['receipts']), as: ['pei'] },
    '/requests': { addresses: ['/requests', '/requests?state=ended'], as: ['pei', 'leader'] },
    '/requests/$requestId': { addresses: each('/requests/$requestId', at['requests']), as: ['pei', 'leader'] },
    '/my': { addresses: ['/my'], as: ['member'] },
    // the pages that anybody may read, made by the server
    '/r': { addresses: ['/r', ...at['receipts']!.flatMap((code) => [`/r/${code}`, `/r/${code}?lang=en`])], as: ['nobody'] },
  }
}

const names = ['q', 'unit', 'ability', 'wish', 'hardship', 'sort', 'card', 'back', 'indicator', 'from', 'to', 'boundaryDay', 'asOf', 'by', 'rows', 'row', 'key', 'before', 'after', 'tab', 'view', 'cell', 'level', 'open', 'state', 'show', 'page', 'subject', 'actor', 'verb', 'result', 'address', 'request', 'person', 'list', 'on', 'trade', 'code', 'step', 'filter', 'household', 'edit', 'place', 'role', 'new', 'kind', 'lang', 'a', 'b', 'do', 'like', 'trend', 'until']

/** Addresses that are hostile themselves: a text in place of every part, and under every name behind the question mark. */
export function hostileAddresses(screens: Record<string, Screen>, text: (max?: number) => string): { address: string; as: Who }[] {
  // a lone surrogate is no address at all
  const part = () => encodeURIComponent(text(60).toWellFormed())
  const search = () => names.map((name) => `${name}=${part()}`).join('&')
  return Object.entries(screens).flatMap(([path, { addresses, as }]) => [
    { address: `${addresses[0]!.split(/[?#]/)[0]}?${search()}#${part()}`, as: as[0]! },
    ...(path.includes('$') ? [{ address: path.replace(/\$\w+/, part()), as: as[0]! }] : []),
  ]).concat([{ address: `/r/${part()}`, as: 'nobody' }, { address: `/r?code=${part()}`, as: 'nobody' }, { address: `/${part()}?${search()}`, as: 'pei' }])
}
