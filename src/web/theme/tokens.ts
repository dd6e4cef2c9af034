/** The colours of paper and ink. Each is also a CSS variable (`--ink-2`), so that no screen writes a colour of its own. */
export type Palette = Readonly<Record<ColourName, string>>
export type ColourName =
  | 'desk' | 'paper' | 'sheet' | 'raised'
  | 'ink' | 'ink-2' | 'ink-3' | 'ink-hover'
  | 'control' | 'line' | 'line-strong' | 'hover' | 'selected'
  | 'cinnabar'
  | 'indigo' | 'indigo-wash' | 'jade' | 'jade-wash'
  | 'ochre' | 'ochre-wash' | 'ochre-line' | 'ochre-hover'

export const light: Palette = {
  desk: '#F1EDE3', paper: '#F8F5EE', sheet: '#FDFCF8', raised: '#FFFFFF',
  ink: '#211E1A', 'ink-2': '#534E45', 'ink-3': '#6E685D', 'ink-hover': '#3A352E',
  control: '#928A7B', line: '#E5DFD2', 'line-strong': '#C9C0AE', hover: '#F4F0E6', selected: '#EFE9DB',
  cinnabar: '#B5322A',
  indigo: '#2F5674', 'indigo-wash': '#E9EFF3', jade: '#356A4E', 'jade-wash': '#E8F0EA',
  ochre: '#8C4A0F', 'ochre-wash': '#FBF0DF', 'ochre-line': '#DDB274', 'ochre-hover': '#A65A16',
}

export const dark: Palette = {
  desk: '#141310', paper: '#191814', sheet: '#1E1C18', raised: '#26241F',
  ink: '#EFEAE0', 'ink-2': '#BFB8AB', 'ink-3': '#9C9587', 'ink-hover': '#D8D1C3',
  control: '#7D7667', line: '#35322B', 'line-strong': '#575247', hover: '#262420', selected: '#302D26',
  cinnabar: '#E26D5F',
  indigo: '#8FB4D0', 'indigo-wash': '#22303B', jade: '#86BC9C', 'jade-wash': '#203028',
  ochre: '#E0A458', 'ochre-wash': '#372A18', 'ochre-line': '#7A5A2A', 'ochre-hover': '#E9B878',
}

/** Series of a chart, in order. Above three, add hatching or label the ends. Never cinnabar. */
export const series = ['#211E1A', '#2F5674', '#4E7F66', '#B07A2C', '#8C8474', '#5E8C93'] as const

/** Font names by language: the reader's own system first where it writes Latin letters. */
export const fontFamilies = {
  'zh-Hans': '"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",system-ui,sans-serif',
  'zh-Hant': '"PingFang TC","Noto Sans CJK TC","Microsoft JhengHei",system-ui,sans-serif',
  vi: 'system-ui,"Noto Sans","PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif',
  en: 'system-ui,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif',
} as const

/** The palette as the text of CSS variables. */
export function cssVariables(palette: Palette): Record<string, string> {
  return Object.fromEntries(Object.entries(palette).map(([name, value]) => [`--${name}`, value]))
}
