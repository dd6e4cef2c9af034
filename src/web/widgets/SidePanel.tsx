import { useEffect, useRef, type ReactNode } from 'react'
import { useT } from '../i18n.ts'
import { useShortcut } from '../shell/shortcuts.ts'
import { Icon } from './Icon.tsx'

/** A list with a panel that pushes it: below 1200 px the panel covers, on a phone it is a page of its own. Panel null: the list alone. */
export function Split({ children, panel }: { children: ReactNode; panel: ReactNode | null }) {
  return (
    <div className={panel ? 'split with-panel' : 'split'}>
      <div className="split-list">{children}</div>
      {panel}
    </div>
  )
}

type Props = {
  readonly title: ReactNode
  /** One line under the title. */
  readonly facts?: ReactNode
  readonly onClose: () => void
  /** To the row above and below in the list; also K and J there. */
  readonly onPrevious?: (() => void) | undefined
  readonly onNext?: (() => void) | undefined
  /** Buttons that stay at the foot. */
  readonly foot?: ReactNode
  readonly children: ReactNode
}

/** What is behind a row or a cell. Esc closes. */
export function SidePanel({ title, facts, onClose, onPrevious, onNext, foot, children }: Props) {
  const t = useT()
  const own = useRef<HTMLElement>(null)
  useShortcut('Escape', onClose)
  useEffect(() => {
    // on narrow screens the panel covers what had the focus
    if (window.matchMedia('(max-width: 1199px)').matches) own.current?.focus()
  }, [])
  return (
    <aside className="side-panel" ref={own} tabIndex={-1} aria-label={typeof title === 'string' ? title : t('panel')}>
      <header>
        <div className="side-panel-title">
          <h2>{title}</h2>
          {facts}
        </div>
        <div className="side-panel-keys">
          {onPrevious && <IconButton icon="up" label={t('panel.previous')} onClick={onPrevious} />}
          {onNext && <IconButton icon="down" label={t('panel.next')} onClick={onNext} />}
          <IconButton icon="close" label={t('close')} onClick={onClose} />
        </div>
      </header>
      <div className="side-panel-body">{children}</div>
      {foot && <footer className="buttons">{foot}</footer>}
    </aside>
  )
}

/** A button that is only an icon, with its name spoken and shown on pointing. */
export function IconButton({ icon, label, onClick }: { icon: Parameters<typeof Icon>[0]['name']; label: string; onClick: () => void }) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} size={18} />
    </button>
  )
}
