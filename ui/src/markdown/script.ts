/** Which language a text is written in, as far as its letters tell: fonts and line breaks follow it. */

/** More than this is not looked at. */
const sample = 3000;

const traditional = /[們這個來說時會國對發經學過還後點麼與為從實現開關變數據網頁應該]/g;
const simplified = /[们这个来说时会国对发经学过还后点么与为从实现开关变数据网页应该]/g;
const count = (text: string, found: RegExp) => text.match(found)?.length ?? 0;

/** A BCP 47 tag; empty for letters that many languages share. */
export function languageOfText(whole: string): string {
  const text = whole.slice(0, sample);
  const han = count(text, /\p{Script=Han}/gu);
  const kana = count(text, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const hangul = count(text, /\p{Script=Hangul}/gu);
  const words = count(text, /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}]+/gu);
  if ((han + kana + hangul) * 2 < words || han + kana + hangul === 0) return "";
  if (hangul > han) return "ko";
  if (kana * 10 > han) return "ja";
  return count(text, traditional) > count(text, simplified) ? "zh-TW" : "zh-CN";
}
