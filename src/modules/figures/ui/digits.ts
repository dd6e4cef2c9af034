import { createContext, useContext } from 'react'
import type { CountUnit } from '#kernel/counting.ts'
import { groupedNumber, tenThousands } from '#kernel/writing.ts'
import { useT } from '#web/i18n.ts'

/** Whether this page is switched to ten-thousands. Receipts never are. */
export const TenThousands = createContext(false)

/** Digits as this page writes them: `146,390`, or `14.64` where it is switched to ten-thousands. */
export function useDigits(): (value: number) => string {
  return useContext(TenThousands) ? tenThousands : (value) => groupedNumber(value)
}

/** The word that always stands beside the digits. */
export function useUnitWord(): (counts: CountUnit) => string {
  const t = useT()
  const wan = useContext(TenThousands)
  return (counts) => (wan ? t('unit.tenThousand', { unit: t(`unit.${counts}`) }) : t(`unit.${counts}`))
}
