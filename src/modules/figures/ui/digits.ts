import { createContext, useContext } from 'react'

/** Whether this page is switched to ten-thousands. Receipts never are. */
export const TenThousands = createContext(false)
export const useTenThousands = (): boolean => useContext(TenThousands)
