import { createHash } from 'node:crypto'
import { writtenOf, type Language, type WrittenLanguage } from '#kernel/languages.ts'
import type { Purpose } from './words.ts'

/** The text that a person agrees to. `sha256` in hex, of the text as UTF-8. */
export type Notice = { readonly purpose: Purpose; readonly version: string; readonly language: WrittenLanguage; readonly text: string; readonly sha256: string }
type Texts = { readonly version: string } & { readonly [language in WrittenLanguage]: string }

/*
 * The texts of each country, as data. Whoever changes a text gives it a new version; what was agreed to before stays in `rights_notice`.
 */
const cn: Record<Purpose, Texts> = {
  'support-programme': {
    version: '1',
    'zh-Hans': '妇联为帮助你就业创业，记录你的姓名、身份证号、电话、住址、家庭、劳动能力、困难和收入，只给本项目的工作人员用。你可以随时查看、更正、要求删除，也可以随时收回同意。',
    en: 'To help you find work or start a business, the federation keeps your name, id number, phone, address, household, ability to work, hardships and income, for the staff of this programme only. You may look at them, have them corrected or erased, and withdraw your consent at any time.',
    vi: 'Để giúp bạn tìm việc làm hoặc khởi nghiệp, Hội Liên hiệp Phụ nữ lưu họ tên, số định danh, điện thoại, địa chỉ, hộ, khả năng lao động, khó khăn và thu nhập của bạn, chỉ cho cán bộ của chương trình này dùng. Bạn có thể xem, yêu cầu sửa hoặc xóa, và rút lại đồng ý bất cứ lúc nào.',
  },
  'share-with-bank': {
    version: '1',
    'zh-Hans': '你申请贷款时，妇联把你的姓名、身份证号、电话和创业情况交给你选的那家银行，只用来审这笔贷款。你可以随时收回同意，收回后不再提供。',
    en: 'When you apply for a loan, the federation gives your name, id number, phone and what your business does to the bank you chose, for that loan only. You may withdraw your consent at any time; nothing is given after that.',
    vi: 'Khi bạn xin vay, Hội Liên hiệp Phụ nữ đưa họ tên, số định danh, điện thoại và việc làm ăn của bạn cho ngân hàng bạn chọn, chỉ để xét khoản vay đó. Bạn có thể rút lại đồng ý bất cứ lúc nào, từ đó không đưa gì nữa.',
  },
  'publish-story': {
    version: '1',
    'zh-Hans': '妇联在展示页面或媒体上讲你的故事，用你的姓名、照片和你同意的内容。你可以随时收回同意，收回后撤下。',
    en: 'The federation tells your story on its pages or in the press, with your name, your picture and what you agreed to. You may withdraw your consent at any time; it is then taken down.',
    vi: 'Hội Liên hiệp Phụ nữ kể câu chuyện của bạn trên trang của Hội hoặc trên báo, dùng họ tên, ảnh và nội dung bạn đã đồng ý. Bạn có thể rút lại đồng ý bất cứ lúc nào, khi đó bài được gỡ xuống.',
  },
  'contact-by-phone': {
    version: '1',
    'zh-Hans': '妇联打电话或发短信告诉你培训、招工和活动的消息。你可以随时收回同意，收回后不再联系。',
    en: 'The federation calls you or sends you messages about training, jobs and events. You may withdraw your consent at any time; you are not contacted after that.',
    vi: 'Hội Liên hiệp Phụ nữ gọi điện hoặc nhắn tin cho bạn về tập huấn, tuyển dụng và hoạt động. Bạn có thể rút lại đồng ý bất cứ lúc nào, từ đó không liên lạc nữa.',
  },
}
/** The same in substance; Law 91/2025 Art 9 asks for consent to each purpose by itself, and holds silence to be none. A federation may give its own wording. */
const notices: Record<'cn' | 'vn', Record<Purpose, Texts>> = { cn, vn: cn }

/** The text of today for a purpose, in the reader's language (traditional characters: the simplified text, which is the one that is kept). */
export function noticeOf(country: 'cn' | 'vn', purpose: Purpose, language: Language): Notice {
  const texts = notices[country][purpose]
  const written = writtenOf(language)
  const text = texts[written]
  return { purpose, version: texts.version, language: written, text, sha256: createHash('sha256').update(text).digest('hex') }
}
