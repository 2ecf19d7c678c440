// Takes out of a page whatever could run, call out or lead astray. The frame it goes into runs no script anyway:
// this is the second wall, and it keeps the preview from behaving unlike a page that is only looked at.
import { editorWords as words } from "../../parts/editorWords";
import type { AddressBook } from "./addresses";

const gone = new Set(["script", "template", "base", "frame", "frameset", "portal", "fencedframe"]);
const foreign = new Set(["iframe", "object", "embed", "applet"]);
const takesFocus = new Set([
  "a",
  "area",
  "button",
  "input",
  "select",
  "textarea",
  "summary",
  "audio",
  "video",
]);
const links = ["href", "xlink:href", "cite", "longdesc"];
const sources = ["src", "poster", "data", "background", "lowsrc", "dynsrc"];
const dropped = new Set([
  "action",
  "formaction",
  "formtarget",
  "ping",
  "autofocus",
  "autoplay",
  "accesskey",
  "srcdoc",
  "manifest",
  "download",
  "contenteditable",
  "referrerpolicy",
]);

/** Cleans everything inside a node; the node belongs to a document that nobody sees. */
export function clean(root: ParentNode, book: AddressBook): void {
  for (let element = root.firstElementChild; element;) element = cleanTree(element, book);
}

// Answers with what comes next beside the element, which may not be there any more.
function cleanTree(element: Element, book: AddressBook): Element | null {
  const name = element.localName.toLowerCase();
  const next = element.nextElementSibling;
  if (gone.has(name) || isOrder(element, name) || isAnimatedAddress(element, name)) {
    element.remove();
    return next;
  }
  if (foreign.has(name)) {
    element.replaceWith(standIn(element));
    return next;
  }
  if (name === "noscript") {
    // What a page says to those without scripts is what the preview shows: it has none.
    const first = element.firstElementChild ?? next;
    element.replaceWith(...element.childNodes);
    return first;
  }
  cleanElement(element, book, name);
  // The keyboard stays in the window around the page: nothing in the frame could hear it.
  if (takesFocus.has(name) || element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  clean(element, book);
  return next;
}

// Orders to the browser: to go elsewhere, to load ahead, to say where one comes from.
function isOrder(element: Element, name: string): boolean {
  if (name === "meta")
    return element.hasAttribute("http-equiv") || element.getAttribute("name")?.toLowerCase() === "referrer";
  return name === "link" && !/(^|\s)stylesheet(\s|$)/i.test(element.getAttribute("rel") ?? "");
}

function cleanElement(element: Element, book: AddressBook, name: string): void {
  if (name === "style") element.textContent = book.style(element.textContent);
  for (const { name: attribute, value } of [...element.attributes]) {
    const key = attribute.toLowerCase();
    if (key.startsWith("on") || dropped.has(key)) element.removeAttribute(attribute);
    else if (key === "target") cleanTarget(element, value);
    else if (key === "style") set(element, attribute, book.style(value));
    else if (key === "srcset" || key === "imagesrcset") set(element, attribute, book.sourceSet(value));
    else if (sources.includes(key)) set(element, attribute, book.source(value));
    else if (links.includes(key))
      set(element, attribute, isPicture(name) ? book.source(value) : book.link(value));
  }
}

function set(element: Element, attribute: string, value: string | null): void {
  if (value === null) element.removeAttribute(attribute);
  else if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
}

// The frame may open no window, so a link to a new one leads nowhere. Any other target could lead somewhere; without
// one the page's `base` sends the link to a new window too.
function cleanTarget(element: Element, target: string): void {
  if (target.toLowerCase() !== "_blank") element.removeAttribute("target");
}

const isPicture = (name: string): boolean => ["image", "use", "feimage", "link"].includes(name);

// An animation can give a link an address after it was cleaned.
function isAnimatedAddress(element: Element, name: string): boolean {
  if (!["animate", "set", "animatetransform", "animatemotion"].includes(name)) return false;
  return /href$/i.test(element.getAttribute("attributeName") ?? "");
}

function standIn(element: Element): Element {
  const box = element.ownerDocument.createElement("div");
  const address = element.getAttribute("src") ?? element.getAttribute("data") ?? "";
  box.textContent = words.preview.embedded(hostOf(address));
  const height = Number(element.getAttribute("height"));
  box.setAttribute(
    "style",
    [
      "display: grid; place-items: center; box-sizing: border-box; max-width: 100%; padding: 1rem",
      `min-height: ${height > 0 && height < 2000 ? height : 120}px`,
      "border: 1px dashed currentColor; opacity: 0.7; font: 14px/20px system-ui, sans-serif; text-align: center",
    ].join("; "),
  );
  return box;
}

function hostOf(address: string): string {
  const text = address.startsWith("//") ? `https:${address}` : address;
  return URL.canParse(text) ? new URL(text).hostname : "";
}
