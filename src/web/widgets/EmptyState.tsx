import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { IconName } from './Icon.tsx'
import { Icon } from './Icon.tsx'

type Action = { readonly label: string; readonly onClick: () => void; readonly icon?: IconName; readonly disabled?: boolean }
type Props = {
  /** What is missing, in bold. */
  readonly title: string
  /** Why, and what it would make possible. */
  readonly why?: ReactNode
  readonly action?: Action
  /** One other way, as a plain button. */
  readonly other?: Action
  /** A line of 13 px below: where else to look. */
  readonly note?: ReactNode
}

/** An empty page: a small blank ledger, what is missing, why, one button and one other way. */
export function EmptyState({ title, why, action, other, note }: Props) {
  return (
    <div className="empty-state">
      <svg width="132" height="68" viewBox="0 0 132 68" aria-hidden="true" fill="none">
        <path d="M0 1H132" stroke="var(--ink)" strokeWidth="2" />
        <path d="M0 22.5H132M0 42.5H132" stroke="var(--line-strong)" />
        <path d="M0 63.5H132M0 66.5H132" stroke="var(--ink)" strokeWidth="1" />
      </svg>
      <h2>{title}</h2>
      {why && <p className="quiet">{why}</p>}
      {(action || other) && (
        <div className="buttons">
          {action && <Button type="primary" disabled={action.disabled ?? false} onClick={action.onClick} {...(action.icon ? { icon: <Icon name={action.icon} size={16} /> } : {})}>{action.label}</Button>}
          {other && <Button onClick={other.onClick} {...(other.icon ? { icon: <Icon name={other.icon} size={16} /> } : {})}>{other.label}</Button>}
        </div>
      )}
      {note && <p className="small quiet">{note}</p>}
    </div>
  )
}
