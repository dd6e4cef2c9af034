import { Outlet, useLocation, useMatches } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { isLatin } from '#kernel/languages.ts'
import { connectionState } from '../client.ts'
import { useLanguage, useT } from '../i18n.ts'
import type { Me } from '../me.ts'
import { useApi } from '../queries.ts'
import type { Screen } from '../screens.ts'
import { ErrorState } from '../widgets/ErrorState.tsx'
import { Icon } from '../widgets/Icon.tsx'
import { ThinBar } from '../widgets/Loading.tsx'
import { NotMyPage } from './Fallbacks.tsx'
import { EntriesOfReader, entriesFor, isCurrent, isOpenTo } from './entries.ts'
import { Header } from './Header.tsx'
import { KeysDialog } from './KeysDialog.tsx'
import { Drawer, Sider, Tabs } from './Navigation.tsx'
import { SearchDialog } from './SearchDialog.tsx'
import { useShortcut } from './shortcuts.ts'
import './shell.css'
import '../widgets/widgets.css'

/** Sider, header and the screen beside them; tabs below on a phone. Asks who is signed in before it draws anything of theirs. */
export function Shell({ screens }: { screens: readonly Screen[] }) {
  const t = useT()
  const language = useLanguage()
  const me = useApi<Me>('/api/me', undefined, { staleTime: 60_000 })
  const [searching, setSearching] = useState(false)
  const [keys, setKeys] = useState(false)
  const [drawer, setDrawer] = useState(false)
  const online = useSyncExternalStore(connectionState.subscribe, connectionState.isOnline)
  const address = useLocation().pathname
  const abilities = me.data?.abilities ?? {}
  const entries = entriesFor(screens, abilities)
  const matched = String(useMatches().at(-1)?.fullPath)
  const asked = screens.find((screen) => screen.path === matched)
  const place = asked?.under ?? address
  const current = entries.find((entry) => isCurrent(entry, place))
  useEffect(() => setDrawer(false), [address])
  useEffect(() => {
    document.title = [current && t(current.nav.labelKey), t('brand')].filter(Boolean).join(isLatin(language) ? ' – ' : '－')
  }, [current, language, t])
  useShortcut('ctrl+k', () => setSearching(true))
  useShortcut('?', () => setKeys(true))
  useShortcut('/', () => document.querySelector<HTMLInputElement>('main [data-filter] input, main input[data-filter]')?.focus())

  if (!me.data) {
    return (
      <div className="shell-waiting">
        <ThinBar shown={me.isFetching} />
        {me.error && <div className="page"><ErrorState error={me.error} onRetry={() => void me.refetch()} /></div>}
      </div>
    )
  }
  return (
    <div className="shell">
      <a className="skip" href="#main">{t('shell.skip')}</a>
      <Sider me={me.data} entries={entries} place={place} />
      <Header me={me.data} onSearch={() => setSearching(true)} />
      <main id="main" tabIndex={-1}>
        {!online && (
          <div className="page page-band">
            <div className="calm-band" role="status">
              <Icon name="cloud" size={22} />
              <div>
                <strong>{t('offline.title')}</strong>
                <div className="quiet">{t('offline.why')}</div>
              </div>
            </div>
          </div>
        )}
        <EntriesOfReader value={entries}>{asked && !isOpenTo(asked, abilities) ? <NotMyPage /> : <Outlet />}</EntriesOfReader>
      </main>
      {!drawer && <Tabs entries={entries} place={place} onMore={() => setDrawer(true)} />}
      {drawer && <Drawer me={me.data} entries={entries} place={place} onClose={() => setDrawer(false)} />}
      {searching && <SearchDialog screens={screens.filter((screen) => isOpenTo(screen, abilities))} people={abilities['register.read'] === true} onClose={() => setSearching(false)} />}
      {keys && <KeysDialog onClose={() => setKeys(false)} />}
    </div>
  )
}
