"""What a visitor or an author sends with ill will."""

import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.users.models import UserProfile

from rumbo.access.tests.builders import a_person
from rumbo.website.frame import markdown
from rumbo.website.frame.markdown import local_address
from rumbo.website.frame.models import StandardPage


def seconds_for(blanks: int) -> float:
    started = time.process_time()
    markdown.render("# a" + " " * blanks + "b")
    return time.process_time() - started


def test_a_heading_of_many_blanks_costs_in_proportion_to_its_length():
    seconds_for(1_000)
    few, many = seconds_for(20_000), seconds_for(80_000)

    # Quadratic work would cost sixteen times as much.
    assert many < 10 * max(few, 0.01)


@pytest.mark.parametrize("path", ["/\t/evil.example/", "/\n/evil.example/", "//evil.example/"])
def test_an_address_that_a_browser_would_read_as_another_site_leads_home(path):
    assert local_address(path, "en") == "/"
    assert local_address(path, "es") == "/es/"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/es/%09/evil.example/", "/es/%0a/evil.example/"])
def test_no_page_links_to_another_site_by_a_hidden_sign(site, client, path):
    html = client.get(path).content.decode()

    assert not re.search(r'href="/[\s/\\]', html)


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["testserver:31337", "TESTSERVER"])
def test_the_host_that_a_visitor_names_is_in_no_address_that_leaves_the_page(site, client, host):
    page = StandardPage(title="A page", slug="a-page", locale=site.en.locale)
    site.en.add_child(instance=page)

    for path in ("/a-page/", "/sitemap.xml", "/robots.txt"):
        text = client.get(path, headers={"host": host}).content.decode()
        assert "http://testserver/" in text, path
        assert host not in text, path


@pytest.mark.django_db
def test_a_link_among_the_pictures_leads_nowhere(site, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (tmp_path / "secret-key").write_text("do not tell")
    (settings.MEDIA_ROOT / "leak.txt").symlink_to(tmp_path / "secret-key")

    assert client.get("/media/leak.txt").status_code == 404


@pytest.mark.django_db
def test_an_editors_own_picture_keeps_no_place_and_is_for_editors_only(
    site, client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    photo = tmp_path / "photo.jpg"
    notes = Image.Exif()
    notes[0x010E] = "SECRET-PLACE"
    Image.new("RGB", (40, 40), "green").save(photo, exif=notes)
    person = a_person("editor")
    profile = UserProfile.get_for_user(person)
    profile.avatar = SimpleUploadedFile("me.jpg", photo.read_bytes(), "image/jpeg")
    profile.save()
    address = f"/media/{UserProfile.objects.get(user=person).avatar.name}"

    assert client.get(address).status_code == 404
    client.force_login(person)
    response = client.get(address)
    assert response.status_code == 200
    assert b"SECRET-PLACE" not in response.getvalue()
