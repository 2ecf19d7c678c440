import markdownIt from "markdown-it";

const slugify = (s) => s.toLowerCase().trim().replace(/[^\w]+/g, "-").replace(/^-|-$/g, "");
const md = markdownIt({ html: true, typographer: true });
// heading ids, and the list of headings for the table of contents
const tocOf = new Map();
md.core.ruler.push("ids", (state) => {
  const seen = new Map(), toc = [];
  state.tokens.forEach((t, i) => {
    if (t.type !== "heading_open") return;
    const title = state.tokens[i + 1].children.map((c) => c.content).join("");
    let id = slugify(title); const n = seen.get(id) || 0; seen.set(id, n + 1);
    if (n) id += "-" + n;
    t.attrSet("id", id);
    toc.push({ id, title, level: +t.tag.slice(1) });
  });
  if (state.env?.page?.url) tocOf.set(state.env.page.url, toc);
});
export default function (cfg) {
  cfg.setLibrary("md", md);
  cfg.setQuietMode(true);
  cfg.addPassthroughCopy({ static: "/" });
  cfg.setFrontMatterParsingOptions({ excerpt: true, excerpt_separator: "<!-- more -->" });
  cfg.addPreprocessor("drafts", "*", (data) => (data.draft ? false : undefined));
  const sorted = (api) => api.getFilteredByGlob("content/posts/*.md").sort((a, b) => b.date - a.date || (a.fileSlug < b.fileSlug ? 1 : -1));
  cfg.addCollection("posts", sorted);
  cfg.addCollection("tagged", (api) => {
    const m = new Map();
    for (const p of sorted(api)) for (const t of p.data.topics || []) m.has(t) ? m.get(t).push(p) : m.set(t, [p]);
    return [...m].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([name, pages]) => ({ name, pages }));
  });
  const fmt = new Intl.DateTimeFormat("en-GB", { day: "2-digit", month: "long", year: "numeric", timeZone: "UTC" });
  cfg.addFilter("longDate", (d) => fmt.format(d));
  cfg.addFilter("iso", (d) => d.toISOString());
  cfg.addFilter("day", (d) => d.toISOString().slice(0, 10));
  cfg.addFilter("md", (s) => md.render(s || ""));
  cfg.addFilter("wc", (html) => html.replace(/<[^>]*>/g, " ").split(/\s+/).filter(Boolean).length);
  cfg.addFilter("toc", (url) => {
    const root = [];
    for (const h of tocOf.get(url) || []) h.level > 2 && root.length ? root.at(-1).children.push(h) : root.push({ ...h, children: [] });
    return root;
  });
  return { dir: { input: "content", output: "public", includes: "../_includes", layouts: "../_includes" },
           markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
}
