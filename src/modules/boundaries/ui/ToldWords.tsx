import type { ReactNode } from 'react'
import { useT } from '#web/i18n.ts'
import type { ChangeTold } from '../contract.ts'

type Named = ChangeTold['told']['unit']

/** A change as its parts: 甲村 → 乙县, each unit a way to its own life. `brief`: without codes. */
export function ToldWords({ change: { verb, told }, onOpen, brief = false }: { change: Pick<ChangeTold, 'verb' | 'told'>; onOpen?: (id: number) => void; brief?: boolean }) {
  const t = useT('boundaries')
  const name = (one: Named): ReactNode => (
    <span key={one.id} className="nowrap">
      {onOpen ? <button type="button" className="row-link" onClick={() => onOpen(one.id)}>{one.name}</button> : one.name}{!brief && <span className="small quiet"> {one.code}</span>}
    </span>
  )
  const names = (list: readonly Named[]) => <span className="facts">{list.map(name)}</span>
  const was = told.before && <span className="nowrap quiet">{t('ui.was', { name: told.before.name, code: told.before.code })}</span>
  return (
    <span className="told">
      {verb === 'merge' ? <>{names(told.of)} <Arrow /> {name(told.unit)}</> : (
        <>
          {name(told.unit)}
          {told.to && (verb === 'open' ? <span className="quiet">{t('ui.under', { name: told.to.name })}</span> : <><Arrow /> {name(told.to)}</>)}
          {told.into.length > 0 && <><Arrow /> {names(told.into)}</>}
          {was}
        </>
      )}
    </span>
  )
}

const Arrow = () => <span className="quiet" aria-hidden="true">→</span>
