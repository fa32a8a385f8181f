"""My work, one case, one child, and the lists."""

from tests.factories import people
from tests.project.declared.words import BOTH, CASEWORKERS, GET, POST, ROLES

PAGES = {
    "land": set(ROLES),
    "use casework": CASEWORKERS | {"auditor"},
    "carry cases": CASEWORKERS,
    "read caseloads": {"senior", "manager", "auditor"},
    "read cases": CASEWORKERS | {"auditor"},
    "export": {"senior", "manager", "safeguarding lead"},
    "re-allocate": {"senior", "manager"},
}

# Pages that change a child's record, and those about one row of it.
CHANGES_A_CHILD = (
    *("correct_child", "change_upn", "child_died", "child_not_died"),
    *("add_child_name", "add_child_number", "move_child", "add_child_address", "add_enrolment", "add_alert"),
)
ROWS_OF_A_CHILD = {
    "other_names": ("correct_child_name", "remove_child_name"),
    "identifiers": ("correct_child_number", "remove_child_number"),
    "addresses": ("correct_child_address", "remove_child_address"),
    "enrolments": ("correct_enrolment", "end_enrolment", "remove_enrolment"),
    "status_facts": ("correct_fact", "review_fact", "remove_fact"),
    "alerts": ("correct_alert", "review_alert", "remove_alert"),
}
# Pages about the people around a child, and those of them about one contact.
ON_ONE_CONTACT = ("correct_contact", "end_contact", "resume_contact", "record_death")
CHANGES_A_FAMILY = (
    *("add_contact", "attach_contact", "withhold_address", "end_withholding", *ON_ONE_CONTACT),
    *("find_sibling", "state_sibling", "say_no_sibling", "end_sibling"),
)

ON_A_CASE = {
    "desk:case": ("read", GET),
    "desk:case_chronology": ("read", GET),
    "desk:print_case_chronology": ("read", GET),
}
ON_A_CHILD = {
    "desk:child": ("find", GET),
    "desk:child_chronology": ("find", GET),
    "desk:print_child_chronology": ("find", GET),
    "desk:child_known_on": ("find", GET),
    "desk:choose_fact": ("change", GET),
    **{f"desk:{name}": ("change", BOTH) for name in (*CHANGES_A_CHILD, *CHANGES_A_FAMILY)},
}
ON_A_PAGE = {
    "desk:my_calendar": ("use casework", BOTH),
    "desk:revoke_feed": ("use casework", POST),
    "desk:my_work": ("land", GET),
    "desk:also_waiting": ("use casework", GET),
    "desk:caseload": ("carry cases", GET),
    "desk:team_caseload": ("read caseloads", GET),
    "desk:without_education": ("read cases", GET),
    "desk:export_caseload": ("export", GET),
    "desk:reallocate": ("re-allocate", BOTH),
    "desk:needing_owner": ("re-allocate", GET),
    "desk:saved_filters": ("use casework", GET),
    "desk:save_filter": ("use casework", BOTH),
    "desk:rename_filter": ("use casework", BOTH),
    "desk:delete_filter": ("use casework", BOTH),
    "desk:add_fact": ("change a child", BOTH),
    **{f"desk:{name}": ("change a child", BOTH) for names in ROWS_OF_A_CHILD.values() for name in names},
}


def row_of_a_child(child, relation):
    """Return the key of a row of the child's record, made where there is none."""
    rows = getattr(child, relation)
    return (rows.first() or people.row_of(child, relation)).pk


def parts(world):
    child = world.children["unrestricted"]
    return {
        "desk:export_caseload": {"whose": "own", "extension": "csv"},
        "desk:save_filter": {"whose": "own"},
        "desk:add_fact": {"public_id": child.public_id, "kind": "young-carer"},
        **{
            f"desk:{name}": {"public_id": child.public_id, "pk": row_of_a_child(child, relation)}
            for relation, names in ROWS_OF_A_CHILD.items()
            for name in names
        },
    }


def child_parts(world, child):
    """A contact of the child, what is kept from them, and a brother or sister: made once for each."""
    family = family_in(world, child)
    contact = {"pk": family["contact"].pk}
    other = {"other": family["other"].public_id}
    return {f"desk:{name}": contact for name in ON_ONE_CONTACT} | {
        "desk:attach_contact": {"contact": family["elsewhere"].contact_id},
        "desk:end_withholding": {"pk": family["withheld"].pk},
        "desk:state_sibling": other,
        "desk:say_no_sibling": other,
        "desk:end_sibling": {"pk": family["sibling"].pk},
    }


def family_in(world, child):
    from tests.factories import family, people

    families = world.__dict__.setdefault("families", {})
    # What one test makes is gone before the next.
    made = families.get(child.pk)
    if made is None or not child.child_contacts.filter(pk=made["contact"].pk).exists():
        contact = family.contact_of(child)
        families[child.pk] = {
            "contact": contact,
            "elsewhere": family.contact_of(people.child()),
            "withheld": family.kept_from(contact),
            "other": people.child(),
            "sibling": family.siblings(child, people.child()),
        }
    return families[child.pk]
