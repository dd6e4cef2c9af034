import type { ReactNode } from 'react'
import { useT } from '../i18n.ts'
import { Icon, type IconName } from './Icon.tsx'

export type Tone = 'plain' | 'waiting' | 'kept' | 'late' | 'returned'
const icons: Partial<Record<Tone, IconName>> = { kept: 'tick', late: 'clock', returned: 'refused' }

/** A state in a word: draft (plain), waiting (indigo), kept (jade), late and returned (ochre, with an icon). */
export function StateTag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  const icon = icons[tone]
  return (
    <span className={`state-tag tone-${tone}`}>
      {icon && <Icon name={icon} size={15} />}
      {children}
    </span>
  )
}

/** 市级, County: the kind of a unit beside its name. */
export function LevelTag({ level }: { level: string }) {
  const t = useT()
  return <span className="level-tag">{t(`level.${level}`)}</span>
}
