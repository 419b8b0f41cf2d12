/** The language of the page: Chinese, unless its root element says English. */
export const isEnglish = document.documentElement.lang.startsWith("en");

/** The text in the language of the page. */
export function say(zh: string, en: string): string {
  return isEnglish ? en : zh;
}
