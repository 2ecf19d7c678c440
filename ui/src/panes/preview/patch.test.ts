import { describe, expect, it } from "vitest";
import { PageDocument } from "./patch";
import { preparePage } from "./page";
import { cutPage, withBlocks, type PageSource } from "../../state/pageSource";

const head = '<!doctype html><html lang="en"><head><title>t</title></head><body class="b"><div><main>';
const tail = "</main><footer>f</footer></div></body></html>";

function sourceOf(blocks: readonly string[], before = head, after = tail): PageSource {
  let at = before.length;
  const places = blocks.map((block, index) => {
    const from = at;
    at += block.length;
    return { line: index * 2 + 1, from, to: at };
  });
  return cutPage({
    kind: "whole",
    html: before + blocks.join("") + after,
    blocks: places,
    site_url: "https://site.example",
    local_url: "http://127.0.0.1:1/t",
    page_url: "http://127.0.0.1:1/t/a/",
  });
}

function emptyPage(): { document: Document; page: PageDocument } {
  const document = window.document.implementation.createHTMLDocument("");
  return { document, page: new PageDocument(document) };
}

function htmlOf(document: Document): string {
  const copy = document.cloneNode(true) as Document;
  const walker = copy.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const marks: ChildNode[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (/^g[0-9a-f]{32}$/.test(node.nodeValue ?? "")) marks.push(node as ChildNode);
  for (const mark of marks) mark.remove();
  return copy.documentElement.outerHTML;
}

const fresh = (source: PageSource): string => htmlOf(preparePage(source).document);

const pieces = [
  "<p>one</p>\n",
  "<p>two <em>words</em></p>\n",
  "<h2 id='x'>three</h2>",
  "<ul><li>a</li><li>b</li></ul>\n",
  '<p><img src="/a.png" alt="a"></p>',
  "<table><tr><td>1</td></tr></table>",
  "text",
  "<!-- a comment -->\n",
  "<pre><code>x\n</code></pre>",
];
const hostile = [
  "</div>",
  "</main><p>out</p>",
  "<div>",
  "<p><b>bold",
  "</b></p>",
  "<!-- open",
  "<script>x()</script>",
  "<textarea>",
  "<body class=x>",
  "<div><form></div>",
  "<form><input></form>",
  "<table><p>in</p>",
  "<a href=/a><p>x</a>",
  "<svg><p>",
  "</p>",
  "<li>loose",
  "<frameset>",
];

function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

// Building a document is slow without a browser.
const slowMs = 60_000;

describe("changes of blocks", () => {
  it.each([
    ["of all kinds lead to the page as built afresh", pieces, 8],
    ["that reach out of themselves do too", [...pieces, ...hostile], 20],
  ])(
    "%s",
    (_, choices, seeds) => {
      for (let seed = 1; seed <= seeds; seed++) {
        const random = randomOf(seed);
        const some = (count: number) => Array.from({ length: count }, () => choices[random(choices.length)]!);
        let source = sourceOf(some(1 + random(6)));
        const { document, page } = emptyPage();
        page.show(source);
        for (let step = 0; step < 8; step++) {
          const start = random(source.blocks.length + 1);
          const removed = Math.min(random(3), source.blocks.length - start);
          const inserted = some(random(3));
          const lines = source.blocks.toSpliced(start, removed, ...inserted).map((_, index) => index + 1);
          const change = { kind: "blocks" as const, start, removed, inserted, lines };
          const after = withBlocks(source, change)!;
          page.patch(source, after, change);
          source = after;
          expect(htmlOf(document), `seed ${seed}, step ${step}`).toBe(fresh(source));
        }
      }
    },
    slowMs,
  );

  it("exchange only what changed", () => {
    const source = sourceOf(["<p>one</p>", '<p>two <img src="/a.png"></p>', "<p>three</p>"]);
    const { document, page } = emptyPage();
    page.show(source);
    const [first, , third] = document.querySelectorAll("p");
    const picture = document.querySelector("img");
    const change = {
      kind: "blocks" as const,
      start: 1,
      removed: 1,
      inserted: ['<p>two! <img src="/a.png"></p>', "<p>new</p>"],
      lines: [1, 3, 5, 7],
    };
    page.patch(source, withBlocks(source, change)!, change);
    const after = document.querySelectorAll("p");
    expect(after[0]).toBe(first);
    expect(after[3]).toBe(third);
    expect(document.querySelector("img")).toBe(picture);
    expect([after[1]!.textContent, page.blocks]).toEqual(["two! ", 4]);
  });

  it("that do not fit are refused", () => {
    const source = sourceOf(["<p>one</p>"]);
    expect(withBlocks(source, { kind: "blocks", start: 1, removed: 1, inserted: [], lines: [] })).toBeNull();
    expect(withBlocks(source, { kind: "blocks", start: 0, removed: 1, inserted: [], lines: [1] })).toBeNull();
  });

  it("need blocks that stand close together", () => {
    const whole = { kind: "whole" as const, site_url: "", local_url: "", page_url: "http://x/" };
    const html = "<p>a</p><hr><p>b</p>";
    const blocks = [
      { line: 1, from: 0, to: 8 },
      { line: 2, from: 12, to: 20 },
    ];
    expect(cutPage({ ...whole, html, blocks }).isClose).toBe(false);
    expect(cutPage({ ...whole, html: html.replace("<hr>", "\n\n  "), blocks }).isClose).toBe(true);
  });
});

describe("a whole page", () => {
  it("keeps what is alike", () => {
    const { document, page } = emptyPage();
    page.show(sourceOf(["<p>one</p>", "<p>two</p>"]));
    const [one, two] = document.querySelectorAll("p");
    page.show(sourceOf(["<p>zero</p>", "<p>one</p>", "<p>two</p>"], head.replace('class="b"', "")));
    expect([...document.querySelectorAll("p")].slice(-1)[0]).toBe(two);
    expect(document.body.hasAttribute("class")).toBe(false);
    expect(one!.isConnected).toBe(true);
  });

  it("knows which block a node is in", () => {
    const { document, page } = emptyPage();
    page.show(sourceOf(["<p>one</p>", "<p><b>two</b></p>"]));
    expect(page.blockOf(document.querySelector("b")!)).toBe(1);
    expect(page.blockOf(document.querySelector("footer")!)).toBe(-1);
    expect(page.blockOf(document.querySelector("p")!.firstChild!)).toBe(0);
  });
});
