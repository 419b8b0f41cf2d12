import type { MultiDirectedGraph } from "graphology";

export type Shape = "square" | "circle" | "ring";

/** A node as it is drawn; sizes are in the units of x and y where the scene is large. */
export interface DrawnNode {
  x: number;
  y: number;
  size: number;
  color: string;
  /** What a ring has inside. */
  fill: string;
  type: Shape;
  label: string;
  forceLabel: boolean;
}

/** An edge as it is drawn; `dash` is for drawings on paper, which can dash. */
export interface DrawnEdge {
  size: number;
  color: string;
  type: "arrow" | "line" | "curve" | "curvedArrow";
  label: string;
  forceLabel: boolean;
  dash: string;
  zIndex: number;
}

export interface DrawnLane {
  readonly top: number;
  readonly bottom: number;
  readonly badge: string;
  readonly name: string;
  readonly level: string;
}

export interface Box {
  readonly x: [number, number];
  readonly y: [number, number];
}

/** All that a drawing shows. */
export interface Scene {
  readonly graph: MultiDirectedGraph<DrawnNode, DrawnEdge>;
  readonly lanes: readonly DrawnLane[];
  /** What the drawing takes up, room for names included. */
  readonly box: Box;
  /** The pixels of a unit, in drawings that are files. */
  readonly unit: number;
  /** So few nodes that all have their names, and keep their size when the view comes nearer. */
  readonly isFew: boolean;
}

/** The colours of the page as they are now, light or dark, by the names that style.css gives. */
export function palette(): (name: string) => string {
  const style = getComputedStyle(document.documentElement);
  const known = new Map<string, string>();
  return (name) => {
    const colour = known.get(name) ?? style.getPropertyValue(`--${name}`).trim();
    known.set(name, colour);
    return colour;
  };
}

/** Act when the page turns from light to dark or back: a scene keeps the colours it was made in. */
export function onOtherColours(act: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act);
}
