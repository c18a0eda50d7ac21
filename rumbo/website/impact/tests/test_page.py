"""The page of the figures and its table as a file."""

import csv
import io
import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from rumbo.website.impact.lookups import impact_block
from rumbo.website.impact.tests.builders import an_impact_page, real_figures


@pytest.fixture
def impact_page(site):
    real_figures()
    return an_impact_page(site.en, lead="By program year:", body="## What is not known\n\nMuch.")


def text_at(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def numerals(text: str) -> list[str]:
    return re.findall(r'<dd class="r-impact__numeral">([^<]+)</dd>', text)


def test_the_page_leads_with_served_then_eligible_then_the_ratio(impact_page, client: Client):
    text = text_at(client, "/impact/")

    assert numerals(text) == ["223,763", "316,394", "70.7"]
    assert "children and youth served in 2016-17" in text
    assert "the sum of two published parts" in text
    assert "A ratio, not a share" in text
    assert "data group 102" in text


def test_the_year_picker_works_without_script(impact_page, client: Client):
    text = text_at(client, "/impact/?year=2012-13")

    assert numerals(text)[0] == "246,182"
    assert (
        '<form class="r-impact__picker r-noprint" method="get" action="/impact/#figures">' in text
    )
    assert '<option value="2012-13" selected>2012-13</option>' in text
    assert text.count("<option") == 10


@pytest.mark.parametrize("year", ["2031-32", "%3Cscript%3Ealert(1)%3C/script%3E", "%00", "-5"])
def test_a_wrong_year_is_answered_with_a_message_and_the_lead_year(
    impact_page, client: Client, year
):
    text = text_at(client, f"/impact/?year={year}")

    assert numerals(text)[0] == "223,763"
    assert "The program years that we have run from 2012-13 to 2021-22." in text
    assert "<script>alert" not in text


def test_the_chart_has_its_table_beside_it_with_every_year(impact_page, client: Client):
    text = text_at(client, "/impact/")

    table = text[text.index('<details class="usa-accordion r-fold r-impact__table"') :].partition(
        "</details>"
    )[0]
    assert text.count('role="img"') == 2
    assert re.findall(r'<th scope="row">([^<]+)</th>', table)[::9] == ["2012-13", "2021-22"]
    assert "r-impact__row--break" in table
    assert "March 15, 2025" in table


def test_the_page_names_its_source_its_address_and_what_is_not_recorded(
    impact_page, client: Client
):
    text = text_at(client, "/impact/")

    assert "ED Data Express, Migrant Education Program dashboard" in text
    assert text.count("https://eddataexpress.ed.gov/dashboard/mep/2021-2022") >= 2
    assert "Read by us: March 15, 2025." in text
    assert "Last changed by the publisher: not recorded." in text
    assert "We found no national count of a later year." in text
    assert "34 CFR 200.89(b)(2)" in text
    assert "What is not known" in text


def test_the_page_is_true_until_midnight_at_most(impact_page, rf):
    request = rf.get("/impact/")

    impact_page.get_view(request)

    until = timezone.localtime(request.rumbo_fresh_until)
    assert (until.hour, until.minute) == (0, 0)


def test_without_figures_the_page_says_so(site, client: Client):
    an_impact_page(site.en)

    assert "The figures have not been loaded" in text_at(client, "/impact/")


def test_the_page_asks_little_of_the_database(impact_page, client, django_assert_max_num_queries):
    client.get("/impact/")

    for address in ("/impact/", "/impact/?year=2019-20", "/impact/?year=nonsense"):
        with django_assert_max_num_queries(10):
            client.get(address)


def test_on_the_home_page_the_block_leads_to_its_own_page(impact_page):
    block = impact_block(None, "en")

    text = render_to_string("impact/block.html", {"impact": block})

    assert 'action="/impact/#figures"' in text
    assert 'href="/impact/"' in text
    assert "figures.csv" not in text
    assert numerals(text)[0] == "223,763"


def test_in_spanish_the_page_stays_in_spanish_addresses(site, impact_page, client: Client):
    an_impact_page(site.es, title="Nuestro impacto", translation_key=impact_page.translation_key)

    text = text_at(client, "/es/impact/?year=2013-14")

    assert numerals(text)[0] == "235,388"
    assert 'action="/es/impact/#figures"' in text
    assert 'href="/es/impact/figures.csv"' in text


def test_the_table_can_be_downloaded_with_everything_that_belongs_to_it(
    impact_page, client: Client
):
    response = client.get("/impact/figures.csv")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    by_year = {row["program_year"]: row for row in rows}
    assert len(rows) == 10
    lead = by_year["2016-17"]
    assert (lead["served"], lead["eligible_not_served"], lead["eligible_derived_sum"]) == (
        "223763",
        "92631",
        "316394",
    )
    assert (lead["first_day"], lead["last_day"]) == ("2016-09-01", "2017-08-31")
    assert lead["read_on"] == "2025-03-15"
    assert lead["publisher_last_changed"] == "not recorded"
    assert "CSPR 1.7.1" in by_year["2021-22"]["source_of_eligible_count"]
    assert "MSIX" in by_year["2021-22"]["notes"]


def test_the_table_without_figures_has_its_first_line_only(site, client: Client):
    text = client.get("/impact/figures.csv").content.decode("utf-8-sig")

    assert text.count("\n") == 1
    assert text.startswith("program_year,")


def test_the_table_cannot_be_posted_to(impact_page, client: Client):
    assert client.post("/impact/figures.csv").status_code == 405
