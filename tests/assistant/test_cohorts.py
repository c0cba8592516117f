"""A cohort: joined by a link, left at will; a tutor sees what its candidates keep, and nothing of anybody else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from kept import PHRASE, Kept, version_of
from library import MARKER, files_holding

from assistant.domain.account import Role
from assistant.domain.cohort import Cohort, ReleasePolicy
from assistant.domain.feedback import Niveau
from assistant.errors import InputError, UnknownCohort, UnknownDispute, UnknownDraft

CRITERE = "B1-C1"
AT_ONCE, AFTER = ReleasePolicy.AT_ONCE, ReleasePolicy.AFTER_TUTOR


class Group:
    """A tutor, another one, a candidate of the first with a draft of one version, and a candidate of nobody."""

    def __init__(self, kept: Kept, policy: ReleasePolicy = AT_ONCE) -> None:
        self.tutor = kept.account("Mme Roux", Role.TUTEUR).id
        self.other = kept.account("M. Blanc", Role.TUTEUR).id
        self.ana, self.bob = kept.account("Ana Durand").id, kept.account("Bob Petit").id
        self.cohort, self.token = kept.cohorts.create(self.tutor, " Groupe \n A ", policy)
        kept.cohorts.join(self.ana, self.token)
        kept.clock.turn(hours=1)
        self.draft = kept.drafts.add(self.ana, "Mission", version_of("Le 12 mai, trois offres."))
        self.version = (self.draft, 1)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


@pytest.fixture
def group(kept: Kept) -> Group:
    return Group(kept)


def test_a_cohort_is_its_tutors_alone(kept: Kept, group: Group) -> None:
    assert [(c.name, c.tutor_name, c.members) for c in kept.cohorts.of_tutor(group.tutor)] == [("Groupe A", "Mme Roux", 1)]
    assert kept.cohorts.of_tutor(group.other) == ()
    code = group.cohort.id
    attempts: tuple[Callable[[], object], ...] = (
        lambda: kept.cohorts.get(group.other, code),
        lambda: kept.cohorts.members(group.other, code),
        lambda: kept.cohorts.settle(group.other, code, "Volée", AFTER),
        lambda: kept.cohorts.new_link(group.other, code),
        lambda: kept.cohorts.close_link(group.other, code),
        lambda: kept.cohorts.remove(group.other, code, group.ana),
        lambda: kept.cohorts.bind(group.other, code, ()),
        lambda: kept.cohorts.erase(group.other, code),
    )
    for attempt in attempts:
        with pytest.raises(UnknownCohort):
            attempt()
    assert kept.shown.latest(group.other, code) == ()
    assert [m.name for m in kept.cohorts.members(group.tutor, code)] == ["Ana Durand"]
    with pytest.raises(InputError, match="a un nom"):
        kept.cohorts.create(group.tutor, " \n ", AT_ONCE)


def test_a_link_is_kept_as_a_digest_expires_and_is_replaced(kept: Kept, group: Group) -> None:
    assert files_holding(kept.folder, group.token) == []
    assert kept.cohorts.invited_by(group.token).name == "Groupe A"
    assert kept.cohorts.join(group.ana, group.token).members == 1
    assert len(kept.cohorts.members(group.tutor, group.cohort.id)) == 1  # joining twice changes nothing
    with pytest.raises(InputError, match="est la vôtre"):
        kept.cohorts.join(group.tutor, group.token)
    second = kept.cohorts.new_link(group.tutor, group.cohort.id)
    with pytest.raises(UnknownCohort, match="plus valable"):
        kept.cohorts.join(group.bob, group.token)
    kept.clock.turn(days=30)
    with pytest.raises(UnknownCohort):
        kept.cohorts.join(group.bob, second)
    assert kept.cohorts.get(group.tutor, group.cohort.id).link_until is None
    third = kept.cohorts.new_link(group.tutor, group.cohort.id)
    kept.cohorts.close_link(group.tutor, group.cohort.id)
    with pytest.raises(UnknownCohort):
        kept.cohorts.invited_by(third)


def test_an_invited_account_joins_its_cohort_as_it_is_made(kept: Kept, group: Group) -> None:
    invitation, token = kept.accounts.invite(Role.CANDIDAT, by=group.tutor)
    kept.cohorts.bind(group.tutor, group.cohort.id, (invitation.id,))
    found = kept.cohorts.of_invitation(token)
    assert found is not None
    assert found.name == "Groupe A"
    made = kept.accounts.sign_up(token, "Chloé Martin", PHRASE)
    assert [m.cohort.id for m in kept.cohorts.memberships(made.id)] == [group.cohort.id]
    plain = kept.accounts.invite(Role.CANDIDAT, by=group.tutor)[1]
    assert kept.cohorts.of_invitation(plain) is None


def test_a_tutor_sees_what_candidates_keep_until_they_leave(kept: Kept, group: Group) -> None:
    assert kept.shown.opened(group.tutor, group.draft) == group.ana
    assert ("lecture-par-tuteur", group.draft) in [(e.action, e.subject) for e in kept.accounts.audit()]
    for nobody in (group.other, group.ana, group.bob):
        with pytest.raises(UnknownDraft):
            kept.shown.opened(nobody, group.draft)
    own = kept.drafts.add(group.bob, "À moi", version_of("Bob."))
    with pytest.raises(UnknownDraft):
        kept.shown.opened(group.tutor, own)
    kept.cohorts.leave(group.ana, group.cohort.id)
    with pytest.raises(UnknownDraft):
        kept.shown.opened(group.tutor, group.draft)
    with pytest.raises(UnknownCohort):
        kept.cohorts.leave(group.ana, group.cohort.id)
    assert kept.shown.latest(group.tutor, group.cohort.id) == ()


def test_the_latest_reading_of_each_candidate_for_each_bloc_is_shown(kept: Kept, group: Group) -> None:
    kept.clock.turn(hours=1)
    newer = kept.drafts.add(group.ana, "Mission revue", version_of("Encore."))
    kept.clock.turn(hours=1)
    kept.drafts.add_version(group.ana, newer, version_of("Encore, revu."))
    found = kept.shown.latest(group.tutor, group.cohort.id)
    assert [(r.name, r.draft, r.number, r.waiting) for r in found] == [("Ana Durand", newer, 2, False)]
    assert kept.shown.latest(group.tutor, group.cohort.id, "B2") == ()


def test_a_reading_waits_for_the_tutor_who_asked_so_and_is_given_back_once(kept: Kept) -> None:
    group = Group(kept, AFTER)
    kept.clock.turn(hours=1)
    kept.drafts.add_version(group.ana, group.draft, version_of("Revu."))
    assert kept.shown.waiting(group.ana) == {(group.draft, 1), (group.draft, 2)}
    assert [r.waiting for r in kept.shown.latest(group.tutor, group.cohort.id)] == [True]
    kept.shown.release(group.tutor, group.draft, 1)
    assert kept.shown.waiting(group.ana) == {(group.draft, 2)}
    for number in (1, 3):
        with pytest.raises(UnknownDraft, match="n’attend pas"):
            kept.shown.release(group.tutor, group.draft, number)
    with pytest.raises(UnknownDraft, match="vos cohortes"):
        kept.shown.release(group.other, group.draft, 2)


def test_only_a_tutor_who_asked_to_be_waited_for_gives_a_reading_back(kept: Kept) -> None:
    group = Group(kept, AFTER)
    _, token = kept.cohorts.create(group.other, "Groupe B", AT_ONCE)
    kept.cohorts.join(group.ana, token)
    with pytest.raises(UnknownDraft, match="n’attend pas"):
        kept.shown.release(group.other, group.draft, 1)
    assert kept.shown.waiting(group.ana) == {group.version}


def test_a_policy_holds_for_what_comes_after_it_and_after_joining(kept: Kept, group: Group) -> None:
    kept.clock.turn(hours=1)
    kept.cohorts.settle(group.tutor, group.cohort.id, "Groupe A", AFTER)
    assert kept.shown.waiting(group.ana) == frozenset()  # already seen
    kept.clock.turn(hours=1)
    kept.drafts.add_version(group.ana, group.draft, version_of("Revu."))
    assert kept.shown.waiting(group.ana) == {(group.draft, 2)}
    kept.clock.turn(hours=1)
    kept.cohorts.settle(group.tutor, group.cohort.id, "Groupe A", AT_ONCE)
    assert kept.shown.waiting(group.ana) == frozenset()
    kept.cohorts.settle(group.tutor, group.cohort.id, "Groupe A", AFTER)
    before = kept.drafts.add(group.bob, "Avant", version_of("Bob."))
    kept.clock.turn(hours=1)
    kept.cohorts.join(group.bob, kept.cohorts.new_link(group.tutor, group.cohort.id))
    assert kept.shown.waiting(group.bob) == frozenset()
    assert kept.shown.opened(group.tutor, before) == group.bob


def test_a_niveau_is_given_beside_the_reading_and_the_last_of_each_author_stands(kept: Kept, group: Group) -> None:
    _, token = kept.cohorts.create(group.other, "Groupe B", AT_ONCE)
    kept.cohorts.join(group.ana, token)
    read = kept.drafts.version(group.ana, group.draft, 1)
    kept.opinions.override(group.tutor, group.version, CRITERE, Niveau.ABSENT, "Aucune comparaison.")
    kept.opinions.override(group.other, group.version, CRITERE, Niveau.DEMONTRE, "Tout y est.")
    kept.opinions.override(group.tutor, group.version, CRITERE, Niveau.EVOQUE, "Relu\u00a0: c’est nommé.")
    said = kept.opinions.of_draft(group.draft)
    assert [(o.author_name, o.niveau, o.reason) for o in said.overrides] == [
        ("Mme Roux", Niveau.ABSENT, "Aucune comparaison."),
        ("M. Blanc", Niveau.DEMONTRE, "Tout y est."),
        ("Mme Roux", Niveau.EVOQUE, "Relu\u00a0: c’est nommé."),
    ]
    assert {(o.author_name, o.niveau) for o in said.standing} == {("Mme Roux", Niveau.EVOQUE), ("M. Blanc", Niveau.DEMONTRE)}
    assert kept.drafts.version(group.ana, group.draft, 1) == read


@pytest.mark.parametrize(("critere", "reason"), [("B1-C1", "  \n"), ("B1-C9", "Parce que."), ("B1-C1", "x" * 4001)])
def test_a_niveau_without_a_reason_or_for_a_critere_that_was_not_read_is_refused(
    critere: str, reason: str, kept: Kept, group: Group
) -> None:
    with pytest.raises(InputError):
        kept.opinions.override(group.tutor, group.version, critere, Niveau.PARTIEL, reason)
    assert kept.opinions.of_draft(group.draft).overrides == ()


def test_nobody_else_comments_levels_disputes_or_answers(kept: Kept, group: Group) -> None:
    dispute = kept.opinions.dispute(group.ana, group.version, CRITERE, "J’ai comparé trois offres.")
    kept.opinions.comment(group.tutor, group.version, "À reprendre ensemble.")
    [comment] = kept.opinions.of_draft(group.draft).comments
    attempts: tuple[Callable[[str], object], ...] = (
        lambda who: kept.opinions.comment(who, group.version, "Volé."),
        lambda who: kept.opinions.withdraw_comment(who, group.draft, comment.id),
        lambda who: kept.opinions.override(who, group.version, CRITERE, Niveau.ABSENT, "Volé."),
        lambda who: kept.opinions.dispute(who, group.version, CRITERE, "Volé."),
        lambda who: kept.opinions.answer(who, dispute, "Volé."),
    )
    for attempt in attempts:
        with pytest.raises((UnknownDraft, UnknownDispute)):
            attempt(group.other)
    for attempt in (*attempts[:3], *attempts[4:]):
        with pytest.raises((UnknownDraft, UnknownDispute)):
            attempt(group.ana)
    assert kept.opinions.queue(group.other) == ()
    with pytest.raises(UnknownDraft):
        kept.opinions.comment(group.tutor, (group.draft, 2), "Une version qui n’existe pas.")


def test_a_dispute_waits_in_the_queue_until_it_is_answered(kept: Kept, group: Group) -> None:
    first = kept.opinions.dispute(group.ana, group.version, CRITERE, "J’ai comparé trois offres.")
    with pytest.raises(InputError, match="déjà"):
        kept.opinions.dispute(group.ana, group.version, CRITERE, "Encore.")
    [queued] = kept.opinions.queue(group.tutor)
    assert (queued.candidate, queued.title, queued.dispute.answer) == ("Ana Durand", "Mission", None)
    kept.opinions.answer(group.tutor, first, "Vous avez raison.", Niveau.DEMONTRE)
    with pytest.raises(InputError, match="déjà sa réponse"):
        kept.opinions.answer(group.tutor, first, "Encore.")
    said = kept.opinions.of_draft(group.draft)
    assert [d.answer.words for d in said.disputes if d.answer] == ["Vous avez raison."]
    assert [(o.niveau, o.reason) for o in said.standing] == [(Niveau.DEMONTRE, "Vous avez raison.")]
    kept.clock.turn(hours=1)
    kept.opinions.dispute(group.ana, group.version, CRITERE, "Un autre point.")
    assert [q.dispute.answer is None for q in kept.opinions.queue(group.tutor)] == [True, False]
    kept.cohorts.leave(group.ana, group.cohort.id)
    assert kept.opinions.queue(group.tutor) == ()


def test_the_cases_are_what_the_tutor_judged_and_the_niveau_given_wins(kept: Kept, group: Group) -> None:
    kept.drafts.add_version(group.ana, group.draft, version_of("Revu."))
    assert kept.opinions.cases(group.tutor) == ()
    kept.opinions.answer(group.tutor, kept.opinions.dispute(group.ana, group.version, CRITERE, "Non."), "Je maintiens.")
    kept.opinions.override(group.tutor, (group.draft, 2), CRITERE, Niveau.ABSENT, "Rien.")
    kept.opinions.answer(group.tutor, kept.opinions.dispute(group.ana, (group.draft, 2), CRITERE, "Si."), "Toujours rien.")
    assert [(c.number, c.reader, c.niveau, c.read, c.note) for c in kept.opinions.cases(group.tutor)] == [
        (1, "Mme Roux", Niveau.PARTIEL, Niveau.PARTIEL, "Je maintiens."),
        (2, "Mme Roux", Niveau.ABSENT, Niveau.PARTIEL, "Rien."),
    ]
    assert kept.opinions.cases(group.other) == ()


def test_two_tutors_of_one_candidate_answer_each_for_what_they_said(kept: Kept, group: Group) -> None:
    kept.cohorts.join(group.ana, kept.cohorts.create(group.other, "Groupe B", AT_ONCE)[1])
    kept.opinions.comment(group.tutor, group.version, "À reprendre ensemble.")
    kept.opinions.answer(group.tutor, kept.opinions.dispute(group.ana, group.version, CRITERE, "Non."), "Je maintiens.")
    kept.opinions.override(group.tutor, group.version, CRITERE, Niveau.ABSENT, "Rien.")
    [comment] = kept.opinions.of_draft(group.draft).comments
    with pytest.raises(UnknownDraft, match="pas parmi les vôtres"):
        kept.opinions.withdraw_comment(group.other, group.draft, comment.id)
    assert kept.opinions.cases(group.other) == ()
    assert [c.reader for c in kept.opinions.cases(group.tutor)] == ["Mme Roux"]
    assert [(q.candidate, q.read) for q in kept.opinions.queue(group.other)] == [("Ana Durand", Niveau.PARTIEL)]


def fill(kept: Kept, group: Group) -> Cohort:
    """Let everybody write the marker wherever they can."""
    made, token = kept.cohorts.create(group.tutor, f"Groupe {MARKER}", AT_ONCE)
    kept.cohorts.join(group.ana, token)
    kept.opinions.comment(group.tutor, group.version, f"Commentaire {MARKER}.", CRITERE)
    kept.opinions.override(group.tutor, group.version, CRITERE, Niveau.ABSENT, f"Avis {MARKER}.")
    kept.opinions.answer(group.tutor, kept.opinions.dispute(group.ana, group.version, CRITERE, "Non."), f"Réponse {MARKER}.")
    return made


def test_an_erased_tutor_leaves_no_byte_and_the_candidate_keeps_the_draft(kept: Kept, group: Group) -> None:
    fill(kept, group)
    assert files_holding(kept.folder, MARKER) != []
    kept.accounts.erase(group.tutor, by=group.tutor)
    assert files_holding(kept.folder, MARKER, "Mme Roux") == []
    assert kept.cohorts.memberships(group.ana) == ()
    said = kept.opinions.of_draft(group.draft)
    assert (said.comments, said.overrides, [d.answer for d in said.disputes]) == ((), (), [None])
    assert kept.drafts.get(group.ana, group.draft).versions == 1


def test_an_erased_candidate_leaves_no_byte_of_what_was_said_of_them(kept: Kept, group: Group) -> None:
    fill(kept, group)
    kept.cohorts.erase(group.tutor, kept.cohorts.of_tutor(group.tutor)[-1].id)
    kept.opinions.dispute(group.ana, group.version, CRITERE, f"Contestation {MARKER}.")
    kept.accounts.erase(group.ana, by="commande")
    assert files_holding(kept.folder, MARKER, "Ana Durand") == []
    assert kept.cohorts.members(group.tutor, group.cohort.id) == ()


def test_an_erased_cohort_and_a_withdrawn_comment_leave_no_byte(kept: Kept, group: Group) -> None:
    made, _ = kept.cohorts.create(group.tutor, f"Groupe {MARKER}", AT_ONCE)
    kept.cohorts.erase(group.tutor, made.id)
    kept.opinions.comment(group.tutor, group.version, f"Commentaire {MARKER}.")
    [comment] = kept.opinions.of_draft(group.draft).comments
    kept.opinions.withdraw_comment(group.tutor, group.draft, comment.id)
    assert files_holding(kept.folder, MARKER) == []


def test_what_people_do_is_written_down_without_a_word_of_theirs(kept: Kept, group: Group) -> None:
    fill(kept, group)
    kept.cohorts.leave(group.ana, group.cohort.id)
    events = kept.accounts.audit()
    told = {
        "cohorte-creee",
        "cohorte-rejointe",
        "commentaire",
        "avis",
        "contestation",
        "contestation-repondue",
        "cohorte-quittee",
    }
    assert told <= {e.action for e in events}
    assert not any(MARKER in value for e in events for value in (e.actor, e.action, e.subject))
