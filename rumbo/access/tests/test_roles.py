import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage
from wagtail.permissions import policy_registry

from rumbo.access.lookups import is_member, role_of
from rumbo.access.models import ReviewByAnother
from rumbo.access.roles import ROLES, ensure_roles, roles_up_to
from rumbo.access.tests.builders import a_page, a_person

pytestmark = pytest.mark.django_db

# What a role may do; every role after it may too. None: only an administrator.
ABILITIES = {
    "open the editors' pages": "author",
    "edit a draft of one's own": "author",
    "submit a draft of one's own": "author",
    "add a picture": "author",
    "add a document": "author",
    "edit a page of somebody else": "editor",
    "lock a page": "editor",
    "change a topic": "editor",
    "publish": "publisher",
    "schedule": "publisher",
    "take a page down": "publisher",
    "move a published page": "publisher",
    "delete a published page": "publisher",
    "delete a picture of somebody else": "publisher",
    "delete a document of somebody else": "publisher",
    "delete a topic": "publisher",
    "change the settings of the installation": "publisher",
    "change redirects": "publisher",
    "invite a person": "publisher",
    "manage people": None,
    "manage groups": None,
    "manage workflows": None,
}


def can(person, ability, *, theirs, own):
    on_theirs = theirs.permissions_for_user(person)
    on_own = own.permissions_for_user(person)
    pictures = policy_registry.get_by_type(get_image_model())
    documents = policy_registry.get_by_type(get_document_model())
    picture = get_image_model()(title="x", collection_id=1)
    document = get_document_model()(title="x", collection_id=1)
    answers = {
        "open the editors' pages": lambda: person.has_perm("wagtailadmin.access_admin"),
        "edit a draft of one's own": on_own.can_edit,
        "submit a draft of one's own": lambda: (
            on_own.can_edit() and on_own.can_submit_for_moderation()
        ),
        "add a picture": lambda: pictures.user_has_permission(person, "add"),
        "add a document": lambda: documents.user_has_permission(person, "add"),
        "edit a page of somebody else": on_theirs.can_edit,
        "lock a page": on_theirs.can_lock,
        "change a topic": lambda: person.has_perm("frame.change_topic"),
        "publish": on_theirs.can_publish,
        "schedule": on_theirs.can_unschedule,
        "take a page down": on_theirs.can_unpublish,
        "move a published page": on_theirs.can_move,
        "delete a published page": on_theirs.can_delete,
        "delete a picture of somebody else": lambda: pictures.user_has_permission_for_instance(
            person, "delete", picture
        ),
        "delete a document of somebody else": lambda: documents.user_has_permission_for_instance(
            person, "delete", document
        ),
        "delete a topic": lambda: person.has_perm("frame.delete_topic"),
        "change the settings of the installation": lambda: person.has_perm(
            "frame.change_installation"
        ),
        "change redirects": lambda: person.has_perm("wagtailredirects.change_redirect"),
        "invite a person": lambda: person.has_perm("access.add_invitation"),
        "manage people": lambda: person.has_perm("auth.change_user"),
        "manage groups": lambda: person.has_perm("auth.change_group"),
        "manage workflows": lambda: person.has_perm("wagtailcore.change_workflow"),
    }
    return bool(answers[ability]())


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says_and_no_more(role):
    person = a_person(role)
    ensure_roles()
    theirs = a_page(live=True, owner=a_person(None, email="other@example.org"))
    own = a_page(live=False, owner=person)

    allowed = {ability for ability in ABILITIES if can(person, ability, theirs=theirs, own=own)}

    expected = {
        ability
        for ability, first in ABILITIES.items()
        if ROLES.index(role) >= ROLES.index(first or "administrator")
    }
    assert allowed == expected


def test_a_person_without_a_role_may_do_nothing():
    person = a_person(None)
    ensure_roles()
    theirs, own = a_page(live=True), a_page(live=False)

    assert not [a for a in ABILITIES if can(person, a, theirs=theirs, own=own)]


def test_ensuring_roles_twice_changes_nothing_and_mends_what_was_loosened():
    ensure_roles()
    before = set(GroupPagePermission.objects.values_list("group__name", "permission__codename"))
    authors = Group.objects.get(name="Authors")
    publish = GroupPagePermission.objects.filter(permission__codename="publish_page").first()
    GroupPagePermission.objects.create(
        group=authors, page=publish.page, permission=publish.permission
    )

    ensure_roles()

    after = set(GroupPagePermission.objects.values_list("group__name", "permission__codename"))
    assert after == before
    assert ReviewByAnother.objects.count() == 1


def test_every_page_is_reviewed_by_one_workflow_of_editors_and_publishers():
    ensure_roles()

    assert [w.name for w in Workflow.objects.filter(active=True)] == ["Review by an editor"]
    assert WorkflowPage.objects.get().page == Page.get_first_root_node()
    reviewers = ReviewByAnother.objects.get().groups.values_list("name", flat=True)
    assert sorted(reviewers) == ["Editors", "Publishers"]
    assert not Group.objects.filter(name="Moderators").exists()


def submitted_by(person):
    page = a_page(live=False, owner=person)
    page.save_revision(user=person)
    page.get_workflow().start(page, person)
    return Page.objects.get(pk=page.pk)


def choices_of(person, page):
    return {name for name, _words, _modal in page.current_workflow_task.get_actions(page, person)}


def test_an_editor_approves_the_draft_of_somebody_else_and_it_goes_live():
    author, editor = a_person("author"), a_person("editor")
    page = submitted_by(author)

    assert "approve" in choices_of(editor, page)
    page.current_workflow_task_state.approve(user=editor)

    assert Page.objects.get(pk=page.pk).live


def test_an_editor_cannot_approve_a_draft_of_their_own():
    editor = a_person("editor")

    assert choices_of(editor, submitted_by(editor)) == {"reject"}


def test_an_editor_who_changed_the_draft_last_cannot_approve_it():
    editor = a_person("editor")
    page = submitted_by(a_person("author"))
    page.save_revision(user=editor)
    page.refresh_from_db()

    assert choices_of(editor, page) == {"reject"}


def test_words_that_come_with_an_approval_are_not_approved_by_who_wrote_them():
    editor = a_person("editor")
    page = submitted_by(a_person("author"))
    state = page.current_workflow_task_state
    page.save_revision(user=editor)

    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, user=editor, action_name="approve")

    assert not Page.objects.get(pk=page.pk).live


def test_a_publisher_may_approve_a_draft_of_their_own_since_they_could_publish_it():
    publisher = a_person("publisher")

    assert "approve" in choices_of(publisher, submitted_by(publisher))


def test_an_author_cannot_approve_anything():
    author = a_person("author")
    ensure_roles()

    assert choices_of(author, submitted_by(a_person("editor"))) == set()


@pytest.mark.parametrize("role", ROLES)
def test_everyone_with_a_role_is_a_member(role):
    person = a_person(role)

    assert role_of(person) == role
    assert is_member(person)


def test_visitors_and_people_without_role_or_locked_out_are_no_members():
    assert not is_member(AnonymousUser())
    assert not is_member(None)
    assert not is_member(a_person(None))
    assert not is_member(a_person("publisher", is_active=False))


def test_nobody_gives_away_a_role_above_their_own():
    assert roles_up_to("publisher") == ("member", "author", "editor", "publisher")
    assert roles_up_to(None) == ()
