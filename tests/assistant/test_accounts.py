"""Accounts are made by invitation, entered with a password, closed to guesses, and erased for good."""

from pathlib import Path

import pytest
from kept import OTHER_PHRASE, PHRASE, Kept, version_of
from library import MARKER, files_holding

from assistant.domain.account import Role
from assistant.errors import AccountRefused, InvitationRefused, LibraryBusy, SignInRefused, SignInThrottled, UnknownAccount
from assistant.store.throttle import MOST_BY_ADDRESS, MOST_BY_NAME

HOME = "192.0.2.1"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_an_invitation_makes_one_account_of_its_role_once(kept: Kept) -> None:
    invitation, token = kept.accounts.invite(Role.TUTEUR, by="cpt-1")
    assert [i.id for i in kept.accounts.invitations()] == [invitation.id]
    made = kept.accounts.sign_up(token, "  Éloïse  Martin ", PHRASE)
    assert (made.name, made.role) == ("Éloïse Martin", Role.TUTEUR)
    assert kept.accounts.invitations() == ()
    with pytest.raises(InvitationRefused, match="n’est plus valable"):
        kept.accounts.sign_up(token, "Quelqu’un d’autre", PHRASE)


def test_an_invitation_expires_and_can_be_withdrawn(kept: Kept) -> None:
    _, late = kept.accounts.invite(Role.CANDIDAT, by="cpt-1")
    kept.clock.turn(days=14, seconds=1)
    with pytest.raises(InvitationRefused):
        kept.accounts.sign_up(late, "Ana Durand", PHRASE)
    invitation, taken_back = kept.accounts.invite(Role.CANDIDAT, by="cpt-1")
    kept.accounts.withdraw_invitation(invitation.id, by="cpt-1")
    with pytest.raises(InvitationRefused):
        kept.accounts.invitation(taken_back)


def test_a_refused_name_or_password_does_not_use_the_invitation_up(kept: Kept) -> None:
    kept.account("Ana Durand")
    _, token = kept.accounts.invite(Role.CANDIDAT, by="cpt-1")
    for name, password, said in (
        ("ANA  durand", PHRASE, "déjà pris"),
        ("An", PHRASE, "de 3 à 80"),
        ("A\u0007na Petit", PHRASE, "de 3 à 80"),
        ("Ana Petit", "court", "au moins 12"),
        ("Ana Petit", "x" * 201, "au plus 200"),
        ("Ana Petit", "aaaaaaaaaaaaaaaa", "facile à deviner"),
        ("Ana Petit", "je suis ana petit", "facile à deviner"),
    ):
        with pytest.raises(AccountRefused, match=said):
            kept.accounts.sign_up(token, name, password)
    assert kept.accounts.sign_up(token, "Ana Petit", PHRASE).name == "Ana Petit"


def test_only_the_right_password_opens_whatever_the_capitals_of_the_name(kept: Kept) -> None:
    made = kept.account("Éloïse")
    assert kept.accounts.sign_in("ÉLOÏSE", PHRASE, address=HOME) == made
    for name, password in (("Éloïse", OTHER_PHRASE), ("Personne", PHRASE), ("Éloïse", ""), ("", "")):
        with pytest.raises(SignInRefused, match="ne vont pas ensemble"):
            kept.accounts.sign_in(name, password, address=HOME)


def test_a_password_typed_with_composed_or_decomposed_accents_is_the_same(kept: Kept) -> None:
    _, token = kept.accounts.invite(Role.CANDIDAT, by="cpt-1")
    kept.accounts.sign_up(token, "Ana Durand", "dossier tr\u00e8s secret")
    assert kept.accounts.sign_in("Ana Durand", "dossier tre\u0300s secret", address=HOME)


def test_guessing_one_name_is_slowed_down_from_any_address_then_allowed_again(kept: Kept) -> None:
    kept.account("Ana Durand")
    for n in range(MOST_BY_NAME):
        with pytest.raises(SignInRefused, match="ensemble"):
            kept.accounts.sign_in("Ana Durand", "mauvais mot de passe", address=f"192.0.2.{n}")
        kept.clock.turn(seconds=1)
    with pytest.raises(SignInThrottled) as slowed:
        kept.accounts.sign_in("ana durand", PHRASE, address="198.51.100.7")
    assert slowed.value.wait == 15 * 60 - MOST_BY_NAME
    assert "15 minutes" in slowed.value.hint
    kept.clock.turn(seconds=slowed.value.wait + 1)
    assert kept.accounts.sign_in("Ana Durand", PHRASE, address=HOME)


def test_guessing_many_names_from_one_address_is_slowed_down_too_and_others_are_not(kept: Kept) -> None:
    kept.account("Ana Durand")
    for n in range(MOST_BY_ADDRESS):
        with pytest.raises(SignInRefused):
            kept.accounts.sign_in(f"Nom {n}", "mauvais mot de passe", address=HOME)
    with pytest.raises(SignInThrottled):
        kept.accounts.sign_in("Ana Durand", PHRASE, address=HOME)
    assert kept.accounts.sign_in("Ana Durand", PHRASE, address="198.51.100.7")


def test_a_session_ends_when_left_idle_after_a_week_or_on_demand(kept: Kept) -> None:
    made = kept.account("Ana Durand")
    token = kept.accounts.open_session(made.id)
    for _ in range(15):
        kept.clock.turn(hours=11)
        assert kept.accounts.account_of(token) is not None
    kept.clock.turn(hours=4)  # 169 hours in all
    assert kept.accounts.account_of(token) is None
    idle = kept.accounts.open_session(made.id)
    kept.clock.turn(hours=12)
    assert kept.accounts.account_of(idle) is None
    first, second = kept.accounts.open_session(made.id), kept.accounts.open_session(made.id)
    kept.accounts.close_session(first)
    assert kept.accounts.account_of(first) is None
    assert kept.accounts.account_of(second) is not None
    kept.accounts.close_sessions(made.id)
    assert kept.accounts.account_of(second) is None


def test_changing_the_password_ends_every_session_and_asks_for_the_former_one(kept: Kept) -> None:
    made = kept.account("Ana Durand")
    token = kept.accounts.open_session(made.id)
    with pytest.raises(SignInRefused):
        kept.accounts.change_password(made, "mauvais mot de passe", OTHER_PHRASE, address=HOME)
    assert kept.accounts.account_of(token) is not None
    kept.accounts.change_password(made, PHRASE, OTHER_PHRASE, address=HOME)
    assert kept.accounts.account_of(token) is None
    assert kept.accounts.sign_in("Ana Durand", OTHER_PHRASE, address=HOME) == made
    with pytest.raises(SignInRefused):
        kept.accounts.sign_in("Ana Durand", PHRASE, address=HOME)


def test_a_link_lets_the_owner_of_an_account_choose_another_password_and_keeps_what_they_have(kept: Kept) -> None:
    made = kept.account("Ana Durand")
    code = kept.drafts.add(made.id, "Mission", version_of("Un texte."))
    _, token = kept.accounts.invite(made.role, by="cpt-1", account=made.id)
    assert kept.accounts.sign_up(token, "un autre nom, ignoré", OTHER_PHRASE).id == made.id
    assert kept.accounts.sign_in("Ana Durand", OTHER_PHRASE, address=HOME).id == made.id
    assert kept.drafts.get(made.id, code).title == "Mission"


def test_a_person_vouched_for_by_a_proxy_has_no_password_and_the_role_of_today(kept: Kept) -> None:
    made = kept.accounts.vouched("a.durand", Role.CANDIDAT)
    assert kept.accounts.vouched("A.Durand", Role.CANDIDAT) == made
    assert kept.accounts.vouched("a.durand", Role.ADMINISTRATEUR).role is Role.ADMINISTRATEUR
    assert kept.accounts.of_id(made.id).role is Role.ADMINISTRATEUR
    for password in ("", PHRASE):
        with pytest.raises(SignInRefused):
            kept.accounts.sign_in("a.durand", password, address=HOME)


def test_no_secret_is_kept_as_it_is(kept: Kept) -> None:
    made = kept.account("Ana Durand")
    _, token = kept.accounts.invite(Role.CANDIDAT, by=made.id)
    session = kept.accounts.open_session(made.id)
    assert files_holding(kept.folder, "Ana Durand") != []
    assert files_holding(kept.folder, PHRASE, token, session) == []


def test_an_erased_account_leaves_no_byte_and_the_log_holds_only_ids(kept: Kept) -> None:
    other = kept.account("Bob Petit")
    kept.drafts.add(other.id, "Le sien", version_of("Gardé."))
    made = kept.account(f"{MARKER}@example.org")
    kept.drafts.add(made.id, f"Titre {MARKER}", version_of(f"Texte {MARKER}. " * 2000, f"fichier {MARKER}".encode()))
    assert files_holding(kept.folder, MARKER) != []
    kept.accounts.erase(made.id, by="commande")
    assert files_holding(kept.folder, MARKER) == []
    assert [s.account.name for s in kept.accounts.summaries()] == ["Bob Petit"]
    with pytest.raises(UnknownAccount):
        kept.accounts.of_id(made.id)
    events = [(e.action, e.subject) for e in kept.accounts.audit()]
    assert ("effacement", made.id) in events
    assert len(kept.drafts.summaries(other.id)) == 1


def test_an_erasure_that_a_reader_prevents_is_told_then_finished(kept: Kept) -> None:
    made = kept.account(MARKER)
    with kept.database.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM accounts").scalar()
        with pytest.raises(LibraryBusy, match="traces"):
            kept.accounts.erase(made.id, by="commande")
    assert kept.accounts.summaries() == ()
    kept.database.finish_scrubs()
    assert files_holding(kept.folder, MARKER) == []


def test_what_time_has_closed_is_forgotten(kept: Kept) -> None:
    made = kept.account("Ana Durand")
    kept.accounts.invite(Role.CANDIDAT, by=made.id)
    kept.accounts.open_session(made.id)
    with pytest.raises(SignInRefused):
        kept.accounts.sign_in("Ana Durand", "mauvais mot de passe", address=HOME)

    def rows() -> list[int]:
        with kept.database.reading() as connection:
            tables = ("sessions", "invitations", "sign_in_attempts")
            return [connection.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar() or 0 for t in tables]  # noqa: S608 - our own names

    kept.accounts.purge()
    assert rows() == [1, 1, 2]
    kept.clock.turn(days=14)
    kept.accounts.purge()
    assert rows() == [0, 0, 0]


def test_a_summary_counts_what_is_kept_and_shows_none_of_it(kept: Kept) -> None:
    made = kept.account("Ana Durand")
    code = kept.drafts.add(made.id, "Mission", version_of("Un.", b"12345"))
    kept.drafts.add_version(made.id, code, version_of("Deux.", b"123"))
    kept.account("Bob Petit")
    first, second = kept.accounts.summaries()
    assert (first.drafts, first.versions, first.original_bytes) == (1, 2, 8)
    assert (second.drafts, second.versions, second.original_bytes) == (0, 0, 0)
    assert "Mission" not in first.model_dump_json()
