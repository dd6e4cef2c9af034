/** The hardships that a federation records: code, its words in sheets, the first being the one it is printed under. A list to extend, not a rule. */
export const hardshipWords: readonly { readonly code: string; readonly words: readonly string[] }[] = [
  { code: 'low-income', words: ['低保', '低收入', '低保户', '低收入户', '最低生活保障', '贫困', '贫困户', '建档立卡', '建档立卡户', '建档立卡贫困户', '经济困难', '低收入家庭', '低保家庭', '低保边缘', '相对贫困'] },
  { code: 'destitute', words: ['五保', '特困', '特困供养', '五保户', '特困户'] },
  { code: 'disabled', words: ['残疾', '残疾人', '因残', '因残致贫', '身体残疾', '肢体残疾', '视力残疾', '听力残疾', '智力残疾', '精神残疾', '残'] },
  { code: 'illness', words: ['大病', '因病', '因病致贫', '患病', '重病', '长期慢性病', '疾病'] },
  { code: 'lost-land', words: ['失地', '失地农民', '失地妇女', '被征地', '缺土地', '因缺地'] },
  { code: 'laid-off', words: ['下岗', '失业', '下岗失业', '下岗职工', '下岗女工', '待业'] },
  { code: 'left-post', words: ['离岗', '内退', '转岗', '买断'] },
  { code: 'retained-contract', words: ['协保', '协保人员'] },
  { code: 'veteran', words: ['退役', '退役军人', '退伍军人', '退伍', '复员军人', '军属', '军嫂', '优抚'] },
  { code: 'returning-migrant', words: ['返乡', '返乡农民工', '返乡人员', '返乡妇女', '返乡务工', '返乡创业'] },
  { code: 'returned-student', words: ['返乡大学生', '返乡学生', '返乡毕业生', '高校毕业生', '女大学毕业生'] },
  { code: 'student', words: ['在校学生', '学生', '大学生', '女大学生', '在校大学生', '因学', '因学致贫'] },
  { code: 'left-behind-child', words: ['留守儿童', '困境儿童', '孤儿'] },
  { code: 'left-behind-woman', words: ['留守妇女', '留守'] },
  { code: 'single-mother', words: ['单亲', '单亲母亲', '单亲妈妈', '单亲家庭', '丧偶', '离异'] },
  { code: 'disaster', words: ['因灾', '因灾致贫', '受灾', '灾害', '因突发事故', '意外'] },
  { code: 'lacking-labour', words: ['缺劳力', '缺劳动力', '因缺劳力'] },
  { code: 'lacking-skills', words: ['缺技术', '缺技能', '因缺技术'] },
  { code: 'lacking-money', words: ['缺资金', '因缺资金'] },
]

const codeOf = new Map(hardshipWords.flatMap(({ code, words }) => words.map((word) => [word, code] as const)))
const nothing = new Set(['无', '没有', '正常', '一般', '非困难', '否', '×', '非贫困户', '一般户', '一般农户'])

/**
 * Reads the cell under 困难类型: several stand apart by 、，；/ + or a line break. What is in no list becomes `other`.
 * @returns the codes without repeats, and whether any word was unknown
 */
export function readHardships(text: string): { codes: string[]; unknown: boolean } {
  const codes = new Set<string>()
  let unknown = false
  for (const raw of text.normalize('NFKC').split(/[、,;/|+\n\r\s]+|和|及/)) {
    const word = raw.replace(/^\d+[.)]?/, '').replace(/[()[\]【】。.·]/g, '')
    if (word === '' || nothing.has(word)) continue
    const code = codeOf.get(word) ?? codeOf.get(word.replace(/(人员|妇女|家庭|户|人|类|致贫)$/, ''))
    codes.add(code ?? 'other')
    if (!code) unknown = true
  }
  return { codes: [...codes], unknown }
}
