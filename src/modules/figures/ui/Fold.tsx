import type { ReactNode } from 'react'
import { useT } from '#web/i18n.ts'
import { Facts } from '#web/widgets/index.ts'
import type { OnlyWords } from './only.ts'
import { Unusual } from './Unusual.tsx'

/**
 * On a phone the number comes first: what it was asked with is folded into one line. What is asked otherwise than usual stays in sight below it, each as a
 * chip that takes it back.
 */
export function Fold({ facts, only, children }: { facts: readonly (string | undefined)[]; only: OnlyWords | null; children: ReactNode }) {
  const t = useT('figures')
  return (
    <>
      <details className="fold">
        <summary><strong>{t('ui.controls')}</strong><Facts>{facts}</Facts></summary>
        {children}
      </details>
      <Unusual only={only} />
    </>
  )
}
