import { Segmented } from 'antd'
import { useT } from '../i18n.ts'
import { Seal } from './Seal.tsx'
import type { Level } from '#kernel/seals.ts'

type Props = {
  readonly levels: readonly Level[]
  /** The level from which things count; null counts what was reported. */
  readonly value: string | null
  readonly onChange: (level: string | null) => void
  /** The words above: 核到哪一级才算. Hidden but spoken with `quiet`. */
  readonly quiet?: boolean
}

/** From which level of verification a thing counts: 上报, then each level with its seal, solid up to the chosen one. */
export function LevelSwitch({ levels, value, onChange, quiet = false }: Props) {
  const t = useT()
  const reached = levels.findIndex((level) => level.id === value)
  const options = [
    { value: '', label: <>{t('checkedBy.reported')}</> },
    ...levels.map((level, i) => ({
      value: level.id,
      label: <><Seal level={level} size={18} state={i <= reached ? 'checked' : 'not-yet'} label="" />{t(`checkedBy.${level.id}`)}</>,
    })),
  ]
  return (
    <div className="labelled">
      <span className={quiet ? 'visually-hidden' : 'small quiet'} id="level-switch">{t('levelSwitch')}</span>
      <Segmented aria-labelledby="level-switch" className="level-switch" options={options} value={value ?? ''} onChange={(chosen) => onChange(chosen === '' ? null : String(chosen))} />
    </div>
  )
}
