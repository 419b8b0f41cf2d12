// Words cut up as the index of `kg.search.tokens` is: Chinese by overlapping pairs, else by words.

const SEEN_THROUGH = new Set("“”‘’\"'`『』「」《》〈〉\u200b\u200c\u200d\u2060\ufeff\u00ad");
const CHINESE = "[〇々㐀-䶿一-鿿\u{20000}-\u{3ffff}]";
const RUN = new RegExp(
  `(${CHINESE}+)|[0-9]+(?:\\.[0-9]+)*|(?:(?!${CHINESE})[\\p{L}\\p{M}])+|[+%‰]`,
  "gu",
);

/** A run of signs that must stand in an entry as it is; the last token may go on if `isOpen`. */
export interface Run {
  folded: string;
  tokens: string[];
  isOpen: boolean;
}

/** Full and half width and capitals as one; quotes are not seen. */
export function folded(text: string): string {
  return [...text].map(fold).join("");
}

function fold(sign: string): string {
  return SEEN_THROUGH.has(sign) ? "" : sign.normalize("NFKC").toLowerCase();
}

/** What to look for: `课程思政 500名` -> 课程思政, 500, 名. */
export function runs(words: string): Run[] {
  return [...folded(words).matchAll(RUN)].map(([text, chinese]) => {
    const signs = [...text];
    if (!chinese) return { folded: text, tokens: [text], isOpen: false };
    if (signs.length === 1) return { folded: text, tokens: [text], isOpen: true };
    const tokens = signs.slice(1).map((sign, at) => `${signs[at]}${sign}`);
    return { folded: text, tokens, isOpen: false };
  });
}

/** The text in pieces, with what was looked for in `<mark>`. */
export function marked(text: string, looked: Run[]): (string | HTMLElement)[] {
  const signs = [...text];
  const plain = signs.map(fold);
  let length = 0;
  const starts = plain.map((sign) => {
    length += sign.length;
    return length - sign.length;
  });
  const whole = plain.join("");
  const isMarked = signs.map(() => false);
  for (const { folded: words } of looked) {
    for (let at = whole.indexOf(words); at >= 0; at = whole.indexOf(words, at + words.length)) {
      signs.forEach((_, place) => {
        const start = starts[place] ?? 0;
        if (start >= at && start < at + words.length) isMarked[place] = true;
      });
    }
  }
  return pieces(signs, isMarked);
}

function pieces(signs: string[], isMarked: boolean[]): (string | HTMLElement)[] {
  const out: (string | HTMLElement)[] = [];
  let start = 0;
  signs.forEach((_, at) => {
    if (at + 1 < signs.length && isMarked[at] === isMarked[at + 1]) return;
    const text = signs.slice(start, at + 1).join("");
    const mark = document.createElement("mark");
    mark.textContent = text;
    out.push(isMarked[at] ? mark : text);
    start = at + 1;
  });
  return out;
}
