"""The PDF is packed without a change of what it shows."""

import pikepdf
import pytest

import print_book


@pytest.fixture
def document(tmp_path):
    """A PDF with two pages; each has a picture of its own, with a mask."""

    def write(*pixels):
        with pikepdf.new() as pdf:
            for pixel in pixels:
                mask = pikepdf.Stream(pdf, b"\xff", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
                picture = pikepdf.Stream(pdf, pixel * 9999, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
                picture.SMask = pdf.make_indirect(mask)
                page = pdf.add_blank_page()
                page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X0=pdf.make_indirect(picture)))
            pdf.save(tmp_path / "x.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
        return tmp_path / "x.pdf"

    return write


def streams(file):
    with pikepdf.open(file) as pdf:
        shown = [page.obj.Resources.XObject.X0.read_bytes()[:1] for page in pdf.pages]
        return shown, sum(isinstance(one, pikepdf.Stream) and "/Subtype" in one for one in pdf.objects)


def test_a_picture_that_stands_twice_is_kept_once_with_its_mask(document):
    file = document(b"a", b"a")
    before = file.stat().st_size
    print_book.pack(file)
    assert streams(file) == ([b"a", b"a"], 2) and file.stat().st_size < before / 10


def test_different_pictures_stay_two(document):
    file = document(b"a", b"b")
    print_book.pack(file)
    assert streams(file) == ([b"a", b"b"], 3)


def test_the_same_pdf_is_packed_to_the_same_bytes(document):
    packed = []
    for _ in range(2):
        print_book.pack(file := document(b"a", b"b"))
        packed.append(file.read_bytes())
    assert packed[0] == packed[1]
