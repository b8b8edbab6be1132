"""Livraison > Transporteurs and Préférences through their forms, and what customers are then offered at checkout."""

from __future__ import annotations

import re

import pytest

from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import CustomerGroup
from sandbox.shop.shipping.models import Carrier, Zone
from tests.support.pages import Page
from tests.web.backoffice.conftest import Desk

LIST = "/livraison/transporteurs"
NEW = f"{LIST}/nouveau"
PREFERENCES = "/livraison/preferences"


def carrier_of(desk: Desk, key: str = "littoral-poste") -> Carrier:
    return desk.find(Carrier, key=key)


def path_of(desk: Desk, key: str = "littoral-poste") -> str:
    return f"{LIST}/{carrier_of(desk, key).id}"


def france(desk: Desk) -> int:
    return desk.find(Zone, key="france").id


def edit(desk: Desk, key: str = "littoral-poste", **changes: object) -> Page:
    """Change a carrier through its form."""
    path = path_of(desk, key)
    return desk.save(path, **desk.form(path, "carrier-form").filled(**changes))


def bike(desk: Desk, **changes: object) -> dict[str, object]:
    """The form of a new carrier, filled in."""
    zone = france(desk)
    values = {"name": "Vélo du Port", "delay": "Le jour même, en ville", "delay_min_days": "0", "delay_max_days": "1",
              "limit-0": "5", f"fee-{zone}-0": "3,50"}  # fmt: skip
    return desk.form(NEW, "carrier-form").filled(**{**values, **changes})


def checkout(desk: Desk, quantity: int = 1, key: str = "bouilloire-col-de-cygne") -> Page:
    """The delivery step, reached as a guest who lives in France."""
    product = desk.find(Product, key=key)
    desk.shop_page(f"/produit/{product.id}-{product.slug}")
    post = desk.visitor.post
    assert post(f"{desk.root}/panier/ajouter/{product.id}", quantity=str(quantity)).status_code == 302
    if desk.visitor.get(f"{desk.root}/commande/livraison").status_code == 302:
        who = {"first_name": "Yann", "last_name": "Guillou", "email": "yann.guillou@courriel.example"}
        assert post(f"{desk.root}/commande/coordonnees", **who).status_code == 302
        place = {"liv-first_name": "Yann", "liv-last_name": "Guillou", "liv-line1": "3, rue du Môle",
                 "liv-postcode": "29000", "liv-city": "Quimper", "liv-country": "France"}  # fmt: skip
        answer = post(f"{desk.root}/commande/adresses", delivery="nouvelle", invoice="meme", **place)
        assert answer.status_code == 302, answer.text
    return desk.shop_page("/commande/livraison")


def offered(page: Page, name: str) -> str:
    """The price asked by a carrier at the delivery step; empty when it is not offered."""
    text = " ".join(page.text.split())
    found = re.search(rf"{re.escape(name)}.*?(Gratuit|\d+,\d\d €)", text)
    return found[1] if found else ""


# the list ------------------------------------------------------------------------------------------------------------


def test_the_list_shows_delay_state_and_position(desk: Desk) -> None:
    page = desk.read(LIST)
    assert page.says("Transporteurs (4)")
    assert page.says("À domicile contre signature, 2 à 3 jours ouvrés")
    assert page.says("France métropolitaine, Union européenne")
    assert page.says("offert dès 60,00 €")


def test_a_carrier_switched_off_is_no_longer_offered(desk: Desk) -> None:
    assert offered(checkout(desk), "Littoral Poste") == "6,90 €"
    assert desk.save(f"{path_of(desk)}/actif", value="").says("« Littoral Poste » est désactivé.")
    assert offered(desk.shop_page("/commande/livraison"), "Littoral Poste") == ""
    assert desk.journal()[-1].startswith("transporteur.modifier")


def test_a_carrier_made_free_asks_nothing(desk: Desk) -> None:
    assert desk.save(f"{path_of(desk)}/gratuit", value="1").says("« Littoral Poste » est gratuit.")
    assert offered(checkout(desk), "Littoral Poste") == "Gratuit"


def test_a_carrier_moved_up_is_offered_first(desk: Desk) -> None:
    desk.save(f"{path_of(desk, 'chrono-maree')}/position", position="1")
    assert desk.journal()[-1].startswith("transporteur.deplacer")
    text = checkout(desk).text.partition("Mode de livraison")[2]
    assert text.index("Chrono Marée") < text.index("Relais Escale")


# creating, changing, deleting ----------------------------------------------------------------------------------------


def test_a_new_carrier_is_offered_where_it_has_a_fee(desk: Desk) -> None:
    page = desk.save(NEW, **bike(desk))
    assert page.says("Le transporteur « Vélo du Port » est créé.")
    assert offered(checkout(desk), "Vélo du Port") == "3,50 €"
    told = " ".join(desk.journal())
    assert "Transporteur créé" in told
    assert "Vélo du Port" in told
    made = desk.find(Carrier, name="Vélo du Port")
    assert (made.position, made.is_active, made.adds_handling, made.billing) == (5, True, True, "weight")
    assert desk.save(f"{LIST}/{made.id}/supprimer").says("est supprimé")
    assert desk.count(Carrier, name="Vélo du Port") == 0


def test_a_new_carrier_without_fees_goes_nowhere_and_says_so(desk: Desk) -> None:
    zone = france(desk)
    page = desk.save(NEW, **bike(desk, **{"limit-0": "", f"fee-{zone}-0": ""}))
    assert page.says("Aucune")
    assert offered(checkout(desk), "Vélo du Port") == ""


def test_what_was_saved_is_shown_again_and_saving_it_changes_nothing(desk: Desk) -> None:
    path = path_of(desk)
    form = desk.form(path, "carrier-form")
    zone = france(desk)
    assert [form.fields[f"limit-{n}"] for n in range(5)] == [["2"], ["5"], ["10"], ["30"], [""]]
    assert form.fields[f"fee-{zone}-3"] == ["19,90"]
    assert len(form.fields["group_ids"]) == desk.count(CustomerGroup)
    before = desk.journal()
    desk.save(path, **form.filled())
    assert desk.journal() == before


def test_a_fee_changed_is_the_fee_asked(desk: Desk) -> None:
    edit(desk, **{f"fee-{france(desk)}-0": "7,40"})
    assert desk.journal()[-1].startswith("transporteur.tarifs")
    assert offered(checkout(desk), "Littoral Poste") == "7,40 €"


def test_a_zone_whose_fees_are_cleared_is_no_longer_served(desk: Desk) -> None:
    zone = france(desk)
    edit(desk, **{f"fee-{zone}-{n}": "" for n in range(4)})
    assert offered(checkout(desk), "Littoral Poste") == ""
    with shop_scope(desk.shop_id):
        assert {fee.zone_id for fee in carrier_of(desk).fees} == {desk.find(Zone, key="europe").id}


def test_fees_by_price_follow_the_cart(desk: Desk) -> None:
    zone, europe = france(desk), desk.find(Zone, key="europe").id
    steps = {"limit-0": "50", "limit-1": "200", "limit-2": "", "limit-3": ""}
    fees = {f"fee-{zone}-0": "9", f"fee-{zone}-1": "4", f"fee-{zone}-2": "", f"fee-{zone}-3": ""}
    edit(desk, billing="price", **steps, **fees, **{f"fee-{europe}-{n}": "" for n in range(3)})
    assert offered(checkout(desk), "Littoral Poste") == "4,00 €"
    assert desk.form(path_of(desk), "carrier-form").fields["limit-0"] == ["50,00"]
    assert offered(checkout(desk, 3), "Littoral Poste") == ""


def test_a_carrier_stops_at_its_heaviest_parcel(desk: Desk) -> None:
    edit(desk, max_weight_g="0,1")
    assert offered(checkout(desk), "Littoral Poste") == ""
    assert desk.form(path_of(desk), "carrier-form").fields["max_weight_g"] == ["0,1"]


def test_a_carrier_kept_for_professionals_is_not_offered_to_guests(desk: Desk) -> None:
    pro = desk.find(CustomerGroup, key="professionnels")
    edit(desk, group_ids=[str(pro.id)])
    assert offered(checkout(desk), "Littoral Poste") == ""
    assert desk.form(path_of(desk), "carrier-form").fields["group_ids"] == [str(pro.id)]
    edit(desk, group_ids=[str(number) for number in range(1, desk.count(CustomerGroup) + 1)])
    assert offered(desk.shop_page("/commande/livraison"), "Littoral Poste") == "6,90 €"


def test_a_new_name_and_delay_reach_the_checkout(desk: Desk) -> None:
    edit(desk, name="Littoral Colis", delay="En trois jours")
    page = checkout(desk)
    assert page.says("Littoral Colis")
    assert page.says("En trois jours")


def test_save_and_stay_comes_back_to_the_open_step(desk: Desk) -> None:
    path = path_of(desk)
    answer = desk.send(path, **desk.form(path, "carrier-form").filled(rester="1", tab="couts"))
    assert answer.headers["Location"].endswith(f"{path}#couts")


def test_refuses_to_delete_a_carrier_that_delivered_orders(desk: Desk) -> None:
    page = desk.save(f"{path_of(desk)}/supprimer")
    assert page.says("« Littoral Poste » a déjà livré des commandes")
    assert carrier_of(desk).name == "Littoral Poste"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "obligatoire"),
        ({"delay": ""}, "delay", "obligatoire"),
        ({"delay_min_days": "4"}, "delay_max_days", "plus court"),
        ({"delay_min_days": "deux"}, "delay_min_days", "nombre"),
        ({"delay_max_days": "90"}, "delay_max_days", "Entre 0 et 60"),
        ({"tracking_url": "suivi.example/@"}, "tracking_url", "commence par https://"),
        ({"free_from_cents": "-1"}, "free_from_cents", "seuil de gratuité"),
        ({"max_weight_g": "0"}, "max_weight_g", "aucune limite"),
        ({"max_weight_g": "lourd"}, "max_weight_g", "nombre"),
        ({"group_ids": None}, "group_ids", "Cochez au moins un groupe"),
        ({"limit-0": "beaucoup"}, "limit-0", "nombre"),
        ({"limit-0": "0"}, "limit-0", "supérieure à 0"),
        ({"limit-1": "2"}, "limit-1", "déjà cette limite"),
        ({"limit-0": ""}, "limit-0", "jusqu’où va cette tranche"),
        ({"fee-1-0": "-1"}, "fee-1-0", "De 0 à 10"),
        ({"fee-1-0": "gratuit"}, "fee-1-0", "nombre"),
        ({"fee-1-1": ""}, "fee-1-1", "une tranche plus haute en a un"),
    ],
)
def test_refuses(desk: Desk, changes: dict[str, object], field: str, words: str) -> None:
    assert france(desk) == 1
    path = path_of(desk)
    page = desk.refused(path, **desk.form(path, "carrier-form").filled(**changes))
    assert words in page.error(field)
    assert page.says("Rien n’a été enregistré.")
    kept = page.form("carrier-form").fields
    assert all(kept[name] == [value] for name, value in changes.items() if value is not None)
    with shop_scope(desk.shop_id):
        carrier = carrier_of(desk)
        assert (carrier.name, len(carrier.fees)) == ("Littoral Poste", 7)


def test_a_fault_in_the_fees_opens_their_step_and_is_told_with_its_place(desk: Desk) -> None:
    path = path_of(desk)
    answer = desk.send(path, **desk.form(path, "carrier-form").filled(**{"fee-1-0": "cher"}))
    assert re.search(r'id="t-couts"[^>]*aria-selected="true"', answer.text)
    assert Page(answer.text).says("France métropolitaine, tranche 1 : « cher » n’est pas un nombre")


# preferences ---------------------------------------------------------------------------------------------------------


def test_handling_is_added_to_the_carriers_that_take_it(desk: Desk) -> None:
    edit(desk, "chrono-maree", adds_handling=None)
    page = desk.save(PREFERENCES, **desk.form(PREFERENCES, "shipping-form").filled(frais_manutention="2"))
    assert page.says("Les préférences de livraison sont enregistrées.")
    assert "Frais de manutention" in desk.journal()[-1]
    seen = checkout(desk)
    assert offered(seen, "Littoral Poste") == "8,90 €"
    assert offered(seen, "Chrono Marée") == "12,90 €"


def test_shipping_is_free_from_the_threshold_of_the_shop(desk: Desk) -> None:
    desk.save(PREFERENCES, **desk.form(PREFERENCES, "shipping-form").filled(port_offert_des="100"))
    assert offered(checkout(desk), "Littoral Poste") == "6,90 €"
    assert offered(checkout(desk), "Littoral Poste") == "Gratuit"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"frais_manutention": ""}, "frais_manutention", "Indiquez un montant"),
        ({"frais_manutention": "-2"}, "frais_manutention", "Au moins 0"),
        ({"port_offert_des": "soixante"}, "port_offert_des", "nombre"),
    ],
)
def test_refuses_preferences(desk: Desk, changes: dict[str, str], field: str, words: str) -> None:
    page = desk.refused(PREFERENCES, **desk.form(PREFERENCES, "shipping-form").filled(**changes))
    assert words in page.error(field)
    assert page.form("shipping-form").fields[field] == [changes[field]]


# who may -------------------------------------------------------------------------------------------------------------


def test_an_examiner_reads_but_changes_nothing(onlooker: Desk) -> None:
    path = path_of(onlooker)
    assert onlooker.read(path).says("Consultation seule.")
    for target in (NEW, path, f"{path}/actif", f"{path}/position", f"{path}/supprimer", PREFERENCES):
        assert onlooker.send(target, value="").status_code == 403, target


def test_somebody_elses_shop_does_not_exist(stranger: Desk) -> None:
    for path in (LIST, NEW, f"{LIST}/1", PREFERENCES):
        stranger.read(path, status=404)
    assert stranger.send(f"{LIST}/1/actif", value="").status_code == 404
