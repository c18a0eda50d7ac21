import pytest

from rumbo.terms.citations import Citation, UnreadableCitation, parse_citation


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("34 CFR 200.81(g)", "34 CFR 200.81(g)"),
        ("34 CFR 200.89(b)(2)(i)(A)", "34 CFR 200.89(b)(2)(i)(A)"),
        ("20 USC 6399(3)(A)", "20 USC 6399(3)(A)"),
        ("20 U.S.C. § 6399 (3) (A)", "20 USC 6399(3)(A)"),
        ("34 C.F.R. §200.81", "34 CFR 200.81"),
        ("  34 CFR 200.81(g)  ", "34 CFR 200.81(g)"),
        ("20 USC 1070d-2(a)", "20 USC 1070d-2(a)"),
    ],
)
def test_the_spellings_of_one_place_give_one_key(given, key):
    citation = parse_citation(given)

    assert citation.key == key
    assert parse_citation(citation.key) == citation == parse_citation(citation.label)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "200.81(g)",
        "34 CFR",
        "34 CFR part 200",
        "34 CFR 200",
        "34 CFR 200.81(g",
        "34 CFR 200.81()",
        "34 CFR 200.81(g) and (h)",
        "34 CFR 200.81-200.89",
        "20 USC 63.99",
        "20 ABC 6399",
        "ESEA 1309(3)",
    ],
)
def test_what_is_not_a_key_is_refused_with_the_text_as_given(given):
    with pytest.raises(UnreadableCitation) as caught:
        parse_citation(given)

    assert caught.value.given == given


def test_a_regulation_links_to_its_paragraph_at_ecfr():
    assert (
        parse_citation("34 CFR 200.81(g)").address
        == "https://www.ecfr.gov/current/title-34/section-200.81#p-200.81(g)"
    )
    assert (
        parse_citation("34 CFR 200.81").address
        == "https://www.ecfr.gov/current/title-34/section-200.81"
    )


def test_a_statute_links_to_its_section_at_the_house_of_representatives():
    assert (
        parse_citation("20 USC 6399(3)(A)").address
        == "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title20-section6399"
    )


def test_the_label_is_written_as_readers_know_it():
    assert parse_citation("20 USC 6399(3)(A)").label == "20 U.S.C. 6399(3)(A)"
    assert str(parse_citation("34 CFR 200.81(g)")) == "34 CFR 200.81(g)"


def test_a_paragraph_knows_what_it_stands_in():
    citation = parse_citation("34 CFR 200.89(b)(2)")

    assert citation.parent == parse_citation("34 CFR 200.89(b)")
    assert citation.section_citation == Citation("CFR", 34, "200.89")
    assert citation.section_citation.parent is None


def test_citations_sort_in_the_order_of_the_law():
    in_order = [
        "20 USC 6394(d)",
        "20 USC 6399(3)",
        "20 USC 6399(5)(B)(i)",
        "20 USC 6399(5)(B)(ii)",
        "20 USC 6399(10)",
        "34 CFR 200.81",
        "34 CFR 200.81(g)",
        "34 CFR 200.81(h)",
        "34 CFR 200.81(i)",
        "34 CFR 200.81(i)(2)",
        "34 CFR 200.89(b)(2)(iv)",
        "34 CFR 200.89(b)(2)(v)",
        "34 CFR 200.89(b)(2)(vii)",
        "34 CFR 200.103(b)(1)",
        "34 CFR 206.3",
    ]

    assert [c.key for c in sorted(map(parse_citation, reversed(in_order)))] == in_order
