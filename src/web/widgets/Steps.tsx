import { useT } from '../i18n.ts'
import { Icon } from './Icon.tsx'

/** Where one is in a piece of work of several steps: done ones ticked, the present one solid. `current` counts from 0. */
export function Steps({ steps, current, onStep }: { steps: readonly string[]; current: number; onStep?: (step: number) => void }) {
  const t = useT()
  return (
    <ol className="steps" aria-label={t('steps')}>
      {steps.map((name, i) => {
        const inner = <><span className="step-mark">{i < current ? <Icon name="tick" size={12} /> : i + 1}</span>{name}</>
        return (
          <li key={name} className={i < current ? 'done' : i === current ? 'current' : ''} {...(i === current ? { 'aria-current': 'step' as const } : {})}>
            {i < current && onStep ? <button type="button" onClick={() => onStep(i)}>{inner}</button> : inner}
          </li>
        )
      })}
    </ol>
  )
}
