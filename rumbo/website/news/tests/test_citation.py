"""Citations: what is refused, and the sentence that is made of the rest."""

from datetime import date

import pytest

from rumbo.website.news.citation import Author, Citation, cite, faults_of, host_of, is_real_address

TODAY = date(2026, 11, 23)
NPR = Citation(
    authors=(Author("Watson", "Tennessee"),),
    title="In One Generation, A Farmworker Family Grows College Ambitions",
    container="National Public Radio (NPR)",
    published_on="2018-08-29",
    url="https://www.cpr.org/2018/08/29/in-one-generation/",
)


def changed(**parts: object) -> Citation:
    from dataclasses import replace

    return replace(NPR, **parts)  # type: ignore[arg-type]


def test_a_citation_reads_as_on_the_old_home_page():
    sentence = cite(NPR, "en")

    assert sentence.text == (
        "Watson, Tennessee. “In One Generation, A Farmworker Family Grows College Ambitions.” "
        "National Public Radio (NPR), 29 August 2018."
    )


def test_a_citation_in_spanish_has_spanish_marks_and_a_spanish_date():
    sentence = cite(NPR, "es")

    assert sentence.text == (
        "Watson, Tennessee. «In One Generation, A Farmworker Family Grows College Ambitions». "
        "National Public Radio (NPR), 29 de agosto de 2018."
    )


@pytest.mark.parametrize(
    ("authors", "language", "expected"),
    [
        ((), "en", ""),
        ((Author("Granados", "Alex"),), "en", "Granados, Alex."),
        ((Author("U.S. Department of Education"),), "en", "U.S. Department of Education."),
        ((Author("Vega", "Ana"), Author("Ito", "Lee")), "en", "Vega, Ana, and Lee Ito."),
        ((Author("Vega", "Ana"), Author("Ito", "Lee")), "es", "Vega, Ana, y Lee Ito."),
        ((Author("Vega", "Ana"), Author("Luna", "Inés")), "es", "Vega, Ana, e Inés Luna."),
        ((Author("A", "B"), Author("C", "D"), Author("E", "F")), "en", "A, B, et al."),
    ],
)
def test_authors_are_named_in_the_order_of_the_piece(authors, language, expected):
    assert cite(changed(authors=authors), language).authors == expected


@pytest.mark.parametrize(
    ("title", "english", "spanish"),
    [
        ("A title.", "“A title.”", "«A title»."),
        ("Who helps?", "“Who helps?”", "«Who helps?»."),
        ("What’s the status", "“What’s the status.”", "«What’s the status»."),
    ],
)
def test_every_title_ends_in_one_stop_and_closed_marks(title, english, spanish):
    assert cite(changed(title=title), "en").title == english
    assert cite(changed(title=title), "es").title == spanish


@pytest.mark.parametrize(
    ("published_on", "english", "spanish"),
    [
        ("2018-08-29", "29 August 2018", "29 de agosto de 2018"),
        ("2018-08", "August 2018", "agosto de 2018"),
        ("2018", "2018", "2018"),
    ],
)
def test_a_date_is_cited_as_exactly_as_it_is_known(published_on, english, spanish):
    assert cite(changed(published_on=published_on), "en").date == english
    assert cite(changed(published_on=published_on), "es").date == spanish


def test_a_sound_citation_has_no_faults():
    assert faults_of(NPR, today=TODAY) == ()


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"title": "  "}, [("title", "missing")]),
        ({"title": "“Education, Unsettled."}, [("title", "quotation_marks")]),
        ({"title": 'He said "no"'}, [("title", "quotation_marks")]),
        ({"title": "«Dos»"}, [("title", "quotation_marks")]),
        ({"container": ""}, [("container", "missing")]),
        ({"published_on": ""}, [("published_on", "missing")]),
        ({"published_on": "29 August 2018"}, [("published_on", "date_unreadable")]),
        ({"published_on": "2018-02-30"}, [("published_on", "date_unreadable")]),
        ({"published_on": "2031"}, [("published_on", "date_in_future")]),
        ({"url": ""}, [("url", "missing")]),
        ({"url": "www.cpr.org/story"}, [("url", "address_not_real")]),
        ({"authors": (Author("", "Tennessee"),)}, [("authors", "author_without_family")]),
        (
            {"title": "", "url": "javascript:alert(1)"},
            [("title", "missing"), ("url", "address_not_real")],
        ),
    ],
)
def test_each_fault_of_a_citation_is_named_with_its_part(parts, expected):
    faults = faults_of(changed(**parts), today=TODAY)

    assert [(fault.part, fault.code) for fault in faults] == expected


@pytest.mark.parametrize(
    "address",
    [
        "ftp://npr.org/x",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://[oops/x",
        "https://someone@npr.org/",
        "https://site.example/",
        "https://npr..org/",
        "https://npr.org/a b",
        "https://npr.org:99999/",
    ],
)
def test_an_address_that_nobody_could_open_is_not_real(address):
    assert not is_real_address(address)


def test_the_site_behind_an_address_is_named_without_www():
    assert host_of("https://www.cpr.org/2018/08/29/") == "cpr.org"
    assert host_of("https://[oops") == ""
