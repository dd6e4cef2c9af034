import { Children, type ReactNode } from 'react'
import { useT } from '../i18n.ts'
import { Icon } from './Icon.tsx'

/** Facts in a row, parted by the drawn dot. Empty ones are left out. */
export function Facts({ children }: { children: ReactNode }) {
  return <span className="facts">{Children.toArray(children).filter((fact) => fact !== '').map((fact, i) => <span key={i}>{fact}</span>)}</span>
}

/** The head of a screen: its name, facts beside it, buttons at the right. `before` goes above (a way back). */
export function PageHeader({ title, facts, actions, before }: { title: ReactNode; facts?: ReactNode; actions?: ReactNode; before?: ReactNode }) {
  return (
    <header className="page-header">
      {before}
      <div className="page-title">
        <h1>{title}</h1>
        {facts && <Facts>{facts}</Facts>}
      </div>
      {actions && <div className="buttons page-actions">{actions}</div>}
    </header>
  )
}

/** The sheet on which a screen stands. `fill` for screens with a Split, which reach to the foot. */
export function Page({ children, fill = false }: { children: ReactNode; fill?: boolean }) {
  return <div className={fill ? 'page page-fill' : 'page'}>{children}</div>
}

/** A section under its 2 px ink rule: title, a note beside it, something at the right. */
export function Section({ title, note, aside, children }: { title?: ReactNode; note?: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="section">
      {(title || aside) && (
        <header>
          {title && <h2>{title}</h2>}
          {note && <span className="quiet">{note}</span>}
          {aside && <span className="aside">{aside}</span>}
        </header>
      )}
      {children}
    </section>
  )
}

/** Controls in a row above a table; wraps on narrow screens. `aside` goes to the right edge. */
export function ControlRow({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <div className="control-row">
      {children}
      {aside && <div className="control-aside">{aside}</div>}
    </div>
  )
}

/** A name and its value, line by line: the facts of a card. `aside` stands at the right edge (看全号). */
export function FactList({ facts }: { facts: readonly { readonly label: string; readonly value: ReactNode; readonly aside?: ReactNode }[] }) {
  return (
    <dl className="fact-list">
      {facts.map(({ label, value, aside }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={aside ? 'with-aside' : undefined}>
            {aside ? <span>{value}</span> : value}
            {aside && <span className="aside">{aside}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** A way back to the list, above a title. */
export function BackLink({ onClick, children }: { onClick: () => void; children?: ReactNode }) {
  const t = useT()
  return (
    <button type="button" className="back-link" onClick={onClick}>
      <Icon name="left" size={14} />
      {children ?? t('back')}
    </button>
  )
}
