import type { Screen } from '#web/screens.ts'

export const screens: Screen[] = []
