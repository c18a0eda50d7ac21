import pytest

from rumbo.terms.actors import OPERATOR, VISITOR, ActorRefused, refuse_unless_allowed


class APerson:
    def __init__(self, *permissions):
        self.permissions = permissions

    def has_perm(self, perm, /):
        return perm in self.permissions


def test_the_operator_may():
    refuse_unless_allowed(OPERATOR, "figures.change_figure")


def test_a_person_who_holds_the_permission_may():
    refuse_unless_allowed(APerson("figures.change_figure"), "figures.change_figure")


@pytest.mark.parametrize("actor", [None, VISITOR, "", "root", APerson("other.permission")])
def test_everyone_else_is_refused_also_when_nobody_is_named(actor):
    with pytest.raises(ActorRefused) as caught:
        refuse_unless_allowed(actor, "figures.change_figure")

    assert caught.value.actor is actor
    assert caught.value.permission == "figures.change_figure"
