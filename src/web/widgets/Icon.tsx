import type { CSSProperties } from 'react'

// Drawn in a 20 box, line 1.5, square ends: the hand of the seals, not of a library.
const paths = {
  home: 'M3 9.5 10 3.5 17 9.5M5 8.5V16.5H15V8.5M8.5 16.5V11.5H11.5V16.5',
  check: 'M4.5 2.5H15.5V10M4.5 2.5V17.5H9M7.5 6H12.5M7.5 9H10.5M14 17.5a3 3 0 1 0 0-6a3 3 0 0 0 0 6ZM12.6 14.5 13.7 15.6 15.5 13.6',
  register: 'M2.5 4.5H17.5V16.5H2.5ZM5.5 2.8V6M10 2.8V6M14.5 2.8V6M7.5 14 10 9 12.5 14M8.5 12.3H11.5',
  import: 'M9.5 3.5H3.5V16.5H16.5V10M17 3.5 9 11.5M9 7V11.5H13.5',
  figures: 'M2.5 4H17.5V16H2.5ZM2.5 8H17.5M2.5 12H17.5M7.5 4V16M12.5 4V16',
  receipt: 'M10 2.5 16.5 4.5V10C16.5 13.8 13.8 16.4 10 17.7C6.2 16.4 3.5 13.8 3.5 10V4.5ZM7 10 9.2 12.2 13 8.2',
  units: 'M8 2.5H12V6.5H8ZM2.5 13.5H6.5V17.5H2.5ZM8 13.5H12V17.5H8ZM13.5 13.5H17.5V17.5H13.5ZM10 6.5V13.5M4.5 13.5V10H15.5V13.5',
  plan: 'M3 3.5H17V16.5H3ZM6.5 3.5V13M10 3.5V9.5M13.5 3.5V11.5',
  visits: 'M2.5 4.5H17.5V16.5H2.5ZM6 2.8V6M10 2.8V6M14 2.8V6M5.5 9.5H9M5.5 12.8H8M10.5 11.5 12.2 13.2 15 9.8',
  search: 'M8.7 14.4a5.7 5.7 0 1 0 0-11.4a5.7 5.7 0 0 0 0 11.4ZM13 13 17.2 17.2',
  down: 'M5.5 7.7 10 12.2 14.5 7.7',
  up: 'M5.5 12.2 10 7.7 14.5 12.2',
  right: 'M7.7 5.5 12.2 10 7.7 14.5',
  left: 'M12.2 5.5 7.7 10 12.2 14.5',
  close: 'M4.5 4.5 15.5 15.5M15.5 4.5 4.5 15.5',
  calendar: 'M2.8 4.3H17.2V17H2.8ZM2.8 8.3H17.2M6.5 2.5V6M13.5 2.5V6',
  book: 'M4 2.8H16V17.2H4ZM9.5 2.8V9L11.7 7.3L13.9 9V2.8M4 2.8V17.2',
  globe: 'M10 17.5a7.5 7.5 0 1 0 0-15a7.5 7.5 0 0 0 0 15ZM2.5 10H17.5M10 2.5C7.8 4.6 6.7 7.1 6.7 10C6.7 12.9 7.8 15.4 10 17.5C12.2 15.4 13.3 12.9 13.3 10C13.3 7.1 12.2 4.6 10 2.5',
  refused: 'M10 17.5a7.5 7.5 0 1 0 0-15a7.5 7.5 0 0 0 0 15ZM4.8 4.8 15.2 15.2',
  question: 'M10 17.5a7.5 7.5 0 1 0 0-15a7.5 7.5 0 0 0 0 15ZM7.8 7.8C7.8 6.4 8.8 5.6 10 5.6C11.3 5.6 12.3 6.4 12.3 7.7C12.3 9.3 10 9.6 10 11.4M10 13.6V14.4',
  clock: 'M10 17.5a7.5 7.5 0 1 0 0-15a7.5 7.5 0 0 0 0 15ZM10 5.5V10L13 12',
  tick: 'M3.5 10.5 8 15 16.5 5.5',
  download: 'M10 3V12M6.3 8.5 10 12.2 13.7 8.5M3.5 12.5V16.5H16.5V12.5',
  upload: 'M10 12.5V3.5M6.3 7.2 10 3.5 13.7 7.2M3.5 12.5V16.5H16.5V12.5',
  file: 'M4.5 2.5H12L15.5 6V17.5H4.5ZM12 2.5V6H15.5',
  sheet: 'M4.5 2.5H12L15.5 6V17.5H4.5ZM12 2.5V6H15.5M7.7 9.2 12.3 14.8M12.3 9.2 7.7 14.8',
  plus: 'M10 4V16M4 10H16',
  edit: 'M4.5 12.5 13 4 16 7 7.5 15.5 4 16ZM4 18H16.5',
  copy: 'M7 6.5H16.5V17.5H7ZM13 6.5V3H3.5V13.5H7',
  eye: 'M2 10C4 6.5 6.8 4.8 10 4.8C13.2 4.8 16 6.5 18 10C16 13.5 13.2 15.2 10 15.2C6.8 15.2 4 13.5 2 10ZM10 12.6a2.6 2.6 0 1 0 0-5.2a2.6 2.6 0 0 0 0 5.2Z',
  bars: 'M3.5 3V16.5H17M7 16.5V10M10.5 16.5V6M14 16.5V11.5',
  line: 'M3.5 3V16.5H17M6 12.5 9.5 8.5 12 11 16.5 5.5',
  table: 'M3 4H17V16H3ZM3 8H17M3 12H17M10 4V16',
  tiles: 'M3 3.5H9V9H3ZM11 3.5H17V9H11ZM3 11H9V16.5H3ZM11 11H17V16.5H11Z',
  filter: 'M3 4.5H17L12 10.5V16L8 14V10.5Z',
  cloud: 'M5.8 15.5C3.7 15.5 2.3 14 2.3 12.2C2.3 10.5 3.6 9.2 5.2 9C5.6 6.5 7.6 4.8 10 4.8C12.3 4.8 14.2 6.3 14.7 8.6C16.5 8.8 17.8 10.2 17.8 12C17.8 13.9 16.3 15.5 14.4 15.5Z',
  person: 'M10 9a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 9ZM3.5 17C3.5 13.5 6.3 11.5 10 11.5C13.7 11.5 16.5 13.5 16.5 17',
  household: 'M3 9.5 10 3.5 17 9.5M5 8.5V16.5H15V8.5',
  out: 'M11 3.5H3.5V16.5H11M8 10H17M13.5 6.5 17 10 13.5 13.5',
  more: 'M3 6H17M3 10H17M3 14H17',
  stop: 'M5 5H15V15H5Z',
  link: 'M8 5.5H3.5V16.5H14.5V12M11 3.5H16.5V9M16.5 3.5 9 11',
} as const

export type IconName = keyof typeof paths

/** A line icon, decorative unless it is given a label. In: name, size in px (20), label for icons that stand alone. */
export function Icon({ name, size = 18, label, style, className }: { name: IconName; size?: number; label?: string; style?: CSSProperties; className?: string }) {
  return (
    <svg
      className={className ? `icon ${className}` : 'icon'} width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth={1.4}
      strokeLinecap="square" style={style} {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <path d={paths[name]} />
    </svg>
  )
}
