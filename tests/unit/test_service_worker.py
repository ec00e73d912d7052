"""The service worker, under Node: what it keeps, what it answers, what it leaves alone.

test_open_offline.py has browsers.
"""

import json
from pathlib import Path

import pytest

from sitebuild.node import run_node
from sitebuild.offline import add_service_worker, is_wanted

HARNESS = Path(__file__).with_name("service_worker.mjs")
LINE = '<meta name="offline" content="yes" />'


@pytest.fixture
def site(tmp_path):
    """site("one") -> a folder as the build makes it, whose files say `one`; its runtime is the same in each."""

    def make(word, line=LINE):
        folder = tmp_path / word
        files = {
            "index.html": f"<head>{line}</head>{word}",
            "embed.html": f"<head>{line}</head>{word}, in a frame",
            f"page-{word}/main.js": f"'{word}'",
            f"page-{word}/main.js.map": "{}",
            f"page-{word}/later.js": f"'{word}, later'",
            "runtime/1/snapshot-0/snapshot.bin.gz": "the same in each",
            "glass-net.js": f"'{word}, the element'",
        }
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        add_service_worker(folder)
        return folder

    return make


def play(steps, *folders):
    """What the steps return; in them the folders are `a`, `b` and so on."""
    return json.loads(run_node(HARNESS, steps, *folders))


def test_after_the_first_visit_all_is_there_without_a_network(site):
    told = play(
        """
        browser.sites.set("/x/", a);
        const { kept, text } = await browser.visit("/x/", "/x/page-one/main.js");
        browser.online = false;
        const offline = {};
        for (const path of ["", "index.html", "embed.html", "?from=afar"])
            offline[path] = (await browser.open("/x/" + path)).text;
        for (const path of ["page-one/later.js", "runtime/1/snapshot-0/snapshot.bin.gz"])
            offline[path] = await (await browser.fetch("/x/" + path)).text();
        const others = ["glass-net.js", "page-one/main.js.map", "page-two/main.js", "elsewhere/"];
        const refused = await Promise.all(others.map((path) => browser.fetch("/x/" + path).then(() => "", () => path)));
        return { kept, text, offline, others, refused };
        """,
        site("one"),
    )
    assert told["kept"]
    page = f"<head>{LINE}</head>one"
    assert told["text"] == page
    assert told["offline"] == {
        "": page,
        "index.html": page,
        "embed.html": f"{page}, in a frame",
        "?from=afar": page,
        "page-one/later.js": "'one, later'",
        "runtime/1/snapshot-0/snapshot.bin.gz": "the same in each",
    }
    assert told["refused"] == told["others"]


def test_while_there_is_a_network_a_page_is_always_asked_for_and_a_kept_file_never(site):
    told = play(
        """
        browser.sites.set("/x/", a);
        await browser.visit("/x/", "/x/page-one/main.js");
        const kept = browser.asked.filter((one) => !/(html|service-worker.js|\\/) /.test(one));
        browser.asked.length = 0;
        await browser.visit("/x/", "/x/page-one/main.js");
        await browser.fetch("/x/page-one/main.js");
        return { kept, asked: browser.asked };
        """,
        site("one"),
    )
    assert told["asked"] == ["/x/ no-cache"]
    assert len(told["kept"]) == 3
    assert all(one.endswith(" force-cache") for one in told["kept"]), "the browser has them already"


def test_after_a_deploy_nobody_sees_the_old_page_and_an_old_tab_keeps_its_files(site):
    told = play(
        """
        browser.sites.set("/x/", a);
        const old = await browser.visit("/x/", "/x/page-one/main.js");
        browser.sites.set("/x/", b);
        browser.asked.length = 0;
        const fresh = await browser.visit("/x/", "/x/page-two/main.js");
        const runtime = browser.asked.filter((one) => one.includes("runtime"));
        const oldFile = await (await browser.fetch("/x/page-one/later.js")).text();
        const oldHears = await browser.keep(old.client, "/x/page-one/main.js");
        const both = Object.keys(browser.kept()).length;
        const newFile = await (await browser.fetch("/x/page-two/later.js")).text();
        await browser.close(...browser.clients);
        browser.online = false;
        const { client, text: offline } = await browser.open("/x/");
        const kept = await browser.keep(client, "/x/page-two/main.js");
        return { fresh, runtime, oldFile, newFile, oldHears, both, offline, kept: kept && browser.kept() };
        """,
        site("one"),
        site("two"),
    )
    assert told["fresh"]["text"] == told["offline"] == f"<head>{LINE}</head>two"
    assert told["fresh"]["kept"]
    assert (told["oldFile"], told["newFile"]) == ("'one, later'", "'two, later'")
    assert not told["oldHears"], "its build may not be kept any more"
    assert told["runtime"] == [], "what both have is not downloaded again"
    assert told["both"] == 2
    [paths] = told["kept"].values()
    assert "/x/page-two/main.js" in paths and "/x/page-one/main.js" not in paths


FAULTS = {
    "cut": "(whole) => new Served(whole.subarray(1), {})",
    "the sign-in of a network": "() => new Served('<p>Sign in.', {})",
    "gone": "() => new Served('Not found.', { status: 404 })",
    "an error with the right content": "(whole) => new Served(whole, { status: 500 })",
    "a redirect": "(whole) => new Served(whole, { redirected: true })",
    "another origin's": "(whole) => new Served(whole, { type: 'opaque' })",
    "broken off": "() => { throw new TypeError('Failed to fetch'); }",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_does_not_arrive_whole_is_never_kept_and_the_old_build_stays_whole(site, fault):
    told = play(
        f"""
        const told = {{}};
        for (const path of ["", "embed.html", "page-two/later.js"]) {{
            browser = new Browser();
            browser.sites.set("/x/", a);
            const old = await browser.visit("/x/", "/x/page-one/main.js");
            await browser.close(old.client);
            browser.sites.set("/x/", b);
            const {{ client }} = await browser.open("/x/");
            browser.faults.set("/x/" + path, {FAULTS[fault]});
            const kept = await browser.keep(client, "/x/page-two/main.js");
            const between = browser.kept();
            await browser.close(client); // the new worker takes over
            browser.online = false;
            const other = await browser.open("/x/");
            const file = await (await browser.fetch("/x/page-one/later.js")).text();
            await browser.close(other.client);
            browser.online = true;
            browser.faults.clear();
            const {{ kept: again }} = await browser.visit("/x/", "/x/page-two/main.js");
            browser.online = false;
            const afterwards = (await browser.open("/x/")).text;
            told[path] = {{ kept, between, offline: other.text, file, again, afterwards }};
        }}
        return told;
        """,
        site("one"),
        site("two"),
    )
    for file, one in told.items():
        assert not one["kept"]
        assert not any({f"/x/{file}", "/x/page-two/main.js"} <= set(paths) for paths in one["between"].values())
        assert one["offline"] == f"<head>{LINE}</head>one", "what is shown offline has all its files"
        assert one["file"] == "'one, later'"
        assert one["again"]
        assert one["afterwards"] == f"<head>{LINE}</head>two"


def test_a_damaged_file_in_the_browsers_own_cache_is_asked_for_past_it(site):
    told = play(
        """
        browser.sites.set("/x/", a);
        const damaged = new Set(["/x/page-one/main.js force-cache"]);
        const network = browser.network.bind(browser);
        browser.network = async (request, options) => {
            const answer = await network(request, options);
            return damaged.has(browser.asked.at(-1)) ? new Served("damaged", {}) : answer;
        };
        const { kept } = await browser.visit("/x/", "/x/page-one/main.js");
        return { kept, text: await (await browser.fetch("/x/page-one/main.js")).text(), asked: browser.asked };
        """,
        site("one"),
    )
    assert told["kept"] and told["text"] == "'one'"
    assert "/x/page-one/main.js reload" in told["asked"]


def test_retry_goes_to_the_network_and_mends_what_is_kept(site):
    told = play(
        """
        browser.sites.set("/x/", a);
        await browser.visit("/x/", "/x/page-one/main.js");
        const [cache] = browser.caches.held.values();
        cache.set("http://host.example/x/page-one/main.js", new Served("damaged", {}));
        const text = async (cache) => (await (await browser.fetch("/x/page-one/main.js", { cache })).text());
        browser.faults.set("/x/page-one/main.js", (whole) => new Served(whole.subarray(1), {}));
        const answers = [await text("default"), await text("reload"), await text("default")];
        browser.faults.clear();
        return [...answers, await text("reload"), await text("default")];
        """,
        site("one"),
    )
    assert told == ["damaged", "one'", "damaged", "'one'", "'one'"]


def test_requests_that_are_none_of_its_business_go_by(site):
    told = play(
        """
        browser.sites.set("/x/", a);
        await browser.visit("/x/", "/x/page-one/main.js");
        browser.online = false;
        const ask = (path, request) => browser.fetch(path, request).then(() => "answered", () => "gone by");
        const range = new Headers({ Range: "bytes=0-1" });
        return [
            await ask("/x/page-one/main.js", { method: "POST" }),
            await ask("/x/page-one/main.js", { headers: range }),
            await ask("/x/index.html", { method: "POST", mode: "navigate" }),
            await ask("/x/exercises/", { mode: "navigate" }),
            await ask("/x/service-worker.js"),
            await ask("/x/page-one/main.js"),
        ];
        """,
        site("one"),
    )
    assert told == [*["gone by"] * 5, "answered"]


@pytest.mark.parametrize("places", [("/a/", "/b/"), ("/", "/a/"), ("/a/", "/a/b/"), ("/a/", "/ab/")])
def test_copies_on_one_host_leave_each_other_alone(site, places):
    one, other = places
    told = play(
        f"""
        browser.sites.set("{one}", a);
        browser.sites.set("{other}", b);
        await browser.visit("{one}", "{one}page-one/main.js");
        await browser.visit("{other}", "{other}page-two/main.js");
        browser.sites.set("{one}", c);
        await browser.close(...browser.clients);
        await browser.visit("{one}", "{one}page-three/main.js");
        browser.online = false;
        const shown = [(await browser.open("{one}")).text, (await browser.open("{other}")).text];
        browser.online = true;
        browser.sites.set("{one}", d);
        await browser.open("{one}");
        await browser.close(...browser.clients);
        browser.online = false;
        const left = (await browser.open("{other}")).text;
        return {{ shown, left, kept: Object.values(browser.kept()) }};
        """,
        site("one"),
        site("two"),
        site("three"),
        site("off", line=""),
    )
    assert told["shown"] == [f"<head>{LINE}</head>{word}" for word in ("three", "two")]
    assert told["left"].endswith("two")
    [paths] = told["kept"]
    assert f"{other}page-two/main.js" in paths


@pytest.mark.parametrize("how", ["browser.close(client)", "browser.keep(client, '/x/page-off/main.js')"])
@pytest.mark.parametrize("line", ["", f"<!-- {LINE} -->", LINE.replace("yes", "no")])
def test_without_the_line_it_removes_itself_and_what_was_kept(site, line, how):
    """When its page is left, or sooner: once that has nothing else to do."""
    told = play(
        f"""
        browser.sites.set("/x/", a);
        const one = await browser.visit("/x/", "/x/page-one/main.js");
        await browser.close(one.client);
        browser.caches.held.set("someone else's", new Map());
        browser.sites.set("/x/", b);
        const {{ client, text }} = await browser.open("/x/");
        const file = await (await browser.fetch("/x/page-off/main.js")).text();
        await {how};
        return {{ text, file, workers: browser.workers.size, kept: browser.kept() }};
        """,
        site("one"),
        site("off", line),
    )
    assert told == {"text": f"<head>{line}</head>off", "file": "'off'", "workers": 0, "kept": {"someone else's": []}}


def test_where_there_is_no_room_nothing_is_left_behind(site):
    told = play(
        """
        browser.sites.set("/x/", a);
        browser.caches.room = 30;
        const { kept, client } = await browser.visit("/x/", "/x/page-one/main.js");
        const between = browser.kept();
        browser.caches.room = Infinity;
        return { kept, between, afterwards: await browser.keep(client, "/x/page-one/main.js") };
        """,
        site("one"),
    )
    assert told == {"kept": False, "between": {}, "afterwards": True}


def test_a_new_build_that_was_seen_too_shortly_to_be_kept_leaves_the_old_one_for_offline_use(site):
    told = play(
        """
        browser.sites.set("/x/", a);
        const old = await browser.visit("/x/", "/x/page-one/main.js");
        await browser.close(old.client);
        browser.sites.set("/x/", b);
        const fresh = await browser.open("/x/");
        await browser.close(fresh.client);
        const again = await browser.open("/x/");
        await browser.close(again.client);
        browser.online = false;
        const { text } = await browser.open("/x/");
        return [fresh.text, again.text, text, await (await browser.fetch("/x/page-one/later.js")).text()];
        """,
        site("one"),
        site("two"),
    )
    new = f"<head>{LINE}</head>two"
    assert told == [new, new, f"<head>{LINE}</head>one", "'one, later'"]


def test_the_build_gone_back_to_is_the_one_that_is_shown_offline(site):
    told = play(
        """
        for (const [folder, word] of [[a, "one"], [b, "two"], [a, "one"]]) {
            browser.sites.set("/x/", folder);
            await browser.visit("/x/", `/x/page-${word}/main.js`); // no tab is ever closed
        }
        browser.online = false;
        return (await browser.open("/x/")).text;
        """,
        site("one"),
        site("two"),
    )
    assert told.endswith("one")


def test_the_line_is_read_as_a_browser_does():
    assert is_wanted(f"<head>\n  {LINE}</head>")
    assert is_wanted("<META content='yes' name='offline'>")
    for other in ("", f"<!-- {LINE} -->", LINE.replace("yes", "no"), LINE.replace("offline", "online")):
        assert not is_wanted(other)
