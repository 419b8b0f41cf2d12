// The SPARQL editor: writes, asks, shows the answer, and keeps all of it in the address.
import { element, found, save } from "./browser/elements";
import { say } from "./browser/language";
import { announce } from "./browser/live_region";
import { pageData } from "./browser/page_data";
import { onAddressChange, pushAddress, replaceAddress } from "./browser/shown_address";
import { onOtherColours, type Scene } from "./drawing/scene";
import { canDraw, Stage } from "./drawing/stage";
import { drawSvg } from "./drawing/svg";
import { type Answer, ask, download, Refused } from "./sparql/asking";
import { missingPrefixes } from "./sparql/completion";
import { clearErrors, makeEditor, replaceText, showError } from "./sparql/editing";
import { filterExamples } from "./sparql/examples";
import { addressOf, isLong, linked } from "./sparql/permalink";
import { resultScene } from "./sparql/result_scene";
import { drawTable } from "./sparql/table";
import { type Namespaces, placeOf } from "./sparql/term";
import { readVocabulary, type Word } from "./sparql/vocabulary";

interface Facts extends Namespaces {
  /** Whether the address names no query, so that a draft may stand in its place. */
  readonly isDraft: boolean;
}

const DRAFT = "zhengmai.editor.draft";
const ROW_FORMATS = ["csv", "tsv", "json", "xml"];
const TRIPLE_FORMATS = ["turtle", "ntriples", "jsonld", "rdfxml"];
const SUFFIXES: Readonly<Record<string, string>> = { turtle: "ttl", ntriples: "nt", rdfxml: "rdf" };

const UNREACHABLE = say(
  "连不上服务器，或者它的回答断了。查询还在编辑框里，过一会儿再运行。",
  "The server cannot be reached, or its answer broke off. Your query is kept; run it again later.",
);

const LONG = say(
  "查询太长，链接里把它写在 # 之后：复制整条链接即可，但有的聊天软件会截断。",
  "The query is long, so the link has it behind #: copy the whole link; some messengers cut it.",
);

const facts = pageData<Facts>("editor-facts");
const field = found("query", HTMLTextAreaElement);
const run = found("run", HTMLButtonElement);
const stop = found("stop", HTMLButtonElement);
const summary = found("summary", HTMLElement);
const shown = found("shown", HTMLElement);
const views = found("views", HTMLElement);
const downloads = found("downloads", HTMLElement);

let words: readonly Word[] = [];
let asking: AbortController | undefined;
let stage: Stage | undefined;
let drawAgain: () => void = () => {};
/** How answers are shown, where they can be shown so. */
let view = "";

const link = linked(field.value);
const draft = facts.isDraft && link.query === field.value ? localStorage.getItem(DRAFT) : null;
const editor = makeEditor(found("text", HTMLDivElement), {
  text: draft ?? link.query,
  prefixes: facts.prefixes,
  words: () => words,
  run: () => void answerQuery(),
  changed: (text) => localStorage.setItem(DRAFT, text),
});
view = link.view || "table";
comeAlive();
if (link.view) void answerQuery({ isNew: false });

function comeAlive(): void {
  for (const label of document.querySelectorAll('label[for="query"]')) label.remove();
  field.remove();
  for (const id of ["text", "copy", "add-prefixes", "hint"]) found(id, HTMLElement).hidden = false;
  found("ask", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void answerQuery();
  });
  stop.addEventListener("click", () => asking?.abort());
  found("add-prefixes", HTMLElement).addEventListener("click", addPrefixes);
  found("copy", HTMLElement).addEventListener("click", noteAddress, { capture: true });
  onAddressChange(() => location.reload());
  onOtherColours(() => drawAgain());
  filterExamples();
  offerDraft();
  readVocabulary(facts).then(
    (read) => {
      words = read;
    },
    (error) => console.info("no completion from the ontology:", error),
  );
}

function offerDraft(): void {
  const note = found("draft", HTMLElement);
  note.hidden = draft === null || draft === field.value;
  note.querySelector("button")?.addEventListener("click", () => {
    replaceText(editor, field.value);
    localStorage.removeItem(DRAFT);
    note.hidden = true;
    editor.focus();
  });
}

function addPrefixes(): void {
  const lines = missingPrefixes(editor.state.sliceDoc(), facts.prefixes);
  if (lines) editor.dispatch({ changes: { from: 0, insert: lines } });
  else announce(say("前缀都在", "No prefix is missing"));
  editor.focus();
}

/** The address says the query as it stands in the editor, before the address is copied. */
function noteAddress(): void {
  const view = new URLSearchParams(location.search).get("view") ?? "";
  replaceAddress(addressOf({ query: editor.state.sliceDoc(), view }));
}

/** Ask the query of the editor, show the answer, and say both in the address. */
async function answerQuery({ isNew } = { isNew: true }): Promise<void> {
  asking?.abort();
  const query = editor.state.sliceDoc();
  const mine = new AbortController();
  asking = mine;
  begin();
  try {
    const answer = await ask(query, mine.signal);
    if (asking !== mine) return;
    if (isNew) remember(query);
    show(query, answer);
  } catch (error) {
    if (asking === mine) fail(error);
  }
  if (asking === mine) end();
}

function begin(): void {
  clearErrors(editor);
  run.disabled = true;
  stop.hidden = false;
  found("answer", HTMLElement).hidden = false;
  views.hidden = true;
  downloads.replaceChildren();
  shown.replaceChildren();
  tell(say("正在查询……", "Asking…"));
}

function end(): void {
  asking = undefined;
  run.disabled = false;
  stop.hidden = true;
}

function tell(text: string): void {
  summary.textContent = text;
  announce(text);
}

function remember(query: string): void {
  const address = addressOf({ query, view });
  if (address !== location.pathname + location.search + location.hash) {
    pushAddress(address);
  }
}

function show(query: string, answer: Answer): void {
  const count = answer.rows.length.toLocaleString();
  const time = answer.seconds.toFixed(2);
  const [zh, en] = answer.kind === "triples" ? ["个三元组", "triples"] : ["行", "rows"];
  tell(say(`${count} ${zh}，${time} 秒`, `${count} ${en}, ${time} s`));
  offerDownloads(query, answer);
  const scene = resultScene(answer, facts);
  views.hidden = !scene;
  for (const button of views.querySelectorAll("button")) {
    button.onclick = () => {
      view = button.dataset.view ?? "table";
      remember(query);
      present(answer, scene);
    };
  }
  present(answer, scene);
  drawAgain = () => present(answer, resultScene(answer, facts));
}

/** The answer as a network where it is one and the reader wants it so, else as a table. */
function present(answer: Answer, scene: Scene | undefined): void {
  stage?.end();
  stage = undefined;
  const isDrawn = view === "network" && scene !== undefined;
  for (const button of views.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String((button.dataset.view === "network") === isDrawn));
  }
  if (isDrawn) draw(scene);
  else shown.replaceChildren(answer.rows.length > 0 ? drawTable(answer, facts) : nothing());
  if (isLong(location.href)) shown.append(element("p", { class: "sub sm" }, LONG));
}

function draw(scene: Scene): void {
  const label = say("查询结果的网络", "The result as a network");
  const holder = element("div", { class: "drawn", role: "img", "aria-label": label });
  shown.replaceChildren(holder);
  if (!canDraw()) {
    holder.append(drawSvg(scene, label));
    return;
  }
  stage = new Stage(holder, scene, (iri) => {
    const place = placeOf(iri, facts);
    if (place) location.assign(place);
  });
}

function nothing(): HTMLElement {
  const words = say(
    "没有符合条件的结果。去掉一个条件再试。",
    "Nothing fits. Leave out a condition and try again.",
  );
  return element("p", { class: "empty" }, words);
}

function offerDownloads(query: string, { kind }: Answer): void {
  const formats = kind === "triples" ? TRIPLE_FORMATS : ROW_FORMATS;
  downloads.replaceChildren(
    ...formats.map((format) => {
      const button = element("button", { type: "button" }, format.toUpperCase());
      button.addEventListener("click", () => {
        download(query, format).then(
          (file) => save(file, `zhengmai.${SUFFIXES[format] ?? format}`),
          fail,
        );
      });
      return button;
    }),
  );
}

function fail(error: unknown): void {
  if (error instanceof DOMException && error.name === "AbortError") {
    tell(say("已停下，服务器上的查询也停了。", "Stopped, on the server too."));
    return;
  }
  tell(say("没有查成", "Not answered"));
  const sentence = error instanceof Refused ? error.message : UNREACHABLE;
  shown.replaceChildren(element("p", { class: "failed" }, sentence));
  if (error instanceof Refused && error.place) {
    showError(editor, error.place, sentence);
    editor.focus();
  }
}
