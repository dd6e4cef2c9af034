import type { ComponentType } from 'react'
import type { IconName } from './widgets/Icon.tsx'

/** Groups of the navigation, in this order. Entries without a group's title stand at the top (work) or the foot (house). */
export type NavigationGroup = 'work' | 'ledger' | 'results' | 'house'

/**
 * One screen of a module. A module's `ui/index.tsx` exports `screens: Screen[]`; `main/web.tsx` collects them.
 *
 *   { path: '/register', component: () => import('./Register.tsx'), nav: { group: 'ledger', order: 10,
 *     labelKey: 'register:nav.register', icon: 'register' }, validateSearch: (s) => ({ q: text(s.q), page: wholeNumber(s.page) }) }
 */
export type Screen = {
  /** Address in TanStack Router's form: `/register/$cardId`. */
  readonly path: string
  /** Loaded when first opened; the file's default export is the screen. */
  readonly component: () => Promise<{ default: ComponentType }>
  /** Reads the filters out of the address; whatever it does not return is dropped from the address. See `search.ts`. */
  readonly validateSearch?: (search: Record<string, unknown>) => Record<string, unknown>
  /** Entry in the navigation. Its path must hold no parameter. */
  readonly nav?: {
    readonly group: NavigationGroup
    readonly order: number
    readonly labelKey: string
    readonly icon: IconName
    /** A sentence on what is behind it, for the home of roles that have no figures. */
    readonly aboutKey?: string
    /** On the phone's bottom bar as well (four at most). */
    readonly tab?: boolean
    /** A hook: how many of its things wait for the reader. It stands beside the label; nothing at 0. */
    readonly useCount?: () => number
  }
  /** The path of the entry that the screen belongs to, where its own address does not begin with it. */
  readonly under?: string
  /** The ability (from `/api/me`) without which the entry is not shown, nothing of it is found, and its address says that it is for other roles. The server refuses by itself. */
  readonly ability?: string
  /** Answers the search dialog (Ctrl K): what of this screen's things fits the words. */
  readonly find?: (words: string, signal: AbortSignal) => Promise<Found[]>
  /** Stands alone, without sider and header, and without a sign-in: the sign-in screen, a public page. */
  readonly bare?: boolean
}

/** One line in the search dialog: a name, up to three facts beside it, and where Enter leads. */
export type Found = {
  readonly id: string
  readonly title: string
  readonly facts: readonly string[]
  readonly to: string
  readonly search?: Record<string, unknown>
}
