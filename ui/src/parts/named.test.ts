import { expect, it } from "vitest";
import { nodeOf, parts } from "./named";

it("tells names from words", () => {
  expect(parts("Did you mean `a b.png`? Or `c`")).toEqual([
    { text: "Did you mean ", isName: false },
    { text: "a b.png", isName: true },
    { text: "? Or ", isName: false },
    { text: "c", isName: true },
  ]);
  expect(parts("one ` alone")).toEqual([{ text: "one ` alone", isName: false }]);
  expect(parts("")).toEqual([]);
});

it("makes text of what looks like HTML", () => {
  expect(nodeOf("`<b>` & <i>", "hint").outerHTML).toBe(
    '<p class="hint"><code>&lt;b&gt;</code> &amp; &lt;i&gt;</p>',
  );
});
