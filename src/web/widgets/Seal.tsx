import type { CSSProperties } from 'react'
import { useLanguage, useT } from '../i18n.ts'
import { brandGlyphs, edge } from '#kernel/seal-outlines.ts'
import { largeSeal, smallSeal, type Level } from '#kernel/seals.ts'

export type SealState = 'checked' | 'checking' | 'not-yet'

const innerFrame = 'M7.6 6.4H56.4Q57.6 6.4 57.6 7.6V56.4Q57.6 57.6 56.4 57.6H7.6Q6.4 57.6 6.4 56.4V7.6Q6.4 6.4 7.6 6.4Z'

type Props = {
  /** A level of the workspace, or just its id (`county`). */
  readonly level: Level | string
  readonly state?: SealState
  /** Px. Small seals 15–30, large ones 44–148. */
  readonly size?: number
  readonly large?: boolean
  /** Degrees, on receipts only: −4 to 2. */
  readonly turn?: number
  /** What is read out instead of the usual sentence; empty where words stand beside it. */
  readonly label?: string
  /** Plays the stamping once. */
  readonly stamped?: boolean
}

/** A level's seal. Red says verified, and nothing else does. */
export function Seal({ level: given, state = 'checked', size = 20, large = false, turn = 0, label, stamped = false }: Props) {
  const level: Level = typeof given === 'string' ? { id: given } : given
  const language = useLanguage()
  const t = useT()
  const shapes = large ? largeSeal(level, language) : smallSeal(level, language, size < 24 ? 8.5 : 12)
  const glyphColour = state === 'checked' ? 'var(--sheet)' : state === 'checking' ? 'var(--cinnabar)' : 'var(--ink-3)'
  const spoken = label ?? t(`seal.${state}`, { level: t(`level.${level.id}`) })
  const style: CSSProperties = turn === 0 ? {} : { transform: `rotate(${turn}deg)` }
  return (
    <svg
      className={stamped ? 'seal seal-stamped' : 'seal'} width={size} height={size} viewBox="0 0 64 64" style={style}
      {...(spoken === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': spoken })}
    >
      {spoken !== '' && <title>{spoken}</title>}
      <SealGround state={state} size={size} />
      {large && state === 'checked' && <path d={innerFrame} fill="none" stroke="var(--sheet)" strokeWidth={1.3} />}
      {shapes.map(({ d, transform, strokeWidth }, i) =>
        strokeWidth ? (
          <path key={i} d={d} transform={transform} fill="none" stroke={glyphColour} strokeWidth={strokeWidth} strokeLinejoin="round" />
        ) : (
          <path key={i} d={d} transform={transform} fill={glyphColour} stroke={large ? 'none' : glyphColour} strokeWidth={large ? 0 : 1} />
        ),
      )}
    </svg>
  )
}

function SealGround({ state, size }: { state: SealState; size: number }) {
  if (state === 'checked') return <path d={edge} fill="var(--cinnabar)" />
  if (state === 'checking') {
    const width = size < 24 ? 6 : 3
    return <path d={edge} fill="var(--sheet)" stroke="var(--cinnabar)" strokeWidth={width} transform={`translate(32 32) scale(${1 - width / 64}) translate(-32 -32)`} />
  }
  const unit = 64 / size
  return <rect x={unit / 2} y={unit / 2} width={64 - unit} height={64 - unit} rx={2 * unit} fill="none" stroke="var(--line-strong)" strokeWidth={unit * 1.2} strokeDasharray={`${2.6 * unit} ${2 * unit}`} />
}

/** The way up through the levels: checked ones solid, the one at work in outline, the rest dashed. */
export function SealLadder({ levels, passed, checking, size = 22 }: { levels: readonly Level[]; passed: string | null; checking?: string | null; size?: number }) {
  const reached = levels.findIndex((level) => level.id === passed)
  return (
    <span className="seal-ladder">
      {levels.map((level, i) => (
        <Seal key={level.id} level={level} size={size} state={i <= reached ? 'checked' : level.id === checking ? 'checking' : 'not-yet'} />
      ))}
    </span>
  )
}

/** The one seal of a line in a table: the highest level that everything in it has passed; a dash where there is none. */
export function HighestSeal({ level, size = 18 }: { level: Level | string | null; size?: number }) {
  const t = useT()
  return level ? <Seal level={level} size={size} /> : <span className="no-seal" aria-label={t('seal.none')}>–</span>
}

/** 巧手, the brand's own seal. */
export function Brand({ size = 32 }: { size?: number }) {
  return (
    <svg className="seal" width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <path d={edge} fill="var(--cinnabar)" />
      {brandGlyphs.map((d) => (
        <path key={d.slice(0, 12)} d={d} fill="var(--sheet)" />
      ))}
    </svg>
  )
}
