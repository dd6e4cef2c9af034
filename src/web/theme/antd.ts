import type { ThemeConfig } from 'antd'
import type { Language } from '#kernel/languages.ts'
import { fontFamilies, type Palette } from './tokens.ts'

/** The table of tokens of the looks, as antd wants it. Wrong and late share ochre; primary is ink; the focus ring is indigo. */
export function antdTheme(p: Palette, language: Language): ThemeConfig {
  return {
    hashed: false,
    token: {
      colorBgBase: p.sheet, colorTextBase: p.ink,
      colorBgLayout: p.desk, colorBgContainer: p.raised, colorBgElevated: p.raised, colorBgContainerDisabled: p.desk,
      colorFillAlter: p.paper, colorFillSecondary: p.selected, colorFillTertiary: p.paper, colorFillQuaternary: p.paper,
      colorPrimary: p.ink, colorPrimaryHover: p['ink-hover'], colorPrimaryActive: p.ink, colorTextLightSolid: p.sheet,
      colorPrimaryBorder: p.indigo, colorPrimaryBg: p.selected, colorPrimaryBgHover: p.selected,
      controlOutline: p.indigo, controlOutlineWidth: 2,
      colorText: p.ink, colorTextSecondary: p['ink-2'], colorTextDescription: p['ink-2'], colorIcon: p['ink-2'], colorIconHover: p.ink,
      colorTextTertiary: p['ink-3'], colorTextQuaternary: p['ink-3'], colorTextPlaceholder: p['ink-3'], colorTextDisabled: p['ink-3'],
      colorTextHeading: p.ink, colorLink: p.ink, colorLinkHover: p['ink-hover'], colorLinkActive: p.ink,
      colorBorder: p.control, colorBorderSecondary: p.line, colorSplit: p.line, colorBorderDisabled: p['line-strong'],
      controlItemBgHover: p.hover, controlItemBgActive: p.selected, controlItemBgActiveHover: p.selected,
      colorInfo: p.indigo, colorInfoBg: p['indigo-wash'], colorInfoBorder: p.indigo,
      colorSuccess: p.jade, colorSuccessBg: p['jade-wash'], colorSuccessBorder: p.jade,
      colorError: p.ochre, colorErrorHover: p['ochre-hover'], colorErrorBg: p['ochre-wash'], colorErrorBorder: p['ochre-line'], colorErrorBorderHover: p['ochre-hover'], colorErrorText: p.ochre,
      colorWarning: p.ochre, colorWarningHover: p['ochre-hover'], colorWarningBg: p['ochre-wash'], colorWarningBorder: p['ochre-line'], colorWarningText: p.ochre,
      fontFamily: fontFamilies[language], fontSize: 14, lineHeight: 1.5714, fontSizeSM: 12, fontSizeLG: 16, fontWeightStrong: 700,
      borderRadius: 3, borderRadiusLG: 4, borderRadiusSM: 3, borderRadiusXS: 2,
      controlHeight: 32, controlHeightSM: 26, controlHeightLG: 44,
      boxShadow: '0 8px 28px rgba(33,30,26,.16)', boxShadowSecondary: '0 8px 28px rgba(33,30,26,.16)', boxShadowTertiary: 'none',
      motionDurationFast: '0.08s', motionDurationMid: '0.12s', motionDurationSlow: '0.12s',
    },
    components: {
      Layout: { siderBg: p.desk, bodyBg: p.sheet, headerBg: p.sheet, headerHeight: 52, headerPadding: '0 28px' },
      Table: {
        colorBgContainer: p.sheet, headerBg: p.sheet, headerColor: p['ink-3'], headerSplitColor: 'transparent', borderColor: p.line,
        rowHoverBg: p.hover, rowSelectedBg: p.selected, rowSelectedHoverBg: p.selected, fontWeightStrong: 400,
        cellPaddingBlockSM: 7, cellPaddingInlineSM: 10, headerSortActiveBg: p.sheet, headerSortHoverBg: p.hover, bodySortBg: 'transparent',
      },
      Segmented: { trackBg: p.paper, itemSelectedBg: p.raised, itemColor: p['ink-2'], itemHoverBg: p.hover, itemSelectedColor: p.ink, trackPadding: 0 },
      Button: { defaultShadow: 'none', primaryShadow: 'none', dangerShadow: 'none', fontWeight: 400, defaultHoverBorderColor: p.ink, defaultHoverColor: p.ink, defaultActiveBorderColor: p.ink, textHoverBg: p.hover },
      Tabs: { inkBarColor: p.ink, itemColor: p['ink-2'], itemSelectedColor: p.ink, itemHoverColor: p.ink, titleFontSize: 14 },
      Progress: { defaultColor: p.ink, remainingColor: p.line, lineBorderRadius: 0 },
      Input: { activeShadow: `0 0 0 1px ${p.indigo}`, activeBorderColor: p.indigo, hoverBorderColor: p.ink },
      InputNumber: { activeShadow: `0 0 0 1px ${p.indigo}`, activeBorderColor: p.indigo, hoverBorderColor: p.ink },
      Select: { activeOutlineColor: 'transparent', activeBorderColor: p.indigo, hoverBorderColor: p.ink, optionSelectedBg: p.selected, optionActiveBg: p.hover },
      DatePicker: { activeShadow: `0 0 0 1px ${p.indigo}`, activeBorderColor: p.indigo, hoverBorderColor: p.ink },
      Slider: { trackBg: p.ink, trackHoverBg: p.ink, handleColor: p.ink, handleActiveColor: p.indigo },
      Switch: { handleBg: p.sheet },
      Dropdown: { paddingBlock: 6 }, Tooltip: { colorBgSpotlight: p.ink }, Modal: { titleFontSize: 15 }, Tag: { defaultBg: p.sheet, defaultColor: p['ink-2'] },
      Form: { labelColor: p['ink-2'], verticalLabelPadding: '0 0 4px' },
    },
  }
}
