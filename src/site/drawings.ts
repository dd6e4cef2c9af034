import QRCode from 'qrcode-svg'
import type { HtmlEscapedString } from 'hono/utils/html'
import { raw } from 'hono/html'
import { isLatin, type Language } from '#kernel/languages.ts'
import { brandGlyphs, edge } from '#kernel/seal-outlines.ts'
import { largeSeal, type Shape } from '#kernel/seals.ts'

type Drawing = HtmlEscapedString | Promise<HtmlEscapedString>
export type SealState = 'checked' | 'checking' | 'not-yet'

const innerFrame = 'M7.6 6.4H56.4Q57.6 6.4 57.6 7.6V56.4Q57.6 57.6 56.4 57.6H7.6Q6.4 57.6 6.4 56.4V7.6Q6.4 6.4 7.6 6.4Z'

const drawn = ({ d, transform, strokeWidth }: Shape, colour: string) => {
  const moved = transform ? ` transform="${transform}"` : ''
  return strokeWidth ? `<path d="${d}"${moved} fill="none" stroke="${colour}" stroke-width="${strokeWidth}" stroke-linejoin="round"/>` : `<path d="${d}"${moved} fill="${colour}"/>`
}

/** A level's large seal as SVG: solid where everything is checked, in outline where some is, dashed where nothing is. Sizes in px, turn in degrees. */
export function seal(level: string, state: SealState, of: { size: number; turn?: number; language: Language; label: string }): Drawing {
  const colour = state === 'checked' ? 'var(--sheet)' : state === 'checking' ? 'var(--cinnabar)' : 'var(--ink-3)'
  const unit = 64 / of.size
  const ground =
    state === 'checked' ? `<path d="${edge}" fill="var(--cinnabar)"/><path d="${innerFrame}" fill="none" stroke="var(--sheet)" stroke-width="1.3"/>`
    : state === 'checking' ? `<path d="${edge}" fill="none" stroke="var(--cinnabar)" stroke-width="3" transform="translate(32 32) scale(.95) translate(-32 -32)"/>`
    : `<rect x="${unit / 2}" y="${unit / 2}" width="${64 - unit}" height="${64 - unit}" rx="${2 * unit}" fill="none" stroke="var(--line-strong)" stroke-width="${unit * 1.2}" stroke-dasharray="${2.6 * unit} ${2 * unit}"/>`
  const style = of.turn ? ` style="transform:rotate(${of.turn}deg)"` : ''
  const shapes = largeSeal({ id: level }, of.language).map((shape) => drawn(shape, colour)).join('')
  // Labels come from our own texts, which hold no markup.
  return raw(`<svg class="seal" role="img" aria-label="${of.label}" width="${of.size}" height="${of.size}" viewBox="0 0 64 64"${style}>${ground}${shapes}</svg>`)
}

/** 巧手. */
export const brand: Drawing = raw(
  `<svg class="seal" aria-hidden="true" width="24" height="24" viewBox="0 0 64 64"><path d="${edge}" fill="var(--cinnabar)"/>${brandGlyphs.map((d) => `<path d="${d}" fill="var(--sheet)"/>`).join('')}</svg>`,
)

/** The mark before a number: a person, a tally of attendances, or nothing. */
export function glyph(counts: string, size: number, language: Language): Drawing {
  if (counts === 'persons') return raw(`<svg class="glyph" aria-hidden="true" width="${size}" height="${size}" viewBox="0 0 16 16" fill="currentColor"><circle cx="8" cy="4.5" r="3.2"/><path d="M1.9 14.6c0-3.7 2.7-5.7 6.1-5.7s6.1 2 6.1 5.7z"/></svg>`)
  if (counts !== 'person-times') return raw('')
  const tally = isLatin(language) ? 'M2.6 2.6H13.4V13.4H2.6ZM2.6 13.4L13.4 2.6' : 'M2.4 2.6H13.6M8 2.6V13.6M8 7.8H12.6M4.2 7.2V13.6M1.6 13.6H14.4'
  return raw(`<svg class="glyph" aria-hidden="true" width="${size}" height="${size}" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="square"><path d="${tally}"/></svg>`)
}

/** A tick or a mark of warning in a circle. */
export function verdict(good: boolean): Drawing {
  const inner = good ? '<path d="M9.5 16.5 14 21 23 11.5"/>' : '<path d="M16 8.5V18M16 22.5V23"/>'
  return raw(`<svg aria-hidden="true" width="32" height="32" viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="1.6"><circle cx="16" cy="16" r="14.5"/>${inner}</svg>`)
}

/** The address as a QR code, black on white, drawn as one path. */
export function qr(address: string): Drawing {
  return raw(new QRCode({ content: address, padding: 0, width: 92, height: 92, ecl: 'M', join: true, container: 'svg-viewbox', xmlDeclaration: false, color: '#211E1A', background: '#FFFFFF' }).svg())
}
