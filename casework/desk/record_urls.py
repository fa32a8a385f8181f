"""Addresses under a child's record: who the child is, and each dated row of the record."""

from django.urls import path

from casework.desk.views import child, child_facts, child_identity, child_places

urlpatterns = [
    path("known/", child.ChildKnownOn.as_view(), name="child_known_on"),
    path("correct/", child_identity.CorrectChild.as_view(), name="correct_child"),
    path("upn/", child_identity.ChangeUpn.as_view(), name="change_upn"),
    path("died/", child_identity.ChildDied.as_view(), name="child_died"),
    path("died/undo/", child_identity.ChildNotDied.as_view(), name="child_not_died"),
    path("names/add/", child_identity.AddName.as_view(), name="add_child_name"),
    path("names/<int:pk>/", child_identity.CorrectName.as_view(), name="correct_child_name"),
    path("names/<int:pk>/remove/", child_identity.RemoveName.as_view(), name="remove_child_name"),
    path("numbers/add/", child_identity.AddNumber.as_view(), name="add_child_number"),
    path("numbers/<int:pk>/", child_identity.CorrectNumber.as_view(), name="correct_child_number"),
    path("numbers/<int:pk>/remove/", child_identity.RemoveNumber.as_view(), name="remove_child_number"),
    path("addresses/move/", child_places.MoveChild.as_view(), name="move_child"),
    path("addresses/add/", child_places.AddAddress.as_view(), name="add_child_address"),
    path("addresses/<int:pk>/", child_places.CorrectAddress.as_view(), name="correct_child_address"),
    path("addresses/<int:pk>/remove/", child_places.RemoveAddress.as_view(), name="remove_child_address"),
    path("schools/add/", child_places.AddEnrolment.as_view(), name="add_enrolment"),
    path("schools/<int:pk>/", child_places.CorrectEnrolment.as_view(), name="correct_enrolment"),
    path("schools/<int:pk>/left/", child_places.EndEnrolment.as_view(), name="end_enrolment"),
    path("schools/<int:pk>/remove/", child_places.RemoveEnrolment.as_view(), name="remove_enrolment"),
    path("status/add/", child_facts.ChooseFact.as_view(), name="choose_fact"),
    path("status/add/<slug:kind>/", child_facts.AddFact.as_view(), name="add_fact"),
    path("status/<int:pk>/", child_facts.CorrectFact.as_view(), name="correct_fact"),
    path("status/<int:pk>/review/", child_facts.ReviewFact.as_view(), name="review_fact"),
    path("status/<int:pk>/remove/", child_facts.RemoveFact.as_view(), name="remove_fact"),
    path("alerts/add/", child_facts.AddAlert.as_view(), name="add_alert"),
    path("alerts/<int:pk>/", child_facts.CorrectAlert.as_view(), name="correct_alert"),
    path("alerts/<int:pk>/review/", child_facts.ReviewAlert.as_view(), name="review_alert"),
    path("alerts/<int:pk>/remove/", child_facts.RemoveAlert.as_view(), name="remove_alert"),
]
