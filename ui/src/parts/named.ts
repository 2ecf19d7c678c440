// Sentences from Rust, in which names from the site stand between backticks.

/** A part of a sentence: words, or a name as it is written in a file. */
export interface Part {
  readonly text: string;
  readonly isName: boolean;
}

/** Takes a sentence apart. A backtick without another one stays what it is. */
export function parts(sentence: string): readonly Part[] {
  return sentence
    .split(/`([^`]+)`/)
    .map((text, at) => ({ text, isName: at % 2 === 1 }))
    .filter((part) => part.text !== "");
}

/** Makes the same for places that no component draws. */
export function nodeOf(sentence: string, className = ""): HTMLElement {
  const paragraph = document.createElement("p");
  paragraph.className = className;
  for (const { text, isName } of parts(sentence)) {
    if (isName) paragraph.append(Object.assign(document.createElement("code"), { textContent: text }));
    else paragraph.append(text);
  }
  return paragraph;
}
