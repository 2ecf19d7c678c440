#!/usr/bin/env python3
"""Writes the same blog for each of the engines that are compared.

    gen_corpus.py --engine galley|hugo|eleventy --posts N --out FOLDER [--seed 1]

The text of every post follows from the seed and its number, so all engines get the same bytes; only the header
above the text is each engine's own. The themes beside this file do equal work: a paginated list with rendered
summaries, a page per post with its table of contents and neighbours, a page per tag, a feed of twenty full posts,
a sitemap. About two posts in a hundred are drafts, which must not come out. The variant "sidebar" adds the five newest
posts to every page, "highlight" colours code (1.05 pieces in a post) with classes.
"""
import argparse
import datetime as dt
import json
import os
import random
import shutil
import struct
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
PICTURES = 40

COMMON = """the of and to a in is that it was for on are with as at be this have from or one had by but
not what all were when we there can an your which their said if do will each about how up out them then
she many some so these would other into has more her two like him see time could no make than first been
its who now people my made over did down only way find use may water long little very after words called
just where most know get through back much before go good new write our used me man too any day same right
look think also around another came come work three word must because does part even place well such here
take why things help put years different away again off went old number great tell men say small every
found still between name should home big give air line set own under read last never us left end along
while might next sound below saw something thought both few those always looked show large often together
asked house world going want school important until form food keep children feet land side without boy once
animals life enough took four head above kind began almost live page got earth need far hand high year
mother light country father let night following picture being study second eyes soon times story boys since
white days ever paper hard near sentence better best across during today others however sure means knew try
told young miles sun ways thing whole hear example heard several change answer room sea against top turned
learn point city play toward five using himself usually money seen car morning given river""".split()
TECH = """server client cache index layout template module compiler parser buffer stream thread network
browser editor release version branch commit package library function variable closure iterator pattern
database query schema record migration container deploy pipeline monitor latency throughput memory socket
protocol header payload encoding checksum garden kitchen recipe bicycle workshop notebook camera museum
harbour mountain festival orchestra theatre bakery market window engine archive newsletter community""".split()
VOCAB = COMMON + TECH
TAGS = """rust web travel cooking photography gardening music books film history science design hiking cycling
woodwork knitting linux networking databases testing performance security privacy writing teaching family
finance productivity tools maps language art coffee board-games running climate astronomy chess poetry radio""".split()

CODE = {
 "rust": '''use std::collections::HashMap;

/// Count how often each word occurs.
pub fn {f}(text: &str) -> HashMap<String, usize> {{
    let mut seen = HashMap::new();
    for word in text.split_whitespace() {{
        *seen.entry(word.to_lowercase()).or_insert({n}) += 1;
    }}
    if seen.len() > {m} && text.contains("{w}") {{
        println!("{{}} words", seen.len());
    }}
    seen
}}
''',
 "python": '''from dataclasses import dataclass

@dataclass
class {F}:
    name: str
    size: int = {n}

    def {f}(self, items: list[str]) -> dict[str, int]:
        """Return the length of every item longer than {m}."""
        return {{i: len(i) for i in items if len(i) > {m}}}  # {w}

print({F}("{w}").{f}(["one", "two", "three"]))
''',
 "javascript": '''export async function {f}(url, {{ retries = {n} }} = {{}}) {{
  for (let i = 0; i < retries; i++) {{
    const res = await fetch(`${{url}}?{w}=${{i * {m}}}`);
    if (res.ok) return res.json(); // done
  }}
  throw new Error("{w} failed");
}}
''',
 "bash": '''#!/usr/bin/env bash
set -euo pipefail
for f in "$HOME"/{w}/*.md; do
  lines=$(wc -l < "$f")
  if [ "$lines" -gt {m} ]; then echo "$f: $lines"; fi
done | sort -k{n} | head -n {m}
''',
 "html": '''<section class="{w}">
  <h2 id="{f}">Heading {n}</h2>
  <p data-count="{m}">Some <em>text</em> &amp; more.</p>
  <!-- a comment -->
</section>
''',
}

def png(w, h, rgb):
    raw = b"".join(b"\0" + bytes(rgb) * w for _ in range(h))
    def chunk(t, d):
        return struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))

class Post:
    """One post; everything about it follows from (seed, number)."""
    def __init__(self, i, n, seed):
        r = self.r = random.Random(f"{seed}:{i}")
        self.slug = f"post-{i:05d}"
        self.title = self.words(r.randint(3, 8)).capitalize() + f" {i}"
        self.date = dt.date(2008, 1, 1) + dt.timedelta(days=int(i * 6500 / max(n, 1)))
        self.tags = sorted(r.sample(TAGS, r.randint(1, 4)))
        self.draft = r.random() < 0.02
        self.description = self.words(r.randint(10, 18)).capitalize() + "."
        self.n, self.i = n, i
        self.body = self.make_body(r.randint(300, 1500))

    def word(self):
        # squared uniform: a cheap Zipf-like skew to the front of the list
        return VOCAB[int(self.r.random() ** 2 * len(VOCAB))] if self.r.random() > .15 else self.r.choice(TECH)

    def words(self, k):
        return " ".join(self.word() for _ in range(k))

    def sentence(self):
        r, k = self.r, self.r.randint(6, 22)
        w = [self.word() for _ in range(k)]
        x = r.random()
        if x < .06: w[k // 2] = f"**{w[k // 2]}**"
        elif x < .12: w[k // 2] = f"*{w[k // 2]}*"
        elif x < .17: w[k // 2] = f"`{w[k // 2]}_{w[0]}()`"
        elif x < .21: w[k // 2] = f"[{w[k // 2]} {w[1]}](https://example.com/{w[0]}/{w[-1]}?q={r.randint(1, 999)})"
        elif x < .23: w[k // 2] = f"[{w[k // 2]}](/posts/post-{r.randint(1, self.n):05d}/)"
        elif x < .25: w[k // 2] += ' -- "' + self.words(3) + '"'
        s = " ".join(w)
        return s[0].upper() + s[1:] + r.choice("....?!")

    def para(self):
        return " ".join(self.sentence() for _ in range(self.r.randint(2, 6)))

    def make_body(self, target):
        r, out, count = self.r, [], 0
        def add(block):
            nonlocal count
            out.append(block); count += len(block.split())
        add(self.para()); out.append("<!-- more -->")
        sec = 0
        while count < target:
            sec += 1
            add(("## " if sec % 3 else "### ") + self.words(r.randint(2, 6)).capitalize())
            for _ in range(r.randint(1, 4)):
                add(self.para())
            x = r.random()
            if x < .22:
                add("\n".join("- " + self.sentence() for _ in range(r.randint(3, 7))))
            elif x < .34:
                add("\n".join(f"{j}. " + self.sentence() + ("\n   - " + self.sentence() if r.random() < .3 else "")
                              for j in range(1, r.randint(4, 7))))
            elif x < .56:
                lang = r.choice(list(CODE))
                f = r.choice(TECH) + "_" + r.choice(TECH)
                add(f"```{lang}\n" + CODE[lang].format(f=f, F=f.title().replace("_", ""), n=r.randint(1, 9),
                                                       m=r.randint(10, 99), w=r.choice(TECH)) + "```")
            elif x < .68:
                rows = [f"| {self.word()} | {r.randint(1, 9999)} | {self.words(3)} |" for _ in range(r.randint(3, 8))]
                add("| Name | Count | Note |\n|------|------:|:-----|\n" + "\n".join(rows))
            elif x < .80:
                add(f"![{self.words(4)}](/img/{r.randint(0, 39):02d}.png)")
            elif x < .88:
                add("> " + self.sentence() + "\n>\n> " + self.sentence())
            elif x < .92:
                add(f"{self.sentence()}[^{sec}]\n\n[^{sec}]: {self.sentence()}")
        return "\n\n".join(out) + "\n"

def header(engine, post):
    """What stands above the text: JSON strings are valid in TOML and YAML alike."""
    title, description = json.dumps(post.title), json.dumps(post.description)
    tags, draft = json.dumps(post.tags), str(post.draft).lower()
    if engine == "eleventy":
        drafted = "draft: true\n" if post.draft else ""
        return f"---\ntitle: {title}\ndate: {post.date}\ndescription: {description}\n{drafted}topics: {tags}\n---\n\n"
    tagged = f"tags = {tags}\n" if engine == "hugo" else f"[taxonomies]\ntags = {tags}\n"
    return f"+++\ntitle = {title}\ndate = {post.date}\ndescription = {description}\ndraft = {draft}\n{tagged}+++\n\n"


# What a variant of the site exchanges in a file of a theme.
SIDEBAR = {
    "galley": ("templates/base.html", "<footer>", '''{% set posts = get_section(path="posts/_index.md") %}
<aside><h2>Recent</h2><ul>{% for p in posts.pages[:5] %}<li><a href="{{ p.permalink | safe }}">{{ p.title }}</a></li>{% endfor %}</ul></aside>
<footer>'''),
    "hugo": ("layouts/_default/baseof.html", "<footer>", '''<aside><h2>Recent</h2><ul>{{ range first 5 (where site.RegularPages "Section" "posts") }}<li><a href="{{ .Permalink }}">{{ .Title }}</a></li>{{ end }}</ul></aside>
<footer>'''),
}
COLOURS = {
    "galley": ("config.toml", "[markdown]", '[markdown.highlighting]\ntheme = "github-light"\nstyle = "class"\n\n[markdown]'),
    "hugo": ("hugo.toml", "codeFences = false", "codeFences = true"),
}
VARIANTS = {"plain": {}, "sidebar": SIDEBAR, "highlight": COLOURS}


def apply_variant(engine, variant, out):
    """Makes the copied theme that of a variant."""
    if engine not in VARIANTS[variant]:
        return
    name, old, new = VARIANTS[variant][engine]
    with open(os.path.join(out, name)) as file:
        text = file.read()
    if old not in text:
        raise ValueError(f"{name} has no {old}")
    with open(os.path.join(out, name), "w") as file:
        file.write(text.replace(old, new, 1))


def write_site(engine, posts, out, seed, variant="plain"):
    """Copies the engine's theme, makes it that of the variant, and fills it."""
    shutil.copytree(os.path.join(HERE, "themes", engine), out, dirs_exist_ok=True)
    apply_variant(engine, variant, out)
    for number in range(1, posts + 1):
        post = Post(number, posts, seed)
        with open(os.path.join(out, "content", "posts", f"{post.slug}.md"), "w") as file:
            file.write(header(engine, post) + post.body)
    pictures = os.path.join(out, "static", "img")
    os.makedirs(pictures, exist_ok=True)
    for number in range(PICTURES):
        with open(os.path.join(pictures, f"{number:02d}.png"), "wb") as file:
            file.write(png(160, 90, (number * 6, 90, 255 - number * 6)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=sorted(os.listdir(os.path.join(HERE, "themes"))), required=True)
    parser.add_argument("--posts", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write_site(given.engine, given.posts, given.out, given.seed)
    print(f"{given.engine}: {given.posts} posts in {given.out}")


if __name__ == "__main__":
    main()
