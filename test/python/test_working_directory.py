"""Files that a run writes come back."""

import io
import json
import os
from base64 import b64decode

import pytest
from PIL import Image

from harness.working_directory import WorkingDirectory

PNG = (
    "import base64\npng = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q"
    "DwADhgGAWjR9awAAAABJRU5ErkJggg==')\n"
)


def test_files_that_the_run_created_or_changed_are_listed_with_size_and_type(notebook, tmp_path):
    (tmp_path / "old.csv").write_text("a,b")
    (tmp_path / "kept.csv").write_text("a,b")
    result = notebook.run(
        "import os\nos.makedirs('out/deep')\nopen('out/deep/data.json', 'w').write('{}')\n"
        "open('old.csv', 'a').write(',c')\nopen('.hidden', 'w').close()\nopen('kept.csv').read()\n"
        "for n, name in enumerate(('.hidden', 'old.csv', 'out/deep/data.json')): os.utime(name, (n, n))"
    )
    assert result.files == [
        {"path": ".hidden", "size": 0, "mimeType": "application/octet-stream"},
        {"path": "old.csv", "size": 5, "mimeType": "text/csv"},
        {"path": "out/deep/data.json", "size": 2, "mimeType": "application/json"},
    ]


def test_a_file_of_an_earlier_run_is_not_listed_again(notebook):
    notebook.run("open('a.txt', 'w').write('a')")
    assert notebook.run("open('a.txt').read();").files == []


def test_a_change_that_keeps_the_size_is_a_change(notebook):
    notebook.run("open('a.txt', 'w').write('a'); import os; os.utime('a.txt', (1, 1))")
    assert notebook.run("open('a.txt', 'w').write('b');").paths == ["a.txt"]


def test_files_are_looked_at_again_only_if_the_file_system_has_changed(host, tmp_path, monkeypatch):
    changes = [False, True]
    monkeypatch.setattr(host, "files_changed", changes.pop)
    directory = WorkingDirectory(str(tmp_path), host)
    (tmp_path / "a.txt").write_text("a")
    before = directory.stamps()
    (tmp_path / "b.txt").write_text("b")
    assert [file["path"] for file in directory.changed_since(before)] == ["b.txt"]
    (tmp_path / "c.txt").write_text("c")
    assert [file["path"] for file in directory.all_files()] == ["a.txt", "b.txt"]


def test_files_of_a_run_that_failed_are_listed(notebook):
    assert notebook.run("open('a.txt', 'w').write('a')\n1 / 0").paths == ["a.txt"]


def test_caches_links_and_packages_are_left_out(notebook, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "secret.txt").write_text("x")
    result = notebook.run(
        "import os\n"
        "for folder in ('__pycache__', 'lib/site-packages', '.cache'):\n"
        "    os.makedirs(folder); open(folder + '/file', 'w').close()\n"
        f"os.symlink({str(elsewhere)!r}, 'linked'); os.symlink({str(elsewhere / 'secret.txt')!r}, 'link.txt')\n"
        "open('real', 'w').close()"
    )
    assert result.paths == ["real"]


@pytest.mark.parametrize(
    ("name", "mime_type"),
    [
        ("a.PNG", "image/png"),
        ("a.jpeg", "image/jpeg"),
        ("a.tsv", "text/tab-separated-values"),
        ("a.md", "text/markdown"),
        ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.parquet", "application/vnd.apache.parquet"),
        ("a.wav", "audio/wav"),
        ("noextension", "application/octet-stream"),
    ],
)
def test_types_go_by_the_ends_of_names(notebook, name, mime_type):
    assert notebook.run(f"open({name!r}, 'w').close()").files[0]["mimeType"] == mime_type


def test_images_are_shown_in_the_order_in_which_they_were_written(notebook):
    result = notebook.run(
        f"{PNG}import os\nfor n, name in enumerate(('z.png', 'a.png', 'm.svg')):\n"
        "    open(name, 'wb').write(png if n < 2 else b'<svg/>'); os.utime(name, (n, n))\nprint('done')"
    )
    assert result.transcript == ["done\n", "<file>", "<file>", "<file>"]
    assert [(shown.source, shown.path) for shown in result.shown] == [
        ("file", "z.png"),
        ("file", "a.png"),
        ("file", "m.svg"),
    ]
    assert result.shown[0].data["image/png"].startswith("iVBORw0KGgo")
    assert result.shown[2].data == {"text/plain": "m.svg", "image/svg+xml": "<svg/>"}


def test_no_more_than_twenty_images_are_shown_and_none_that_is_larger_than_five_mebibytes(notebook):
    result = notebook.run(f"{PNG}for n in range(25): open(f'{{n}}.png', 'wb').write(png)")
    assert (len(result.shown), len(result.files)) == (20, 25)
    result = notebook.run(f"{PNG}open('big.png', 'wb').write(png + bytes(5 * 1024 ** 2));")
    assert (result.shown, result.paths) == ([], ["big.png"])


@pytest.mark.parametrize("name", ["large.png", "large.jpg", "large.webp", "large.gif"])
def test_a_saved_picture_with_very_many_pixels_is_shown_with_fewer_and_kept_as_it_is(notebook, tmp_path, name):
    result = notebook.run(f"from PIL import Image\nImage.new('RGB', (6000, 3000), 'red').save({name!r})")
    (shown,) = result.shown
    assert shown.path == name
    assert Image.open(io.BytesIO(b64decode(shown.data["image/png"]))).size == (2000, 1000)
    assert Image.open(tmp_path / name).size == (6000, 3000)


def test_a_saved_picture_that_is_small_enough_or_cannot_be_read_is_shown_as_it_is(notebook):
    result = notebook.run(
        f"{PNG}import PIL.Image\nopen('a.png', 'wb').write(png); open('b.png', 'wb').write(b'x' * 9);"
    )
    assert [b64decode(shown.data["image/png"])[:4] for shown in result.shown] == [b"\x89PNG", b"xxxx"]


def test_the_directory_is_the_sessions_wherever_the_code_goes(notebook):
    result = notebook.run("import os\nos.mkdir('sub')\nos.chdir('sub')\nopen('inner.txt', 'w').close()")
    assert result.paths == ["sub/inner.txt"]
    assert notebook.run("open('second.txt', 'w').close()").paths == ["sub/second.txt"]


def test_a_directory_that_the_code_removed_is_made_again(notebook):
    notebook.run("import os, shutil\nhome = os.getcwd()\nshutil.rmtree(home)")
    assert notebook.run("os.chdir(home)\nopen('new.txt', 'w').close()").paths == ["new.txt"]


def test_a_directory_with_too_many_files_is_said_to_have_too_many_once(notebook, monkeypatch):
    from harness import working_directory

    monkeypatch.setattr(working_directory, "MAX_ENTRIES", 5)
    result = notebook.run("for n in range(9): open(str(n), 'w').close()")
    assert len(result.files) == 5
    assert "changes of some may go unnoticed" in result.output
    assert notebook.run("1;").output == ""


def test_the_host_lists_files_by_path(notebook, tmp_path):
    (tmp_path / "b.txt").write_text("bb")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "c.csv").write_text("")
    assert json.loads(notebook.session.list_files()) == [
        {"path": "a/c.csv", "size": 0, "mimeType": "text/csv"},
        {"path": "b.txt", "size": 2, "mimeType": "text/plain"},
    ]


def test_the_host_removes_files_and_folders(notebook, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "c.csv").write_text("")
    (tmp_path / "b.txt").write_text("")
    notebook.session.remove_file("a")
    notebook.session.remove_file("./b.txt")
    assert os.listdir(tmp_path) == []
    with pytest.raises(FileNotFoundError):
        notebook.session.remove_file("b.txt")


def test_a_place_for_a_file_comes_with_the_folders_on_the_way(notebook, tmp_path):
    place = notebook.session.prepare_path("new/deep/file.txt")
    assert place == str(tmp_path / "new" / "deep" / "file.txt")
    assert os.path.isdir(os.path.dirname(place))


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/passwd", "", ".", "a/..", "x\0y", "linked/x"])
def test_a_path_that_is_not_below_the_directory_is_refused(notebook, tmp_path, path):
    (tmp_path / "linked").symlink_to("/")
    for refuse in (notebook.session.prepare_path, notebook.session.remove_file):
        with pytest.raises(ValueError, match="is not a path below the working directory"):
            refuse(path)


def test_a_mime_type_that_code_made_up_is_told_without_parameters_and_only_where_it_is_one(notebook, monkeypatch):
    import mimetypes

    monkeypatch.setattr(mimetypes, "_db", None)
    monkeypatch.setattr(mimetypes, "inited", False)
    taught = "mimetypes.add_type('Text/X-Foo; charset=utf-8', '.foo')\nmimetypes.add_type('odd', '.odd')"
    code = f"import mimetypes\n{taught}\nfor name in ('a.foo', 'a.odd'): open(name, 'w').close()"
    assert [file["mimeType"] for file in notebook.run(code).files] == ["text/x-foo", "application/octet-stream"]


def test_a_place_is_told_without_making_folders(notebook, tmp_path):
    assert notebook.session.resolve_path("new/file.txt") == str(tmp_path / "new" / "file.txt")
    assert not (tmp_path / "new").exists()
