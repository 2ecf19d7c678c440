import { describe, expect, it } from "vitest";
import { AddressBook, readable } from "./addresses";
import { preparePage } from "./page";
import type { PageSource } from "../../state/pageSource";

const addresses = {
  site_url: "https://museum.example/harbour",
  local_url: "http://127.0.0.1:4000/token",
  page_url: "http://127.0.0.1:4000/token/posts/winter/",
};

function prepared(...blocks: string[]) {
  const source: PageSource = {
    ...addresses,
    head: "<!doctype html><html><head><title>t</title></head><body><main>",
    blocks,
    tail: "</main></body></html>",
    lines: blocks.map((_, index) => index + 1),
    isClose: true,
  };
  return preparePage(source);
}

const shown = (html: string): string =>
  prepared(html)
    .document.querySelector("main")!
    .innerHTML.replaceAll(/<!--g[0-9a-f]{32}-->| tabindex="-1"/g, "");

describe("hostile HTML", () => {
  it.each([
    ["a script", "<script>parent.x = 1</script>", ""],
    ["a handler", '<img src="/a.png" onerror="x()">', '<img src="http://127.0.0.1:4000/token/a.png">'],
    ["a handler in capitals", "<p ONCLICK=x()>a</p>", "<p>a</p>"],
    ["a script address", '<a href="javascript:x()">a</a>', "<a>a</a>"],
    ["a disguised one", '<a href=" JaVa\nScRiPt&colon;x()">a</a>', "<a>a</a>"],
    ["a page in an address", '<a href="data:text/html,<script>x()</script>">a</a>', "<a>a</a>"],
    ["an unknown scheme", '<a href="ipc://localhost/call">a</a>', "<a>a</a>"],
    [
      "a script in a drawing",
      "<svg onload=x()><script>x()</script><circle r='1'></circle></svg>",
      '<svg><circle r="1"></circle></svg>',
    ],
    [
      "a link in a drawing",
      '<svg><a xlink:href="javascript:x()"><text>a</text></a></svg>',
      "<svg><a><text>a</text></a></svg>",
    ],
    [
      "an animated link",
      '<svg><a><animate attributeName="href" values="javascript:x()"></animate></a></svg>',
      "<svg><a></a></svg>",
    ],
    ["a refresh", '<meta http-equiv="ReFresh" content="0;url=https://evil.example">', ""],
    ["a policy", '<meta http-equiv="content-security-policy" content="default-src *">', ""],
    ["a base", '<base href="https://evil.example/" target="_top">', ""],
    [
      "a hidden script",
      "<template><script>x()</script><template><img onerror=x()></template></template>",
      "",
    ],
    ["an unclosed comment", "<p>a</p><!-- <script>x()", "<p>a</p><!-- <script>x()"],
    ["a target", '<a target="_top" href="/a">a</a>', '<a href="http://127.0.0.1:4000/token/a">a</a>'],
    ["a call home", '<a ping="https://evil.example" href="#a">a</a>', '<a href="#a">a</a>'],
    ["a grab of the keyboard", "<input autofocus accesskey=x>", "<input>"],
    [
      "a style that loads a page",
      "<p style=\"background:url('javascript:x()')\">a</p>",
      '<p style="background:none">a</p>',
    ],
  ])("%s", (_, html, wanted) => expect(shown(html)).toContain(wanted));

  it("sends a form nowhere", () => {
    const html = shown(
      '<form action="https://evil.example"><button formaction="javascript:x()">a</button></form>',
    );
    expect(html).toBe("<form><button>a</button></form>");
  });

  it.each(["iframe", "object", "embed"])("shows a label in place of an %s", (name) => {
    const source = name === "object" ? "data" : "src";
    const html = shown(
      `<${name} ${source}="https://video.example/x" srcdoc="<script>x()</script>"></${name}>`,
    );
    expect(html).not.toContain(`<${name}`);
    expect(html).toContain("video.example");
  });

  it("keeps nothing that runs, however deep", () => {
    const bits = [
      "<b onclick=x()>",
      "<svg>",
      "<math>",
      "<table>",
      "</div>",
      "<style>",
      "<iframe>",
      "<script>x()</script>",
    ];
    for (let first = 0; first < bits.length; first++)
      for (const second of bits) {
        const { document } = prepared(`${bits[first]}${second}<a href='javascript:x()' onfocus=x()>a</a>`);
        for (const element of document.querySelectorAll("*")) {
          expect(["script", "iframe", "object"]).not.toContain(element.localName);
          for (const { name, value } of element.attributes) {
            expect(name).not.toMatch(/^on/);
            expect(value).not.toMatch(/javascript:/);
          }
        }
      }
  });

  it("sends links to new windows, which the frame may not open", () => {
    const base = prepared("<p>a</p>").document.querySelectorAll("base");
    expect(base).toHaveLength(1);
    expect(base[0]!.outerHTML).toBe(`<base href="${addresses.page_url}" target="_blank">`);
  });

  it("keeps the keyboard out", () => {
    const html = prepared("<a href=/a>a</a><p tabindex=3>b</p><p>c</p>").document.body.innerHTML;
    expect(html.match(/tabindex="-1"/g)).toHaveLength(2);
  });

  it("shows what a page says to those without scripts", () =>
    expect(shown("<noscript><p>Turn it on</p></noscript>")).toBe("<p>Turn it on</p>"));
});

describe("marks", () => {
  it.each([
    ["paragraphs", true, ["<p>a</p>", "<p>b</p>"]],
    ["an end tag too many", false, ["<p>a</p></div></main>", "<p>b</p>"]],
    ["a start tag too many", false, ["<div><p>a</p>", "<p>b</p>"]],
    ["bold that does not end", false, ["<p><b>a</p>", "<p>b</p>"]],
    ["an unclosed comment", false, ["<!-- a", "<p>b</p>"]],
    ["an unclosed title", false, ["<p>a</p>", "<textarea>"]],
  ])("%s: %s", (_, isMarked, blocks) => expect(prepared(...blocks).isMarked).toBe(isMarked));
});

describe("addresses", () => {
  const book = new AddressBook(addresses);
  const local = addresses.local_url;
  it.each([
    ["/harbour/a.png", `${local}/a.png`],
    ["/a.png", `${local}/a.png`],
    ["https://museum.example/harbour/a/?b#c", `${local}/a/?b#c`],
    ["http://museum.example/harbour/", `${local}/`],
    ["//museum.example/harbour/a", `${local}/a`],
    ["https://museum.example/harbour", `${local}/`],
    ["https://museum.example/harbourside/a", "https://museum.example/harbourside/a"],
    ["https://museum.example.evil.example/harbour/", "https://museum.example.evil.example/harbour/"],
    ["https://other.example/a", "https://other.example/a"],
    ["a.png", "a.png"],
    ["../a.png", "../a.png"],
    ["#part", "#part"],
    ["?page=2", "?page=2"],
    ["", ""],
  ])("%s leads to %s", (address, wanted) => expect(book.local(address)).toBe(wanted));

  it("rewrites every candidate of a set", () =>
    expect(book.sourceSet("/a.png 1x, https://museum.example/harbour/b,c.png 2x,/d.png")).toBe(
      `${local}/a.png 1x, ${local}/b,c.png 2x, ${local}/d.png`,
    ));

  it("rewrites styles", () =>
    expect(book.style('a{background:url("/a.png") , url(data:image/png;base64,AA==)}')).toBe(
      `a{background:url("${local}/a.png") , url(data:image/png;base64,AA==)}`,
    ));

  it("a site without an address of its own still finds its files", () =>
    expect(new AddressBook({ ...addresses, site_url: "/" }).local("/a.png")).toBe(`${local}/a.png`));

  it("are readable where they can be", () => {
    expect(readable("/stra%C3%9Fe/")).toBe("/straße/");
    expect(readable("/100%/")).toBe("/100%/");
  });
});
