import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { groupedNumber } from '#web/writing.ts'
import { useT } from '../i18n.ts'
import type { Me } from '../me.ts'
import { Icon } from '../widgets/Icon.tsx'
import { Brand } from '../widgets/Seal.tsx'
import { groups, isCurrent, type Entry } from './entries.ts'

type Props = { readonly me: Me; readonly entries: readonly Entry[]; readonly place: string }

/** How many wait behind an entry of the navigation. */
function Waiting({ useCount }: { useCount: () => number }) {
  const count = useCount()
  return count > 0 ? <span className="entry-count">{groupedNumber(count)}</span> : null
}

function EntryLink({ entry, place }: { entry: Entry; place: string }) {
  const t = useT()
  const label = t(entry.nav.labelKey)
  const current = isCurrent(entry, place)
  return (
    <Link to={entry.path} className={current ? 'entry current' : 'entry'} title={label} {...(current ? { 'aria-current': 'page' as const } : {})}>
      <Icon name={entry.nav.icon} size={18} />
      <span>{label}</span>
      {entry.nav.useCount && <Waiting useCount={entry.nav.useCount} />}
    </Link>
  )
}

function Entries({ entries, place }: Omit<Props, 'me'>) {
  const t = useT()
  return groups.map((group) => {
    const own = entries.filter((entry) => entry.nav.group === group)
    if (own.length === 0) return null
    const titled = group === 'ledger' || group === 'results'
    return (
      <div className={`entry-group group-${group}`} key={group}>
        {titled && <div className="group-title">{t(`group.${group}`)}</div>}
        {own.map((entry) => <EntryLink key={entry.path} entry={entry} place={place} />)}
      </div>
    )
  })
}

function BrandLine({ me }: { me: Me }) {
  const t = useT()
  return (
    <Link to="/" className="brand-line" title={t('brand')}>
      <Brand size={30} />
      <span>
        <strong>{t('brand')}</strong>
        <span className="small quiet">{me.workspace.name}</span>
      </span>
    </Link>
  )
}

/** The navigation at the left: words on a wide screen, icons below 1200 px, nothing on a phone. */
export function Sider({ me, entries, place }: Props) {
  const t = useT()
  return (
    <nav className="sider" aria-label={t('shell.navigation')}>
      <BrandLine me={me} />
      <Entries entries={entries} place={place} />
    </nav>
  )
}

/** The bar at the foot of a phone: at most four places and the rest behind 更多. */
export function Tabs({ entries, place, onMore }: Omit<Props, 'me'> & { onMore: () => void }) {
  const t = useT()
  const marked = entries.filter((entry) => entry.nav.tab)
  const tabs = (marked.length > 1 ? marked : entries).slice(0, 4)
  return (
    <nav className="tabs" aria-label={t('shell.tabs')}>
      {tabs.map((entry) => <EntryLink key={entry.path} entry={entry} place={place} />)}
      <button type="button" className="entry" onClick={onMore}>
        <Icon name="more" size={18} />
        <span>{t('shell.more')}</span>
      </button>
    </nav>
  )
}

/** The whole navigation over a phone's page. */
export function Drawer({ me, entries, place, onClose }: Props & { onClose: () => void }) {
  const t = useT()
  const own = useRef<HTMLElement>(null)
  useEffect(() => {
    own.current?.querySelector<HTMLElement>('.entry')?.focus()
    const listen = (event: KeyboardEvent) => event.key === 'Escape' && onClose()
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [onClose])
  return (
    <div className="drawer" role="dialog" aria-modal="true" aria-label={t('shell.navigation')}>
      <button type="button" className="drawer-ground" onClick={onClose} aria-label={t('close')} />
      <nav ref={own} className="sider" aria-label={t('shell.navigation')}>
        <BrandLine me={me} />
        <Entries entries={entries} place={place} />
      </nav>
    </div>
  )
}
