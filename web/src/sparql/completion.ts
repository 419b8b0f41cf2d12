import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { isEnglish } from "../browser/language";
import type { Word } from "./vocabulary";

/** What stands before the cursor: zm:imp, 落实, <https://w3id, SEL */
const WORD = /(?:<[^<>\s]*|[\p{L}_][\p{L}\p{N}_-]*:?[\p{L}\p{N}_-]*)$/u;
const VARIABLE = /[?$][\p{L}\p{N}_]*$/u;
const ANY_VARIABLE = /[?$]([\p{L}_][\p{L}\p{N}_]*)/gu;
/** PREFIX zm:, and the word may be unfinished */
const AFTER_PREFIX = /PREFIX\s+[\w-]*$/i;
const QUOTED = /^[^"'#]*(?:"[^"]*"[^"'#]*|'[^']*'[^"'#]*)*(?:"[^"]*|'[^']*|#.*)$/;
const PREFIXED = /^([\w-]+):/;
const MOST = 60;
const KEYWORDS =
  "SELECT DISTINCT CONSTRUCT DESCRIBE ASK WHERE FROM NAMED GRAPH OPTIONAL MINUS UNION VALUES BIND FILTER EXISTS UNDEF PREFIX BASE ORDER GROUP BY HAVING LIMIT OFFSET ASC DESC COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND COALESCE IF REGEX REPLACE CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLEN SUBSTR CONCAT UCASE LCASE YEAR MONTH DAY ISIRI ISLITERAL ISNUMERIC";

/** Completes variables of the text, prefixes, keywords, and words by name, label or definition. */
export function completer(
  words: () => readonly Word[],
  prefixes: Readonly<Record<string, string>>,
) {
  return (context: CompletionContext): CompletionResult | null => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const variable = context.matchBefore(VARIABLE);
    if (variable) return { from: variable.from, options: variables(context), validFor: VARIABLE };
    if (AFTER_PREFIX.test(before)) return declarations(context, prefixes);
    const word = context.matchBefore(WORD);
    if (QUOTED.test(before.replace(/<[^<>\s]*>?/g, "")) || (!word && !context.explicit))
      return null;
    const typed = word?.text ?? "";
    const options = [...ofVocabulary(typed, words(), prefixes), ...keywords(typed)];
    return { from: word?.from ?? context.pos, options, filter: false };
  };
}

/** The lines that declare what a text uses and does not declare; "" where nothing is missing. */
export function missingPrefixes(text: string, prefixes: Readonly<Record<string, string>>): string {
  const lines = Object.entries(prefixes).filter(
    ([name]) => new RegExp(`(?<![\\w:/.-])${name}:`).test(text) && !declares(text, name),
  );
  return lines.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("");
}

function declares(text: string, name: string): boolean {
  return new RegExp(`PREFIX\\s+${name}:`, "i").test(text);
}

function variables(context: CompletionContext): Completion[] {
  const text = context.state.sliceDoc();
  const here = context.matchBefore(VARIABLE);
  const names = new Set<string>();
  for (const match of text.matchAll(ANY_VARIABLE)) {
    if (match.index !== here?.from) names.add(match[1] ?? "");
  }
  return [...names].map((name) => ({ label: `?${name}`, type: "variable" }));
}

function declarations(
  context: CompletionContext,
  prefixes: Readonly<Record<string, string>>,
): CompletionResult {
  const word = context.matchBefore(/[\w-]*$/);
  const options = Object.entries(prefixes).map(([name, iri]) => ({
    label: `${name}:`,
    detail: iri,
    type: "namespace",
    apply: `${name}: <${iri}>\n`,
  }));
  return { from: word?.from ?? context.pos, options };
}

function ofVocabulary(
  typed: string,
  words: readonly Word[],
  prefixes: Readonly<Record<string, string>>,
): Completion[] {
  const sought = typed.toLowerCase();
  return words
    .map((word) => ({ word, rank: rankOf(word, sought) }))
    .filter(({ rank }) => rank > 0)
    .sort(
      (one, other) => other.rank - one.rank || one.word.written.localeCompare(other.word.written),
    )
    .slice(0, MOST)
    .map(({ word }) => option(word, prefixes));
}

/** How well a word fits what is typed: 5 is it, 4 begins so, 3 is called so, 2 holds it; 0 no. */
function rankOf(word: Word, sought: string): number {
  const written = word.written.toLowerCase();
  const local = written.replace(/^.*?:(?!\/)/, "");
  const fits = (rank: number) => rank + (word.kind === "concept" ? 0 : 0.5);
  if (sought === "") return word.kind === "concept" ? 0 : 1;
  if ([local, word.zh, word.en].includes(sought)) return fits(5);
  if (written.startsWith(sought) || local.startsWith(sought)) return fits(4);
  if (word.zh.startsWith(sought) || word.en.startsWith(sought)) return fits(3);
  if (sought.length < 2 && !/\p{Script=Han}/u.test(sought)) return 0;
  return [written, word.zh, word.en].some((text) => text.includes(sought)) ? fits(2) : 0;
}

function option(word: Word, prefixes: Readonly<Record<string, string>>): Completion {
  const label = isEnglish ? word.en : word.zh;
  const other = isEnglish ? word.zh : word.en;
  const info = [other, word.definition].filter(Boolean).join("\n");
  return {
    label: word.written,
    displayLabel: word.kind === "concept" ? conceptName(word.written) : word.written,
    type: word.kind,
    apply: (view, _completion, from, to) => insert(view, word.written, from, to, prefixes),
    ...(label && { detail: label }),
    ...(info && { info }),
  };
}

/** <https://w3id.org/zhengmai/vocabulary/level/provincial> is shown as level/provincial */
function conceptName(written: string): string {
  return written.replace(/^<.*\/vocabulary\/(.*)>$/, "$1");
}

/** Put a word into the text, and the prefix that it needs at the beginning. */
function insert(
  view: EditorView,
  written: string,
  from: number,
  to: number,
  prefixes: Readonly<Record<string, string>>,
): void {
  const name = PREFIXED.exec(written)?.[1] ?? "";
  const iri = prefixes[name];
  const isMissing = iri !== undefined && !declares(view.state.sliceDoc(), name);
  const head = isMissing ? `PREFIX ${name}: <${iri}>\n` : "";
  view.dispatch({
    changes: [
      { from: 0, insert: head },
      { from, to, insert: written },
    ],
    selection: { anchor: head.length + from + written.length },
    userEvent: "input.complete",
  });
}

function keywords(typed: string): Completion[] {
  const sought = typed.toUpperCase();
  if (!/^[A-Z_]+$/.test(sought)) return [];
  return KEYWORDS.split(" ")
    .filter((word) => word.startsWith(sought))
    .map((label) => ({ label, type: "keyword" }));
}
