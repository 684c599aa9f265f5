"""The archive, the links, the pins, the workflows and the targets of make agree with what is there."""

import os
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

import check_links
import pack_book
import setup_environment
import write_binder

ROOT = Path(__file__).resolve().parents[2]


def test_the_archive_is_the_same_each_time_and_opens_at_its_index(tmp_path):
    book, target = tmp_path / "book", tmp_path / "x.zip"
    for name in ("index.html", "a/b.html", "_static/p.reference.json.gz", "objects.inv"):
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text(name)
    assert pack_book.pack(book, target) == 2
    first = target.read_bytes()
    os.utime(book / "index.html", (1e9, 1e9))
    pack_book.pack(book, target)
    assert target.read_bytes() == first
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["x/a/b.html", "x/index.html"]
        assert archive.read("x/a/b.html") == b"a/b.html"


def test_no_archive_is_made_of_nothing(tmp_path):
    with pytest.raises(SystemExit, match="make book"):
        pack_book.pack(tmp_path, tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response({"/good": 200, "/shy": 403}.get(self.path, 404))
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def host():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    with ThreadPoolExecutor() as pool:
        pool.submit(server.serve_forever)
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
    server.server_close()


def test_a_dead_link_is_named_with_its_page_and_a_live_one_is_not(tmp_path, host, capsys):
    (tmp_path / "p.html").write_text(
        f'<a class="x" href="{host}/good#part">1</a><a href="{host}/shy">2</a><a href="{host}/gone?a=1&amp;b=2">3</a>'
        '<a href="q.html">4</a><a href="http://127.0.0.1:9/nobody">5</a>'
    )
    assert check_links.main([str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert f"{host}/gone?a=1&b=2: it answers 404; linked from p.html" in said
    assert "http://127.0.0.1:9/nobody: no answer" in said
    assert "4 addresses asked for, 2 dead" in said


def test_binder_gets_the_pins_of_the_book():
    assert write_binder.main(["--check"]) == 0
    environment = yaml.safe_load(write_binder.environment("a==1\n    # via b\nc==2 ; os == 'x'\n-e .\n"))
    assert environment["dependencies"] == ["python=3.13", "pip", {"pip": ["a==1", "c==2 ; os == 'x'"]}]


def test_other_pins_are_noticed_and_written(tmp_path, monkeypatch, capsys):
    binder = write_binder
    monkeypatch.setattr(binder, "ROOT", tmp_path)
    (tmp_path / "requirements.txt").write_text("a==1\n")
    assert binder.main(["--check"]) == 1
    assert "other pins" in capsys.readouterr().err
    assert not (tmp_path / "binder").exists()
    assert binder.main([]) == 0
    assert binder.main(["--check"]) == 0


def make_targets():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", text, re.MULTILINE))


def workflows():
    return {p.name: yaml.safe_load(p.read_text(encoding="utf-8")) for p in (ROOT / ".github/workflows").glob("*.yml")}


def test_the_workflows_run_make_and_only_targets_that_exist():
    found = workflows()
    assert set(found) == {"test.yml", "pages.yml", "weekly.yml", "release.yml"}
    for name, workflow in found.items():
        for job in workflow["jobs"].values():
            matrix = job.get("strategy", {}).get("matrix", {})
            assert set(matrix.get("task", ())) <= make_targets(), name
            for command in (step["run"] for step in job["steps"] if "run" in step):
                words = command.replace('"$TASK"', "").replace("$TAG", "").split()
                assert words[0] in ("make", "command"), f"{name}: {command}"
                if words[0] == "make":
                    assert {w for w in words[1:] if "=" not in w} <= make_targets(), f"{name}: {command}"


def test_the_workflows_try_the_oldest_and_the_newest_python_and_pin_their_actions():
    setup = setup_environment
    ends = [f"{major}.{minor}" for major, minor in (setup.OLDEST, setup.NEWEST)]
    assert workflows()["test.yml"]["jobs"]["test"]["strategy"]["matrix"]["python"] == ends
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        used = re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8"))
        assert used and all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in used), path.name


def test_every_target_is_explained_and_named_as_such():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY:((?:.|\\\n)*?)(?<!\\)\n", text, re.MULTILINE)[1].replace("\\", "").split())
    assert phony == make_targets()
    assert set(re.findall(r"^([a-z]+):.*##", text, re.MULTILINE)) == make_targets() - {"environment"}
    named = set(
        re.findall(r"`make ([a-z]+)", "".join((ROOT / n).read_text("utf-8") for n in ("README.md", "CONTRIBUTING.md")))
    )
    assert len(named) > 6 and named <= make_targets()


def test_the_hooks_call_tools_that_exist():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    scripts = [hook["entry"].split()[1] for hook in hooks]
    assert len(scripts) == 4 and all((ROOT / script).exists() for script in scripts)


def test_the_citation_names_the_version_of_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    declared = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert citation["version"] == declared
    assert f"## {declared}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert {"cff-version", "message", "title", "authors"} <= set(citation)


def test_the_book_is_built_of_figures_whose_javascript_was_run():
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
    assert settings["livefig_requires_v8"] is True
    assert "mini-racer==" in (ROOT / "requirements.txt").read_text(encoding="utf-8")


def test_the_browsers_of_which_the_limits_speak_are_those_in_which_everything_was_moved():
    moved = set(re.findall(r"figures moved in (\w+)", (ROOT / "book/checks.md").read_text(encoding="utf-8")))
    limits = (ROOT / "packages/livefig/docs/limits.md").read_text(encoding="utf-8")
    said = limits.partition("## Browsers")[2].partition(", from a server")[0]
    assert moved and moved == set(re.findall(r"(?:Chromium|Firefox|Safari|WebKit)", said))
    assert not [name for name in moved if re.search(rf"{name}[^.]*\*\*we have not", limits)]
