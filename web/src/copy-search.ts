// The search of a copy in a folder: the index that `kg.site.search` writes, read by scripts.

import { loadData } from "./browser/data_source";
import { say } from "./browser/language";
import { announce } from "./browser/live_region";
import { folded, marked, type Run, runs } from "./copy/runs";

interface Index {
  counts: Record<Kind, number>;
  shards: number;
  chunk: number;
}
type Kind = "document" | "item" | "body";
type Entry = [title: string, file: string, number: string, where: string, text: string];
interface Found {
  number: number;
  isNamed: boolean;
}

const KINDS: [Kind, string, string][] = [
  ["document", "文件", "Documents"],
  ["item", "条目", "Items"],
  ["body", "单位", "Bodies"],
];
const FIRST = 10;
const MORE = 50;
const SNIPPET = 90;
const BEFORE = 15;

const ROOT = document.documentElement.lang.startsWith("en") ? "../search/" : "search/";
const found = document.getElementById("found") as HTMLElement;
const said = document.getElementById("said") as HTMLElement;
const asked = (new URLSearchParams(location.search).get("q") ?? "").trim();

for (const field of document.querySelectorAll<HTMLInputElement>('input[name="q"]')) {
  field.value = asked;
}
if (asked) void search(asked).catch(failed);

async function search(words: string): Promise<void> {
  tell(say("正在查询……", "Searching …"));
  const looked = runs(words);
  const index = await loadData<Index>(`${ROOT}index.js`);
  const all = looked.length ? await meeting(looked, index) : [];
  let [start, total] = [0, 0];
  found.replaceChildren();
  for (const [kind, zh, en] of KINDS) {
    const end = start + index.counts[kind];
    const [from, to] = [start, end];
    const ofKind = all.filter(({ number }) => number >= from && number < to);
    const sure = await holding(ofKind, looked, index);
    if (sure.length) found.append(section(say(zh, en), sure, looked, index));
    total += sure.length;
    start = end;
  }
  tell(
    total
      ? say(`找到 ${total} 条`, `${total} found`)
      : say(
          "没有找到。去掉一个词再试，或从文件、单位目录进入。",
          "Nothing found. Leave out a word, or begin at the lists of documents and bodies.",
        ),
  );
}

function failed(): void {
  tell(say("检索文件读不出来，副本不完整。", "The index cannot be read: the copy is not whole."));
}

function tell(text: string): void {
  said.textContent = text;
  announce(text);
}

/** The entries that have every token, those named by the words first. */
async function meeting(looked: Run[], index: Index): Promise<Found[]> {
  const lists = await Promise.all(
    looked.flatMap((run) => run.tokens.map((token, at) => places(token, isOpen(run, at), index))),
  );
  let [kept, ...others] = lists.sort((one, other) => one.size - other.size);
  for (const list of others) {
    kept = new Map(
      [...(kept ?? [])].flatMap(([number, isNamed]) => {
        const other = list.get(number);
        return other === undefined ? [] : [[number, isNamed && other] as [number, boolean]];
      }),
    );
  }
  return [...(kept ?? [])]
    .map(([number, isNamed]) => ({ number, isNamed }))
    .sort((a, b) => Number(b.isNamed) - Number(a.isNamed) || a.number - b.number);
}

function isOpen(run: Run, at: number): boolean {
  return run.isOpen && at === run.tokens.length - 1;
}

/** Where a token stands, or all that begin with it; true where it is in the name. */
async function places(token: string, open: boolean, index: Index): Promise<Map<number, boolean>> {
  const shard = (token.codePointAt(0) ?? 0) % index.shards;
  const words = await loadData<Record<string, number[]>>(`${ROOT}words-${shard}.js`);
  const lists = open
    ? Object.keys(words)
        .filter((word) => word.startsWith(token))
        .map((word) => words[word])
    : [words[token]];
  const at = new Map<number, boolean>();
  for (const list of lists) {
    let sum = 0;
    for (const step of Array.isArray(list) ? list : []) {
      sum += step;
      const number = sum >> 1;
      at.set(number, at.get(number) === true || (sum & 1) === 1);
    }
  }
  return at;
}

/** Those in which the pairs stand one after the other; pairs alone may be scattered. */
async function holding(all: Found[], looked: Run[], index: Index): Promise<Found[]> {
  if (looked.every((run) => run.tokens.length < 2)) return all;
  const sure: Found[] = [];
  for (const one of all) {
    const entry = await read(one.number, index);
    const text = folded(entry.join("\n"));
    if (looked.every((run) => text.includes(run.folded))) sure.push(one);
  }
  return sure;
}

async function read(number: number, index: Index): Promise<Entry> {
  const chunk = Math.floor(number / index.chunk);
  const entries = await loadData<Entry[]>(`${ROOT}entries-${chunk}.js`);
  const entry = entries[number % index.chunk];
  if (!entry) throw new Error(`no entry ${number}`);
  return entry;
}

function section(name: string, all: Found[], looked: Run[], index: Index): HTMLElement {
  const [part, heading, list] = [make("section"), make("h2"), make("ol")];
  list.className = "plain-list";
  heading.textContent = `${name}　${all.length}`;
  part.append(heading, list);
  const more = make("button");
  more.type = "button";
  more.className = "btn";
  let shown = 0;
  const show = async (count: number): Promise<void> => {
    const next = all.slice(shown, shown + count);
    shown += next.length;
    const entries = await Promise.all(next.map(({ number }) => read(number, index)));
    list.append(...entries.map((entry) => line(entry, looked)));
    const left = all.length - shown;
    more.textContent = say(`展开另 ${left} 条`, `${left} more`);
    if (!left) more.remove();
  };
  more.addEventListener("click", () => void show(MORE).catch(failed));
  if (all.length > FIRST) part.append(more);
  void show(FIRST).catch(failed);
  return part;
}

function line([title, file, number, where, text]: Entry, looked: Run[]): HTMLElement {
  const [item, link] = [make("li"), make("a")];
  link.href = encodeURI(file);
  link.lang = "zh-CN";
  link.append(...marked(title || text.slice(0, SNIPPET), looked));
  const place = make("span");
  place.className = "mute sm";
  place.lang = "zh-CN";
  place.textContent = [number, where].filter(Boolean).join("　");
  const words = make("span");
  words.className = "q";
  words.lang = "zh-CN";
  words.append(...marked(snippet(text, looked), looked));
  item.append(link, " ", place, words);
  return item;
}

function snippet(text: string, looked: Run[]): string {
  const plain = folded(text);
  const at = looked.map((run) => plain.indexOf(run.folded)).filter((place) => place >= 0);
  const start = Math.max(0, Math.min(...at, text.length) - BEFORE);
  const from = at.length ? start : 0;
  const end = Math.min(text.length, from + SNIPPET);
  return `${from ? "…" : ""}${text.slice(from, end)}${end < text.length ? "…" : ""}`;
}

function make<Name extends keyof HTMLElementTagNameMap>(name: Name): HTMLElementTagNameMap[Name] {
  return document.createElement(name);
}
