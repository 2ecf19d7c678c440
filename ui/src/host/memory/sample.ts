// The site the host in memory begins with: a small museum's news, its pages, and its settings.
import type { Setting, SettingGroup, SettingInput, SettingScope, SettingValue } from "../../api/protocol";
import { printOf, type MemoryPage } from "./world";

type State = "live" | "edited" | "new" | "draft" | "scheduled";
type Written = [title: string, date: string, tags: string[], state: State, hue: number | null, text: string];

const posts: Written[] = [
  [
    "Opening hours in winter",
    "2026-11-02",
    ["Visiting"],
    "edited",
    205,
    "From the first of November the museum opens at ten and closes at four. On Thursdays the lamps stay lit until eight.\n\n## Holidays\n\n- Closed on 24 and 25 December\n- Open on New Year's Day from noon\n\nThe café keeps the **same hours**. See [how to find us](@/visit.md).",
  ],
  [
    "A new keel for the Margarethe",
    "2026-10-18",
    ["Workshop", "Boats"],
    "live",
    28,
    "Eleven people, one oak, and a crane that arrived three hours late.\n\nThe old keel had been mended four times. The fifth would have been one too many.",
  ],
  [
    "Night of the lighthouses",
    "2026-12-12",
    ["Events"],
    "scheduled",
    46,
    "Every lighthouse along the coast will be lit at the same minute.",
  ],
  [
    "What the divers found",
    "2026-10-03",
    ["Research", "Boats"],
    "live",
    180,
    "At fourteen metres the water is the colour of tea.",
  ],
  ["Members' evening", "2026-11-20", ["Members"], "new", null, "Soup, slides and the accounts."],
  [
    "Rope: a small exhibition",
    "2026-11-21",
    ["Exhibitions"],
    "draft",
    35,
    "Everything on a ship hangs on it.\n\n![A coil of rope](missing-rope.jpg)",
  ],
  [
    "Letters from the ice",
    "2026-09-14",
    ["Research"],
    "live",
    210,
    "In the winter of 1893 the harbour froze for seven weeks.",
  ],
  [
    "The photograph in the attic",
    "2026-08-30",
    ["Research", "Collection"],
    "live",
    20,
    "It shows five people on a jetty. We know four.",
  ],
  [
    "School classes: autumn dates",
    "2026-08-11",
    ["Visiting", "Schools"],
    "live",
    null,
    "Tuesdays and Wednesdays, by arrangement.",
  ],
  [
    "Thank you for the tar",
    "2026-07-02",
    ["Workshop"],
    "live",
    null,
    "Twenty kilos, left at the door, without a note.",
  ],
  [
    "How to read a tide table",
    "2026-06-15",
    ["Explained"],
    "live",
    195,
    "Two numbers a day, and what they do not tell you.",
  ],
  [
    "The ferry that became a house",
    "2026-05-03",
    ["Boats", "Collection"],
    "live",
    150,
    "She carried sheep, then tourists, then nobody.",
  ],
];

const pages: Written[] = [
  ["Visit", "", [], "live", 205, "The museum stands at the end of the old quay."],
  ["About the museum", "", [], "live", null, "Founded in 1961 by three pilots and a baker."],
  ["Collection", "", [], "edited", 28, "Four hundred objects, eleven boats."],
  ["Become a member", "", [], "live", null, "For the price of two coffees a month."],
  ["Imprint", "", [], "live", null, "Harbour Museum e.V."],
];

/** The sample's pages, with as many posts as asked for. */
export function samplePages(count: number): MemoryPage[] {
  const written = posts.slice(0, count).map((post) => pageOf(post, "post"));
  const generated = Array.from({ length: Math.max(0, count - posts.length) }, (_, at) =>
    pageOf(generate(at), "post"),
  );
  return [...written, ...generated, ...pages.map((page) => pageOf(page, "page"))];
}

const subjects = [
  "Harbour notes",
  "From the workshop",
  "A boat a week",
  "Seen at the quay",
  "Question of the month",
];
const tags = ["Boats", "Collection", "Events", "Members", "Research", "Visiting", "Workshop"];

function generate(at: number): Written {
  const date = new Date(Date.UTC(2026, 3, 30) - at * 86_400_000).toISOString().slice(0, 10);
  const state: State = at % 41 === 7 ? "draft" : "live";
  const some = [tags[at % tags.length]!, tags[(at * 3 + 1) % tags.length]!];
  return [
    `${subjects[at % subjects.length]!}, no. ${at + 1}`,
    date,
    some,
    state,
    null,
    `Note number ${at + 1}.`,
  ];
}

function pageOf([title, date, tags, state, hue, text]: Written, kind: "post" | "page"): MemoryPage {
  const name = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  const page: MemoryPage = {
    id: kind === "post" ? `content/posts/${name}.md` : `content/${name}.md`,
    kind,
    fields: { title, date, tags, draft: state === "draft", description: "", slug: "" },
    text,
    revision: 1,
    picture: hue === null ? null : drawing(hue),
    live: null,
    pictures: new Map(),
  };
  const since = `${date || "2026-03-01"}T08:00:00Z`;
  if (state === "live") page.live = { since, print: printOf(page) };
  if (state === "edited") page.live = { since, print: "" };
  return page;
}

// A small harbour in one hue: enough to see that a row has a picture.
function drawing(hue: number): string {
  const tone = (light: number) => `hsl(${hue} 35% ${light}%)`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 56 42"><rect width="56" height="42" fill="${tone(82)}"/><circle cx="42" cy="11" r="5" fill="${tone(94)}"/><path d="M0 27h56v15H0z" fill="${tone(45)}"/><path d="M14 27V9l12 18z" fill="${tone(97)}"/><path d="M9 28h22l-4 6H13z" fill="${tone(26)}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** The settings of a site with this title. */
export function sampleSettings(title: string): { site: SettingGroup[]; theme: SettingGroup[] } {
  return { site: siteGroups(title), theme: themeGroups() };
}

function siteGroups(title: string): SettingGroup[] {
  const make = maker("site");
  return [
    {
      label: "The site",
      help: "What visitors and search engines read first.",
      settings: [
        make(
          "title",
          "Title",
          "Shown in the head of every page and in the browser's tab.",
          { kind: "text" },
          text(title),
        ),
        make(
          "description",
          "Description",
          "One or two sentences for search engines.",
          { kind: "longText" },
          text("Boats, tools and stories from a small harbour."),
        ),
        make(
          "base_url",
          "Address",
          "Where the site will be found.",
          { kind: "address" },
          text("https://harbour.example"),
        ),
        make(
          "default_language",
          "Language",
          "",
          {
            kind: "choice",
            choices: [
              { value: "en", label: "English" },
              { value: "de", label: "German" },
              { value: "fr", label: "French" },
            ],
          },
          text("en"),
        ),
      ],
    },
    {
      label: "Posts",
      help: "",
      settings: [
        make(
          "hold_scheduled",
          "Hold back posts with a future date",
          "They go online with the first publish on or after that day.",
          { kind: "switch" },
          { kind: "switch", value: true },
        ),
        make(
          "generate_feeds",
          "Offer a feed",
          "So that people can follow your posts in a reader.",
          { kind: "switch" },
          { kind: "switch", value: true },
        ),
      ],
    },
    {
      label: "Menu",
      help: "",
      settings: [
        make(
          "menu",
          "Main menu",
          "The links at the top of every page.",
          { kind: "links" },
          {
            kind: "links",
            value: [
              { label: "Visit", url: "@/visit.md" },
              { label: "Collection", url: "@/collection.md" },
              { label: "Tickets", url: "https://tickets.example" },
            ],
          },
        ),
        make("map_style", "Map style", "", { kind: "unknown" }, text('{ tiles = "coast" }')),
      ],
    },
  ];
}

function themeGroups(): SettingGroup[] {
  const make = maker("theme");
  return [
    {
      label: "Colours",
      help: "",
      settings: [
        make(
          "palette",
          "Palette",
          "Each reaches good contrast in light and dark.",
          {
            kind: "choice",
            choices: [
              { value: "harbour", label: "Harbour blue" },
              { value: "brick", label: "Brick" },
              { value: "moss", label: "Moss" },
            ],
          },
          text("harbour"),
        ),
        make(
          "dark",
          "Follow the visitor's dark mode",
          "",
          { kind: "switch" },
          { kind: "switch", value: true },
        ),
      ],
    },
    {
      label: "Home page",
      help: "What people see first.",
      settings: [
        make(
          "intro",
          "Welcome",
          "Stands above the latest posts.",
          { kind: "longText" },
          text("A museum you can smell: tar, oak, coffee."),
        ),
        make(
          "latest",
          "How many posts",
          "",
          { kind: "number", min: 1, max: 24 },
          { kind: "number", value: 6 },
        ),
      ],
    },
  ];
}

const text = (value: string): SettingValue => ({ kind: "text", value });

function maker(scope: SettingScope) {
  return (name: string, label: string, help: string, input: SettingInput, value: SettingValue): Setting => ({
    key: { scope, name },
    label,
    help,
    input,
    value,
    default: value,
    chosen: false,
    problem: null,
  });
}
