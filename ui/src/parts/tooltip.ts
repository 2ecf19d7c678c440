// One small label for whatever is under the pointer or has the focus. It only repeats what assistive technology
// reads from the control's name, so it is hidden from it.
import type { Attachment } from "svelte/attachments";

const restMs = 450;
const gap = 6;
let label: HTMLElement | undefined;
let wait: ReturnType<typeof setTimeout> | undefined;

/** Shows a label beside the element, with the keys that do the same. */
export function tooltip(words: string, keys = ""): Attachment<HTMLElement> {
  return (anchor) => {
    const later = () => {
      clearTimeout(wait);
      wait = setTimeout(() => show(anchor, words, keys), restMs);
    };
    const focused = () => anchor.matches(":focus-visible") && later();
    anchor.addEventListener("pointerenter", later);
    anchor.addEventListener("focus", focused);
    for (const end of endings) anchor.addEventListener(end, hide);
    return () => {
      hide();
      anchor.removeEventListener("pointerenter", later);
      anchor.removeEventListener("focus", focused);
      for (const end of endings) anchor.removeEventListener(end, hide);
    };
  };
}

const endings = ["pointerleave", "pointerdown", "blur", "keydown"] as const;

function show(anchor: HTMLElement, words: string, keys: string) {
  hide();
  if (!anchor.isConnected || !("showPopover" in anchor)) return;
  label = document.createElement("div");
  label.className = "tooltip";
  label.popover = "manual";
  label.setAttribute("aria-hidden", "true");
  label.append(words);
  if (keys) {
    const kbd = document.createElement("kbd");
    kbd.append(keys);
    label.append(kbd);
  }
  // Inside a dialog everything outside it is inert, so the label goes where its control is.
  (anchor.closest("dialog") ?? document.body).append(label);
  label.showPopover();
  place(label, anchor.getBoundingClientRect());
}

function place(tip: HTMLElement, at: DOMRect) {
  const size = tip.getBoundingClientRect();
  const below = at.bottom + gap + size.height < innerHeight;
  const left = at.left + at.width / 2 - size.width / 2;
  tip.style.top = `${below ? at.bottom + gap : at.top - gap - size.height}px`;
  tip.style.left = `${Math.max(gap, Math.min(left, innerWidth - size.width - gap))}px`;
}

function hide() {
  clearTimeout(wait);
  label?.remove();
  label = undefined;
}
