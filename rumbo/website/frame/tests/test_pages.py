"""What every public page does: languages, cache marks, old addresses, faults, safety headers."""

import pytest
from django.test import Client

from rumbo.website.frame.models import Installation, StandardPage
from rumbo.website.frame.old_addresses import find_new_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def about(site):
    return site.en.add_child(
        instance=StandardPage(title="About us", slug="about", summary="Who.", body="Hello there.")
    )


def test_a_spanish_address_without_a_spanish_page_shows_english_and_says_so(about):
    html = Client().get("/es/about/").content.decode()

    assert '<html lang="es"' in html
    assert '<title lang="en">About us' in html
    assert 'lang="en">About us</h1>' in html
    assert 'lang="en"><p>Hello there.</p>' in html
    assert "aún no está traducida" in html


def test_a_spanish_page_takes_the_place_of_the_english_one(site, about):
    site.es.add_child(
        instance=StandardPage(
            title="Quiénes somos",
            slug="about",
            body="Hola.",
            translation_key=about.translation_key,
            locale=site.es.locale,
            translation="not-reviewed",
        )
    )

    html = Client().get("/es/about/").content.decode()

    assert "Quiénes somos" in html
    assert "aún sin revisar" in html
    assert "Hello there." not in html


def test_the_skip_link_is_the_first_link_of_a_page(about):
    html = Client().get("/about/").content.decode()

    first = html[html.index("<body>") :].split("<a ", 2)[1]
    assert "usa-skipnav" in first


def test_a_public_page_is_marked_for_the_cache_and_a_signed_in_answer_is_not(
    about, django_user_model
):
    anonymous = Client().get("/about/")
    user = django_user_model.objects.create_user("a", "a@example.org", "long-password-1")
    client = Client()
    client.force_login(user)

    assert anonymous.headers["X-Rumbo-Cacheable"] == "1"
    assert "X-Rumbo-Cacheable" not in client.get("/about/").headers


def test_a_draft_has_no_public_address(site):
    page = site.en.add_child(
        instance=StandardPage(title="Secret draft", slug="draft", body="Not yet.", live=False)
    )
    page.save_revision()

    for address in ("/draft/", "/es/draft/", f"/admin/pages/{page.pk}/view_draft/"):
        answer = Client().get(address)
        assert answer.status_code in {302, 404}, address
        assert b"Not yet." not in answer.content


def test_the_page_that_is_not_found_names_what_was_asked_for_and_helps(about):
    answer = Client().get("/no/<script>/such-page/")
    html = answer.content.decode()

    assert answer.status_code == 404
    assert "/no/&lt;script&gt;/such-page/" in html
    assert 'href="/about/"' in html
    assert "X-Rumbo-Cacheable" not in answer.headers


def test_no_inline_script_or_style_is_allowed_on_public_pages(about):
    answer = Client().get("/about/")
    policy = answer.headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert " style=" not in answer.content.decode()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_script_in_every_setting_and_field_is_shown_as_text(site):
    evil = "<script>alert(1)</script>"
    Installation.objects.create(
        name=evil[:60], strapline_en=evil, banner_en=evil, foot_en=evil, contact=evil
    )
    site.en.add_child(
        instance=StandardPage(title=evil, slug="evil", summary=evil, body=evil, seo_title=evil)
    )

    html = Client().get("/evil/").content.decode()

    assert "<script>alert" not in html


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/curriculum/idr_curriculum", "/tools/"),
        ("/National_IDR_Curriculum", "/tools/"),
        (
            "/IDR-Manual/article/chapter-7-determining-eligibility/the-recruiters-role",
            "/handbook/determining-eligibility/",
        ),
        ("/idr/ppt/M6L1-Determining-Eligibility/7", "/curriculum/determining-eligibility/"),
        ("/Resources/adm2020", "/calendar/annual-directors-meeting-2020/"),
        ("/resources/adm2024/", "/calendar/annual-directors-meeting-2024/"),
    ],
)
def test_an_old_address_leads_to_its_new_home_in_any_letter_case(old, new):
    answer = Client().get(old)

    assert answer.status_code == 301
    assert answer.headers["Location"] == new


def test_an_old_address_without_a_new_home_is_not_redirected():
    assert find_new_address("/resources/adm2031") is None
    assert find_new_address("/curriculum/determining-eligibility/") is None


def test_the_sitemap_names_both_languages_of_each_page(about):
    text = Client().get("/sitemap.xml").content.decode()

    assert "<loc>http://testserver/about/</loc>" in text
    assert "<loc>http://testserver/es/about/</loc>" in text


def test_an_unreadable_accent_colour_is_refused_with_its_contrast():
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match=r"contrast of 1\.\d"):
        Installation(name="X", accent="#ffee00").full_clean()
