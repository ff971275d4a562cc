import { type BrowserWindow, type Rectangle, screen } from "electron";
import type { Settings, WindowPlace } from "../api/shell/settings.ts";

const DEFAULT_SIZE = { width: 1280, height: 800 };
const SMALLEST = { minWidth: 720, minHeight: 480 };
/** Pixels of a window that must be on some screen, so that it can be taken hold of. */
const GRIP = 100;
/** Milliseconds without a move before the place is noted. */
const SETTLED = 500;

/** Where a new window goes: where the last one was, as long as a screen is still there. */
export function placeFor(place: WindowPlace | null) {
  if (!place || !isOnScreen(place)) return { ...DEFAULT_SIZE, ...SMALLEST };
  const { x, y, width, height } = place;
  return { x, y, width, height, ...SMALLEST };
}

function isOnScreen(place: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const right = Math.min(place.x + place.width, workArea.x + workArea.width);
    const bottom = Math.min(place.y + place.height, workArea.y + workArea.height);
    return right - Math.max(place.x, workArea.x) >= GRIP && bottom - Math.max(place.y, workArea.y) >= GRIP;
  });
}

/** Notes where a window is, whenever it has been moved, and at its end. */
export function rememberPlace(window: BrowserWindow, settings: Settings): void {
  let timer: NodeJS.Timeout | undefined;
  const note = () => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    settings.windowPlace = { ...window.getNormalBounds(), maximized: window.isMaximized() };
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(note, SETTLED);
  };
  window.on("resize", later);
  window.on("move", later);
  window.on("close", note);
}
