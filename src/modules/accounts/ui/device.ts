const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger\//, 'wechat'], [/\bEdgA?\//, 'Edge'], [/QQBrowser\//, 'qq'], [/HuaweiBrowser\//, 'huawei'], [/\bOPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'], [/Chrome\/|CriOS\//, 'Chrome'], [/Version\/[\d.]+.*Safari\//, 'Safari'],
]
// Android and HarmonyOS call themselves Linux as well, iPads of today Macintosh
const systems: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'], [/Android/, 'Android'], [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Windows NT/, 'Windows'], [/Mac OS X|Macintosh/, 'Mac'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux'],
]
const firstOf = (table: readonly (readonly [RegExp, string])[], words: string) => table.find(([pattern]) => pattern.test(words))?.[1] ?? null

/** Browser and system out of a browser's own words (User-Agent); null where they are not known. Names that are translated are in lower case. */
export function deviceOf(userAgent: string): { browser: string | null; system: string | null } {
  return { browser: firstOf(browsers, userAgent), system: firstOf(systems, userAgent) }
}
