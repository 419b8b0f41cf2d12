// How far the build is, until it has ended and the server answers from what it made.
import { say } from "./browser/language";

interface Progress {
  state: "none" | "running" | "built" | "failed";
  zh: string;
  en: string;
  done: number;
  stages: number;
  isServed: boolean;
}

const PAUSE_MS = 500;

async function follow(section: HTMLElement): Promise<void> {
  const bar = section.querySelector("progress");
  const stage = section.querySelector("[data-stage]");
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const now = await progress();
    if (!now) continue;
    if (now.state !== "running" && now.isServed) return location.reload();
    if (bar) [bar.max, bar.value] = [now.stages, now.state === "running" ? now.done : now.stages];
    const name = say(now.zh, now.en);
    if (stage && name && stage.textContent !== name) stage.textContent = name;
  }
}

async function progress(): Promise<Progress | undefined> {
  try {
    const answer = await fetch("/rebuild/progress");
    return (await answer.json()) as Progress;
  } catch {
    return undefined; // the server will be there again
  }
}

const section = document.getElementById("build");
if (section?.dataset.state === "running") void follow(section);
