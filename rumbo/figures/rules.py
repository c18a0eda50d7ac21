"""How figures are worked out of published ones; plain functions on plain numbers."""

from decimal import ROUND_HALF_UP, Decimal


def eligible_from_published_parts(served: int, eligible_not_served: int) -> int:
    """How many children were eligible, from the two parts that ED Data Express prints.

    The accessible table under the dashboard's stacked chart heads its first column "Eligible".
    That column is the part of each bar above "Served": children eligible and *not* served. Read as
    printed, 2016-17 would have 92,631 eligible children and 223,763 served. So we add the two.

    What the rule rests on: the height of the bars; for 2021-22 the sum 81,402 + 192,856 = 274,258
    is the total that the same page prints in its diagram of services; and the sums for 2015-16 and
    2018-19 agree with the rounded totals of a notice to the budget office.
    Source: https://eddataexpress.ed.gov/dashboard/mep/2021-2022 ,
        https://omb.report/icr/202001-1810-001
    """
    return served + eligible_not_served


def served_per_100_eligible(served: int, eligible: int) -> Decimal:
    """Children served for every 100 eligible, to one decimal; halves are rounded up.

    A ratio and not a share: served children include some on continuation of services who are no
    longer eligible (20 U.S.C. 6394(e)), so it may pass 100.
    """
    ratio = Decimal(served) * 100 / Decimal(eligible)
    return ratio.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
