import { createContext, useContext } from 'react'
import type { NavigationGroup, Screen } from '../screens.ts'

export type Entry = Screen & { readonly nav: NonNullable<Screen['nav']> }

export const groups: readonly NavigationGroup[] = ['work', 'ledger', 'results', 'house']

/** True where the reader may open the screen. */
export function isOpenTo(screen: Screen, abilities: Readonly<Record<string, boolean>>): boolean {
  return screen.ability === undefined || abilities[screen.ability] === true
}

/** The entries of the navigation that the reader may open, in order. */
export function entriesFor(screens: readonly Screen[], abilities: Readonly<Record<string, boolean>>): Entry[] {
  return screens
    .filter((screen): screen is Entry => screen.nav !== undefined && isOpenTo(screen, abilities))
    .sort((a, b) => groups.indexOf(a.nav.group) - groups.indexOf(b.nav.group) || a.nav.order - b.nav.order)
}

/** True where the address is the entry's own or lies below it. */
export function isCurrent(entry: Entry, place: string): boolean {
  return entry.path === '/' ? place === '/' : place === entry.path || place.startsWith(`${entry.path}/`)
}

/** The entries of whoever is signed in, for screens that point to others without knowing them. */
export const EntriesOfReader = createContext<readonly Entry[]>([])
export function useEntries(): readonly Entry[] {
  return useContext(EntriesOfReader)
}
