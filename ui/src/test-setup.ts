// jsdom draws nothing, so it knows no sizes of text; the editor asks for them all the same.
const nowhere = {
  length: 0,
  item: () => null,
  [Symbol.iterator]: [][Symbol.iterator],
} as unknown as DOMRectList;
Range.prototype.getClientRects = () => nowhere;
Range.prototype.getBoundingClientRect = () => new DOMRect();

// Nor does it open dialogs or popovers, or know how wide the window is.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
  this.querySelector<HTMLElement>("[autofocus]")?.focus();
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false;
};
HTMLElement.prototype.showPopover ??= () => {};
Element.prototype.scrollIntoView ??= () => {};
Element.prototype.scrollTo = () => {};
window.matchMedia ??= (query) =>
  Object.assign(new EventTarget(), {
    matches: false,
    media: query,
    onchange: null,
  }) as unknown as MediaQueryList;
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
