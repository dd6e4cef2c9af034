import type { Translate } from './i18n.ts'

/** Who acted, as the server names them: a display name, the command line by its own word, null where nobody can be named. `whoWords(t, card.createdBy)` */
export function whoWords(t: Translate, by: string | null): string | null {
  return by === 'operator:cli' ? t('web:who.command-line') : by
}
